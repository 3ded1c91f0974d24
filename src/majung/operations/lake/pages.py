"""What the files of the lake hold: their columns, and the rows of a month made anew.

A month is made some rows at a time, so what is held does not grow with what is posted in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from numpy.typing import NDArray

from majung.operations.supply.lines import Scope, line_parts_of_contracts
from majung.store.lake import Column, Kind, arrays_of
from majung.store.servicing.contracts import Series
from majung.store.servicing.lake_rows import events_posted_in
from majung.supply.lines import SupplyLine
from majung.values.months import Month

EPOCH = date(1970, 1, 1)
#: Posted events, by the month in which they were posted.
EVENTS = (
    *(Column(name, Kind.TEXT) for name in
      ("contract", "contract_kind", "institution", "firm", "programme", "product", "region",
       "currency", "kind", "party")),
    Column("revision", Kind.SMALL),
    Column("amount", Kind.INTEGER),
    Column("effective_on", Kind.DAY),
    Column("posted_on", Kind.DAY),
    Column("recorded_at", Kind.MOMENT),
)  # fmt: skip
#: Supply lines, by the month to which they belong, as institutions count (a loan when it is drawn).
SUPPLY = (
    *(Column(name, Kind.TEXT) for name in
      ("contract", "institution", "firm", "instrument", "sector", "theme", "region", "loan",
       "lender", "currency")),
    Column("amount", Kind.INTEGER),
    Column("supplied_on", Kind.DAY),
)  # fmt: skip


#: Rows that are held at once: some tens of megabytes.
ROWS_EACH = 50_000


@dataclass(frozen=True, slots=True)
class Page:
    """What a file holds.

    Attributes:
        parts: its rows, some at a time; gone through once.
    """

    columns: Sequence[Column]
    parts: Iterable[Mapping[str, NDArray[Any]]]


def events_page(month: Month, series: Series, *, each: int = ROWS_EACH) -> Page:
    """Make the file of the events posted in a month.  Runs inside a transaction of the State."""
    return Page(EVENTS, events_posted_in(month, series, each=each))


def supply_page(month: Month, series: Series, *, known_at: datetime, each: int = ROWS_EACH) -> Page:
    """Make the file of a month's supply lines.  Runs inside a transaction of the State."""
    scope = Scope(
        first_on=month.first_on, through_on=month.last_on, series=series, known_at=known_at
    )
    return Page(SUPPLY, _supply_parts(scope, each))


def _supply_parts(scope: Scope, each: int) -> Iterator[Mapping[str, NDArray[Any]]]:
    for lines in line_parts_of_contracts(scope, each=each):
        yield arrays_of(SUPPLY, [_row(line) for line in lines])


def _row(line: SupplyLine) -> tuple[Any, ...]:
    return (
        line.contract,
        line.institution,
        line.firm,
        line.instrument.value,
        line.sector,
        line.theme,
        line.region.value if line.region else "",
        line.loan,
        line.lender,
        line.amount.currency,
        line.amount.minor,
        (line.on - EPOCH).days,
    )
