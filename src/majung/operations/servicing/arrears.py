"""Classes of arrears and the days of letters, as data: `arrears.toml` beside this module."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from majung.rules.citations import Label


@dataclass(frozen=True, slots=True)
class ArrearsBucket:
    """A class that arrears put a loan in.

    Attributes:
        days_past_due_min: the first day on which the class holds.
        accrues: interest that is not due yet is earned in this class.
        is_assumed: nobody has confirmed the number of days.
    """

    key: str
    label: Label
    days_past_due_min: int
    accrues: bool
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class ArrearsRules:
    """The classes, mildest first, where they come from, and when letters go out.

    Attributes:
        payment_days_before: days between a letter and the due day it tells of.
        arrears_days_after: days after an amount fell due on which letters about it go out.
    """

    source: str
    buckets: tuple[ArrearsBucket, ...]
    payment_days_before: int
    arrears_days_after: tuple[int, ...]

    @property
    def normal(self) -> ArrearsBucket:
        """The class of a loan without arrears."""
        return self.buckets[0]

    def bucket(self, key: str) -> ArrearsBucket:
        """Return a class by its key.

        Raises:
            KeyError: no such class.
        """
        return {each.key: each for each in self.buckets}[key]

    def places(self, days_past_due: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the class of each number of days past due, as its place among the classes."""
        firsts = np.array([each.days_past_due_min for each in self.buckets], np.int64)
        return np.searchsorted(firsts, days_past_due, side="right") - 1


@cache
def arrears_rules() -> ArrearsRules:
    """Return the rules that ship."""
    place = resources.files("majung.operations.servicing").joinpath("arrears.toml")
    told = tomllib.loads(place.read_text("utf-8"))
    return ArrearsRules(
        told["source"],
        tuple(
            ArrearsBucket(
                each["key"],
                Label(each["ko"], each["en"]),
                each["days_past_due_min"],
                each["accrues"],
                each["status"] == "assumed",
            )
            for each in told["class"]
        ),
        told["notices"]["payment_days_before"],
        tuple(told["notices"]["arrears_days_after"]),
    )
