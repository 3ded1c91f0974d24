"""What a fund holds in every life it can have: cash, capital, carry, first loss, waterfall."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund import problems_of, replay_fund
from majung.contracts.fund_measures import (
    CashFlow,
    dry_powder,
    flows_of,
    internal_rate_of_return,
    multiples,
)
from majung.contracts.fund_terms import (
    Commitment,
    Compounding,
    FeeBand,
    FeeBandUse,
    FeeTerms,
    FundTerms,
    PartnerClass,
    ProfitTerms,
    fund_as_json,
    fund_from_json,
)
from majung.contracts.waterfall import (
    CAPITAL,
    CATCH_UP,
    FIRST_LOSS_CAPITAL,
    HURDLE,
    SPLIT,
    Position,
    Profit,
    Share,
    Tier,
    distribute,
    whole_fund_tiers,
)
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

FORMED_ON = date(2024, 1, 2)
LAST_ON = date(2033, 12, 31)
COMPANIES = ("ai-co", "robot-co", "chip-co")

amounts = st.integers(1, 10**12)
rates = st.integers(0, 1_000).map(lambda bp: Rate.from_scaled(bp * 10**8))


def _ratios(most):
    return st.integers(0, most).map(Ratio.percent)


@st.composite
def fund_terms(draw):
    policy, private, manager = draw(amounts), draw(amounts), draw(amounts)
    size = policy + private + manager
    carry = draw(_ratios(30))
    return FundTerms(
        commitments=(
            Commitment("policy", PartnerClass.POLICY, policy),
            Commitment("private", PartnerClass.PRIVATE, private),
            Commitment("manager", PartnerClass.GENERAL, manager),
        ),
        ends_on=date(2032, 1, 2),
        investing_until_on=date(2028, 1, 2),
        fees=FeeTerms(
            bands=draw(st.sampled_from(((), (FeeBand(10**9, Rate.percent(2)),) * 1))),
            use=draw(st.sampled_from(FeeBandUse)),
            commitment_months=draw(st.sampled_from((0, 7, 24))),
            rounding=draw(st.sampled_from((Rounding.DOWN, Rounding.HALF_EVEN))),
        ),
        profit=ProfitTerms(
            hurdle=draw(rates),
            policy_hurdle=draw(st.sampled_from((Rate.percent(0), Rate.percent(2)))),
            compounding=draw(st.sampled_from(Compounding)),
            hurdle_rounding=draw(st.sampled_from((Rounding.UP, Rounding.DOWN))),
            carry=carry,
            catch_up=draw(
                st.sampled_from((Ratio.percent(0), Ratio.percent(40), Ratio.percent(100)))
            ),
            first_loss=Ratio.percent(min(draw(st.integers(0, 10)), policy * 100 // size)),
            excess_transfer=draw(_ratios(30)),
        ),
    )


@st.composite
def lives(draw):
    """Terms and facts of a fund that ends, in the order they happened."""
    terms = draw(fund_terms())
    day = FORMED_ON
    facts = [Fact(day, FactKind.ISSUE, "formation")]
    numbers = iter(range(1_000))

    def happens(kind, amount=0, party=""):
        facts.append(Fact(day, kind, f"{next(numbers):03}", amount, party=party))

    def state():
        return replay_fund(terms, facts, until=day).state

    for _ in range(draw(st.integers(1, 8))):
        day += timedelta(days=draw(st.integers(0, 300)))
        act = draw(st.sampled_from(("call", "invest", "value", "proceeds", "exit", "distribute")))
        now = state()
        held = [one for one in now.holdings if one.exited_on is None]
        if act == "call" and now.called < now.size:
            called = draw(st.integers(1, now.size - now.called))
            happens(FactKind.CALL, called)
            happens(FactKind.CALL_PAYMENT, draw(st.integers(0, called)))
        elif act == "invest" and now.cash:
            happens(
                FactKind.INVESTMENT,
                draw(st.integers(1, now.cash)),
                draw(st.sampled_from(COMPANIES)),
            )
        elif act == "distribute" and now.cash:
            happens(FactKind.DISTRIBUTION, draw(st.integers(0, now.cash)))
        elif act in ("value", "proceeds", "exit") and held:
            kind = {"value": "valuation"}.get(act, act)
            company = draw(st.sampled_from([one.company for one in held]))
            happens(FactKind(kind), draw(st.integers(0, 3 * 10**12)), company)
    day += timedelta(days=draw(st.integers(0, 300)))
    for one in state().holdings:
        if one.exited_on is None:
            happens(FactKind.EXIT, draw(st.integers(0, 3 * one.cost + 1)), one.company)
    happens(FactKind.END)
    return terms, facts


def _sum(events, *kinds, party=None):
    return sum(
        event.amount for event in events if event.kind in kinds and party in (None, event.party)
    )


PAID_OUT = (EventKind.CAPITAL_RETURNED, EventKind.DISTRIBUTED, EventKind.CARRIED_INTEREST)


@given(lives())
def test_what_came_in_is_what_was_spent_and_distributed(life):
    terms, facts = life

    replay = replay_fund(terms, facts, until=LAST_ON)
    events = replay.events

    assert problems_of(terms, facts) == ()
    assert replay.state.cash == 0
    assert _sum(
        events, EventKind.CAPITAL_PAID, EventKind.COST_RETURNED, EventKind.GAIN_REALISED
    ) == _sum(
        events,
        *PAID_OUT,
        EventKind.INVESTED,
        EventKind.MANAGEMENT_FEE_PAID,
        EventKind.FUND_EXPENSE,
    )
    assert _sum(events, EventKind.INVESTED) == _sum(
        events, EventKind.COST_RETURNED, EventKind.LOSS_REALISED
    )
    assert _sum(events, EventKind.REVALUED_UP) == _sum(events, EventKind.REVALUED_DOWN)
    assert _sum(events, EventKind.CAPITAL_PAID) == _sum(
        events, EventKind.CAPITAL_RETURNED, EventKind.CAPITAL_LOST
    )


@given(lives())
def test_each_distribution_is_divided_whole(life):
    terms, facts = life

    events = replay_fund(terms, facts, until=LAST_ON).events

    ended_on = facts[-1].effective_on
    for fact in facts:
        of_day = [one for one in facts if one.effective_on == fact.effective_on]
        if fact.kind is FactKind.DISTRIBUTION and fact.amount and fact.effective_on != ended_on:
            wanted = [one.amount for one in of_day if one.kind is FactKind.DISTRIBUTION]
            if all(wanted):
                paid = [one for one in events if one.effective_on == fact.effective_on]
                assert _sum(paid, *PAID_OUT) == sum(wanted)


@given(lives())
def test_nobody_gets_more_capital_back_than_was_paid_in(life):
    terms, facts = life
    for day in {fact.effective_on for fact in facts}:
        for partner in replay_fund(terms, facts, until=day).state.partners:
            assert 0 <= partner.capital_returned <= partner.paid <= partner.called
            assert partner.called <= partner.committed
            if day < facts[-1].effective_on:
                assert not partner.capital_lost


@given(lives())
def test_nobody_has_profit_while_capital_is_missing(life):
    terms, facts = life
    events = replay_fund(terms, facts, until=LAST_ON).events
    paid_out = {
        event.effective_on
        for event in events
        if event.kind in (EventKind.DISTRIBUTED, EventKind.CARRIED_INTEREST)
    }
    paid_in = {event.effective_on for event in events if event.kind is EventKind.CAPITAL_PAID}
    for day in paid_out - paid_in:
        partners = replay_fund(terms, facts, until=day).state.partners

        assert [partner.unreturned for partner in partners] == [0, 0, 0]


@given(lives())
def test_there_is_no_carry_before_the_hurdle_and_never_more_than_its_share(life):
    terms, facts = life
    events = replay_fund(terms, facts, until=LAST_ON).events
    rewarded = {event.effective_on for event in events if event.kind is EventKind.CARRIED_INTEREST}
    paid_in = {event.effective_on for event in events if event.kind is EventKind.CAPITAL_PAID}

    for day in rewarded - paid_in:
        partners = replay_fund(terms, facts, until=day).state.partners
        assert [partner.hurdle_due for partner in partners] == [0, 0, 0]
    carry = _sum(events, EventKind.CARRIED_INTEREST)
    profit = carry + _sum(events, EventKind.DISTRIBUTED)
    assert carry <= terms.profit.carry.fraction * profit


@given(lives())
def test_a_loss_within_the_layer_touches_policy_money_alone(life):
    terms, facts = life

    partners = replay_fund(terms, facts, until=LAST_ON).state.partners

    lost = {partner.party: partner.capital_lost for partner in partners}
    paid = {partner.party: partner.paid for partner in partners}
    layer = min(terms.first_loss_layer, paid["policy"])
    if sum(lost.values()) <= layer:
        assert (lost["private"], lost["manager"]) == (0, 0)
    else:
        # Beyond the layer the rest is missing in proportion, to the minor unit.
        beyond, others = sum(lost.values()) - layer, sum(paid.values()) - layer
        assert lost["policy"] - layer <= paid["policy"] - layer
        assert beyond <= others


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_of_recording_makes_no_difference(life, random):
    terms, facts = life
    shuffled = list(facts)
    random.shuffle(shuffled)

    assert replay_fund(terms, shuffled, until=LAST_ON) == replay_fund(terms, facts, until=LAST_ON)


@given(lives(), st.dates(FORMED_ON, LAST_ON))
def test_a_fact_and_its_reversal_are_as_if_nothing_had_happened(life, day):
    terms, facts = life
    undone = Fact(day, FactKind.REVERSAL, "undo", reverses=facts[-1].key)

    assert replay_fund(terms, [*facts, undone], until=LAST_ON) == replay_fund(
        terms, facts[:-1], until=LAST_ON
    )


@given(lives(), st.dates(FORMED_ON, LAST_ON))
def test_what_happened_up_to_a_day_does_not_depend_on_how_far_a_replay_goes(life, until):
    terms, facts = life

    whole = replay_fund(terms, facts, until=LAST_ON).events

    assert replay_fund(terms, facts, until=until).events == tuple(
        event for event in whole if event.effective_on <= until
    )


@given(lives(), st.dates(FORMED_ON, LAST_ON))
def test_nothing_happens_before_the_day_a_fund_names_as_its_next(life, until):
    terms, facts = life
    known = [fact for fact in facts if fact.effective_on <= until]

    next_due_on = replay_fund(terms, known, until=until).state.next_due_on

    later = [
        event.effective_on
        for event in replay_fund(terms, known, until=LAST_ON).events
        if event.effective_on > until
    ]
    assert not later or (next_due_on is not None and next_due_on <= min(later))


@given(lives())
def test_the_fee_is_the_sum_of_all_days_cut_once(life):
    terms, facts = life
    terms = replace(terms, fees=replace(terms.fees, rounding=Rounding.DOWN))
    facts = [one for one in facts if one.kind is not FactKind.DISTRIBUTION]
    assume(not problems_of(terms, facts))
    events = replay_fund(terms, facts, until=LAST_ON).events
    changes = {}
    for event in events:
        sign = {"invested": 1, "cost-returned": -1, "loss-realised": -1}.get(event.kind, 0)
        day = event.effective_on
        changes[day] = changes.get(day, 0) + sign * event.amount

    turns_on = _months_later(FORMED_ON, terms.fees.commitment_months)
    total, cost, day = Fraction(0), 0, FORMED_ON
    while day < min(facts[-1].effective_on, terms.ends_on):
        cost += changes.get(day, 0)
        total += (terms.size if day < turns_on else cost) * terms.fee_rate / 365
        day += timedelta(days=1)

    assert _sum(events, EventKind.MANAGEMENT_FEE) == total.__floor__()


def _months_later(day, months):
    return date(
        day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, day.day
    )


@given(lives(), st.dates(FORMED_ON, LAST_ON))
def test_cash_and_commitments_that_wait_are_what_the_state_says(life, until):
    terms, facts = life
    replay = replay_fund(terms, facts, until=until)

    powder = dry_powder(terms, replay.events, until)

    assert powder.cash == replay.state.cash
    assert powder.uncalled == replay.state.size - replay.state.called
    assert 0 <= powder.age_days <= (until - FORMED_ON).days


@given(lives())
def test_multiples_of_a_fund_that_ended_are_what_was_distributed(life):
    terms, facts = life
    replay = replay_fund(terms, facts, until=LAST_ON)
    found = multiples(replay.state)
    flows = flows_of(replay.events)

    if found is None:
        assert _sum(replay.events, EventKind.CAPITAL_PAID) == 0
    else:
        assert found.tvpi * replay.state.paid_in == replay.state.distributed - (
            replay.state.fees_unpaid
        )
        gain = replay.state.distributed - replay.state.paid_in
        assert sum(flow.amount for flow in flows) == gain


@given(
    st.integers(1, 10**12),
    st.integers(1, 10**12),
    st.integers(1, 3_650),
)
def test_a_rate_of_return_brings_one_flow_to_the_other(paid, got, days):
    flows = (CashFlow(FORMED_ON, -paid), CashFlow(FORMED_ON + timedelta(days=days), got))

    rate = internal_rate_of_return(flows)

    # got = paid x (1 + rate) ^ (days / 365), so the exact rate lies within the tolerance.
    if rate is not None:
        tolerance = Decimal("1E-10")
        years = Decimal(days) / 365
        low, high = (
            paid * ((1 + rate + step).ln() * years).exp() for step in (-tolerance, tolerance)
        )
        assert low <= got * Decimal("1.0000000000000001")
        assert got * Decimal("0.9999999999999999") <= high


tier_lists = st.lists(
    st.builds(
        lambda weights, limit: Tier(
            "tier", tuple(Share(str(n), weight) for n, weight in enumerate(weights)), limit
        ),
        st.lists(st.integers(0, 10**12), min_size=1, max_size=4).filter(any),
        st.integers(0, 10**12),
    ),
    max_size=4,
)
last_tiers = (
    st.lists(st.integers(0, 10**12), min_size=1, max_size=4)
    .filter(any)
    .map(lambda weights: Tier.rest("last", (Share(str(n), w) for n, w in enumerate(weights))))
)


@given(st.integers(0, 10**14), tier_lists, last_tiers)
def test_slices_add_up_to_what_flows_in(amount, tiers, last):
    slices = distribute(amount, (*tiers, last))

    assert sum(part.amount for part in slices) == amount
    assert all(part.amount > 0 for part in slices)


@given(
    st.integers(0, 10**14),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 10**13), min_size=1),
)
def test_a_claim_is_never_exceeded_and_shares_are_exact_to_the_unit(amount, claims):
    tier = Tier.of_claims("claims", claims)
    taken = min(amount, sum(claims.values()))

    slices = distribute(taken, (tier,))

    for part in slices:
        exact = Fraction(taken * claims[part.party], sum(claims.values()))
        assert part.amount <= claims[part.party]
        assert abs(part.amount - exact) < 1


positions = st.builds(
    lambda capital, loss, hurdle: Position(
        capital={"policy": capital[0], "private": capital[1], "manager": capital[2]},
        first_loss={"policy": loss},
        hurdle={"private": hurdle[0], "manager": hurdle[1]},
    ),
    st.tuples(amounts, amounts, amounts),
    st.integers(0, 10**11),
    st.tuples(st.integers(0, 10**11), st.integers(0, 10**11)),
)
profits = st.builds(
    Profit,
    carry=st.integers(0, 30).map(lambda percent: Fraction(percent, 100)),
    catch_up=st.sampled_from((Fraction(0), Fraction(40, 100), Fraction(1))),
    managers=st.just({"manager": 1}),
    partners=st.just({"policy": Fraction(3), "private": Fraction(6), "manager": Fraction(1)}),
)


@given(st.integers(0, 10**13), positions, profits)
def test_a_tier_gets_money_only_when_those_before_it_are_full(amount, position, profit):
    tiers = whole_fund_tiers(position, profit)

    slices = distribute(amount, tiers)

    taken = {tier.name: sum(p.amount for p in slices if p.tier == tier.name) for tier in tiers}
    names = [CAPITAL, FIRST_LOSS_CAPITAL, HURDLE, CATCH_UP, SPLIT]
    limits = {tier.name: tier.limit for tier in tiers}
    for before, after in pairwise(names):
        assert not taken[after] or taken[before] == limits[before]


@given(st.integers(0, 10**13), positions, profits)
def test_a_catch_up_ends_with_the_managers_share_of_all_profit(amount, position, profit):
    slices = distribute(amount, whole_fund_tiers(position, profit))

    carry = sum(part.amount for part in slices if part.is_carry)
    gain = sum(part.amount for part in slices if part.tier in (HURDLE, CATCH_UP, SPLIT))
    assert carry <= profit.carry * gain
    if profit.catch_up and any(part.tier == SPLIT for part in slices):
        assert profit.carry * gain - carry < 4


@given(fund_terms())
def test_terms_are_read_back_from_their_json(terms):
    assert fund_from_json(fund_as_json(terms)) == terms
