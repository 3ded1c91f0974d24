"""Designs: what a programme may set, and every combination of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from majung.values.rates import Rate, Ratio

NO_DISCOUNT = Ratio.percent(0)
NO_CUT = Rate.percent(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What a programme sets.

    Attributes:
        cover: share of a loan that the State covers.
        discount: share taken off the premium.
        cut: how far the State lowers the rate.
        firm_cap: the most a firm gets, minor units; None for as much as it asks.
        loss_cap: the most the State loses, as a share of what it covers; None without one.
    """

    cover: Ratio
    discount: Ratio = NO_DISCOUNT
    cut: Rate = NO_CUT
    firm_cap: int | None = None
    loss_cap: Ratio | None = None


def grid(
    covers: Sequence[Ratio],
    discounts: Sequence[Ratio] = (NO_DISCOUNT,),
    cuts: Sequence[Rate] = (NO_CUT,),
    firm_caps: Sequence[int | None] = (None,),
    loss_caps: Sequence[Ratio | None] = (None,),
) -> tuple[Design, ...]:
    """Return every combination, the last given varying fastest.

    >>> len(grid([Ratio.percent(80), Ratio.percent(90)], [Ratio.percent(0), Ratio.percent(20)]))
    4
    """
    return tuple(
        Design(cover=cover, discount=discount, cut=cut, firm_cap=firm_cap, loss_cap=loss_cap)
        for cover, discount, cut, firm_cap, loss_cap in product(
            covers, discounts, cuts, firm_caps, loss_caps
        )
    )
