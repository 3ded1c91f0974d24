"""What holds of every price."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from example_prices import (
    ON,
    cell,
    charge,
    cover_pricing,
    cut,
    discount,
    found,
    line,
    loan_pricing,
    quote,
    technical,
)
from majung.pricing.build_up import build_up
from majung.pricing.costs import Burden, DatedAmount, all_in_cost, saving
from majung.pricing.discounting import (
    Flow,
    Moment,
    effective_rate,
    moment_of,
    present_value,
    yearly,
)
from majung.pricing.grants import InterestPeriod, loan_aid
from majung.pricing.ladders import selected
from majung.pricing.premiums import CoverRequest, charged_premium
from majung.pricing.technical import technical_premium
from majung.programmes.price_terms import Payer, PremiumTiming
from majung.rules import Verdict
from majung.values.cycles import add_months
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

percents = st.decimals(Decimal(0), Decimal(3), places=2)
verdicts = st.sampled_from(list(Verdict))


@st.composite
def ladders(draw):
    """Draw cuts in a few groups, each with a verdict."""
    steps = draw(st.lists(st.tuples(percents, st.sampled_from("abc"), verdicts), max_size=6))
    return [
        found(cut(f"cut-{at}", percent, group=group), verdict, {"fact"})
        for at, (percent, group, verdict) in enumerate(steps)
    ]


def sizes(steps):
    return [(each, each.step.rate.value_on(ON)) for each in steps]


def summed(taken):
    return sum((each.size.value for each in taken), Decimal(0))


@given(ladders(), percents)
def test_what_counts_never_exceeds_the_cap(steps, cap):
    chosen = selected(sizes(steps), cap=Rate.percent(cap))

    assert summed(chosen.taken) <= cap / 100


@given(ladders(), percents, percents)
def test_a_tighter_cap_never_gives_more(steps, one, other):
    tight, wide = sorted((one, other))

    less = selected(sizes(steps), cap=Rate.percent(tight))
    more = selected(sizes(steps), cap=Rate.percent(wide))

    assert summed(less.taken) <= summed(more.taken)


@given(ladders(), percents)
def test_every_part_of_every_cut_counts_or_says_why_not(steps, cap):
    chosen = selected(sizes(steps), cap=Rate.percent(cap))

    offered = sum((size.value for _, size in sizes(steps)), Decimal(0))
    dropped = sum((each.size.value for each in chosen.dropped), Decimal(0))
    assert summed(chosen.taken) + dropped == offered


@given(ladders(), percents)
def test_a_group_counts_once_and_nothing_refused_counts(steps, cap):
    chosen = selected(sizes(steps), cap=Rate.percent(cap))

    groups = [each.found.step.group for each in chosen.taken]
    assert len(groups) == len(set(groups))
    assert all(each.found.verdict is Verdict.MET for each in chosen.taken)


@given(ladders(), percents)
def test_what_is_certain_never_gives_more_than_what_is_indicated(steps, own):
    pricing = loan_pricing()

    indicated = build_up(quote(base=own), pricing, steps, on=ON, supposed=frozenset({"fact"}))
    sure = build_up(quote(base=own), pricing, steps, on=ON)

    assert indicated.rate <= sure.rate
    assert sure.missing == frozenset()


@given(ladders(), percents, percents, percents)
def test_a_rate_is_its_lines_and_never_below_zero(steps, base, add_on, cap):
    own = quote(line("margin", add_on), base=base)

    built = build_up(own, loan_pricing(cut_max=cap), steps, on=ON)

    serviced = sum((part.rate.value for part in built.components()), Decimal(0))
    assert built.rate.value == serviced == built.own_rate.value - built.cut.value
    assert built.rate.value >= 0
    assert built.cut.value <= cap / 100


@given(ladders(), st.integers(0, 10**12), st.integers(1, 10**12))
def test_less_room_never_gives_a_lower_rate(steps, left, asked):
    limited = [found(cut(each.step.key, "1", envelope="sub"), each.verdict) for each in steps]
    own = quote(base="9")

    crowded = build_up(
        own, loan_pricing(), limited, on=ON, room={"sub": Money(left)}, asked=Money(asked)
    )

    free = build_up(own, loan_pricing(), limited, on=ON)
    assert crowded.rate == (free.rate if asked <= left else own.rate)
    assert len(crowded.dropped) >= len(free.dropped)


days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(days, st.integers(0, 20_000))
def test_a_moment_leads_back_to_its_day(start, later):
    day = start + timedelta(days=later)

    moment = moment_of(day, start=start)

    assert add_months(start, moment.months) + timedelta(days=moment.days) == day
    assert 0 <= moment.days <= 30


@given(days, st.integers(0, 5_000), st.integers(1, 800))
def test_a_later_day_is_never_nearer(start, first, more):
    one = moment_of(start + timedelta(days=first), start=start)
    other = moment_of(start + timedelta(days=first + more), start=start)

    assert one.years < other.years


@st.composite
def repayments(draw):
    """Draw a loan of some months whose payments are more than nothing."""
    principal = draw(st.integers(1_000, 10**13))
    months = draw(st.integers(1, 60))
    shares = draw(st.lists(st.integers(1, 100), min_size=months, max_size=months))
    cost = draw(st.integers(0, principal))
    whole = principal + cost
    flows = [Flow(yearly(0), Fraction(principal))]
    flows += [
        Flow(Moment(month, 0), -Fraction(whole * share, sum(shares)))
        for month, share in enumerate(shares, start=1)
    ]
    return flows


@given(repayments())
def test_flows_are_worth_nothing_at_their_effective_rate(flows):
    rate = effective_rate(flows)
    assume(rate is not None)

    # Within the tolerance of the rate the value changes its sign.
    step = Rate(Decimal("2e-10"))
    assert present_value(flows, rate - step) <= 0 <= present_value(flows, rate + step)


@given(repayments(), st.integers(2, 10**6))
def test_the_same_loan_a_thousand_times_costs_the_same(flows, times):
    larger = [Flow(flow.moment, flow.minor * times) for flow in flows]

    assert effective_rate(larger) == effective_rate(flows)


@given(st.integers(1_000, 10**12), st.integers(0, 500), st.integers(1, 500))
def test_a_further_cost_never_lowers_the_yearly_cost(principal, interest, fee):
    drawn = (DatedAmount(date(2024, 1, 1), Money(principal)),)
    repaid = (DatedAmount(date(2026, 1, 1), Money(principal)),)
    paid = (DatedAmount(date(2026, 1, 1), Money(interest)),)
    fees = (DatedAmount(date(2025, 1, 1), Money(fee)),)

    plain = all_in_cost(Burden(drawn, repaid, paid))
    dearer = all_in_cost(Burden(drawn, repaid, paid, fees=fees))

    assert plain.yearly <= dearer.yearly
    assert saving(plain, against=dearer).amount == Money(fee)
    assert saving(dearer, against=plain).amount == Money(-fee)


@given(
    st.integers(10**6, 10**12),
    st.integers(1, 15),
    st.decimals(Decimal(0), Decimal(12), places=2),
    st.decimals(Decimal("0.01"), Decimal(15), places=2),
)
def test_a_saving_of_interest_is_the_principal_less_what_the_market_would_lend(
    principal, years, percent, reference
):
    """The two definitions of a grant equivalent agree: saved interest, and value of payments."""
    charged, market = Rate.percent(percent), Rate.percent(reference)
    # A principal that every year's share and every rate divides leaves nothing to round.
    left = [Money(principal * years * 10**4 * (years - year) // years) for year in range(years)]
    periods = [
        InterestPeriod(
            date(2024 + year, 1, 1), owed, Fraction(1), owed.times(charged.value, Rounding.DOWN)
        )
        for year, owed in enumerate(left, start=1)
    ]
    payments = [
        Flow(yearly(year), Fraction(left[0].minor // years + periods[year - 1].interest.minor))
        for year in range(1, years + 1)
    ]

    aid = loan_aid(periods, market, start_on=date(2024, 1, 1))

    worth = left[0].minor - Fraction(present_value(payments, market))
    assert abs(aid.exact - worth) < Fraction(1, 10**12)


@st.composite
def requests(draw):
    """Draw a cover of a loan."""
    loan = Money(draw(st.integers(1, 10**13)))
    ratio = Ratio.percent(draw(st.decimals(Decimal(1), Decimal(100), places=1)))
    start = draw(days)
    insured = loan.times(ratio.value, Rounding.DOWN)
    return CoverRequest(
        grade="BBB",
        loan=loan,
        ratio=ratio,
        start_on=start,
        until_on=start + timedelta(days=draw(st.integers(1, 5_000))),
        insured_on=lambda _: insured,
        rounding=draw(st.sampled_from(list(Rounding))),
    )


discount_percents = st.decimals(Decimal(0), Decimal(60), places=1)


@given(requests(), percents, st.lists(discount_percents, max_size=4), discount_percents)
def test_a_discounted_premium_lies_between_the_cap_and_the_table(asked, rate, shares, cap):
    steps = [discount(f"step-{at}", share) for at, share in enumerate(shares)]
    table = charge(cell(rate), timing=PremiumTiming.ONCE)

    full = charged_premium(cover_pricing(table), asked, [], on=ON)
    less = charged_premium(
        cover_pricing(table, discounts=steps, discount_max=cap),
        asked,
        [found(step) for step in steps],
        on=ON,
    )

    assert less.discount.value <= cap / 100
    assert less.charged <= full.charged
    floor = Money(1).times(full.charged.minor * (1 - cap / 100), Rounding.FLOOR)
    assert floor - Money(1) <= less.charged


@given(requests(), percents, percents)
def test_what_each_payer_pays_is_the_whole_premium(asked, own, bank):
    pricing = cover_pricing(
        charge(cell(own)), charge(cell(bank), key="bank-share", payer=Payer.LENDER)
    )

    charged = charged_premium(pricing, asked, [], on=ON)

    parts = Money.total(charged.paid_by(payer) for payer in Payer)
    assert parts == charged.charged


@given(requests(), percents, st.decimals(Decimal(0), Decimal(30), places=2))
def test_a_technical_premium_never_falls_with_the_probability_of_default(asked, rate, percent):
    shown = charged_premium(cover_pricing(charge(cell(rate))), asked, [], on=ON)

    less = technical_premium(shown, technical(BBB=percent), asked, on=ON)
    more = technical_premium(shown, technical(BBB=percent + 1), asked, on=ON)

    assert less.technical <= more.technical
    assert less.exact <= less.technical.minor < less.exact + 1
    assert less.subsidy == less.technical - shown.charged
