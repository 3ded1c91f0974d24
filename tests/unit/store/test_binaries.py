"""The programs are found, run as whom they must, and copied where their folder is closed."""

import os
import pwd

import pytest

from majung.store import binaries


@pytest.fixture
def wheel(tmp_path):
    """A folder as the wheel lays it out."""
    folder = tmp_path / "pginstall18"
    for name in ("bin/postgres", "lib/libpq.so", "lib/libpq.a", "include/libpq.h"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def test_programs_run_to_their_end_and_say_how_it_went(tmp_path):
    found = binaries.programs(tmp_path)

    good = found.run("postgres", "--version")
    bad = found.run("pg_ctl", "status", "-D", str(tmp_path))

    assert good[0] == 0
    assert f"(PostgreSQL) {binaries.MAJOR_VERSION}." in good[1]
    assert bad[0] != 0
    assert found.user == (binaries.SYSTEM_USER if os.geteuid() == 0 else "")


def test_root_has_a_user_to_lend_the_server_to():
    if os.geteuid() != 0:
        pytest.skip("only root makes users")

    account = binaries.ensure_system_user()

    assert account == binaries.ensure_system_user() == pwd.getpwnam(binaries.SYSTEM_USER)
    assert account.pw_uid != 0


def test_programs_in_a_closed_folder_are_copied_whole_and_once(wheel, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "postgresql.unfinished").mkdir()

    copy = binaries.copied(wheel, home)
    (copy / "bin" / "mark").write_text("kept")
    again = binaries.copied(wheel, home)

    files = sorted(str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file())
    assert again == copy
    assert files == ["bin/mark", "bin/postgres", "lib/libpq.so"]
    assert [path.name for path in home.iterdir()] == [copy.name]


def test_a_folder_is_closed_if_any_above_it_is(wheel, tmp_path):
    open_before = binaries.others_may_enter(wheel / "bin")
    wheel.chmod(0o700)

    assert not binaries.others_may_enter(wheel / "bin")
    assert open_before == binaries.others_may_enter(tmp_path)
