from datetime import date

import pytest

from example_supply import PAPER, eok
from majung.programmes.figures import Figure, Stated
from majung.programmes.programme import Envelope, EnvelopeScope, SupplyBasis
from majung.rules.citations import Label, Status
from majung.supply.limits import (
    Limit,
    LimitExceededError,
    MoreThanReservedError,
    MoreThanUsedError,
    Reservation,
    Reserved,
    in_scope_order,
    limit_of,
    release,
    repay,
    reserve,
    room,
    use,
)


def limit(key, cap, scope=EnvelopeScope.PROGRAMME, *, used=0, reserved=0, is_revolving=False):
    return Limit(
        key=key,
        scope=scope,
        member="",
        cap=None if cap is None else eok(cap),
        used=eok(used),
        reserved=eok(reserved),
        basis=SupplyBasis.APPROVED,
        is_revolving=is_revolving,
    )


WIDE = limit("programme", 1000, used=300, reserved=200)
BANK = limit("bank", 600, EnvelopeScope.INSTITUTION, used=100)
FIRM = limit("firm", 100, EnvelopeScope.FIRM, used=70, reserved=10)
PUBLISHED = Figure((Stated(eok(100), "KRW", date(2024, 7, 1), PAPER, Status.REPORTED),))
UNPUBLISHED = limit("group", None, EnvelopeScope.GROUP, used=40)


@pytest.mark.parametrize(
    ("figure", "on", "cap"),
    [
        (PUBLISHED, date(2024, 7, 1), 100),
        (PUBLISHED, date(2024, 6, 30), None),
        (None, date(2024, 7, 1), None),
    ],
)
def test_a_programmes_envelope_becomes_a_limit_as_it_stands_on_a_day(figure, on, cap):
    envelope = Envelope(
        key="per-firm",
        label=Label("예시", "example"),
        products=("loan",),
        scope=EnvelopeScope.FIRM,
        member="",
        limit=figure,
        basis=SupplyBasis.APPROVED,
        is_revolving=True,
        counts_renewals=False,
        inside="",
        citation=PAPER,
        status=Status.REPORTED,
    )

    found = limit_of(
        envelope,
        programme="programme",
        member="firm-1",
        on=on,
        used=eok(7),
        reserved=eok(3),
    )

    assert found == Limit(
        key="programme.per-firm:firm-1",
        scope=EnvelopeScope.FIRM,
        member="firm-1",
        cap=None if cap is None else eok(cap),
        used=eok(7),
        reserved=eok(3),
        basis=SupplyBasis.APPROVED,
        is_revolving=True,
    )


def test_room_is_the_cap_less_used_less_reserved():
    assert WIDE.room == eok(500)


def test_room_is_never_below_zero_where_a_cap_was_lowered():
    assert limit("lowered", 10, used=12).room == eok(0)


def test_room_under_an_unpublished_cap_is_open():
    assert UNPUBLISHED.room is None


def test_what_fits_under_several_limits_is_the_least_room():
    found = room([FIRM, BANK, WIDE, UNPUBLISHED])

    assert (found.amount, found.tightest, found.open_limits) == (eok(20), FIRM, (UNPUBLISHED,))


def test_of_equal_rooms_the_wider_scope_is_named():
    firm = limit("firm", 500, EnvelopeScope.FIRM)

    assert room([firm, WIDE]).tightest == WIDE


def test_room_under_open_limits_only_is_open():
    found = room([UNPUBLISHED])

    assert (found.amount, found.tightest) == (None, None)


def test_a_reservation_counts_under_every_limit():
    found = reserve([FIRM, WIDE, UNPUBLISHED], eok(20))

    assert isinstance(found, Reserved)
    assert [(each.key, each.reserved) for each in found.limits] == [
        ("programme", eok(220)),
        ("group", eok(20)),
        ("firm", eok(30)),
    ]


def test_a_refusal_names_every_limit_from_the_widest_and_what_is_left():
    found = reserve([FIRM, BANK, WIDE], eok(501))

    assert [(each.limit.key, each.left, each.missing) for each in found.shortfalls] == [
        ("programme", eok(500), eok(1)),
        ("bank", eok(500), eok(1)),
        ("firm", eok(20), eok(481)),
    ]


def test_a_refusal_can_be_raised_with_its_words():
    found = reserve([FIRM], eok(21))

    refusal = found.refusal()
    assert isinstance(refusal, LimitExceededError)
    assert refusal.message == found.first.message
    assert refusal.spoken("ko") == (
        "한도 firm: 21억 원을 예약할 수 없습니다 — 한도 100억 원 가운데 20억 원만 남았습니다"
        " — 금액을 줄이거나 한도를 늘리면 됩니다"
    )


def test_exactly_what_is_left_fits():
    assert isinstance(reserve([FIRM], eok(20)), Reserved)


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_to_reserve_is_above_zero(amount):
    with pytest.raises(ValueError, match="above zero"):
        reserve([FIRM], eok(amount))


def test_use_turns_reserved_into_used_and_leaves_the_room():
    (firm,) = use([FIRM], eok(10))

    assert (firm.used, firm.reserved, firm.room) == (eok(80), eok(0), FIRM.room)


def test_release_gives_the_room_back():
    (firm,) = release([FIRM], eok(10))

    assert (firm.reserved, firm.room) == (eok(0), eok(30))


@pytest.mark.parametrize("act", [use, release])
def test_no_more_is_used_or_released_than_was_reserved(act):
    with pytest.raises(MoreThanReservedError):
        act([FIRM], eok(11))


def test_a_repayment_frees_revolving_limits_only():
    revolving = limit("revolving", 100, used=70, is_revolving=True)

    fixed, freed = repay([FIRM, revolving], eok(30))[::-1]

    assert (fixed.used, freed.used) == (eok(70), eok(40))


def test_no_more_is_repaid_than_was_used():
    with pytest.raises(MoreThanUsedError):
        repay([limit("revolving", 100, used=70, is_revolving=True)], eok(71))


def test_limits_stand_from_the_widest_scope_to_the_narrowest():
    shuffled = [limit(scope.value, 1, scope) for scope in reversed(EnvelopeScope)]

    assert [each.scope.value for each in in_scope_order(shuffled)] == [
        "programme",
        "year",
        "region",
        "institution",
        "group",
        "firm",
    ]


def test_a_reservation_holds_through_its_last_day():
    held = Reservation("application-1", ("firm",), eok(20), date(2024, 5, 10))

    assert held.holds_on(date(2024, 5, 10))
    assert not held.holds_on(date(2024, 5, 11))
