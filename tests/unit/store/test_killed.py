"""A process that is killed leaves what it finished, whole, and nothing of what it did not."""

import os
import random
import subprocess
import sys
import time

import pytest

from database import pointing_to
from majung.contracts.facts import Fact, FactKind
from majung.store import roles
from majung.store.access import Purpose, acting_for
from majung.store.servicing import facts, posting
from majung.store.upkeep.audit import audit
from majung.store.upkeep.digests import table_digests
from store_world import AT, CLERK, an_entry, found_institutions, signed, state

SCRIPT = """
import django
django.setup()
from unit.store.test_killed import post_batches
post_batches(10**6, told=True)
"""


def post_batches(count, *, told=False):
    """Post batch after batch, each in a transaction of its own; say how far it is."""
    for number in range(count):
        with acting_for("bank-a"):
            fact = Fact(AT.date(), FactKind.PAYMENT, f"f-{number}", number + 1)
            facts.record_facts({"L-1": [fact]}, by=CLERK, at=AT)
            of_contract = an_entry("bank-a", "L-1", kind=f"k-{number}", amount=number + 1)
            posting.post([of_contract, an_entry("bank-a", kind=f"k-{number}")], at=AT)
        if told:
            sys.stdout.write(f"{number + 1}\n")
            sys.stdout.flush()


def killed_while_posting(address, seconds):
    """Let another process post and kill it at a moment it does not know."""
    url = f"postgresql://{{}}@/{address.database}?host={address.host}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "majung.web.settings",
        "MAJUNG_DATABASE_URL": url.format(roles.OWNER),
        "MAJUNG_APP_DATABASE_URL": url.format(roles.APPLICATION),
        "PYTHONPATH": "tests",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT], env=environment, stdout=subprocess.PIPE, text=True
    )
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    rest = process.stdout.read().split()
    process.wait()
    process.stdout.close()
    return [first.strip(), *rest]


@pytest.mark.parametrize("seed", range(5))
def test_what_is_left_is_what_as_many_whole_batches_leave(fresh_database, other_database, seed):
    found_institutions()
    signed("L-1")

    said = killed_while_posting(fresh_database, random.Random(seed).uniform(0, 0.4))
    with acting_for("bank-a"):
        batches = len(facts.facts_of("L-1"))
    left = table_digests()
    with state(Purpose.AUDIT):
        found = audit(public_key=b"")
    with pointing_to(other_database):
        found_institutions()
        signed("L-1")
        post_batches(batches)
        whole = table_digests()

    # It may have been killed after the last batch was kept and before it could say so.
    assert int(said[-1]) in {batches, batches - 1}
    assert left == whole
    assert found.is_whole
