"""Policy partners' stakes through the scenarios of a run: calls, returns, gains and losses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from majung.contracts.fund_terms import PartnerClass
from majung.operations.risk.loss_list import numbers_of_words
from majung.operations.risk.losses import FAN, LossSettings
from majung.operations.risk.office.rows import StakeRow
from majung.risk.futures.exits import Exits
from majung.risk.futures.factors import Factors
from majung.risk.losses.exact import Run
from majung.risk.losses.measures import (
    Interval,
    expected_loss,
    expected_shortfall,
    value_at_risk,
)
from majung.risk.losses.stakes import LEVELS, Stakes, StakesFound, follow_stakes


@dataclass(frozen=True)
class StakesReading:
    """What a run found of stakes; minor units.

    Attributes:
        at_stake: what they are worth today, and what is still called.
        expected: mean loss against that; negative where they are expected to gain.
        value_at_risk: at the level of the settings.
        shortfall: mean loss beyond it.
        distributions: what comes back in each month, on average.
        fan: what comes back less what is called in each year, at the levels of `FAN`.
        growth: a year, of the mean value; likewise `deviation` and `economy`: see `Exits`.
    """

    at_stake: float
    expected: Interval
    value_at_risk: Interval
    shortfall: Interval
    distributions: tuple[float, ...]
    fan: Mapping[str, list[float]]
    growth: float
    deviation: float
    economy: float


def of_policy(stakes: Sequence[StakeRow]) -> list[StakeRow]:
    """Return the stakes of policy partners."""
    return [each for each in stakes if each.partner_class == PartnerClass.POLICY.value]


def stakes_found(
    rows: Sequence[StakeRow], settings: LossSettings, factors: Factors
) -> StakesFound | None:
    """Follow policy partners' stakes through the scenarios of the settings; None without any."""
    policy = of_policy(rows)
    if not policy:
        return None
    run = Run(settings.scenarios, settings.seed, settings.spread)
    return follow_stakes(_columns(policy), _exits(settings), factors, run)


def stakes_reading(found: StakesFound, settings: LossSettings) -> StakesReading:
    """Return the figures of what was found."""
    exits, losses = _exits(settings), found.losses
    fan = np.quantile(found.years, FAN, axis=0)
    return StakesReading(
        at_stake=float(found.today + found.calls.sum()),
        expected=expected_loss(losses),
        value_at_risk=value_at_risk(losses, settings.level),
        shortfall=expected_shortfall(losses, settings.level),
        distributions=tuple(found.distributions.tolist()),
        fan={f"{level:g}": row.tolist() for level, row in zip(FAN, fan, strict=True)},
        growth=exits.growth,
        deviation=exits.deviation,
        economy=exits.economy,
    )


def _exits(settings: LossSettings) -> Exits:
    return Exits(settings.fund_growth, settings.fund_deviation, settings.fund_economy)


def _columns(rows: Sequence[StakeRow]) -> Stakes:
    months = max(len(each.calls) for each in rows)
    calls = np.zeros((len(rows), months))
    for place, each in enumerate(rows):
        calls[place, : len(each.calls)] = each.calls
    return Stakes(
        fund=numbers_of_words([each.contract for each in rows]),
        # Stakes kept before their waterfall was told get their share of whatever is got.
        payoffs=np.array(
            [each.payoffs or [level * each.value for level in LEVELS] for each in rows], np.float64
        ),
        calls=calls,
        begins=np.array([each.exit_from for each in rows], np.int64),
        ends=np.array([each.exit_to for each in rows], np.int64),
    )
