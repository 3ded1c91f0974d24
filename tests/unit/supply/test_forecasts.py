from datetime import date
from fractions import Fraction

from example_supply import CHIPS, ROBOTS, cell, eok, plan, revision, series
from majung.programmes.supply_subjects import TOTAL
from majung.supply.targets import ForecastMethod, forecast, pace, profile_of
from majung.values.money import Money

MAY = date(2024, 5, 31)


def last_year(*cells):
    """A finished year 2024 as last year's example."""
    return profile_of(plan(), series(*cells))


def test_the_straight_line_continues_at_the_average_so_far():
    found = forecast(pace(plan(), series(cell(TOTAL, 500, 1, 5)), as_of=MAY))

    assert found.method is ForecastMethod.STRAIGHT
    assert found.headline.year_end == eok(1200)
    assert found.headline.rate == Fraction(12, 10)


def test_a_fraction_of_a_won_is_cut_and_the_rate_stays_exact():
    the_pace = pace(plan(), series(cell(TOTAL, 100, 1, 7)), as_of=date(2024, 7, 31))

    found = forecast(the_pace)

    assert found.headline.year_end == Money(17_142_857_142)
    assert found.headline.rate == Fraction(12, 7) / 10


def test_a_profile_continues_the_way_last_year_went():
    profile = last_year(cell(TOTAL, 300, 1, 5), cell(TOTAL, 900, 1, 12))

    found = forecast(pace(plan(), series(cell(TOTAL, 400, 1, 5)), as_of=MAY), profile)

    assert found.method is ForecastMethod.PROFILE
    assert found.headline.year_end == eok(1200)


def test_a_profile_is_read_evenly_between_two_known_days():
    profile = last_year(cell(TOTAL, 300, 1, 4), cell(TOTAL, 900, 1, 12))

    assert profile.share_at(TOTAL, Fraction(2, 12)) == Fraction(1, 6)
    assert profile.share_at(TOTAL, Fraction(8, 12)) == Fraction(1, 3) + Fraction(2, 3) / 2
    assert profile.share_at(TOTAL, Fraction(1)) == 1


def test_a_subject_whose_year_end_is_open_has_no_profile():
    profile = last_year(cell(TOTAL, 900, 1, 12), cell(CHIPS, 100, 1, 5))

    assert profile.share_at(CHIPS, Fraction(5, 12)) is None


def test_a_subject_without_supply_last_year_has_no_profile():
    assert last_year(cell(CHIPS, 0, 1, 12)).share_at(CHIPS, Fraction(5, 12)) is None


def test_what_is_not_known_has_no_forecast():
    found = forecast(pace(plan(), series(cell(CHIPS, 100, 1, 5)), as_of=MAY))

    year_ends = {line.subject: line.year_end for line in found.lines}
    assert (year_ends[TOTAL], year_ends[CHIPS], year_ends[ROBOTS]) == (None, eok(240), None)


def test_a_forecast_without_a_target_has_a_year_end_and_no_rate():
    the_pace = pace(plan(revision(chips=1)), series(cell(TOTAL, 500, 1, 5)), as_of=MAY)

    found = forecast(the_pace)

    assert (found.headline.year_end, found.headline.rate) == (eok(1200), None)


def test_before_the_year_there_is_no_forecast():
    the_pace = pace(plan(), series(cell(TOTAL, 500, 1, 5)), as_of=date(2023, 12, 31))

    assert forecast(the_pace).headline.year_end is None


def test_a_forecast_names_its_method_in_its_figures():
    the_pace = pace(plan(), series(cell(TOTAL, 500, 1, 5)), as_of=MAY)

    figure = forecast(the_pace).figures(the_pace)[0]

    assert figure.key == "example-2024.total.forecast-straight"
    assert figure.definition.message.kind == "define-forecast-straight"
    assert figure.value == eok(1200)
