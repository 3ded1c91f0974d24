"""What a design does, as values: `comparison` finds them."""

from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.design.designs import Design
from majung.risk.fiscal.subsidy import SubsidyRate
from majung.risk.losses.figures import Interval


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DesignFigures:
    """What a design does.

    Attributes:
        firms: that apply.
        loans: that they draw.
        drawn: lent by banks, minor units.
        covered: of that, by the State.
        private: of that, at the banks' own risk.
        saving: in yearly cost, on average over what is drawn; 0.004 is 0.4 %p.
        rate: subsidy rate in percent of what is drawn, with its parts; None where nothing is.
        cost: expected cost in today's money, minor units.
        expected: loss of the State, undiscounted.
        value_at_risk: of that loss.
        shortfall: mean of the worst of it.
        more: expected loss beyond the first design's, scenario by scenario.
        losses: of the State in each scenario.
        applies: whether each loan is drawn.
    """

    design: Design
    firms: int
    loans: int
    drawn: int
    covered: int
    private: int
    saving: float
    rate: SubsidyRate | None
    cost: float
    expected: Interval
    value_at_risk: Interval
    shortfall: Interval
    more: Interval
    losses: Floats
    applies: np.ndarray
