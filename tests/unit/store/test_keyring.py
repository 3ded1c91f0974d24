"""The keyring is made once and read by its owner only."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from majung.store.keyring import FILE, office_keyring
from majung.store.refusals import SecretsNotReadableError


def test_the_keyring_is_made_the_first_time_and_read_afterwards(tmp_path):
    first = office_keyring(tmp_path / "var")

    assert office_keyring(tmp_path / "var") == first


def test_two_offices_have_different_secrets(tmp_path):
    one, other = office_keyring(tmp_path / "a"), office_keyring(tmp_path / "b")

    assert one.personal_key != other.personal_key
    assert one.signing_seed != other.signing_seed
    assert one.session_key != other.session_key


def test_many_that_come_first_at_once_read_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: office_keyring(tmp_path / "var"), range(8)))

    assert made == [made[0]] * 8
    assert [path.name for path in (tmp_path / "var").iterdir()] == [FILE]


def test_nobody_else_may_read_the_file(tmp_path):
    office_keyring(tmp_path)

    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_keyring_printed_by_mistake_tells_nothing(tmp_path):
    keyring = office_keyring(tmp_path)

    assert keyring.session_key not in repr(keyring)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"session_key": 1, "personal_key": "AA=="}'])
def test_a_damaged_file_is_refused_and_left_alone(tmp_path, content):
    (tmp_path / FILE).write_text(content)

    with pytest.raises(SecretsNotReadableError):
        office_keyring(tmp_path)

    assert (tmp_path / FILE).read_text() == content
