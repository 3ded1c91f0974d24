from datetime import date

import pytest

from example_rules import ARTICLE
from majung.programmes import Figure, Stated
from majung.rules import Status
from majung.values.money import Money
from majung.values.rates import Rate


def _stated(value, day, unit="firms", status=Status.REPORTED):
    return Stated(value, unit, day, ARTICLE, status)


QUOTA = Figure(
    (
        _stated(10, date(2024, 1, 1)),
        _stated(20, date(2025, 1, 1)),
        _stated(None, date(2026, 1, 1), unit=""),
        _stated(5, date(2027, 1, 1)),
    )
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), 10),
        (date(2024, 12, 31), 10),
        (date(2025, 1, 1), 20),
        (date(2026, 1, 1), None),
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), 5),
    ],
)
def test_later_days_win_and_null_ends(day, value):
    assert QUOTA.value_on(day) == value


def test_what_is_stated_keeps_its_day_and_source():
    assert QUOTA.stated_on(date(2025, 6, 1)) == _stated(20, date(2025, 1, 1))
    assert QUOTA.stated_on(date(2026, 6, 1)) is None


def test_a_figure_is_assumed_if_any_of_its_steps_is():
    assumed = Figure((*QUOTA.steps, _stated(6, date(2028, 1, 1), status=Status.ASSUMED)))

    assert assumed.is_assumed
    assert not QUOTA.is_assumed


@pytest.mark.parametrize(
    ("stated", "ko", "en"),
    [
        (_stated(1200, date(2024, 1, 1)), "1,200개사 (2024. 1. 1.)", "1,200 firms (2024-01-01)"),
        (
            _stated(Rate.percent("0.7"), date(2024, 9, 24), "%p"),
            "0.7 %p (2024. 9. 24.)",
            "0.7 percentage points (2024-09-24)",
        ),
        (
            _stated(Money(200_000_000_000), date(2024, 9, 24), "KRW", Status.ASSUMED),
            "2,000억 원 (2024. 9. 24., 가정)",
            "KRW 200,000,000,000 (2024-09-24, assumed)",
        ),
        (_stated(None, date(2026, 1, 1), ""), "∅ (2026. 1. 1.)", "∅ (2026-01-01)"),
    ],
)
def test_a_number_is_written_with_unit_day_and_status(stated, ko, en):
    assert (stated.spoken("ko"), stated.spoken("en")) == (ko, en)
