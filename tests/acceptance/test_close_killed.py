"""A close that is killed at any moment and started again ends with the same books."""

import os
import random
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import quote

from database import pointing_to
from majung.contracts.facts import Fact, FactKind
from majung.operations.servicing.record_facts import record_facts
from majung.store import roles
from majung.store.upkeep.digests import database_digest
from servicing_world import OFFICER, PRINCIPAL, SIGNED_ON, moment, open_office

PROGRAM = Path(__file__).parents[1] / "closing_process.py"
UNTIL = date(2024, 11, 29)
LOANS = tuple(f"C-{number:02d}" for number in range(24))
CHUNK = 5
KILLS = 5


def _prepare():
    open_office(*LOANS)
    for number, key in enumerate(LOANS):
        drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL - number)
        record_facts(OFFICER, {key: [drawn]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)


def _url(address, user):
    host = quote(address.host, safe="")
    return f"postgresql://{user}@/{address.database}?host={host}&port={address.port}"


def _close(address, *, kill_after=None):
    """Run a process that closes; kill it after so many seconds, and say whether it was done."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "majung.web.settings",
        "MAJUNG_DATABASE_URL": _url(address, roles.OWNER),
        "MAJUNG_APP_DATABASE_URL": _url(address, roles.APPLICATION),
    }
    command = [sys.executable, str(PROGRAM), UNTIL.isoformat(), str(CHUNK)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        try:
            return process.wait(kill_after) == 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return False


def test_a_close_that_is_killed_and_started_again_ends_with_the_same_books(
    fresh_database, other_database
):
    _prepare()
    assert _close(fresh_database)
    undisturbed = database_digest()
    moments = random.Random(20241231)

    with pointing_to(other_database):
        _prepare()
        kills = 0
        while kills < KILLS and not _close(other_database, kill_after=moments.uniform(0.02, 0.6)):
            kills += 1
        assert kills >= 1
        assert _close(other_database)
        assert database_digest() == undisturbed
