"""A report as HWPX, the document format of Korean offices, to be opened and edited there.

Text stays text and tables stay tables; charts are images beside their tables.  The library gives
parts random numbers and the day's times; they are renumbered in their order, so equal reports
give equal bytes.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

from hwpx import HwpxDocument

from majung.errors import Language
from majung.reports.canonical import as_json, digest
from majung.reports.cells import Open, written
from majung.reports.furniture import DIGEST_DIGITS, Furniture, banner, furniture
from majung.reports.model import (
    Chart,
    Gauge,
    Heading,
    KeyValues,
    Notes,
    Outline,
    PageBreak,
    Paragraph,
    Part,
    Report,
    Signatures,
    Tone,
)
from majung.reports.renderers import look
from majung.reports.renderers.chart_images import png
from majung.reports.renderers.hangul_packaging import repeatable
from majung.reports.renderers.signing import signature_table
from majung.reports.renderers.widths import column_widths
from majung.reports.renderers.wording import finding_words, note_words
from majung.reports.tables import Align, Table
from majung.reports.texts import said, word

#: A4 with margins of 20 mm leaves 170 mm; a millimetre is 283.46 units of the format.
TEXT_WIDTH_MM = 170
TEXT_WIDTH = 48_188
MARGINS_MM = {"left": 20.0, "right": 20.0, "top": 20.0, "bottom": 15.0}
INDENT_MM = 6.0
#: A table wider than this, in half-width characters, is set smaller.
WIDE_TABLE = 84

_ALIGNMENTS = {Align.START: "LEFT", Align.CENTRE: "CENTER", Align.END: "RIGHT"}


@dataclass(frozen=True, slots=True)
class Letters:
    """How a run of text looks."""

    size: float = 10.5
    bold: bool = False
    colour: str = look.INK
    font: str = look.HANGUL_BODY_FONT


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands."""

    alignment: str = "LEFT"
    before_pt: float = 0
    after_pt: float = 3
    indent_mm: float = 0
    keeps_with_next: bool = False
    begins_page: bool = False


TITLE = Letters(18, bold=True, font=look.HANGUL_TABLE_FONT)
SUBTITLE = Letters(12, colour=look.INK_SOFT)
BODY = Letters()
NOTE = Letters(9.5)
FINE = Letters(9, colour=look.INK_SOFT)
TONES = {Tone.LEAD: Letters(12), Tone.BODY: BODY, Tone.FINE: FINE}
CAPTION = Letters(bold=True, font=look.HANGUL_TABLE_FONT)
MARKING = Letters(bold=True, colour=look.WARNING)
ENTRY = Letters(9.5, font=look.HANGUL_TABLE_FONT)
FIGURE = Letters(16, bold=True, colour=look.PRIMARY, font=look.HANGUL_TABLE_FONT)
FAINT = Letters(9, colour=look.INK_FAINT)
HEADINGS = {
    1: Letters(14, bold=True, font=look.HANGUL_TABLE_FONT),
    2: Letters(12, bold=True, font=look.HANGUL_TABLE_FONT),
}


def hwpx(report: Report, versions: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Render a report as HWPX.

    Args:
        versions: of the renderers, to be printed among the provenance.
    """
    whole = digest(as_json(report))
    paper = _Paper(HwpxDocument.new(), report.language)
    around = furniture(report, whole, versions)
    paper.set_up(around, whole)
    _set_properties(paper, report)
    _opening(paper, report, around)
    for part in report.parts:
        _part(paper, part)
    _closing(paper, around)
    return repeatable(paper.document.to_bytes())


@dataclass
class _Paper:
    """A document in the making: writes paragraphs and tables in the looks asked for."""

    document: HwpxDocument
    language: Language
    letters: dict[Letters, str] = field(default_factory=dict)
    shapes: dict[Shape, str] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)
    breaks_next: bool = False

    def set_up(self, around: Furniture, digest: str) -> None:
        """Set the page, its head with the markings and its foot with watermark and number."""
        page = self.document.page
        page.setup(paper_size="A4", margins_mm=MARGINS_MM)
        if around.markings:
            run = {"type": "run", "text": banner(around), "bold": True, "color": look.WARNING}
            page.set_header(content=[{"align": "CENTER", "children": [run]}])
        digits = f"{said(word('digest-short'), self.language)} {digest[:DIGEST_DIGITS]} · "
        foot = f"{around.watermark} · {digits}"
        number = {"type": "page_number", "page_number": "page/total"}
        text = {"type": "run", "text": foot, "size": 8, "color": look.INK_FAINT}
        page.set_footer(content=[{"align": "CENTER", "children": [text, number]}])

    def write(self, text: str, letters: Letters = BODY, shape: Shape = Shape()) -> Any:
        """Add a paragraph."""
        if self.breaks_next:
            shape = replace(shape, begins_page=True)
            self.breaks_next = False
        paragraph = self.document.add_paragraph(
            text, char_pr_id_ref=self.look_of(letters), inherit_style=False
        )
        self.stand([paragraph], shape)
        return paragraph

    def look_of(self, letters: Letters) -> str:
        """Return the number of a look of letters, made once."""
        if letters not in self.letters:
            self.letters[letters] = self.document.styles.ensure_run(
                size=letters.size, bold=letters.bold, color=letters.colour, font=letters.font
            )
        return self.letters[letters]

    def stand(self, paragraphs: list[Any], shape: Shape) -> None:
        """Give paragraphs a shape, made once."""
        if not paragraphs:
            return
        if shape not in self.shapes:
            self.document.styles.apply_paragraph_format(
                paragraphs=paragraphs[:1],
                alignment=shape.alignment,
                line_spacing_percent=150,
                indent_left_mm=shape.indent_mm,
                spacing_before_pt=shape.before_pt,
                spacing_after_pt=shape.after_pt,
                keep_with_next=shape.keeps_with_next,
                page_break_before=shape.begins_page,
            )
            self.shapes[shape] = str(paragraphs[0].para_pr_id_ref)
        for paragraph in paragraphs:
            paragraph.para_pr_id_ref = self.shapes[shape]

    def fill(self, colour: str) -> str:
        """Return the number of a cell's border with a ground, made once."""
        if colour not in self.fills:
            self.fills[colour] = self.document.styles.ensure_border_fill(
                border_color=look.LINE, fill_color=colour
            )
        return self.fills[colour]


def _set_properties(paper: _Paper, report: Report) -> None:
    parts = paper.document.parts
    parts.clear_document_metadata(keep=("language",))
    # The file's own times are the watermark's: a clock would change the bytes.
    at = report.watermark.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts.set_document_metadata(
        title=said(report.title, report.language),
        creator=said(report.issuer, report.language),
        subject=report.kind.value,
        created_date=at,
        modified_date=at,
    )
    parts.clear_preview()


def _opening(paper: _Paper, report: Report, around: Furniture) -> None:
    paper.write(around.identity, FINE)
    paper.write(said(report.title, report.language), TITLE, Shape(after_pt=4))
    if said(report.subtitle, report.language):
        paper.write(said(report.subtitle, report.language), SUBTITLE)
    paper.write(around.watermark, FINE)
    for line in around.explanation:
        paper.write("※ " + line, MARKING)


def _closing(paper: _Paper, around: Furniture) -> None:
    paper.write(around.provenance_name, CAPTION, Shape(before_pt=14, keeps_with_next=True))
    for line in around.legend:
        paper.write("※ " + line, FINE)
    for name, value in around.provenance:
        paper.write(f"{name}: {value}", FINE)


def _part(paper: _Paper, part: Part) -> None:
    match part:
        case Heading() | Paragraph() | Outline() | Notes():
            _text_part(paper, part)
        case Gauge():
            _gauge(paper, part)
        case KeyValues():
            _key_values(paper, part)
        case Table():
            _table(paper, part)
        case Chart():
            _chart(paper, part)
        case Signatures():
            _table(paper, replace(signature_table(part), caption=""))
        case PageBreak():
            paper.breaks_next = True


def _text_part(paper: _Paper, part: Heading | Paragraph | Outline | Notes) -> None:
    language = paper.language
    match part:
        case Heading():
            _heading(paper, part)
        case Paragraph():
            paper.write(said(part.text, language), TONES[part.tone])
        case Outline():
            _caption(paper, said(part.caption, language))
            for line in part.lines:
                found = finding_words(line, language)
                shape = Shape(indent_mm=INDENT_MM * line.depth)
                for place, text in enumerate(found.whole.split("\n")):
                    paper.write(f"{found.mark}  {text}" if place == 0 else text, BODY, shape)
        case Notes():
            _caption(paper, said(part.caption, language))
            for number, note in enumerate(part.notes, start=1):
                paper.write(f"{number}) {note_words(note, language)}", NOTE)


def _heading(paper: _Paper, heading: Heading) -> None:
    shape = Shape(before_pt=14 if heading.level == 1 else 8, keeps_with_next=True)
    text = said(heading.text, paper.language)
    paragraph = paper.write(text, HEADINGS[heading.level], shape)
    paragraph.style_id_ref = paper.document.styles.resolve(f"개요 {heading.level}").id


def _caption(paper: _Paper, text: str) -> None:
    if text:
        paper.write(text, CAPTION, Shape(before_pt=6, keeps_with_next=True))


def _gauge(paper: _Paper, gauge: Gauge) -> None:
    language = paper.language
    _caption(paper, said(gauge.name, language))
    names = (gauge.value_name, gauge.benchmark_name, word("difference"))
    cells = (gauge.value, gauge.benchmark, gauge.difference)
    grid = _Grid(paper, 2, (1, 1, 1))
    for place, (name, cell) in enumerate(zip(names, cells, strict=True)):
        grid.put(0, place, said(name, language), FINE, Align.CENTRE, look.GROUND)
        letters = FIGURE if place == 0 else replace(FIGURE, bold=False, colour=look.INK)
        grid.put(1, place, written(cell, language), letters, Align.CENTRE)
    grid.finish()
    _picture(paper, gauge.chart())
    note = said(gauge.note, language)
    if note:
        paper.write(note, FINE)


def _picture(paper: _Paper, chart: Chart) -> None:
    image = png(chart, paper.language)
    picture = paper.document.add_picture(image, "png", width_mm=TEXT_WIDTH_MM - 10, align="CENTER")
    comment = picture.element.find("{*}shapeComment")
    if comment is not None:
        comment.text = said(chart.description, paper.language)


def _chart(paper: _Paper, chart: Chart) -> None:
    _caption(paper, said(chart.title, paper.language))
    _picture(paper, chart)
    if not chart.beside:
        _table(paper, chart.drawn.table(""))


def _key_values(paper: _Paper, values: KeyValues) -> None:
    _caption(paper, said(values.caption, paper.language))
    if not values.lines:
        return
    grid = _Grid(paper, len(values.lines), (1, 2))
    for row, line in enumerate(values.lines):
        grid.put(row, 0, said(line.name, paper.language), ENTRY, ground=look.GROUND)
        grid.put(row, 1, written(line.cell, paper.language), ENTRY)
    grid.finish()


def _table(paper: _Paper, table: Table) -> None:
    language = paper.language
    widths = column_widths(table, language)
    letters = replace(ENTRY, size=8.5 if sum(widths) > WIDE_TABLE else 9.5)
    _caption(paper, said(table.caption, language))
    grid = _Grid(paper, 1 + max(1, len(table.rows) + len(table.totals)), widths)
    for place, column in enumerate(table.columns):
        head = "\n".join(line for line in column.lines(language) if line)
        grid.put(0, place, head, replace(letters, bold=True), Align.CENTRE, look.GROUND)
    for row, line in enumerate((*table.rows, *table.totals), start=1):
        is_total = row > len(table.rows)
        ground = look.GROUND if is_total else look.PAPER
        for place, text in enumerate(table.written(line, language)):
            is_open = isinstance(line.cells[place].value, Open)
            colour = look.INK_FAINT if is_open else look.INK
            shown = replace(letters, bold=is_total, colour=colour)
            grid.put(row, place, text, shown, table.columns[place].side, ground)
    if not table.rows and not table.totals:
        grid.put(1, 0, said(table.empty, language), FAINT, Align.CENTRE)
        grid.join_row(1)
    grid.finish(has_head=True)
    for note in table.notes:
        paper.write("※ " + said(note, language), FINE)


class _Grid:
    """A table in the making, whose head repeats on every page it runs over."""

    def __init__(self, paper: _Paper, rows: int, widths: tuple[int, ...]) -> None:
        self.paper = paper
        # The line that holds the table is as low as can be, or a gap would stand above it.
        low = paper.look_of(Letters(size=2))
        self.table = paper.document.add_table(
            rows, len(widths), width=TEXT_WIDTH, char_pr_id_ref=low
        )
        self.table.set_column_widths(widths)
        self.cells = [list(row.cells) for row in self.table.rows]
        self.standing: dict[Shape, list[Any]] = {}

    def put(
        self,
        row: int,
        column: int,
        text: str,
        letters: Letters,
        side: Align = Align.START,
        ground: str = look.PAPER,
    ) -> None:
        """Write a text into a cell, a paragraph a line, on a ground."""
        cell = self.cells[row][column]
        cell.set_text(text, split_paragraphs=True)
        cell.element.set("borderFillIDRef", self.paper.fill(ground))
        for paragraph in cell.paragraphs:
            paragraph.char_pr_id_ref = self.paper.look_of(letters)
            self.standing.setdefault(Shape(_ALIGNMENTS[side], after_pt=0), []).append(paragraph)

    def join_row(self, row: int) -> None:
        """Make one cell of a row."""
        if len(self.cells[row]) > 1:
            self.table.merge_cells(row, 0, row, len(self.cells[row]) - 1)

    def finish(self, *, has_head: bool = False) -> None:
        """Let the table run over pages, its head above each of them."""
        for shape, paragraphs in self.standing.items():
            self.paper.stand(paragraphs, shape)
        self.table.set_treat_as_char(False)
        self.table.element.set("repeatHeader", str(int(has_head)))
        for cell in self.cells[0]:
            cell.element.set("header", str(int(has_head)))
