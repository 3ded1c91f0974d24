"""Reference margins and safe-harbour premiums, as published: data with their source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from majung.errors import PolicyFinanceError
from majung.values.rates import Rate

HUNDRED = 100


class ReferenceUnknownError(PolicyFinanceError):
    """A margin or premium is published for the grade and collateral that are named."""

    kind = "aid-reference-unknown"


@dataclass(frozen=True, slots=True)
class Reference:
    """A published rate with its source.

    Attributes:
        status: ``reported`` or ``assumed``.
    """

    rate: Rate
    source: str
    status: str


def reference_margin(rating: str, collateral: str) -> Reference:
    """Return what is added to a base rate for a borrower's rating and collateral.

    Args:
        rating: ``strong``, ``good``, ``satisfactory``, ``weak`` or ``bad``.
        collateral: ``high``, ``normal`` or ``low``.

    Raises:
        ReferenceUnknownError: none is published for it.

    Source: Commission Communication 2008/C 14/02.

    >>> reference_margin("weak", "normal").rate
    Rate(value=Decimal('0.04'))
    """
    table = _table("margins")
    if rating not in margin_ratings() or collateral not in table["collateral"]:
        raise ReferenceUnknownError(
            asked=f"{rating} / {collateral}",
            known=", ".join([*margin_ratings(), *table["collateral"]]),
        )
    points = table[rating][table["collateral"].index(collateral)]
    return _reference(Rate.percent(Decimal(points) / HUNDRED), table)


def margin_ratings() -> tuple[str, ...]:
    """Return the ratings for which margins are published, best first."""
    return tuple(key for key, value in _table("margins").items()
                 if isinstance(value, list) and key != "collateral")  # fmt: skip


def safe_harbour_premium(grade: str) -> Reference:
    """Return the yearly premium at which a guarantee for a smaller firm holds no aid.

    Args:
        grade: ``BB-``, ``B+``, or ``start-up`` for a firm without a history.

    Raises:
        ReferenceUnknownError: none is published for it here.

    Source: Commission Notice 2008/C 155/02, 3.3.
    """
    table = _table("safe-harbour")
    premiums = table["premiums"]
    if grade not in premiums:
        raise ReferenceUnknownError(asked=grade, known=", ".join(premiums))
    return _reference(Rate.percent(premiums[grade]), table)


def _reference(rate: Rate, table: Mapping[str, Any]) -> Reference:
    return Reference(rate, table["source"], table["status"])


def _table(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _references()[name]
    return found


@cache
def _references() -> Mapping[str, Mapping[str, Any]]:
    text = resources.files("majung.risk.aid").joinpath("references.toml").read_text("utf-8")
    tables: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)
    return tables
