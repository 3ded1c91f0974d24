"""The far tail of losses: scenarios drawn where it lies, weights carried, the rest smoothed.

Given the factors the loss of many contracts is nearly normal, so each scenario gives a smooth tail
instead of one point.  Factors come from Sobol points about a mean that leads into the tail, and as
many about nought; each part has a stream of its own.  Runs are repeated with other scrambles, and
their spread is the error that is told.

Source: Glasserman, Li (2005), "Importance sampling for portfolio credit risk"; Gordy (2003) for
what is normal; Owen, Zhou (2000) for the weights of a mixture.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from majung.risk.arrays import Floats
from majung.risk.draws.sobol import sobol_uniforms
from majung.risk.normal import normal_probability, normal_quantile

#: Mean and standard deviation of the loss, given factors of shape (scenarios, factors).
Conditional = Callable[[Floats], tuple[Floats, Floats]]

REPEATS = 4
SCENARIOS = 8_192
_PILOT = 1_024
_STEPS = 3
_SMALLEST = 1e-300
_STREAMS = 3
#: One scenario in so many stays about nought, so that no weight is large.
_PLAIN_PART = 8
_WIDTH_MORE, _WIDTH_MIN = 1.3, 0.3


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class Weighted:
    """Scenarios with weights: what the loss is in each.

    Attributes:
        means: of the loss given the scenario.
        deviations: of the loss given the scenario.
        weights: their mean is one.
    """

    means: Floats
    deviations: Floats
    weights: Floats

    def exceedance(self, loss: float) -> float:
        """Return the probability of more than a loss."""
        above = normal_probability((self.means - loss) / self.deviations)
        return float(self.weights @ above) / len(self.weights)

    def quantile(self, level: float) -> float:
        """Return the loss that is not exceeded with a probability."""
        low = float((self.means - 8.0 * self.deviations).min())
        high = float((self.means + 8.0 * self.deviations).max())
        return float(brentq(lambda loss: self.exceedance(loss) - (1.0 - level), low, high))

    def shortfall(self, level: float) -> float:
        """Return the mean loss in the worst scenarios beyond a level."""
        loss = self.quantile(level)
        far = (self.means - loss) / self.deviations
        density = np.exp(-0.5 * far * far) / np.sqrt(2.0 * np.pi)
        beyond = self.deviations * (far * normal_probability(far) + density)
        return loss + float(self.weights @ beyond) / len(self.weights) / (1.0 - level)


def tail_probability(
    conditional: Conditional, loss: float, *, factors: int, seed: int, scenarios: int = SCENARIOS
) -> Estimate:
    """Return the probability of more than a loss."""
    lead = _lead(conditional, factors, seed, loss=loss)
    runs = _runs(conditional, lead, seed, scenarios)
    return _estimate([run.exceedance(loss) for run in runs])


def tail_measures(
    conditional: Conditional, level: float, *, factors: int, seed: int, scenarios: int = SCENARIOS
) -> tuple[Estimate, Estimate]:
    """Return value at risk and expected shortfall.

    Args:
        conditional: mean and standard deviation of the loss, given factors.
        level: of both, as 0.999.
        factors: how many independent ones there are.
        seed: of the run.
        scenarios: in all repeats.
    """
    lead = _lead(conditional, factors, seed, level=level)
    runs = _runs(conditional, lead, seed, scenarios)
    return (
        _estimate([run.quantile(level) for run in runs]),
        _estimate([run.shortfall(level) for run in runs]),
    )


def _estimate(values: list[float]) -> Estimate:
    spread = float(np.std(values, ddof=1)) / np.sqrt(len(values))
    return Estimate(float(np.mean(values)), float(spread))


@dataclass(frozen=True)
class _Lead:
    """Where factors lie when losses are large.

    Attributes:
        mean: of the factors then.
        axes: orthonormal, the direction of the mean first, then those along which they vary most.
        width: standard deviation along the first axis.
    """

    mean: Floats
    axes: Floats
    width: float


def _lead(
    conditional: Conditional,
    factors: int,
    seed: int,
    *,
    level: float | None = None,
    loss: float | None = None,
) -> _Lead:
    """Return where factors lie when losses are as large, found in a few steps."""
    lead = _Lead(np.zeros(factors), np.eye(factors), 1.0)
    for step in range(_STEPS):
        drawn, weights = _drawn(lead, _stream(step, 2), _PILOT, seed)
        pilot = Weighted(*conditional(drawn), weights)
        wanted = pilot.quantile(level) if level is not None else loss
        reached = min(wanted, float(np.quantile(pilot.means, 0.9))) if wanted else 0.0
        above = weights * normal_probability((pilot.means - reached) / pilot.deviations)
        lead = _led(drawn, above / max(float(above.sum()), _SMALLEST))
    return lead


def _led(drawn: Floats, weights: Floats) -> _Lead:
    """Return the lead of weighted factors."""
    mean = weights @ drawn
    length = float(np.sqrt(mean @ mean))
    first = mean / length if length > 0.0 else np.eye(len(mean))[0]
    centred = drawn - mean
    across = centred - np.outer(centred @ first, first)
    _, vectors = np.linalg.eigh((across * weights[:, None]).T @ across)
    axes, _ = np.linalg.qr(np.column_stack([first, vectors[:, ::-1]]))
    axes *= np.sign(axes[:, 0] @ first)
    width = float(np.sqrt(weights @ (centred @ first) ** 2))
    return _Lead(mean, axes, min(max(_WIDTH_MORE * width, _WIDTH_MIN), 1.0))


def _runs(conditional: Conditional, lead: _Lead, seed: int, scenarios: int) -> list[Weighted]:
    each = scenarios // REPEATS
    found = []
    for repeat in range(REPEATS):
        drawn, weights = _mixed(lead, _STEPS + repeat, each, seed)
        found.append(Weighted(*conditional(drawn), weights))
    return found


def _mixed(lead: _Lead, step: int, count: int, seed: int) -> tuple[Floats, Floats]:
    """Return factors, a part about nought and the rest about a lead, weighed as one mixture."""
    plain = _Lead(np.zeros_like(lead.mean), lead.axes, 1.0)
    few = count // _PLAIN_PART
    parts = [_drawn(plain, _stream(step, 0), few, seed)[0]]
    parts.append(_drawn(lead, _stream(step, 1), count - few, seed)[0])
    drawn = np.concatenate(parts)
    share = few / count
    return drawn, 1.0 / (share + (1.0 - share) * _ratio(lead, drawn))


def _drawn(lead: _Lead, stream: int, count: int, seed: int) -> tuple[Floats, Floats]:
    """Return factors about a lead, and what each weighs among standard normal ones."""
    points = sobol_uniforms(0, count, dimensions=len(lead.mean), stream=stream, seed=seed)
    along = normal_quantile(points)
    along[:, 0] *= lead.width
    drawn = lead.mean + along @ lead.axes.T
    return drawn, 1.0 / _ratio(lead, drawn)


def _ratio(lead: _Lead, drawn: Floats) -> Floats:
    """Return how much denser factors lie about a lead than about nought."""
    along = (drawn - lead.mean) @ lead.axes[:, 0]
    squeezed = 0.5 * along**2 * (1.0 - 1.0 / lead.width**2)
    shifted = drawn @ lead.mean - 0.5 * lead.mean @ lead.mean
    return np.asarray(np.exp(shifted + squeezed) / lead.width)


def _stream(step: int, part: int) -> int:
    """Return a stream that nothing else is scrambled by."""
    return 1_000 + step * _STREAMS + part
