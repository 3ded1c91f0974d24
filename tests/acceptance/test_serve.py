"""``majung serve``: the office as a process, with a worker beside it."""

import os
import signal
import socket
import subprocess
import sys
import time

import psycopg
import pytest

from close_processes import environment_of
from majung.store.access import acting_for
from majung.store.jobs.queue import JobWanted, queue_job
from servicing_world import AT, open_office

SECONDS_MAX = 60


@pytest.fixture
def served(fresh_database):
    """Serve an office in which a job waits; take it down at the end."""
    open_office()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "majung.cli", "serve", "--port", str(port)],
        env=environment_of(fresh_database), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as office:  # fmt: skip
        yield office, fresh_database
        if office.poll() is None:
            office.terminate()
        office.communicate(timeout=SECONDS_MAX)


def _ask(key):
    with acting_for("hana"):
        queue_job(JobWanted(key=key, kind="future", arguments={}, person="p-hana"), at=AT)


def _worker_of(address, key):
    """Wait until a job has ended; return the process that did it."""
    asked = "SELECT worker FROM store_job WHERE key = %s AND state = 'failed'"
    with psycopg.connect(address.conninfo(), autocommit=True) as superuser:
        for _ in range(SECONDS_MAX * 20):
            found = superuser.execute(asked, [key]).fetchone()
            if found:
                return int(found[0].rpartition(":")[2])
            time.sleep(0.05)
    raise AssertionError(f"nobody did {key}")


def test_what_is_asked_for_is_done_beside_the_office_and_ends_with_it(served):
    office, address = served
    _ask("J-1")
    first = _worker_of(address, "J-1")

    os.kill(first, signal.SIGKILL)
    _ask("J-2")
    second = _worker_of(address, "J-2")
    office.terminate()

    assert first != second
    assert office.wait(SECONDS_MAX) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)
