"""Back-tests on small tables made for the purpose; the published ones have tests of their own."""

import numpy as np
import pytest

from majung.errors import Problem
from majung.risk.backtest.calibration import calibration
from majung.risk.backtest.guarantees import UNDISCOUNTED, expected_defaults, naive_defaults
from majung.risk.backtest.outliers import OutlierKind, guarantee_outliers
from majung.risk.backtest.reading import Published
from majung.risk.backtest.scores import compare
from majung.risk.backtest.supplement import gap_between_parts_and_rate, read_supplement
from majung.risk.backtest.treasury import YieldNotKnownError, read_yields
from majung.risk.backtest.tuning import Tuning
from majung.risk.backtest.vintages import (
    AgeTable,
    backcasts,
    completed,
    development_factors,
    read_age_table,
)
from majung.risk.fiscal.curves import curve_of_zeros
from majung.risk.fiscal.timing import DefaultTiming

HEAD = (
    "budget_year,kind,cohort,agency,program,subsidy_rate,defaults_net_of_recoveries,interest,fees,"
    "all_other,maturity_years,borrower_rate,grace_years,default_rate,recovery_rate,guarantee_pct\n"
)
ROW = "2018,loan_guarantee,2018,A,P,1.0,2.0,,-1.0,,10,5,,4.0,50,100\n"
TIMING = DefaultTiming(fall=0.2, lag=0.1)


def supplement(text=HEAD + ROW):
    return read_supplement("fcs.csv", text.encode())


def test_a_blank_is_a_gap_and_counts_as_nought_in_the_sum_of_parts():
    table = supplement()

    assert np.isnan(table.numbers["interest"]).tolist() == [True]
    assert gap_between_parts_and_rate(table).tolist() == [0.0]


def test_every_bad_cell_is_told_with_its_place():
    problems = supplement(HEAD + ROW.replace("4.0", "four") + ROW.replace("2018,loan", ",loan"))

    assert [(str(each.place), each.message.kind) for each in problems] == [
        ("fcs.csv:2:14", "import-number-not-readable"),
        ("fcs.csv:3:1", "import-cell-missing"),
    ]


def test_a_table_without_rows_is_a_problem():
    (problem,) = supplement(HEAD)

    assert isinstance(problem, Problem)
    assert problem.message.kind == "import-without-rows"


def test_an_engine_that_does_not_discount_is_the_naive_figure():
    table = supplement(HEAD + ROW + ROW.replace("50,100", ",80"))

    engine = expected_defaults(table, TIMING, {2018: UNDISCOUNTED})

    assert engine == pytest.approx(naive_defaults(table))
    assert naive_defaults(table).tolist() == [pytest.approx(2.0), pytest.approx(3.2)]


def test_discounting_takes_off_defaults_and_more_off_what_comes_later():
    curve = curve_of_zeros([1], [0.05])
    without_recovery = supplement(HEAD + ROW.replace("50,100", "0,100"))

    with_recovery = expected_defaults(supplement(), TIMING, {2018: curve})
    alone = expected_defaults(without_recovery, TIMING, {2018: curve})

    # 4 % default, half comes back a tenth of ten years later.
    assert alone[0] < 4.0
    assert with_recovery[0] == pytest.approx(alone[0] * (1 - 0.5 / 1.05), rel=1e-9)


def test_a_tie_does_not_beat():
    ones = np.ones(4)

    found = compare(np.arange(4), ones, ones + 1, ones - 1, np.array([1.0, 2, 3, 4]))

    assert (found.overall.rows, found.overall.is_better, found.is_better) == (4, False, False)


def test_one_worse_third_is_enough_to_fail():
    engine = np.array([0.0, 0, 0, 0, 5, 5])
    naive = np.array([1.0, 1, 1, 1, 1, 1])

    found = compare(np.arange(6), np.zeros(6), engine, naive, np.array([1.0, 1, 5, 5, 9, 9]))

    assert [each.is_better for each in found.thirds] == [True, True, False]
    assert (found.overall.is_better, found.is_better) == (True, False)


def test_an_outlier_is_named_after_what_its_row_says():
    text = HEAD + "".join(
        [
            ROW.replace("50,100", "150,100"),
            ROW.replace("50,100", "0,25").replace("2.0", "4.0", 1),
            ROW.replace("50,100", ",100").replace("1.0,2.0", "1.0,9.0"),
            ROW.replace("1.0,2.0", "1.0,9.0"),
            ROW,
        ]
    )
    table = supplement(text)
    engine = expected_defaults(table, TIMING, {2018: UNDISCOUNTED})
    published, maturity = table.numbers["defaults"], table.numbers["maturity"]
    found = compare(table.lines, published, engine, engine, maturity)

    groups = guarantee_outliers(table, found)

    assert {group.kind: group.rows for group in groups} == {
        OutlierKind.RECOVERY_ABOVE_DEFAULT: 1,
        OutlierKind.GUARANTEED_ALREADY: 1,
        OutlierKind.RECOVERY_NOT_STATED: 1,
        OutlierKind.UNEXPLAINED: 1,
    }


YIELDS = "Date,3-month Treasury rate,5-year Treasury yield,10-year Treasury yield\n"


def test_a_cohort_is_discounted_at_the_autumn_before_its_budget():
    history = read_yields("y.csv", f"{YIELDS}2016 Q3,9,9,9\n2016 Q4,1,1,1\n".encode())

    curve = history.curves([2018], lift=0.01)[2018]

    assert curve.discount(7.0) == pytest.approx(1.02**-7)
    with pytest.raises(YieldNotKnownError, match="the yields of 2017 Q4 are not in the history"):
        history.curves([2019], lift=0.0)


def test_a_quarter_that_is_none_is_told_with_its_line():
    (problem,) = read_yields("y.csv", f"{YIELDS}2016-12,1,1,1\n".encode())

    assert problem.spoken("en").startswith("y.csv:2: '2016-12' is no quarter")


def ages_table(values):
    return AgeTable(np.array([2000, 2001, 2002]), np.array([12.0, 24.0, 36.0]), np.array(values))


def test_growth_to_the_end_is_the_median_of_whole_cohorts():
    table = ages_table([[1.0, 2.0, 4.0], [1.0, 4.0, 6.0], [1.0, 3.0, np.nan]])

    assert development_factors(table).tolist() == [5.0, 1.75, 1.0]


def test_a_prediction_uses_nothing_that_was_not_known_then():
    table = ages_table([[1.0, 2.0, 4.0], [1.0, 9.0, 90.0], [1.0, 3.0, np.nan]])

    (found,) = backcasts(table, age_months=12.0)

    # At the end of 2002 only the first cohort had reached 24 months: growth of 2, then none known.
    assert (found.cohort, found.predicted, found.realised) == (2001, 2.0, 90.0)


def test_completion_reads_the_share_developed_off_the_straight_line():
    ages, factors = np.array([12.0, 24.0]), np.array([4.0, 2.0])

    found = completed(2023, crude=1.5, age_months=18.0, ages=ages, factors=factors)

    assert (found.developed, found.completed) == (0.375, 4.0)
    assert found.others == (pytest.approx(4.5), pytest.approx(1.5 * 8**0.5))


def test_cumulative_charge_offs_that_fall_are_refused():
    head = "cohort,12,24,36,48,60,72,84,96,108,120,138\n"

    (problem,) = read_age_table("a.csv", f"{head}2001,1,2,1.5,,,,,,,,\n".encode())

    assert (str(problem.place), problem.message.kind) == ("a.csv:2", "risk-vintage-falls")


def test_a_prediction_is_out_of_tune_only_beyond_chance():
    found = calibration(
        ["AA", "BBB", "BB", "none"],
        predicted=[0.0, 0.02, 0.2, 0.5],
        loans=[100, 1000, 1000, 0],
        defaults=[0, 60, 10, 0],
    )

    assert [each.tuning for each in found] == [
        Tuning.WITHIN, Tuning.TOO_LOW, Tuning.TOO_HIGH, Tuning.NO_DATA,
    ]  # fmt: skip


def test_the_range_is_clopper_and_pearsons():
    # Clopper and Pearson (1934), table for 10 trials: 2 of 10 gives 2.5 % to 55.6 %.
    (found,) = calibration(["x"], predicted=[0.2], loans=[10], defaults=[2])

    assert (round(found.least, 3), round(found.most, 3)) == (0.025, 0.556)


def test_published_columns_keep_their_lines_when_rows_are_chosen():
    table = supplement(HEAD + ROW + ROW.replace("2018,loan", "2019,loan"))

    kept = table.only(table.numbers["budget"] == 2019)

    assert isinstance(kept, Published)
    assert (kept.lines.tolist(), len(kept)) == ([3], 1)
