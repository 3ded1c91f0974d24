"""Room is held for a time, used once, given back whole, and never promised twice."""

from datetime import timedelta

import pytest

from majung.applications.firm import identity_key
from majung.programmes.programme import EnvelopeScope, SupplyBasis
from majung.store.access import acting_for
from majung.store.intake import limit_use, limits, reservations
from majung.store.intake.limits import CapBelowUseError
from majung.store.intake.reservations import ReservationEndedError, ReservationState
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from majung.supply.limits import Limit, LimitExceededError, MoreThanReservedError
from majung.values.money import CurrencyMismatchError, Money
from store_world import AT, corporate, found_firm, found_institutions, state

WIDE, NARROW, OPEN = "p", "p/bank-a", "p/firm"
LATER = AT + timedelta(days=5)


def a_limit(key, cap, scope, currency="KRW"):
    zero = Money.zero(currency)
    return Limit(
        key=key, scope=scope, member="", cap=None if cap is None else Money(cap, currency),
        used=zero, reserved=zero, basis=SupplyBasis.APPROVED, is_revolving=False,
    )  # fmt: skip


@pytest.fixture
def bank(database):
    found_institutions()
    found_firm()
    opened = (
        (a_limit(WIDE, 1_000, EnvelopeScope.PROGRAMME), ""),
        (a_limit(NARROW, 100, EnvelopeScope.INSTITUTION), "bank-a"),
        (a_limit(OPEN, None, EnvelopeScope.FIRM), ""),
    )
    with state():
        for limit, institution in opened:
            limits.open_limit(limit, programme="p", envelope="e", at=AT, institution=institution)
    with acting_for("bank-a"):
        yield


def hold(key="r", amount=40, names=(WIDE, NARROW, OPEN), **changes):
    amounts = {name: Money(amount) for name in names}
    return reservations.reserve(key, amounts, subject="A-1", at=AT, **changes)


def sums():
    return {
        limit.key: (limit.used.minor, limit.reserved.minor)
        for limit in limits.limits_of(programme="p")
    }


def test_room_is_held_under_every_limit(bank):
    firm = identity_key(corporate(1))
    room = hold(expires_at=LATER, firm=firm)

    assert sums() == {WIDE: (0, 40), NARROW: (0, 40), OPEN: (0, 40)}
    assert room == reservations.room_held("r")
    assert (room.state, room.expires_at, room.firm) == (ReservationState.HELD, LATER, firm)
    assert reservations.rooms_held_for("A-1") == (room,)


def test_what_does_not_fit_under_one_is_held_under_none(bank):
    with pytest.raises(LimitExceededError) as refusal:
        hold(amount=101)

    assert refusal.value.message.as_mapping() == {
        "limit": NARROW, "wanted": Money(101), "left": Money(100), "cap": Money(100),
    }  # fmt: skip
    assert set(sums().values()) == {(0, 0)}


def test_the_widest_limit_that_refuses_is_named(bank):
    with pytest.raises(LimitExceededError) as refusal:
        hold(amount=1_001)

    assert refusal.value.message.value("limit") == WIDE


def test_the_same_key_holds_nothing_more(bank):
    assert hold() == hold()
    assert sums()[WIDE] == (0, 40)


def test_the_same_key_with_another_amount_is_refused(bank):
    hold()

    with pytest.raises(RecordedDifferentlyError):
        hold(amount=41)


def test_used_room_is_used_once(bank):
    hold()

    reservations.use("r", at=AT)
    room = reservations.use("r", at=AT)

    assert room.state is ReservationState.USED
    assert sums() == {WIDE: (40, 0), NARROW: (40, 0), OPEN: (40, 0)}


def test_using_a_part_frees_the_rest(bank):
    hold()

    reservations.use("r", at=AT, amounts={WIDE: Money(15), NARROW: Money(15)})

    assert sums() == {WIDE: (15, 0), NARROW: (15, 0), OPEN: (0, 0)}


def test_more_than_is_held_cannot_be_used(bank):
    hold()

    with pytest.raises(MoreThanReservedError):
        reservations.use("r", at=AT, amounts={WIDE: Money(41)})

    assert sums()[WIDE] == (0, 40)


def test_released_room_is_free_again_and_cannot_be_used(bank):
    hold()

    reservations.release("r", at=AT)
    reservations.release("r", at=AT)

    assert set(sums().values()) == {(0, 0)}
    with pytest.raises(ReservationEndedError):
        reservations.use("r", at=AT)
    with pytest.raises(ReservationEndedError):
        hold()


def test_used_room_cannot_be_released(bank):
    hold()
    reservations.use("r", at=AT)

    with pytest.raises(ReservationEndedError):
        reservations.release("r", at=AT)


def test_room_whose_time_is_over_is_freed_and_no_other(bank):
    hold("soon", 10, expires_at=LATER)
    hold("late", 20, expires_at=LATER + timedelta(seconds=1))
    hold("ever", 30)

    expired = reservations.expire(at=LATER)

    assert [room.key for room in expired] == ["soon"]
    assert reservations.room_held("soon").state is ReservationState.EXPIRED
    assert sums()[WIDE] == (0, 50)
    assert reservations.expire(at=LATER) == ()


def test_room_can_be_used_without_having_been_held(bank):
    limit_use.take({WIDE: Money(70), NARROW: Money(70)}, subject="L-1", at=AT)

    assert sums()[NARROW] == (70, 0)
    with pytest.raises(LimitExceededError):
        limit_use.take({NARROW: Money(31)}, subject="L-2", at=AT)


def test_a_limit_that_does_not_revolve_is_not_freed_by_repayment(bank):
    limit_use.take({WIDE: Money(70)}, subject="L-1", at=AT)

    limit_use.repay({WIDE: Money(70)}, subject="L-1", at=AT)

    assert sums()[WIDE] == (70, 0)


def test_every_step_can_be_drilled_down(bank):
    hold()
    reservations.use("r", at=AT, amounts={NARROW: Money(30)})

    steps = [(step.kind, step.used.minor, step.reserved.minor) for step in limits.movements(NARROW)]

    assert steps == [("reserve", 0, 40), ("use", 30, -40)]


def test_limits_of_another_institution_cannot_be_reserved(database):
    found_institutions()
    with state():
        limits.open_limit(
            a_limit(NARROW, 100, EnvelopeScope.INSTITUTION),
            programme="p", envelope="e", at=AT, institution="bank-a",
        )  # fmt: skip

    with acting_for("bank-b"), pytest.raises(NotRecordedError):
        hold(names=[NARROW])


def test_the_state_lowers_a_cap_to_what_is_promised_and_no_further(database):
    found_institutions()
    with state():
        limits.open_limit(
            a_limit(WIDE, 100, EnvelopeScope.PROGRAMME), programme="p", envelope="e", at=AT
        )
        hold(names=[WIDE])

        with pytest.raises(CapBelowUseError) as refusal:
            limits.revise_cap(WIDE, Money(39), at=AT)
        revised = limits.revise_cap(WIDE, Money(40), at=AT)
        opened = limits.revise_cap(WIDE, None, at=AT)

        assert refusal.value.message.value("reserved") == Money(40)
        assert (revised.cap, opened.cap) == (Money(40), None)
        assert limits.discrepancies() == ()


def test_an_amount_in_another_currency_is_refused(bank):
    with pytest.raises(CurrencyMismatchError):
        limit_use.take({WIDE: Money(1, "USD")}, subject="x", at=AT)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_or_less_is_not_reserved(bank, amount):
    with pytest.raises(ValueError, match="above zero"):
        hold(amount=amount)


def test_a_limit_nobody_opened_is_refused(bank):
    with pytest.raises(NotRecordedError) as refusal:
        hold(names=[WIDE, "unknown"])

    assert refusal.value.message.value("key") == "unknown"
    assert sums()[WIDE] == (0, 0)
