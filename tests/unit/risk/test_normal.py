"""The normal distribution and the conditional probability of default."""

import math
import subprocess
import sys

import numpy as np
import pytest

from majung.risk.normal import (
    conditional_default_probability,
    normal_probability,
    normal_quantile,
    stressed_default_probability,
)


# Vasicek (2002); computed from its formula, published in the tables of the house's truth.
@pytest.mark.parametrize(
    ("probability", "correlation", "level", "quantile"),
    [
        (0.02, 0.10, 0.999, 0.128237),
        (0.01, 0.12, 0.999, 0.090326),
        (0.01, 0.20, 0.999, 0.145525),
        (0.05, 0.15, 0.99, 0.209881),
    ],
)
def test_the_quantile_of_an_infinitely_fine_portfolio_is_vasiceks(
    probability, correlation, level, quantile
):
    found = stressed_default_probability(probability, correlation=correlation, level=level)

    assert round(float(found), 6) == quantile


def test_probability_and_quantile_are_inverse():
    probability = np.array([1e-12, 1e-6, 0.0228, 0.5, 0.977, 1 - 1e-9])

    assert normal_probability(normal_quantile(probability)) == pytest.approx(probability, rel=1e-12)


def test_certain_and_impossible_defaults_stay_so_whatever_the_factor():
    found = conditional_default_probability([0.0, 1.0], correlation=0.2, factor=-4.0)

    assert found.tolist() == [0.0, 1.0]


def test_without_correlation_the_factor_says_nothing():
    found = conditional_default_probability(0.03, correlation=0.0, factor=[-3.0, 0.0, 3.0])

    assert found == pytest.approx([0.03] * 3, rel=1e-12)


def test_the_mean_over_the_factor_is_the_unconditional_probability():
    nodes, weights = np.polynomial.hermite_e.hermegauss(64)

    given = conditional_default_probability(0.02, correlation=0.2, factor=nodes)

    assert given @ weights / math.sqrt(2 * math.pi) == pytest.approx(0.02, rel=1e-9)


def test_importing_the_package_loads_neither_numba_nor_scipy():
    told = (
        "import majung.risk, majung.risk.losses, majung.risk.draws, sys; print(sorted(sys.modules))"
    )

    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True).stdout

    assert "majung.risk.losses" in loaded
    assert {name for name in ("numba", "scipy") if f"'{name}'" in loaded} == set()
