"""Closing processes that a test starts and kills."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from urllib.parse import quote

import psycopg

from majung.store import roles

PROGRAM = Path(__file__).parent / "closing_process.py"


def _url(address, user):
    host = quote(address.host, safe="")
    return f"postgresql://{user}@/{address.database}?host={host}&port={address.port}"


def environment_of(address):
    """Return what a process on a database has to know."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "majung.web.settings",
        "MAJUNG_DATABASE_URL": _url(address, roles.OWNER),
        "MAJUNG_APP_DATABASE_URL": _url(address, roles.APPLICATION),
    }


@contextmanager
def closing(address, *words) -> Iterator[subprocess.Popen[str]]:
    """Start the process that makes closing processes, on a database."""
    command = [sys.executable, str(PROGRAM), *words]
    with subprocess.Popen(
        command,
        env=environment_of(address),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.stdin.close()


def begin(process):
    """Let a process begin to close; return its number."""
    process.stdin.write("close\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def is_there(process):
    """Say whether a process is there, by its number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def kill(child):
    """Kill a process, unless it has ended by itself."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def kill_at(process, address, seen, *, waits_for, after=None):
    """Let a worker begin, and kill it while it waits for a table it has to write to, or later.

    Until then nobody may write to the table, so no worker is too quick to be seen at its work.

    Args:
        seen: a question whose answer is above nought when the worker is at its work; it may name
            the worker as its one argument.
        waits_for: the table.
        after: seconds between the table being let go and the end; without it the worker is killed
            while it waits.

    Returns:
        whether it was through with everything before.
    """
    with (
        psycopg.connect(address.conninfo()) as holding,
        psycopg.connect(address.conninfo(), autocommit=True) as superuser,
    ):
        holding.execute(f"LOCK TABLE {waits_for} IN SHARE MODE")
        worker = begin(process)
        words = [f"worker {worker}"] if "%s" in seen else None
        while is_there(worker) and not superuser.execute(seen, words).fetchone()[0]:
            sleep(0.001)
        if after is not None:
            holding.rollback()
            sleep(after)
        kill(worker)
        return process.stdout.readline().strip() == "done"


def close(process, *, kill_after=None):
    """Let a process close; kill it after so many seconds, and say whether it was done."""
    child = begin(process)
    killer = threading.Timer(kill_after or 0, kill, (child,))
    if kill_after:
        killer.start()
    ended = process.stdout.readline().strip()
    killer.cancel()
    return ended == "done"
