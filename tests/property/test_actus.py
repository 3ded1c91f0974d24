"""What holds for every contract in ACTUS terms: drawn ones of all loan types try to break it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from majung.contracts.actus.conventions import Conventions
from majung.contracts.actus.events import loan_events
from majung.contracts.actus.market import Market, Series
from majung.contracts.actus.problems import actus_problems
from majung.contracts.actus.scales import scale_of
from majung.contracts.actus.terms import (
    ActusTerms,
    Arrays,
    Fee,
    RateReset,
    Recurring,
    Stretch,
)
from majung.contracts.actus.words import (
    ContractType,
    EventName,
    FeeBasis,
    InterestCalculationBase,
)
from majung.contracts.drawing import LAST_ON
from majung.values.cycles import BusinessDayConvention, Cycle
from majung.values.day_counts import DayCount

START = date(2024, 1, 1)
LOANS = [
    ContractType.PRINCIPAL_AT_MATURITY, ContractType.LINEAR_AMORTISER,
    ContractType.NEGATIVE_AMORTISER, ContractType.ANNUITY, ContractType.EXOTIC_LINEAR_AMORTISER,
]  # fmt: skip
SOLD = (EventName.PURCHASE, EventName.TERMINATION)


def rates(low="-0.02", high="0.2"):
    return st.decimals(Decimal(low), Decimal(high), places=4)


@st.composite
def cycles(draw):
    unit = draw(st.sampled_from("WMMMQHY"))
    return Cycle(draw(st.integers(1, 4)), unit, has_long_stub=draw(st.booleans()))


@st.composite
def recurrings(draw, *, optional=True):
    if optional and draw(st.integers(0, 3)) == 0:
        return Recurring()
    return Recurring(START + timedelta(days=draw(st.integers(0, 400))), draw(cycles()))


@st.composite
def contracts(draw, kinds=LOANS):
    """Draw a loan of any type, with resets of a known market, fees and a sale."""
    kind = draw(st.sampled_from(kinds))
    life = draw(st.integers(30, 2500))
    fixed = draw(st.booleans())
    notional = draw(st.integers(1, 10**7))
    stretch = Stretch(draw(recurrings(optional=False)), Decimal(draw(st.integers(1, notional))))
    return ActusTerms(
        kind=kind,
        identifier="drawn",
        side=1,
        currency="EUR",
        status_on=START - timedelta(days=1),
        conventions=Conventions(
            calendar=draw(st.sampled_from(["NONE", "MF"])),
            shift=draw(st.sampled_from(list(BusinessDayConvention))),
            shifts_first=draw(st.booleans()),
            end_of_month=draw(st.booleans()),
            day_count=draw(st.sampled_from(list(DayCount))),
        ),
        exchange_on=START,
        matures_on=START + timedelta(days=life),
        notional=Decimal(notional),
        rate=draw(rates()),
        premium=Decimal(draw(st.integers(-50, 50))),
        interest=draw(recurrings()),
        principal=draw(recurrings(optional=False)),
        payment=Decimal(draw(st.integers(1, notional))) if fixed else None,
        base=draw(st.sampled_from(list(InterestCalculationBase))),
        base_reset=draw(recurrings()),
        reset=RateReset(draw(recurrings()), "M", spread=draw(rates("0", "0.05"))),
        fee=Fee(draw(recurrings()), draw(st.sampled_from(list(FeeBasis))), draw(rates("0", "0.1"))),
        arrays=Arrays(interest=(stretch,), principal=(stretch,)),
        terminates_on=START + timedelta(days=life // 2) if draw(st.integers(0, 4)) == 0 else None,
        termination_price=Decimal(notional),
    )


MARKET = Market({"M": Series((date(2000, 1, 1), date(2025, 1, 1)), (Decimal("0.01"), Decimal(0)))})


def played(*many):
    for terms in many:
        assume(not actus_problems(terms, MARKET, until=LAST_ON))
    return loan_events([(terms, MARKET, LAST_ON) for terms in many])


@given(contracts())
def test_what_was_lent_comes_back(terms):
    (events,) = played(terms)
    unit = Decimal(1) / scale_of(terms)

    lent = -sum(each.payoff for each in events if each.event is EventName.INCREASE)
    back = (EventName.PRINCIPAL, EventName.MATURITY)
    repaid = sum(each.payoff for each in events if each.event in back)
    fees = sum(
        each.payoff for each in events
        if each.event is EventName.MATURITY and terms.fee.basis is FeeBasis.NOTIONAL
    )  # fmt: skip
    assert events[-1].notional == 0
    if terms.terminates_on is None and not fees:
        assert abs(repaid - terms.notional - lent) <= unit * len(events)


@given(contracts())
def test_the_other_side_of_a_contract_sees_the_same_with_other_signs(terms):
    mine, theirs = played(terms, replace(terms, side=-1))

    assert [(each.on, each.event) for each in mine] == [(each.on, each.event) for each in theirs]
    for each, other in zip(mine, theirs, strict=True):
        assert (other.notional, other.accrued) == (-each.notional, -each.accrued)
        assert other.rate == each.rate
        if each.event not in SOLD:
            assert other.payoff == -each.payoff


@given(st.lists(contracts(), min_size=2, max_size=5))
def test_many_contracts_at_once_are_each_contract_alone(many):
    together = played(*many)

    assert together == [played(terms)[0] for terms in many]


@given(contracts(), st.integers(1, 2500))
def test_an_asked_end_only_leaves_out_what_comes_later(terms, days):
    (events,) = played(terms)
    until = START + timedelta(days=days)

    (cut,) = loan_events([(terms, MARKET, until)])

    assert cut == tuple(each for each in events if each.on <= until)


@given(contracts([ContractType.ANNUITY]), rates("0.001", "0.2"))
def test_an_annuity_is_worth_what_was_lent(terms, rate):
    # Every redemption pays interest too, so the payments discounted period by period are the loan.
    monthly = Recurring(date(2024, 2, 1), Cycle(1, "M"))
    plain = replace(
        terms, rate=rate, payment=None, interest=monthly, principal=monthly, reset=RateReset(),
        fee=Fee(), terminates_on=None, base=InterestCalculationBase.NOTIONAL,
        conventions=Conventions(day_count=DayCount.THIRTY_E_360), premium=Decimal(0),
        matures_on=date(2024, 3 + terms.notional.as_tuple().digits[-1], 1),
    )  # fmt: skip
    (events,) = played(plain)

    paid: dict[date, Decimal] = {}
    for each in events[1:]:
        paid[each.on] = paid.get(each.on, Decimal(0)) + each.payoff
    days = [day for day in sorted(paid) if paid[day]]
    worth, factor = Decimal(0), Decimal(1)
    for day in days:
        factor /= 1 + rate / 12
        worth += paid[day] * factor

    assert len({round(paid[day], 3) for day in days}) == 1
    assert abs(worth - plain.notional) < Decimal("1e-4") * len(days)
