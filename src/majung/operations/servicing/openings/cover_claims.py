"""The claims on a cover that is taken over, as the facts they are made of.

Days decide what is owed: the waiting runs from the default, damages from each payment and
recovery.  So a claim is told with its days, replayed as if it had been filed here, and what the
file says of recourse and damages is held against it.  The first claim stands in the cover's own
row, each further one in a row with its number, its cells and nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from majung.contracts.facts import Fact, FactKind
from majung.contracts.reported.cells import StatementCells
from majung.errors import PolicyFinanceError
from majung.values.dates import parse_date
from majung.values.money import parse_money

_Told: TypeAlias = tuple[str, FactKind, str, str, str, str]

OPENING = "opening"
CAUSE = "arrears"
#: Cells that say nothing where there was no claim, by what they need beside them.
TOGETHER = (
    ("claimed-on", "loss"),
    ("decided-on", "accepted"),
    ("paid-on", "paid"),
    ("written-off-on", "written-off"),
)
#: What must have come before.
BEHIND = (
    ("noticed-on", "defaulted-on"),
    ("claimed-on", "noticed-on"),
    ("decided-on", "claimed-on"),
    ("paid-on", "decided-on"),
    ("recoveries", "paid-on"),
    ("written-off-on", "paid-on"),
)
#: The only cells of a row that tells of a further claim.
CLAIM_CELLS = frozenset(
    {
        "contract",
        "claim",
        "claimed-on",
        "loss",
        "decided-on",
        "accepted",
        "reason",
        "paid-on",
        "paid",
    }
)
_BETWEEN = re.compile(r"[;\n]")


class RecoveriesNotReadableError(PolicyFinanceError):
    """Recoveries are written as days with amounts."""

    kind = "opening-recoveries-not-readable"


def is_further_claim(cells: StatementCells) -> bool:
    """Say whether a row tells of a further claim on a cover and of nothing else."""
    told = {key for key, text in cells.row.values.items() if text}
    return "claim" in told and told <= CLAIM_CELLS


def further_claims(
    cells: StatementCells, rows: Sequence[StatementCells]
) -> Iterator[tuple[StatementCells, Fact]]:
    """Yield the facts of the claims that have rows of their own, each with its row.

    Args:
        cells: the cover's own row, which tells of the default and of the first claim.
    """
    numbers = {cells.text("claim"): cells.row.place.line}
    for number, row in enumerate(rows, start=2):
        claim, note = row.text("claim"), f"{row.rows.name}:{row.row.place.line}"
        first = numbers.setdefault(claim, row.row.place.line)
        if first != row.row.place.line:
            row.object("claim", "servicer-claim-twice", first=first, claim=claim)
        if not cells.text("noticed-on"):
            cells.object("noticed-on", "servicer-cell-missing")
        _require_together(row, (each for each in BEHIND if each[0] in ("decided-on", "paid-on")))
        told = (
            ("claimed-on", FactKind.CLAIM, claim, "loss", "", note),
            ("decided-on", FactKind.CLAIM_DECISION, f"{OPENING}/decision/{number}", "accepted",
             claim, row.text("reason")),
            ("paid-on", FactKind.CLAIM_PAYMENT, f"{OPENING}/payment/{number}", "paid", claim, note),
        )  # fmt: skip
        for fact in _told(row, told):
            yield row, fact


def claim_facts(cells: StatementCells, *, note: str) -> tuple[Fact, ...]:
    """Return what happened from the default on, with every problem noted in its cell."""
    _require_together(cells, BEHIND)
    return tuple(_facts(cells, note))


def _require_together(cells: StatementCells, behind: Iterable[tuple[str, str]]) -> None:
    for one, other in (*TOGETHER, *((other, one) for one, other in TOGETHER)):
        if cells.text(one) and not cells.text(other):
            cells.object(other, "servicer-cell-missing")
    for later, earlier in behind:
        if cells.text(later) and not cells.text(earlier):
            cells.object(earlier, "servicer-cell-missing")


def _facts(cells: StatementCells, note: str) -> Iterator[Fact]:
    claim = cells.text("claim") or f"{OPENING}-claim"
    cause = f"{cells.text('cause') or CAUSE}: {note}"
    reason = cells.text("reason")
    told = (
        ("defaulted-on", FactKind.DEFAULT, f"{OPENING}/default", "", "", cause),
        ("noticed-on", FactKind.DEFAULT_NOTICE, f"{OPENING}/notice", "", "", cause),
        ("claimed-on", FactKind.CLAIM, claim, "loss", "", note),
        ("decided-on", FactKind.CLAIM_DECISION, f"{OPENING}/decision", "accepted", claim, reason),
        ("paid-on", FactKind.CLAIM_PAYMENT, f"{OPENING}/payment", "paid", claim, note),
        ("written-off-on", FactKind.WRITE_OFF, f"{OPENING}/write-off", "written-off", "", note),
    )
    yield from _told(cells, told)
    for number, (day, minor) in enumerate(recoveries(cells), start=1):
        yield Fact(day, FactKind.RECOVERY, f"{OPENING}/recovery/{number}", minor, note=note)


def _told(cells: StatementCells, told: Iterable[_Told]) -> Iterator[Fact]:
    """Yield the facts whose day a row states.

    Args:
        told: column of the day, kind, key, column of the amount, party, note.
    """
    for on, kind, key, amount, party, said in told:
        day = cells.day(on)
        minor = cells.money(amount) if amount else 0
        if day is not None and minor is not None:
            yield Fact(day, kind, key, minor, party=party, note=said)


def recoveries(cells: StatementCells) -> tuple[tuple[date, int], ...]:
    """Read the recoveries of a row: ``2024-05-31 10,000,000; 2024-09-30 5,000,000``.

    Amounts are those that came in, before insurer and bank shared them.
    """
    return cells.read("recoveries", lambda text: tuple(_pairs(text, cells.currency))) or ()


def _pairs(text: str, currency: str) -> Iterator[tuple[date, int]]:
    for part in filter(None, (each.strip() for each in _BETWEEN.split(text))):
        day, _, amount = part.partition(" ")
        if not amount.strip():
            raise RecoveriesNotReadableError(text=part)
        found = parse_money(amount.strip(), currency)
        if found.currency != currency or found.minor <= 0:
            raise RecoveriesNotReadableError(text=part)
        yield parse_date(day), found.minor
