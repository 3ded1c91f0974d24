"""A close that is killed at any moment and started again ends with the same books."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

from database import pointing_to
from majung.contracts.facts import Fact, FactKind
from majung.operations.servicing.record_facts import record_facts
from majung.store import roles
from majung.store.access import Purpose, acting_for_state
from majung.store.upkeep.closes import close_of
from majung.store.upkeep.digests import table_digests
from servicing_world import OFFICER, PRINCIPAL, SIGNED_ON, moment, open_office

PROGRAM = Path(__file__).parents[1] / "closing_process.py"
UNTIL = date(2024, 12, 3)
LOANS = tuple(f"C-{number:02d}" for number in range(24))
CHUNK = 5
KILLS = 20


def _prepare():
    open_office(*LOANS)
    for number, key in enumerate(LOANS):
        drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL - number)
        record_facts(OFFICER, {key: [drawn]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)


def _url(address, user):
    host = quote(address.host, safe="")
    return f"postgresql://{user}@/{address.database}?host={host}&port={address.port}"


@contextmanager
def _closing(address) -> Iterator[subprocess.Popen[str]]:
    """Start the process that makes closing processes, on a database."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "majung.web.settings",
        "MAJUNG_DATABASE_URL": _url(address, roles.OWNER),
        "MAJUNG_APP_DATABASE_URL": _url(address, roles.APPLICATION),
    }
    command = [sys.executable, str(PROGRAM), UNTIL.isoformat(), str(CHUNK)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.stdin.close()


def _close(process, *, kill_after=None):
    """Let a process close; kill it after so many seconds, and say whether it was done."""
    process.stdin.write("close\n")
    process.stdin.flush()
    child = int(process.stdout.readline())
    killer = threading.Timer(kill_after or 0, os.kill, (child, signal.SIGKILL))
    if kill_after:
        killer.start()
    ended = process.stdout.readline().strip()
    killer.cancel()
    return ended == "done"


def test_a_close_that_is_killed_and_started_again_ends_with_the_same_books(
    fresh_database, other_database
):
    _prepare()
    with _closing(fresh_database) as process:
        assert _close(process)
    undisturbed = table_digests()
    moments = random.Random(20241231)

    with pointing_to(other_database):
        _prepare()
        kills = 0
        with _closing(other_database) as process:
            while kills < KILLS and not _close(process, kill_after=moments.uniform(0.01, 0.3)):
                kills += 1
            assert _close(process)
        assert table_digests() == undisturbed
        with acting_for_state(Purpose.CLOSE, person="test", at=moment(UNTIL)):
            month_end = close_of(date(2024, 12, 2))
    # It was killed often, and what it ended with holds accruals, classes and letters.
    assert kills == KILLS
    assert (month_end.accruals, month_end.letters) == (2 * len(LOANS), 0)
