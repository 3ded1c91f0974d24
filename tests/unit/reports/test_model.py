from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from example_documents import ELAPSED, pack_2024
from majung.reports.cells import OPEN, percent, points, words
from majung.reports.documents.council_pack import council_pack
from majung.reports.model import Gauge, Heading, Watermark
from majung.reports.tables import Column, Table

PACK = council_pack(pack_2024())


def _gauge(value, benchmark):
    return Gauge(
        "g",
        "집행률",
        "집행률",
        percent(value),
        "목표",
        percent(benchmark),
        points(value - benchmark),
    )


def test_two_parts_never_share_a_key():
    table = Table("sectors", "", (Column("가"),), ())

    with pytest.raises(ValueError, match="keys of their own"):
        replace(PACK, parts=(*PACK.parts, table))


def test_a_chart_names_a_table_that_is_there():
    without = tuple(part for part in PACK.parts if not isinstance(part, Table))

    with pytest.raises(ValueError, match="envelopes, not there"):
        replace(PACK, parts=without)


def test_a_gauge_is_drawn_and_described_in_both_languages():
    chart = _gauge(Fraction(545, 1024), ELAPSED).chart()

    assert chart.description.ko == "집행률 53.2 %, 목표 41.7 %, 차이 +11.6 %p"
    assert chart.description.en == "집행률 53.2 %, 목표 41.7 %, difference +11.6 pp"
    assert [chart.key for chart in PACK.charts] == [
        "headline", "pace", "regions", "envelope-bars",
    ]  # fmt: skip


def test_a_difference_that_a_reader_would_compute_otherwise_is_noticed():
    assert _gauge(Fraction(545, 1024), ELAPSED).has_gap_from_rounding
    assert not _gauge(Fraction(1, 2), Fraction(1, 4)).has_gap_from_rounding
    assert not replace(
        _gauge(Fraction(545, 1024), ELAPSED), value=percent(OPEN)
    ).has_gap_from_rounding


def test_the_moment_of_a_watermark_knows_its_zone():
    with pytest.raises(ValueError, match="time zone"):
        Watermark(date(2024, 5, 31), datetime(2024, 6, 1), "기관 보고")  # noqa: DTZ001 - the fault


def test_a_heading_is_of_level_one_or_two():
    with pytest.raises(ValueError, match="level 1 or 2"):
        Heading("가", 3)


def test_a_part_of_a_section_stands_under_its_section():
    with pytest.raises(ValueError, match="under one of level 1"):
        replace(PACK, parts=(Heading("가", 2), *PACK.parts))


def test_words_are_no_figure_and_an_open_figure_is_not_known():
    assert not words("54.5").is_figure
    assert not percent(OPEN).is_figure
    assert percent(ELAPSED).is_figure
