"""How the command line speaks: language, tables, JSON and refusals, in one place."""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from majung.errors import Language, Problem, Speakable
from majung.errors.sentences import worded

Json = Annotated[
    bool, Parameter(name="--json", negative="", help="Print JSON instead of a text for people.")
]
Justify = Literal["left", "right", "center"]
#: Headings and short words of a noun, by language.
Words = Mapping[Language, Mapping[str, str]]

#: Tables take the width they need, whatever the terminal: a figure must never be cut short.
WIDTH_OF_TABLES = 1000


def language() -> Language:
    """Return the language of sentences: ``MAJUNG_LANGUAGE`` (ko or en), Korean where not set."""
    return "en" if os.environ.get("MAJUNG_LANGUAGE", "ko").lower().startswith("en") else "ko"


def console(*, stderr: bool = False) -> Console:
    """Return a console that does not colour numbers and does not guess at markup."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, highlight=False, markup=False, soft_wrap=True)


def told(template: str, **values: object) -> str:
    """Fill a line for people: days and amounts as the language writes them."""
    return worded(template, values, language())


def say(text: str = "") -> None:
    """Print a line for people."""
    console().print(text)


def refuse(text: str) -> None:
    """Print why something was refused, to stderr."""
    console(stderr=True).print(text)


def say_json(document: object) -> None:
    """Print a document of plain values as JSON, readable and with Korean as it is."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def say_table(
    columns: Sequence[tuple[str, Justify]], rows: Iterable[Sequence[str]], *, title: str = ""
) -> None:
    """Print a table; each column has a heading and a side to stand on.

    A title stands on a line of its own: above a narrow table it would be broken in two.
    """
    if title:
        say(title)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading, justify in columns:
        table.add_column(heading, justify=justify, no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console(file=sys.stdout, highlight=False, markup=False, width=WIDTH_OF_TABLES).print(table)


def refuse_problems(problems: Sequence[Problem], *, as_json: bool) -> int:
    """Print every problem of a file and return the exit status that says so."""
    if as_json:
        say_json({"problems": [problem_document(problem) for problem in problems]})
    else:
        for problem in problems:
            refuse(problem.spoken(language()))
    return 1


def problem_document(problem: Problem) -> Mapping[str, object]:
    """Write a problem with its place, in both languages."""
    return {
        "file": problem.place.file,
        "sheet": problem.place.sheet,
        "line": problem.place.line,
        "column": problem.place.column,
        "kind": problem.message.kind,
        "sentence": {tongue: problem.spoken(tongue) for tongue in ("ko", "en")},
    }


def spoken(value: Speakable) -> dict[str, str]:
    """Write a value in both languages, for JSON."""
    return {"ko": value.spoken("ko"), "en": value.spoken("en")}
