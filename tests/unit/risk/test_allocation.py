"""Small envelopes whose answer is known, and what is told where there is none."""

import numpy as np
import pytest

from majung.risk.allocation.allocation import allocate
from majung.risk.allocation.cells import ROOMS, Cells, CellsNotUsableError, Limit, Subject
from majung.risk.allocation.conflicts import Contradiction
from majung.risk.allocation.results import Allocation, priced_cells
from majung.risk.allocation.whole import AmountsNotWholeError

BOTH = np.array([True, True])
LOSSES = np.array([[0.0, 0.0], [0.1, 0.0], [0.0, 0.1], [0.5, 0.125]])


def two_cells(**given):
    """The first draws more and loses more."""
    told = {
        "values": np.array([0.5, 0.2]),
        "costs": np.array([0.04, 0.01]),
        "losses": LOSSES,
        "rooms": np.array([1_000, 1_000]),
        "level": 0.75,
    }
    return Cells(**(told | given))


def envelope(size):
    return Limit("envelope", Subject.AMOUNT, size, BOTH)


def test_the_cell_that_draws_most_is_filled_first():
    found = allocate(two_cells(), [envelope(1_500)])

    assert isinstance(found, Allocation)
    assert found.amounts.tolist() == [1_000, 500]
    assert (found.drawn, found.cost) == pytest.approx((600.0, 45.0))
    (use,) = found.uses
    assert (use.used, use.binds, use.price) == (1_500.0, True, pytest.approx(0.2))
    assert found.room_prices.tolist() == pytest.approx([0.3, 0.0])
    assert priced_cells(found).tolist() == [0]


def test_the_tail_holds_the_dangerous_cell_back_and_says_what_more_of_it_draws():
    # In the worst of four scenarios a unit loses 0.5 and 0.125.
    found = allocate(two_cells(), [envelope(2_000), Limit("tail", Subject.TAIL, 325, BOTH)])

    assert found.amounts.tolist() == [400, 1_000]
    assert found.shortfall == pytest.approx(325.0)
    tail = found.uses[1]
    assert tail.binds
    assert tail.price == pytest.approx(1.0)


def test_a_floor_that_costs_has_a_price_below_nought():
    floor = Limit("least", Subject.AMOUNT, 800, np.array([False, True]), is_least=True)

    found = allocate(two_cells(), [envelope(1_000), floor])

    assert found.amounts.tolist() == [200, 800]
    assert found.uses[1].price == pytest.approx(-0.3)


def test_limits_that_contradict_are_named_with_what_would_be_enough():
    floor = Limit("least", Subject.AMOUNT, 900, np.array([True, False]), is_least=True)
    tail, budget = Limit("tail", Subject.TAIL, 300, BOTH), Limit("cost", Subject.COST, 90, BOTH)

    found = allocate(two_cells(), [envelope(2_000), budget, floor, tail])

    assert isinstance(found, Contradiction)
    assert found.keys == ("least", "tail")
    assert dict(found.enough) == pytest.approx({"least": 600.0, "tail": 450.0})


def test_a_floor_above_the_rooms_contradicts_the_rooms():
    floor = Limit("least", Subject.AMOUNT, 2_500, BOTH, is_least=True)

    found = allocate(two_cells(), [envelope(3_000), floor])

    assert found == Contradiction(("least", ROOMS), (("least", 2_000.0),))


def test_amounts_that_only_halves_would_keep_are_refused():
    exact = [
        Limit("cost-most", Subject.COST, 10.02, BOTH),
        Limit("cost-least", Subject.COST, 10.018, BOTH, is_least=True),
    ]
    cells = two_cells(costs=np.array([1.0, 1.0]))

    with pytest.raises(AmountsNotWholeError):
        allocate(cells, exact)


def test_where_nothing_may_be_lost_what_never_loses_is_still_allocated():
    cells = two_cells(losses=np.array([[0.1, 0.0], [0.2, 0.0]]))

    found = allocate(cells, [envelope(1_500), Limit("tail", Subject.TAIL, 0, BOTH)])

    assert found.amounts.tolist() == [0, 1_000]


@pytest.mark.parametrize(
    "given",
    [
        {"values": np.array([0.5])},
        {"values": np.array([0.5, np.nan])},
        {"rooms": np.array([-1, 5])},
        {"level": 1.0},
        {"losses": np.zeros((0, 2))},
        {"losses": np.array([[0.0, np.inf]])},
    ],
)
def test_cells_that_cannot_be_reckoned_with_are_refused(given):
    with pytest.raises(CellsNotUsableError):
        two_cells(**given)
