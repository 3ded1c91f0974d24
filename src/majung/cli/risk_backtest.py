"""``majung risk backtest``: predicted against published and realised; files from wherever named."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.figures_out import Out, figures_out, require_out, say_files
from majung.cli.given import content_of
from majung.cli.office import now
from majung.cli.output import (
    Json,
    Words,
    language,
    refuse_problems,
    say,
    say_json,
    say_table,
)
from majung.cli.report_files import ReportPlace, report_out, require_format
from majung.cli.risk_elsewhere import refuse_elsewhere, said_among
from majung.operations.risk.backtest_report import (
    KINDS,
    budget_report,
    vintage_report,
)
from majung.operations.risk.backtests import (
    BACKCAST_AGES,
    BudgetTest,
    Given,
    VintageTest,
    budget_test,
    vintage_test,
)
from majung.operations.risk.credit_lists import calibrated
from majung.risk.backtest.outliers import OutlierGroup
from majung.risk.backtest.scores import Comparison, Score

app = App(name="backtest", help="Predicted against realised.", help_format="plaintext")

PROGRAM = "7(a) General Business Loan Guarantees"
WORDS: Words = {
    "ko": {
        "parts": "보조율의 구성 합계가 보조율과 같은 행: {same:,} / {rows:,} ({share:.1f} %)",
        "guarantees": "보증 · 부도 곡선(예산연도 2016까지 {fitted:,}행): "
        "감소 {fall:.3f}, 회수 지연 {lag:.3f}",
        "loans": "직접대출 · 예산 금리 가산(2016까지 {fitted:,}행): {lift:.2f} %p",
        "maturity": "만기", "rows": "행", "engine": "산출 엔진", "naive": "할인하지 않은 곱",
        "whole": "전체", "years": "{first:g}~{last:g}년", "better": "판정", "True": "나음",
        "False": "못함", "without": "할인을 빠뜨린 엔진: {verdict}",
        "kind": "크게 벗어난 행", "error": "중앙값 오차(100당)", "examples": "예",
        "cohort": "연도", "known": "{age:g}개월(%)", "predicted": "예측(%)", "realised": "실제(%)",
        "crude": "현재(%)", "age": "평균 경과월", "completed": "완성(%)", "others": "다른 보간(%)",
        "median": "{age:g}개월째 예측 오차의 중앙값 {error:.1f} %",
        "published": "공표", "said": "손실률로 예측", "fitted": "적합",
        "recosted": "기술적 재추정(실행액 100당)", "errors": "중앙값 절대오차(실행액 100당)",
        "loss": "손실률(%)",
        "line": "손실률 1 %p에 {slope:.2f}, 기준 {nought:.1f} %; "
        "오차 {error:.2f}, 변화 없음이면 {naive:.2f}",
        "split": "공표된 이자·기술 재추정의 합과 전체 변화의 차이: 최대 {gap:.4f}",
        "group": "구분", "loans_": "건수", "defaults": "부도", "range": "95 % 범위(%)",
        "within": "부합", "too-low": "낮게 예측", "too-high": "높게 예측", "no-data": "자료 없음",
        "report": "보고서: {file}",
    },
    "en": {
        "parts": "rows whose parts sum to the rate: {same:,} of {rows:,} ({share:.1f} %)",
        "guarantees": "guarantees · curve of defaults ({fitted:,} rows to 2016): "
        "fall {fall:.3f}, lag {lag:.3f}",
        "loans": "direct loans · lift of budgets' rates ({fitted:,} rows to 2016): {lift:.2f} pp",
        "maturity": "Maturity", "rows": "Rows", "engine": "Engine",
        "naive": "Undiscounted product", "whole": "All", "years": "{first:g} to {last:g} years",
        "better": "Verdict", "True": "better", "False": "not better",
        "without": "an engine that forgets to discount: {verdict}",
        "kind": "Rows far off", "error": "Median error per 100", "examples": "Examples",
        "cohort": "Cohort", "known": "At {age:g} months (%)", "predicted": "Predicted (%)",
        "realised": "Realised (%)", "crude": "Crude (%)", "age": "Average months",
        "completed": "Completed (%)", "others": "Read otherwise (%)",
        "median": "median error of predictions at {age:g} months: {error:.1f} %",
        "published": "Published", "said": "Predicted from charge-offs", "fitted": "Fitted",
        "recosted": "Technical re-estimates, per 100 disbursed",
        "errors": "Median absolute error, per 100 disbursed",
        "loss": "Charged off (%)",
        "line": "{slope:.2f} a point of charge-offs, nought at {nought:.1f} %; "
        "error {error:.2f}, of no change {naive:.2f}",
        "split": "published changes differ from their two parts by {gap:.4f} at most",
        "group": "Group", "loans_": "Loans", "defaults": "Defaults", "range": "95 % range (%)",
        "within": "within", "too-low": "too low", "too-high": "too high", "no-data": "no data",
        "report": "report: {file}",
    },
}  # fmt: skip


@app.command
def budgets(
    file: Path,
    /,
    *,
    yields: Annotated[Path, Parameter(help="History of Treasury yields by quarter.")],
    report: ReportPlace = None,
    out: Out = None,
    json: Json = False,
) -> int:
    """Judge the subsidy engine on the programmes and cohorts of FILE, a credit supplement."""
    require_format(report)
    require_out(out)
    found = budget_test(_given(file), _given(yields))
    if not isinstance(found, BudgetTest):
        return refuse_problems(found, as_json=json)
    report_out(report, lambda: budget_report(found, at=now(), language=language()))
    files = figures_out(out, "write_budgets", found)
    if json:
        say_json(_budget_document(found))
        return 0
    words = WORDS[language()]
    covers, loans = found.guarantees, found.loans
    share = 100 * found.identical / max(found.with_rate, 1)
    say(words["parts"].format(same=found.identical, rows=found.with_rate, share=share))
    timing = covers.timing
    say(words["guarantees"].format(fitted=covers.fitted_on, fall=timing.fall, lag=timing.lag))
    _print_scores(covers.comparison)
    verdict = words[str(covers.without_discounting.is_better)]
    say(words["without"].format(verdict=verdict))
    _print_outliers(found.guarantee_outliers)
    say(words["loans"].format(fitted=loans.fitted_on, lift=100 * loans.lift))
    _print_scores(loans.comparison)
    _print_outliers(found.loan_outliers)
    _say_report(report)
    say_files(files)
    return 0


@app.command
def vintages(
    file: Path,
    /,
    *,
    cohorts: Annotated[Path | None, Parameter(help="Crude rates and ages, to complete.")] = None,
    reestimates: Annotated[Path | None, Parameter(help="Published re-estimates.")] = None,
    program: Annotated[str, Parameter(help="The programme of the re-estimates.")] = PROGRAM,
    report: ReportPlace = None,
    out: Out = None,
    json: Json = False,
) -> int:
    """Predict the cohorts of FILE, charge-offs by age, from what was known at each age."""
    if reestimates is None:
        refuse_elsewhere(said_among({"--program": program != PROGRAM}), "reestimates")
    require_format(report)
    require_out(out)
    found = vintage_test(
        _given(file),
        cohorts=None if cohorts is None else _given(cohorts),
        reestimates=None if reestimates is None else _given(reestimates),
        program=program,
    )
    if not isinstance(found, VintageTest):
        return refuse_problems(found, as_json=json)
    report_out(report, lambda: vintage_report(found, at=now(), language=language()))
    files = figures_out(out, "write_vintages", found)
    if json:
        say_json(_vintage_document(found))
    else:
        _print_vintages(found)
        _say_report(report)
        say_files(files)
    return 0


@app.command
def calibration(file: Path, /, *, out: Out = None, json: Json = False) -> int:
    """Compare predicted with realised defaults, a line of FILE a grade or a year."""
    require_out(out)
    found = calibrated(str(file), content_of(file))
    if not isinstance(found, list):
        return refuse_problems(found, as_json=json)
    files = figures_out(out, "write_groups", found)
    if json:
        say_json({
            "groups": [
                {"group": each.group, "loans": each.loans, "defaults": each.defaults,
                 "predicted": each.predicted, "realised": each.realised, "least": each.least,
                 "most": each.most, "tuning": each.tuning.value}
                for each in found
            ]
        })  # fmt: skip
        return 0
    words = WORDS[language()]
    heads = ("loans_", "defaults", "predicted", "realised", "range", "better")
    say_table(
        [(words["group"], "left"), *((words[key], "right") for key in heads)],
        [
            (each.group, f"{each.loans:,}", f"{each.defaults:,}", f"{100 * each.predicted:.2f}",
             f"{100 * each.realised:.2f}", f"{100 * each.least:.2f}–{100 * each.most:.2f}",
             words[each.tuning.value])
            for each in found
        ],
    )  # fmt: skip
    say_files(files)
    return 0


def _given(file: Path) -> Given:
    return Given(str(file), content_of(file))


def _print_scores(found: Comparison) -> None:
    words = WORDS[language()]
    heads = ("rows", "engine", "naive", "better")
    thirds = [
        (words["years"].format(first=each.years_from, last=each.years_until), each)
        for each in found.thirds
    ]
    say_table(
        [(words["maturity"], "left"), *((words[key], "right") for key in heads)],
        [
            (name, f"{each.rows:,}", f"{each.engine:.4f}", f"{each.naive:.4f}",
             words[str(each.is_better)])
            for name, each in [(words["whole"], found.overall), *thirds]
        ],
        title=words["errors"],
    )  # fmt: skip


def _print_outliers(groups: Sequence[OutlierGroup]) -> None:
    words = WORDS[language()]
    say_table(
        [(words["kind"], "left"), (words["rows"], "right"), (words["error"], "right"),
         (words["examples"], "left")],
        [
            (KINDS[each.kind].spoken(language()), f"{each.rows:,}", f"{each.error:.2f}",
             " · ".join(each.programmes))
            for each in groups
        ],
    )  # fmt: skip


def _print_vintages(found: VintageTest) -> None:
    words = WORDS[language()]
    for place, age in enumerate(BACKCAST_AGES):
        rows = found.backcasts[place]
        say(words["median"].format(age=age, error=100 * found.median_error(place)))
        heads = (words["known"].format(age=age), words["predicted"], words["realised"])
        say_table(
            [(words["cohort"], "left"), *((head, "right") for head in heads)],
            [
                (str(each.cohort), f"{each.known:.2f}", f"{each.predicted:.2f}",
                 f"{each.realised:.2f}")
                for each in rows
            ],
        )  # fmt: skip
    if found.completions:
        say_table(
            [(words["cohort"], "left"), *((words[key], "right") for key in
                                          ("age", "crude", "completed", "others"))],
            [
                (str(each.cohort), f"{each.age_months:g}", f"{each.crude:.2f}",
                 f"{each.completed:.2f}", " / ".join(f"{other:.2f}" for other in each.others))
                for each in found.completions
            ],
        )  # fmt: skip
    if found.recosted is not None:
        _print_recosted(found)


def _print_recosted(found: VintageTest) -> None:
    words, test = WORDS[language()], found.recosted
    if test is None:
        return
    say(words["split"].format(gap=found.split_gap))
    say(words["line"].format(slope=test.slope, nought=test.charged_off_at_nought,
                             error=test.error, naive=test.naive))  # fmt: skip
    say_table(
        [(words["cohort"], "left"), *((words[key], "right") for key in
                                      ("loss", "published", "said", "fitted"))],
        [
            (str(each.cohort), f"{each.charged_off:.2f}", f"{each.published:.2f}",
             f"{each.predicted:.2f}", "•" if each.is_fitted else "")
            for each in test.cohorts
        ],
        title=words["recosted"],
    )  # fmt: skip


def _budget_document(found: BudgetTest) -> dict[str, object]:
    covers, loans = found.guarantees, found.loans
    return {
        "rows": found.rows,
        "with_rate": found.with_rate,
        "parts_sum_to_rate": found.identical,
        "guarantees": {
            "fitted_on": covers.fitted_on,
            "left_out": covers.left_out,
            "fall": covers.timing.fall,
            "lag": covers.timing.lag,
            **_comparison(covers.comparison),
            "without_discounting": _comparison(covers.without_discounting),
            "outliers": [_outlier(each) for each in found.guarantee_outliers],
        },
        "direct_loans": {
            "fitted_on": loans.fitted_on,
            "left_out": loans.left_out,
            "lift": loans.lift,
            **_comparison(loans.comparison),
            "outliers": [_outlier(each) for each in found.loan_outliers],
        },
    }


def _comparison(found: Comparison) -> dict[str, object]:
    return {
        "is_better": found.is_better,
        "overall": _score(found.overall),
        "thirds": [_score(each) for each in found.thirds],
    }


def _score(score: Score) -> dict[str, object]:
    return {
        "rows": score.rows,
        "years": [score.years_from, score.years_until],
        "engine": score.engine,
        "naive": score.naive,
        "is_better": score.is_better,
    }


def _outlier(group: OutlierGroup) -> dict[str, object]:
    return {
        "kind": group.kind.value,
        "rows": group.rows,
        "error": group.error,
        "programmes": list(group.programmes),
    }


def _vintage_document(found: VintageTest) -> dict[str, object]:
    test = found.recosted
    return {
        "ages": found.table.ages.tolist(),
        "factors": list(found.factors),
        "backcasts": {
            f"{age:g}": [
                {"cohort": each.cohort, "known": each.known, "predicted": each.predicted,
                 "realised": each.realised}
                for each in found.backcasts[place]
            ]
            for place, age in enumerate(BACKCAST_AGES)
        },
        "completions": [
            {"cohort": each.cohort, "age_months": each.age_months, "crude": each.crude,
             "developed": each.developed, "completed": each.completed,
             "others": list(each.others)}
            for each in found.completions
        ],
        "reestimates": None if test is None else {
            "slope": test.slope,
            "error": test.error,
            "naive": test.naive,
            "split_gap": found.split_gap,
            "cohorts": [
                {"cohort": each.cohort, "charged_off": each.charged_off,
                 "published": each.published, "predicted": each.predicted,
                 "is_fitted": each.is_fitted}
                for each in test.cohorts
            ],
        },
    }  # fmt: skip


def _say_report(report: Path | None) -> None:
    if report is not None:
        say(WORDS[language()]["report"].format(file=report))
