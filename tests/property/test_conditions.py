"""Whatever is met, revoked and drawn in whatever order, no money goes out on an open condition."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import claims_world as world
from claims_world import BANK_OFFICER, moment
from majung.contracts.facts import Fact, FactKind
from majung.operations.servicing.conditions import (
    ConditionNotFulfilledError,
    ConditionReliedOnError,
    fulfil_condition,
    revoke_fulfilment,
)
from majung.operations.servicing.record_facts import ConditionUnmetError, record_facts
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.conditions import (
    Condition,
    ConditionActKind,
    conditions_of,
    set_conditions,
)
from majung.store.servicing.contracts import sign
from majung.store.servicing.facts import facts_of

FIRST = world.START
KEYS = ("a", "b")
_number = iter(range(1_000_000))

days = st.integers(0, 20).map(lambda after: FIRST + timedelta(days=after))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("meet"), st.sampled_from(KEYS), days),
        st.tuples(st.just("revoke"), st.sampled_from(KEYS), days),
        st.tuples(st.just("draw"), st.integers(1, 1_000), days),
    ),
    min_size=1,
    max_size=8,
)


@given(steps)
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_is_drawn_dated_on_a_day_on_which_a_condition_was_open(fresh_database, told):
    number = next(_number)
    if number == 0:
        world.open_office()
    key = f"L-{number}"
    _signed(key)
    tried = drawn = 0
    last = FIRST

    for place, (what, value, day) in enumerate(told):
        last = max(last, day)
        if what == "draw":
            tried += 1
            settled = _settled(key, day)
            fact = Fact(day, FactKind.DRAWDOWN, f"d{place}", value)
            try:
                record_facts(BANK_OFFICER, {key: [fact]}, on=last, at=moment(last))
            except ConditionUnmetError:
                assert not settled
            else:
                assert settled
                drawn += 1
        elif what == "meet":
            at = moment(last) + timedelta(seconds=place)
            fulfil_condition(BANK_OFFICER, key, value, f"서류-{place}", on=day, at=at)
        else:
            stood = _last_of(key, value, day) is ConditionActKind.FULFILLED
            at = moment(last) + timedelta(seconds=place)
            try:
                revoke_fulfilment(BANK_OFFICER, key, value, f"착오-{place}", on=day, at=at)
            except ConditionReliedOnError:
                assert drawn
            except ConditionNotFulfilledError:
                assert not stood
            else:
                assert stood
                assert not drawn
                assert not _settled(key, max(day, last))

    with acting_for_state(Purpose.AUDIT, person="test", at=moment(last)):
        kept = [fact for fact in facts_of(key) if fact.kind is FactKind.DRAWDOWN]
    assert len(kept) == drawn <= tried


def _signed(key):
    with acting_for_state(Purpose.SERVICING, person="test", at=world.AT):
        sign([world.a_loan(key)], at=world.AT)
        set_conditions(key, [Condition(name, Label(name, name)) for name in KEYS], at=world.AT)


def _settled(key: str, day: date) -> bool:
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(day)):
        return all(each.is_settled_on(day) for each in conditions_of(key))


def _last_of(key: str, condition: str, day: date) -> ConditionActKind | None:
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(day)):
        (acts,) = (each.acts for each in conditions_of(key) if each.key == condition)
    return acts[-1].kind if acts else None
