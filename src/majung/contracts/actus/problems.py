"""What contradicts itself in ACTUS terms, all of it before anything is reckoned.

Source: ACTUS Data Dictionary (applicability), own bounds: docs/actus.md.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from majung.contracts.actus.events import drafted
from majung.contracts.actus.market import Asked, Market, ValueNotObservedError
from majung.contracts.actus.scales import UNITS_MAX, largest
from majung.contracts.actus.terms import ActusTerms
from majung.contracts.actus.words import ContractType
from majung.contracts.drawing import LAST_ON
from majung.contracts.kernel.layout import INSTALMENTS_MAX
from majung.contracts.plan_terms import StepKind
from majung.errors import Message, message
from majung.values.calendars import DayOutsideCalendarError

FIRST_ON = date(1900, 1, 1)
REDEEMING = frozenset(
    {ContractType.LINEAR_AMORTISER, ContractType.NEGATIVE_AMORTISER, ContractType.ANNUITY}
)
ENHANCING = frozenset({ContractType.GUARANTEE, ContractType.COLLATERAL})
HELD = frozenset({ContractType.CASH, ContractType.STOCK})
RATE_MAX = Decimal(1)


def actus_problems(terms: ActusTerms, market: Market, *, until: date) -> tuple[Message, ...]:
    """Return everything that contradicts itself; empty if the contract can be played.

    Args:
        until: the last day that is asked for.
    """
    found = (*_day_problems(terms), *_amount_problems(terms), *_rate_problems(terms))
    if terms.kind in ENHANCING:
        covered = (each.terms for each in terms.enhancement.related if each.terms is not None)
        within = (actus_problems(each, market, until=until) for each in covered)
        return (*found, *(problem for problems in within for problem in problems))
    if found or terms.kind in HELD:
        return found
    return tuple(_plan_problems(terms, market, until))


def _day_problems(terms: ActusTerms) -> Iterator[Message]:
    order = (
        ("initialExchangeDate", terms.exchange_on),
        ("purchaseDate", terms.purchased_on),
        ("terminationDate", terms.terminates_on),
        ("maturityDate", terms.matures_on),
    )
    stated = [(name, day) for name, day in order if day is not None]
    for (first, begins), (second, ends) in pairwise(stated):
        if ends < begins:
            yield message(
                "actus-days-contradict", first=first, begins=begins, second=second, ends=ends
            )
    for name, day in (*stated, ("statusDate", terms.status_on)):
        if not FIRST_ON <= day <= LAST_ON:
            yield message(
                "actus-day-out-of-range", term=name, day=day, first=FIRST_ON, last=LAST_ON
            )
    needs_exchange = terms.kind not in ENHANCING | HELD
    if needs_exchange and terms.exchange_on is None:
        yield message("actus-term-missing", term="initialExchangeDate")
    if terms.kind is ContractType.PRINCIPAL_AT_MATURITY and terms.matures_on is None:
        yield message("actus-term-missing", term="maturityDate")
    if terms.kind in REDEEMING and not terms.principal.is_stated:
        yield message("actus-term-missing", term="cycleOfPrincipalRedemption")
    if terms.kind is ContractType.EXOTIC_LINEAR_AMORTISER and not terms.arrays.principal:
        yield message("actus-term-missing", term="arrayCycleAnchorDateOfPrincipalRedemption")


def _amount_problems(terms: ActusTerms) -> Iterator[Message]:
    if terms.notional < 0:
        yield message("actus-notional-negative", notional=str(terms.notional))
    if terms.kind not in ENHANCING and largest(terms) > UNITS_MAX:
        yield message("actus-amount-too-large", amount=str(largest(terms)))
    ends = terms.matures_on or terms.amortises_until
    if terms.kind in REDEEMING and ends is None and not _repays(terms):
        yield message("actus-never-repaid", payment=str(terms.payment or 0))


def _repays(terms: ActusTerms) -> bool:
    """Whether the payments, less a year's interest at most, ever repay the notional."""
    if terms.payment is None or terms.payment <= 0 or terms.principal.cycle is None:
        return False
    if terms.kind is ContractType.LINEAR_AMORTISER:
        return True
    cycle, begins = terms.principal.cycle, terms.begins_on
    days = (terms.conventions.step(begins, cycle, 1) - begins).days
    yearly = terms.notional * (terms.rate or 0)
    return terms.payment * 365 > yearly * (days + 4)


def _rate_problems(terms: ActusTerms) -> Iterator[Message]:
    reset = terms.reset
    rates = (
        ("nominalInterestRate", terms.rate),
        ("nextResetRate", reset.next_rate),
        ("feeRate", terms.fee.rate if terms.fee.basis.value == "N" else None),
    )
    for name, rate in rates:
        if rate is not None and abs(rate) > RATE_MAX:
            yield message("actus-rate-out-of-range", term=name, rate=str(rate))
    for cap, floor in ((reset.life_cap, reset.life_floor), (reset.period_cap, reset.period_floor)):
        if cap is not None and floor is not None and cap < floor:
            yield message("actus-cap-below-floor", cap=str(cap), floor=str(floor))


def _plan_problems(terms: ActusTerms, market: Market, until: date) -> Iterator[Message]:
    """Check what only the drafted plan shows: values of the market, rates, number of days."""
    try:
        plan = drafted(terms, market, until=until)
    except ValueNotObservedError:
        yield from _fixings_missing(terms, market, until)
        return
    except DayOutsideCalendarError as error:
        yield error.message
        return
    for draft in plan:
        if draft.rate is not None and abs(draft.rate) > RATE_MAX:
            yield message("actus-rate-out-of-range", term="rateSpread", rate=str(draft.rate))
    kinds = (StepKind.PRINCIPAL, StepKind.INSTALMENT, StepKind.RECKONED)
    count = sum(draft.step in kinds for draft in plan)
    if count > INSTALMENTS_MAX:
        yield message("actus-too-many-days", count=count, largest=INSTALMENTS_MAX)
    if not plan:
        yield message("actus-term-missing", term="initialExchangeDate")


def _fixings_missing(terms: ActusTerms, market: Market, until: date) -> Iterator[Message]:
    """Name every day on which the contract needs a value of the market that there is not."""
    asked = Asked(market.series, market.events)
    drafted(terms, asked, until=until)
    contract = terms.identifier or "-"
    for code in dict.fromkeys(code for code, _ in asked.missing):
        days = tuple(sorted({on for each, on in asked.missing if each == code}))
        yield message("actus-fixings-missing", contract=contract, code=code, days=days)
