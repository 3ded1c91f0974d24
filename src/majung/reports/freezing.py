"""Freezing a document: its bytes, and what is needed to make the same bytes again.

A figure given to the council is quoted for years, so a document is kept as files, as the
canonical JSON they were made from, and with the versions of all that made them.  Under the same
versions the same bytes come out; under others it says which differ.  A frozen document never
changes: a correction is a new one.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

import majung
from majung.errors import PolicyFinanceError
from majung.reports.canonical import as_json, digest, from_json
from majung.reports.model import Report
from majung.reports.renderers.chart_images import svg
from majung.reports.renderers.hangul import hwpx
from majung.reports.renderers.pdf import pdf
from majung.reports.renderers.workbook import xlsx

Versions = tuple[tuple[str, str], ...]

#: Modules below this package that decide how a value is written.
_WRITING_VALUES = ("money.py", "numerals.py", "rates.py", "rounding.py")
#: How much of the layout's digest names its version.
LAYOUT_DIGITS = 12


class DocumentAlteredError(PolicyFinanceError):
    """A frozen document's bytes are those that were frozen."""

    kind = "document-altered"


class Format(StrEnum):
    """What a document is rendered to."""

    PDF = "pdf"
    XLSX = "xlsx"
    HWPX = "hwpx"
    SVG = "svg"
    JSON = "json"


#: What a council's pack is released as.
PACK_FORMATS = (Format.PDF, Format.XLSX, Format.HWPX, Format.JSON)

MEDIA_TYPES: Mapping[Format, str] = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.HWPX: "application/hwp+zip",
    Format.SVG: "image/svg+xml",
    Format.JSON: "application/json",
}

_DRAWING = ("pylopdf-fonts-ko", "vl-convert-python")
#: Libraries whose version may change the bytes of a format.
_LIBRARIES: Mapping[Format, tuple[str, ...]] = {
    Format.PDF: ("typst", *_DRAWING),
    Format.XLSX: ("xlsxwriter", *_DRAWING),
    Format.HWPX: ("python-hwpx", *_DRAWING),
    Format.SVG: _DRAWING,
    Format.JSON: (),
}


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file of a document.

    Attributes:
        digest: SHA-256 of its bytes.
        versions: of all that made it, by name.
    """

    name: str
    format: Format
    content: bytes
    digest: str
    versions: Versions


@dataclass(frozen=True, slots=True)
class FrozenDocument:
    """A document as it was released.

    Attributes:
        digest: of the source, as every page of the document bears it.
        source: the canonical JSON from which the files were made.
    """

    key: str
    digest: str
    source: bytes
    files: tuple[RenderedFile, ...]

    @property
    def renderer_versions(self) -> Versions:
        """Return the versions of all that made its files, by name."""
        return tuple(sorted({pair for file in self.files for pair in file.versions}))

    def file(self, name: str) -> RenderedFile:
        """Return one file; KeyError where the document has none of that name."""
        for file in self.files:
            if file.name == name:
                return file
        raise KeyError(f"document {self.key} has no file {name}")


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A renderer that is not what it was when a document was frozen; empty for none."""

    renderer: str
    frozen: str
    current: str


@dataclass(frozen=True, slots=True)
class Rerendering:
    """A frozen document made again.

    Attributes:
        files: as they come out now.
        differing: names of the files whose bytes are not the frozen ones.
        changes: renderers that are not what they were.
    """

    files: tuple[RenderedFile, ...]
    differing: tuple[str, ...]
    changes: tuple[VersionChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether every byte is the same."""
        return not self.differing


def render(report: Report, wanted: Format) -> tuple[RenderedFile, ...]:
    """Render a report to a format: one file, or for SVG one a chart."""
    versions = renderer_versions(wanted)
    if wanted is Format.SVG:
        drawn = [
            (f"{report.key}-{chart.key}", svg(chart, report.language)) for chart in report.charts
        ]
        return tuple(_file(name, wanted, text.encode(), versions) for name, text in drawn)
    return (_file(report.key, wanted, _RENDERERS[wanted](report, versions), versions),)


def freeze(report: Report, formats: Iterable[Format] = PACK_FORMATS) -> FrozenDocument:
    """Render a report to formats and keep what is needed to do it again."""
    source = as_json(report)
    # What is frozen is what can be read back: texts in the document's language, nothing else.
    settled = from_json(source)
    files = tuple(file for wanted in formats for file in render(settled, wanted))
    return FrozenDocument(report.key, digest(source), source, files)


def rerender(frozen: FrozenDocument) -> Rerendering:
    """Make a frozen document again and compare every byte.

    Raises:
        DocumentAlteredError: the stored bytes are not those that were frozen.
        DocumentNotReadableError: the source was written by a schema this version does not know.
    """
    _require_intact(frozen)
    report = from_json(frozen.source)
    formats = dict.fromkeys(file.format for file in frozen.files)
    files = tuple(file for wanted in formats for file in render(report, wanted))
    before = {file.name: file.content for file in frozen.files}
    after = {file.name: file.content for file in files}
    differing = sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
    return Rerendering(files, tuple(differing), _changes(frozen, formats))


@cache
def renderer_versions(wanted: Format) -> Versions:
    """Return the version of everything that may change the bytes of a format, by name."""
    libraries = [(name, metadata.version(name)) for name in _LIBRARIES[wanted]]
    return tuple(sorted([*libraries, ("layout", _layout()), ("majung", majung.__version__)]))


def _changes(frozen: FrozenDocument, formats: Iterable[Format]) -> tuple[VersionChange, ...]:
    before = dict(frozen.renderer_versions)
    after = dict(pair for wanted in formats for pair in renderer_versions(wanted))
    return tuple(
        VersionChange(name, before.get(name, ""), after.get(name, ""))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )


def _require_intact(frozen: FrozenDocument) -> None:
    stored = [(frozen.key, frozen.source, frozen.digest)]
    stored += [(file.name, file.content, file.digest) for file in frozen.files]
    for name, content, expected in stored:
        if digest(content) != expected:
            raise DocumentAlteredError(
                document=frozen.key, file=name, expected=expected, found=digest(content)
            )


def _file(name: str, wanted: Format, content: bytes, versions: Versions) -> RenderedFile:
    return RenderedFile(f"{name}.{wanted}", wanted, content, digest(content), versions)


def _json(report: Report, versions: Versions) -> bytes:  # noqa: ARG001 - the shape of a renderer
    return as_json(report)


_RENDERERS: Mapping[Format, Callable[[Report, Versions], bytes]] = {
    Format.PDF: pdf,
    Format.XLSX: xlsx,
    Format.HWPX: hwpx,
    Format.JSON: _json,
}


@cache
def _layout() -> str:
    """Return the version of our own layout: a digest of this package and what it writes with."""
    whole = hashlib.sha256()
    values = resources.files("majung.values")
    files = [*_sources(resources.files("majung.reports")), *map(values.joinpath, _WRITING_VALUES)]
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()[:LAYOUT_DIGITS]


def _sources(folder: Traversable) -> Iterable[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith((".py", ".typ", ".toml")):
            yield entry
