"""The published figures of the council, computed from the plans that ship.

Source: domain figures of 2023 to 2026 as published; see the README of each plan.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from example_supply import BANK, CHIPS, PAPER, ROBOTS, cell, eok, plan, revision, series
from majung.errors import message
from majung.programmes.programme import SupplyBasis
from majung.programmes.supply_plan_files import supply_plan
from majung.programmes.supply_plans import (
    Bound,
    Curve,
    Execution,
    Mark,
    PlanRevisionNotInForceError,
    PlanRevisionUnknownError,
    Printed,
    PublishedFigure,
    Shape,
)
from majung.programmes.supply_subjects import TOTAL, Counting, Renewals, Subject
from majung.rules.citations import Label, Status
from majung.supply.targets import (
    CountedDifferentlyError,
    SeriesSource,
    pace,
    published_series,
)
from majung.values.money import Money, parse_money
from majung.values.rates import Ratio, percent_written

MAY = date(2024, 5, 31)


def published_pace(key, on, **arguments):
    the_plan = supply_plan(key)
    return pace(the_plan, published_series(the_plan), as_of=on, **arguments)


def kinds(the_pace):
    return [note.kind for note in the_pace.notes]


# The golden figures


def test_2024_is_53_2_percent_against_five_twelfths():
    found = published_pace("five-sectors-2024", MAY)

    assert found.headline.supplied == parse_money("54.5조")
    assert found.headline.target == parse_money("102.4조")
    assert found.headline.rate == Fraction(545, 1024)
    assert found.elapsed == Fraction(5, 12)
    assert percent_written(found.headline.rate) == "53.2 %"
    assert found.gap == Fraction(545, 1024) - Fraction(5, 12)
    assert [line.supplied for line in found.sectors] == [None] * 5


def test_2024_rests_on_the_exact_target_and_not_on_the_headline_of_102():
    rounded = Fraction(545, 1020)

    assert percent_written(rounded) == "53.4 %"
    assert published_pace("five-sectors-2024", MAY).headline.rate != rounded


def test_2023_prints_computed_rates_beside_published_ones():
    found = published_pace("five-sectors-2023", date(2023, 5, 31))

    rates = [(percent_written(line.rate), line.printed.spoken("en")) for line in found.sectors]
    assert rates == [
        ("47.3 %", "47.4 %"),
        ("46.8 %", "46.9 %"),
        ("48.6 %", "48.6 %"),
        ("83.3 %", "83.3 %"),
        ("45.2 %", "45.2 %"),
    ]
    assert found.headline.supplied == parse_money("463,306억")
    assert found.headline.target == parse_money("91.8조")
    assert percent_written(found.headline.rate) == "50.5 %"


def test_2023_lists_the_two_rates_that_differ_and_computes_nothing_backwards():
    found = published_pace("five-sectors-2023", date(2023, 5, 31))

    differing = [note for note in found.notes if note.kind == "pace-printed-rate-differs"]
    assert [(note.value("computed"), note.value("target").spoken("ko")) for note in differing] == [
        ("47.3 %", "15조 6,000억 원"),
        ("46.8 %", "20조 3,000억 원"),
    ]


def test_2023_total_is_its_own_figure_and_not_the_sum_of_the_sectors():
    found = published_pace("five-sectors-2023", date(2023, 5, 31))

    (note,) = [note for note in found.notes if note.kind == "pace-sector-targets-do-not-sum"]
    assert (note.value("sectors"), note.value("total")) == (
        parse_money("91.85조"),
        parse_money("91.8조"),
    )
    assert found.headline.otherwise is None


def test_2023_headline_hides_83_percent_beside_45():
    found = published_pace("five-sectors-2023", date(2023, 5, 31))

    (note,) = [note for note in found.notes if note.kind == "pace-sectors-apart"]
    assert (note.value("fastest_rate"), note.value("slowest_rate")) == ("83.3 %", "45.2 %")


def test_2023_can_be_read_against_its_first_revision():
    found = published_pace("five-sectors-2023", date(2023, 5, 31), revision=1)

    assert found.headline.target == parse_money("81.4조")
    assert percent_written(found.headline.rate) == "56.9 %"
    assert found.headline.printed is None


def test_the_revision_in_force_on_the_day_is_read_where_none_is_named():
    assert published_pace("five-sectors-2023", date(2023, 2, 21)).revision.number == 1
    assert published_pace("five-sectors-2023", date(2023, 2, 22)).revision.number == 2


def test_2025_is_100_1_percent_against_75_with_open_sector_targets():
    found = published_pace("five-sectors-2025", date(2025, 9, 30), revision=2)

    assert found.headline.rate == Fraction(1382, 1380)
    assert percent_written(found.headline.rate) == "100.1 %"
    assert found.elapsed == Fraction(3, 4)
    assert [line.target for line in found.sectors] == [None] * 5
    assert [line.rate for line in found.sectors] == [None] * 5
    assert "pace-sector-targets-open" in kinds(found)
    assert "pace-above-plan" in kinds(found)


def test_2025_supplied_more_than_twice_the_ai_plan():
    (ai,) = published_pace("five-sectors-2025", date(2025, 9, 30)).themes

    assert (ai.supplied, ai.target, ai.rate) == (
        parse_money("10.6조"),
        parse_money("5조"),
        Fraction(212, 100),
    )


def test_2025_first_revision_has_sectors_that_add_up():
    found = published_pace("five-sectors-2025", date(2025, 9, 30), revision=1)

    assert sum((line.target for line in found.sectors), Money.zero("KRW")) == found.headline.target
    assert "pace-sector-targets-do-not-sum" not in kinds(found)


def test_2025_front_loading_is_read_beside_the_straight_line_and_flagged():
    front_loaded = supply_plan("five-sectors-2025").curve("front-loaded")

    found = published_pace("five-sectors-2025", date(2025, 9, 30), curve=front_loaded)

    (reading,) = found.curves
    assert reading.benchmark.expected == Fraction(122, 138)
    assert found.expected == Fraction(122, 138)
    assert found.headline.elapsed == Fraction(3, 4)
    assert [reached.is_kept for reached in reading.marks] == [None, None, None]
    assert kinds(found).count("curve-marks-contradict-below-total") == 2
    assert kinds(found).count("curve-other-perimeter") == 1


def test_2026_has_targets_and_no_supply_yet():
    found = published_pace("five-sectors-2026", date(2026, 3, 31))

    assert found.headline.target == parse_money("150.2조")
    assert (found.headline.supplied, found.headline.rate) == (None, None)
    assert "pace-supply-open" in kinds(found)


def test_the_regional_target_of_2026_is_a_share_of_supply_and_not_of_the_year():
    plan_2026 = supply_plan("five-sectors-2026")

    assert plan_2026.regional_target.share == Ratio(Decimal("0.417"))
    assert plan_2026.regional_target.share.fraction != Fraction(5, 12)
    assert plan_2026.sub_sectors == 47


# The rules


def test_a_rate_is_exact_and_open_where_a_part_is():
    found = pace(plan(), series(cell(TOTAL, 500, 1, 5), cell(CHIPS, 200, 1, 5)), as_of=MAY)

    assert found.headline.rate == Fraction(1, 2)
    assert found.line(CHIPS).rate == Fraction(1, 3)
    assert found.line(ROBOTS).rate is None
    assert found.line(BANK).rate is None


def test_a_target_of_nothing_has_no_rate():
    the_plan = plan(revision(total=0))

    assert pace(the_plan, series(cell(TOTAL, 5, 1, 5)), as_of=MAY).headline.rate is None


def test_a_line_the_plan_does_not_have_is_a_mistake():
    found = pace(plan(), series(), as_of=MAY)

    with pytest.raises(KeyError, match="example-2024"):
        found.line(Subject(sector="ships"))


def test_an_unknown_revision_is_refused_with_those_there_are():
    with pytest.raises(PlanRevisionUnknownError) as refusal:
        pace(plan(), series(), as_of=MAY, revision=9)

    assert refusal.value.message == message(
        "plan-revision-unknown", plan="example-2024", revision=9, known=(1,)
    )


def test_a_day_before_the_first_revision_is_refused():
    with pytest.raises(PlanRevisionNotInForceError):
        pace(plan(), series(), as_of=date(2023, 12, 19))


def test_supply_known_only_through_an_earlier_day_is_open_with_that_day():
    found = pace(plan(), series(cell(TOTAL, 500, 1, 4)), as_of=MAY)

    assert found.headline.supplied is None
    assert message("pace-supply-open-since", on=MAY, last=date(2024, 4, 30)) in found.notes


def test_institutions_outside_the_perimeter_are_shown_and_not_counted():
    stranger = cell(Subject(institution="stranger"), 77, 1, 5)

    found = pace(plan(), series(cell(TOTAL, 500, 1, 5), stranger), as_of=MAY)

    assert found.outside == (("stranger", eok(77)),)
    assert found.headline.supplied == eok(500)
    assert "pace-outside-perimeter" in kinds(found)


def test_a_published_sum_that_differs_from_its_parts_is_told():
    cells = (cell(TOTAL, 500, 1, 5), cell(CHIPS, 200, 1, 5), cell(ROBOTS, 299, 1, 5))

    found = pace(plan(), series(*cells), as_of=MAY)

    assert found.headline.supplied == eok(500)
    assert (
        message(
            "pace-readings-differ",
            subject=Label("합계", "Total"),
            stated=eok(500),
            otherwise=eok(499),
        )
        in found.notes
    )


def test_an_example_series_says_so_and_meets_no_published_rate():
    printed = PublishedFigure(eok(500), Printed(Ratio.percent("50"), 0))
    execution = Execution(date(2024, 1, 1), MAY, 1, {TOTAL: printed}, PAPER)
    the_plan = plan(executions=(execution,))
    invented = series(cell(TOTAL, 400, 1, 5, SeriesSource.EXAMPLE), source=SeriesSource.EXAMPLE)

    found = pace(the_plan, invented, as_of=MAY)

    assert (found.series, found.headline.printed) == (SeriesSource.EXAMPLE, None)
    assert kinds(found)[0] == "pace-example-series"


def test_a_printed_elapsed_target_that_differs_is_told():
    execution = Execution(date(2024, 1, 1), MAY, 1, {}, PAPER, Printed(Ratio.percent("40"), 0))

    found = pace(plan(executions=(execution,)), series(), as_of=MAY)

    assert "pace-printed-elapsed-differs" in kinds(found)


@pytest.mark.parametrize(
    "counting",
    [
        Counting(SupplyBasis.APPROVED, Renewals.GROSS, is_revolving=True),
        Counting(SupplyBasis.DRAWN, Renewals.NET, is_revolving=True),
        Counting(SupplyBasis.DRAWN, Renewals.GROSS, is_revolving=False),
    ],
)
def test_a_series_that_counts_differently_is_refused(counting):
    planned = Counting(SupplyBasis.DRAWN, Renewals.GROSS, is_revolving=True)

    with pytest.raises(CountedDifferentlyError):
        pace(plan(counting=planned), series(counting=counting), as_of=MAY)


def test_what_nobody_stated_about_counting_is_no_conflict():
    planned = Counting(SupplyBasis.DRAWN)
    counted = Counting(None, Renewals.NET, is_revolving=False)

    found = pace(plan(counting=planned), series(counting=counted), as_of=MAY)

    assert "pace-counting-unstated" not in kinds(found)


def test_a_plan_that_says_nothing_about_counting_has_a_note():
    assert "pace-counting-unstated" in kinds(pace(plan(), series(), as_of=MAY))


@pytest.mark.parametrize(
    ("bound", "amount", "missed"),
    [
        (Bound.AT_LEAST, 300, None),
        (Bound.AT_LEAST, 301, "curve-mark-missed-at-least"),
        (Bound.AT_MOST, 300, None),
        (Bound.AT_MOST, 299, "curve-mark-missed-at-most"),
        (Bound.EXACTLY, 300, None),
        (Bound.EXACTLY, 301, "curve-mark-missed-exactly"),
    ],
)
def test_marks_whose_day_has_come_are_kept_or_missed(bound, amount, missed):
    mark = Mark(date(2024, 3, 31), bound, eok(amount))
    path = Curve("path", Label("경로", "path"), Shape.LINEAR, (mark,), PAPER)
    the_series = series(cell(TOTAL, 300, 1, 3), cell(TOTAL, 200, 4, 5))

    found = pace(plan(curves=(path,)), the_series, as_of=MAY)

    (reached,) = found.curves[0].marks
    assert (reached.supplied, reached.is_kept) == (eok(300), missed is None)
    assert [kind for kind in kinds(found) if kind.startswith("curve-mark-missed")] == (
        [missed] if missed else []
    )


@pytest.mark.parametrize(
    ("mark", "is_kept"),
    [
        (Mark(date(2024, 3, 31), Bound.AT_LEAST, eok(300)), True),
        (Mark(date(2024, 3, 31), Bound.AT_LEAST, None, Ratio.percent("30")), None),
    ],
)
def test_a_mark_in_shares_of_an_open_total_is_not_judged(mark, is_kept):
    path = Curve("path", Label("경로", "path"), Shape.LINEAR, (mark,), PAPER)

    found = pace(plan(revision(chips=1), curves=(path,)), series(cell(TOTAL, 300, 1, 3)), as_of=MAY)

    assert [reached.is_kept for reached in found.curves[0].marks] == [is_kept]


def test_an_assumed_target_is_marked():
    found = published_pace("five-sectors-2023", date(2023, 5, 31))

    assumed = [line.subject.sector for line in found.lines if line.target_status is Status.ASSUMED]
    assert assumed == ["ventures-and-smes"]


def test_every_figure_carries_definition_source_and_watermark():
    found = published_pace("five-sectors-2024", MAY)

    figures = {figure.key: figure for figure in found.figures()}
    headline = figures["five-sectors-2024.total.pace"]
    assert headline.value == Fraction(545, 1024)
    assert headline.definition.message.kind == "define-pace"
    assert [citation.source.key for citation in headline.citations] == [
        "fsc-2023-12-19",
        "fsc-2024-07-04",
    ]
    assert headline.watermark == found.watermark
    assert len(figures) == 5 * len(found.lines)
