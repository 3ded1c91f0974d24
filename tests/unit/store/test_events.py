"""What was posted is summed by event key, and every difference is a further revision."""

from datetime import date, timedelta

import pytest

from majung.contracts.events import Event, EventKind, difference
from majung.store import bulk
from majung.store.access import acting_for
from majung.store.refusals import NotRecordedError
from majung.store.servicing import events
from majung.store.servicing.events import PostedEvent, PostedEvents
from store_world import AT, found_institutions, signed

DUE = date(2024, 4, 4)
INTEREST = Event(DUE, EventKind.INTEREST_DUE, "", 385_000)
SHARE = Event(DUE, EventKind.INTEREST_SHARE_DUE, "state", 70_000)


@pytest.fixture
def bank(database):
    found_institutions()
    signed("L-1", "L-2")
    with acting_for("bank-a"):
        yield


def append(*given, contract="L-1", at=AT):
    return events.append_events({contract: given}, posted_on=DUE, at=at)


def test_events_come_back_with_their_sums_and_next_revisions(bank):
    taken = append(INTEREST, SHARE)

    assert taken == {"L-1": {INTEREST.key: 0, SHARE.key: 0}}
    assert events.posted_events(["L-1", "L-2"]) == {
        "L-1": PostedEvents(
            {INTEREST.key: 385_000, SHARE.key: 70_000}, {INTEREST.key: 1, SHARE.key: 1}
        )
    }


def test_a_difference_is_a_further_revision_of_the_same_day(bank):
    append(INTEREST)
    wanted = [Event(DUE, EventKind.INTEREST_DUE, "", 380_000)]
    owed = difference(wanted, events.posted_events(["L-1"])["L-1"].amounts)

    taken = append(*owed, at=AT + timedelta(1))

    posted = events.posted_events(["L-1"])["L-1"]
    assert taken == {"L-1": {INTEREST.key: 1}}
    assert difference(wanted, posted.amounts) == ()
    assert [each.event.amount for each in events.events_of("L-1")] == [385_000, -5_000]
    assert events.events_of("L-1", known_at=AT) == (PostedEvent(INTEREST, 0, DUE, AT),)


def test_amounts_of_one_key_are_added_and_a_sum_of_zero_appends_nothing(bank):
    taken = append(SHARE, SHARE, INTEREST, Event(*INTEREST.key, -385_000))

    assert taken == {"L-1": {SHARE.key: 0}}
    assert events.posted_events(["L-1"])["L-1"].amounts == {SHARE.key: 140_000}


def test_events_until_a_day_are_found(bank):
    later = Event(date(2024, 5, 4), EventKind.INTEREST_DUE, "", 1)
    append(INTEREST, later)

    assert [each.event for each in events.events_of("L-1", until_on=DUE)] == [INTEREST]


def test_many_events_arrive_like_few(bank):
    many = [
        Event(date(2000, 1, 1) + timedelta(day), EventKind.INTEREST_DUE, "", day + 1)
        for day in range(bulk.ROWS_BY_COPY_MIN)
    ]

    append(*many)

    assert [each.event for each in events.events_of("L-1")] == many


def test_events_of_a_contract_that_is_not_ones_own_are_refused(bank):
    with pytest.raises(NotRecordedError):
        append(INTEREST, contract="L-9")
