"""Facts as columns are the facts one by one: the same order, the same values, the same refusals."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from example_loans import drawn, shared_loan
from majung.contracts.event_columns import Events
from majung.contracts.facts import KIND_ORDER, Fact, FactKind, Facts, in_order, joined, standing
from majung.contracts.problems import problems_of_facts
from majung.contracts.replay import replay
from majung.values.rates import Rate

DAY = date(2024, 5, 31)
UNTIL = date(2026, 1, 1)
KEYS = ("p1", "p10", "p2", "가", "")
kinds = st.sampled_from((FactKind.PAYMENT, FactKind.DRAWDOWN, FactKind.RATE_FIXING, FactKind.CLAIM))
days = st.integers(-2, 2).map(lambda offset: DAY + timedelta(days=offset))
rates = st.none() | st.sampled_from((Rate.percent(0), Rate.percent("4.25")))
texts = st.sampled_from(("", "base", "bank"))
amounts = st.sampled_from((0, 1, -7, 10**16 + 1, 10**30, -(10**30)))
any_facts = st.lists(
    st.builds(Fact, days, kinds, st.sampled_from(KEYS), amounts, rates, texts, st.just(""), texts),
    max_size=12,
)
reversals = st.lists(
    st.builds(
        Fact,
        days,
        st.just(FactKind.REVERSAL),
        st.sampled_from(("r1", "r2")),
        reverses=st.sampled_from((*KEYS, "r1", "r2")),
    ),
    max_size=3,
)


def ordered(facts):
    return tuple(sorted(facts, key=lambda one: (one.effective_on, KIND_ORDER[one.kind], one.key)))


def as_columns(facts):
    """Return facts as if they had been read as columns: none of them is made yet."""
    return Facts(Facts.of(facts).whole())


@given(any_facts)
def test_any_facts_come_into_the_order_of_day_kind_and_key(facts):
    assert in_order(facts) == ordered(facts)
    assert in_order(in_order(facts)) == ordered(facts)


@given(any_facts, reversals)
def test_what_stands_is_what_no_standing_reversal_names(facts, reversing):
    told = [*facts, *reversing]
    keys = {fact.key for fact in standing(told)}

    assert standing(told) == tuple(fact for fact in ordered(facts) if fact.key in keys)
    if not any(one.reverses == other.key for one, other in combinations(reversing * 2, 2)):
        assert not keys & {fact.reverses for fact in reversing}


@given(any_facts.filter(lambda facts: all(abs(fact.amount) < 2**63 for fact in facts)), reversals)
def test_facts_read_as_columns_are_the_facts_that_were_told(facts, reversing):
    told = (*facts, *reversing)

    assert as_columns(told) == told
    assert [as_columns(told)[place] for place in range(-len(told), len(told))] == [*told, *told]
    assert as_columns(told)[1:3] == told[1:3]
    assert joined([as_columns(told), Facts.of(told), as_columns(told)[:1]]) == (
        *told,
        *told,
        *told[:1],
    )
    assert standing(as_columns(told)) == standing(told)
    assert hash(as_columns(told)) == hash(told)


@given(any_facts, reversals, st.integers(0, 9))
def test_many_facts_are_refused_for_the_reasons_of_few(facts, reversing, count):
    """Payments without fault beside them change which way they are looked at, and nothing else."""
    terms = shared_loan()
    told = [*facts, *reversing]
    fine = [Fact(DAY, FactKind.PAYMENT, f"fine {place}", 1) for place in range(count)]

    assert problems_of_facts(terms, [*fine, *told]) == problems_of_facts(terms, told)
    assert problems_of_facts(terms, [*told, *fine]) == problems_of_facts(terms, told)


@given(st.permutations(range(20)))
def test_a_life_told_as_columns_is_replayed_to_the_same_events(recorded):
    terms = shared_loan()
    paid = [
        Fact(DAY + timedelta(days=place // 3), FactKind.PAYMENT, f"p{place}", 1_000 + place)
        for place in recorded
    ]
    told = (*drawn_on_start(terms), *paid)

    assert replay(terms, as_columns(told), until=UNTIL) == replay(terms, told, until=UNTIL)
    assert replay(terms, told, until=UNTIL) == replay(terms, ordered(told), until=UNTIL)


def drawn_on_start(terms):
    return (drawn(terms),)


def test_events_are_a_sequence_of_the_same_values_however_they_are_asked_for():
    terms = shared_loan()
    events = replay(terms, drawn_on_start(terms), until=UNTIL).events
    assert isinstance(events, Events)

    whole = tuple(events)

    assert events == whole
    assert [events[place] for place in range(len(events))] == list(whole)
    assert (events[-1], events[2:5]) == (whole[-1], whole[2:5])
    assert events.of_kinds({whole[0].kind}) == tuple(
        event for event in whole if event.kind is whole[0].kind
    )
    with pytest.raises(IndexError):
        events[len(whole)]
