"""How far two estimates are from what was published: medians, overall and by third of maturity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from majung.risk.arrays import Floats


@dataclass(frozen=True, slots=True)
class Score:
    """Median absolute errors over some rows, in points per 100 disbursed.

    Attributes:
        years_from: shortest maturity among the rows.
        years_until: longest.
        naive: of the sum on the back of an envelope.
    """

    rows: int
    years_from: float
    years_until: float
    engine: float
    naive: float

    @property
    def is_better(self) -> bool:
        """Whether the engine is nearer; a tie is not nearer."""
        return self.engine < self.naive


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """An engine and a naive figure against what was published, on rows neither was fitted on.

    Attributes:
        lines: of the file, of the rows judged.
        published: per 100 disbursed.
        overall: all rows together.
        thirds: a third of the rows each, shortest maturities first.
    """

    lines: NDArray[np.int64]
    published: Floats
    engine: Floats
    naive: Floats
    maturity: Floats
    overall: Score
    thirds: tuple[Score, ...]

    @property
    def is_better(self) -> bool:
        """Whether the engine is nearer overall and in every third."""
        return self.overall.is_better and all(each.is_better for each in self.thirds)


def compare(
    lines: NDArray[np.int64], published: Floats, engine: Floats, naive: Floats, maturity: Floats
) -> Comparison:
    """Compare two estimates with what was published.

    Rows of one maturity stay in one third.

    Source: own convention, docs/risk.md.
    """
    first, second = np.quantile(maturity, [1 / 3, 2 / 3]) if len(maturity) else (0.0, 0.0)
    groups = (maturity <= first, (maturity > first) & (maturity <= second), maturity > second)
    errors = np.abs(engine - published), np.abs(naive - published)
    return Comparison(
        lines,
        published,
        engine,
        naive,
        maturity,
        _score(np.ones(len(maturity), np.bool_), maturity, *errors),
        tuple(_score(group, maturity, *errors) for group in groups),
    )


def _score(chosen: NDArray[np.bool_], maturity: Floats, engine: Floats, naive: Floats) -> Score:
    if not chosen.any():
        return Score(0, 0.0, 0.0, 0.0, 0.0)
    among = maturity[chosen]
    return Score(
        int(chosen.sum()),
        float(among.min()),
        float(among.max()),
        float(np.median(engine[chosen])),
        float(np.median(naive[chosen])),
    )
