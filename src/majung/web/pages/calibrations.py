"""Defaults predicted and realised, as parts of a page: by grade with its bars, and by year."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from majung.operations.risk.reading_calibration import CalibrationReading
from majung.reports.cells import Cell, count, counter, percent, words
from majung.reports.charts import Bars, Series
from majung.reports.model import Chart, Heading, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.risk.backtest.tuning import Calibrated
from majung.web.pages.wording import phrase

PLACES = 2
EXACT_TO = 10**8
COVERS = counter("건", "covers", "cover")
HEADS = ("group", "contracts", "defaulted", "predicted", "realised", "range", "tuning")
START = frozenset({"group", "tuning"})


def calibration_parts(found: CalibrationReading) -> Iterator[Part]:
    """Lay out what was predicted beside what came."""
    yield Heading(phrase("fiscal-calibration"))
    if found.by_grade:
        yield Chart(
            "calibration",
            phrase("fiscal-by-grade"),
            phrase("fiscal-calibration-about"),
            Bars(
                phrase("head-fiscal-group"),
                tuple(_name(each) for each in found.by_grade),
                Series(
                    phrase("head-fiscal-realised"),
                    tuple(_percent(each.realised) for each in found.by_grade),
                ),
                Series(
                    phrase("head-fiscal-predicted"),
                    tuple(_percent(each.predicted) for each in found.by_grade),
                ),
            ),
            beside="by-grade",
        )
    yield _table("by-grade", found.by_grade)
    if found.by_year:
        yield _table("by-year", found.by_year)


def _table(key: str, groups: Sequence[Calibrated]) -> Table:
    columns = tuple(
        Column(phrase(f"head-fiscal-{head}"), align=None if head in START else Align.END)
        for head in HEADS
    )
    rows = tuple(
        Row(
            (
                words(_name(each)),
                count(each.loans, COVERS),
                count(each.defaults, COVERS),
                _percent(each.predicted),
                _percent(each.realised),
                words(f"{100 * each.least:.1f}–{100 * each.most:.1f} %"),
                words(phrase(f"tuning-{each.tuning.value}")),
            )
        )
        for each in groups
    )
    return Table(key, phrase(f"fiscal-{key}"), columns, rows, empty=phrase("fiscal-no-graded"))


def _name(found: Calibrated) -> Text:
    return found.group or phrase("fiscal-grade-unknown")


def _percent(share: float) -> Cell:
    return percent(Fraction(round(share * EXACT_TO), EXACT_TO), PLACES)
