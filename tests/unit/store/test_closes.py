"""A close declares its moment once, and says of itself what is done."""

from datetime import date, timedelta

import pytest

from majung.errors import message
from majung.store.access import Purpose, acting_for
from majung.store.refusals import NotRecordedError
from majung.store.upkeep import closes
from majung.store.upkeep.closes import CloseChunk, CloseDaySkippedError, CloseState, SetAside
from store_world import AT, ON, found_institutions, signed, state

FIRST = CloseChunk("dues", 1, "L-1", "L-2", 2, 5, 4)
REASON = message("terms-contradict", term="x")
NEXT_ON = date(2024, 3, 5)


@pytest.fixture
def clockwork(database):
    found_institutions()
    signed("L-1", "L-2")
    with state(Purpose.CLOSE):
        yield


def test_a_close_begun_again_keeps_its_declared_moment(clockwork):
    first = closes.begin_close(ON, at=AT)
    again = closes.begin_close(ON, at=AT + timedelta(hours=3))

    assert again == first
    assert (first.at, first.state) == (AT, CloseState.RUNNING)


def test_the_end_of_a_close_that_nobody_began_is_refused_in_words(clockwork):
    with pytest.raises(NotRecordedError) as refused:
        closes.end_close(ON)

    assert refused.value.spoken("ko").startswith("일 마감 2024-03-04: 찾을 수 없습니다")
    assert refused.value.spoken("en").startswith("the daily close 2024-03-04 cannot be found")


def test_a_close_counts_what_is_done(clockwork):
    closes.begin_close(ON, at=AT)
    closes.chunk_done(ON, FIRST)
    closes.chunk_done(ON, CloseChunk("dues", 2, "L-3", "L-9", 7, 1, 1))

    ended = closes.end_close(ON)

    assert closes.chunks_done(ON)[0] == FIRST
    assert (ended.state, ended.chunks, ended.contracts, ended.events, ended.entries) == (
        CloseState.DONE, 2, 9, 6, 5,
    )  # fmt: skip
    assert closes.close_of(ON) == ended == closes.end_close(ON)
    assert closes.last_closed() == ON


def test_a_day_is_not_begun_while_an_earlier_one_runs(clockwork):
    closes.begin_close(ON, at=AT)

    with pytest.raises(CloseDaySkippedError) as refusal:
        closes.begin_close(NEXT_ON, at=AT)
    closes.end_close(ON)

    assert refusal.value.message.value("open_day") == ON
    assert closes.begin_close(NEXT_ON, at=AT).state is CloseState.RUNNING


def test_a_day_that_was_never_begun_has_no_close(clockwork):
    assert closes.close_of(ON) is None
    assert closes.last_closed() is None


def test_what_was_set_aside_is_read_by_its_bank_and_can_be_settled(database):
    found_institutions()
    signed("L-1")
    with state(Purpose.CLOSE):
        closes.begin_close(ON, at=AT)
        closes.set_aside(ON, "L-1", REASON)
        closes.set_aside(ON, "L-1", REASON)
        with pytest.raises(NotRecordedError):
            closes.set_aside(ON, "L-9", REASON)

    seen = {}
    for bank in ("bank-a", "bank-b"):
        with acting_for(bank):
            seen[bank] = closes.things_set_aside(on=ON)
    with state(Purpose.CLOSE):
        closes.settle(["L-1"], at=AT)
        settled = closes.things_set_aside()

    assert seen == {"bank-a": (SetAside(ON, "L-1", REASON),), "bank-b": ()}
    assert settled == (SetAside(ON, "L-1", REASON, AT),)
