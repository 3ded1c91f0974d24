"""What a cover charges: a table of grades and tenors, less a ladder of discounts.

A premium is a rate times the insured amount.  The first cell of the table that fits the request
gives the rate; discounts of one group are alternatives, groups add up, a cap bounds their sum.
What the firm pays and what a bank or an association pays for it stay apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.pricing.discounting import MONTHS_A_YEAR, moment_of
from majung.pricing.ladders import Dropped, Found, Taken, selected
from majung.programmes.price_terms import (
    CoverPricing,
    Payer,
    PremiumBasis,
    PremiumCell,
    PremiumCharge,
    PremiumDiscount,
    PremiumTiming,
)
from majung.rules import Citation, Label, Status
from majung.values.cycles import add_months
from majung.values.day_counts import DayCount, year_fraction
from majung.values.money import Money
from majung.values.rates import Ratio
from majung.values.rounding import Rounding

NO_DISCOUNT = Ratio.percent(0)
WHOLE = Ratio.percent(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRequest:
    """What is to be covered.

    Attributes:
        grade: the firm's credit grade; empty while nobody stated it.
        loan: the loan as a whole.
        ratio: the share of it that is covered.
        insured_on: the insured amount on a day, after what falls due on that day.
        rounding: of every premium, a term of the product.
    """

    grade: str
    loan: Money
    ratio: Ratio
    start_on: date
    until_on: date
    insured_on: Callable[[date], Money]
    rounding: Rounding

    @property
    def insured(self) -> Money:
        """The insured amount at the start: the loan times the cover ratio, cut to a whole unit."""
        return self.loan.times(self.ratio.value, Rounding.DOWN)

    @property
    def tenor_months(self) -> int:
        """The tenor in months, a begun month counted whole."""
        moment = moment_of(self.until_on, start=self.start_on)
        return moment.months + (moment.days > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountLine:
    """A discount that counts.

    Attributes:
        share: what it takes off, after the cap.
    """

    key: str
    label: Label
    share: Ratio
    citation: Citation
    status: Status
    is_maximum: bool
    missing: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """A charge with the cell of the table that gave its rate.

    Attributes:
        is_dearest: the grade is not stated, so the dearest cell that could fit was taken.
    """

    key: str
    label: Label
    payer: Payer
    basis: PremiumBasis
    timing: PremiumTiming
    cell: PremiumCell
    citation: Citation
    status: Status
    is_dearest: bool


@dataclass(frozen=True, slots=True)
class PremiumDue:
    """A premium that falls due, and who pays it.

    Attributes:
        basis: the amount its rate was applied to.
    """

    due_on: date
    charge: str
    payer: Payer
    basis: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Premium:
    """A charged premium with all its lines: what a firm may see."""

    charges: tuple[ChargeLine, ...]
    discounts: tuple[DiscountLine, ...]
    dropped: tuple[Dropped[Ratio], ...]
    dues: tuple[PremiumDue, ...]

    @property
    def discount(self) -> Ratio:
        """The sum of the discounts that count."""
        return _sum(line.share for line in self.discounts)

    @property
    def missing(self) -> frozenset[str]:
        """Facts that must still be stated before the premium can be counted on."""
        names = frozenset[str]().union(*(line.missing for line in self.discounts))
        return names | ({"credit-grade"} if any(c.is_dearest for c in self.charges) else set())

    def paid_by(self, payer: Payer) -> Money:
        """Sum what one payer pays over the life of the cover."""
        currency = self.dues[0].amount.currency if self.dues else "KRW"
        return Money.total((due.amount for due in self.dues if due.payer is payer), currency)

    @property
    def charged(self) -> Money:
        """The whole premium over the life of the cover, whoever pays it."""
        currency = self.dues[0].amount.currency if self.dues else "KRW"
        return Money.total((due.amount for due in self.dues), currency)


def charged_premium(
    pricing: CoverPricing,
    request: CoverRequest,
    found: Sequence[Found[PremiumDiscount]],
    *,
    on: date,
    supposed: frozenset[str] = frozenset(),
) -> Premium | None:
    """Work out what a cover charges for a request.

    Each due is rounded once, after the discount.

    Args:
        found: the programme's discounts with their conditions.
        supposed: facts that are taken to turn out well; none for a contract.

    Returns:
        None where a charge has no cell that fits: the table does not offer such a cover.
    """
    lines = tuple(_charge_line(charge, request, on=on) for charge in pricing.charges)
    charges = tuple(line for line in lines if line is not None)
    if len(charges) < len(lines):
        return None
    discounts, dropped = _discounts(pricing, found, on=on, supposed=supposed)
    kept = 1 - _sum(line.share for line in discounts).fraction
    dues = [due for line in charges for due in _dues(line, request, kept=kept, on=on)]
    return Premium(
        charges,
        discounts,
        dropped,
        tuple(sorted(dues, key=lambda due: (due.due_on, due.charge))),
    )


def _charge_line(charge: PremiumCharge, request: CoverRequest, *, on: date) -> ChargeLine | None:
    fitting = [cell for cell in charge.cells if _fits(cell, request)]
    if not fitting:
        return None
    is_graded = any(cell.grade for cell in fitting)
    is_dearest = is_graded and not request.grade
    cell = fitting[0]
    if is_dearest:
        # Without a grade any of them may come out; an indication must not flatter.
        firsts = {cell.grade: cell for cell in reversed(fitting)}
        cell = max(firsts.values(), key=lambda each: _amount(each, request.insured, on=on))
    return ChargeLine(
        key=charge.key,
        label=charge.label,
        payer=charge.payer,
        basis=charge.basis,
        timing=charge.timing,
        cell=cell,
        citation=charge.citation,
        status=charge.status,
        is_dearest=is_dearest,
    )


def _fits(cell: PremiumCell, request: CoverRequest) -> bool:
    return (
        (not cell.grade or not request.grade or cell.grade == request.grade)
        and (cell.tenor_months_max is None or request.tenor_months <= cell.tenor_months_max)
        and (cell.amount_max is None or request.loan <= cell.amount_max)
    )


def _amount(cell: PremiumCell, basis: Money, *, on: date) -> Fraction:
    """Apply a cell's rates to an amount, slice by slice: minor units of a year, unrounded."""
    amount, lower = Fraction(0), 0
    for part in cell.slices:
        upper = basis.minor if part.up_to is None else min(basis.minor, part.up_to.minor)
        rate = part.rate.value_on(on)
        if rate is not None and lower < upper:
            amount += (upper - lower) * rate.fraction
        lower = max(lower, upper)
    return amount


def _dues(line: ChargeLine, request: CoverRequest, *, kept: Fraction, on: date) -> list[PremiumDue]:
    """Lay out when a charge falls due: once at the start, or at the start of each year.

    A last year that is not whole is charged for its part of a year.
    """
    dues = []
    once = [(request.start_on, Fraction(1))]
    for due_on, years in once if line.timing is PremiumTiming.ONCE else years_of(request):
        is_falling = line.basis is PremiumBasis.INSURED_OUTSTANDING
        basis = request.insured_on(due_on) if is_falling else request.insured
        exact = _amount(line.cell, basis, on=on) * kept * years
        amount = Money(1, basis.currency).times(exact, request.rounding)
        if amount.minor:
            dues.append(PremiumDue(due_on, line.key, line.payer, basis, amount))
    return dues


def years_of(request: CoverRequest) -> list[tuple[date, Fraction]]:
    """Return the first day of each year of a cover, and how much of a year it is.

    Days over 365, as the contract counts them, so a year with a leap day is a little longer.
    """
    years: list[tuple[date, Fraction]] = []
    day = request.start_on
    while day < request.until_on:
        following = add_months(request.start_on, MONTHS_A_YEAR * (len(years) + 1))
        until_on = min(following, request.until_on)
        years.append((day, year_fraction(DayCount.A365, day, until_on)))
        day = until_on
    return years


def _discounts(
    pricing: CoverPricing,
    found: Sequence[Found[PremiumDiscount]],
    *,
    on: date,
    supposed: frozenset[str],
) -> tuple[tuple[DiscountLine, ...], tuple[Dropped[Ratio], ...]]:
    """Choose the discounts that count; without a cap of the programme, the premium itself is."""
    cap = pricing.discount_max.value_on(on) if pricing.discount_max is not None else None
    offered = [
        (each, share) for each in found if (share := each.step.share.value_on(on)) is not None
    ]
    selection = selected(offered, cap=WHOLE if cap is None else cap, supposed=supposed)
    return tuple(_discount_line(taken) for taken in selection.taken), selection.dropped


def _discount_line(taken: Taken[PremiumDiscount, Ratio]) -> DiscountLine:
    discount = taken.found.step
    return DiscountLine(
        key=discount.key,
        label=discount.label,
        share=taken.size,
        citation=discount.citation,
        status=discount.status,
        is_maximum=discount.is_maximum,
        missing=taken.found.missing,
    )


def _sum(shares: Iterable[Ratio]) -> Ratio:
    total = NO_DISCOUNT
    for share in shares:
        total += share
    return total
