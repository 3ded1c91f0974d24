"""The parts of an XLSX file, unpacked within limits.

Sizes that an archive states can lie, so parts are unpacked here, counted, and handed on packed
anew without compression: what reads them next meets nothing that was not counted.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from majung.errors import Message, message

PARTS_MAX = 2_000
UNPACKED_MAX = 200 * 1024 * 1024

WORKBOOK_PART = "xl/workbook.xml"
_BINARY_WORKBOOK_PART = "xl/workbook.bin"
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)


def parts_of(content: bytes) -> Mapping[str, bytes] | Message:
    """Unpack the XML parts of a workbook, by name, or say why that is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _refusal(archive) or _unpacked(archive)
    except _DAMAGE:
        return message("workbook-damaged")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts without compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            # A bare ZipInfo carries a fixed date: the clock has no part in this.
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _refusal(archive: zipfile.ZipFile) -> Message | None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if any(member.flag_bits & _ENCRYPTED for member in members):
        return message("file-password-protected")
    if _BINARY_WORKBOOK_PART in names:
        return message("file-binary-workbook")
    if WORKBOOK_PART not in names:
        return message("file-not-workbook")
    if len(members) > PARTS_MAX or sum(member.file_size for member in members) > UNPACKED_MAX:
        return message("workbook-too-large", most_mb=UNPACKED_MAX >> 20)
    if any(member.compress_type not in _METHODS for member in members):
        return message("workbook-damaged")
    return None


def _unpacked(archive: zipfile.ZipFile) -> Mapping[str, bytes]:
    """Unpack what cells are read from; pictures and drawings stay packed."""
    return {
        member.filename: archive.read(member)
        for member in archive.infolist()
        if member.filename.endswith((".xml", ".rels"))
        and not member.filename.startswith(("xl/drawings/", "xl/charts/", "xl/media/"))
    }
