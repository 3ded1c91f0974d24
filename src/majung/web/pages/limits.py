"""Room left in the limits of a product, beside a decision."""

from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force
from majung.operations.supply.envelope_use import envelope_use
from majung.reports.cells import OPEN, Cell, amount, words
from majung.reports.tables import Align, Column, Row, Table
from majung.values.money import Money
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase


def room_table(visit: Visit, product: str) -> Table:
    """Lay out the limits a product uses, with what is used, reserved and left."""
    rows = []
    with at_desk(visit.actor):
        using = {
            (programme.key, envelope.key)
            for programme in programmes_in_force(at=visit.at)
            for envelope in programme.envelopes
            if product in envelope.products
        }
    for use in envelope_use(visit.actor, at=visit.at):
        if (use.programme, use.envelope) not in using:
            continue
        name = (
            use.label
            if use.member_name is None
            else phrase("limit-of", limit=use.label, member=use.member_name)
        )
        amounts = (use.limit.cap, use.limit.used, use.limit.reserved, use.room)
        rows.append(Row((words(name), *map(_amount, amounts))))
    heads = ("envelope", "cap", "used", "reserved", "left")
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.START if head == "envelope" else Align.END)
        for head in heads
    )
    return Table("room", "", columns, tuple(rows))


def _amount(value: Money | None) -> Cell:
    return words(OPEN.reason) if value is None else amount(value)
