"""What a year came to, read from what was posted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.events import EventKind
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Series, contracts_of
from majung.store.servicing.supplied import SuppliedEvent, supplied_events
from majung.values.money import Money

SUPPLIED = (EventKind.DRAWDOWN, EventKind.COVER_ISSUED, EventKind.INVESTED)
RECOVERED = (
    EventKind.RECOVERED,
    EventKind.DAMAGES_RECOVERED,
    EventKind.RECOVERY_SHARED,
    EventKind.WRITTEN_OFF_RECOVERED,
)
TOLD = (
    *SUPPLIED,
    *RECOVERED,
    EventKind.DEFAULTED,
    EventKind.CLAIM_FILED,
    EventKind.CLAIM_ACCEPTED,
    EventKind.CLAIM_REFUSED,
    EventKind.CLAIM_PAID,
    EventKind.WRITTEN_OFF,
    EventKind.RECOURSE_WRITTEN_OFF,
    EventKind.FUND_COMMITTED,
    EventKind.CAPITAL_CALLED,
    EventKind.CAPITAL_PAID,
    EventKind.COST_RETURNED,
    EventKind.GAIN_REALISED,
    EventKind.CAPITAL_RETURNED,
    EventKind.DISTRIBUTED,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """How often something happened, and how much it came to."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a played year.

    Attributes:
        contracts: by product.
        supplied: drawn, covered and invested, by product.
        events: how often the other things happened, and how much of each.
    """

    contracts: Mapping[str, int]
    supplied: Mapping[str, Sum]
    events: Mapping[EventKind, Sum]

    def of(self, *kinds: EventKind) -> Sum:
        """Return several kinds of events together."""
        found = [self.events[kind] for kind in kinds if kind in self.events]
        return Sum(sum(each.count for each in found), Money.total(each.amount for each in found))


def summary_of(first_on: date, last_on: date, *, at: datetime) -> Summary:
    """Read what the example world's contracts came to between two days."""
    with acting_for_state(Purpose.EXAMPLE, person="clockwork", at=at):
        events = supplied_events(TOLD, first_on=first_on, last_on=last_on, series=Series.EXAMPLE)
        contracts = Counter(each.product for each in contracts_of(series=Series.EXAMPLE))
    return Summary(
        contracts=dict(sorted(contracts.items())),
        supplied=_by_product(event for event in events if event.kind in SUPPLIED),
        events={
            kind: _sum(event for event in events if event.kind is kind)
            for kind in TOLD
            if any(event.kind is kind for event in events)
        },
    )


def _by_product(events: Iterable[SuppliedEvent]) -> dict[str, Sum]:
    found: dict[str, list[SuppliedEvent]] = {}
    for event in events:
        found.setdefault(event.product, []).append(event)
    return {product: _sum(found[product]) for product in sorted(found)}


def _sum(events: Iterable[SuppliedEvent]) -> Sum:
    listed = list(events)
    return Sum(len(listed), Money.total(Money(event.amount, event.currency) for event in listed))
