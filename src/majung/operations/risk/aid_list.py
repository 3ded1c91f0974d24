"""The aid in a list of loans: what each is worth as a grant, and each cohort together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from majung.contracts import replay
from majung.contracts.cover_premiums import charge_periods, part_of_year, premium_due
from majung.contracts.premium_terms import PremiumCharge, PremiumTerms, PremiumTiming
from majung.contracts.replay import Instalment
from majung.contracts.terms import BORROWER
from majung.operations.risk.cost_list import NO_RATE, CostedLoan, Support
from majung.pricing.discounting import Flow, moment_of
from majung.pricing.grants import InternalAid
from majung.risk.aid.grants import AidTotal, aid_by, guarantee_grant, loan_grant
from majung.values.cycles import add_months
from majung.values.day_counts import DayCount
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding


@dataclass(frozen=True, slots=True)
class AidedLoan:
    """A row of the list with its aid."""

    loan: CostedLoan
    aid: InternalAid


def aids_of(loans: Sequence[CostedLoan], *, reference: Rate, market: Rate) -> tuple[AidedLoan, ...]:
    """Measure the aid of each row: a loan against the reference rate, a cover against the market.

    Args:
        reference: for loans, and the rate of discounting.
        market: premium a year without aid.

    Source: Commission Communication 2008/C 14/02 and Notice 2008/C 155/02.
    """
    return tuple(AidedLoan(loan, _aid(loan, reference, market)) for loan in loans)


def totals(aided: Sequence[AidedLoan]) -> Mapping[tuple[str, str], AidTotal]:
    """Sum aid by cohort and currency, in that order."""
    return aid_by(((each.loan.cohort, each.loan.terms.currency), each.aid) for each in aided)


def _aid(loan: CostedLoan, reference: Rate, market: Rate) -> InternalAid:
    rows = replay.schedule(loan.terms)
    if loan.support is not Support.GUARANTEE:
        return loan_grant(loan.terms, rows, reference)
    return _cover_aid(loan, rows, reference, market)


def _cover_aid(
    loan: CostedLoan, rows: Sequence[Instalment], reference: Rate, market: Rate
) -> InternalAid:
    terms = loan.terms
    charge = PremiumCharge.of(BORROWER, loan.premium, PremiumTiming.YEARLY)
    priced = PremiumTerms((charge,), rounding=Rounding.DOWN)
    ends_on = add_months(terms.first_due_on, terms.cycle_months * (terms.instalments - 1))
    ratio = Ratio.from_scaled(round(loan.cover_ratio * 10**12))
    guaranteed: list[tuple[Money, Fraction]] = []
    charged: list[Flow] = []
    for period in charge_periods(charge, from_on=terms.start_on, ends_on=ends_on):
        left = terms.committed
        for row in rows:
            if row.due_on <= period.from_on:
                left = row.outstanding
        insured = Money(left, terms.currency).times(ratio.value, Rounding.DOWN)
        guaranteed.append((insured, part_of_year(DayCount.A365, period)))
        if loan.premium != NO_RATE:
            due = premium_due(priced, period, insured.minor)
            charged.append(Flow(moment_of(period.from_on, start=terms.start_on), Fraction(due)))
    return guarantee_grant(guaranteed, charged, market=market, reference=reference)
