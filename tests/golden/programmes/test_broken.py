"""A folder in which nearly everything is wrong, and every line Majung says about it."""

import os
from pathlib import Path

import pytest

from majung.programmes import Programme, load

FOLDER = Path(__file__).parent / "broken"


def _problems():
    found = load({path.name: path.read_bytes() for path in FOLDER.glob("*.yaml")})
    assert not isinstance(found, Programme)
    return found


@pytest.mark.parametrize("language", ["ko", "en"])
def test_everything_wrong_is_said_at_once(language):
    expected = FOLDER / f"expected-{language}.txt"
    said = "".join(f"{problem.spoken(language)}\n" for problem in _problems())
    if os.environ.get("UPDATE"):
        expected.write_text(said, "utf-8")

    assert said == expected.read_text("utf-8")


def test_every_problem_has_a_line_and_four_parts():
    for problem in _problems():
        said = problem.spoken("en")
        assert problem.place.line > 0 or problem.message.kind == "file-unknown", said
        assert said.count(" — ") == 2, said
