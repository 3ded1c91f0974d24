"""The full linear programme, a row for every scenario: what the planes are checked against."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from majung.risk.allocation.cells import Cells, Limit
from majung.risk.allocation.linear import Rows, Solved, greatest
from majung.risk.allocation.planes import Asked


def best_by_all_scenarios(cells: Cells, limits: Sequence[Limit]) -> Solved | None:
    """Find the best amounts with every scenario as a row; None where none keep all limits.

    Columns are the cells, what each scenario loses beyond the quantile, and the quantile.

    Source: Rockafellar, Uryasev (2000), Journal of Risk 2(3), theorem 1.
    """
    asked = Asked(cells, tuple(limits))
    plain = asked.rows(np.zeros((0, len(cells))))
    count, many = len(cells.losses), (1.0 - cells.level) * len(cells.losses)
    ones = np.ones(count)
    places = np.arange(count)
    beyond = csr_array((-ones, (places, places)), (count, count))
    scenarios = hstack([csr_array(cells.losses), beyond, csr_array(-ones[:, None])])
    mean = hstack([csr_array((1, len(cells))), csr_array(ones[None] / many), csr_array([[1.0]])])
    rows = [hstack([csr_array(plain.uses), csr_array((len(plain.sizes), count + 1))])]
    sizes = [plain.sizes]
    for tail in asked.tails:
        rows += [scenarios, mean]
        sizes += [np.zeros(count), np.array([tail.size])]
    return greatest(
        np.concatenate([cells.values, np.zeros(count + 1)]),
        Rows(vstack(rows).tocsr(), np.concatenate(sizes)),
        np.concatenate([cells.rooms.astype(np.float64), np.full(count + 1, np.inf)]),
        unit=cells.unit,
        free=1,
    )
