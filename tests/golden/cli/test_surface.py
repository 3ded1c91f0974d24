"""What every command takes, as its own help says it: `surface.txt` is what people script against.

``UPDATE=1`` accepts what the commands take now.
"""

import contextlib
import io
import os
from pathlib import Path

from rich.console import Console

from majung.cli.main import NOUNS, app

SURFACE = Path(__file__).parent / "surface.txt"
WIDTH = 100


def _commands():
    for noun, _ in NOUNS:
        named = app[noun]
        verbs = [name for name in named if not name.startswith("-")]
        if named.default_command is not None or not verbs:
            yield (noun,)
        for verb in verbs:
            below = [name for name in named[verb] if not name.startswith("-")]
            if named[verb].default_command is not None or not below:
                yield (noun, verb)
            yield from ((noun, verb, name) for name in below)


def _help(words):
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        app.help_print([*words], console=Console(file=written, width=WIDTH, no_color=True))
    lines = [line.strip("╭╮╰╯│─ ").rstrip() for line in written.getvalue().splitlines()]
    return "\n".join(line for line in lines if line)


def test_commands_take_what_they_took():
    surface = "\n\n".join(f"## majung {' '.join(each)}\n{_help(each)}" for each in _commands())
    if os.environ.get("UPDATE"):
        SURFACE.write_text(surface + "\n", "utf-8")

    assert surface + "\n" == SURFACE.read_text("utf-8")
