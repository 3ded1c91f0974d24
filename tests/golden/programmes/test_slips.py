"""Each slip of ``slips.yaml``, made in a programme that ships, is found."""

from pathlib import Path

import pytest

from example_programmes import problems_of_edit
from majung.files import read_tree

FILE = Path(__file__).parent / "slips.yaml"
SLIPS = read_tree(FILE.name, FILE.read_bytes()).value


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip['kind']} {slip['says'][:24]!r}")
def test_a_slip_in_a_file_is_found(slip):
    found = problems_of_edit(slip["programme"], slip["file"], slip["says"], slip["instead"])

    assert slip["kind"] in {kind for kind, _, _ in found}
