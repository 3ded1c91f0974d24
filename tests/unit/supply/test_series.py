from datetime import date

import pytest

from example_supply import AI, BANK, CHIPS, PAPER, ROBOTS, cell, eok, plan, series
from majung.programmes.supply_plan_files import supply_plan
from majung.programmes.supply_subjects import TOTAL, Subject
from majung.supply.targets import (
    CellStatedTwiceError,
    MixedSeriesError,
    SeriesSource,
    SupplyCell,
    known_through,
    published_series,
    span_of,
)

MAY = date(2024, 5, 31)


def known(the_series, subject, *, on=MAY):
    return span_of(the_series, plan(), through_on=on).known(subject)


def test_a_series_refuses_a_cell_of_another_source():
    invented = cell(TOTAL, 1, 1, 5, SeriesSource.EXAMPLE)

    with pytest.raises(MixedSeriesError) as refusal:
        series(cell(CHIPS, 1, 1, 5), invented)

    assert refusal.value.message.value("declared") is SeriesSource.REPORTED
    assert refusal.value.message.value("found") == (SeriesSource.EXAMPLE, SeriesSource.REPORTED)


def test_example_cells_make_a_series_of_their_own_only():
    invented = cell(TOTAL, 1, 1, 5, SeriesSource.EXAMPLE)

    own = series(invented, source=SeriesSource.EXAMPLE)

    assert known(own, TOTAL).amount == eok(1)
    with pytest.raises(MixedSeriesError):
        series(invented, source=SeriesSource.LEDGER)


def test_a_subject_and_a_span_are_stated_once():
    with pytest.raises(CellStatedTwiceError):
        series(cell(CHIPS, 1, 1, 5), cell(CHIPS, 2, 1, 5))


def test_a_cell_ends_no_earlier_than_it_begins():
    with pytest.raises(ValueError, match="ends before it begins"):
        SupplyCell(TOTAL, MAY, date(2024, 5, 30), None, SeriesSource.REPORTED, PAPER)


def test_a_stated_figure_is_read_as_it_stands():
    found = known(series(cell(TOTAL, 545, 1, 5)), TOTAL)

    assert (found.amount, found.is_composed, found.otherwise) == (eok(545), False, None)
    assert found.documents == (PAPER,)


def test_months_are_laid_end_to_end():
    months = [cell(TOTAL, 10 * number, number, number) for number in range(1, 6)]

    assert known(series(*months), TOTAL).amount == eok(150)


def test_a_month_that_is_missing_leaves_the_year_to_date_open():
    months = [cell(TOTAL, 10, number, number) for number in (1, 2, 4, 5)]

    assert known(series(*months), TOTAL).amount is None


def test_a_month_that_nobody_published_leaves_the_year_to_date_open():
    months = [cell(TOTAL, None if number == 3 else 10, number, number) for number in range(1, 6)]

    assert known(series(*months), TOTAL).amount is None


def test_a_figure_through_a_later_day_says_nothing_about_an_earlier_one():
    assert known(series(cell(TOTAL, 545, 1, 6)), TOTAL).amount is None


def test_the_total_is_the_sum_of_the_sectors_where_nobody_stated_it():
    found = known(series(cell(CHIPS, 300, 1, 5), cell(ROBOTS, 245, 1, 5)), TOTAL)

    assert (found.amount, found.is_composed) == (eok(545), True)


def test_the_total_is_the_sum_of_the_institutions_where_sectors_are_open():
    of_fund = Subject(institution="fund")
    found = known(series(cell(BANK, 300, 1, 5), cell(of_fund, 245, 1, 5)), TOTAL)

    assert (found.amount, found.is_composed) == (eok(545), True)


def test_a_sum_with_an_open_part_is_open():
    assert known(series(cell(CHIPS, 300, 1, 5)), TOTAL).amount is None
    assert known(series(cell(CHIPS, 300, 1, 5), cell(ROBOTS, None, 1, 5)), TOTAL).amount is None


def test_a_published_total_is_known_although_a_sector_is_open():
    found = known(series(cell(TOTAL, 545, 1, 5), cell(CHIPS, 300, 1, 5)), TOTAL)

    assert (found.amount, found.is_composed) == (eok(545), False)


def test_a_published_total_is_never_split_into_sectors():
    the_series = series(cell(TOTAL, 545, 1, 5), cell(CHIPS, 300, 1, 5))

    assert known(the_series, ROBOTS).amount is None


def test_a_published_total_stands_and_the_sum_of_its_parts_is_told():
    cells = (cell(TOTAL, 545, 1, 5), cell(CHIPS, 300, 1, 5), cell(ROBOTS, 240, 1, 5))

    found = known(series(*cells), TOTAL)

    assert (found.amount, found.otherwise) == (eok(545), eok(540))


def test_two_ways_to_lay_months_that_differ_are_told():
    cells = (cell(TOTAL, 30, 1, 3), *(cell(TOTAL, 11, month, month) for month in (1, 2, 3, 4, 5)))

    found = known(series(*cells), TOTAL)

    assert (found.amount, found.otherwise) == (eok(52), eok(55))


def test_a_sector_is_the_sum_of_the_institutions_of_the_perimeter():
    cells = (
        cell(Subject("chips", "bank"), 100, 1, 5),
        cell(Subject("chips", "fund"), 20, 1, 5),
        cell(Subject("chips", "stranger"), 999, 1, 5),
    )

    assert known(series(*cells), CHIPS).amount == eok(120)


def test_an_institution_that_did_not_report_leaves_the_sector_open():
    assert known(series(cell(Subject("chips", "bank"), 100, 1, 5)), CHIPS).amount is None


def test_an_institution_is_the_sum_of_its_sectors():
    cells = (
        cell(Subject("chips", "bank"), 100, 1, 5),
        cell(Subject("robots", "bank"), 20, 1, 5),
    )

    assert known(series(*cells), BANK).amount == eok(120)


def test_a_theme_is_the_sum_of_the_institutions_and_never_part_of_the_total():
    cells = (
        cell(Subject(theme="ai", institution="bank"), 7, 1, 5),
        cell(Subject(theme="ai", institution="fund"), 5, 1, 5),
    )

    assert known(series(*cells), AI).amount == eok(12)
    assert known(series(*cells), TOTAL).amount is None


def test_supply_of_institutions_outside_the_perimeter_is_shown_apart():
    the_series = series(cell(TOTAL, 545, 1, 5), cell(Subject(institution="stranger"), 9, 1, 5))

    outside = span_of(the_series, plan(), through_on=MAY).outside_perimeter()

    assert outside == {"stranger": eok(9)}


def test_the_last_known_day_of_a_subject_is_found():
    the_series = series(cell(TOTAL, 100, 1, 2), cell(TOTAL, 200, 1, 4), cell(CHIPS, 1, 1, 5))

    assert known_through(the_series, plan(), subject=TOTAL) == date(2024, 4, 30)
    assert known_through(the_series, plan(), subject=ROBOTS) is None


def test_after_the_year_the_whole_year_is_read():
    assert known(series(cell(TOTAL, 545, 1, 12)), TOTAL, on=date(2025, 3, 1)).amount == eok(545)


def test_before_the_year_nothing_is_known():
    assert known(series(cell(TOTAL, 545, 1, 12)), TOTAL, on=date(2023, 12, 31)).amount is None


def test_what_was_published_for_a_plan_is_a_reported_series():
    published = published_series(supply_plan("five-sectors-2024"))

    assert published.source is SeriesSource.REPORTED
    assert [(cell.subject, cell.last_on) for cell in published.cells] == [(TOTAL, MAY)]
    assert published.watermark.startswith("five-sectors-2024@")


def test_a_source_is_named_in_words():
    assert [source.spoken("ko") for source in SeriesSource] == ["기관 보고", "원장", "예시"]
    assert SeriesSource.LEDGER.spoken("en") == "ledger"
