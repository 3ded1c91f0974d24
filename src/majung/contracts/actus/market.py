"""What was observed beside a contract: market values from days on, and what somebody did."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from majung.contracts.actus.words import EventName
from majung.errors import PolicyFinanceError


class ValueNotObservedError(PolicyFinanceError):
    """What a contract asks of the market was observed by the day that it asks."""

    kind = "actus-value-not-observed"


@dataclass(frozen=True, slots=True)
class Series:
    """Values from days on; each holds until the next (dataObserved)."""

    days: tuple[date, ...]
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """Something that somebody did (eventsObserved).

    Attributes:
        contract: which contract it happened to.
        performance: of a credit event, how the contract stands since (contractPerformance PRF).
    """

    on: date
    event: EventName
    contract: str = ""
    performance: str = ""


@dataclass(frozen=True, slots=True)
class Market:
    """All that was observed.

    Attributes:
        series: by market object code.
        events: earliest first.
    """

    series: Mapping[str, Series] = field(default_factory=dict)
    events: tuple[Observed, ...] = ()

    def value(self, code: str, on: date) -> Decimal:
        """Return the last value observed by a day.

        Raises:
            ValueNotObservedError: there was none.
        """
        series = self.series.get(code, Series((), ()))
        place = bisect_right(series.days, on)
        if place == 0:
            raise ValueNotObservedError(code=code or "-", on=on)
        return series.values[place - 1]

    def is_observed(self, code: str, on: date) -> bool:
        """Say whether a value was observed by a day."""
        series = self.series.get(code)
        return series is not None and bool(series.days) and series.days[0] <= on

    def first(self, event: EventName) -> Observed | None:
        """Return the first event of a kind."""
        return next((each for each in self.events if each.event is event), None)


@dataclass(frozen=True, slots=True)
class Asked(Market):
    """A market that notes what it is asked for and was not observed; such a value counts nought.

    Attributes:
        missing: what was asked for, in the order asked.
    """

    missing: list[tuple[str, date]] = field(default_factory=list)

    def value(self, code: str, on: date) -> Decimal:
        """Return the last value observed by a day, or nought, and note that there is none."""
        if self.is_observed(code, on):
            return Market.value(self, code, on)
        self.missing.append((code or "-", on))
        return Decimal(0)
