"""What firms share: factors of the economy, sectors and regions, and of a group of firms.

A firm's variable is a weighted sum of standard normal factors and a part of its own.  A segment is
a row of weights.  Multiplied by a variable all share, the sum has the tails of a t copula.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.futures.problems import CorrelationNotUsableError

_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Factors:
    """Weights of segments on factors.

    Attributes:
        weights: shape (segments, factors).
        correlation: of the factors, shape (factors, factors); None where they are independent.
        freedom: degrees of freedom of a t copula; None for a Gaussian one.
        group_weight: of the factor that firms of one group share.
    """

    weights: Floats
    correlation: Floats | None = None
    freedom: float | None = None
    group_weight: float = 0.0

    def __post_init__(self) -> None:
        """Refuse factors that no random variables could be."""
        if self.correlation is not None:
            _check(self.correlation, self.weights.shape[1])
        explained = (self.independent_weights**2).sum(axis=1) + self.group_weight**2
        if not (explained < 1.0).all():
            raise CorrelationNotUsableError(reason=_REASONS["explained"])
        if self.freedom is not None and not self.freedom > 0.0:
            raise CorrelationNotUsableError(reason=_REASONS["freedom"])

    @property
    def independent_weights(self) -> Floats:
        """Return the weights on independent factors that do the same."""
        if self.correlation is None:
            return self.weights
        values, vectors = np.linalg.eigh(self.correlation)
        return np.asarray(
            np.dot(self.weights, vectors * np.sqrt(np.clip(values, 0.0, None))), float
        )

    @property
    def shared_deviations(self) -> Floats:
        """Return the standard deviation of the shared part of each segment."""
        return np.asarray(np.sqrt((self.independent_weights**2).sum(axis=1)))

    @property
    def own_weights(self) -> Floats:
        """Return the weight of a firm's own part, without and with a group: (segments, 2)."""
        explained = (self.independent_weights**2).sum(axis=1)
        left = np.stack([1.0 - explained, 1.0 - explained - self.group_weight**2], axis=1)
        return np.asarray(np.sqrt(left))


def _check(correlation: Floats, size: int) -> None:
    if correlation.shape != (size, size) or not np.isfinite(correlation).all():
        raise CorrelationNotUsableError(reason=_REASONS["shape"])
    if not np.allclose(correlation, correlation.T, atol=_TOLERANCE):
        raise CorrelationNotUsableError(reason=_REASONS["symmetric"])
    if not np.allclose(np.diag(correlation), 1.0, atol=_TOLERANCE):
        raise CorrelationNotUsableError(reason=_REASONS["diagonal"])
    if np.linalg.eigvalsh(correlation).min() < -_TOLERANCE:
        raise CorrelationNotUsableError(reason=_REASONS["negative"])


_REASONS = {
    "explained": {"ko": "요인이 전부 또는 그 이상을 설명함", "en": "factors explain all or more"},
    "freedom": {"ko": "자유도가 0 이하임", "en": "the degrees of freedom are not above nought"},
    "shape": {"ko": "크기가 요인의 수와 다름", "en": "its size is not the number of factors"},
    "symmetric": {"ko": "대칭이 아님", "en": "it is not symmetric"},
    "diagonal": {"ko": "대각이 1이 아님", "en": "its diagonal is not one"},
    "negative": {"ko": "음의 고윳값이 있음", "en": "it has a negative eigenvalue"},
}


def one_factor(correlation: float, *, freedom: float | None = None) -> Factors:
    """Return one segment on one factor: firms are correlated alike."""
    return Factors(np.array([[np.sqrt(correlation)]]), freedom=freedom)


def sectors_and_regions(
    sectors: int,
    regions: int,
    *,
    economy: float,
    sector: float,
    region: float,
    group: float = 0.0,
    freedom: float | None = None,
) -> Factors:
    """Return a segment for each sector and region; firms share what they have in common.

    Segment ``s × regions + r`` is sector s in region r.

    Args:
        sectors: how many there are.
        regions: how many there are.
        economy: share of a firm's variance that the whole economy explains.
        sector: share that its sector explains beyond that.
        region: share that its region explains.
        group: share that its group explains, for firms of a group.
        freedom: of a t copula; None for a Gaussian one.
    """
    weights = np.zeros((sectors * regions, 1 + sectors + regions))
    for row, (one, two) in enumerate(product(range(sectors), range(regions))):
        weights[row, [0, 1 + one, 1 + sectors + two]] = np.sqrt([economy, sector, region])
    return Factors(weights, freedom=freedom, group_weight=float(np.sqrt(group)))
