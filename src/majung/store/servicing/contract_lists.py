"""Contracts as a list: one question to the database for a page of them, however many there are.

Whoever acts finds the contracts they may read; what is counted and summed is what was asked for,
not only the page.  Amounts are what was agreed: committed, insured, or the size of a fund.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from majung.store.listing import WITH_NAMED_FIRMS, PageWanted, listed, name_pattern
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractsWanted:
    """Which contracts are listed; whatever is empty narrows nothing.

    Attributes:
        words: a part of the key or of the firm's name.
        kind: loan, cover or fund.
        institution: key of the provider.
        is_ended: True for those that ended, False for those that run.
    """

    words: str = ""
    kind: str = ""
    institution: str = ""
    product: str = ""
    is_ended: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """A contract as a list shows it.

    Attributes:
        firm: what the firm was called on the day; empty where there is none.
        agreed: committed, insured, or the size.
    """

    key: str
    kind: str
    programme: str
    product: str
    institution: str
    firm: str
    agreed: Money
    signed_on: date
    ended_on: date | None
    is_example: bool


@dataclass(frozen=True, slots=True)
class KindTotal:
    """What the contracts of one kind come to in one currency."""

    kind: str
    count: int
    agreed: Money


@dataclass(frozen=True, slots=True)
class ContractLines:
    """A page of contracts, and what all that were asked for come to, kind by kind."""

    lines: tuple[ContractLine, ...]
    totals: tuple[KindTotal, ...]

    @property
    def count(self) -> int:
        """How many contracts were asked for, on all pages."""
        return sum(total.count for total in self.totals)


def contract_lines(*, on: date, page: PageWanted, wanted: ContractsWanted) -> ContractLines:
    """Return a page of the contracts that whoever acts may read, latest signed first.

    Args:
        on: the day on which firms bore the names shown.
    """
    asked: dict[str, Any] = {
        "on": on,
        "words": wanted.words,
        "pattern": name_pattern(wanted.words),
        "kind": wanted.kind,
        "institution": wanted.institution,
        "product": wanted.product,
        "is_ended": wanted.is_ended,
    }
    rows = listed(WITH_NAMED_FIRMS, _LISTED, _PAGE, **asked, rows=page.rows, after=page.after)
    totals = listed(WITH_NAMED_FIRMS, _LISTED, _SUMS, **asked)
    return ContractLines(
        tuple(map(_line, rows)),
        tuple(
            KindTotal(kind, count, Money(int(agreed), currency))
            for kind, count, agreed, currency in totals
        ),
    )


_LISTED = """
, listed AS (
    SELECT c.key, c.kind, c.programme, c.product, i.key AS institution,
        coalesce(n.name, '') AS firm, c.agreed, c.currency, c.signed_on, c.ended_on,
        c.series = 'example' AS is_example
    FROM store_contract c
    JOIN store_institution i ON i.id = c.institution_id
    LEFT JOIN named n ON n.firm_id = c.firm_id
    WHERE (%(words)s = '' OR c.key ILIKE %(pattern)s OR n.name ILIKE %(pattern)s)
        AND %(kind)s IN ('', c.kind)
        AND %(institution)s IN ('', i.key)
        AND %(product)s IN ('', c.product)
        AND (%(is_ended)s::boolean IS NULL OR (c.ended_on IS NOT NULL) = %(is_ended)s)
)
"""
_PAGE = """
SELECT key, kind, programme, product, institution, firm, agreed, currency, signed_on, ended_on,
    is_example
FROM listed ORDER BY signed_on DESC, key DESC LIMIT %(rows)s OFFSET %(after)s
"""
_SUMS = """
SELECT kind, count(*), sum(agreed), currency
FROM listed GROUP BY kind, currency ORDER BY kind DESC, currency
"""


def _line(row: tuple[Any, ...]) -> ContractLine:
    key, kind, programme, product, institution, firm, agreed, currency, *rest = row
    signed_on, ended_on, is_example = rest
    return ContractLine(
        key=key,
        kind=kind,
        programme=programme,
        product=product,
        institution=institution,
        firm=firm,
        agreed=Money(agreed, currency),
        signed_on=signed_on,
        ended_on=ended_on,
        is_example=is_example,
    )
