"""Cohorts of loans and of guarantees: what their schedules become once some of them default.

A contract that defaults misses a due and all later ones; what it owed then is the loss of a loan
and the claim under a guarantee.  Before any default the figures are the contract engine's own.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats, Integers
from majung.risk.checks import finite, shares
from majung.risk.fiscal.schedules import Dues
from majung.risk.fiscal.subsidy import CohortFlows
from majung.risk.fiscal.timing import DefaultAssumption


def direct_loans(dues: Dues, expected: DefaultAssumption) -> CohortFlows:
    """Return the flows of loans that the State itself lends.

    Recoveries are a share of what was owed at default: principal, and the interest due that day.
    A share of the interest that the State bears is none here: it would pay itself.

    Source: OMB Circular A-11 (2023), section 185.3(b); own convention for the day of a default,
    docs/risk.md.
    """
    defaulted = expected.rate * expected.timing.happened(dues.life)
    due = dues.principal + dues.interest
    back, back_years = _recovered(dues, _defaulting(dues, expected) * dues.owed, expected)
    return _with_recoveries(
        dues,
        back,
        back_years,
        lent=dues.drawn,
        repaid=dues.principal,
        interest=dues.interest,
        lost=due * defaulted,
        fees=dues.fee * (1.0 - defaulted),
    )


def supported_loans(
    dues: Dues,
    cover_ratio: ArrayLike,
    expected: DefaultAssumption,
    *,
    premiums: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
) -> CohortFlows:
    """Return the flows of bank loans that the State covers, or whose interest it bears in part.

    A claim is the cover ratio times what was owed at default; what is regained is shared pro rata,
    so the State's part of it is a share of the claim.  Premiums end with the loan's life.

    Args:
        cover_ratio: of each contract, from 0 to 1.
        premiums: contract, years and amount of each premium the contracts foresee.

    Source: OMB Circular A-11 (2023), section 185.3(b); domain practice of partial guarantees,
    docs/cover-and-fund.md.
    """
    ratio = np.broadcast_to(shares("cover ratio", cover_ratio), (_contracts(dues),))
    claims = _defaulting(dues, expected) * dues.owed * ratio[dues.contract]
    back, back_years = _recovered(dues, claims, expected)
    alive = 1.0 - expected.rate * expected.timing.happened(dues.life)
    flows = _with_recoveries(
        dues, back, back_years, claims=claims, supplements=dues.supplements * alive
    )
    if premiums is None:
        return flows
    return _with_premiums(flows, dues, premiums, expected)


def _contracts(dues: Dues) -> int:
    return int(dues.contract[-1]) + 1 if len(dues.contract) else 0


def _defaulting(dues: Dues, expected: DefaultAssumption) -> Floats:
    """Return the share of each contract that defaults between its last due day and this one."""
    happened = expected.rate * expected.timing.happened(dues.life)
    before = np.concatenate([[0.0], happened[:-1]])
    is_first = np.concatenate([[True], dues.contract[1:] != dues.contract[:-1]])
    return np.asarray(happened - np.where(is_first, 0.0, before))


def _recovered(dues: Dues, exposed: Floats, expected: DefaultAssumption) -> tuple[Floats, Floats]:
    after = expected.timing.recovery_years(dues.life_years)
    return expected.recovery * exposed, dues.years + after


def _with_recoveries(dues: Dues, back: Floats, back_years: Floats, **lines: Floats) -> CohortFlows:
    """Put recoveries behind the dues, on the same axis."""
    nothing = np.zeros(len(back))
    return CohortFlows(
        years=np.concatenate([dues.years, back_years]),
        disbursed=np.concatenate([dues.drawn, nothing]),
        recovered=np.concatenate([np.zeros(len(dues.years)), back]),
        **{name: np.concatenate([line, nothing]) for name, line in lines.items()},
    )


def _with_premiums(
    flows: CohortFlows,
    dues: Dues,
    premiums: tuple[ArrayLike, ArrayLike, ArrayLike],
    expected: DefaultAssumption,
) -> CohortFlows:
    contract: Integers = np.asarray(premiums[0], np.int64)
    years, amounts = finite("premium year", premiums[1]), finite("premium", premiums[2])
    lives = np.ones(_contracts(dues))
    lives[dues.contract] = dues.life_years
    life = years / np.maximum(lives[contract], np.finfo(float).tiny)
    paid = amounts * (1.0 - expected.rate * expected.timing.happened(life))
    return joined([flows, CohortFlows(years=years, disbursed=np.zeros(len(years)), fees=paid)])


def joined(parts: Sequence[CohortFlows]) -> CohortFlows:
    """Lay the flows of several groups end to end: one cohort of them all."""
    names = ("lent", "repaid", "interest", "lost", "claims", "recovered", "supplements", "fees",
             "other")  # fmt: skip

    def line(name: str) -> Floats | None:
        found = [getattr(part, name) for part in parts]
        if all(each is None for each in found):
            return None
        return np.concatenate([
            np.zeros(len(part.years)) if each is None else each
            for part, each in zip(parts, found, strict=True)
        ])  # fmt: skip

    return CohortFlows(
        years=np.concatenate([part.years for part in parts]),
        disbursed=np.concatenate([part.disbursed for part in parts]),
        **{name: line(name) for name in names},
    )
