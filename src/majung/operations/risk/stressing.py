"""Contracts followed as usual and under named stresses, with the same scenarios and draws.

Only the path of the shared factor differs, so a difference between two readings is the stress and
never the luck of the draw.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from majung.operations.risk.crews import Progress
from majung.operations.risk.loss_list import LossList
from majung.operations.risk.loss_readings import LossReading
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.losses import losses_of
from majung.operations.risk.places import Place
from majung.operations.risk.stresses import Stress
from majung.risk.arrays import Floats
from majung.risk.losses.exact import Source
from majung.risk.losses.layers import Layer


def stressed_losses(
    found: LossList,
    settings: LossSettings,
    stresses: Sequence[Stress],
    *,
    place: Place,
    layers: tuple[Layer, ...] = (),
    progress: Progress | None = None,
    sources: Sequence[Source] = (),
    beside: Floats | None = None,
) -> Iterator[LossReading]:
    """Follow contracts as usual, then under each stress.

    Args:
        layers: caps and first losses over programmes.
        progress: told how many pieces of all the work are done, and of how many.
        beside: what is lost elsewhere in the same scenarios, as on stakes in funds.

    Raises:
        PortfolioNotUsableError, CorrelationNotUsableError, SeverityNotUsableError,
        TablesNotPossibleError: as `losses_of`; likewise what a place refuses.
    """
    paths = [None, *(np.array(each.factor) for each in stresses)]
    for turn, path in enumerate(paths):
        yield losses_of(
            found,
            settings,
            place=place,
            path=path,
            layers=layers,
            progress=_turned(progress, turn, len(paths)),
            sources=sources,
            beside=beside,
        )


def _turned(progress: Progress | None, turn: int, turns: int) -> Progress | None:
    """Tell the pieces of one turn as a part of those of all turns."""
    if progress is None or turns == 1:
        return progress
    return lambda done, pieces: progress(turn * pieces + done, turns * pieces)
