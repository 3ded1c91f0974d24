"""Days as officials write them; what could be read in two ways is refused."""

from datetime import date

import pytest

from majung.errors import message
from majung.values.dates import DateNotReadableError, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2024-09-24",
        "2024-9-24",
        "2024. 9. 24.",
        "2024.09.24",
        "2024/9/24",
        "2024년 9월 24일",
        "2024년9월24일",
        "20240924",
        "２０２４．９．２４",
        " 2024-09-24 ",
    ],
)
def test_days_are_read_as_officials_write_them(text):
    assert parse_date(text) == date(2024, 9, 24)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", message("date-form-not-known")),
        ("24-09-24", message("date-form-not-known")),
        ("24/09/2024", message("date-form-not-known")),
        ("2024-09", message("date-form-not-known")),
        ("2024-9/24", message("date-form-not-known")),
        ("45559", message("date-form-not-known")),
        ("2023-02-29", message("date-does-not-exist")),
        ("20241301", message("date-does-not-exist")),
        ("2024-04-31", message("date-does-not-exist")),
        ("2024-00-10", message("date-does-not-exist")),
        ("0001-01-01", message("date-out-of-range", first="1900", last="2199")),
        ("9999-12-31", message("date-out-of-range", first="1900", last="2199")),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(text, reason):
    with pytest.raises(DateNotReadableError) as refusal:
        parse_date(text)

    assert refusal.value.message == message("date-not-readable", text=text, reason=reason)
