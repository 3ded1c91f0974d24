"""What stands in the stages of IFRS 9 at the end of each year of a run."""

import numpy as np

from majung.operations.risk.loss_readings import StagedYear
from majung.risk.accounting.migrating import staged_years, states_after
from majung.risk.arrays import Floats
from majung.risk.futures.factor_paths import QUARTERS_A_YEAR
from majung.risk.futures.transitions import Withdrawal, nice_transitions, yearly_matrix
from majung.risk.losses.portfolio import Portfolio
from majung.values.months import MONTHS_A_YEAR


def stages_of(
    portfolio: Portfolio,
    curves: Floats,
    *,
    withdrawal: Withdrawal,
    correlation: float,
    severity: float,
    path: Floats | None,
) -> tuple[StagedYear, ...]:
    """Return what stands in each stage in the years ahead, under the path of a named stress.

    Firms whose rating is withdrawn count as keeping it, unless they are to fare as others do.

    Args:
        portfolio: contracts.
        curves: of default probabilities without the stress, a row a grade.
        withdrawal: how withdrawn ratings are taken.
        correlation: share of a firm's variance that factors explain.
        severity: mean loss given default.
        path: of the shared factor in each quarter; None for none.
    """
    taken = Withdrawal.STAYS if withdrawal is Withdrawal.LEAVES else withdrawal
    scale = nice_transitions()
    outstanding = np.zeros((len(scale.grades), len(portfolio.profiles)))
    np.add.at(outstanding, (portfolio.curve, portfolio.profile), portfolio.outstanding)
    yearly = np.zeros(0) if path is None else _by_year(path)
    states = states_after(
        yearly_matrix(scale, taken),
        yearly,
        years=-(-portfolio.months // MONTHS_A_YEAR),
        correlation=correlation,
    )
    years = staged_years(
        outstanding @ (portfolio.profiles * portfolio.kept), states, curves, severity=severity
    )
    return tuple(
        StagedYear(tuple(amounts), tuple(held))
        for amounts, held in zip(years.amounts.tolist(), years.provisions.tolist(), strict=True)
    )


def _by_year(path: Floats) -> Floats:
    """Return the mean factor of each year of a path by quarters."""
    starts = np.arange(0, len(path), QUARTERS_A_YEAR)
    return np.array([path[start : start + QUARTERS_A_YEAR].mean() for start in starts])
