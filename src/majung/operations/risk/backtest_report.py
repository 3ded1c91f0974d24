"""Back-tests as documents: scores, outliers by kind, and the dots against the line of equality."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from majung.errors import Language
from majung.operations.risk.backtests import BACKCAST_AGES, BudgetTest, VintageTest
from majung.reports.cells import Cell, count, counter, percent, words
from majung.reports.charts import Scatter, Series
from majung.reports.model import (
    Chart,
    DocumentKind,
    Heading,
    Paragraph,
    Part,
    Report,
    Watermark,
)
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.risk.backtest.outliers import OutlierGroup, OutlierKind
from majung.risk.backtest.reading import Published
from majung.risk.backtest.scores import Comparison
from majung.rules.citations import Label

ROWS = counter("행", "rows", "row")
YEARS = counter("년", "years", "year")
#: Shares of a document are exact to this part of a percent.
PLACES = 4
KINDS: dict[OutlierKind, Label] = {
    OutlierKind.RECOVERY_ABOVE_DEFAULT: Label(
        "회수율이 0~100 %를 벗어남", "recovery rate outside 0 to 100 %"
    ),
    OutlierKind.GUARANTEED_ALREADY: Label(
        "부도율이 이미 보증 부분만 셈", "default rate counts the guaranteed part already"
    ),
    OutlierKind.RECOVERY_NOT_STATED: Label("회수율 미공표", "no recovery rate stated"),
    OutlierKind.STUDENT_LOAN: Label(
        "학자금대출: 상환액이 소득에 따름", "student loans: repayment follows income"
    ),
    OutlierKind.FOLLOWS_TREASURY: Label(
        "차주 금리가 국채 금리를 따름", "borrower's rate follows the Treasury's"
    ),
    OutlierKind.DEEP_CONCESSION: Label(
        "금리 1 % 이하이거나 거치 10년 이상", "rate of 1 % or less, or 10 years of grace"
    ),
    OutlierKind.BOOKED_AS_OTHER: Label(
        "조기상환 효과를 기타로 계상", "effect of early repayment booked as other"
    ),
    OutlierKind.RATES_OF_THE_YEAR: Label(
        "그해 예산의 금리 전망이 다름", "that budget's forecast of rates was another"
    ),
    OutlierKind.UNEXPLAINED: Label("그 밖", "other"),
}


def budget_report(test: BudgetTest, *, at: datetime, language: Language = "ko") -> Report:
    """Lay the back-test on budgets out as a document.

    Args:
        at: the moment it was made.
    """
    return Report(
        key="backtest-budgets",
        kind=DocumentKind.STATEMENT,
        language=language,
        title=Label("사후검증: 공표 예산", "Back-test on published budgets"),
        watermark=Watermark(at.date(), at, Label("공표 자료", "published figures")),
        parts=(
            *_judged(
                "guarantees",
                Label("보증: 부도(회수 차감)", "Guarantees: defaults net of recoveries"),
                Label("부도율 × (1 − 회수율) × 보증비율", "default × (1 − recovery) × guarantee"),
                test.guarantees.comparison,
                test.guarantees.judged,
                test.guarantee_outliers,
            ),
            *_judged(
                "loans",
                Label("직접대출: 이자 부분", "Direct loans: the interest part"),
                Label("금리 차 × 평균 기간", "gap of the rates × average time"),
                test.loans.comparison,
                test.loans.judged,
                test.loan_outliers,
            ),
        ),
    )


def vintage_report(test: VintageTest, *, at: datetime, language: Language = "ko") -> Report:
    """Lay the back-test on charge-offs by age out as a document."""
    return Report(
        key="backtest-vintages",
        kind=DocumentKind.STATEMENT,
        language=language,
        title=Label("사후검증: 연도별 손실", "Back-test on charge-offs by cohort"),
        watermark=Watermark(at.date(), at, Label("공표 자료", "published figures")),
        parts=tuple(part for place in range(len(BACKCAST_AGES)) for part in _ages(test, place)),
    )


def _judged(
    key: str,
    heading: Text,
    naive: Text,
    found: Comparison,
    rows: Published,
    outliers: Sequence[OutlierGroup],
) -> tuple[Part, ...]:
    return (
        Heading(heading),
        _scores(key, naive, found),
        _outliers(key, outliers),
        Chart(
            f"{key}-chart",
            heading,
            Label(
                "사업·연도마다 점 하나. 가로는 공표 값, 세로는 계산 값이며 점선에서 같음.",
                "One dot a programme and cohort: published across, computed up; equal on the line.",
            ),
            Scatter(
                Label("사업", "Programme"),
                tuple(
                    f"{name} ({int(cohort)})"
                    for name, cohort in zip(
                        rows.texts["program"], rows.numbers["cohort"].tolist(), strict=True
                    )
                ),
                Series(Label("공표", "Published"), _percents(found.published)),
                Series(Label("계산", "Computed"), _percents(found.engine)),
            ),
        ),
    )


def _scores(key: str, naive: Text, found: Comparison) -> Table:
    names = (
        Label("전체", "All"),
        *(
            Label(f"{each.years_from:g}~{each.years_until:g}년",
                  f"{each.years_from:g} to {each.years_until:g} years")
            for each in found.thirds
        ),
    )  # fmt: skip
    return Table(
        f"{key}-scores",
        Label("중앙값 절대오차(실행액 100당)", "Median absolute error, per 100 disbursed"),
        (
            Column(Label("만기", "Maturity")),
            Column(Label("행", "Rows"), ROWS),
            Column(Label("산출 엔진", "Engine"), align=Align.END),
            Column(Label("할인하지 않은 곱", "Undiscounted product"), align=Align.END),
        ),
        tuple(
            Row((words(name), count(each.rows, ROWS), _error(each.engine), _error(each.naive)))
            for name, each in zip(names, (found.overall, *found.thirds), strict=True)
        ),
        notes=(naive,),
    )


def _outliers(key: str, groups: Sequence[OutlierGroup]) -> Table:
    return Table(
        f"{key}-outliers",
        Label("크게 벗어난 행, 종류별", "Rows far off, by kind"),
        (
            Column(Label("종류", "Kind")),
            Column(Label("행", "Rows"), ROWS),
            Column(Label("중앙값 오차", "Median error"), align=Align.END),
            Column(Label("예", "Examples")),
        ),
        tuple(
            Row(
                (
                    words(KINDS[group.kind]),
                    count(group.rows, ROWS),
                    _error(group.error),
                    words(" · ".join(group.programmes)),
                )
            )
            for group in groups
        ),
    )


def _ages(test: VintageTest, place: int) -> tuple[Part, ...]:
    age = int(BACKCAST_AGES[place])
    found = test.backcasts[place]
    if not found:
        return ()
    heading = Label(f"{age}개월째의 예측", f"As predicted at {age} months")
    return (
        Heading(heading),
        Paragraph(
            Label(
                f"예측 오차의 중앙값은 {100 * test.median_error(place):.1f} %임.",
                f"The median error of the predictions is {100 * test.median_error(place):.1f} %.",
            )
        ),
        Chart(
            f"age-{age}",
            heading,
            Label(
                "연도마다 점 하나. 가로는 실제, 세로는 그때 알 수 있던 것만으로 한 예측.",
                "One dot a cohort: what came across, what could be predicted then up.",
            ),
            Scatter(
                Label("연도", "Cohort"),
                tuple(str(each.cohort) for each in found),
                Series(Label("실제", "Realised"), _percents([e.realised for e in found])),
                Series(Label("예측", "Predicted"), _percents([e.predicted for e in found])),
            ),
        ),
    )


def _percents(values: ArrayLike) -> tuple[Cell, ...]:
    return tuple(percent(_share(value), 2) for value in np.asarray(values).tolist())


def _share(percents: float) -> Fraction:
    return Fraction(round(percents * 10**PLACES), 100 * 10**PLACES)


def _error(value: float) -> Cell:
    return words(f"{value:.4f}")
