"""The statement of an account (거래내역): what moved on a contract over a period, with balances.

What is posted is what is stated: each movement is the sum of all that was ever posted for its
day, so a correction shows as the movement it left, and the balances agree with the books.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.events import Event, EventKind
from majung.contracts.fund_measures import INFLOWS, OUTFLOWS
from majung.contracts.fund_terms import FundTerms
from majung.errors import Language, PolicyFinanceError
from majung.errors.days import spoken_day
from majung.operations.acting import Actor
from majung.operations.reading_names import PAYERS, institution_names, member_names
from majung.operations.servicing.reading import reading
from majung.operations.servicing.replaying import OWED
from majung.reports.cells import FULL, amount, day, in_full, words
from majung.reports.freezing import Format, RenderedFile, render
from majung.reports.model import (
    DocumentKind,
    KeyValue,
    KeyValues,
    Marking,
    Report,
    Watermark,
)
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.store.servicing.contracts import Contract, Series, contract_of
from majung.store.servicing.events import posted_events
from majung.values.money import Money

#: What raises a cover in force, and what lowers it.
IN_FORCE: Mapping[EventKind, int] = MappingProxyType(
    {
        EventKind.COVER_ISSUED: 1,
        EventKind.COVER_RESTORED: 1,
        EventKind.COVER_REDUCED: -1,
        EventKind.COVER_ENDED: -1,
        EventKind.CLAIM_PAID: -1,
    }
)
#: What brings a fund cash, and what takes it out.
CASH: Mapping[EventKind, int] = MappingProxyType(
    {**dict.fromkeys(INFLOWS, 1), **dict.fromkeys(OUTFLOWS, -1)}
)
NAME = Label("거래내역", "Statement of account")
BALANCES = {
    "loan": Label("대출 잔액", "outstanding"),
    "cover": Label("유효 보험·보증금액", "cover in force"),
    "fund": Label("현금", "cash"),
}
POSTED = Label("분개된 사건", "events as posted")


class PeriodNotFittingError(PolicyFinanceError):
    """A period runs from its first day to its last."""

    kind = "period-not-fitting"


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that moved on a contract.

    Attributes:
        amount: minor units; below zero where more was taken back than posted.
        change: what it does to the balance; zero for what leaves it as it is.
        balance: after it.
    """

    event: Event
    change: int
    balance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatement:
    """What moved on a contract over a period.

    Attributes:
        opening: the balance at the end of the day before the period.
        totals: by kind: the sum of its movements.
        parties: what those it moved between are called, by key.
    """

    contract: Contract
    first_on: date
    last_on: date
    opening: int
    movements: tuple[Movement, ...]
    totals: Mapping[EventKind, int]
    parties: Mapping[str, Label]

    def party(self, key: str) -> Text:
        """Return what a party of a movement is called; what nobody named stands for itself."""
        return self.parties.get(key, key)

    @property
    def closing(self) -> int:
        """The balance at the end of the period."""
        return self.movements[-1].balance if self.movements else self.opening

    @property
    def balance_name(self) -> Label:
        """What the balance is of: what is owed, what is in force, or cash."""
        return BALANCES[self.contract.kind]

    def money(self, minor: int) -> Money:
        """Return an amount in the contract's currency."""
        return Money(minor, self.contract.currency)


def account_statement(
    actor: Actor, key: str, *, first_on: date, last_on: date, at: datetime
) -> AccountStatement:
    """Return what was posted on a contract for the days of a period, earliest first.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such contract among those the actor may read.
        PeriodNotFittingError: the first day lies after the last.
    """
    with reading(actor, at=at, subject=key):
        contract = contract_of(key)
        if first_on > last_on:
            raise PeriodNotFittingError(first_on=first_on, last_on=last_on)
        posted = posted_events([key]).get(key)
    amounts = posted.amounts if posted else {}
    changes = changes_of(contract.terms)
    opening = 0
    movements: list[Movement] = []
    totals: dict[EventKind, int] = {}
    for event_key in sorted(amounts):
        minor = amounts[event_key]
        change = changes.get(event_key.kind, 0) * minor
        if not minor or event_key.effective_on > last_on:
            continue
        if event_key.effective_on < first_on:
            opening += change
            continue
        balance = (movements[-1].balance if movements else opening) + change
        event = Event(event_key.effective_on, event_key.kind, event_key.party, minor)
        movements.append(Movement(event, change, balance))
        totals[event_key.kind] = totals.get(event_key.kind, 0) + minor
    return AccountStatement(
        contract=contract,
        first_on=first_on,
        last_on=last_on,
        opening=opening,
        movements=tuple(movements),
        totals=totals,
        parties=_parties(actor, contract, {each.event.party for each in movements}, on=last_on),
    )


def _parties(
    actor: Actor, contract: Contract, keys: Iterable[str], *, on: date
) -> dict[str, Label]:
    """Name parties: bodies and firms, those who take a part in the contract, payers."""
    found = member_names(actor, keys, on=on)
    by_role = {each.role: each for each in contract.parties}
    bodies = institution_names(on=on)
    for key in set(keys) - found.keys():
        if key in by_role and by_role[key].institution in bodies:
            found[key] = bodies[by_role[key].institution]
        elif key in PAYERS:
            found[key] = PAYERS[key]
    return found


def changes_of(terms: object) -> Mapping[EventKind, int]:
    """Return which events raise the balance of a contract, and which lower it."""
    match terms:
        case CoverTerms():
            return IN_FORCE
        case FundTerms():
            return CASH
    return OWED


def statement_table(found: AccountStatement, kinds: Mapping[EventKind, Label]) -> Table:
    """Lay a statement out, a line a movement.

    Args:
        kinds: what events are called.
    """
    currency = found.contract.currency
    columns = (
        Column(Label("일자", "Day")),
        Column(Label("거래", "Movement")),
        Column(Label("금액", "Amount"), FULL, currency=currency),
        Column(Label(found.balance_name.ko, found.balance_name.en), FULL, currency=currency),
        Column(Label("상대", "Party")),
    )
    rows = tuple(
        Row(
            (
                day(each.event.effective_on),
                words(kinds[each.event.kind]),
                in_full(found.money(each.event.amount)),
                in_full(found.money(each.balance)),
                words(found.party(each.event.party)),
            )
        )
        for each in found.movements
    )
    empty = Label("이 기간에 거래가 없습니다.", "Nothing moved in this period.")
    return Table("movements", NAME, columns, rows, empty=empty)


def statement_pairs(found: AccountStatement, kinds: Mapping[EventKind, Label]) -> KeyValues:
    """Lay out the balances at both ends, and the sum of each kind of movement."""
    name = found.balance_name
    lines = [
        KeyValue(
            Label(f"기초 {name.ko}", f"Opening {name.en}"), amount(found.money(found.opening))
        ),
        KeyValue(
            Label(f"기말 {name.ko}", f"Closing {name.en}"), amount(found.money(found.closing))
        ),
    ]
    lines += [
        KeyValue(kinds[kind], amount(found.money(minor))) for kind, minor in found.totals.items()
    ]
    return KeyValues(tuple(lines))


def statement_file(
    found: AccountStatement,
    kinds: Mapping[EventKind, Label],
    *,
    language: Language,
    at: datetime,
) -> RenderedFile:
    """Render a statement as a workbook."""
    contract = found.contract
    report = Report(
        key=f"statement-{contract.key}-{found.first_on}-{found.last_on}",
        kind=DocumentKind.STATEMENT,
        language=language,
        title=NAME,
        subtitle=Label(
            f"계약 {contract.key}, {spoken_day(found.first_on, 'ko')}"
            f" ~ {spoken_day(found.last_on, 'ko')}",
            f"contract {contract.key}, {spoken_day(found.first_on, 'en')}"
            f" to {spoken_day(found.last_on, 'en')}",
        ),
        watermark=Watermark(found.last_on, at, POSTED),
        parts=(statement_pairs(found, kinds), statement_table(found, kinds)),
        markings=(Marking.EXAMPLE,) if contract.series is Series.EXAMPLE else (),
    )
    return render(report, Format.XLSX)[0]
