"""Who stands for a document, as the table every format prints."""

from majung.reports.cells import MOMENT, Cell, Open, words
from majung.reports.model import Signatures
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import word


def signature_table(signatures: Signatures) -> Table:
    """Lay out who proposed, approved and noted, a line each; what is to come says so."""
    columns = (
        Column(word("act")),
        Column(word("institution")),
        Column(word("role")),
        Column(word("signed-at"), MOMENT, Align.START),
        Column(word("document-number")),
    )
    rows = tuple(
        Row(
            (
                words(line.act),
                words(line.institution),
                words(line.role),
                Cell(line.at if line.at is not None else Open(word("not-yet")), MOMENT),
                words(line.number),
            )
        )
        for line in signatures.lines
    )
    return Table("", word("deciders"), columns, rows)
