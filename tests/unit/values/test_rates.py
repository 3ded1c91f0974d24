"""Rates keep every digit, know their unit when written, and enter columns as integers."""

from decimal import Decimal
from fractions import Fraction

import pytest

from majung.errors import message
from majung.values.rates import (
    RATE_SCALE,
    Rate,
    RateNotReadableError,
    RateTooFineError,
    RateUnit,
    Ratio,
    parse_rate,
    parse_ratio,
    percent_written,
)

READABLE = [
    ("4.62 %", "0.0462"),
    ("4.62%", "0.0462"),
    ("연 4.62%", "0.0462"),
    ("연리 5 퍼센트", "0.05"),
    ("４．６２％", "0.0462"),
    ("0.7 %p", "0.007"),
    ("0.7%P", "0.007"),
    ("0.7 퍼센트포인트", "0.007"),
    ("0.7%포인트", "0.007"),
    ("최대 1.2 %p", "0.012"),
    ("1.2%p 이내", "0.012"),
    ("up to 1.2 percentage points", "0.012"),
    ("△0.7%p", "-0.007"),
    ("▲0.7%p", "-0.007"),
    ("-0.7%p", "-0.007"),
    ("120bp", "0.012"),
    ("1,200 bps", "0.12"),
    ("0.05bp", "0.000005"),
    ("0 %", "0"),
    ("3.123456789012 %", "0.03123456789012"),
]


@pytest.mark.parametrize(("text", "value"), READABLE, ids=[text for text, _ in READABLE])
def test_rates_are_read_as_officials_write_them(text, value):
    assert parse_rate(text) == Rate(Decimal(value))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("0.7 %p", RateUnit.POINTS),
        ("70bp", RateUnit.POINTS),
        ("4.62 %", RateUnit.PERCENT),
        ("462bp", RateUnit.PERCENT),
    ],
)
def test_a_rate_fits_the_unit_that_is_wanted(text, unit):
    assert parse_rate(text, unit) == parse_rate(text)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("0.7 %", RateUnit.POINTS, RateUnit.PERCENT),
        ("0.7 %p", RateUnit.PERCENT, RateUnit.POINTS),
    ],
)
def test_percent_and_points_are_never_mixed(text, wanted, found):
    with pytest.raises(RateNotReadableError) as refusal:
        parse_rate(text, wanted)

    assert refusal.value.message == message(
        "rate-not-readable",
        text=text,
        reason=message("rate-unit-differs", found=found, wanted=wanted),
    )


UNREADABLE = [
    ("4.62", message("rate-unit-missing")),
    ("", message("rate-unit-missing")),
    ("%", message("number-missing")),
    ("최대 %", message("number-missing")),
    ("4,62 %", message("number-separators-misplaced", number="4,62")),
    ("4.6.2 %", message("number-separators-misplaced", number="4.6.2")),
    ("최소 3 %", message("number-separators-misplaced", number="최소 3")),
    ("3 % 이상", message("rate-unit-missing")),
    ("3억 %", message("number-separators-misplaced", number="3억")),
    ("9" * 61 + "%", message("number-too-long", longest=60)),
]


@pytest.mark.parametrize(("text", "reason"), UNREADABLE, ids=[text for text, _ in UNREADABLE])
def test_a_rate_that_could_be_misread_is_refused_with_its_reason(text, reason):
    with pytest.raises(RateNotReadableError) as refusal:
        parse_rate(text)

    assert refusal.value.message == message("rate-not-readable", text=text, reason=reason)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30/100", "0.3"),
        ("1/8", "0.125"),
        ("최대 30 %", "0.3"),
        ("85%", "0.85"),
        ("100 %", "1"),
        ("37.5 퍼센트", "0.375"),
    ],
)
def test_shares_are_read_in_percent_and_as_fractions(text, value):
    assert parse_ratio(text) == Ratio(Decimal(value))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1/3", message("ratio-not-decimal")),
        ("1/0", message("ratio-of-nothing")),
        ("1/", message("number-missing")),
        ("0.85", message("rate-unit-missing")),
        (
            "0.7 %p",
            message("rate-unit-differs", found=RateUnit.POINTS, wanted=RateUnit.PERCENT),
        ),
        ("70bp", message("rate-unit-differs", found="bp", wanted=RateUnit.PERCENT)),
    ],
)
def test_a_share_that_could_be_misread_is_refused_with_its_reason(text, reason):
    with pytest.raises(RateNotReadableError) as refusal:
        parse_ratio(text)

    assert refusal.value.message == message("rate-not-readable", text=text, reason=reason)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("4.62", "4.62 %"),
        ("4.620", "4.62 %"),
        ("100", "100 %"),
        ("0.00000001", "0.00000001 %"),
        ("-0.7", "-0.7 %"),
        ("-0.0", "0 %"),
        ("1200", "1200 %"),
    ],
)
def test_a_rate_is_written_in_percent_with_every_digit(written, spoken):
    assert Rate.percent(written).spoken("ko") == spoken
    assert Ratio.percent(written).spoken("en") == spoken


def test_a_difference_is_written_in_points():
    assert Rate.percent("0.7").spoken_points("ko") == "0.7 %p"
    assert Rate.percent("-1.20").spoken_points("en") == "-1.2 percentage points"


def test_rates_add_without_losing_a_digit():
    base, cut = Rate.percent("4.62"), Rate.percent("0.700000000000000000000000000001")

    assert (base - cut + cut, -cut + cut, abs(-cut)) == (base, Rate(Decimal(0)), cut)


def test_shares_multiply_rates_and_shares():
    assert Rate.percent("4.62") * Ratio.percent("30") == Rate.percent("1.386")
    assert Ratio.percent("85") * Ratio.percent("50") == Ratio.percent("42.5")
    assert Rate.percent("0.1") * 3 == Rate.percent("0.3")


def test_a_rate_and_a_share_do_not_add():
    with pytest.raises(TypeError):
        Rate.percent(1) + Ratio.percent(1)
    with pytest.raises(TypeError):
        Ratio.percent(1) - Rate.percent(1)
    with pytest.raises(TypeError):
        _ = Rate.percent(1) < Ratio.percent(2)


def test_equal_rates_are_equal_however_they_were_written():
    assert Rate.percent("4.60") == Rate.percent("4.6")
    assert hash(Rate.percent("4.60")) == hash(Rate.percent("4.6"))
    assert Rate.percent(1) != Ratio.percent(1)
    assert sorted([Rate.percent(3), Rate.percent(2)]) == [Rate.percent(2), Rate.percent(3)]


def test_a_rate_enters_a_column_as_an_integer():
    rate = Rate.percent("4.62")

    assert rate.scaled == 46_200_000_000
    assert Rate.from_scaled(rate.scaled) == rate
    assert Fraction(rate.scaled, RATE_SCALE) == rate.fraction


def test_a_rate_finer_than_twelve_places_does_not_enter_a_column():
    rate = Rate.percent("0.00000000001")

    with pytest.raises(RateTooFineError) as refusal:
        _ = rate.scaled

    assert refusal.value.message == message("rate-too-fine", rate=rate, places=12)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), 1, "0.1"])
def test_only_a_finite_decimal_is_a_rate(value):
    with pytest.raises(TypeError, match="finite Decimal"):
        Rate(value)


def test_interfaces_write_a_plain_decimal_string():
    assert Rate.percent("4.620").as_json() == "0.0462"
    assert Ratio.percent(100).as_json() == "1"
    assert Rate.from_json("-0.007") == Rate.percent("-0.7")


@pytest.mark.parametrize("written", ["", "4.62%", "1e-3", "NaN"])
def test_interfaces_refuse_what_is_no_plain_decimal(written):
    with pytest.raises(RateNotReadableError):
        Rate.from_json(written)


def test_a_computed_share_is_rounded_half_up_for_a_table():
    assert percent_written(Fraction(545, 1024)) == "53.2 %"
    assert percent_written(Fraction(5, 12)) == "41.7 %"
    assert percent_written(Fraction(1, 2000), 1) == "0.1 %"
    assert percent_written(Fraction(-1, 2000), 1) == "-0.1 %"
    assert percent_written(Fraction(1), 0) == "100 %"
