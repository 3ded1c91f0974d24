from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from majung.reports.cells import (
    NOT_STATED,
    OPEN,
    PERCENT,
    POINTS,
    TIMES,
    Cell,
    InSheet,
    amount,
    count,
    counter,
    day,
    in_sheet,
    moment,
    percent,
    points,
    scale_unit,
    scaled,
    words,
    written,
)
from majung.rules import Label
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from sheet_formats import displayed

TRILLION = 10**12
CASES = counter("건", "cases", "case")

CELLS = [
    (scaled(Money(54_500_000_000_000), "조", 1), "54.5조 원", "KRW 54.5 trillion"),
    (scaled(Money(102_450_000_000_000), "조", 1), "102.5조 원", "KRW 102.5 trillion"),
    (scaled(Money(545_000_000_000), "억"), "5,450억 원", "KRW 545.0 billion"),
    (scaled(Money(-3_500_000_000), "억"), "△35억 원", "KRW −3.5 billion"),
    (scaled(Money(1_234), "원"), "1,234원", "KRW 1,234"),
    (scaled(Money(2_731_356_646, "USD"), "백만", 2), "27.31백만 USD", "USD 27.31 million"),
    (amount(Money(54_500_000_000_000)), "54조 5,000억 원", "KRW 54,500,000,000,000"),
    (amount(Money(-6_550_000_000)), "△65억 5,000만 원", "−KRW 6,550,000,000"),
    (percent(Fraction(545, 1024)), "53.2 %", "53.2 %"),
    (percent(Fraction(5, 12), 2), "41.67 %", "41.67 %"),
    (percent(Rate.percent("4.62"), None), "4.62 %", "4.62 %"),
    (percent(Ratio.percent("100"), None), "100 %", "100 %"),
    (percent(Fraction(0)), "0.0 %", "0.0 %"),
    (points(Fraction(545, 1024) - Fraction(5, 12)), "+11.6 %p", "+11.6 pp"),
    (points(Fraction(-1, 1000)), "△0.1 %p", "−0.1 pp"),
    (points(Fraction(-1, 10_000)), "0.0 %p", "0.0 pp"),
    (points(-Rate.percent("0.7"), None), "△0.7 %p", "−0.7 pp"),
    (Cell(Fraction(3, 2), TIMES, 1), "1.5배", "1.5×"),
    (count(213, CASES), "213건", "213 cases"),
    (count(1, CASES), "1건", "1 case"),
    (count(12_345, counter()), "12,345", "12,345"),
    (day(date(2024, 5, 31)), "2024. 5. 31.", "2024-05-31"),
    (moment(datetime(2024, 6, 25, 15, 5, tzinfo=UTC)), "2024. 6. 26. 00:05 KST",
     "2024-06-26 00:05 KST"),
    (words(Label("분야", "Sector")), "분야", "Sector"),
    (scaled(OPEN, "조", 1), "미공표", "not published"),
    (Cell(NOT_STATED, PERCENT), "미확인", "not stated"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "korean", "english"), CELLS)
def test_a_cell_is_written_the_way_officials_of_each_language_do(cell, korean, english):
    assert (written(cell, "ko"), written(cell, "en")) == (korean, english)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("cell", [cell for cell, _, _ in CELLS])
def test_a_sheet_shows_the_same_characters(cell, language):
    for under in (None, cell.unit):
        shown = in_sheet(cell, language, under=under)
        text = written(cell, language, under=under)

        match shown.value:
            case Decimal():
                assert displayed(shown.value, shown.number_format) == text
            case date():
                assert shown.value == cell.value
            case _:
                assert shown == InSheet(text)


def test_a_unit_in_the_head_of_a_column_is_not_repeated():
    cell = scaled(Money(54_500_000_000_000), "조", 1)

    assert written(cell, "ko", under=scale_unit("조")) == "54.5"
    assert written(cell, "ko", under=scale_unit("억")) == "54.5조 원"
    assert written(percent(Fraction(545, 1024)), "ko", under=PERCENT) == "53.2"
    assert written(points(Fraction(1, 30)), "en", under=POINTS) == "+3.3"


def test_a_share_is_a_true_percentage_in_a_sheet_and_a_number_under_a_head():
    pace = percent(Fraction(545, 1024))

    assert in_sheet(pace, "ko").value == Decimal("0.532")
    assert in_sheet(pace, "ko", under=PERCENT).value == Decimal("53.2")


def test_a_day_in_a_sheet_is_a_day_written_the_national_way():
    held = day(date(2024, 7, 4))

    assert in_sheet(held, "ko") == InSheet(date(2024, 7, 4), 'yyyy". "m". "d"."')
    assert in_sheet(held, "en") == InSheet(date(2024, 7, 4), "yyyy-mm-dd")


def test_a_number_of_more_digits_than_a_sheet_keeps_is_text():
    long = scaled(Money(1_234_567_890_123_456), "원")

    assert in_sheet(long, "ko") == InSheet("1,234,567,890,123,456원")


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (0.5, PERCENT),
        (True, counter()),
        (Money(1), PERCENT),
        (Fraction(1, 2), scale_unit("조")),
        (date(2024, 1, 1), counter()),
        (datetime(2024, 1, 1, tzinfo=UTC), day(date(2024, 1, 1)).unit),
        (3, words("").unit),
    ],
)
def test_a_cell_refuses_what_its_unit_does_not_count(value, unit):
    with pytest.raises(TypeError, match="does not hold"):
        Cell(value, unit)


def test_a_fraction_says_how_many_places_are_shown():
    with pytest.raises(ValueError, match="decimal places"):
        Cell(Fraction(1, 3), PERCENT, None)
