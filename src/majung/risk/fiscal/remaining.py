"""What is still expected of a cohort part of whose life has passed.

A cover that lived so far can only default from here on, and is the likelier to: what was expected
of it at the start is taken for the time ahead, over the chance of having come so far.
"""

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats, Integers
from majung.risk.checks import shares
from majung.risk.fiscal.schedules import Dues
from majung.risk.fiscal.subsidy import CohortFlows
from majung.risk.fiscal.timing import DefaultAssumption

#: Whoever came through a life in which all default: nobody, and nothing is expected of nobody.
NOBODY = 1e-12


def still_expected(
    dues: Dues,
    cover_ratio: ArrayLike,
    expected: DefaultAssumption,
    *,
    elapsed: Floats,
    is_alive: ArrayLike,
    premiums: tuple[Integers, Floats, Floats],
) -> CohortFlows:
    """Return claims, recoveries and premiums of covers from now on.

    Args:
        cover_ratio: of each contract.
        elapsed: years since each contract's first day.
        is_alive: whether each contract has neither defaulted nor ended.
        premiums: contract, years and amount of each premium the contracts foresee.

    Source: OMB Circular A-11 (2023), section 185.6 (technical re-estimates rest on actual flows and
    on those expected for the rest of the cohort's life); own convention for survivors.
    """
    lives = np.zeros(len(elapsed))
    lives[dues.contract] = dues.life_years
    share = np.divide(elapsed, lives, out=np.ones_like(elapsed), where=lives > 0.0)
    passed = expected.rate * expected.timing.happened(share)
    alive = np.asarray(is_alive, np.float64)
    scale = np.divide(alive, 1.0 - passed, out=np.zeros_like(alive), where=passed < 1.0 - NOBODY)
    happened = expected.rate * expected.timing.happened(dues.life)
    is_first = np.concatenate([[True], dues.contract[1:] != dues.contract[:-1]])
    before = np.where(is_first, 0.0, np.concatenate([[0.0], happened[:-1]]))
    ahead = np.maximum(happened - np.maximum(before, passed[dues.contract]), 0.0)
    ratio = np.broadcast_to(shares("cover ratio", cover_ratio), elapsed.shape)
    claims = ahead * (ratio * scale)[dues.contract] * dues.owed
    back_years = dues.years + expected.timing.recovery_years(dues.life_years)
    contract, years, amounts = premiums
    later = years > elapsed[contract]
    chance = 1.0 - expected.rate * expected.timing.happened(
        years / np.maximum(lives[contract], np.finfo(float).tiny)
    )
    fees = amounts * later * chance * scale[contract]
    lengths = (len(claims), len(claims), len(fees))
    return CohortFlows(
        years=np.concatenate([dues.years, back_years, years]),
        disbursed=np.zeros(sum(lengths)),
        claims=_beside(0, claims, lengths),
        recovered=_beside(1, expected.recovery * claims, lengths),
        fees=_beside(2, fees, lengths),
    )


def still_repaid(
    dues: Dues, expected: DefaultAssumption, *, elapsed: ArrayLike, is_alive: ArrayLike
) -> CohortFlows:
    """Return what loans that the State lent still bring, from now on.

    A loan that lived so far can only default from here on: what was expected at the start of the
    time ahead, over the chance of having come so far.

    Args:
        dues: what still falls due, by contract and day; nothing of it has passed.
        elapsed: years since each contract's first day.
        is_alive: whether each contract has neither defaulted nor been repaid.

    Source: as `still_expected`; own convention for survivors.
    """
    since = np.asarray(elapsed, np.float64)
    lives = np.zeros(len(since))
    lives[dues.contract] = dues.life_years
    share = np.divide(since, lives, out=np.ones_like(since), where=lives > 0.0)
    passed = expected.rate * expected.timing.happened(share)
    alive = np.asarray(is_alive, np.float64)
    scale = np.divide(alive, 1.0 - passed, out=np.zeros_like(alive), where=passed < 1.0 - NOBODY)
    reached = np.maximum(expected.rate * expected.timing.happened(dues.life), passed[dues.contract])
    defaulted = (reached - passed[dues.contract]) * scale[dues.contract]
    is_first = np.concatenate([[True], dues.contract[1:] != dues.contract[:-1]])[: len(reached)]
    falling = defaulted - np.where(is_first, 0.0, np.concatenate([[0.0], defaulted])[:-1])
    kept = alive[dues.contract]
    back_years = dues.years + expected.timing.recovery_years(dues.life_years)
    lengths = (len(reached), len(reached))
    return CohortFlows(
        years=np.concatenate([dues.years, back_years]),
        disbursed=np.zeros(sum(lengths)),
        repaid=_beside(0, dues.principal * kept, lengths),
        interest=_beside(0, dues.interest * kept, lengths),
        lost=_beside(0, (dues.principal + dues.interest) * defaulted, lengths),
        recovered=_beside(1, expected.recovery * falling * dues.owed, lengths),
        fees=_beside(0, dues.fee * (kept - defaulted), lengths),
    )


def still_recovered(
    years: ArrayLike,
    claimed: ArrayLike,
    recovered: ArrayLike,
    *,
    share: ArrayLike,
    after: ArrayLike,
    elapsed: ArrayLike,
) -> CohortFlows:
    """Return what will still come back of claims that are paid, one row a contract.

    What came back already counts towards the share that is expected to; where more came, nothing is
    taken back.  What should have come by now is expected now.

    Args:
        years: at which each contract's claim was paid.
        claimed: paid on it so far.
        recovered: come back so far.
        share: of a claim that is expected to come back, from 0 to 1.
        after: years from a claim to its recovery.
        elapsed: years since each contract's first day.

    Source: own convention, docs/risk.md.
    """
    paid = np.asarray(claimed, np.float64)
    left = np.maximum(shares("recovery", share) * paid - np.asarray(recovered, np.float64), 0.0)
    when = np.asarray(years, np.float64) + np.asarray(after, np.float64)
    return CohortFlows(
        years=np.maximum(when, np.asarray(elapsed, np.float64)),
        disbursed=np.zeros_like(left),
        recovered=left,
    )


def _beside(place: int, line: Floats, lengths: tuple[int, ...]) -> Floats:
    return np.concatenate([
        line if number == place else np.zeros(length) for number, length in enumerate(lengths)
    ])  # fmt: skip
