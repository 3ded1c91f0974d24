"""A step function of days: what something is from each day on, such as a loan's outstanding."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Steps:
    """Amounts from days on.  Before the first step the amount is zero.

    >>> loan = Steps.of([(date(2024, 1, 31), 100), (date(2024, 7, 31), 40)])
    >>> loan.on(date(2024, 7, 30)), loan.on(date(2024, 7, 31))
    (100, 40)

    Attributes:
        days: rising.
        amounts: what holds from the day at the same place, the day included.
        rises: all that it rose by until then, the day included; what fell on the same day is
            not taken off.
    """

    days: tuple[date, ...] = ()
    amounts: tuple[int, ...] = ()
    rises: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(self.days), len(self.amounts), len(self.rises)}
        if len(lengths) > 1 or sorted(set(self.days)) != list(self.days):
            raise ValueError("a step function has one amount and one rise for each rising day")

    @classmethod
    def of(cls, steps: Iterable[tuple[date, int]]) -> "Steps":
        """Make one of pairs of day and amount, in any order; of one day the last pair counts."""
        by_day = dict(sorted(steps, key=lambda step: step[0]))
        levels = pairwise((0, *by_day.values()))
        rises = accumulate(max(after - before, 0) for before, after in levels)
        return cls(tuple(by_day), tuple(by_day.values()), tuple(rises))

    @classmethod
    def adding(cls, changes: Iterable[tuple[date, int]]) -> "Steps":
        """Make one of changes, adding those of one day; each rise counts, whatever fell beside.

        >>> both = Steps.adding([(date(2024, 1, 31), 100), (date(2024, 1, 31), -40)])
        >>> both.on(date(2024, 1, 31)), both.risen(date(2024, 1, 31))
        (60, 100)
        """
        total, risen, by_day = 0, 0, dict[date, tuple[int, int]]()
        for day, change in sorted(changes, key=lambda step: step[0]):
            total += change
            risen += max(change, 0)
            by_day[day] = total, risen
        return cls(
            tuple(by_day),
            tuple(amount for amount, _ in by_day.values()),
            tuple(rise for _, rise in by_day.values()),
        )

    def on(self, day: date) -> int:
        """Return the amount that holds on a day."""
        place = bisect_right(self.days, day)
        return self.amounts[place - 1] if place else 0

    def risen(self, day: date) -> int:
        """Return the sum of all rises up to and including a day: of a loan, what was drawn."""
        place = bisect_right(self.days, day)
        return self.rises[place - 1] if place else 0
