"""Policy partners' stakes through the scenarios of a run: calls, returns, gains and losses."""

from collections.abc import Sequence

import numpy as np

from majung.contracts.fund_terms import PartnerClass
from majung.operations.risk.loss_list import numbers_of_words
from majung.operations.risk.loss_readings import FAN
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.office.office_run import StakesReading
from majung.operations.risk.office.rows import StakeRow
from majung.risk.futures.exits import LEVELS, Exits
from majung.risk.futures.factors import Factors
from majung.risk.losses.exact import Run
from majung.risk.losses.measures import expected_loss, expected_shortfall, value_at_risk
from majung.risk.losses.stakes import Stakes, StakesFound, follow_stakes


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
