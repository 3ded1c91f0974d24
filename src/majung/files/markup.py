"""What the XML of a workbook says that its values do not: formulas, merged cells, errors, formats.

The reader of values gives the last result of a formula, nothing for an error and one corner of
merged cells, all without a word.  This looks at the parts themselves, in one pass over each, with
a parser that admits no document type and so no entities.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from posixpath import join, normpath
from xml.parsers.expat import ExpatError, ParserCreate

from majung.files.archives import WORKBOOK_PART

#: A sheet is laid out whole to be read: a stray cell in the last corner must not cost memory.
CELLS_MAX = 5_000_000
#: Merged cells, formulas that fill ranges: more than this is no list.
MARKED_MAX = 200_000

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: What must be read as text: long whole numbers and errors.
_TEXT_WANTED = re.compile(rb">\s*-?[0-9]{16,}\s*<|\st=[\"']e[\"']")
_BUILT_IN_PERCENT = ("9", "10")
_ZEROS = re.compile(r"[0-]*0[0-]*")

Cell = tuple[int, int]
Attributes = Mapping[str, str]
StartHandler = Callable[[str, dict[str, str]], None]


class DamagedPartError(ValueError):
    """A part that is no XML, or XML that a workbook does not hold."""


class TooManyCellsError(ValueError):
    """A sheet that would be laid out larger than is read."""


class Mark(StrEnum):
    """What stands behind a cell besides its value."""

    FORMULA = "formula"
    MERGED = "merged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook and the part that holds its cells."""

    name: str
    part: str
    is_visible: bool


@dataclass(slots=True)
class Markup:
    """What one sheet's XML says about its cells, which count rows and columns from 0.

    Attributes:
        marks: cells that are no plain values.
        formats: cells whose number format changes the digits seen: ``%``, or zeros and hyphens.
        long_numbers: whole numbers of 16 digits and more, exactly as stored.
        errors: what cells with an error show: ``#N/A``.
    """

    marks: dict[Cell, Mark] = field(default_factory=dict)
    formats: dict[Cell, str] = field(default_factory=dict)
    long_numbers: dict[Cell, str] = field(default_factory=dict)
    errors: dict[Cell, str] = field(default_factory=dict)


def sheets_of(parts: Mapping[str, bytes]) -> tuple[SheetPart, ...]:
    """List the worksheets of a workbook in their order.

    Raises:
        DamagedPartError: a part is missing or no XML.
    """
    targets: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else normpath(join("xl", target))
            targets[attributes.get("Id", "")] = path

    sheets: list[SheetPart] = []

    def sheet(name: str, attributes: dict[str, str]) -> None:
        part = targets.get(_relation(attributes))
        if name == "sheet" and part is not None and part in parts:
            visible = attributes.get("state", "visible") == "visible"
            sheets.append(SheetPart(attributes.get("name", ""), part, visible))

    _parse(parts.get("xl/_rels/workbook.xml.rels", b""), relation)
    _parse(parts.get(WORKBOOK_PART, b""), sheet)
    return tuple(sheets)


def formats_of(parts: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the cell styles whose number format changes the digits seen, by style number.

    ``%`` for percent, else a pattern of zeros and hyphens (``000-00-00000``).
    """
    content = parts.get("xl/styles.xml")
    if content is None:
        return {}
    codes = dict.fromkeys(_BUILT_IN_PERCENT, "%")
    styles: dict[str, str] = {}
    cell_formats: list[str] = []
    in_cell_formats = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_cell_formats
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = _pattern(attributes.get("formatCode", ""))
        elif name in ("cellXfs", "cellStyles", "cellStyleXfs"):
            in_cell_formats = name == "cellXfs"
        elif name == "xf" and in_cell_formats:
            cell_formats.append(attributes.get("numFmtId", ""))

    _parse(content, start)
    for number, code in enumerate(cell_formats):
        if codes.get(code):
            styles[str(number)] = codes[code]
    return styles


def markup_of(content: bytes, formats: Mapping[str, str]) -> Markup:
    """Look through the XML of one sheet.

    Raises:
        DamagedPartError: no XML, or cells whose references cannot be read.
        TooManyCellsError: more cells than are read, counted or marked.
    """
    scan = _Scan(formats)
    if _TEXT_WANTED.search(content):
        _parse(content, scan.start, scan.end, scan.text)
    else:
        _parse(content, scan.start)
    scan.mark_ranges()
    return scan.markup


@dataclass(slots=True)
class _Scan:
    """One pass over a sheet."""

    formats: Mapping[str, str]
    markup: Markup = field(default_factory=Markup)
    row: int = -1
    column: int = -1
    last_row: int = -1
    last_column: int = -1
    ranges: list[tuple[Mark, Cell, Cell]] = field(default_factory=list)
    kind: str = ""
    value: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "is"):
            self._extend()
            self.value = [] if name == "v" and self.kind in ("", "n", "e") else None
        elif name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "f":
            self._formula(attributes)
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.ranges.append((Mark.MERGED, _cell_of(first), _cell_of(last or first)))

    def text(self, text: str) -> None:
        """Take characters."""
        if self.value is not None:
            self.value.append(text)

    def end(self, name: str) -> None:
        """Take an end tag."""
        if name == "v" and self.value is not None:
            written = "".join(self.value).strip()
            if self.kind == "e":
                self.markup.errors[self.row, self.column] = written
            elif len(written) >= 16 and written.lstrip("-").isdigit():
                self.markup.long_numbers[self.row, self.column] = written
            self.value = None

    def mark_ranges(self) -> None:
        """Mark the cells of merged ranges and of formulas that fill ranges, within the sheet."""
        marked = 0
        for mark, (top, left), last in self.ranges:
            bottom, right = min(last[0], self.last_row), min(last[1], self.last_column)
            marked += max(0, bottom - top + 1) * max(0, right - left + 1)
            if marked > MARKED_MAX:
                raise TooManyCellsError
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self.markup.marks.setdefault((row, column), mark)

    def _cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self.row, self.column = _cell_of(reference) if reference else (self.row, self.column + 1)
        self.kind = attributes.get("t", "")
        if self.kind == "e":
            self.markup.marks[self.row, self.column] = Mark.ERROR
        seen_as = self.formats.get(attributes.get("s", ""))
        if seen_as:
            self.markup.formats[self.row, self.column] = seen_as

    def _formula(self, attributes: Attributes) -> None:
        self.markup.marks[self.row, self.column] = Mark.FORMULA
        if attributes.get("t") in ("array", "dataTable") and "ref" in attributes:
            first, _, last = attributes["ref"].partition(":")
            self.ranges.append((Mark.FORMULA, _cell_of(first), _cell_of(last or first)))

    def _extend(self) -> None:
        """Count the area laid out; cells with a format and no value do not belong to it."""
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if (self.last_row + 1) * (self.last_column + 1) > CELLS_MAX:
            raise TooManyCellsError


def _cell_of(reference: str) -> Cell:
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if found is None:
        raise DamagedPartError(f"no cell reference: {reference[:20]}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _pattern(code: str) -> str:
    """Reduce a number format to what changes the digits seen, or nothing."""
    plain = code.partition(";")[0].replace("\\", "").replace('"', "")
    if "%" in plain:
        return "%"
    return plain if plain.count("0") > 1 and _ZEROS.fullmatch(plain) else ""


def _relation(attributes: Attributes) -> str:
    """Return the relation that a sheet names: ``r:id``, under whatever prefix."""
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def _parse(
    content: bytes,
    start: StartHandler,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse XML, calling back with names that carry no prefix."""
    parser = ParserCreate()

    def refuse(*_: object) -> None:
        raise DamagedPartError("a workbook holds no document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    try:
        parser.ParseFile(BytesIO(content))
    except (ExpatError, LookupError, ValueError) as error:
        # An encoding that the declaration makes up is a LookupError.
        if isinstance(error, TooManyCellsError | DamagedPartError):
            raise
        raise DamagedPartError(str(error)) from error
