"""Which characters the documents' font can draw.

A file for archives must not hold a character without a glyph, and a firm's name may hold any.
What cannot be drawn is shown as a geta mark (〓), the printer's sign for a missing type; the exact
text stands in the JSON.
"""

import struct
from functools import cache
from pathlib import Path

import pylopdf_fonts_ko

MISSING = "〓"
#: The segmented form of a character map, which covers all planes.
_FORMAT = 12
#: The sign of an unmet rule is missing in the documents' font.
_OF_COMPILER = frozenset("✗")
#: Joiners and variation selectors draw nothing by themselves.
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff") | set(map(chr, range(0xFE00, 0xFE10)))


def drawable(text: str) -> str:
    """Replace the characters that the documents' font cannot draw."""
    known = characters()
    if all(character in known or character == "\n" for character in text):
        return text
    return "".join(_drawn(character, known) for character in text)


def _drawn(character: str, known: frozenset[str]) -> str:
    if character == "\n" or character in known:
        return character
    if character == "\t":
        return " "
    return "" if character in _INVISIBLE else MISSING


@cache
def characters() -> frozenset[str]:
    """Return every character of the documents' font, and those the compiler's own font adds."""
    return characters_of(Path(pylopdf_fonts_ko.sans_path()).read_bytes()) | _OF_COMPILER


def characters_of(font: bytes) -> frozenset[str]:
    """Read the character map of an OpenType font, format 12.

    Source: OpenType specification 1.9, "cmap".
    """
    tables = struct.unpack_from(">H", font, 4)[0]
    for place in range(12, 12 + 16 * tables, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, place)
        if tag == b"cmap":
            return _mapped(font, offset)
    raise ValueError("the font has no character map")


def _mapped(font: bytes, start: int) -> frozenset[str]:
    found: set[str] = set()
    for place in range(struct.unpack_from(">H", font, start + 2)[0]):
        offset = start + struct.unpack_from(">HHI", font, start + 4 + 8 * place)[2]
        if struct.unpack_from(">H", font, offset)[0] != _FORMAT:
            continue
        for group in range(struct.unpack_from(">I", font, offset + 12)[0]):
            first, last, _ = struct.unpack_from(">III", font, offset + 16 + 12 * group)
            found.update(map(chr, range(first, last + 1)))
    return frozenset(found)
