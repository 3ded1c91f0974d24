"""The subsidy rate of a cohort, and the parts it is made of.

Flows stand on an axis of years after disbursement and are all positive; the line they stand in
says who pays.  The rate is reckoned from the net cash of all lines together, the parts line by
line: that they sum to the rate is a check and not a definition.
"""

from dataclasses import dataclass, fields

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.checks import NothingDisbursedError

PERCENT = 100.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CohortFlows:
    """Expected cash of a cohort between the State and everybody else.

    Every array has the shape of `years`, ``(…, flows)``; a line that does not occur is None.

    Attributes:
        years: after disbursement.
        disbursed: what borrowers received, by whomever; the rate is per 100 of it.
        lent: the part of it that the State itself paid out.
        repaid: principal that terms foresee to come back to the State.
        interest: interest that terms foresee to come to the State.
        lost: foreseen principal and interest that do not come, because of default.
        claims: paid on guarantees.
        recovered: regained after a default, or after a claim.
        supplements: interest the State bears for borrowers (이차보전).
        fees: premiums and fees that come to the State.
        other: any other cost; negative where it is a gain.
    """

    years: Floats
    disbursed: Floats
    lent: Floats | None = None
    repaid: Floats | None = None
    interest: Floats | None = None
    lost: Floats | None = None
    claims: Floats | None = None
    recovered: Floats | None = None
    supplements: Floats | None = None
    fees: Floats | None = None
    other: Floats | None = None


#: Who pays a line: +1 costs the State, −1 comes to it, 0 is not the State's cash.
SIGN_OF = {
    "disbursed": 0.0,
    "lent": 1.0,
    "repaid": -1.0,
    "interest": -1.0,
    "lost": 1.0,
    "claims": 1.0,
    "recovered": -1.0,
    "supplements": 1.0,
    "fees": -1.0,
    "other": 1.0,
}
#: The part of the rate to which a line belongs.
DEFAULTS = ("lost", "claims", "recovered")
INTEREST = ("lent", "repaid", "interest", "supplements")
FEES = ("fees",)
OTHER = ("other",)


@dataclass(frozen=True, slots=True, eq=False)
class SubsidyRate:
    """What a cohort costs, per 100 disbursed; each figure has the cohorts' shape.

    Attributes:
        rate: of the net cash of all lines.
        defaults: losses and claims, net of recoveries.
        interest: what lending below the government's own rates costs, supplements included.
        fees: negative, as they come in.
        other: the rest.
    """

    rate: Floats
    defaults: Floats
    interest: Floats
    fees: Floats
    other: Floats

    @property
    def of_parts(self) -> Floats:
        """The sum of the four parts."""
        return np.asarray(self.defaults + self.interest + self.fees + self.other)


def subsidy_rate(flows: CohortFlows, discount: Floats) -> SubsidyRate:
    """Work out the subsidy rate of a cohort, or of many cohorts side by side.

    Args:
        discount: today's worth of 1 at each of `flows.years`, of the same shape:
            ``curve.discount(flows.years)``.

    Raises:
        NothingDisbursedError: a cohort disburses nothing.

    Source: Federal Credit Reform Act of 1990, section 502(5); OMB Circular A-11 (2023), section
    185.3 and 185.5.
    """
    worth = present_value(flows.disbursed, discount)
    if (worth <= 0.0).any():
        raise NothingDisbursedError
    per = PERCENT / worth
    return SubsidyRate(
        rate=per * present_value(net_cash(flows), discount),
        defaults=per * _part(flows, DEFAULTS, discount),
        interest=per * _part(flows, INTEREST, discount),
        fees=per * _part(flows, FEES, discount),
        other=per * _part(flows, OTHER, discount),
    )


def present_value(amounts: Floats, discount: Floats) -> Floats:
    """Return today's worth of amounts, summed over the last axis."""
    return np.asarray((amounts * discount).sum(axis=-1))


def net_cash(flows: CohortFlows) -> Floats:
    """Return what leaves the State less what comes to it, flow by flow."""
    cash = np.zeros_like(flows.years)
    for line, amounts in lines_of(flows):
        cash = cash + SIGN_OF[line] * amounts
    return cash


def lines_of(flows: CohortFlows) -> list[tuple[str, Floats]]:
    """Return the lines that occur, by name."""
    found = ((each.name, getattr(flows, each.name)) for each in fields(flows))
    return [(name, amounts) for name, amounts in found if name in SIGN_OF and amounts is not None]


def _part(flows: CohortFlows, names: tuple[str, ...], discount: Floats) -> Floats:
    part = np.zeros(flows.years.shape[:-1])
    for line, amounts in lines_of(flows):
        if line in names:
            part = part + SIGN_OF[line] * present_value(amounts, discount)
    return part
