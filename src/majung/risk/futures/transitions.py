"""Curves of default probabilities out of a one-year matrix of rating transitions.

Ratings are withdrawn often, and what becomes of those firms is not observed.  How withdrawals are
taken moves the three-year default rate of weak grades up to threefold, so it is a setting that
every result names.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats
from majung.risk.futures.problems import MatrixNotUsableError, ProbabilityNotUsableError
from majung.values.months import MONTHS_A_YEAR

_TOLERANCE = 1e-6
_PER_CENT = 100.0
#: A month never is certain to bring default, nor certain not to: barriers stay finite.
SMALLEST = 1e-12


class Withdrawal(StrEnum):
    """What becomes of a firm whose rating is withdrawn.

    - ``leaves``: it is observed no more and never defaults, as published default rates count.
    - ``stays``: it is taken to have kept its grade.
    - ``as-others``: it fares as the others of its grade do, defaults included.
    """

    LEAVES = "leaves"
    STAYS = "stays"
    AS_OTHERS = "as-others"


@dataclass(frozen=True)
class Transitions:
    """A one-year matrix of rating transitions.

    Attributes:
        grades: best first, without default.
        shares: shape (grades, grades + 2): to each grade, to default, to withdrawal.
        source: where it was published.
    """

    grades: tuple[str, ...]
    shares: Floats
    source: str

    def __post_init__(self) -> None:
        """Refuse a matrix whose rows are no probabilities."""
        for row, shares in enumerate(self.shares, start=1):
            if not (np.isfinite(shares).all() and (shares >= 0).all() and (shares <= 1).all()):
                raise MatrixNotUsableError(row=row, reason=_REASONS["shares"])
            if abs(shares.sum() - 1.0) > _TOLERANCE:
                raise MatrixNotUsableError(row=row, reason=_REASONS["sum"])


_REASONS = {
    "shares": {"ko": "0과 1 밖의 값이 있음", "en": "a value lies outside 0 to 1"},
    "sum": {"ko": "합이 1이 아님", "en": "it does not sum to 1"},
}


def nice_transitions() -> Transitions:
    """Return the transitions of Korean issuers, 1998–2023.

    Printed rows miss 100 % by rounding of at most 0.01; the missing part stays in the grade.

    Source: NICE Investors Service, default and transition study 1998–2023.
    """
    text = (files("majung.risk.futures") / "nice.toml").read_text("utf-8")
    told = tomllib.loads(text)
    shares = np.array(told["rows"], np.float64) / _PER_CENT
    grades = np.arange(len(shares))
    shares[grades, grades] += 1.0 - shares.sum(axis=1)
    return Transitions(tuple(told["grades"]), shares, told["source"])


def yearly_matrix(transitions: Transitions, withdrawal: Withdrawal) -> Floats:
    """Return a square matrix over grades, default and, where firms leave, withdrawal.

    The last two states keep what reaches them.
    """
    count = len(transitions.grades)
    whole = np.eye(count + 2)
    whole[:count] = transitions.shares
    gone = whole[:count, -1].copy()
    if withdrawal is Withdrawal.STAYS:
        whole[np.arange(count), np.arange(count)] += gone
        whole[:count, -1] = 0.0
    elif withdrawal is Withdrawal.AS_OTHERS:
        whole[:count] /= (1.0 - gone)[:, None]
        whole[:count, -1] = 0.0
    return whole


def default_probabilities(
    transitions: Transitions, *, withdrawal: Withdrawal, months: int
) -> Floats:
    """Return the probability of default up to each month, shape (grades, months + 1).

    Years follow the powers of the matrix; within a year the hazard is even.
    """
    matrix = yearly_matrix(transitions, withdrawal)
    default = len(transitions.grades)
    years = -(-months // MONTHS_A_YEAR)
    state, reached = np.eye(len(matrix)), [np.zeros(default)]
    for _ in range(years):
        state = state @ matrix
        reached.append(state[:default, default])
    survival = np.log1p(-np.clip(np.stack(reached, axis=1), 0.0, 1.0 - SMALLEST))
    at = np.arange(months + 1) / MONTHS_A_YEAR
    return np.stack([-np.expm1(np.interp(at, np.arange(years + 1), row)) for row in survival])


def even_hazard(yearly: ArrayLike, *, months: int) -> Floats:
    """Return the probability of default up to each month under one yearly rate for each curve.

    Raises:
        ProbabilityNotUsableError: a rate is not strictly between nought and one.
    """
    rates = np.atleast_1d(np.asarray(yearly, np.float64))
    for rate in rates:
        if not 0.0 < rate < 1.0:
            raise ProbabilityNotUsableError(name="PD", value=f"{rate:g}")
    years = np.arange(months + 1) / MONTHS_A_YEAR
    return np.asarray(-np.expm1(np.log1p(-rates)[:, None] * years), np.float64)
