"""Numbers of a programme: each with its unit, its first day, its source and how well it is known.

A number changes over time, so a programme holds figures, not numbers: later days win, and a
figure can end.  Ask a figure `on` a day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from majung.errors import Language, Speakable
from majung.errors.days import listed_day
from majung.rules.citations import Citation, Status
from majung.values.rates import Rate, RateUnit

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Stated(Generic[T_co]):
    """A number as somebody stated it.

    Attributes:
        value: the number; None where the figure ended on `valid_from`.
        unit: what it counts: a currency, ``%``, ``%p``, ``months``, ``firms`` …
        valid_from: its first day.
        citation: who stated it.
        status: reported, or assumed because nobody published it.
    """

    value: T_co | None
    unit: str
    valid_from: date
    citation: Citation
    status: Status

    def spoken(self, language: Language) -> str:
        """Write the number with its unit and its first day, marked where it is assumed."""
        assumed = f", {self.status.spoken(language)}" if self.status is Status.ASSUMED else ""
        first = listed_day(self.valid_from, language)
        return f"{_number(self.value, self.unit, language)} ({first}{assumed})"


def _number(value: object, unit: str, language: Language) -> str:
    if value is None:
        return "∅"
    if isinstance(value, Rate) and unit == RateUnit.POINTS:
        return value.spoken_points(language)
    if isinstance(value, Speakable):
        return value.spoken(language)
    number = f"{value:,}" if isinstance(value, int) else f"{value}"
    if language == "ko" and unit in KOREAN_UNITS:
        return f"{number}{KOREAN_UNITS[unit]}"
    # Units are written in the plural, "months"; one of them is not.
    return f"{number} {unit.removesuffix('s') if value == 1 else unit}"


#: Korean counters for what figures count.
KOREAN_UNITS = {
    "months": "개월",
    "days": "일",
    "years": "년",
    "firms": "개사",
    "projects": "개 과제",
    "people": "명",
}


@dataclass(frozen=True, slots=True)
class Figure(Generic[T_co]):
    """A number over time.

    Attributes:
        steps: what was stated, earliest first, one a day at most.
    """

    steps: tuple[Stated[T_co], ...]

    def stated_on(self, day: date) -> Stated[T_co] | None:
        """Return what holds on a day: the latest statement, None before the first and after an end.

        Source: own convention, values by date: later days win, null ends.
        """
        holding: Stated[T_co] | None = None
        for step in self.steps:
            if step.valid_from > day:
                break
            holding = step
        return holding if holding is not None and holding.value is not None else None

    def value_on(self, day: date) -> T_co | None:
        """Return the number itself that holds on a day, or None."""
        stated = self.stated_on(day)
        return stated.value if stated is not None else None

    @property
    def is_assumed(self) -> bool:
        """Whether any statement of the figure is our assumption."""
        return any(step.status is Status.ASSUMED for step in self.steps)
