"""Only the difference between what is wanted and what was posted is still to be posted."""

from datetime import date

from majung.contracts.events import Event, EventKey, EventKind, difference, in_order

DAY, LATER = date(2024, 2, 1), date(2024, 3, 1)
DUE, PAID = EventKind.INTEREST_DUE, EventKind.INTEREST_PAID


def posted(*events):
    return {event.key: event.amount for event in events}


def test_what_was_never_posted_is_posted_whole():
    wanted = [Event(LATER, PAID, "", 5), Event(DAY, DUE, "", 7)]

    assert difference(wanted, {}) == (Event(DAY, DUE, "", 7), Event(LATER, PAID, "", 5))


def test_what_changed_is_posted_by_its_difference_for_its_day():
    before = posted(Event(DAY, DUE, "", 7), Event(LATER, PAID, "", 5))

    found = difference([Event(DAY, DUE, "", 9)], before)

    assert found == (Event(DAY, DUE, "", 2), Event(LATER, PAID, "", -5))


def test_amounts_of_one_key_are_added():
    wanted = [Event(DAY, DUE, "", 3), Event(DAY, DUE, "", 4)]

    assert difference(wanted, {EventKey(DAY, DUE, ""): 7}) == ()


def test_events_stand_by_day_then_kind_then_party():
    shares = [Event(DAY, EventKind.INTEREST_SHARE_DUE, party, 1) for party in ("b", "a")]

    assert in_order([Event(LATER, DUE, "", 1), *shares, Event(DAY, DUE, "", 1)]) == (
        Event(DAY, DUE, "", 1),
        shares[1],
        shares[0],
        Event(LATER, DUE, "", 1),
    )
