"""A reversal takes a fact back, and a reversal of that reversal brings it back, on any days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from majung.contracts.facts import Fact, FactKind, standing

DAY = date(2024, 5, 31)
offsets = st.integers(-400, 400)


def _reversal(number, of, offset):
    day = DAY + timedelta(days=offset)
    return Fact(day, FactKind.REVERSAL, f"R{number}", reverses=of)


@given(st.lists(offsets, max_size=6), st.randoms(use_true_random=False))
def test_a_chain_of_reversals_leaves_the_fact_standing_when_it_is_even(days, random):
    payment = Fact(DAY, FactKind.PAYMENT, "F", 5)
    targets = ["F", *(f"R{number}" for number in range(len(days)))]
    chain = [_reversal(number, targets[number], offset) for number, offset in enumerate(days)]
    recorded = [payment, *chain]
    random.shuffle(recorded)

    assert standing(recorded) == ((payment,) if len(days) % 2 == 0 else ())


@given(offsets, offsets, offsets)
def test_a_fact_reversed_twice_stands_only_when_both_are_undone(one, other, undoing):
    payment = Fact(DAY, FactKind.PAYMENT, "F", 5)
    twice = [payment, _reversal(1, "F", one), _reversal(2, "F", other)]

    assert standing(twice) == ()
    assert standing([*twice, _reversal(3, "R1", undoing)]) == ()
    assert standing([*twice, _reversal(3, "R1", undoing), _reversal(4, "R2", undoing)]) == (
        payment,
    )


@given(offsets, offsets, st.randoms(use_true_random=False))
def test_a_circle_of_reversals_comes_out_the_same_however_it_was_recorded(one, other, random):
    facts = [
        Fact(DAY, FactKind.PAYMENT, "F", 5),
        _reversal(1, "F", one),
        _reversal(2, "R3", other),
        _reversal(3, "R2", one),
    ]
    shuffled = list(facts)
    random.shuffle(shuffled)

    assert standing(shuffled) == standing(facts) == ()
