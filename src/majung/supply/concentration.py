"""How few hold how much: Herfindahl index and share of the largest.

Both are exact fractions of the amounts held; who they are held by (firms, groups, regions,
institutions) is the caller's choice and part of the figure's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated amounts are.

    Attributes:
        holders: number of those who hold anything.
        herfindahl: sum of squared shares: 1 where one holds all, 1/n where n hold alike; None
            where nobody holds anything.
        top: keys of the largest, largest first, equals in the order of their keys.
        top_share: what they hold of the whole.
    """

    holders: int
    total: Money
    herfindahl: Fraction | None
    top: tuple[str, ...]
    top_share: Fraction | None


def concentration(
    held: Mapping[str, Money], *, top: int = 10, currency: str = "KRW"
) -> Concentration:
    """Measure the concentration of amounts by holder.

    Holders of nothing are not counted.

    Args:
        held: amount by holder, none of them negative.

    Raises:
        ValueError: an amount is negative: shares of a sum with two signs mean nothing.

    Source: Herfindahl–Hirschman index as competition authorities use it, on a scale of 0 to 1.
    """
    if any(amount.minor < 0 for amount in held.values()):
        raise ValueError("a concentration is measured on amounts of zero or more")
    holders = sorted(
        ((key, amount) for key, amount in held.items() if amount.minor),
        key=lambda holder: (-holder[1].minor, holder[0]),
    )
    total = sum((amount for _, amount in holders), Money.zero(currency))
    if not holders:
        return Concentration(0, total, None, (), None)
    squares = sum(amount.minor**2 for _, amount in holders)
    largest = holders[:top]
    held_by_largest = sum(amount.minor for _, amount in largest)
    return Concentration(
        holders=len(holders),
        total=total,
        herfindahl=Fraction(squares, total.minor**2),
        top=tuple(key for key, _ in largest),
        top_share=Fraction(held_by_largest, total.minor),
    )
