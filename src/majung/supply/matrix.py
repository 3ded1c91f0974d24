"""Supply by region, sector and institution, and the share that goes outside the capital area.

The matrix adds nothing it does not have: a line whose region nobody stated stands in a column of
its own, and with it the regional share is known only between two bounds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, Protocol

from majung.applications.regions import Region
from majung.values.money import Money


class Placed(Protocol):
    """Anything supplied at a place: a supply line, a row of a monthly report."""

    @property
    def region(self) -> Region | None:
        """Where the financed site stands; None where nobody stated it."""

    @property
    def sector(self) -> str:
        """Key of the sector."""

    @property
    def institution(self) -> str:
        """Key of the institution."""

    @property
    def amount(self) -> Money | None:
        """What was supplied; None where it is OPEN."""


class Axis(StrEnum):
    """A side of the matrix."""

    REGION = "region"
    SECTOR = "sector"
    INSTITUTION = "institution"


class Corner(NamedTuple):
    """A cell of the matrix; on an axis that was added up, None (region) or empty."""

    region: Region | None
    sector: str
    institution: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Supply in cells of region × sector × institution.

    Attributes:
        amounts: by cell; None where a part of the cell is OPEN.  A cell that is absent had no
            line at all.
    """

    amounts: dict[Corner, Money | None]
    currency: str = "KRW"

    def along(self, *axes: Axis) -> dict[tuple[Region | str | None, ...], Money | None]:
        """Add the matrix up onto some of its axes, sorted; a sum with an OPEN part is OPEN."""
        sums: dict[tuple[Region | str | None, ...], Money | None] = {}
        for corner, amount in self.amounts.items():
            key = tuple(getattr(corner, axis.value) for axis in axes)
            sums[key] = _plus(sums.get(key, Money.zero(self.currency)), amount)
        return dict(sorted(sums.items(), key=lambda item: tuple(map(str, item[0]))))

    @property
    def total(self) -> Money | None:
        """Everything; OPEN where a part is."""
        return self.along().get((), Money.zero(self.currency))


@dataclass(frozen=True, slots=True)
class RegionalShare:
    """The share of supply outside the capital area.

    Attributes:
        low: if everything of unknown region went into the capital area.
        high: if all of it went outside.
        unplaced: what has no region.
    """

    low: Fraction
    high: Fraction
    unplaced: Money

    @property
    def share(self) -> Fraction | None:
        """The share itself; OPEN (None) while unplaced supply leaves it between two bounds."""
        return self.low if self.low == self.high else None


def matrix(placed: Iterable[Placed], *, currency: str = "KRW") -> Matrix:
    """Put lines or report rows into the matrix."""
    amounts: dict[Corner, Money | None] = {}
    for line in placed:
        corner = Corner(line.region, line.sector, line.institution)
        amounts[corner] = _plus(amounts.get(corner, Money.zero(currency)), line.amount)
    return Matrix(amounts, currency)


def regional_share(supplied: Matrix) -> RegionalShare | None:
    """Return the share outside the capital area (지방공급 비중).

    None where an amount is OPEN or nothing was supplied.

    Source: 수도권정비계획법 제2조 for the capital area; the target is the plan's own.
    """
    by_region = supplied.along(Axis.REGION)
    zero = Money.zero(supplied.currency)
    total, outside, unplaced = zero, zero, zero
    for (region,), amount in by_region.items():
        if amount is None:
            return None
        total += amount
        if region is None:
            unplaced += amount
        elif isinstance(region, Region) and not region.is_capital_area:
            outside += amount
    if not total.minor:
        return None
    low = Fraction(outside.minor, total.minor)
    return RegionalShare(low, low + Fraction(unplaced.minor, total.minor), unplaced)


def _plus(one: Money | None, other: Money | None) -> Money | None:
    return None if one is None or other is None else one + other
