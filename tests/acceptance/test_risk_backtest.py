"""The engine against budgets and charge-offs that were published; nothing of them is kept here."""

import numpy as np
import pytest

from majung.risk.backtest import direct, guarantees, recosted, supplement, treasury, vintages
from majung.risk.backtest.outliers import OutlierKind, direct_loan_outliers, guarantee_outliers


@pytest.fixture(scope="module")
def table(truth):
    file = truth / "fcs" / "characteristics_2010_2022.csv"
    return supplement.read_supplement(file.name, file.read_bytes())


@pytest.fixture(scope="module")
def history(truth):
    file = truth / "stress" / "2025-Table_1A_Historic_Domestic.csv"
    return treasury.read_yields(file.name, file.read_bytes())


@pytest.fixture(scope="module")
def ages(truth):
    file = truth / "sba" / "sba7a_cum_chargeoff_by_age_months.csv"
    return vintages.read_age_table(file.name, file.read_bytes())


@pytest.fixture(scope="module")
def loans_test(table, history):
    return direct.direct_loan_test(table, history)


@pytest.fixture(scope="module")
def guarantee_test(table, history, loans_test):
    cohorts = table.numbers["cohort"].astype(int).tolist()
    return guarantees.guarantee_test(table, history.curves(cohorts, lift=loans_test.lift))


def test_the_parts_of_published_rates_sum_to_the_rate(table):
    gap = supplement.gap_between_parts_and_rate(table)

    # 3,043 rows, one of them a second heading; the identity holds in 99.4 % of those with a rate.
    assert (len(table), len(gap)) == (3043, 3010)
    assert round(100 * float((gap <= 0.025).mean()), 1) == 99.4


def test_the_engine_beats_the_undiscounted_product_on_guarantees_it_never_saw(guarantee_test):
    found = guarantee_test

    assert (found.fitted_on, found.comparison.overall.rows) == (841, 564)
    assert found.judged.numbers["budget"].min() == 2017
    assert found.comparison.overall.is_better
    assert [third.is_better for third in found.comparison.thirds] == [True, True, True]


def test_an_engine_that_forgets_to_discount_fails_the_same_test(guarantee_test):
    forgetful = guarantee_test.without_discounting

    assert forgetful.engine == pytest.approx(forgetful.naive)
    assert not forgetful.is_better
    assert not any(third.is_better for third in forgetful.thirds)


def test_the_interest_part_of_direct_loans_beats_the_undiscounted_gap_of_rates(loans_test):
    found = loans_test

    assert (found.fitted_on, found.comparison.overall.rows) == (797, 546)
    assert 0.0 < found.lift < 0.02
    assert found.comparison.is_better


def test_outliers_are_grouped_by_kind(guarantee_test, loans_test):
    covers = guarantee_outliers(guarantee_test.judged, guarantee_test.comparison)
    loans = direct_loan_outliers(loans_test.judged, loans_test.comparison)

    assert covers[0].kind is OutlierKind.GUARANTEED_ALREADY
    assert covers[0].programmes[0] == "7(a) General Business Loan Guarantees"
    assert sum(group.rows for group in covers) < 0.2 * len(guarantee_test.judged)
    assert OutlierKind.STUDENT_LOAN in {group.kind for group in loans}


def test_development_factors_are_those_published(truth, ages):
    rows = (truth / "sba" / "sba7a_development_factors.csv").read_text().split()[1:]
    published = [float(row.split(",")[2]) for row in rows]

    assert vintages.development_factors(ages).tolist() == pytest.approx(published, abs=0.0001)


def test_the_cohort_of_2023_is_completed_by_the_age_table(truth, ages):
    # Published: 12.23 %.  Loans of fiscal year 2023 were 33 to 45 months old, 39 on average.
    cohorts = (truth / "sba" / "sba7a_cohorts_asof_2026-06-30.csv").read_text().split()
    (row,) = [line.split(",") for line in cohorts if line.startswith("2023,")]
    crude = float(row[-1])
    factors = vintages.development_factors(ages)

    found = vintages.completed(
        2023, crude=crude, age_months=float(row[3]) + 6, ages=ages.ages, factors=factors
    )

    assert (crude, found.age_months) == (3.4564, 39.0)
    assert round(found.completed, 2) == 12.43
    assert [round(each, 2) for each in found.others] == [13.16, 12.82]


def test_cohorts_are_predicted_from_what_was_known_at_each_age(ages):
    errors = {
        age: np.median([abs(each.predicted / each.realised - 1)
                        for each in vintages.backcasts(ages, age_months=float(age))])
        for age in (24, 36, 48, 60)
    }  # fmt: skip

    assert list(errors.values()) == sorted(errors.values(), reverse=True)
    assert errors[60] < 0.10


def test_published_reestimates_split_as_ours_do_and_follow_charge_offs(truth, ages):
    file = truth / "fcs" / "reestimates_sba_7a.csv"
    table = recosted.read_reestimates(file.name, file.read_bytes())
    last = dict(zip(ages.cohorts.tolist(), ages.charged_off[:, -1].tolist(), strict=True))
    known = {cohort: rate for cohort, rate in last.items() if np.isfinite(rate)}

    found = recosted.recosted_test(table, known, program="7(a) General Business Loan Guarantees")

    assert len(table) == 159
    assert recosted.gap_of_the_split(table).max() < 0.0001
    of_2007 = next(each for each in found.cohorts if each.cohort == 2007)
    assert (of_2007.published, of_2007.is_fitted) == (11.51, False)
    assert found.error < found.naive
