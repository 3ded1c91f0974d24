"""Closed forms against the figures of the papers they come from."""

import numpy as np
import pytest

from majung.risk.closed.counts import count_quantile
from majung.risk.closed.creditrisk_plus import credit_risk_plus
from majung.risk.closed.revaluation import (
    bands,
    forward_value,
    joint_probabilities,
    mean_and_deviation,
)

# Credit Suisse Financial Products (1997), CreditRisk+, annex B: exposure and grade of 25 obligors.
OBLIGORS = (
    (358475, 8), (1089819, 8), (1799710, 6), (1933116, 7), (2317327, 7), (2410929, 7),
    (2652184, 8), (2957685, 7), (3137989, 4), (3204044, 4), (4727724, 1), (4830517, 4),
    (4912097, 4), (4928989, 8), (5042312, 6), (5320364, 5), (5435457, 4), (5517586, 3),
    (5764596, 5), (5847845, 3), (6466533, 8), (6480322, 8), (7727651, 2), (15410906, 6),
    (20238895, 5),
)  # fmt: skip
PROBABILITIES = (0.015, 0.016, 0.03, 0.05, 0.075, 0.10, 0.15, 0.30)

# CreditMetrics technical document (1997), table 1.1 (S&P one-year transitions, %), best first.
STATES = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "D")
TRANSITIONS = {
    "A": (0.09, 2.27, 91.05, 5.52, 0.74, 0.26, 0.01, 0.06),
    "BBB": (0.02, 0.33, 5.95, 86.93, 5.30, 1.17, 0.12, 0.18),
    "BB": (0.03, 0.14, 0.67, 7.73, 80.53, 8.84, 1.00, 1.06),
}
# The same, table 1.3: one-year forward zero rates of one to four years, %.
ZEROS = {
    "AAA": (3.60, 4.17, 4.73, 5.12),
    "AA": (3.65, 4.22, 4.78, 5.17),
    "A": (3.72, 4.32, 4.93, 5.32),
    "BBB": (4.10, 4.67, 5.25, 5.63),
    "BB": (5.55, 6.02, 6.78, 7.27),
    "B": (6.05, 7.02, 8.03, 8.52),
    "CCC": (15.05, 15.02, 14.03, 13.52),
}
# The same, table 1.2: recovery of senior unsecured debt, % of face, mean and deviation.
RECOVERY, RECOVERY_DEVIATION = 51.13, 25.45


def _of_25(unit=202_389):
    exposures, grades = zip(*OBLIGORS, strict=True)
    return credit_risk_plus(
        exposures,
        [PROBABILITIES[grade - 1] for grade in grades],
        relative_variance=0.25,
        unit=unit,
    )


def test_credit_risk_plus_gives_the_published_losses_of_25_obligors():
    found = _of_25()

    assert sum(exposure for exposure, _ in OBLIGORS) == 130_513_072
    assert round(found.mean) == 14_221_863
    assert round(found.deviation) == 12_668_742
    assert round(found.quantile(0.99)) == 55_311_503


def test_the_mean_of_credit_risk_plus_does_not_depend_on_the_unit():
    assert _of_25(unit=1_000_000).mean == pytest.approx(_of_25(unit=50_000).mean, rel=1e-9)


def test_a_portfolio_that_loses_nothing_at_a_level_has_a_quantile_of_nought():
    found = credit_risk_plus([100.0], [0.001], relative_variance=0.25, unit=1.0)

    assert found.quantile(0.99) == 0.0


# Frey, McNeil, Nyfeler (2001), tables of 10,000 firms: 95, 99 and 99.9 % of the default count.
@pytest.mark.parametrize(
    ("probability", "correlation", "freedom", "counts"),
    [
        (0.0006, 0.0258, None, [14, 21, 30]),
        (0.0006, 0.0258, 50, [23, 49, 103]),
        (0.0006, 0.0258, 10, [24, 122, 461]),
        (0.0050, 0.0380, None, [109, 155, 224]),
        (0.0050, 0.0380, 50, [152, 260, 446]),
        (0.0050, 0.0380, 10, [239, 596, 1297]),
    ],
)
def test_counts_of_defaults_under_a_t_copula_are_the_published_ones(
    probability, correlation, freedom, counts
):
    found = [
        count_quantile(
            10_000, probability=probability, correlation=correlation, level=level, freedom=freedom
        )
        for level in (0.95, 0.99, 0.999)
    ]

    assert found == counts


def _values():
    zeros = [np.array(ZEROS[state]) / 100 for state in STATES[:-1]]
    return [forward_value(6.0, face=100.0, zero_rates=each) for each in zeros] + [RECOVERY]


# The same, table 1.4: the values that follow from curves the document prints to a basis point.
VALUES = (109.37, 109.19, 108.66, 107.55, 102.02, 98.10, 83.64, 51.13)


def test_a_bbb_bond_has_the_published_values_a_year_on_as_far_as_printed_curves_tell():
    assert _values() == pytest.approx(VALUES, abs=0.021)


def test_a_bbb_bond_has_the_published_mean_and_deviation():
    weights = np.array(TRANSITIONS["BBB"]) / 100

    mean, deviation = mean_and_deviation(VALUES, weights)
    _, with_recovery = mean_and_deviation(
        VALUES, weights, deviations=[0.0] * 7 + [RECOVERY_DEVIATION]
    )

    assert (round(mean, 2), round(deviation, 2)) == (107.09, 2.99)
    assert round(with_recovery, 2) == 3.18


def test_a_bb_and_an_a_name_both_stay_with_the_published_probability():
    # The same, section 8.3: the document integrates between barriers printed to two decimals.
    bb, a = (np.array(TRANSITIONS[name]) / 100 for name in ("BB", "A"))
    stays = STATES.index("BB"), STATES.index("A")
    printed = bands(bb).round(2), bands(a).round(2)

    apart = joint_probabilities(bands(bb), bands(a), correlation=0.0)
    together = joint_probabilities(*printed, correlation=0.2)

    assert printed[0][stays[0]].tolist() == [-1.23, 1.37]
    assert printed[1][stays[1]].tolist() == [-1.51, 1.98]
    assert (round(100 * apart[stays], 2), round(100 * together[stays], 2)) == (73.32, 73.65)


def test_the_pairs_of_states_sum_to_each_name_alone():
    bb, a = (np.array(TRANSITIONS[name]) / 100 for name in ("BB", "A"))

    together = joint_probabilities(bands(bb), bands(a), correlation=0.2)

    assert together.sum(axis=1) == pytest.approx(bb, abs=1e-9)
    assert together.sum(axis=0) == pytest.approx(a, abs=1e-9)
