"""Calendars, cycles and day counts for all days."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from majung.errors.days import listed_day
from majung.values.calendars import Override, calendar_of, korea
from majung.values.cycles import (
    BusinessDayConvention,
    Cycle,
    add_months,
    adjusted,
    due_dates,
)
from majung.values.dates import parse_date
from majung.values.day_counts import DayCount, year_fraction
from majung.values.months import Month, parse_month

days = st.dates(date(1995, 1, 1), date(2095, 12, 31))
calendars = st.sampled_from(["KR", "US", "MF", "NONE"]).map(calendar_of)
month_counts = st.integers(-400, 400)
cycles = st.builds(
    Cycle, st.integers(1, 40), st.sampled_from("DWMQHY"), has_long_stub=st.booleans()
)


@given(calendars, days)
def test_moving_to_a_business_day_passes_no_business_day(calendar, day):
    after, before = calendar.following(day), calendar.preceding(day)

    assert calendar.is_business_day(after)
    assert calendar.is_business_day(before)
    assert set(calendar.business_days(before, after)) == {before, after}


@given(calendars, days, st.integers(1, 30))
def test_business_days_counted_forth_are_counted_back(calendar, day, count):
    start = calendar.following(day)
    end = calendar.plus(start, count)

    assert calendar.plus(end, -count) == start
    assert len(calendar.business_days(start, end)) == count + 1


@given(calendars, days, st.integers(0, 60))
def test_business_days_of_a_range_are_those_that_say_so(calendar, first, length):
    span = [first + timedelta(days=step) for step in range(length + 1)]

    assert calendar.business_days(span[0], span[-1]) == tuple(
        day for day in span if calendar.is_business_day(day)
    )


@given(days, st.booleans())
def test_an_order_changes_its_own_day_only(day, is_open):
    ordered = korea([Override(day, is_business_day=is_open, source="decree")])

    for step in range(-3, 4):
        near = day + timedelta(days=step)
        expected = korea().is_business_day(near) if step else is_open
        assert ordered.is_business_day(near) == expected


@given(calendars, days, st.sampled_from(list(BusinessDayConvention)))
def test_a_due_date_moves_to_a_business_day_the_way_its_name_says(calendar, day, convention):
    moved = adjusted(day, convention, calendar)

    if convention is BusinessDayConvention.NONE:
        assert moved == day
        return
    assert calendar.is_business_day(moved)
    assert adjusted(moved, convention, calendar) == moved
    if convention is BusinessDayConvention.FOLLOWING:
        assert moved >= day
    if convention is BusinessDayConvention.PRECEDING:
        assert moved <= day
    if convention.startswith("modified"):
        # Every month of these calendars has a business day, so the move never leaves it.
        assert (moved.year, moved.month) == (day.year, day.month)


@given(days, month_counts)
def test_months_are_added_and_only_the_day_may_shrink(day, months):
    moved = add_months(day, months)

    assert Month.of(moved) == Month.of(day).plus(months)
    assert moved.day == min(day.day, monthrange(moved.year, moved.month)[1])


@given(days, st.integers(1, 24), st.integers(1, 60), st.booleans())
def test_due_dates_grow_and_each_counts_from_the_anchor(anchor, months, count, end_of_month):
    dates = due_dates(anchor, months, count, end_of_month=end_of_month)

    assert dates[0] == anchor or (end_of_month and Month.of(dates[0]) == Month.of(anchor))
    assert list(dates) == sorted(set(dates))
    assert [Month.of(day) for day in dates] == [
        Month.of(anchor).plus(number * months) for number in range(count)
    ]


@given(days, st.integers(0, 4_000), cycles)
def test_a_cycle_covers_its_time_from_end_to_end(anchor, length, cycle):
    last = anchor + timedelta(days=length)
    dates = cycle.dates(anchor, last)

    assert (dates[0], dates[-1]) == (anchor, last)
    assert list(dates) == sorted(set(dates))
    regular = dates[:-1]
    assert regular == tuple(cycle.step(anchor, number) for number in range(len(regular)))


@given(days, st.integers(0, 3_000), st.integers(0, 3_000), st.sampled_from([
    DayCount.A365, DayCount.A360, DayCount.AA, DayCount.B252,
]))  # fmt: skip
def test_counted_days_add_up_over_a_cut(start, first, second, count):
    middle = min(start + timedelta(days=first), date(2099, 1, 1))
    end = min(middle + timedelta(days=second), date(2100, 1, 1))

    def part(begin, finish):
        return year_fraction(count, begin, finish, calendar=korea())

    assert part(start, middle) + part(middle, end) == part(start, end)


@given(days, st.integers(0, 40), st.sampled_from(list(DayCount)[:-1]))
def test_whole_years_on_regular_days_are_whole_years(day, years, count):
    start = day.replace(day=min(day.day, 27))
    end = start.replace(year=start.year + years)
    fraction = year_fraction(count, start, end)

    if count in (DayCount.A365, DayCount.A360, DayCount.AA):
        assert abs(fraction - years) <= Fraction(40 * 6, 360)
    else:
        assert fraction == years


@given(days, st.integers(0, 5_000), st.sampled_from(list(DayCount)[:-1]))
def test_a_year_fraction_is_never_negative_and_near_the_days(start, length, count):
    end = start + timedelta(days=length)
    fraction = year_fraction(count, start, end, maturity=end)

    assert fraction >= 0
    assert abs(fraction - Fraction(length, 365)) <= Fraction(5, 336) + Fraction(length, 365) / 50


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_written_day_and_month_reads_back(day):
    assert parse_date(listed_day(day, "ko")) == parse_date(listed_day(day, "en")) == day
    assert (
        parse_month(Month.of(day).spoken("ko")) == parse_month(str(Month.of(day))) == Month.of(day)
    )
