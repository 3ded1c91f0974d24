"""Every file that a command reads is tried with every fault, or the reason stands here.

Which commands take a file is read from the commands themselves, so none can be forgotten; file
doors of pages and of the interface are compared in `test_uploads_and_faults` and
`test_forms_and_faults`.
"""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_type_hints

from cyclopts import App

from file_doors import DOORS, TREES
from majung.cli.main import app

Place = tuple[str, str]

WRITTEN = "it is written, not read"
SAME = "the folder goes to the act that pages and REST try with every fault of its files"
ARCHIVE = "an archive of the office: torn and changed ones are tried in test_backup"
KEPT = "a folder of files that the command itself wrote, checked by their digests"
OF_MACHINE = "it is the keeper's own machine: packages or peers lie there, nothing is taken in"
TRUTH = "it stands beside the list that is tried, and the same reader tells what is wrong with it"
#: Command and its file: why it is not tried with every fault.
WITHOUT: dict[Place, str] = {
    **dict.fromkeys(
        (
            ("recommendation check", "returned"),
            ("recommendation take", "returned"),
            ("contract servicer-file", "returned"),
            ("contract opening-balances", "template"),
            ("contract opening-balances", "returned"),
            ("contract index-rates", "returned"),
            ("contract differences", "out"),
            ("contract statement", "workbook"),
            ("close letters", "save"),
            ("supply report check", "returned"),
            ("supply report take", "returned"),
            ("supply template", "out"),
            ("council pack freeze", "into"),
            ("council decision", "file"),
            ("council register", "xlsx"),
            ("import sba-case", "report"),
            ("import ibrd", "report"),
            ("import miga", "report"),
            ("risk runs show", "report"),
            ("risk cost", "out"),
            ("risk ecl", "out"),
            ("risk capital", "out"),
            ("risk allocate", "out"),
            ("risk backtest calibration", "out"),
            ("risk design", "report"),
            ("risk design", "out"),
            ("risk backtest budgets", "out"),
            ("risk backtest vintages", "out"),
            ("risk allocate", "report"),
            ("risk backtest budgets", "report"),
            ("risk backtest vintages", "report"),
            ("backup create", "file"),
            ("bundle", "file"),
            ("bench", "page"),
            ("bench risk", "page"),
            ("bench scale", "page"),
            ("bench close", "page"),
            ("bench lake", "page"),
            ("bench contracts", "page"),
            ("bench pages", "page"),
        ),
        WRITTEN,
    ),
    ("programme admit", "folder"): SAME,
    ("supply plan check", "folder"): SAME,
    ("supply plan admit", "folder"): SAME,
    ("backup restore", "file"): ARCHIVE,
    ("backup verify", "file"): ARCHIVE,
    ("lake build", "folder"): KEPT,
    ("lake check", "folder"): KEPT,
    ("lake show", "folder"): KEPT,
    ("bundle", "wheels"): OF_MACHINE,
    ("bench risk", "peer"): OF_MACHINE,
    ("bench contracts", "peers"): OF_MACHINE,
    ("actus check", "files"): "more of the same: each is read like the first",
    ("risk stress", "history"): TRUTH,
    ("risk backtest budgets", "yields"): TRUTH,
    ("risk backtest vintages", "cohorts"): TRUTH,
    ("risk backtest vintages", "reestimates"): TRUTH,
}
FILE = "\0file"


def test_every_file_that_a_command_reads_is_tried_or_the_reason_stands_here():
    there = set(_files_of_commands())
    tried = set(_tried())

    assert sorted(tried - there) == []
    assert sorted(there - tried) == sorted(WITHOUT)


def _files_of_commands() -> Iterator[Place]:
    for words, command in _commands(app):
        hints = get_type_hints(command)
        for name in inspect.signature(command).parameters:
            if hints[name] is Path or Path in getattr(hints[name], "__args__", ()):
                yield " ".join(words), name


def _commands(of: App, words: Sequence[str] = ()) -> Iterator[tuple[Sequence[str], object]]:
    for name in of:
        if not name.startswith("-"):
            each = of[name]
            if each.default_command is not None:
                yield (*words, name), each.default_command
            yield from _commands(each, (*words, name))


def _tried() -> Iterator[Place]:
    """Return the command and the parameter that each door tries."""
    known = dict(_commands(app))
    called = [(*door.words, FILE) for door in DOORS.values()]
    called += [make(FILE) for make in TREES.values()]
    for words in called:
        command = max((each for each in known if tuple(words[: len(each)]) == tuple(each)), key=len)
        before = words[words.index(FILE) - 1]
        if before.startswith("--"):
            yield " ".join(command), _parameter(known[command], before)
        else:
            yield " ".join(command), next(iter(inspect.signature(known[command]).parameters))


def _parameter(command: object, option: str) -> str:
    """Return the parameter behind an option: ``--from`` is ``from_``."""
    names = inspect.signature(command).parameters
    name = option.removeprefix("--").replace("-", "_")
    return name if name in names else f"{name}_"
