"""The form of one row a movement: the rows of a contract and month, added up to one statement."""

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
#: What a month's end says of a fund, which has no balance of its own.
OF_FUNDS = (columns.CASH, columns.HELD, columns.PAID_IN, columns.DISTRIBUTED)
#: Movements of which nothing can be the amount: a claim refused whole, a company worth nothing.
MAY_BE_NOTHING = frozenset({FactKind.CLAIM_DECISION, FactKind.VALUATION, FactKind.EXIT})
#: Which column names whom or what a movement concerns.
CONCERNING: Mapping[FactKind, str] = {
    FactKind.PREMIUM_PAYMENT: columns.PAYER,
    FactKind.PREMIUM_REFUND: columns.PAYER,
    FactKind.CLAIM: columns.CLAIM,
    FactKind.CLAIM_DECISION: columns.CLAIM,
    FactKind.CLAIM_PAYMENT: columns.CLAIM,
    FactKind.CALL: columns.PARTNER,
    FactKind.CALL_PAYMENT: columns.PARTNER,
    FactKind.INVESTMENT: columns.COMPANY,
    FactKind.VALUATION: columns.COMPANY,
    FactKind.PROCEEDS: columns.COMPANY,
    FactKind.EXIT: columns.COMPANY,
}
#: Movements of which one a day, and one of what they concern, can be told.
ONCE_A_DAY = frozenset({FactKind.CLAIM, FactKind.CLAIM_DECISION, FactKind.VALUATION, FactKind.EXIT})


class _Month:
    """The rows of a month, added up."""

    def __init__(self) -> None:
        self.movements: list[Movement] = []
        self.parts = dict.fromkeys(set(columns.PARTS.values()), 0)
        self.is_divided = True
        self.end: StatementCells | None = None
        self.last: tuple[date, int, StatementCells] | None = None
        self.once: dict[tuple[FactKind, date, str], int] = {}


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
        cash=stated.money(columns.CASH) if stated else None,
        held=stated.money(columns.HELD) if stated else None,
        paid_in=stated.money(columns.PAID_IN) if stated else None,
        distributed=stated.money(columns.DISTRIBUTED) if stated else None,
    )


def _sum(parts: Mapping[str, int] | None, *keys: str) -> int | None:
    return None if parts is None else sum(parts[key] for key in keys)


def _balance(cells: StatementCells | None, *, is_end: bool) -> int | None:
    """Return the balance a row states; of the month's end it is the amount where not apart."""
    if cells is None:
        return None
    if is_end and not cells.text(columns.BALANCE):
        if not cells.text(columns.AMOUNT) and any(cells.text(key) for key in OF_FUNDS):
            return None
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
    if kind is FactKind.RECOVERY and cells.text(columns.COMPANY):
        kind = FactKind.PROCEEDS  # what comes back of a company is no recovery on a claim
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
        if (kind, day, component) in found.once:
            cells.object(columns.KIND, "servicer-rate-twice", day=day)
        found.once[kind, day, component] = cells.row.place.line
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
    concerns = cells.text(CONCERNING[kind]) if kind in CONCERNING else ""
    if kind in ONCE_A_DAY:
        first = found.once.setdefault((kind, day, concerns), cells.row.place.line)
        if first != cells.row.place.line:
            cells.object(CONCERNING[kind], "servicer-movement-twice", first=first, day=day)
    told = columns.MANDATE if kind is FactKind.INVESTMENT else columns.REASON
    return Movement(kind, day, amount, component=concerns, note=cells.text(told))


def _amount(cells: StatementCells) -> int:
    amount = cells.money(columns.AMOUNT, required=True)
    if amount == 0:
        cells.object(columns.AMOUNT, "servicer-movement-of-nothing")
    return amount or 0
