"""Scrambled Sobol points: factors spread evenly, each scenario its own point.

Points are for the few shared factors, where evenness pays; what is drawn for each contract stays a
keyed draw.  A power of two of scenarios, counted from nought, is balanced.
"""

import numpy as np
from scipy.stats import qmc

from majung.risk.arrays import Floats
from majung.risk.draws.words import Purpose
from majung.risk.normal import normal_quantile

_BITS = 52
_SMALLEST = 2.0 ** -(_BITS + 1)


def sobol_uniforms(first: int, count: int, *, dimensions: int, stream: int, seed: int) -> Floats:
    """Return scrambled Sobol points, shape (scenarios, dimensions), strictly inside (0, 1).

    Args:
        first: number of the first scenario.
        count: of scenarios.
        dimensions: how many numbers a scenario has.
        stream: another stream is scrambled anew; choose components of a mixture by a stream of
            their own, since the parity of one dimension is tied to the others (a bias of 5.6 % of
            the mean was measured).
        seed: of the run.

    Source: Sobol (1967); direction numbers of Joe and Kuo (2008); Owen's scrambling by a random
    linear map and shift (Matoušek 1998), as SciPy has it.
    """
    chance = np.random.Generator(np.random.Philox(np.random.SeedSequence((seed, stream))))
    engine = qmc.Sobol(dimensions, scramble=True, bits=_BITS, rng=chance)
    # Drawn from the first on and cut: SciPy's engine does not skip ahead with more than 32 bits.
    drawn = 1 << (first + count - 1).bit_length()
    points = engine.random(drawn)[first : first + count]
    return np.asarray(np.clip(points, _SMALLEST, 1.0 - _SMALLEST), np.float64)


def sobol_normals(first: int, count: int, *, dimensions: int, seed: int) -> Floats:
    """Return standard normal numbers made of Sobol points, shape (scenarios, dimensions)."""
    return normal_quantile(
        sobol_uniforms(first, count, dimensions=dimensions, stream=Purpose.FACTOR, seed=seed)
    )
