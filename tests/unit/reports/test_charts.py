from fractions import Fraction

import pytest

from majung.reports.cells import OPEN, PERCENT, Cell, percent, scale_unit, scaled, words
from majung.reports.charts import (
    Bars,
    Bubbles,
    EnvelopeBars,
    Fan,
    GaugePair,
    Histogram,
    MatrixHeat,
    PaceLine,
    Scatter,
    Series,
    Waterfall,
)
from majung.reports.renderers import look
from majung.reports.renderers.chart_marks import Width
from majung.reports.renderers.chart_specs import specification
from majung.reports.tables import Align, Column, Row
from majung.values.money import Money

HUNDRED_MILLION = 10**8


def _amounts(*numbers):
    return tuple(
        scaled(OPEN if number is None else Money(number * HUNDRED_MILLION), "억")
        for number in numbers
    )


PACE = PaceLine(
    "월",
    ("1월", "2월", "3월"),
    Series("실적", _amounts(90, None, 310)),
    Series("경로", _amounts(100, 200, 300)),
)
BARS = Bars(
    "분야",
    ("가", "나"),
    Series("집행률", (percent(Fraction(474, 1000)), Cell(OPEN, PERCENT, 1))),
    Series("목표", (percent(Fraction(5, 12)), percent(Fraction(5, 12)))),
)
ENVELOPES = EnvelopeBars(
    "한도",
    ("가", "나", "다"),
    Series("사용", _amounts(50, 110, None)),
    Series("예약", _amounts(30, 10, 0)),
    Series("여유", _amounts(20, -20, 0)),
)
HEAT = MatrixHeat(
    "지역", ("갑", "을"), (Series("가", _amounts(100, 50)), Series("가", _amounts(None, 0)))
)
SCATTER = Scatter(
    "사업",
    ("가", "나", "다"),
    Series("공표", (percent(Fraction(-3, 100)), percent(Fraction(2, 100)), Cell(OPEN, PERCENT))),
    Series("계산", (percent(Fraction(-1, 100)), percent(Fraction(5, 100)), percent(Fraction(1)))),
)
BUBBLES = Bubbles(
    "설계안",
    ("1", "2", "3"),
    Series("비용", _amounts(5, 7, None)),
    Series("꼬리", _amounts(50, 70, 10)),
    Series("민간", _amounts(30, 90, 1)),
    (True, False, True),
)
GAUGE = GaugePair(
    "집행률",
    Series("값", (percent(Fraction(1, 2)),)),
    Series("목표", (percent(Fraction(5, 12)),)),
)


FAN = Fan(
    "연차",
    ("1년차", "2년차"),
    Series("5 %", _amounts(-10, 0)),
    Series("중앙값", _amounts(5, 1)),
    Series("95 %", _amounts(90, 20)),
)
HISTOGRAM = Histogram(
    Series("손실", _amounts(0, 100, 200)),
    Series("비중", (percent(Fraction(9, 10)), percent(Fraction(1, 10)))),
    (
        Series("EL", _amounts(30)),
        Series("VaR", _amounts(150)),
        Series("ES", _amounts(180)),
    ),
)


def test_a_fan_has_a_band_from_low_to_high_and_its_middle():
    spec = specification(FAN, "ko")

    assert [tuple(row.values()) for row in spec["data"]["values"]] == [
        ("1년차", -10.0, 5.0, 90.0),
        ("2년차", 0.0, 1.0, 20.0),
    ]
    assert [FAN.table("").written(row, "ko") for row in FAN.table("").rows] == [
        ("1년차", "△10", "5", "90"),
        ("2년차", "0", "1", "20"),
    ]


def test_marks_of_a_histogram_begin_at_their_texts_so_that_none_is_crossed():
    spec = specification(HISTOGRAM, "ko")

    bars, *marks = spec["layer"]
    assert [(row["start"], row["end"], row["share"]) for row in bars["data"]["values"]] == [
        (0.0, 100.0, 90.0),
        (100.0, 200.0, 10.0),
    ]
    told = [
        (layer["data"]["values"][0]["text"], layer["encoding"]["y"]["value"])
        for layer in marks[::2]
    ]
    assert told == [("EL 30억 원", 2), ("ES 180억 원", 18), ("VaR 150억 원", 34)]
    assert [HISTOGRAM.table("").written(row, "ko") for row in HISTOGRAM.table("").rows] == [
        ("0", "90.0"),
        ("100", "10.0"),
    ]


def test_a_histogram_needs_one_bound_more_than_bars():
    with pytest.raises(ValueError, match="as many values"):
        Histogram(Series("손실", _amounts(0, 100)), HISTOGRAM.shares, ())


def test_a_chart_gives_the_table_of_its_own_figures():
    table = PACE.table("누계")

    unit = scale_unit("억")
    assert table.columns == (Column("월"), Column("실적", unit), Column("경로", unit))
    assert [table.written(row, "ko") for row in table.rows] == [
        ("1월", "90", "100"),
        ("2월", "미공표", "200"),
        ("3월", "310", "300"),
    ]


def test_a_matrix_is_a_table_with_a_column_a_head():
    table = HEAT.table("분포")

    assert [table.written(row, "ko") for row in table.rows] == [
        ("가", "100", "50"),
        ("가", "미공표", "0"),
    ]
    assert [column.side for column in table.columns] == [Align.START, Align.END, Align.END]


def test_bars_envelopes_and_gauges_give_their_tables():
    assert [BARS.table("").written(row, "ko") for row in BARS.table("").rows] == [
        ("가", "47.4", "41.7"),
        ("나", "미공표", "41.7"),
    ]
    assert ENVELOPES.table("").rows[1] == Row((words("나"), *_amounts(110, 10, -20)))
    assert [GAUGE.table("").written(row, "en") for row in GAUGE.table("").rows] == [
        ("집행률", "50.0", "41.7")
    ]


def test_dots_lie_where_their_figures_are_and_open_ones_are_left_out():
    spec = specification(SCATTER, "ko")

    assert [(row["across"], row["up"]) for row in spec["data"]["values"]] == [
        (-3.0, -1.0),
        (2.0, 5.0),
    ]
    assert [row["across"] for row in spec["layer"][0]["data"]["values"]] == [-3.0, 5.0]
    assert [SCATTER.table("").written(row, "en") for row in SCATTER.table("").rows] == [
        ("가", "−3.0", "−1.0"),
        ("나", "2.0", "5.0"),
        ("다", "not published", "100.0"),
    ]


def test_each_part_of_a_waterfall_begins_where_the_one_before_ended():
    parts = (percent(Fraction(5, 100)), percent(Fraction(-2, 100)), percent(Fraction(3, 100)))
    chart = Waterfall("부분", ("부도", "수수료", "보조율"), Series("값", parts))

    rows = specification(chart, "ko")["data"]["values"]

    assert [(row["start"], row["end"]) for row in rows] == [(0.0, 5.0), (5.0, 3.0), (0.0, 3.0)]
    assert [row["text"] for row in rows] == ["5.0 %", "△2.0 %", "3.0 %"]


def test_discs_stand_the_largest_first_and_one_that_is_open_not_at_all():
    rows = specification(BUBBLES, "ko")["data"]["values"]

    assert [(row["name"], row["across"], row["up"], row["area"]) for row in rows] == [
        ("2", 7.0, 70.0, 90.0),
        ("1", 5.0, 50.0, 30.0),
    ]
    assert [row["fill"] for row in rows] == [look.PAPER, look.PRIMARY_SOFT]


def test_a_chart_has_as_many_values_as_names():
    with pytest.raises(ValueError, match="whether it is strong"):
        Bubbles("설계안", ("1",), *(Series("", _amounts(1)) for _ in range(3)), ())
    with pytest.raises(ValueError, match="as many values as names"):
        Bars("분야", ("가",), BARS.values, BARS.marks)
    with pytest.raises(ValueError, match="as many values as names"):
        MatrixHeat("지역", ("갑",), HEAT.lines)


def test_an_open_point_is_a_gap_in_the_line_and_never_zero():
    rows = specification(PACE, "ko")["data"]["values"]

    assert [row["value"] for row in rows if row["series"] == "a"] == [90.0, None, 310.0]


def test_the_last_known_point_bears_its_figure():
    label = specification(PACE, "ko")["layer"][1]

    assert [row["text"] for row in label["data"]["values"]] == ["310"]


def test_a_pace_of_which_nothing_is_known_is_drawn_as_its_curve_alone():
    unknown = PaceLine("월", PACE.points, Series("실적", _amounts(None, None, None)), PACE.curve)

    assert len(specification(unknown, "ko")["layer"]) == 1


def test_an_open_bar_is_a_word():
    rows = specification(BARS, "ko")["data"]["values"]

    assert [(row["value"], row["text"]) for row in rows] == [(47.4, "47.4 %"), (None, "미공표")]


def test_shares_are_seen_against_the_whole():
    bars, gauge = specification(BARS, "ko"), specification(GAUGE, "ko")

    assert bars["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 100.0]
    (row,) = gauge["data"]["values"]
    assert (row["end"], row["value"]) == (100.0, 50.0)
    assert row["mark"] == pytest.approx(41.6667, abs=1e-4)


def test_the_parts_of_an_envelope_make_up_the_bar():
    rows = specification(ENVELOPES, "ko")["data"]["values"]

    assert [(row["part"], row["start"], row["end"]) for row in rows[:3]] == [
        ("a", 0.0, 50.0),
        ("b", 50.0, 80.0),
        ("c", 80.0, 100.0),
    ]


def test_an_overdrawn_envelope_is_a_full_bar_whose_figure_tells():
    rows = specification(ENVELOPES, "ko")["data"]["values"]

    assert rows[5]["end"] == pytest.approx(100)
    assert rows[3]["text"] == "사용 110 · 예약 10 · 여유 △20"


def test_an_envelope_with_an_open_part_has_no_bar():
    rows = specification(ENVELOPES, "ko")["data"]["values"]

    assert [(row["start"], row["end"]) for row in rows[6:]] == [(0.0, 0.0)] * 3


def test_darker_is_more_and_open_is_neither():
    rows = specification(HEAT, "ko")["data"]["values"]

    assert [row["fill"] for row in rows] == [
        look.STEPS[-1],
        look.STEPS[3],
        look.GROUND,
        look.STEPS[0],
    ]
    assert [row["ink"] for row in rows] == [look.PAPER, look.INK, look.INK_FAINT, look.INK]


@pytest.mark.parametrize("chart", [PACE, BARS, ENVELOPES, HEAT, GAUGE])
@pytest.mark.parametrize("width", list(Width))
def test_every_kind_keeps_to_the_width_it_is_given(chart, width):
    assert specification(chart, "en", width)["width"] == width
