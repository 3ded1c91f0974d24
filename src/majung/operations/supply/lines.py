"""Supply lines of the own contracts: which posted event counts as supply, on which basis.

The ledger knows what was committed, drawn, insured and invested to the day; which of them is
supply is the basis of the target.  Where institutions count in their own way (no basis), a loan
counts when it is drawn, a cover when it is issued, an investment when it is made.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

from majung.applications.regions import Region
from majung.contracts.events import EventKind
from majung.programmes.programme import SupplyBasis
from majung.rules.citations import Status
from majung.store.servicing.contracts import Series
from majung.store.servicing.supplied import SuppliedEvent, supplied_events, supplied_parts
from majung.supply.exposure import Position
from majung.supply.lines import Instrument, SupplyLine
from majung.values.money import Money

INSTRUMENTS: Mapping[str, Instrument] = {
    "loan": Instrument.LOAN,
    "cover": Instrument.COVER,
    "fund": Instrument.INVESTMENT,
}

#: What counts on each basis; None where institutions count in their own way.
COUNTED: Mapping[SupplyBasis | None, frozenset[EventKind]] = {
    None: frozenset({EventKind.DRAWDOWN, EventKind.COVER_ISSUED, EventKind.INVESTED}),
    SupplyBasis.APPROVED: frozenset(
        {EventKind.COMMITTED, EventKind.COVER_ISSUED, EventKind.FUND_COMMITTED}
    ),
    SupplyBasis.DRAWN: frozenset({EventKind.DRAWDOWN, EventKind.INVESTED}),
    SupplyBasis.INSURED: frozenset({EventKind.COVER_ISSUED}),
    # Recommendations are no contracts yet: the ledger knows none of them.
    SupplyBasis.RECOMMENDED: frozenset(),
}

#: How each event moves what a contract has outstanding.
OUTSTANDING: Mapping[EventKind, int] = {
    EventKind.DRAWDOWN: 1,
    EventKind.PRINCIPAL_PAID: -1,
    EventKind.WRITTEN_OFF: -1,
    EventKind.COVER_ISSUED: 1,
    EventKind.COVER_RESTORED: 1,
    EventKind.COVER_REDUCED: -1,
    EventKind.COVER_ENDED: -1,
    EventKind.CLAIM_PAID: -1,
    EventKind.INVESTED: 1,
    EventKind.COST_RETURNED: -1,
}
FIRST_DAY = date(1900, 1, 1)
#: Sites abroad have none of the seventeen regions.
REGIONS: Mapping[str, Region] = {region.value: region for region in Region}


@dataclass(frozen=True, slots=True)
class Placement:
    """Under which sector and theme of a plan a product counts, and whether that is published."""

    sector: str
    theme: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which contracts are looked at, and how.

    Attributes:
        first_on: first day counted.
        through_on: last day counted.
        series: real contracts, or those of the example world.
        known_at: only what had been recorded by then; None for everything.
        currency: contracts in other currencies are left out: nothing is converted here.
    """

    first_on: date
    through_on: date
    series: Series = Series.REAL
    known_at: datetime | None = None
    currency: str = "KRW"


@cache
def placements() -> Mapping[str, Placement]:
    """Return where the products that ship count, by product."""
    text = resources.files(__package__).joinpath("sectors.toml").read_text("utf-8")
    return {
        product: Placement(place["sector"], place["theme"], Status(place["status"]))
        for product, place in tomllib.loads(text).items()
    }


def counted_events(scope: Scope, *, basis: SupplyBasis | None = None) -> tuple[SuppliedEvent, ...]:
    """Return the posted events of the own contracts that count as supply on a basis.

    Runs inside a transaction of whoever reads.

    Args:
        basis: any but *outstanding*, which is no flow.
    """
    found = supplied_events(
        COUNTED[basis],
        first_on=scope.first_on,
        last_on=scope.through_on,
        series=scope.series,
        known_at=scope.known_at,
    )
    return tuple(event for event in found if event.currency == scope.currency)


def lines_of_events(events: Iterable[SuppliedEvent]) -> tuple[SupplyLine, ...]:
    """Make a supply line of each event."""
    return tuple(_line(event) for event in events)


def lines_of_contracts(scope: Scope, *, basis: SupplyBasis | None = None) -> tuple[SupplyLine, ...]:
    """Return what the own contracts supplied, a line an event, on a basis.

    On the basis *outstanding* there is a line for each contract, dated the last day: what is
    owed then, not what was added.  Runs inside a transaction of whoever reads.
    """
    if basis is SupplyBasis.OUTSTANDING:
        return _outstanding_lines(scope)
    return lines_of_events(counted_events(scope, basis=basis))


def line_parts_of_contracts(scope: Scope, *, each: int) -> Iterator[tuple[SupplyLine, ...]]:
    """Return the lines that institutions count in their own way, some at a time.

    Runs inside a transaction of whoever reads.

    Args:
        each: how many events a part is made of at most: what is held does not grow with the book.
    """
    parts = supplied_parts(
        COUNTED[None],
        first_on=scope.first_on,
        last_on=scope.through_on,
        series=scope.series,
        known_at=scope.known_at,
        each=each,
    )
    for part in parts:
        yield lines_of_events(event for event in part if event.currency == scope.currency)


def positions_of_contracts(scope: Scope, groups: Mapping[str, str]) -> tuple[Position, ...]:
    """Return what each contract has outstanding at the end of the last day.

    Args:
        groups: key of the group by key of the firm; firms that stand alone are left out.
    """
    return tuple(
        Position(
            contract=line.contract,
            institution=line.institution,
            firm=line.firm,
            group=groups.get(line.firm, ""),
            instrument=line.instrument,
            outstanding=line.amount,
            loan=line.loan,
        )
        for line in _outstanding_lines(scope)
    )


def _outstanding_lines(scope: Scope) -> tuple[SupplyLine, ...]:
    events = supplied_events(
        OUTSTANDING.keys(),
        first_on=FIRST_DAY,
        last_on=scope.through_on,
        series=scope.series,
        known_at=scope.known_at,
        with_opening=True,
    )
    sums: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], SuppliedEvent] = {}
    for event in events:
        if event.currency == scope.currency:
            # Of a fund, each company is a firm of its own.
            place = (event.contract, _firm(event))
            sums[place] = sums.get(place, 0) + OUTSTANDING[event.kind] * event.amount
            last[place] = event
    return tuple(
        _line(last[place], on=scope.through_on, amount=amount)
        for place, amount in sorted(sums.items())
        if amount
    )


def _line(event: SuppliedEvent, *, on: date | None = None, amount: int | None = None) -> SupplyLine:
    placed = placements().get(event.product)
    return SupplyLine(
        contract=event.contract,
        institution=event.institution,
        firm=_firm(event),
        instrument=INSTRUMENTS[event.contract_kind],
        sector=placed.sector if placed else "",
        theme=placed.theme if placed else "",
        amount=Money(event.amount if amount is None else amount, event.currency),
        on=on or event.effective_on,
        region=REGIONS.get(event.region),
        loan=event.loan,
        lender=event.lender,
    )


def _firm(event: SuppliedEvent) -> str:
    """Return whom the money reached: the firm, or the company a fund invested in."""
    return event.firm or event.party


def by_product(
    events: Iterable[SuppliedEvent],
) -> dict[tuple[str, str], tuple[int, Money]]:
    """Add events up by programme and product: number of contracts, and amount."""
    contracts: dict[tuple[str, str], set[str]] = {}
    sums: dict[tuple[str, str], Money] = {}
    for event in events:
        key = (event.programme, event.product)
        contracts.setdefault(key, set()).add(event.contract)
        amount = Money(event.amount, event.currency)
        sums[key] = sums[key] + amount if key in sums else amount
    return {key: (len(contracts[key]), sums[key]) for key in sorted(sums)}
