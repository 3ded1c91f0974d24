"""Figures of a distribution of losses as values: how large, how sure, how often."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, and between which bounds it lies with 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often a loss falls into each of equally wide parts, from nought on.

    Attributes:
        width: of a part; from nought on.
        shares: of the scenarios, from 0 to 1; the last part holds all that lies beyond too.
    """

    width: float
    shares: tuple[float, ...]


def leverage_multiple(*, private: float, public: float) -> float:
    """Return how much private money stands beside each unit of public money.

    Infinite where private money came without any.
    """
    return private / public if public else float("inf") if private else 0.0
