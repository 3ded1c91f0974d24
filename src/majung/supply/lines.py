"""Supply lines: what institutions supplied contract by contract, and what reached firms.

A guarantee on a bank's loan is supply of the guarantor and supply of the bank, but the firm gets
the money once.  So two sums are shown and never mixed: the institutions' sum adds everything, and
the money reaching firms counts a loan once, leaving out covers that stand on a loan already
counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from majung.applications.regions import Region
from majung.errors import PolicyFinanceError
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Subject
from majung.rules.citations import Citation
from majung.supply.targets.series import SeriesSource, SupplyCell
from majung.values.money import Money


class SectorUnknownError(PolicyFinanceError):
    """Supply under a plan belongs to one of its sectors."""

    kind = "supply-sector-unknown"


class Instrument(StrEnum):
    """In which form money is supplied."""

    LOAN = "loan"
    COVER = "cover"
    INVESTMENT = "investment"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyLine:
    """One amount that one institution supplied under one contract on one day.

    Attributes:
        on: the day it counts on, by the basis of the series.
        region: where the financed site stands; None where it is not known.
        theme: key of a theme it also belongs to; empty for none.
        is_renewal: it extends or replaces what was already supplied (기한연장, 대환).
        loan: of a cover, the contract of the loan it stands on; empty where it is not known.
        lender: of a cover, the institution that lent; empty where it is not known.
        sector: key of a sector of the scheme; empty where it belongs to none.
    """

    contract: str
    institution: str
    firm: str
    instrument: Instrument
    sector: str
    amount: Money
    on: date
    region: Region | None = None
    theme: str = ""
    is_renewal: bool = False
    loan: str = ""
    lender: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """The institutions' sum beside the money reaching firms.

    Attributes:
        institutions_sum: everything that institutions supplied.
        at_least: money reaching firms if every unlinked cover stands on a loan counted here.
        at_most: money reaching firms if none of them does.
        unlinked: number of covers of which neither lender nor a loan among the lines is known.
    """

    institutions_sum: Money
    at_least: Money
    at_most: Money
    unlinked: int

    @property
    def reaching_firms(self) -> Money | None:
        """The money reaching firms; OPEN (None) while an unlinked cover leaves it between two."""
        return self.at_least if self.at_least == self.at_most else None


def reach(
    lines: Iterable[SupplyLine], *, perimeter: frozenset[str], currency: str = "KRW"
) -> Reach:
    """Add supply up both ways.

    A cover counts for firms only where the lender stands outside the perimeter: then the covered
    amount is what public finance brought the firm, and the rest is the lender's own money.  Where
    the lender is inside, the loan counts, on the day it is drawn, and the cover does not, even in
    a month in which the loan was not yet drawn: so months add up.

    Args:
        perimeter: institutions that count; lines of others are left out of both sums.
    """
    counted = tuple(line for line in lines if line.institution in perimeter)
    lent = {line.contract for line in counted if line.instrument is Instrument.LOAN}
    zero = Money.zero(currency)
    reaching = [line.amount for line in counted if _reaches_firms(line, lent, perimeter) is True]
    unlinked = [line.amount for line in counted if _reaches_firms(line, lent, perimeter) is None]
    at_least = sum(reaching, zero)
    return Reach(
        institutions_sum=sum((line.amount for line in counted), zero),
        at_least=at_least,
        at_most=at_least + sum(unlinked, zero),
        unlinked=len(unlinked),
    )


def _reaches_firms(line: SupplyLine, lent: set[str], perimeter: frozenset[str]) -> bool | None:
    """Tell whether a line is money that no other line brings to the firm; None: not known."""
    if line.instrument is not Instrument.COVER:
        return True
    if line.loan in lent:
        return False
    return line.lender not in perimeter if line.lender else None


@dataclass(frozen=True, slots=True)
class Novelty:
    """Gross supply, and how much of it is new money to firms.

    Attributes:
        gross: everything supplied.
        renewals: extensions and replacements of what was supplied before.
    """

    gross: Money
    renewals: Money

    @property
    def net_new(self) -> Money:
        """Supply that did not replace earlier supply."""
        return self.gross - self.renewals

    @property
    def share(self) -> Fraction | None:
        """Net-new over gross; None where nothing was supplied."""
        return Fraction(self.net_new.minor, self.gross.minor) if self.gross.minor else None


def novelty(lines: Iterable[SupplyLine], *, currency: str = "KRW") -> Novelty:
    """Split supply into net-new and renewals."""
    all_lines = tuple(lines)
    zero = Money.zero(currency)
    renewals = sum((line.amount for line in all_lines if line.is_renewal), zero)
    return Novelty(sum((line.amount for line in all_lines), zero), renewals)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where supply lines come from.

    Attributes:
        source: LEDGER, or EXAMPLE for invented contracts; all lines come from it.
        citation: what is cited for their figures.
        complete: institutions whose every contract is among the lines.
    """

    source: SeriesSource
    citation: Citation
    complete: frozenset[str]


def cells_of_lines(
    lines: Iterable[SupplyLine], plan: SupplyPlan, origin: Origin, *, through_on: date
) -> tuple[SupplyCell, ...]:
    """Add lines up to the cells of a series, from the year's first day through a day.

    An institution whose whole book is known has a figure for every sector and theme, zero where
    it supplied nothing.  Of the others no line says what is missing, so their cells are OPEN.
    A line that belongs to no sector of the scheme is no supply under the plan.

    Raises:
        SectorUnknownError: a line names a sector the plan does not have.
    """
    within = [line for line in lines if plan.first_on <= line.on <= through_on]
    sectors = tuple(sector.key for sector in plan.sectors)
    for line in within:
        if line.sector and line.sector not in sectors:
            raise SectorUnknownError(contract=line.contract, sector=line.sector, known=sectors)
    sums: dict[Subject, Money] = {}
    for institution in sorted(origin.complete):
        for sector in plan.sectors:
            sums[Subject(sector.key, institution)] = Money.zero("KRW")
        for theme in plan.themes:
            sums[Subject("", institution, theme.key)] = Money.zero("KRW")
    for line in within:
        for subject in _subjects_of(line):
            if subject in sums:
                sums[subject] += line.amount
    return tuple(
        SupplyCell(subject, plan.first_on, through_on, amount, origin.source, origin.citation)
        for subject, amount in sums.items()
    )


def _subjects_of(line: SupplyLine) -> tuple[Subject, ...]:
    of_sector = Subject(line.sector, line.institution)
    return (of_sector, Subject("", line.institution, line.theme)) if line.theme else (of_sector,)
