"""Curves, factors, severities, stress, migration, early repayment and rates."""

import csv

import numpy as np
import pytest

from majung.risk.futures.factor_paths import factor_path
from majung.risk.futures.factors import Factors, one_factor, sectors_and_regions
from majung.risk.futures.future import Future
from majung.risk.futures.lost_shares import mean_given, square_given
from majung.risk.futures.migration import grades_after, matrix_given
from majung.risk.futures.prepayment import repaid_early
from majung.risk.futures.problems import (
    CorrelationNotUsableError,
    MatrixNotUsableError,
    ProbabilityNotUsableError,
    ScenarioNotUsableError,
    SeverityNotUsableError,
)
from majung.risk.futures.rates import ShortRate, discounts_of, rate_paths
from majung.risk.futures.scenarios import scenarios
from majung.risk.futures.severities import Severity
from majung.risk.futures.spreads import Spread
from majung.risk.futures.stress import stressed_curves
from majung.risk.futures.transitions import (
    Transitions,
    Withdrawal,
    default_probabilities,
    even_hazard,
    nice_transitions,
    yearly_matrix,
)


# NICE Investors Service 1998–2023; powers of its matrix, worked out by hand for BBB.
@pytest.mark.parametrize(
    ("withdrawal", "after_three_years"),
    [
        (Withdrawal.LEAVES, [0.0, 0.01, 0.36, 1.95, 7.55, 17.59]),
        (Withdrawal.STAYS, [0.0, 0.01, 0.39, 2.35, 9.69, 23.41]),
        (Withdrawal.AS_OTHERS, [0.0, 0.01, 0.48, 3.13, 12.85, 30.70]),
    ],
)
def test_how_withdrawals_are_taken_moves_the_three_year_default_rate(withdrawal, after_three_years):
    found = default_probabilities(nice_transitions(), withdrawal=withdrawal, months=60)

    assert (100 * found[:, 36]).round(2).tolist() == after_three_years
    assert (np.diff(found, axis=1) >= 0).all()


def test_a_years_default_rate_is_the_published_one():
    found = default_probabilities(nice_transitions(), withdrawal=Withdrawal.LEAVES, months=12)

    assert (100 * found[:, 12]).round(2).tolist() == [0.0, 0.0, 0.09, 0.60, 3.17, 8.64]


@pytest.mark.parametrize("row", [[0.9, 0.05, 0.0, 0.0], [1.1, -0.1, 0.0, 0.0]])
def test_a_matrix_whose_row_is_no_distribution_is_refused(row):
    with pytest.raises(MatrixNotUsableError) as refused:
        Transitions(("A", "B"), np.array([[0.9, 0.1, 0.0, 0.0], row]), "a test")

    assert refused.value.message.value("row") == 2


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1, np.nan])
def test_a_default_rate_of_nought_or_one_is_no_curve(rate):
    with pytest.raises(ProbabilityNotUsableError):
        even_hazard([0.01, rate], months=12)


def test_a_curve_that_falls_is_refused():
    with pytest.raises(ProbabilityNotUsableError):
        Future(np.array([[0.0, 0.2, 0.1]]), one_factor(0.1), (Severity(0.5),))


@pytest.mark.parametrize(
    "correlation",
    [
        np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]]),
        np.array([[1.0, 0.2, 0.0], [0.3, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        np.eye(2),
        2 * np.eye(3),
    ],
)
def test_what_is_no_correlation_matrix_is_refused(correlation):
    with pytest.raises(CorrelationNotUsableError):
        Factors(np.full((1, 3), 0.3), correlation)


def test_factors_that_explain_everything_are_refused():
    with pytest.raises(CorrelationNotUsableError):
        sectors_and_regions(2, 2, economy=0.5, sector=0.3, region=0.2)


def test_correlated_factors_are_correlated_as_told():
    factors = Factors(np.eye(2) * 0.5, np.array([[1.0, 0.6], [0.6, 1.0]]))

    drawn = scenarios(factors, first=0, count=1 << 14, seed=1, spread=Spread.SOBOL).shared

    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0.6, abs=0.01)
    assert drawn.std(axis=0) == pytest.approx([0.5, 0.5], rel=0.01)


def test_the_variable_of_a_t_copula_has_its_mean():
    drawn = scenarios(one_factor(0.1, freedom=10.0), first=0, count=1 << 14, seed=1)

    # The mean of degrees over a chi-squared variable is 10 / 8.
    assert (drawn.mixing**2).mean() == pytest.approx(1.25, rel=0.02)


@pytest.mark.parametrize(
    ("mean", "deviation", "correlation"), [(0.45, 0.25, 0.3), (0.1, 0.05, 0.0), (0.8, 0.3, 1.0)]
)
def test_a_severity_has_the_mean_and_deviation_it_is_given(mean, deviation, correlation):
    severity = Severity(mean, deviation, correlation)
    nodes, weights = np.polynomial.hermite_e.hermegauss(64)

    given = mean_given(severity, nodes) @ weights / weights.sum()

    assert given == pytest.approx(mean, abs=1e-6)
    assert (np.diff(mean_given(severity, nodes)) <= 1e-12).all()
    squares = square_given(severity, nodes) @ weights / weights.sum()
    assert squares - mean**2 == pytest.approx(deviation**2, abs=1e-6)


@pytest.mark.parametrize(
    "told",
    [{"mean": 1.2}, {"mean": -0.1}, {"mean": 0.5, "deviation": 0.5}, {"mean": np.nan},
     {"mean": 0.5, "correlation": 1.5}, {"mean": 0.5, "lags": ((6, 0.5),)},
     {"mean": 0.5, "wait_months": -1}],
)  # fmt: skip
def test_a_severity_that_is_none_is_refused(told):
    with pytest.raises(SeverityNotUsableError):
        Severity(**told)


def _unemployment(file):
    with file.open(encoding="utf-8") as lines:
        return [float(row["Unemployment rate"]) for row in csv.DictReader(lines)]


@pytest.mark.truth
def test_the_severely_adverse_scenario_is_a_bad_path_and_the_baseline_is_none(truth):
    folder = truth / "stress"
    history = _unemployment(folder / "2025-Table_1A_Historic_Domestic.csv")
    bad = factor_path(
        history,
        _unemployment(folder / "2025-Table_3A_Supervisory_Severely_Adverse_Domestic.csv"),
    )
    usual = factor_path(
        history, _unemployment(folder / "2025-Table_2A_Supervisory_Baseline_Domestic.csv")
    )
    curves = even_hazard([0.02], months=36)

    stressed, unstressed = (
        stressed_curves(curves, path, correlation=0.12)[0, 36] for path in (bad, usual)
    )

    assert len(bad) == len(usual) == 13
    assert bad.min() < -2 < np.abs(usual).max() < 1
    assert stressed > 1.5 * unstressed


def test_a_path_at_a_level_of_no_effect_leaves_a_curve_within_its_convexity():
    curves = even_hazard([0.02, 0.1], months=24)

    assert stressed_curves(curves, np.zeros(8), correlation=0.0) == pytest.approx(curves, rel=1e-9)
    assert (stressed_curves(curves, np.full(8, -2.0), correlation=0.1)[:, 1:] > curves[:, 1:]).all()


def test_a_scenario_with_a_gap_is_refused():
    with pytest.raises(ScenarioNotUsableError) as refused:
        factor_path([5.0, 4.8, 5.2, 5.5, 6.0, 6.2], [6.0, np.nan, 7.0])

    assert refused.value.message.value("quarter") == 2


def test_a_bad_year_moves_ratings_down_and_the_mean_over_years_is_the_matrix():
    matrix = yearly_matrix(nice_transitions(), Withdrawal.STAYS)
    nodes, weights = np.polynomial.hermite_e.hermegauss(48)
    weights /= weights.sum()

    given = [matrix_given(matrix, correlation=0.15, factor=each) for each in nodes]
    bad, good = (grades_after(matrix, np.full(3, z), correlation=0.15) for z in (-2.0, 2.0))

    assert np.einsum("z,zab->ab", weights, given) == pytest.approx(matrix, abs=1e-6)
    assert (bad[3, 2:6, 6] > good[3, 2:6, 6]).all()
    assert bad.sum(axis=2) == pytest.approx(np.ones((4, 8)))


def test_early_repayment_shortens_a_shape_by_the_yearly_share():
    shapes = np.ones((2, 13))

    assert repaid_early(shapes, 0.06)[:, 12] == pytest.approx([0.94, 0.94])
    assert repaid_early(shapes, 0.0).tolist() == shapes.tolist()
    with pytest.raises(ProbabilityNotUsableError):
        repaid_early(shapes, 1.0)


def test_rates_are_drawn_to_their_mean_with_the_deviation_of_theory():
    rate = ShortRate(start=0.06, mean=0.03, speed=0.5, deviation=0.01)

    paths = rate_paths(rate, first=0, count=20_000, months=24, seed=3)

    wanted = 0.01 * np.sqrt((1 - np.exp(-2.0)) / 1.0)
    assert paths[:, 24].mean() == pytest.approx(0.03 + 0.03 * np.exp(-1.0), abs=4e-4)
    assert paths[:, 24].std() == pytest.approx(wanted, rel=0.02)
    part = rate_paths(rate, first=7, count=3, months=24, seed=3)
    assert part.tolist() == paths[7:10].tolist()


def test_a_steady_rate_discounts_evenly():
    steady = ShortRate(start=0.03, mean=0.03, speed=1.0, deviation=0.0)

    found = discounts_of(rate_paths(steady, first=0, count=1, months=12, seed=0))

    assert found[0] == pytest.approx(np.exp(-0.03 * np.arange(13) / 12))
