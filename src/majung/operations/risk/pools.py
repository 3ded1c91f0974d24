"""Caps and first losses as they are asked for: pools of programmes, by key.

What is asked for now and worked out later is refused now, where that can be known; whether a
programme has contracts that are followed is known only when they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from majung.errors import PolicyFinanceError
from majung.risk.losses.layers import Layer, checked_layers

#: Pools times scenarios of a run that is done later: each pool is kept month by month in every
#: scenario, some 3 kB of memory for ten years.
POOL_SCENARIOS_MAX = 200_000


class ProgrammeNotFollowedError(PolicyFinanceError):
    """A cap or a first loss holds for programmes whose contracts are followed."""

    kind = "risk-pool-not-followed"


class PoolsTooManyError(PolicyFinanceError):
    """Pools are followed month by month in every scenario, as far as memory reaches."""

    kind = "risk-pools-too-many"


@dataclass(frozen=True, slots=True)
class Pool:
    """A cap and a first loss over programmes; minor units.

    Attributes:
        programmes: keys of the programmes that share it.
        first_loss: borne by others before the public side pays anything.
        cap: most that the public side pays over the whole life; None without one.
        yearly: most that it pays in a year; None without one.
    """

    programmes: tuple[str, ...]
    first_loss: float = 0.0
    cap: float | None = None
    yearly: float | None = None


def layers_of(pools: tuple[Pool, ...], buckets: tuple[str, ...]) -> tuple[Layer, ...]:
    """Return pools as layers over the buckets of a portfolio.

    Args:
        buckets: keys of the programmes that are followed.

    Raises:
        ProgrammeNotFollowedError: no contract of a programme is followed.
    """
    places = {name: place for place, name in enumerate(buckets)}
    _require_followed(pools, places)
    return tuple(
        Layer(
            tuple(places[name] for name in each.programmes),
            each.first_loss,
            np.inf if each.cap is None else each.cap,
            np.inf if each.yearly is None else each.yearly,
        )
        for each in pools
    )


def require_pools(pools: tuple[Pool, ...], *, known: Mapping[str, object], scenarios: int) -> None:
    """Refuse pools that no run could follow.

    Args:
        known: programmes by key; that they have contracts on the day is not looked up.
        scenarios: of the run.

    Raises:
        ProgrammeNotFollowedError: a programme that nobody knows, or that is not asked for.
        LayerNotUsableError: an amount is negative or no number, or a programme stands twice.
        PoolsTooManyError: there are more than memory has room for.
    """
    checked_layers(layers_of(pools, tuple(known)), len(known))
    if len(pools) * scenarios > POOL_SCENARIOS_MAX:
        raise PoolsTooManyError(count=len(pools), most=POOL_SCENARIOS_MAX // scenarios)


def _require_followed(pools: tuple[Pool, ...], known: Mapping[str, object]) -> None:
    for each in pools:
        for name in each.programmes:
            if name not in known:
                raise ProgrammeNotFollowedError(programme=name, known=tuple(known))
