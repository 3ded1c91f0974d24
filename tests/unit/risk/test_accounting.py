"""IFRS 9 stages and losses, Basel capital, against published figures."""

import numpy as np
import pytest

from majung.risk.accounting.capital import AssetClass, capital_ratio, risk_weight
from majung.risk.accounting.losses import (
    expected_credit_loss,
    lifetime_loss,
    twelve_month_loss,
)
from majung.risk.accounting.migrating import staged_years, states_after
from majung.risk.accounting.staging import StagingRules, stages
from majung.risk.checks import ShareOutsideError

#: Basel Committee (2006), International Convergence, annex 5: risk weights in percent.
PROBABILITIES = [0.0003, 0.001, 0.005, 0.01, 0.02]
ANNEX_5 = {
    "corporate": [14.44, 29.65, 69.61, 92.32, 114.86],
    "small": [11.30, 23.30, 54.91, 72.40, 88.55],
    "mortgage": [4.15, 10.69, 35.08, 56.40, 87.94],
    "retail": [4.45, 11.16, 32.36, 45.77, 57.99],
    "revolving": [0.98, 2.71, 10.04, 17.22, 28.92],
}


@pytest.mark.parametrize(("row", "weights"), ANNEX_5.items())
def test_the_regulators_own_table_of_risk_weights(row, weights):
    asset_class = AssetClass.CORPORATE if row == "small" else AssetClass(row)
    turnover = 5.0 if row == "small" else 50.0

    found = risk_weight(
        capital_ratio(
            PROBABILITIES, severity=0.45, asset_class=asset_class, turnover_millions=turnover
        )
    )

    assert (100 * found).tolist() == pytest.approx(weights, abs=0.01, rel=0)


def test_a_probability_below_the_floor_counts_as_the_floor():
    found = capital_ratio([0.0, 0.0001, 0.0003], severity=0.45)

    assert len(set(found.tolist())) == 1


def test_a_loan_in_default_requires_its_loss_less_the_best_estimate():
    found = capital_ratio([1.0, 1.0], severity=0.45, expected_on_default=[0.30, 0.50])

    assert found.tolist() == [pytest.approx(0.15), 0.0]
    assert capital_ratio(1.0, severity=0.45).tolist() == 0.0


def test_a_longer_corporate_loan_requires_more():
    one, two, five = capital_ratio([0.01] * 3, severity=0.45, maturity_years=[1.0, 2.5, 5.0])

    assert one < two < five


def test_ifrs_9_illustrative_example_8():
    assert float(twelve_month_loss(1_000_000, probability=0.005, severity=0.25)) == 1250.0


def test_a_lifetime_loss_discounts_each_years_defaults_on_its_own_exposure():
    found = lifetime_loss(
        [[1000.0, 500.0]], cumulative=[[0.1, 0.3]], severity=[0.4], effective_rate=[0.05]
    )

    assert found.tolist() == [pytest.approx(1000 * 0.1 * 0.4 / 1.05 + 500 * 0.2 * 0.4 / 1.05**2)]


def test_a_life_of_one_year_without_interest_is_twelve_months():
    lifetime = lifetime_loss([[1e6]], cumulative=[[0.005]], severity=[0.25])

    assert lifetime.tolist() == [1250.0]


def test_a_cumulative_probability_that_falls_is_a_mistake():
    with pytest.raises(ValueError, match="never falls"):
        lifetime_loss([[1.0, 1.0]], cumulative=[[0.2, 0.1]], severity=[0.5])


@pytest.mark.parametrize(
    ("late", "grade", "before", "called", "stage"),
    [
        (0, 3, 3, False, 1),
        (30, 3, 3, False, 1),
        (31, 3, 3, False, 2),
        (89, 3, 3, False, 2),
        (90, 3, 3, False, 3),
        (0, 4, 3, False, 1),
        (0, 5, 3, False, 2),
        (0, 1, 5, False, 1),
        (0, -1, 0, False, 1),
        (0, 3, 3, True, 3),
    ],
)
def test_days_late_and_grades_fallen_decide_the_stage(late, grade, before, called, stage):
    found = stages([late], grade=[grade], grade_at_start=[before], is_called=[called])

    assert found.tolist() == [stage]


def test_the_rules_of_a_stage_can_be_others():
    rules = StagingRules(days_deteriorated=0, grades_down=1)

    found = stages([1, 0], grade=[0, 1], grade_at_start=[0, 0], rules=rules)

    assert found.tolist() == [2, 2]


def test_the_stage_decides_what_is_provided_for():
    found = expected_credit_loss(
        [1, 2, 3],
        twelve_months=np.array([1.0, 1.0, 1.0]),
        lifetime=np.array([5.0, 5.0, 5.0]),
        exposure=np.array([100.0, 100.0, 100.0]),
        severity=np.array([0.45, 0.45, 0.45]),
    )

    assert found.tolist() == [1.0, 5.0, 45.0]


@pytest.mark.parametrize("value", [-0.1, 1.2])
def test_a_loss_given_default_outside_of_its_range_is_refused(value):
    with pytest.raises(ShareOutsideError, match=f"the loss given default number 2 is {value:g}"):
        twelve_month_loss([1.0, 1.0], probability=[0.1, 0.1], severity=[0.5, value])


SCALE = np.array([[0.90, 0.06, 0.02, 0.02, 0.0], [0.02, 0.88, 0.05, 0.05, 0.0],
                  [0.0, 0.05, 0.80, 0.15, 0.0], [0, 0, 0, 1.0, 0], [0, 0, 0, 0, 1.0]])  # fmt: skip
CURVES = np.array([0.02, 0.05, 0.15])[:, None] * np.arange(37) / 12
OWED = np.stack([np.linspace(900.0, 0.0, 37), np.linspace(90.0, 0.0, 37), np.zeros(37)])


def test_stages_of_years_ahead_hold_what_is_outstanding_and_defaulted_that_year():
    states = states_after(SCALE, np.zeros(0), years=3, correlation=0.1)

    found = staged_years(OWED, states, CURVES, severity=0.4)

    assert found.amounts[0].tolist() == [990.0, 0.0, 0.0]
    # After a year 660 would be owed: of the best grade 2 % fell two grades and 2 % defaulted.
    assert found.amounts[1] == pytest.approx([600 * 0.96 + 60 * 0.95, 12.0, 600 * 0.02 + 60 * 0.05])
    assert found.amounts[3].tolist() == [0.0, 0.0, 0.0]
    # What is owed in the twelve months ahead, times a year's chance, times the loss.
    a_year = OWED[:, :12].mean(axis=1) @ [0.02, 0.05, 0.15] * 0.4
    assert found.provisions[0] == pytest.approx([a_year, 0.0, 0.0])
    assert found.provisions[1, 1] == pytest.approx(
        600 * 0.02 * 0.4 * 0.15 / 12 * (OWED[0, 12:36] / OWED[0, 12]).sum()
    )


def test_a_bad_path_moves_amounts_into_worse_stages_and_raises_provisions():
    usual, bad = (
        staged_years(
            OWED, states_after(SCALE, path, years=3, correlation=0.15), CURVES, severity=0.4
        )
        for path in (np.zeros(0), np.array([-2.0, -1.0]))
    )

    assert bad.amounts[1, 0] < usual.amounts[1, 0]
    assert (bad.amounts[1, 1:] > usual.amounts[1, 1:]).all()
    assert bad.provisions[1].sum() > 2 * usual.provisions[1].sum()
