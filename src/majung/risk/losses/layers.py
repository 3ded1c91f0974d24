"""Caps and first losses over programmes: who bears the losses of a pool in each scenario.

What others took on first is theirs, then the public side pays up to its cap, and what is beyond
stays with the institutions.  The three always sum to the loss of the pool; the parts of a pool
share each in proportion to their losses.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.losses.problems import LayerNotUsableError
from majung.risk.normal import Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """A pool of buckets, and between which losses of it the public side pays.

    Attributes:
        buckets: places of the buckets in the pool.
        first_loss: borne by others before the public side pays anything.
        cap: most that the public side pays; infinite without one.
    """

    buckets: tuple[int, ...]
    first_loss: float = 0.0
    cap: float = np.inf


@dataclass(frozen=True)
class Borne:
    """Who bears what, each of shape (scenarios, buckets).

    Attributes:
        public: by the public side.
        first: by those who took on the first loss.
        beyond: by the institutions, beyond the cap.
    """

    public: Floats
    first: Floats
    beyond: Floats


def borne(losses: Floats, layers: tuple[Layer, ...]) -> Borne:
    """Return who bears losses; buckets in no layer are the public side's whole.

    Args:
        losses: of each scenario and bucket, not below nought.
        layers: each bucket in one of them at most.

    Raises:
        LayerNotUsableError: an amount is negative or no number, or a bucket is in two layers.
    """
    _check(layers, losses.shape[1])
    public, first = losses.copy(), np.zeros_like(losses)
    for layer in layers:
        places = list(layer.buckets)
        pool = losses[:, places].sum(axis=1)
        before = np.minimum(pool, layer.first_loss)
        paid = np.minimum(pool - before, layer.cap)
        share = losses[:, places] / np.where(pool > 0.0, pool, 1.0)[:, None]
        first[:, places] = share * before[:, None]
        public[:, places] = share * paid[:, None]
    return Borne(public, first, losses - public - first)


def _check(layers: tuple[Layer, ...], buckets: int) -> None:
    seen: set[int] = set()
    for row, layer in enumerate(layers, start=1):
        if not (np.isfinite(layer.first_loss) and layer.first_loss >= 0.0 and layer.cap >= 0.0):
            raise LayerNotUsableError(row=row, reason=_REASONS["amount"])
        if not layer.buckets or not set(layer.buckets) <= set(range(buckets)):
            raise LayerNotUsableError(row=row, reason=_REASONS["unknown"])
        if len(set(layer.buckets)) < len(layer.buckets) or seen & set(layer.buckets):
            raise LayerNotUsableError(row=row, reason=_REASONS["twice"])
        seen |= set(layer.buckets)


_REASONS = {
    "amount": {"ko": "금액이 음수이거나 수가 아님", "en": "an amount is negative or no number"},
    "unknown": {"ko": "없는 프로그램", "en": "it names a programme that is not there"},
    "twice": {"ko": "프로그램이 두 번 나옴", "en": "a programme stands in it twice or in two"},
}
