"""Files that were named on the command line: their bytes, or the reason why not."""

import os
from collections.abc import Mapping
from pathlib import Path

from majung.errors import PolicyFinanceError

#: Larger than anything a reader takes; the reader itself says what it takes.
SIZE_MAX = 1 << 30
YAML = (".yaml", ".yml")


class FileNotOpenedError(PolicyFinanceError):
    """A file that is named is there and can be read."""

    kind = "file-not-opened"


def content_of(file: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        FileNotOpenedError: it is not there, is a folder, or may not be read.
    """
    try:
        if file.stat().st_size > SIZE_MAX:
            raise FileNotOpenedError(file=str(file), reason=_reason("EFBIG"))
        return file.read_bytes()
    except OSError as error:
        raise FileNotOpenedError(file=str(file), reason=_reason(type(error).__name__)) from error


def require_there(file: Path) -> None:
    """Refuse a file that is not there, before anybody reads it in parts.

    Raises:
        FileNotOpenedError: nothing is there, or it is a folder.
    """
    if not file.is_file():
        name = "IsADirectoryError" if file.is_dir() else "FileNotFoundError"
        raise FileNotOpenedError(file=str(file), reason=_reason(name))


def folder_of(folder: Path) -> Mapping[str, bytes]:
    """Return the YAML files of a folder by name, as the user wrote the folder.

    Raises:
        FileNotOpenedError: it is not there, is no folder, or may not be read.
    """
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix in YAML)
    except OSError as error:
        raise FileNotOpenedError(file=str(folder), reason=_reason(type(error).__name__)) from error
    return {str(file): content_of(file) for file in files}


def written_to(file: Path, content: bytes) -> None:
    """Write a file whole: under another name first, so that a kill leaves no half of it.

    Raises:
        FileNotOpenedError: the folder is not there or may not be written.
    """
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(file)
    except OSError as error:
        raise FileNotOpenedError(file=str(file), reason=_reason(type(error).__name__)) from error


def require_place(file: Path) -> None:
    """Refuse a file that cannot be written where it is named.

    Raises:
        FileNotOpenedError: its folder is not there, or may not be written.
    """
    folder = file.absolute().parent
    if not folder.is_dir():
        raise FileNotOpenedError(file=str(file), reason=_reason("FileNotFoundError"))
    if file.is_dir():
        raise FileNotOpenedError(file=str(file), reason=_reason("IsADirectoryError"))
    if not os.access(folder, os.W_OK):
        raise FileNotOpenedError(file=str(file), reason=_reason("PermissionError"))


def _reason(name: str) -> Mapping[str, str]:
    return REASONS.get(name, {"ko": name, "en": name})


REASONS: Mapping[str, Mapping[str, str]] = {
    "FileNotFoundError": {"ko": "그런 파일이나 폴더가 없습니다", "en": "nothing is there"},
    "IsADirectoryError": {"ko": "파일이 아니라 폴더입니다", "en": "it is a folder"},
    "NotADirectoryError": {"ko": "폴더가 아니라 파일입니다", "en": "it is a file, not a folder"},
    "PermissionError": {"ko": "읽거나 쓸 권한이 없습니다", "en": "it may not be read or written"},
    "EFBIG": {"ko": "1 GB를 넘습니다", "en": "it is larger than 1 GB"},
}
