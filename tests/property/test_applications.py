"""What holds of every firm, list, statement, application and decision."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from example_lists import business_number, corporate_number, list_bytes, list_row, round_
from example_offerings import (
    FROM_OUTSIDE,
    application,
    cover_product,
    exclusion,
    loan_product,
    programme,
    recommendation_rule,
)
from example_prices import ON, cut, loan_pricing, quote
from majung.applications.application import Request
from majung.applications.decision import Authority, Decision, DecisionKind, may_decide
from majung.applications.holdings.exclusions import Benefit
from majung.applications.indications.comparison import compare
from majung.applications.indications.indication import Order, in_order
from majung.applications.lists import Known, merge_lists, read_list
from majung.applications.recommendation import Recommendation, Withdrawal, standing_on
from majung.applications.stages import FOLLOWING, Desk, Stage, Step, days_at, stage_spans, walked
from majung.applications.statements import Standing, Statement, Statements
from majung.applications.succession import Succession, SuccessionKind, identity_on, owner_on
from majung.contracts.terms import Repayment
from majung.programmes.programme import ExclusionKind, ExclusionScope
from majung.rules import Verdict
from majung.values.money import Money
from majung.values.rates import Rate

START = date(2024, 1, 1)
days = st.integers(0, 400).map(lambda later: START + timedelta(days=later))
firms = st.integers(1, 12).map(corporate_number)


@st.composite
def successions(draw):
    """Draw mergers that end each firm once and never lead back, and sales of one site."""
    found = []
    for number in draw(st.sets(st.integers(1, 11), max_size=8)):
        into = draw(st.integers(number + 1, 12))
        kind = draw(st.sampled_from([SuccessionKind.MERGER, SuccessionKind.INCORPORATION]))
        found.append(Succession(kind, corporate_number(number), corporate_number(into), draw(days)))
    for _ in range(draw(st.integers(0, 3))):
        seller, buyer = draw(firms), draw(firms)
        sites = frozenset({business_number(1)})
        found.append(Succession(SuccessionKind.SALE, seller, buyer, draw(days), sites))
    return found


@given(successions(), firms, days, st.randoms(use_true_random=False))
def test_who_a_firm_is_does_not_depend_on_the_order_of_recording(facts, firm, on, shuffle):
    shuffled = facts[:]
    shuffle.shuffle(shuffled)

    assert identity_on(firm, shuffled, on=on) == identity_on(firm, facts, on=on)
    assert owner_on(business_number(1), firm, shuffled, on=on) == owner_on(
        business_number(1), firm, facts, on=on
    )


@given(successions(), firms, days)
def test_a_successor_is_its_own_successor(facts, firm, on):
    successor = identity_on(firm, facts, on=on)

    assert identity_on(successor, facts, on=on) == successor


@given(successions(), firms, firms, days, days)
def test_two_firms_that_became_one_stay_one(facts, one, other, first, second):
    early, late = sorted((first, second))
    if identity_on(one, facts, on=early) == identity_on(other, facts, on=early):
        assert identity_on(one, facts, on=late) == identity_on(other, facts, on=late)


recommendations = st.builds(
    Recommendation,
    round=st.sampled_from(["r-1", "r-2", "r-3"]),
    programme=st.just("p"),
    rule=st.just("rule"),
    recommender=st.sampled_from(["motie", "msit"]),
    firm=firms,
    firm_name=st.text("가나다", min_size=1, max_size=3),
    site=st.none(),
    from_on=days,
    until_on=st.none() | days,
)


@given(
    st.lists(recommendations, max_size=20),
    successions(),
    days,
    st.randoms(use_true_random=False),
)
def test_merging_lists_loses_nothing_and_keeps_each_firm_once(chosen, facts, on, shuffle):
    merged = merge_lists(chosen, successions=facts, on=on)

    kept = sorted((each for firm in merged for each in firm.recommendations), key=repr)
    assert kept == sorted(chosen, key=repr)
    assert len({firm.firm for firm in merged}) == len(merged)
    shuffled = chosen[:]
    shuffle.shuffle(shuffled)
    again = merge_lists(shuffled, successions=facts, on=on)
    assert [firm.firm for firm in again] == [firm.firm for firm in merged]


@given(st.lists(recommendations, max_size=10), days, days)
def test_a_withdrawal_never_brings_a_recommendation_back(chosen, withdrawn_on, on):
    withdrawals = [Withdrawal(each.key, withdrawn_on, "", "") for each in chosen[:3]]

    before = set(standing_on(chosen, [], on=on))
    after = set(standing_on(chosen, withdrawals, on=on))

    assert after <= before


rows = st.builds(
    list_row,
    st.integers(1, 6),
    기업명=st.sampled_from(["예시", ""]),
    추천일=st.sampled_from(["", "2025-05-02", "2025-04-01", "어제"]),
    추천금액=st.sampled_from(["", "10억", "-3원", "비밀"]),
)


@given(st.lists(rows, max_size=12), st.integers(0, 5))
def test_every_row_is_taken_or_goes_back_and_the_quota_holds(listed, quota):
    known = Known({"혁신 프리미어 1000": "premier-1000"})

    read = read_list("list.csv", list_bytes(*listed), round_(quota=quota), known)

    assert len(read.findings) == len(listed)
    assert all(bool(each.problems) is (each.recommendation is None) for each in read.findings)
    assert len(read.taken) <= quota
    assert len({each.firm for each in read.taken}) == len(read.taken)


statements = st.builds(
    lambda value, as_of, standing, by: Statement(
        "wage-arrears", value, as_of, by, "" if standing is Standing.DECLARED else "doc", standing
    ),
    st.booleans(),
    days,
    st.sampled_from(list(Standing)),
    st.sampled_from(["firm", "bank"]),
)


@given(st.lists(statements, max_size=8), days, st.randoms(use_true_random=False))
def test_which_statement_counts_does_not_depend_on_the_order_of_recording(stated, on, shuffle):
    shuffled = stated[:]
    shuffle.shuffle(shuffled)

    assert Statements(tuple(stated)).values(on=on) == Statements(tuple(shuffled)).values(on=on)


@given(st.lists(statements, max_size=8), st.booleans(), days, days)
def test_a_declaration_never_changes_what_was_founded(stated, value, as_of, on):
    founded = [each for each in stated if each.standing is not Standing.DECLARED]
    before = Statements(tuple(founded)).values(on=on)

    after = Statements(tuple(founded)).with_more([Statement("wage-arrears", value, as_of, "firm")])

    if any(each.as_of <= on for each in founded):
        assert after.values(on=on) == before


@st.composite
def lives(draw):
    """Draw an application's life along the stages, with the day after its last step."""
    steps, day = [], START
    reachable = frozenset({Stage.SUBMITTED})
    for _ in range(draw(st.integers(1, 12))):
        if not reachable:
            break
        stage = draw(st.sampled_from(sorted(reachable)))
        steps.append(Step(stage, day, "officer"))
        reachable = FOLLOWING[stage]
        day += timedelta(days=draw(st.integers(0, 30)))
    return tuple(steps), day


@given(lives(), st.integers(0, 60))
def test_the_days_of_all_stages_are_the_days_of_the_life(life, later):
    steps, last = life
    on = last + timedelta(days=later)

    spans = stage_spans(walked(steps), on=on)

    ended = steps[-1].effective_on if steps[-1].stage.is_last else on
    assert sum(span.days for span in spans) == (ended - START).days
    assert sum(days_at(spans, desk) for desk in Desk) == (ended - START).days
    assert len(spans) == len(steps)


decisions = st.builds(
    Decision,
    application=st.just("A-1"),
    product=st.just("loan"),
    institution=st.sampled_from(["ibk", "hana"]),
    kind=st.sampled_from(list(DecisionKind)),
    asked=st.integers(0, 5).map(Money),
    granted=st.integers(0, 5).map(Money),
    proposed_by=st.sampled_from(["kim", "lee"]),
    decided_on=days,
    document=st.sampled_from(["", "D-1"]),
    programme_version=st.just("v"),
    reason=st.sampled_from(["", "because"]),
)
authorities = st.builds(
    Authority,
    person=st.sampled_from(["kim", "lee"]),
    institution=st.sampled_from(["ibk", "hana"]),
    amount_max=st.integers(0, 5).map(Money),
    from_on=days,
    until_on=st.none() | days,
)


@given(decisions, authorities)
def test_nobody_approves_what_they_proposed(decision, authority):
    refusals = may_decide(decision.proposed_by, decision, authority)

    assert "four-eyes" in [refusal.kind for refusal in refusals]


@given(decisions, authorities, st.sampled_from(["kim", "lee"]), st.integers(0, 5))
def test_a_smaller_authority_never_permits_more(decision, authority, person, less):
    smaller = replace(authority, amount_max=Money(max(0, authority.amount_max.minor - less)))

    if not may_decide(person, decision, smaller):
        assert may_decide(person, decision, authority) == ()


@given(decisions, authorities, st.sampled_from(["kim", "lee"]))
def test_what_may_be_decided_is_within_the_authority_and_the_request(decision, authority, person):
    if not may_decide(person, decision, authority):
        assert person != decision.proposed_by
        assert decision.granted <= min(decision.asked, authority.amount_max)
        assert authority.institution == decision.institution


claims = st.none() | st.booleans()
requests = st.builds(
    Request,
    amount=st.integers(1, 10**11).map(Money),
    months=st.integers(1, 130),
    start_on=days,
    uses=st.sets(st.sampled_from(["facility", "research", "refinancing"]), max_size=2).map(
        frozenset
    ),
    repayment=st.sampled_from(list(Repayment)),
    site=st.none() | st.sampled_from([business_number(1), business_number(2)]),
)
benefits = st.builds(
    Benefit,
    product=st.sampled_from(["loan", "second", "cover"]),
    project=st.sampled_from(["", "P-1", "P-2"]),
    loan=st.sampled_from(["", "L-1"]),
)
exclusions = st.builds(
    exclusion,
    st.just("loan"),
    st.sampled_from(["second", "cover"]),
    st.sampled_from(list(ExclusionKind)),
    st.sampled_from(list(ExclusionScope)),
)
UNLOCKED = replace(cut("recommended", "0.5"), recommendation="motie-recommendation")
REGIONAL = replace(cut("regional", "0.2"), when=FROM_OUTSIDE)


@st.composite
def comparisons(draw):
    """Draw an application and compare it under a programme with two loans and a cover."""
    facts = {
        "wage_arrears": draw(claims),
        "leading_project": draw(claims),
        "recommended_by_motie": draw(claims),
        "credit_grade": draw(st.sampled_from([None, "A", "BBB", "BB", "B"])),
    }
    held = draw(st.none() | st.lists(benefits, max_size=2).map(tuple))
    offered = programme(
        loan_product(pricing=loan_pricing(UNLOCKED, REGIONAL, cut_max="0.6")),
        loan_product("second", combines_with=()),
        cover_product(),
        recommendations=(recommendation_rule(),),
        exclusions=tuple(draw(st.lists(exclusions, max_size=2))),
    )
    base = draw(st.integers(0, 900).map(lambda number: Decimal(number) / 100))
    asked = application(draw(requests), held=held, **facts)
    quotes = {"shinhan": quote(base=base)}
    return asked, compare(asked, [offered], quotes, on=ON, order=draw(st.sampled_from(list(Order))))


@settings(max_examples=60)
@given(comparisons())
def test_an_indication_repays_what_was_lent_and_its_parts_are_its_cost(drawn):
    asked, comparison = drawn

    for each in comparison.indications:
        assert sum(row.principal for row in each.instalments) == asked.request.amount.minor
        assert each.instalments[-1].outstanding == 0
        assert each.cost.interest.minor == sum(row.interest for row in each.instalments)
        assert each.cost.total == each.cost.interest + each.cost.premium
        assert each.saving.amount == each.own_cost.total - each.cost.total


@settings(max_examples=60)
@given(comparisons())
def test_an_indication_is_given_for_what_is_met_or_open_alone(drawn):
    _, comparison = drawn
    verdicts = {each.product: each.verdict for each in comparison.assessments}

    for each in comparison.indications:
        products = [each.loan.product] if each.loan.programme else []
        products += [each.cover.cover.product] if each.cover else []
        assert each.verdict is min((verdicts[key] for key in products), default=Verdict.MET)
        assert each.verdict is not Verdict.NOT_MET
    indicated = {each.loan.product for each in comparison.indications}
    kept_out = {key for each in comparison.left_out for key in each.products}
    assert {"loan", "second"} <= indicated | kept_out


@settings(max_examples=60)
@given(comparisons())
def test_nothing_certain_is_better_than_what_is_indicated(drawn):
    _, comparison = drawn

    for each in comparison.indications:
        assert Rate.percent(0) <= each.rate.rate <= each.rate_certain <= each.rate.own_rate
        assert sum(part.rate.value for part in each.terms.components) == each.rate.rate.value
        if each.cover is not None and each.cover.ratio_certain is not None:
            assert each.cover.ratio_certain <= each.cover.ratio
            assert each.cover.insured <= Money(each.terms.committed)


@settings(max_examples=60)
@given(comparisons())
def test_what_excludes_each_other_is_never_combined(drawn):
    _, comparison = drawn
    apart = {frozenset(each.products) for each in comparison.left_out if len(each.products) == 2}

    for each in comparison.indications:
        if each.cover is not None:
            assert frozenset({each.loan.product, each.cover.cover.product}) not in apart


@settings(max_examples=60)
@given(comparisons(), st.sampled_from(list(Order)))
def test_an_order_moves_indications_and_changes_none(drawn, order):
    _, comparison = drawn

    ordered = in_order(comparison.indications, order)

    assert sorted(each.key for each in ordered) == sorted(
        each.key for each in comparison.indications
    )
    assert in_order(reversed(comparison.indications), order) == ordered
