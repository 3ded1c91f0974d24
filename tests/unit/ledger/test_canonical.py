from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from majung.ledger import Side, canonical_bytes, read_canonical

SEOUL = timezone(timedelta(hours=9))


def test_the_bytes_of_a_value_are_as_the_module_says():
    assert canonical_bytes("x", {"b": -5, "a": "원"}) == (
        b"MAJUNG\x01"
        b"S\x00\x00\x00\x00\x00\x00\x00\x01x"
        b"M\x00\x00\x00\x00\x00\x00\x00\x2b"
        b"S\x00\x00\x00\x00\x00\x00\x00\x01aS\x00\x00\x00\x00\x00\x00\x00\x03\xec\x9b\x90"
        b"S\x00\x00\x00\x00\x00\x00\x00\x01bI\x00\x00\x00\x00\x00\x00\x00\x02-5"
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        -1,
        Decimal("0.15"),
        "",
        "추천",
        b"\x00",
        date(2024, 5, 31),
        datetime(2024, 5, 31, 15, 0, 0, 1, tzinfo=UTC),
        (1, "1", Decimal("1.5"), (None,)),
        {"firm": "110111-1234567", "met": True, "parts": ({"a": 1}, ())},
    ],
)
def test_what_was_written_is_read_back(value):
    assert read_canonical(canonical_bytes("decision", value)) == ("decision", value)


def test_the_same_moment_gives_the_same_bytes_in_any_zone():
    in_seoul = datetime(2024, 6, 1, 0, 0, tzinfo=SEOUL)
    in_utc = datetime(2024, 5, 31, 15, 0, tzinfo=UTC)

    assert canonical_bytes("x", in_seoul) == canonical_bytes("x", in_utc)


def test_equal_decimals_give_the_same_bytes():
    assert canonical_bytes("x", Decimal("1.50")) == canonical_bytes("x", Decimal("1.5"))
    assert canonical_bytes("x", Decimal("0E+3")) == canonical_bytes("x", Decimal("-0.00"))
    assert canonical_bytes("x", Decimal("1E+3")) == canonical_bytes("x", Decimal(1000))


def test_the_order_in_which_a_mapping_was_filled_does_not_matter():
    assert canonical_bytes("x", {"a": 1, "b": 2}) == canonical_bytes("x", {"b": 2, "a": 1})


def test_a_word_of_an_enumeration_is_its_text():
    assert canonical_bytes("x", Side.DEBIT) == canonical_bytes("x", "debit")


def test_kinds_of_equal_parts_differ():
    assert canonical_bytes("entry", ()) != canonical_bytes("decision", ())
    assert canonical_bytes("x", 1) != canonical_bytes("x", "1")
    assert canonical_bytes("x", 1) != canonical_bytes("x", True)
    assert canonical_bytes("x", ("ab", "c")) != canonical_bytes("x", ("a", "bc"))


def test_what_has_no_canonical_form_is_refused():
    with pytest.raises(TypeError, match="no canonical form"):
        canonical_bytes("x", 0.1)
    with pytest.raises(ValueError, match="time zone"):
        canonical_bytes("x", datetime(2024, 5, 31))  # noqa: DTZ001 - the case is the missing zone
    with pytest.raises(ValueError, match="no canonical form"):
        canonical_bytes("x", Decimal("NaN"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MAJUNG\x02",
        b"MAJUNG\x01",
        b"MAJUNG\x01S\x00",
        b"MAJUNG\x01S\x00\x00\x00\x00\x00\x00\x00\x09x",
        b"MAJUNG\x01Z\x00\x00\x00\x00\x00\x00\x00\x00",
        canonical_bytes("x", 1) + canonical_bytes("x", 1)[7:],
    ],
)
def test_bytes_in_another_form_are_refused(content):
    with pytest.raises(ValueError, match="canonical bytes"):
        read_canonical(content)
