"""Figures of risk commands as Parquet files beside what is printed: ``--out FILE``.

The writer of Parquet is loaded only where a file is asked for.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.given import require_place
from majung.cli.output import Words, language, say

#: Write Parquet, which takes a while to load: figures of lists, of runs, of runs over the office.
FILES = "majung.operations.risk.figure_files"
LOSS_FILES = "majung.operations.risk.loss_files"
OFFICE_FILES = "majung.operations.risk.office.handing_out"
WORDS: Words = {"ko": {"file": "파일: {file}"}, "en": {"file": "file: {file}"}}
Out = Annotated[
    Path | None,
    Parameter(help="Write the figures here too, a row each, as Parquet; other tables beside it."),
]


def require_out(out: Path | None) -> None:
    """Refuse a file that cannot be written where it is named, before anything is reckoned."""
    if out is not None:
        require_place(out)


def figures_out(
    out: Path | None, writer: str, *found: object, module: str = FILES
) -> tuple[Path, ...]:
    """Write what was found where that is asked for; return the files.

    Args:
        writer: by name; it takes the file and what was found, and returns the files.
        module: that has it.
    """
    if out is None:
        return ()
    files: tuple[Path, ...] = getattr(import_module(module), writer)(out, *found)
    return files


def say_files(files: Sequence[Path]) -> None:
    """Say which files were written beside what is shown."""
    for file in files:
        say(WORDS[language()]["file"].format(file=file))
