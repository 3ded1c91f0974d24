"""A small slice of the example year: one seed gives one world, and it stays an example."""

from dataclasses import replace
from datetime import date

from majung.contracts.events import EventKind
from majung.example.moments import evening
from majung.example.plan import Conduct, Ending, plan_of
from majung.example.play import play_of
from majung.example.summary import summary_of
from majung.example.world import world_of
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.chain import verify_book
from majung.store.servicing.contracts import Series, contracts_of
from majung.store.upkeep.digests import LEFT_OUT, database_digest
from majung.values.calendars import korea

FIRST_ON, LAST_ON = date(2024, 1, 2), date(2024, 2, 29)
APPLICATIONS = 6
#: Each person's data are locked with a key of true randomness.
NOT_DRAWN = LEFT_OUT | {"store_personalkey", "store_personalrecord"}


def _slice():
    """Six applications of January, of which all are granted, and the closes up to February."""
    world = world_of(2024).slice(applications=APPLICATIONS, last_on=LAST_ON)
    stream = replace(world.streams[0], last_on=date(2024, 1, 16), outcomes={"granted": 1})
    return replace(world, streams=(stream,))


def test_the_same_seed_played_twice_gives_the_same_database(pristine):
    digests = []
    for _ in range(2):
        with pristine():
            play_of(_slice()).run()
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
