"""The form of one row a movement: the rows of a loan and month, added up to one statement."""

from collections.abc import Mapping, Sequence
from datetime import date

from majung.contracts.facts import FactKind
from majung.contracts.reported import columns
from majung.contracts.reported.cells import StatementCells
from majung.contracts.reported.statements import Movement, Statement
from majung.values.dates import parse_date
from majung.values.months import Month

#: Parts of a payment that are early repayment.
EARLY = frozenset({columns.PREPAID, columns.EARLY_FEE})
#: Payments that do not say what they paid.
UNDIVIDED = frozenset({FactKind.PAYMENT, FactKind.RECOVERY})
WITHOUT_AMOUNT = frozenset(
    {
        FactKind.DEFAULT,
        FactKind.RATE_FIXING,
        FactKind.ISSUE,
        FactKind.DEFAULT_NOTICE,
        FactKind.END,
    }
)
#: Movements that somebody pays or gets back by name.
OF_PAYERS = frozenset({FactKind.PREMIUM_PAYMENT, FactKind.PREMIUM_REFUND})
#: Movements of which nothing can be the amount: a claim that was refused whole.
MAY_BE_NOTHING = frozenset({FactKind.CLAIM_DECISION})


class _Month:
    """The rows of a month, added up."""

    def __init__(self) -> None:
        self.movements: list[Movement] = []
        self.parts = dict.fromkeys(set(columns.PARTS.values()), 0)
        self.is_divided = True
        self.end: StatementCells | None = None
        self.last: tuple[date, int, StatementCells] | None = None
        self.fixed: set[tuple[date, str]] = set()


def movement_statement(
    contract: str, month: Month, rows: Sequence[StatementCells]
) -> Statement | None:
    """Return what the rows say together; what is wrong with one is noted in its cells.

    Source: own convention, docs/importing.md, servicer files.
    """
    found = _Month()
    for cells in rows:
        _read(cells, found)
    closing = found.end or (found.last[2] if found.last else None)
    stated = found.end
    paid = found.parts if found.is_divided else None
    defaulted = [each.on for each in found.movements if each.kind is FactKind.DEFAULT]
    return Statement(
        contract=contract,
        month=month,
        movements=tuple(found.movements),
        principal_paid=_sum(paid, columns.PRINCIPAL, columns.PREPAID),
        interest_paid=_sum(paid, columns.INTEREST),
        late_interest_paid=_sum(paid, columns.LATE),
        outstanding=_balance(closing, is_end=closing is stated),
        arrears=stated.money(columns.ARREARS) if stated else None,
        days_past_due=stated.count(columns.DAYS_PAST_DUE) if stated else None,
        rate=stated.share(columns.RATE) if stated else None,
        defaulted_on=defaulted[0] if defaulted else None,
        unpaid_premium=stated.money(columns.UNPAID_PREMIUM) if stated else None,
        recourse=stated.money(columns.RECOURSE) if stated else None,
    )


def _sum(parts: Mapping[str, int] | None, *keys: str) -> int | None:
    return None if parts is None else sum(parts[key] for key in keys)


def _balance(cells: StatementCells | None, *, is_end: bool) -> int | None:
    """Return the balance a row states; of the month's end it is the amount where not apart."""
    if cells is None:
        return None
    if is_end and not cells.text(columns.BALANCE):
        return cells.money(columns.AMOUNT, required=True)
    return cells.money(columns.BALANCE)


def _read(cells: StatementCells, found: _Month) -> None:
    word = cells.text(columns.KIND).casefold().replace(" ", "")
    day = cells.read(columns.MOVED_ON, parse_date)
    if word in columns.MONTH_END:
        if found.end is not None:
            cells.object(columns.KIND, "servicer-month-twice", first=found.end.row.place.line)
        found.end = cells
        return
    kind, part = columns.MOVEMENTS.get(word), columns.PARTS.get(word)
    if kind is None and part is None:
        known = (*columns.MOVEMENTS, *columns.PARTS, *columns.MONTH_END)
        words = tuple(each for each in known if not each.isascii())
        cells.object(columns.KIND, "servicer-movement-unknown", text=word, known=words)
        return
    if day is None:
        return
    if found.last is None or found.last[:2] <= (day, cells.row.place.line):
        found.last = (day, cells.row.place.line, cells)
    if part is not None:
        amount = _amount(cells)
        found.parts[part] += amount
        early = FactKind.PREPAYMENT if part in EARLY else FactKind.PAYMENT
        found.movements.append(Movement(early, day, amount))
    elif kind is not None:
        found.movements.append(_own(cells, kind, day, found))


def _own(cells: StatementCells, kind: FactKind, day: date, found: _Month) -> Movement:
    """Read a movement that is a fact of its own."""
    if kind is FactKind.RATE_FIXING:
        component = cells.text(columns.COMPONENT)
        if (day, component) in found.fixed:
            cells.object(columns.KIND, "servicer-rate-twice", day=day)
        found.fixed.add((day, component))
        if not cells.text(columns.RATE):
            cells.object(columns.RATE, "servicer-cell-missing")
        return Movement(kind, day, rate=cells.share(columns.RATE), component=component)
    if kind in UNDIVIDED:
        found.is_divided = False
    amount = 0
    if kind in MAY_BE_NOTHING:
        amount = cells.money(columns.AMOUNT, required=True) or 0
    elif kind not in WITHOUT_AMOUNT:
        amount = _amount(cells)
    payer = cells.text(columns.PAYER) if kind in OF_PAYERS else ""
    return Movement(kind, day, amount, component=payer, note=cells.text(columns.REASON))


def _amount(cells: StatementCells) -> int:
    amount = cells.money(columns.AMOUNT, required=True)
    if amount == 0:
        cells.object(columns.AMOUNT, "servicer-movement-of-nothing")
    return amount or 0
