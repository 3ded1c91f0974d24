"""Parts of documents on a terminal: the same cells and tables as on pages and in files."""

from collections.abc import Iterable

from majung.cli.output import Justify, language, say, say_table
from majung.reports.cells import written
from majung.reports.model import Heading, KeyValues, Notes, Paragraph, Part
from majung.reports.tables import Align, Table
from majung.reports.texts import said

SIDES: dict[Align, Justify] = {
    Align.START: "left",
    Align.CENTRE: "center",
    Align.END: "right",
}


def say_parts(parts: Iterable[Part]) -> None:
    """Print parts; a chart is left out, for the table of its figures stands beside it."""
    tongue = language()
    for part in parts:
        match part:
            case Heading():
                say(said(part.text, tongue))
            case Paragraph():
                say(said(part.text, tongue))
            case KeyValues():
                for line in part.lines:
                    say(f"{said(line.name, tongue)}: {written(line.cell, tongue)}")
            case Table():
                _say_table(part)
            case Notes():
                say(said(part.caption, tongue))
                for note in part.notes:
                    source = said(note.source, tongue)
                    say(f"- {said(note.text, tongue)}" + (f" ({source})" if source else ""))
            case _:
                pass


def _say_table(table: Table) -> None:
    tongue = language()
    say_table(
        [(column.titled(tongue), SIDES[column.side]) for column in table.columns],
        [table.written(row, tongue) for row in (*table.rows, *table.totals)],
        title=said(table.caption, tongue),
    )
    for note in table.notes:
        say(said(note, tongue))
