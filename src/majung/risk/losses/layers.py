"""Caps and first losses over programmes: who bears the losses of a pool in each scenario.

What others took on first is theirs, then the public side pays up to its cap, and what is beyond
stays with the institutions.  The three always sum to the loss of the pool; the parts of a pool
share each in proportion to their losses.

In time the same holds at every month's end for what was paid till then: a claim is borne first by
those who took on the first loss, then by the public side up to its cap, and up to its cap of the
year where there is one, then by the institutions; what comes back goes the other way, to whoever
bore last.  So without a yearly cap the months sum to what the whole life's loss alone would give.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.losses.problems import LayerNotUsableError
from majung.values.months import MONTHS_A_YEAR


@dataclass(frozen=True, slots=True)
class Layer:
    """A pool of buckets, and between which losses of it the public side pays.

    Attributes:
        buckets: places of the buckets in the pool.
        first_loss: borne by others before the public side pays anything.
        cap: most that the public side pays; infinite without one.
        yearly: most that it pays in a year, less what comes back to it in that year; infinite
            without one.  What is beyond is not made up for in another year.
    """

    buckets: tuple[int, ...]
    first_loss: float = 0.0
    cap: float = np.inf
    yearly: float = np.inf


@dataclass(frozen=True)
class Borne:
    """Who bears what, each of shape (scenarios, buckets), or (scenarios, months) of a pool.

    Attributes:
        public: by the public side.
        first: by those who took on the first loss.
        beyond: by the institutions, beyond the caps.
    """

    public: Floats
    first: Floats
    beyond: Floats


def borne(losses: Floats, layers: tuple[Layer, ...]) -> Borne:
    """Return who bears losses of the whole life; buckets in no layer are the public side's whole.

    Args:
        losses: of each scenario and bucket, not below nought.
        layers: each bucket in one of them at most, none with a yearly cap.

    Raises:
        LayerNotUsableError: an amount is negative or no number, or a bucket is in two layers.
    """
    checked_layers(layers, losses.shape[1])
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


def borne_by_month(flows: Floats, layer: Layer) -> Borne:
    """Return who bears the losses of a pool in each month; what comes back is negative.

    Args:
        flows: claims less recoveries of the pool, shape (scenarios, months); never more comes back
            than was claimed.
        layer: whose pool it is.
    """
    count, months = flows.shape
    public, first, beyond = (np.zeros_like(flows) for _ in range(3))
    before, paid, left, begun = (np.zeros(count) for _ in range(4))
    for month in range(months):
        if month % MONTHS_A_YEAR == 0:
            begun = paid.copy()
        claimed, back = np.maximum(flows[:, month], 0.0), np.maximum(-flows[:, month], 0.0)
        from_left = np.minimum(back, left)
        from_paid = np.minimum(back - from_left, paid)
        first[:, month] = np.minimum(claimed, layer.first_loss - before) - (
            back - from_left - from_paid
        )
        rest = claimed - np.maximum(first[:, month], 0.0)
        room = np.minimum(layer.cap - paid, begun + layer.yearly - paid)
        public[:, month] = np.minimum(rest, room) - from_paid
        beyond[:, month] = flows[:, month] - first[:, month] - public[:, month]
        before += first[:, month]
        paid += public[:, month]
        left += beyond[:, month]
    return Borne(public, first, beyond)


def pools_of(layers: tuple[Layer, ...], buckets: int) -> tuple[int, ...]:
    """Return in which layer each bucket is, counted from one; nought for none.

    Raises:
        LayerNotUsableError: an amount is negative or no number, or a bucket is in two layers.
    """
    checked_layers(layers, buckets)
    places = dict.fromkeys(range(buckets), 0)
    for number, layer in enumerate(layers, start=1):
        places |= dict.fromkeys(layer.buckets, number)
    return tuple(places.values())


def checked_layers(layers: tuple[Layer, ...], buckets: int) -> None:
    """Refuse layers that cannot be used.

    Raises:
        LayerNotUsableError: an amount is negative or no number, or a bucket is in two layers.
    """
    seen: set[int] = set()
    for row, layer in enumerate(layers, start=1):
        caps_hold = layer.cap >= 0.0 and layer.yearly >= 0.0
        if not (np.isfinite(layer.first_loss) and layer.first_loss >= 0.0 and caps_hold):
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
