"""The aid in a list of loans: what each is worth as a grant, and each cohort together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from majung.contracts import replay
from majung.contracts.cover_premiums import charge_periods, part_of_year
from majung.contracts.premium_terms import PremiumCharge, PremiumTiming
from majung.contracts.terms import BORROWER
from majung.operations.risk.cost_list import ListedLoan, insured_on
from majung.operations.risk.costing import Support
from majung.pricing.discounting import Flow, yearly
from majung.pricing.grants import InternalAid
from majung.risk.aid.grants import AidTotal, aid_by, guarantee_grant, loan_grant
from majung.values.day_counts import DayCount
from majung.values.money import Money
from majung.values.rates import Rate


@dataclass(frozen=True, slots=True)
class AidedLoan:
    """A row of the list with its aid."""

    loan: ListedLoan
    aid: InternalAid


def aids_of(loans: Sequence[ListedLoan], *, reference: Rate, market: Rate) -> tuple[AidedLoan, ...]:
    """Measure the aid of each row: a loan against the reference rate, a cover against the market.

    Args:
        reference: for loans, and the rate of discounting.
        market: premium a year without aid.

    Source: Commission Communication 2008/C 14/02 and Notice 2008/C 155/02.
    """
    return tuple(AidedLoan(loan, _aid(loan, reference, market)) for loan in loans)


def totals(aided: Sequence[AidedLoan]) -> Mapping[tuple[str, str], AidTotal]:
    """Sum aid by cohort and currency, in that order."""
    return aid_by(
        ((each.loan.costed.cohort, each.loan.costed.terms.currency), each.aid) for each in aided
    )


def _aid(loan: ListedLoan, reference: Rate, market: Rate) -> InternalAid:
    terms = loan.costed.terms
    rows = replay.schedule(terms)
    if loan.costed.support is not Support.GUARANTEE:
        return loan_grant(terms, rows, reference)
    years = PremiumCharge.of(BORROWER, loan.premium, PremiumTiming.YEARLY)
    guaranteed = [
        (
            Money(insured_on(terms, rows, loan.ratio, period.from_on), terms.currency),
            part_of_year(DayCount.A365, period),
        )
        for period in charge_periods(years, from_on=terms.start_on, ends_on=rows[-1].due_on)
    ]
    # The premiums are paid where each year begins.
    charged = [
        Flow(yearly(year), Fraction(each.amount)) for year, each in enumerate(loan.costed.premiums)
    ]
    return guarantee_grant(guaranteed, charged, market=market, reference=reference)
