"""What a run found of loans and covers, as values: nothing here follows a contract.

Whoever shows, keeps or reads back what was found takes it from here and loads no engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.stresses import Stress
from majung.risk.losses.figures import Frequencies, Interval
from majung.values.months import MONTHS_A_YEAR

FAN = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Part:
    """What one part adds.

    Attributes:
        expected: to the expected loss, before caps and first losses.
        at_risk: to the value at risk.
        shortfall: to the mean loss beyond it.
    """

    name: str
    expected: float
    at_risk: float
    shortfall: float


@dataclass(frozen=True, slots=True)
class StagedYear:
    """What stands in the three stages at a year's end, and what is provided for each."""

    amounts: tuple[float, ...]
    provisions: tuple[float, ...]


@dataclass(frozen=True)
class LossReading:
    """What a run found.

    Attributes:
        method: how.
        contracts: how many were followed.
        outstanding: of all.
        expected: mean loss.
        value_at_risk: at the level of the settings.
        shortfall: mean loss beyond it.
        present_value: mean present value of what defaults cost.
        programmes: for each, its part of the mean and of the shortfall.
        parts: what programmes, sectors, regions and firms add to mean, quantile and shortfall.
        elsewhere: mean losses that others bear: first losses, and what is beyond caps.
        borne: who pays claims less recoveries of each month, on average, where caps or first losses
            are followed by month.
        staged: what stands in the stages of IFRS 9 today and at the end of each year.
        lines: of each month, on average.
        fan: claims less recoveries of each year at the levels of `FAN`; of the public side alone
            where caps are followed by month, before them otherwise.
        monthly: the same by month, of scenarios evenly chosen; empty by tables.
        floated: interest and subsidies beyond today's rates, in each year, at the same levels.
        largest: share of the largest contract in what is outstanding.
        sources: where figures come from.
        frequencies: how often losses fall into equal parts; None in runs kept before that.
        together: expected loss, value at risk and shortfall with what is lost beside contracts in
            the same scenarios, as on stakes in funds; empty where nothing is.
    """

    method: str
    settings: LossSettings
    contracts: int
    outstanding: float
    expected: Interval
    value_at_risk: Interval
    shortfall: Interval
    present_value: float
    programmes: Mapping[str, tuple[float, float]]
    lines: Mapping[str, list[float]]
    fan: Mapping[str, list[float]]
    largest: float
    sources: tuple[str, ...] = field(default=())
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    monthly: Mapping[str, list[float]] = field(default_factory=dict)
    elsewhere: Mapping[str, float] = field(default_factory=dict)
    borne: Mapping[str, list[float]] = field(default_factory=dict)
    staged: tuple[StagedYear, ...] = ()
    floated: Mapping[str, Mapping[str, list[float]]] = field(default_factory=dict)
    frequencies: Frequencies | None = None
    together: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True)
class Stressed:
    """What was found under a stress."""

    stress: Stress
    losses: LossReading


def yearly_costs(losses: LossReading) -> tuple[float, ...]:
    """Return the claims less recoveries that each year is expected to bring: they sum to EL.

    Where caps and first losses are followed by month, those of the public side.
    """
    gross = np.subtract(losses.lines["claim"], losses.lines["recovery"])
    net = np.array(losses.borne.get("public", gross))
    starts = np.arange(0, len(net), MONTHS_A_YEAR)
    return tuple(np.add.reduceat(net, starts).tolist()) if len(net) else ()
