"""Every file door of the command line is tried with every fault of a file.

What a door owes: it never falls over, says in words what is wrong and what helps, and where it
refuses a file nothing of it is recorded: the digest of all tables is the same before and after.
"""

import pytest

from faults import FAULTS, HARMLESS, WHOLE
from file_doors import COMPANIONS, DOORS, PART_BY_PART, TREES, open_doors, sba_rows
from majung.store.upkeep.digests import database_digest


@pytest.fixture
def office(command):
    """An office whose file doors stand open, and its command line."""
    open_doors()
    return command


@pytest.fixture(autouse=True)
def companions(tmp_path):
    """The good files that stand beside the one that is tried."""
    for name, content in COMPANIONS.items():
        (tmp_path / name).write_bytes(content)


@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_list_with_a_fault_is_told_and_nothing_half_written(office, door, tmp_path):
    tried = DOORS[door]
    rows = tried.rows or sba_rows(tried.headings)
    for fault, make in FAULTS.items():
        before = database_digest()
        name, content = make(tried.headings, rows)
        (tmp_path / name).write_bytes(content)

        status, out, err = office(*tried.words, name, *tried.more)

        assert status in (0, 1), (fault, err)
        if status == 1:
            assert "—" in err, (fault, out, err)
        if fault in WHOLE:
            assert status == 1, (fault, out)
            assert database_digest() == before, fault
        elif status == 1 and door not in PART_BY_PART:
            assert database_digest() == before, fault


@pytest.mark.parametrize("form", sorted(HARMLESS))
@pytest.mark.parametrize(
    "door", ["ibrd", "index-rates", "miga", "monthly-report", "opening-balances", "servicer-file"]
)
def test_a_list_in_another_form_is_the_same_list(office, door, form, tmp_path):
    tried = DOORS[door]
    name, content = HARMLESS[form](tried.headings, tried.rows)
    (tmp_path / name).write_bytes(content)

    status, _, err = office(*tried.words, name, *tried.more)

    assert (status, err) == (0, "")


@pytest.mark.parametrize("door", sorted(TREES))
def test_a_file_that_is_no_tree_is_told(command, door, tmp_path):
    for fault, make in FAULTS.items():
        name, content = make(("이름", "금액"), (("가", "100"), ("나", "200"), ("다", "300")))
        (tmp_path / name).write_bytes(content)

        status, out, err = command(*TREES[door](name))

        assert status == 1, (fault, out)
        assert "—" in err, (fault, err)
        # The public key is named by its option: no other key is read.
        assert name in err or door == "public-key", (fault, err)


def test_a_programme_that_is_no_tree_is_told(command, tmp_path):
    folder = tmp_path / "programme"
    folder.mkdir()
    for fault, make in FAULTS.items():
        _, content = make(("이름", "금액"), (("가", "100"), ("나", "200"), ("다", "300")))
        (folder / "programme.yaml").write_bytes(content)

        status, out, err = command("programme", "check", "programme")

        assert status == 1, (fault, out)
        assert "—" in err, (fault, err)
