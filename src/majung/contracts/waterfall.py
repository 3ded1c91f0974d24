"""The waterfall: in which order proceeds are shared, and how a loss falls.

A waterfall is a list of tiers.  A tier takes up to its limit and divides what it takes by
weights; what is left flows to the next.  That is all: expenses, capital, first loss, hurdle,
catch-up and the final split are tiers with different limits and weights, so one function of
twelve lines distributes for every fund, and what goes in comes out to the last minor unit.

>>> tiers = (Tier.of_claims("capital", {"policy": 30, "private": 70}), Tier.rest("split",
...     (Share("manager", 20, is_carry=True), Share("policy", 24), Share("private", 56))))
>>> [(slice.party, slice.amount) for slice in distribute(200, tiers)]
[('policy', 30), ('private', 70), ('manager', 20), ('policy', 24), ('private', 56)]
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor, lcm
from types import MappingProxyType

EXPENSES = "expenses"
CAPITAL = "capital"
FIRST_LOSS_CAPITAL = "first-loss-capital"
HURDLE = "hurdle"
CATCH_UP = "catch-up"
SPLIT = "split"

_NOBODY: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Share:
    """Who takes part in a tier, with what weight.

    Attributes:
        is_carry: it is the manager's reward, and not a return on money paid in.
    """

    party: str
    weight: int
    is_carry: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of a waterfall.

    Attributes:
        limit: the most it takes; None for everything that is left.
    """

    name: str
    shares: tuple[Share, ...]
    limit: int | None = None

    @classmethod
    def of_claims(cls, name: str, claims: Mapping[str, int]) -> "Tier":
        """Pay claims, in proportion to them while the money does not reach for all."""
        shares = tuple(Share(party, claim) for party, claim in claims.items() if claim > 0)
        return cls(name, shares, sum(share.weight for share in shares))

    @classmethod
    def rest(cls, name: str, shares: Iterable[Share]) -> "Tier":
        """Divide everything that is left."""
        return cls(name, tuple(shares))


@dataclass(frozen=True, slots=True)
class Slice:
    """What a party gets out of a tier."""

    tier: str
    party: str
    amount: int
    is_carry: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """How one distribution went through the waterfall.

    Attributes:
        slices: what each party got out of each tier, first tier first; together all of it.
    """

    on: date
    slices: tuple[Slice, ...]

    @property
    def amount(self) -> int:
        """All that was distributed."""
        return sum(part.amount for part in self.slices)


def distribute(amount: int, tiers: Sequence[Tier]) -> tuple[Slice, ...]:
    """Let an amount flow through tiers, in their order; the slices add up to it.

    Within a tier every share is within one minor unit of the exact one, never above a claim, and
    the first share is cut down: so a carried interest that stands first never exceeds its rate.

    Raises:
        ValueError: the amount is below zero, or something is left after the last tier.

    Source: Fund of Funds model agreements, order of distribution; own convention for minor units.
    """
    if amount < 0:
        raise ValueError(f"proceeds are zero or more, not {amount}")
    slices: list[Slice] = []
    left = amount
    for tier in tiers:
        taken = left if tier.limit is None else min(left, tier.limit)
        if taken:
            slices += _divided(tier, taken)
        left -= taken
    if left:
        raise ValueError(f"{left} is left after the last tier: the last one takes everything")
    return tuple(slices)


def _divided(tier: Tier, amount: int) -> list[Slice]:
    whole = sum(share.weight for share in tier.shares)
    marks = accumulate((share.weight for share in tier.shares), initial=0)
    parts = pairwise([amount * mark // whole for mark in marks])
    return [
        Slice(tier.name, share.party, after - before, share.is_carry)
        for share, (before, after) in zip(tier.shares, parts, strict=True)
        if after > before
    ]


@dataclass(frozen=True, slots=True)
class Profit:
    """How profit is divided beyond the hurdle.

    Attributes:
        carry: the managers' share of all profit.
        catch_up: their share until they have caught up; zero for no catch-up, one for a full one.
        managers: who gets it, with weights.
        partners: who gets the rest, with weights.
    """

    carry: Fraction
    catch_up: Fraction
    managers: Mapping[str, int]
    partners: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        if not 0 <= self.carry < 1 or (self.catch_up and not self.carry < self.catch_up <= 1):
            raise ValueError(f"a catch-up lies above the carry, and both within one: {self}")

    def shares(self, reward: Fraction) -> tuple[Share, ...]:
        """Divide one won: `reward` to the managers, the rest to the partners."""
        of_managers = _scaled_to(reward, self.managers) if reward else {}
        of_partners = _scaled_to(1 - reward, self.partners) if reward < 1 else {}
        parts = [*of_managers.values(), *of_partners.values()]
        scale = lcm(*(part.denominator for part in parts))
        return (
            *(
                Share(party, int(part * scale), is_carry=True)
                for party, part in of_managers.items()
            ),
            *(Share(party, int(part * scale)) for party, part in of_partners.items()),
        )

    def catch_up_size(self, hurdle_paid: int) -> int:
        """Return how much flows through the catch-up before the managers have caught up.

        With H paid as hurdle, carry c and catch-up k the size x solves k x = c (H + x).

        Source: own derivation, docs/cover-and-fund.md.
        """
        if not self.catch_up:
            return 0
        return floor(self.carry * hurdle_paid / (self.catch_up - self.carry))


@dataclass(frozen=True, slots=True)
class Position:
    """What everybody is owed before a distribution.

    Attributes:
        expenses: unpaid fees and costs, by payee.
        capital: paid in and not returned, without what bears losses first.
        first_loss: paid in and not returned, of the layer that bears losses first.
        hurdle: preferred return accrued and not paid.
        hurdle_paid: preferred return paid so far.
        caught_up: what flowed through the catch-up so far.
    """

    expenses: Mapping[str, int] = field(default_factory=lambda: _NOBODY)
    capital: Mapping[str, int] = field(default_factory=lambda: _NOBODY)
    first_loss: Mapping[str, int] = field(default_factory=lambda: _NOBODY)
    hurdle: Mapping[str, int] = field(default_factory=lambda: _NOBODY)
    hurdle_paid: int = 0
    caught_up: int = 0


def whole_fund_tiers(position: Position, profit: Profit) -> tuple[Tier, ...]:
    """Return the tiers of a fund whose partners get all capital and hurdle back before any carry.

    Expenses, capital, the capital that bears losses first, the hurdle, the catch-up, the split.
    Because the first-loss layer comes after all other capital, it is what is missing first when
    proceeds do not reach: a loss of up to the layer leaves the other partners whole.

    Source: policy-fund model terms: carry at most 20 % above a hurdle, first loss at most 10 % of
    the fund's size.
    """
    hurdle_paid = position.hurdle_paid + sum(position.hurdle.values())
    catch_up = max(profit.catch_up_size(hurdle_paid) - position.caught_up, 0)
    return (
        Tier.of_claims(EXPENSES, position.expenses),
        Tier.of_claims(CAPITAL, position.capital),
        Tier.of_claims(FIRST_LOSS_CAPITAL, position.first_loss),
        Tier.of_claims(HURDLE, position.hurdle),
        Tier(CATCH_UP, profit.shares(profit.catch_up), catch_up),
        Tier.rest(SPLIT, profit.shares(profit.carry)),
    )


def _scaled_to(
    whole: Fraction, weights: Mapping[str, int] | Mapping[str, Fraction]
) -> dict[str, Fraction]:
    total = sum(Fraction(weight) for weight in weights.values())
    if total <= 0:
        raise ValueError(f"a share needs weights above zero: {dict(weights)}")
    return {party: whole * weight / total for party, weight in weights.items() if weight}
