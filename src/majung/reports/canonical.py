"""A report as canonical JSON, and back.

Every text stands in the report's language, every cell with its exact value and with the
characters all other outputs show; so the JSON alone is enough to render the document again.
Keys are sorted and nothing is indented: equal reports give equal bytes, and their SHA-256 is the
digest that every page bears.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from majung.errors import Language, Message, PolicyFinanceError, Speakable
from majung.reports import cells, charts, model, tables
from majung.reports.cells import Cell, Unit, written
from majung.reports.model import Report
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import said
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

SCHEMA = "majung.report/1"

Plain: TypeAlias = dict[str, Any]

_AS_THEY_ARE = (type(None), int, bool)


class DocumentNotReadableError(PolicyFinanceError):
    """A stored document is one that this house wrote, whole and of a known schema."""

    kind = "document-not-readable"


#: Classes that stand in a report, by the name under which JSON knows them.
_CLASSES: Mapping[str, type] = {
    "report": Report,
    "watermark": model.Watermark,
    "programme": model.ProgrammeVersion,
    "heading": model.Heading,
    "paragraph": model.Paragraph,
    "gauge": model.Gauge,
    "key-value": model.KeyValue,
    "key-values": model.KeyValues,
    "chart": model.Chart,
    "outline": model.Outline,
    "outline-line": model.OutlineLine,
    "note": model.Note,
    "notes": model.Notes,
    "signature": model.Signature,
    "signatures": model.Signatures,
    "page-break": model.PageBreak,
    "table": tables.Table,
    "column": tables.Column,
    "row": tables.Row,
    "cell": cells.Cell,
    "unit": cells.Unit,
    "open": cells.Open,
    "series": charts.Series,
    "pace-line": charts.PaceLine,
    "bars": charts.Bars,
    "envelope-bars": charts.EnvelopeBars,
    "gauge-pair": charts.GaugePair,
    "matrix-heat": charts.MatrixHeat,
    "scatter": charts.Scatter,
    "bubbles": charts.Bubbles,
    "waterfall": charts.Waterfall,
    "fan": charts.Fan,
    "histogram": charts.Histogram,
}
_NAMES: Mapping[type, str] = {found: name for name, found in _CLASSES.items()}

#: Exact values that JSON has no form for.
_EXACT: Mapping[str, Callable[[Plain], object]] = {
    "money": Money.from_json,
    "fraction": lambda plain: Fraction(int(plain["numerator"]), int(plain["denominator"])),
    "rate": lambda plain: Rate.from_json(plain["value"]),
    "ratio": lambda plain: Ratio.from_json(plain["value"]),
    "day": lambda plain: date.fromisoformat(plain["on"]),
    "moment": lambda plain: datetime.fromisoformat(plain["at"]),
}


def as_json(report: Report) -> bytes:
    """Write a report as canonical JSON; every format of a document asks for the same again."""
    kept, written = _written_last[0]
    if kept is report:
        return written
    written = _written(report)
    _written_last[0] = (report, written)
    return written


#: The report that was written last, as it is: to compare two takes longer than to write one.
_written_last: list[tuple[Report | None, bytes]] = [(None, b"")]


def _written(report: Report) -> bytes:
    document = {"schema": SCHEMA, "report": plain(report)}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def from_json(document: bytes) -> Report:
    """Read a report that `as_json` wrote; its texts are those of its language.

    Raises:
        DocumentNotReadableError: other bytes than ours, or a schema this version does not know.
    """
    try:
        read = json.loads(document)
        if read["schema"] != SCHEMA:
            raise DocumentNotReadableError(schema=str(read["schema"]), known=SCHEMA)
        report = _decoded(read["report"], Report)
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentNotReadableError(schema=str(error), known=SCHEMA) from error
    if not isinstance(report, Report):
        raise DocumentNotReadableError(schema=type(report).__name__, known=SCHEMA)
    return report


def digest(document: bytes) -> str:
    """Return the SHA-256 of a document's bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(document).hexdigest()


def spoken(report: Report) -> Report:
    """Return the report with every text in its own language, as it will be read back."""
    return from_json(as_json(report))


def plain(report: Report) -> Plain:
    """Return a report as plain values: what JSON holds and what page templates read.

    Each value that is a part has its kind under ``is``; each cell its characters under ``text``.
    """
    return _encoded_fields(report, report.language)


def plain_table(table: Table, language: Language) -> Plain:
    """Return a table as plain values, units left to the heads of its columns."""
    encoded = _encoded_fields(table, language)
    for name in ("rows", "totals"):
        for row, line in zip(encoded[name], getattr(table, name), strict=True):
            for cell, text in zip(row["cells"], table.written(line, language), strict=True):
                cell["text"] = text
    return encoded


def _encoded(value: object, language: Language) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if type(value) is str:
        return said(value, language)
    match value:
        case Table():
            return plain_table(value, language)
        case Cell() | Column() | Row() | Unit():  # most of a report: no need to ask if they speak
            return _encoded_fields(value, language)
        case tuple():
            return [_encoded(item, language) for item in value]
        case date():
            return value.isoformat()
        case Message() | Speakable():
            return said(value, language)
        case StrEnum():
            return value
        case _:
            return _encoded_fields(value, language)


def _encoded_fields(value: object, language: Language) -> Plain:
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{value!r} does not belong in a report")
    encoded: Plain = {"is": _NAMES[type(value)]}
    for field in fields(value):
        part = getattr(value, field.name)
        is_exact = isinstance(value, Cell) and field.name == "value"
        encoded[field.name] = (_encoded_exact if is_exact else _encoded)(part, language)
    match value:
        case Cell():
            encoded["text"] = written(value, language)
        case Column():
            encoded["text"] = value.titled(language)
            encoded["unit_text"] = value.lines(language)[1]
            encoded["side"] = str(value.side)
        case _:
            pass
    return encoded


def _encoded_exact(value: cells.Exact, language: Language) -> Any:
    match value:
        case Money():
            return {"is": "money", **value.as_json()}
        case Fraction():
            numerator, denominator = str(value.numerator), str(value.denominator)
            return {"is": "fraction", "numerator": numerator, "denominator": denominator}
        case Rate():
            return {"is": "rate", "value": value.as_json()}
        case Ratio():
            return {"is": "ratio", "value": value.as_json()}
        case datetime():
            return {"is": "moment", "at": value.isoformat()}
        case date():
            return {"is": "day", "on": value.isoformat()}
        case _:
            return _encoded(value, language)


def _decoded(value: object, hint: object) -> object:
    """Read a value back, by the name under ``is`` or else by the type of its field."""
    match value:
        case {"is": str(name), **rest} if name in _EXACT:
            return _EXACT[name]({str(key): item for key, item in rest.items()})
        case {"is": str(name), **rest}:
            found, hints = _CLASSES[name], _hints(_CLASSES[name])
            return found(**{key: _decoded(rest[key], hints[key]) for key in hints})
        case list():
            item = get_args(hint)[0]
            return tuple(_decoded(part, item) for part in value)
        case str():
            return _decoded_text(value, hint)
        case _:
            return value


def _decoded_text(value: str, hint: object) -> object:
    options = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    for option in options:
        if option is str:
            return value
        if isinstance(option, type) and issubclass(option, StrEnum):
            return option(value)
    if datetime in options:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if date in options else value


@cache
def _hints(found: type) -> Mapping[str, object]:
    return {field.name: get_type_hints(found)[field.name] for field in fields(found)}
