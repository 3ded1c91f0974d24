"""What an indication costs the State and the insurer: for internal roles, around the indication.

Technical premium and aid equivalent can feed a countervailing-duty case, so they live in a type
of their own that holds the indication; the indication cannot hold them.  `for_firm` is the only
way out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.applications.application import Application
from majung.applications.indications.comparison import indication_of, priced_ways
from majung.applications.indications.indication import Indication
from majung.applications.indications.ways import Market, Priced
from majung.contracts.terms import LoanTerms
from majung.pricing.discounting import Flow, moment_of
from majung.pricing.grants import (
    InterestPeriod,
    InternalAid,
    guarantee_aid,
    loan_aid,
    market_premium,
)
from majung.pricing.quotes import BankQuote
from majung.pricing.technical import (
    InternalPremium,
    guaranteed_by_year,
    technical_premium,
)
from majung.programmes.price_terms import Payer
from majung.programmes.programme import Programme
from majung.values.calendars import calendar_of
from majung.values.day_counts import DayCount, year_fraction
from majung.values.money import Money
from majung.values.rates import Rate


@dataclass(frozen=True, slots=True)
class References:
    """The rates aid is measured against, as an official sets them.

    Attributes:
        loan: reference rate for loans, and the rate of discounting.
        cover: market premium a year, of what is guaranteed; None to leave covers out.
    """

    loan: Rate
    cover: Rate | None = None


@dataclass(frozen=True, slots=True)
class InternalIndication:
    """An indication as internal roles see it.

    Attributes:
        premium: charged and technical side by side; None without a cover or without figures.
        loan_aid: what the cheap loan is worth as a grant.
        cover_aid: what the cheap cover is worth as a grant; None without a cover.
    """

    shown: Indication
    premium: InternalPremium | None
    loan_aid: InternalAid
    cover_aid: InternalAid | None

    def for_firm(self) -> Indication:
        """Return what a firm may see: the indication alone."""
        return self.shown


def internal_indications(
    application: Application,
    programmes: tuple[Programme, ...],
    quotes: Mapping[str, BankQuote],
    references: References,
    *,
    on: date,
) -> tuple[InternalIndication, ...]:
    """Return every indication with what it costs the State and the insurer."""
    market = Market(programmes=programmes, quotes=quotes, on=on, room={})
    priced, _ = priced_ways(application, market)
    return tuple(
        _internal(each, indication_of(each, application, market), references, on=on)
        for each in priced
    )


def _internal(
    priced: Priced, shown: Indication, references: References, *, on: date
) -> InternalIndication:
    return InternalIndication(
        shown,
        _premium(priced, on=on),
        loan_aid(
            interest_periods(priced.terms, priced), references.loan, start_on=priced.terms.start_on
        ),
        _cover_aid(priced, references),
    )


def interest_periods(terms: LoanTerms, priced: Priced) -> tuple[InterestPeriod, ...]:
    """Return the times in which principal stands still, from one due day to the next."""
    calendar = calendar_of(terms.calendar) if terms.day_count is DayCount.B252 else None
    periods = []
    begun, left = terms.start_on, terms.committed
    for each in priced.instalments:
        years = year_fraction(terms.day_count, begun, each.due_on, calendar=calendar)
        principal = Money(left, terms.currency)
        interest = Money(each.interest, terms.currency)
        periods.append(InterestPeriod(each.due_on, principal, years, interest))
        begun, left = each.due_on, each.outstanding
    return tuple(periods)


def _premium(priced: Priced, *, on: date) -> InternalPremium | None:
    if priced.cover is None or priced.way.cover is None:
        return None
    product = priced.way.cover[1]
    return technical_premium(
        priced.cover.premium, product.pricing.technical, priced.cover.request, on=on
    )


def _cover_aid(priced: Priced, references: References) -> InternalAid | None:
    """Measure the premium the firm itself does not pay."""
    if priced.cover is None or references.cover is None:
        return None
    request = priced.cover.request
    charged = tuple(
        Flow(moment_of(due.due_on, start=request.start_on), Fraction(due.amount.minor))
        for due in priced.cover.premium.dues
        if due.payer is Payer.BORROWER
    )
    return guarantee_aid(
        market_premium(guaranteed_by_year(request), references.cover),
        charged,
        references.loan,
        currency=request.loan.currency,
    )
