"""The embedded server survives what kills processes, and two that start it at once."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from majung.store import server
from majung.store.refusals import (
    DataFolderNotWritableError,
    DataFolderOfOtherVersionError,
    ServerNotStartedError,
)

HOLD = """
import sys, time
from pathlib import Path
from majung.store import server
held = server.start(server.server_folder(Path(sys.argv[1]), name="postgres", is_durable=False))
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def folder(tmp_path):
    found = server.server_folder(tmp_path / "var", is_durable=False)
    yield found
    if server.is_running(found):
        server.start(found).release()
    shutil.rmtree(found.home.parent, ignore_errors=True)


def hold(tmp_path, seconds):
    """Start another process that holds the server; return it once it does."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "var"), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )


def end(process):
    process.kill()
    process.wait()
    process.stdout.close()


def answer(held):
    with psycopg.connect(held.address()) as connection:
        return connection.execute("SELECT 1").fetchone()[0]


def postmaster(folder):
    return int((folder.data / "postmaster.pid").read_text().splitlines()[0])


def test_the_last_to_let_go_stops_the_server(folder):
    first = server.start(folder)
    second = server.start(folder)

    first.release()
    while_held = server.is_running(folder), answer(second)
    second.release()

    assert while_held == (True, 1)
    assert not server.is_running(folder)


def test_letting_go_twice_does_nothing(folder):
    first, second = server.start(folder), server.start(folder)

    first.release()
    first.release()

    assert answer(second) == 1
    second.release()


def test_what_was_committed_is_there_after_the_server_was_killed(folder):
    folder = server.ServerFolder(folder.home)
    held = server.start(folder)
    with psycopg.connect(held.address()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    os.kill(postmaster(folder), signal.SIGKILL)
    again = server.start(folder)

    with psycopg.connect(again.address()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    again.release()
    held.release()


def test_a_killed_process_neither_stops_the_server_nor_keeps_it_from_stopping(tmp_path, folder):
    process = hold(tmp_path, 60)
    assert process.stdout.readline() == "held\n"

    end(process)
    still_running = server.is_running(folder)
    server.start(folder).release()

    assert still_running
    assert not server.is_running(folder)


def test_several_that_start_at_once_share_one_server(tmp_path, folder):
    processes = [hold(tmp_path, 60) for _ in range(4)]

    said = [process.stdout.readline() for process in processes]
    servers = subprocess.run(
        ["pgrep", "-f", f"postgres -D {folder.data}"], capture_output=True, text=True
    ).stdout.split()
    for process in processes:
        end(process)

    assert said == ["held\n"] * 4
    assert servers == [str(postmaster(folder))]


def test_a_pid_file_whose_number_belongs_to_another_program_is_not_believed(folder):
    server.start(folder).release()
    written = f"{os.getpid()}\n{folder.data}\n0\n5432\n\n\n0 0\nready\n"
    (folder.data / "postmaster.pid").write_text(written)

    held = server.start(folder)

    assert answer(held) == 1
    held.release()


def test_data_that_were_half_made_are_made_anew(folder):
    half_made = folder.home / "data.unfinished"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")

    held = server.start(folder)

    assert answer(held) == 1
    assert not half_made.exists()
    held.release()


def test_data_of_another_version_are_not_touched(folder):
    folder.data.mkdir(parents=True)
    (folder.data / "PG_VERSION").write_text("16\n")

    with pytest.raises(DataFolderOfOtherVersionError) as refusal:
        server.start(folder)

    assert refusal.value.message.value("version") == "16"
    assert [path.name for path in folder.data.iterdir()] == ["PG_VERSION"]


def test_a_server_that_does_not_come_up_is_refused_with_its_last_words(folder):
    server.start(folder).release()
    with (folder.data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(ServerNotStartedError) as refusal:
        server.start(folder)

    assert "postgresql.conf" in refusal.value.spoken("en")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "var").write_text("a file stands where the folder would be")

    with pytest.raises(DataFolderNotWritableError):
        server.start(server.ServerFolder(tmp_path / "var" / "postgres"))


def test_the_way_in_is_open_to_nobody_else(folder):
    held = server.start(folder)

    modes = [oct(path.stat().st_mode & 0o777) for path in (folder.home, folder.socket, folder.data)]
    with psycopg.connect(held.address()) as connection:
        listening = connection.execute("SHOW listen_addresses").fetchone()
    held.release()

    assert modes == ["0o700"] * 3
    assert listening == ("",)


def test_a_long_path_finds_a_short_way_to_the_socket():
    near = server.ServerFolder(Path("/srv/majung"))
    far = server.ServerFolder(Path("/srv") / ("long" * 30))

    assert near.socket == Path("/srv/majung/socket")
    assert len(str(far.socket)) <= server.SOCKET_FOLDER_BYTES_MAX
    assert far.socket == server.ServerFolder(Path("/srv") / ("long" * 30)).socket


def test_offices_of_different_folders_stay_apart(tmp_path):
    one, other = (server.server_folder(tmp_path / name / "var") for name in ("a", "b"))

    assert one.home != other.home
    assert server.server_folder(tmp_path / "a" / "var") == one


def test_a_server_waits_for_the_disk_unless_its_data_may_be_lost(folder):
    found = {}
    for is_durable in (True, False):
        with (
            server.running(server.ServerFolder(folder.home, is_durable)) as held,
            psycopg.connect(held.address()) as connection,
        ):
            names = ("fsync", "synchronous_commit", "full_page_writes")
            shown = [connection.execute(f"SHOW {name}").fetchone()[0] for name in names]
            found[is_durable] = set(shown)

    assert found == {True: {"on"}, False: {"off"}}
