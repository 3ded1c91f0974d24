"""The premiums that are still to come of a cover, as a yearly rate on what is outstanding."""

from collections.abc import Callable, Sequence
from datetime import date

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.premium_terms import PremiumBasis, PremiumTiming
from majung.operations.risk.costing import PremiumFlow
from majung.operations.risk.office.rows import PER_MILLE
from majung.pricing.discounting import moment_of
from majung.values.months import MONTHS_A_YEAR


def premium_rate(
    terms: CoverTerms,
    foreseen: Callable[[], Sequence[PremiumFlow]],
    *,
    start: date,
    on: date,
    outstanding: int,
    shape: Sequence[int],
) -> float:
    """Return at which yearly rate on what is outstanding a cover's later premiums come in.

    What was charged once is paid.  A rate on what is outstanding is that rate; of any other charge
    the premiums of the days to come are spread over what is outstanding until the end, and left out
    where nothing is outstanding yet.

    Args:
        foreseen: lays out all premiums of the cover; asked only where the terms do not say.
        start: first day of the loan, from which their years count.
    """
    charges = [each for each in terms.premium.charges if each.timing is not PremiumTiming.ONCE]
    if not charges:
        return 0.0
    if all(
        each.basis is PremiumBasis.INSURED_OUTSTANDING and len(each.slices) == 1 for each in charges
    ):
        return sum(float(each.slices[0].rate.value) for each in charges)
    if not outstanding:
        return 0.0
    passed = float(moment_of(max(on, start), start=start).years)
    later = sum(each.amount for each in foreseen() if each.years > passed)
    balances = outstanding * sum(shape) / PER_MILLE
    return later * MONTHS_A_YEAR / balances
