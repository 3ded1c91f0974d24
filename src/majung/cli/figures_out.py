"""Figures of risk commands as Parquet files beside what is printed: ``--out FILE``.

The reader and writer of Parquet is loaded only where a file is asked for.
"""

from importlib import import_module
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.given import require_place
from majung.cli.output import Words, language, say

#: Writes Parquet, which takes a while to load.
FILES = "majung.operations.risk.figure_files"
WORDS: Words = {"ko": {"file": "파일: {file}"}, "en": {"file": "file: {file}"}}
Out = Annotated[Path | None, Parameter(help="Write the figures here too, a row each, as Parquet.")]


def require_out(out: Path | None) -> None:
    """Refuse a file that cannot be written where it is named, before anything is reckoned."""
    if out is not None:
        require_place(out)


def figures_out(out: Path | None, writer: str, found: object) -> None:
    """Write what was found where that is asked for.

    Args:
        writer: of `majung.operations.risk.figure_files`, by name.
    """
    if out is not None:
        getattr(import_module(FILES), writer)(out, found)


def say_file(file: Path | None) -> None:
    """Say which file was written beside what is shown."""
    if file is not None:
        say(WORDS[language()]["file"].format(file=file))
