"""The command line in the process of a test, on the database of the test."""

import json

import pytest

from majung.cli import office
from majung.cli.main import run


@pytest.fixture
def command(fresh_database, settings, monkeypatch, tmp_path, capsys):
    """Run a command on an empty database; return its exit status, stdout and stderr."""
    # The test's own server runs already, and its tables are there.
    settings.USES_EMBEDDED_DATABASE = False
    monkeypatch.setenv("MAJUNG_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    office.open_office.cache_clear()

    def play(*words):
        status = run([str(word) for word in words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return play


@pytest.fixture
def document(command):
    """Run a command that succeeds, with ``--json``, and return what it prints."""

    def play(*words):
        status, out, err = command(*words, "--json")
        assert status == 0, err
        return json.loads(out)

    return play
