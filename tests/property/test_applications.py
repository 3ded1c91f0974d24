"""What holds of every firm, list, statement, application and decision."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from example_lists import business_number, corporate_number, list_bytes, list_row, round_
from majung.applications.decision import Authority, Decision, DecisionKind, may_decide
from majung.applications.lists import Known, merge_lists, read_list
from majung.applications.recommendation import Recommendation, Withdrawal, standing_on
from majung.applications.stages import FOLLOWING, Desk, Stage, Step, days_at, stage_spans, walked
from majung.applications.statements import Standing, Statement, Statements
from majung.applications.succession import Succession, SuccessionKind, identity_on, owner_on
from majung.values.money import Money

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
