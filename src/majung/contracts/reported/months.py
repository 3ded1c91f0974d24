"""The form of one row a loan and month: what moved, and how the loan stood at the end."""

from collections.abc import Iterator, Sequence
from datetime import date

from majung.contracts.facts import FactKind
from majung.contracts.reported import columns
from majung.contracts.reported.cells import StatementCells
from majung.contracts.reported.statements import Movement, Statement
from majung.values.months import Month


def month_statement(
    contract: str, month: Month, rows: Sequence[StatementCells]
) -> Statement | None:
    """Return what a row says; what is wrong with it is noted in its cells.

    A second row of the same loan and month is told in both: neither is the better one.

    Source: own convention, docs/importing.md, servicer files.
    """
    for cells in rows[1:]:
        cells.object(columns.CONTRACT, "servicer-month-twice", first=rows[0].row.place.line)
    return _statement(contract, month, rows[0])


def _statement(contract: str, month: Month, cells: StatementCells) -> Statement:
    principal = cells.money(columns.PRINCIPAL, required=True) or 0
    interest = cells.money(columns.INTEREST, required=True) or 0
    late = cells.money(columns.LATE)
    defaulted_on = cells.day(columns.DEFAULTED_ON)
    if defaulted_on is not None and defaulted_on > month.last_on:
        cells.object(
            columns.DEFAULTED_ON, "servicer-day-outside-month", day=defaulted_on, month=month
        )
    return Statement(
        contract=contract,
        month=month,
        movements=tuple(
            _movements(
                cells,
                month,
                principal=principal,
                interest=interest + (late or 0),
                defaulted_on=defaulted_on,
            )
        ),
        principal_paid=principal,
        interest_paid=interest,
        late_interest_paid=late,
        outstanding=cells.money(columns.BALANCE, required=True),
        arrears=cells.money(columns.ARREARS),
        days_past_due=cells.count(columns.DAYS_PAST_DUE),
        rate=cells.share(columns.RATE),
        defaulted_on=defaulted_on,
    )


def _movements(
    cells: StatementCells,
    month: Month,
    *,
    principal: int,
    interest: int,
    defaulted_on: date | None,
) -> Iterator[Movement]:
    drawn = cells.money(columns.DRAWN) or 0
    drawn_on = cells.day_in(columns.DRAWN_ON, month)
    if drawn:
        if not cells.text(columns.DRAWN_ON):
            cells.object(columns.DRAWN_ON, "servicer-day-missing", amount=cells.spoken(drawn))
        yield Movement(FactKind.DRAWDOWN, drawn_on, drawn)
    early = cells.money(columns.PREPAID) or 0
    fee = cells.money(columns.EARLY_FEE) or 0
    early_on = cells.day_in(columns.PREPAID_ON, month)
    if early > principal:
        cells.object(
            columns.PREPAID,
            "servicer-early-above-principal",
            early=cells.spoken(early),
            principal=cells.spoken(principal),
        )
    if early or fee:
        if not cells.text(columns.PREPAID_ON):
            amount = cells.spoken(early + fee)
            cells.object(columns.PREPAID_ON, "servicer-day-missing", amount=amount)
        yield Movement(FactKind.PREPAYMENT, early_on, early + fee)
    paid_on = cells.day_in(columns.PAID_ON, month)
    paid = max(principal - early, 0) + interest
    if paid:
        yield Movement(FactKind.PAYMENT, paid_on, paid)
    if defaulted_on is not None and Month.of(defaulted_on) == month:
        yield Movement(FactKind.DEFAULT, defaulted_on)
