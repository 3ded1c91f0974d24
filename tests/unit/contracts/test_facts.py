"""Facts stand in one order, and a reversal takes out what it names."""

from datetime import date
from itertools import permutations

from majung.contracts.facts import Fact, FactKind, in_order, standing

DAY, LATER = date(2024, 2, 1), date(2024, 5, 1)
DRAWN = Fact(DAY, FactKind.DRAWDOWN, "z", 1)
FIRST, SECOND = Fact(DAY, FactKind.PAYMENT, "a", 1), Fact(DAY, FactKind.PAYMENT, "b", 1)
NEXT = Fact(LATER, FactKind.RATE_FIXING, "c")


def undo(key, of, on=DAY):
    return Fact(on, FactKind.REVERSAL, key, reverses=of)


def test_facts_stand_by_day_then_kind_then_key():
    for recorded in permutations([DRAWN, FIRST, SECOND, NEXT]):
        assert in_order(recorded) == (DRAWN, FIRST, SECOND, NEXT)


def test_a_reversed_fact_and_its_reversal_do_not_stand():
    assert standing([FIRST, undo("u", "a", LATER), SECOND]) == (SECOND,)


def test_a_reversal_that_was_reversed_does_nothing():
    assert standing([undo("v", "u"), FIRST, undo("u", "a")]) == (FIRST,)


def test_the_order_of_keys_is_that_of_their_letters_not_of_recording():
    """Keys sort as texts: ``p10`` before ``p2``; the order is total and never by recording."""
    told = [Fact(DAY, FactKind.PAYMENT, key, 1) for key in ("p2", "p10", "P3", "p1", "가")]

    for recorded in permutations(told):
        assert [fact.key for fact in in_order(recorded)] == ["P3", "p1", "p10", "p2", "가"]
