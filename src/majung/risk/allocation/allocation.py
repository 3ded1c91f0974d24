"""An allocation: whole amounts, what they draw, which limits bind, and what each limit is worth."""

from collections.abc import Sequence

from majung.risk.allocation.cells import Cells, Limit, Subject
from majung.risk.allocation.conflicts import Contradiction, contradiction
from majung.risk.allocation.planes import Best, Broken, best_amounts
from majung.risk.allocation.results import Allocation, LimitUse
from majung.risk.allocation.whole import whole_amounts
from majung.risk.arrays import Integers

#: A limit binds where less than this share of it is left.
BINDS = 1e-6


def allocate(cells: Cells, limits: Sequence[Limit]) -> Allocation | Contradiction:
    """Allocate an envelope, or say which limits contradict each other.

    Args:
        cells: what it may go to.
        limits: the envelope among them.

    Raises:
        AmountsNotWholeError: limits met exactly leave no whole amounts.

    Source: Rockafellar, Uryasev (2000), Journal of Risk 2(3); Künzi-Bay, Mayer (2006),
    Computational Management Science 3(1).
    """
    best = best_amounts(cells, limits)
    if isinstance(best, Broken):
        return contradiction(cells, limits, best)
    amounts = whole_amounts(best, cells, limits)
    drawn = float(cells.values @ amounts)
    return Allocation(
        amounts=amounts,
        drawn=drawn,
        cost=float(cells.costs @ amounts),
        shortfall=cells.shortfall(amounts),
        uses=_uses(best, amounts, cells, limits),
        room_prices=best.room_prices,
        gap=max(best.value - drawn, 0.0) / best.value if best.value > 0.0 else 0.0,
        rounds=best.rounds,
        planes=len(best.planes),
    )


def _uses(
    best: Best, amounts: Integers, cells: Cells, limits: Sequence[Limit]
) -> tuple[LimitUse, ...]:
    found = []
    for limit, price in zip(limits, best.prices.tolist(), strict=True):
        if limit.subject is Subject.TAIL:
            used = cells.shortfall(amounts)
        else:
            used = float(cells.row(limit) @ amounts)
        left = used - limit.size if limit.is_least else limit.size - used
        binds = bool(left <= BINDS * max(abs(limit.size), 1.0)) or price != 0.0
        found.append(
            LimitUse(limit.key, limit.subject, limit.size, used, limit.is_least, binds, price + 0.0)
        )
    return tuple(found)
