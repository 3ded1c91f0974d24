"""Closing processes that a test starts and kills."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

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


def close(process, *, kill_after=None):
    """Let a process close; kill it after so many seconds, and say whether it was done."""
    child = begin(process)
    killer = threading.Timer(kill_after or 0, os.kill, (child, signal.SIGKILL))
    if kill_after:
        killer.start()
    ended = process.stdout.readline().strip()
    killer.cancel()
    return ended == "done"
