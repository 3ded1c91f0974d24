"""The form of one row a cover and month: what moved, and how the cover stood at the end.

A row tells of one claim.  Where a month has more of them, each further one has a row of its own
with its number, its cells and nothing else; amounts that need their day have it beside them.
"""

from collections.abc import Iterator, Sequence

from majung.contracts.facts import FactKind
from majung.contracts.reported import columns
from majung.contracts.reported.cells import StatementCells
from majung.contracts.reported.statements import Movement, Statement
from majung.values.months import Month

#: Amounts with the day they need beside them, by the fact they make.
AMOUNTS = (
    (FactKind.DRAWDOWN, columns.DRAWN, columns.DRAWN_ON),
    (FactKind.PAYMENT, columns.REPAID, columns.REPAID_ON),
    (FactKind.PREMIUM_PAYMENT, columns.PREMIUM, columns.PREMIUM_ON),
    (FactKind.PREMIUM_REFUND, columns.REFUND, columns.REFUND_ON),
    (FactKind.RECOVERY, columns.RECOVERED, columns.RECOVERED_ON),
    (FactKind.WRITE_OFF, columns.WRITTEN_OFF, columns.WRITTEN_OFF_ON),
)
#: What is told of a claim: a day and an amount that stand together.
OF_CLAIMS = (
    (FactKind.CLAIM, columns.LOSS, columns.CLAIMED_ON),
    (FactKind.CLAIM_DECISION, columns.ACCEPTED, columns.DECIDED_ON),
    (FactKind.CLAIM_PAYMENT, columns.CLAIM_PAID, columns.CLAIM_PAID_ON),
)
#: Days on which something happened that has no amount.
DAYS = (
    (FactKind.ISSUE, columns.ISSUED_ON),
    (FactKind.DEFAULT_NOTICE, columns.NOTICED_ON),
    (FactKind.END, columns.ENDED_ON),
)
OF_PAYERS = frozenset({FactKind.PREMIUM_PAYMENT, FactKind.PREMIUM_REFUND})
#: The only cells of a row that tells of a further claim.
CLAIM_CELLS = frozenset(
    {
        columns.CONTRACT,
        columns.MONTH,
        columns.INSTITUTION,
        columns.CURRENCY,
        columns.CLAIM,
        columns.REASON,
        *(key for _, amount, day in OF_CLAIMS for key in (amount, day)),
    }
)


def cover_month_statement(
    contract: str, month: Month, rows: Sequence[StatementCells]
) -> Statement | None:
    """Return what the rows say together; what is wrong with one is noted in its cells.

    Source: own convention, docs/importing.md, servicer files.
    """
    heads = [cells for cells in rows if not _is_of_a_claim(cells)]
    for cells in heads[1:]:
        cells.object(columns.CONTRACT, "servicer-month-twice", first=heads[0].row.place.line)
    if not heads:
        rows[0].object(columns.IN_FORCE, "servicer-cell-missing")
        return None
    head = heads[0]
    numbers: dict[str, int] = {}
    for cells in rows:
        number = cells.text(columns.CLAIM)
        if any(cells.text(day) for _, _, day in OF_CLAIMS):
            first = numbers.setdefault(number, cells.row.place.line)
            if first != cells.row.place.line:
                cells.object(columns.CLAIM, "servicer-claim-twice", first=first, claim=number)
    return Statement(
        contract=contract,
        month=month,
        movements=(
            *_moved(head, month),
            *(each for cells in rows for each in _claimed(cells, month)),
        ),
        outstanding=head.money(columns.IN_FORCE, required=True),
        unpaid_premium=head.money(columns.UNPAID_PREMIUM),
        recourse=head.money(columns.RECOURSE),
    )


def _is_of_a_claim(cells: StatementCells) -> bool:
    """Say whether a row tells of a further claim and of nothing else."""
    told = {key for key in columns.COVER_MONTH_KEYS if cells.text(key)}
    return columns.CLAIM in told and told <= CLAIM_CELLS


def _moved(cells: StatementCells, month: Month) -> Iterator[Movement]:
    reason = cells.text(columns.REASON)
    for kind, key in DAYS:
        day = cells.day_in(key, month)
        if day is not None:
            note = reason if kind is not FactKind.ISSUE else ""
            yield Movement(kind, day, note=note)
    for kind, key, day_key in AMOUNTS:
        amount, day = cells.money(key) or 0, cells.day_in(day_key, month)
        if amount and not cells.text(day_key):
            cells.object(day_key, "servicer-day-missing", amount=cells.spoken(amount))
        if amount:
            payer = cells.text(columns.PAYER) if kind in OF_PAYERS else ""
            yield Movement(kind, day, amount, component=payer)


def _claimed(cells: StatementCells, month: Month) -> Iterator[Movement]:
    number, reason = cells.text(columns.CLAIM), cells.text(columns.REASON)
    for kind, key, day_key in OF_CLAIMS:
        day = cells.day_in(day_key, month)
        amount = cells.money(key, required=bool(cells.text(day_key)))
        if amount and not cells.text(day_key):
            cells.object(day_key, "servicer-day-missing", amount=cells.spoken(amount))
        if day is not None and amount is not None:
            yield Movement(kind, day, amount, component=number, note=reason)
