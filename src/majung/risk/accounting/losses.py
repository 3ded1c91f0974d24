"""Expected credit losses: of the next twelve months, of a whole life, of what is impaired."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from majung.risk.accounting.staging import Stage
from majung.risk.arrays import Floats
from majung.risk.checks import finite, shares


def twelve_month_loss(
    exposure: ArrayLike, *, probability: ArrayLike, severity: ArrayLike
) -> Floats:
    """Return the loss expected from defaults of the next twelve months.

    Args:
        exposure: at default, currency units.
        probability: of default within twelve months.
        severity: loss given default.

    Source: IFRS 9, appendix A and illustrative example 8.

    >>> float(twelve_month_loss(1_000_000, probability=0.005, severity=0.25))
    1250.0
    """
    chance = shares("probability of default", probability)
    return finite("exposure", exposure) * chance * shares("loss given default", severity)


def lifetime_loss(
    exposure: ArrayLike,
    *,
    cumulative: ArrayLike,
    severity: ArrayLike,
    effective_rate: ArrayLike = 0.0,
) -> Floats:
    """Return the loss expected from defaults of all years that are left, discounted.

    Args:
        exposure: at default in each year that is left, shape ``(…, years)``.
        cumulative: probability of default by the end of each year, same shape, never falling.
        severity: loss given default, of a loan or of each of its years.
        effective_rate: of each loan, a year; defaults fall on the year's end.

    Raises:
        ValueError: a cumulative probability falls.

    Source: IFRS 9, 5.5.3, 5.5.17 and B5.5.44.
    """
    chance = shares("probability of default", cumulative)
    within = np.diff(chance, axis=-1, prepend=0.0)
    if (within < -1e-12).any():
        raise ValueError("a cumulative probability of default never falls")
    years = np.arange(1, chance.shape[-1] + 1)
    worth = (1.0 + finite("rate", effective_rate)[..., None]) ** -years
    lost = shares("loss given default", severity)
    lost = lost if lost.ndim == chance.ndim else lost[..., None]
    return np.asarray((finite("exposure", exposure) * within * lost * worth).sum(axis=-1))


def expected_credit_loss(
    stage: ArrayLike,
    *,
    twelve_months: Floats,
    lifetime: Floats,
    exposure: Floats,
    severity: Floats,
) -> Floats:
    """Return what each loan's provision is by its stage.

    Stage 1 carries twelve months, stage 2 the whole life, stage 3 what is owed times its loss.

    Source: IFRS 9, 5.5.3 and 5.5.5.
    """
    placed: NDArray[np.int8] = np.asarray(stage, np.int8)
    impaired = exposure * severity
    return np.asarray(
        np.where(
            placed == Stage.IMPAIRED,
            impaired,
            np.where(placed == Stage.DETERIORATED, lifetime, twelve_months),
        )
    )
