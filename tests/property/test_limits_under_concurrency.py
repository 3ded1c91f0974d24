"""Reserved and used never pass a cap, and no won is lost or counted twice, however many ask."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majung.programmes.programme import EnvelopeScope, SupplyBasis
from majung.store.access import Purpose, acting_for
from majung.store.intake import limit_use, limits, reservations
from majung.store.intake.reservations import ReservationState
from majung.supply import limits as arithmetic
from majung.supply.limits import Limit, LimitExceededError
from majung.values.money import Money
from store_world import AT, found_institutions, state

SCOPES = (
    EnvelopeScope.PROGRAMME,
    EnvelopeScope.YEAR,
    EnvelopeScope.INSTITUTION,
    EnvelopeScope.REGION,
)
THREADS = 8
WHOLE = 10_000


def a_limit(key, cap, scope=EnvelopeScope.PROGRAMME, *, is_revolving=True):
    return Limit(
        key=key,
        scope=scope,
        member="",
        cap=None if cap is None else Money(cap),
        used=Money(0),
        reserved=Money(0),
        basis=SupplyBasis.APPROVED,
        is_revolving=is_revolving,
    )


def open_limits(*opened):
    with state(Purpose.ENVELOPES):
        for limit in opened:
            limits.open_limit(limit, programme="p", envelope=limit.key, at=AT)


def together(work, count):
    """Run `work(number)` in as many threads at once; return what each gave."""
    ready = Barrier(count)

    def start(number):
        try:
            ready.wait()
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(start, range(count)))


def kept():
    with state(Purpose.ENVELOPES):
        return {limit.key: limit for limit in limits.limits_of(programme="p")}


def test_of_many_who_ask_at_once_just_as_many_are_served_as_fit(fresh_database):
    found_institutions()
    open_limits(a_limit("p", 100))

    def ask(number):
        try:
            with acting_for("bank-a"):
                reservations.reserve(f"r{number}", {"p": Money(10)}, subject="s", at=AT)
        except LimitExceededError as refusal:
            return refusal.message.value("left")
        return None

    answers = together(ask, 16)

    assert answers.count(None) == 10
    assert set(answers) - {None} == {Money(0)}
    assert kept()["p"].reserved == Money(100)


def test_one_reservation_asked_for_by_many_at_once_is_held_once(fresh_database):
    found_institutions()
    open_limits(a_limit("p", 100), a_limit("q", 100))

    def ask(number):
        # Each names the limits in another order: they are taken in one order all the same.
        names = ["p", "q"] if number % 2 else ["q", "p"]
        with acting_for("bank-a"):
            amounts = {name: Money(30) for name in names}
            return reservations.reserve("r", amounts, subject="s", at=AT).state

    answers = together(ask, THREADS)

    assert set(answers) == {ReservationState.HELD}
    assert [limit.reserved for limit in kept().values()] == [Money(30), Money(30)]


def test_one_reservation_used_by_many_at_once_is_used_once(fresh_database):
    found_institutions()
    open_limits(a_limit("p", 100))
    with acting_for("bank-a"):
        reservations.reserve("r", {"p": Money(60)}, subject="s", at=AT)

    def use(_number):
        with acting_for("bank-a"):
            return reservations.use("r", at=AT).state

    answers = together(use, THREADS)

    assert set(answers) == {ReservationState.USED}
    assert (kept()["p"].used, kept()["p"].reserved) == (Money(60), Money(0))


@pytest.mark.parametrize("seed", range(3))
def test_however_steps_interleave_caps_hold_and_sums_are_those_of_the_steps(fresh_database, seed):
    found_institutions()
    names = [f"l{number}" for number in range(len(SCOPES))]
    caps = [WHOLE, WHOLE // 2, WHOLE // 3, None]
    open_limits(*(a_limit(*given) for given in zip(names, caps, SCOPES, strict=True)))

    def work(number):
        rng = random.Random(f"{seed}/{number}")
        for step in range(20):
            _one_step(rng, names, f"{number}/{step}")

    together(work, THREADS)

    with state(Purpose.ENVELOPES):
        rooms = reservations.rooms_held_for("s")
        assert limits.discrepancies() == ()
    for name, limit in kept().items():
        held = sum(
            room.amounts[name].minor
            for room in rooms
            if room.state is ReservationState.HELD and name in room.amounts
        )
        used = sum(room.used[name].minor for room in rooms if name in room.used)
        assert (limit.reserved.minor, limit.used.minor) == (held, used), name
        assert limit.cap is None or limit.used + limit.reserved <= limit.cap
    assert {room.state for room in rooms} == set(ReservationState)


def _one_step(rng, names, key):
    amounts = {name: Money(rng.randint(1, WHOLE // 12)) for name in rng.sample(names, 3)}
    try:
        with acting_for("bank-a"):
            runs_out = AT + timedelta(hours=rng.choice((-1, 1)))
            room = reservations.reserve(key, amounts, subject="s", at=AT, expires_at=runs_out)
            act = rng.choice((None, None, reservations.release, reservations.use))
            if act is reservations.use:
                part = {
                    name: Money(rng.randint(0, amount.minor)) for name, amount in amounts.items()
                }
                act(room.key, at=AT, amounts=rng.choice((None, part)))
            elif act is not None:
                act(room.key, at=AT)
        if rng.random() < 0.3:
            with acting_for("bank-a"):
                reservations.expire(at=AT, count_max=2)
    except LimitExceededError:
        pass


steps = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "use", "release", "repay"]),
        st.integers(1, 60),
        st.sets(st.sampled_from(["a", "b", "c"]), min_size=1),
    ),
    max_size=12,
)
_example = iter(range(1_000_000))


@given(steps, st.tuples(*[st.one_of(st.none(), st.integers(0, 150))] * 3))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_database_reckons_as_the_arithmetic_of_limits_does(database, taken, caps):
    mark = f"e{next(_example)}"
    with state(Purpose.ENVELOPES):
        known = {
            name: a_limit(f"{mark}{name}", cap, scope, is_revolving=name != "c")
            for name, cap, scope in zip("abc", caps, SCOPES, strict=False)
        }
        for limit in known.values():
            limits.open_limit(limit, programme=mark, envelope="e", at=AT)
        held = []

        for number, (step, minor, names) in enumerate(taken):
            _play(step, Money(minor), sorted(names), known, held, f"{mark}/{number}")

            now = {limit.key: limit for limit in limits.limits_of(programme=mark)}
            assert now == {limit.key: limit for limit in known.values()}


def _play(step, amount, names, known, held, key):
    if step == "reserve":
        wanted = [known[name] for name in names]
        outcome = arithmetic.reserve(wanted, amount)
        amounts = {limit.key: amount for limit in wanted}
        if isinstance(outcome, arithmetic.NotReserved):
            with pytest.raises(LimitExceededError) as refusal:
                reservations.reserve(key, amounts, subject="s", at=AT)
            assert refusal.value.message == outcome.refusal().message
            return
        reservations.reserve(key, amounts, subject="s", at=AT)
        held.append((key, names, amount))
        _replace(known, outcome.limits)
    elif step == "repay":
        _repay(amount, names, known, key)
    elif held:
        key, names, amount = held.pop(amount.minor % len(held))
        act, reckon = {
            "use": (reservations.use, arithmetic.use),
            "release": (reservations.release, arithmetic.release),
        }[step]
        act(key, at=AT)
        _replace(known, reckon([known[name] for name in names], amount))


def _repay(amount, names, known, key):
    wanted = [known[name] for name in names]
    amounts = {limit.key: amount for limit in wanted}
    fits = all(amount <= limit.used for limit in wanted if limit.is_revolving)
    if fits:
        limit_use.repay(amounts, subject=key, at=AT)
        _replace(known, arithmetic.repay(wanted, amount))
        return
    refusals = []
    for repay in (
        lambda: limit_use.repay(amounts, subject=key, at=AT),
        lambda: arithmetic.repay(wanted, amount),
    ):
        with pytest.raises(arithmetic.MoreThanUsedError) as refusal:
            repay()
        refusals.append(refusal.value.message)
    assert refusals[0] == refusals[1]


def _replace(known, changed):
    for limit in changed:
        known[limit.key[-1]] = limit
