"""The best amounts by cutting planes: the tail's limit enters where an answer breaks it.

Each round solves a small linear programme without the scenarios, looks which scenarios are worst
for its answer, and adds the plane that those scenarios make.  The answer never was below the best
there is, so the last one, which keeps the limit, is the best.  Answers of early rounds swing from
one corner to the other; planes between the answer and amounts that keep the tail halve the rounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from majung.risk.allocation.cells import Cells, Limit, Subject
from majung.risk.allocation.linear import Rows, Solved, greatest
from majung.risk.arrays import Floats

ROUNDS_MAX = 500
#: How far beyond its limit a shortfall may lie, as a share of the limit and of the largest room.
CLOSE = 1e-9
#: Where between amounts that keep the tail and an answer that breaks it planes are looked for.
BETWEEN = (0.3, 0.6)


class RoundsUsedUpError(RuntimeError):
    """The planes did not close on the tail: a fault of the figures, told with how far they came."""


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The best amounts.

    Attributes:
        amounts: minor units, not yet whole.
        value: drawn by them.
        prices: what one more minor unit of each limit would draw, in the order of the limits.
        room_prices: the same for the room of each cell.
        planes: that were needed, shape (planes, cells).
        rounds: linear programmes solved.
    """

    amounts: Floats
    value: float
    prices: Floats
    room_prices: Floats
    planes: Floats
    rounds: int


@dataclass(frozen=True, slots=True, eq=False)
class Broken:
    """No amounts keep all limits.

    Attributes:
        planes: of the tail that were known by then.
        rounds: linear programmes solved.
    """

    planes: Floats
    rounds: int


def best_amounts(cells: Cells, limits: Sequence[Limit]) -> Best | Broken:
    """Find the amounts that draw most within the limits.

    Source: Künzi-Bay, Mayer (2006), Computational Management Science 3(1), for planes instead of
    a row for every scenario; Rockafellar, Uryasev (2000), Journal of Risk 2(3), for the limit.
    """
    return answered(Asked(cells, tuple(limits)), np.zeros((0, len(cells))))


def answered(asked: "Asked", planes: Floats) -> Best | Broken:
    """Find the best amounts from planes that are known already; no scenario breaks them."""
    inside = np.zeros(len(asked.cells))
    for rounds in range(1, ROUNDS_MAX + 1):
        found = asked.solved(planes)
        if found is None:
            return Broken(planes, rounds)
        beyond = asked.beyond(found.columns)
        if beyond is None:
            prices = asked.priced(found, len(planes))
            return Best(found.columns, found.value, prices, found.room_prices, planes, rounds)
        more, inside = asked.between(inside, found.columns)
        planes = np.vstack([planes, beyond, *more])
    raise RoundsUsedUpError(f"{ROUNDS_MAX} planes were not enough")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Cells and limits as rows of a linear programme.

    Attributes:
        rooms_matter: whether cells take no more than their rooms.
    """

    cells: Cells
    limits: tuple[Limit, ...]
    rooms_matter: bool = True

    @property
    def tails(self) -> tuple[Limit, ...]:
        """Return the limits on the tail."""
        return tuple(each for each in self.limits if each.subject is Subject.TAIL)

    def rows(self, planes: Floats) -> Rows:
        """Return the limits as ceilings, planes of the tails behind the rest."""
        plain = [each for each in self.limits if each.subject is not Subject.TAIL]
        signs = np.array([-1.0 if each.is_least else 1.0 for each in plain])
        uses = [sign * self.cells.row(each) for sign, each in zip(signs, plain, strict=True)]
        sizes = [sign * each.size for sign, each in zip(signs, plain, strict=True)]
        for tail in self.tails:
            uses.extend(planes)
            sizes.extend([tail.size] * len(planes))
        stacked = np.array(uses) if uses else np.zeros((0, len(self.cells)))
        return Rows(stacked, np.array(sizes, np.float64))

    def solved(self, planes: Floats) -> Solved | None:
        """Solve with the planes that are known; None where nothing keeps them all."""
        rooms = self.cells.rooms.astype(np.float64)
        if not self.rooms_matter:
            rooms = np.full(len(self.cells), np.inf)
        return greatest(self.cells.values, self.rows(planes), rooms, unit=self.cells.unit)

    def beyond(self, amounts: Floats) -> Floats | None:
        """Return the plane of the tail that amounts break; None where they keep it."""
        for tail in self.tails:
            most = tail.size + CLOSE * max(abs(tail.size), 1.0)
            if self.cells.shortfall(amounts) > most:
                return self.cells.plane(amounts)
        return None

    def between(self, inside: Floats, outside: Floats) -> tuple[list[Floats], Floats]:
        """Return planes between amounts within the tail and others beyond it.

        Planes that the amounts beyond keep are left out.

        Returns:
            the planes, and amounts within the tail that lie nearer to those beyond.

        Source: in-out separation, Ben-Ameur, Neto (2007), Networks 49(1).
        """
        tail = min(self.tails, key=lambda each: each.size)
        seen = [self.cells.plane((1.0 - at) * inside + at * outside) for at in BETWEEN]
        middle = (inside + outside) / 2.0
        worst = self.cells.shortfall(middle)
        shrunk = middle * min(tail.size / worst, 1.0) if worst > 0.0 else middle
        return (
            [plane for plane in seen if float(plane @ outside) > tail.size],
            (inside + shrunk) / 2.0,
        )

    def priced(self, found: Solved, planes: int) -> Floats:
        """Return the price of each limit: a tail has the prices of all its planes together."""
        plain = iter(found.prices)
        count = sum(each.subject is not Subject.TAIL for each in self.limits)
        of_planes = iter(found.prices[count:].reshape(-1, planes).sum(axis=1) if planes else ())
        return np.array([
            next(of_planes, 0.0) if each.subject is Subject.TAIL
            else next(plain) * (-1.0 if each.is_least else 1.0)
            for each in self.limits
        ])  # fmt: skip

    def without(self, key: str) -> "Asked":
        """Return the same without a limit, or without the rooms."""
        kept = tuple(each for each in self.limits if each.key != key)
        if len(kept) < len(self.limits):
            return replace(self, limits=kept)
        return replace(self, rooms_matter=False)
