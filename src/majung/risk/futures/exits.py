"""What stakes in funds are sold for, and when: a multiple of today's fair value and a month.

A fund is sold once, in a month drawn evenly from the months in which it may be.  Till then the
value of what it holds moves as a lognormal variable does, a part of it with the economy that firms
share.  All three figures are assumed: no Korean study of exits by year of formation is at hand.
"""

from dataclasses import dataclass

from majung.risk.futures.problems import AssumptionNotUsableError

#: Multiples of today's value at which it is known what a stake gets.
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0)


@dataclass(frozen=True, slots=True)
class Exits:
    """How the value of what a fund holds moves.

    Attributes:
        growth: a year, of the mean; nought where no gain is foreseen.
        deviation: of a year's change of its logarithm.
        economy: share of its variance that the economy explains.
    """

    growth: float = 0.0
    deviation: float = 0.30
    economy: float = 0.25

    def __post_init__(self) -> None:
        """Refuse what no value could do."""
        for name, value, usable in (
            ("growth", self.growth, self.growth > -1.0),
            ("deviation", self.deviation, self.deviation >= 0.0),
            ("economy", self.economy, 0.0 <= self.economy <= 1.0),
        ):
            if not usable:
                raise AssumptionNotUsableError(name=name, value=f"{value:g}")
