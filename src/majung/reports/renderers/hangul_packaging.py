"""The same bytes for the same HWPX document: numbers in order, times fixed.

The writing library numbers paragraphs and objects at random and stamps files with the time of
its own template.  Both mean nothing to a reader, so they are replaced by their order and by the
earliest time a ZIP file knows.
"""

import re
import zipfile
from io import BytesIO

EARLIEST = (1980, 1, 1, 0, 0, 0)
_SECTION = re.compile(r"Contents/section\d+\.xml")
_HEADER = "Contents/header.xml"
_NUMBERED = re.compile(r"<hp:(?:p|tbl|pic|header|footer|headerApply|footerApply)\b[^>]*>")
_NUMBER = re.compile(r'( (?:id|instid|idRef)=")(\d+)(")')


def repeatable(package: bytes) -> bytes:
    """Return the same document with numbers in order and fixed times."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(target, "w") as made:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, EARLIEST)
            fixed.compress_type = entry.compress_type
            made.writestr(fixed, _content(entry.filename, source.read(entry)))
    return target.getvalue()


def _content(name: str, content: bytes) -> bytes:
    if _SECTION.fullmatch(name):
        return _renumbered(content.decode()).encode()
    if name == _HEADER:
        # Korean lines break between words, not inside them.
        return content.replace(b'breakNonLatinWord="BREAK_WORD"', b'breakNonLatinWord="KEEP_WORD"')
    return content


def _renumbered(section: str) -> str:
    """Number what is numbered at random by its order; equal numbers stay equal."""
    order: dict[str, int] = {}

    def in_order(number: re.Match[str]) -> str:
        place = order.setdefault(number[2], len(order) + 1)
        return f"{number[1]}{place}{number[3]}"

    return _NUMBERED.sub(lambda tag: _NUMBER.sub(in_order, tag[0]), section)
