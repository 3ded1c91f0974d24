"""Bytes to text: UTF-8 with or without a mark, UTF-16 with one, else CP949 (EUC-KR).

CP949 holds all of EUC-KR and is what spreadsheets of Korean offices save as CSV.  Which encoding
was read is told, because a wrong guess shows only to a reader.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from majung.errors import Message, message

#: Marks that show nothing: soft hyphens, joiners, directions, byte order marks inside a text.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: What no text holds but for tabs and ends of lines.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the encoding that it was read as.

    Attributes:
        encoding: `UTF-8`, `UTF-8 BOM`, `UTF-16` or `CP949`.
    """

    text: str
    encoding: str


def decoded(content: bytes) -> Text | Message:
    """Read bytes as text, or say why that fails."""
    if content.startswith(codecs.BOM_UTF8):
        return _as(content, "utf-8-sig", "UTF-8 BOM") or _undecodable(content, "utf-8-sig")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as(content, "utf-16", "UTF-16") or _undecodable(content, "utf-16")
    text = _as(content, "utf-8", "UTF-8") or _as(content, "cp949", "CP949")
    return text or _undecodable(content, "cp949")


def normalised(cell: str) -> str:
    """Bring a cell to plain form: full-width forms to plain ones, blanks single, no unseen marks.

    >>> normalised(" ㈜\u3000마중 １２３ ")
    '(주) 마중 123'
    """
    if not cell.isascii():
        cell = unicodedata.normalize("NFKC", _UNSEEN.sub("", cell))
    return " ".join(cell.split())


def _as(content: bytes, codec: str, encoding: str) -> Text | None:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if _has_controls(text) else Text(text, encoding)


def _undecodable(content: bytes, codec: str) -> Message:
    """Say at which line a text stops being one."""
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        return message("encoding-not-known", at_line=error.object.count(b"\n", 0, error.start) + 1)
    return message("file-not-text")


def _has_controls(text: str) -> bool:
    return _CONTROLS.search(text) is not None
