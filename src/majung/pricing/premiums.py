"""What a cover charges: a table of grades and tenors, less a ladder of discounts.

A premium is a rate times the insured amount.  The first cell of the table that fits the request
gives the rate; discounts of one group are alternatives, groups add up, a cap bounds their sum.
What the firm pays and what a bank or an association pays for it stay apart.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.contracts.cover_premiums import (
    basis_of,
    charge_periods,
    part_of_year,
    premium_due,
)
from majung.contracts.premium_terms import PremiumBasis as ServicedBasis
from majung.contracts.premium_terms import PremiumCharge as ServicedCharge
from majung.contracts.premium_terms import PremiumSlice as ServicedSlice
from majung.contracts.premium_terms import PremiumTerms
from majung.contracts.premium_terms import PremiumTiming as ServicedTiming
from majung.contracts.terms import BORROWER
from majung.pricing.discounting import moment_of
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
from majung.values.day_counts import DayCount
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

NO_DISCOUNT = Ratio.percent(0)
WHOLE = Ratio.percent(100)
NO_RATE = Rate.percent(0)


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
        serviced: the charge as a contract services it, discounts taken off.
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
    serviced: ServicedCharge


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

    Each due of each charge is rounded once, after the discount, by the code that services it.

    Args:
        found: the programme's discounts with their conditions.
        supposed: facts that are taken to turn out well; none for a contract.

    Returns:
        None where a charge has no cell that fits: the table does not offer such a cover.
    """
    discounts, dropped = _discounts(pricing, found, on=on, supposed=supposed)
    kept = WHOLE - _sum(line.share for line in discounts)
    lines = tuple(_charge_line(charge, request, kept=kept, on=on) for charge in pricing.charges)
    charges = tuple(line for line in lines if line is not None)
    if len(charges) < len(lines):
        return None
    dues = [due for line in charges for due in _dues(line, request)]
    return Premium(
        charges,
        discounts,
        dropped,
        tuple(sorted(dues, key=lambda due: (due.due_on, due.charge))),
    )


def _charge_line(
    charge: PremiumCharge, request: CoverRequest, *, kept: Ratio, on: date
) -> ChargeLine | None:
    fitting = [cell for cell in charge.cells if _fits(cell, request)]
    if not fitting:
        return None
    is_graded = any(cell.grade for cell in fitting)
    is_dearest = is_graded and not request.grade
    cell = fitting[0]
    if is_dearest:
        # Without a grade any of them may come out; an indication must not flatter.
        firsts = {cell.grade: cell for cell in reversed(fitting)}
        cell = max(
            firsts.values(),
            key=lambda each: _serviced(charge, each, kept=kept, on=on).exact(request.insured.minor),
        )
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
        serviced=_serviced(charge, cell, kept=kept, on=on),
    )


def _fits(cell: PremiumCell, request: CoverRequest) -> bool:
    """Say whether a cell is for a request; a cell in another currency is for none."""
    bounds = [cell.amount_max, *(part.up_to for part in cell.slices)]
    if any(bound and bound.currency != request.loan.currency for bound in bounds):
        return False
    return (
        (not cell.grade or not request.grade or cell.grade == request.grade)
        and (cell.tenor_months_max is None or request.tenor_months <= cell.tenor_months_max)
        and (cell.amount_max is None or request.loan <= cell.amount_max)
    )


def _serviced(charge: PremiumCharge, cell: PremiumCell, *, kept: Ratio, on: date) -> ServicedCharge:
    """Return a charge at a cell's rates as a contract services it.

    Args:
        kept: what discounts leave of the rates.
    """
    return ServicedCharge(
        BORROWER if charge.payer is Payer.BORROWER else charge.payer.value,
        tuple(
            ServicedSlice(
                (part.rate.value_on(on) or NO_RATE) * kept,
                None if part.up_to is None else part.up_to.minor,
            )
            for part in cell.slices
        ),
        ServicedTiming(charge.timing.value),
        ServicedBasis(charge.basis.value),
    )


def _dues(line: ChargeLine, request: CoverRequest) -> Iterator[PremiumDue]:
    """Lay out when a charge falls due: once at the start, or at the start of each year."""
    terms = PremiumTerms((line.serviced,), rounding=request.rounding)
    currency = request.loan.currency
    for period in charge_periods(line.serviced, from_on=request.start_on, ends_on=request.until_on):
        basis = basis_of(
            line.serviced,
            insured=request.insured.minor,
            outstanding=request.insured_on(period.from_on).minor,
        )
        amount = premium_due(terms, period, basis)
        if amount:
            yield PremiumDue(
                period.from_on,
                line.key,
                line.payer,
                Money(basis, currency),
                Money(amount, currency),
            )


def years_of(request: CoverRequest) -> list[tuple[date, Fraction]]:
    """Return the first day of each year of a cover, and how much of a year it is.

    Days over 365, as the contract counts them, so a year with a leap day is a little longer.
    """
    yearly = ServicedCharge.of(BORROWER, NO_RATE, ServicedTiming.YEARLY)
    periods = charge_periods(yearly, from_on=request.start_on, ends_on=request.until_on)
    return [(period.from_on, part_of_year(DayCount.A365, period)) for period in periods]


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
