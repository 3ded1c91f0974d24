"""Commands and what they print, as anybody can read and write them.

A transcript holds commands after ``$ ``, what each prints, lines of stderr after ``! ``, and the
exit status in brackets where it is not 0.  ``UPDATE=1`` accepts what the commands print now.
Commands run where the repository lies and need no database.
"""

import os
import shlex
from pathlib import Path

import pytest
from django.conf import settings

from majung.cli.main import run

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[2]
TRANSCRIPTS = sorted(FOLDER.glob("*.test"))
LANGUAGE = "MAJUNG_LANGUAGE="


def _commands(transcript):
    return [line[2:] for line in transcript.splitlines() if line.startswith("$ ")]


def _heading(transcript):
    lines = transcript.splitlines(keepends=True)
    return "".join(lines[: next(i for i, line in enumerate(lines) if line.startswith("$ "))])


def _played(command, capsys, monkeypatch):
    words = shlex.split(command)
    # Where somebody has an office, its plans would count.
    monkeypatch.setattr(settings, "VAR", Path("nowhere"))
    monkeypatch.setenv("MAJUNG_LANGUAGE", "ko")
    if words[0].startswith(LANGUAGE):
        monkeypatch.setenv("MAJUNG_LANGUAGE", words.pop(0).removeprefix(LANGUAGE))
    assert words.pop(0) == "majung"
    status = run(words)
    said = capsys.readouterr()
    lines = [f"$ {command}\n", *(f"{line.rstrip()}\n" for line in said.out.splitlines())]
    lines += [f"! {line.rstrip()}\n" for line in said.err.splitlines()]
    if status:
        lines.append(f"[{status}]\n")
    return "".join(lines)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_commands_print_what_the_transcript_says(path, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    transcript = path.read_text("utf-8")
    played = [_played(each, capsys, monkeypatch) for each in _commands(transcript)]
    printed = _heading(transcript) + "\n".join(played)
    if os.environ.get("UPDATE"):
        path.write_text(printed, "utf-8")

    assert printed == path.read_text("utf-8")


def test_there_are_transcripts():
    assert TRANSCRIPTS
