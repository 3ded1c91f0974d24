"""What a file is, told by its bytes and never by its name.

Senders rename files and systems of agencies write web pages called `.xls`; whatever is no text
and no workbook is refused with what helps for that kind.
"""

import codecs
import re
from enum import StrEnum

from majung.errors import Message, message

#: A file of 20 MB holds about 200,000 rows of ten cells; more is sent in parts.
SIZE_MAX = 20 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Document locks used in Korean offices mark their files within the first bytes.
_LOCKS = (b"DRMONE", b"SCDSA")
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|meta|table|style)\b", re.IGNORECASE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Control characters that no text holds: all but tab, line feed and carriage return.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Content(StrEnum):
    """The kinds of content that can be read."""

    TEXT = "text"
    WORKBOOK = "workbook"


def content_of(content: bytes, *, size_max: int = SIZE_MAX) -> Content | Message:
    """Tell what bytes hold, or why they cannot be read.

    Args:
        size_max: bytes, included.
    """
    if len(content) > size_max:
        return message("file-too-large", size_mb=_megabytes(len(content)), most_mb=size_max >> 20)
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        return message("file-empty")
    if any(lock in content[:64] for lock in _LOCKS):
        return message("file-locked")
    if content.startswith(_COMPOUND):
        return _compound(content)
    if content.startswith(_ZIP):
        return Content.WORKBOOK
    if _WEB_PAGE.match(content.removeprefix(codecs.BOM_UTF8)):
        return message("file-is-web-page")
    if not content.startswith(_UTF16_MARKS) and _CONTROL.search(content):
        return message("file-not-text")
    return Content.TEXT


def _compound(content: bytes) -> Message:
    """Tell apart the files that share the old compound format."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return message("file-password-protected")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return message("file-old-workbook")
    return message("file-not-text")


def _megabytes(size: int) -> int:
    """Round up, so that a file over the limit never seems to be within it."""
    return -(-size >> 20)
