"""A small slice of the example year: one seed gives one world, and it stays an example."""

from dataclasses import replace
from datetime import date

from majung.contracts.events import EventKind
from majung.example.moments import evening
from majung.example.plan import Conduct, Ending, plan_of
from majung.example.play import play_of
from majung.example.summary import summary_of
from majung.example.world import Slips, world_of
from majung.ledger.roots import sign
from majung.operations.acting import CLOCKWORK
from majung.operations.servicing.audit import verify_audit
from majung.rules import Verdict
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.decisions import decisions_on
from majung.store.intake.findings import assessments_of, indications_of
from majung.store.intake.recommendations import lists_of, recommendations
from majung.store.servicing.chain import signed_day, verify_book
from majung.store.servicing.contracts import Series, contracts_of
from majung.store.upkeep.digests import LEFT_OUT, database_digest
from majung.values.calendars import korea

FIRST_ON, LAST_ON = date(2024, 1, 2), date(2024, 2, 29)
APPLICATIONS = 6
ROUND = "예시-example-2024"
SEED = bytes(range(32))
#: Each person's data are locked with a key of true randomness.
NOT_DRAWN = LEFT_OUT | {"store_personalkey", "store_personalrecord"}


def _slice():
    """Six applications of January, of which all are granted, and the closes up to February."""
    world = world_of(2024).slice(applications=APPLICATIONS, last_on=LAST_ON)
    stream = replace(world.streams[0], last_on=date(2024, 1, 16), outcomes={"granted": 1})
    return replace(world, streams=(stream,))


def _assessed(last_on):
    """The same six applications, handed in until a day, and played until all are assessed."""
    world = _slice()
    stream = replace(world.streams[0], last_on=last_on)
    return replace(world, streams=(stream,), last_on=korea().plus(last_on, 1))


def test_the_same_seed_played_twice_gives_the_same_database(pristine):
    digests = []
    for _ in range(2):
        with pristine():
            play_of(_slice(), signing_seed=SEED).run()
            digests.append(database_digest(without=NOT_DRAWN))
            summary = summary_of(FIRST_ON, LAST_ON, at=evening(LAST_ON))

    assert digests[0] == digests[1]
    assert summary.contracts["example-loan"] == APPLICATIONS
    assert summary.of(EventKind.DRAWDOWN).count == APPLICATIONS


def test_what_is_played_is_marked_as_an_example_and_its_books_hold(fresh_database):
    days = []
    play_of(_slice()).run(days.append)

    assert [day.number for day in days] == list(range(1, days[0].days + 1))
    assert (days[0].on, days[-1].on) == (FIRST_ON, LAST_ON)
    with acting_for_state(Purpose.AUDIT, person="test", at=evening(LAST_ON)):
        assert contracts_of(series=Series.REAL) == ()
        assert len(contracts_of(series=Series.EXAMPLE)) > APPLICATIONS
        assert verify_book("example-bank-a.lender").is_whole


def test_firms_are_recommended_by_lists_and_rows_that_went_back_come_again_mended(fresh_database):
    world = replace(_assessed(date(2024, 1, 10)), slips=Slips(mistyped=60, repeated=40))
    play = play_of(world)

    play.run()

    mistyped, repeated = (
        {
            case.index
            for case in play.plan.cases
            if play.recommending.draws.happens(share, purpose, case.index)
        }
        for share, purpose in ((60, "row-mistyped"), (40, "row-repeated"))
    )
    with acting_for_state(Purpose.AUDIT, person="test", at=evening(LAST_ON)):
        recommended = recommendations(round_key=ROUND)
        lists = lists_of(ROUND)
        approvals = decisions_on(ROUND, subject_kind="recommendation-list")
        findings = [found for case in play.plan.cases for found in assessments_of(case.number)]
    assert {each.firm for each in recommended} == {c.firm.identity for c in play.plan.cases}
    assert mistyped - repeated
    assert repeated - mistyped
    # A mistyped row that stands in its list twice is taken from the second row, which is right.
    assert sum(each.bad for each in lists) == len(mistyped | repeated)
    assert sum(each.good for each in lists) == APPLICATIONS
    assert {each.received_by for each in lists} == {"example-recommender"}
    assert {each.approved_by for each in approvals} == {"example-recommendation-approver"}
    verdicts = {f.finding.verdict for f in findings if f.product == "example-loan"}
    assert verdicts == {Verdict.MET}
    assert {f.facts["recommended-by-example-ministry"] for f in findings} == {True}


def test_a_firm_that_no_list_names_has_no_recommendation_and_its_rule_stays_open(fresh_database):
    world = _assessed(date(2024, 1, 3))
    play = play_of(replace(world, streams=(replace(world.streams[0], recommendation=""),)))

    play.run()

    with acting_for_state(Purpose.AUDIT, person="test", at=evening(LAST_ON)):
        assert recommendations() == ()
        findings = [found for case in play.plan.cases for found in assessments_of(case.number)]
    verdicts = {f.finding.verdict for f in findings if f.product == "example-loan"}
    assert verdicts == {Verdict.OPEN}


def test_who_compares_sees_indications_that_are_kept_before_anybody_assesses(fresh_database):
    play = play_of(replace(_assessed(date(2024, 1, 10)), comparing=50))

    play.run()

    with acting_for_state(Purpose.AUDIT, person="test", at=evening(LAST_ON)):
        for case in play.plan.cases:
            indicated = indications_of(case.number)
            assessed_at = {each.recorded_at for each in assessments_of(case.number)}
            assert bool(indicated) is case.compares
            assert all(each.recorded_at < min(assessed_at) for each in indicated)
            assert {each.product for each in indicated} <= {"example-loan"}
    assert 0 < sum(case.compares for case in play.plan.cases) < APPLICATIONS


def test_every_business_day_is_signed_once_it_is_closed_and_the_audit_finds_all_whole(
    fresh_database,
):
    world = _slice()
    play = play_of(world, signing_seed=SEED)
    outside = []

    def look(day):
        with acting_for_state(Purpose.AUDIT, person="test", at=evening(day.on)):
            root, _ = signed_day(day.on)
            blocks = {head.book: verify_book(head.book).blocks for head in root.heads}
        outside.extend(head for head in root.heads if head.sequence != blocks[head.book])

    play.run(look)

    assert outside == []
    found = verify_audit(CLOCKWORK, public_key=sign(b"", SEED).public_key, at=evening(LAST_ON))
    closed = play.calendar.business_days(world.first_on, world.last_on)
    assert tuple(day.rooted_on for day in found.days) == closed
    assert found.is_whole


def test_the_counts_of_the_year_are_those_that_were_published():
    world = world_of(2024)

    plan = plan_of(world, korea())

    chosen = [project for project in plan.projects if project.is_chosen]
    assert (len(plan.projects), len(chosen)) == (213, 26)
    assert sum(project.lead.size.value == "large" for project in chosen) == 9
    assert sum(1 + len(project.members) for project in chosen) == 119
    assert len(plan.cases) == 500


def test_only_example_institutions_have_arrears_and_defaults():
    plan = plan_of(world_of(2024), korea())

    lenders = {case.lender for case in plan.cases if case.conduct is not Conduct.PROMPT}
    defaults = [case for case in plan.cases if case.conduct is Conduct.DEFAULTS]

    assert lenders == {"example-bank-a", "example-bank-b", "example-bank-c"}
    assert (len(defaults), sum(case.is_covered for case in defaults)) == (13, 9)
    assert {case.ending for case in defaults} == {Ending.GRANTED}


def test_every_invented_firm_says_so_and_has_numbers_no_office_gives_out():
    firms = {case.firm for case in plan_of(world_of(2024), korea()).cases}

    assert {firm.name.split()[0] for firm in firms} == {"예시"}
    assert {firm.identity.digits[:6] for firm in firms} == {"999999"}
    assert all(firm.identity.has_check_digit for firm in firms)
    assert all(site.number.has_check_digit for firm in firms for site in firm.sites)
