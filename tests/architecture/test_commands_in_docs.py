"""Every command that a document names exists, with the options it is given there."""

import contextlib
import io
import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from majung.cli.main import NOUNS, app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
IN_BLOCK = re.compile(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?majung (.+)$", re.MULTILINE)
IN_TEXT = re.compile(r"`(?:\.venv/bin/)?majung ([^`\n]+)`")
#: A document shows several at once: `programme check|show|diff`.
CHOICE = re.compile(r"^[a-z-]+(\|[a-z-]+)+$")


def _commands(text):
    for block in FENCED.findall(text):
        yield from (line.split("#", 1)[0].strip() for line in IN_BLOCK.findall(block))
    yield from IN_TEXT.findall(FENCED.sub("", text))


def _alternatives(command):
    words = shlex.split(command.replace("[", " ").replace("]", " "))
    for index, word in enumerate(words):
        if CHOICE.match(word):
            for chosen in word.split("|"):
                yield [*words[:index], chosen, *words[index + 1 :]]
            return
    yield words


def _path(words):
    """Return the words that name a command, or None where they name none."""
    if words[0].startswith(("-", "…")):
        return ()
    if words[0] not in dict(NOUNS):
        return None
    noun = app[words[0]]
    known = {name for name in noun if not name.startswith("-")}
    if len(words) > 1 and words[1] in known:
        below = {name for name in noun[words[1]] if not name.startswith("-")}
        return tuple(words[:3] if len(words) > 2 and words[2] in below else words[:2])
    is_named_alone = len(words) == 1 or words[1].startswith(("-", "…"))
    return (words[0],) if noun.default_command is not None or is_named_alone else None


@cache
def _help(path):
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        app.help_print([*path])
    return written.getvalue()


def _faults(command):
    for words in _alternatives(command):
        path = _path(words)
        if path is None:
            yield f"majung {command}: no such command"
            continue
        options = {word.split("=")[0] for word in words if re.match(r"--[a-z]", word)}
        for option in sorted(options - {"--help", "--version"}):
            if not re.search(rf"{option}\b(?!-)", _help(path)):
                yield f"majung {command}: {option} is not an option of it"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_documents_exist(page):
    found = [fault for command in _commands(page.read_text("utf-8")) for fault in _faults(command)]

    assert found == []


def test_a_command_that_does_not_exist_is_found():
    text = "`majung ledger invent`\n```\n$ majung audit verify --publick-key x\n```\n`majung close`"

    faults = [fault for command in _commands(text) for fault in _faults(command)]

    assert faults == [
        "majung audit verify --publick-key x: --publick-key is not an option of it",
        "majung ledger invent: no such command",
    ]
