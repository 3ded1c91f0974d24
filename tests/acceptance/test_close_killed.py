"""A close that is killed at any moment and started again ends with the same books."""

import random
from datetime import date

from close_processes import close, closing
from database import pointing_to
from majung.contracts.facts import Fact, FactKind
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.upkeep.closes import close_of
from majung.store.upkeep.digests import table_digests
from servicing_world import OFFICER, PRINCIPAL, SIGNED_ON, moment, open_office

UNTIL = date(2024, 12, 3)
LOANS = tuple(f"C-{number:02d}" for number in range(24))
CHUNK = 5
KILLS = 20
WORDS = (UNTIL.isoformat(), str(CHUNK))


def _prepare():
    open_office(*LOANS)
    for number, key in enumerate(LOANS):
        drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL - number)
        record_facts(OFFICER, {key: [drawn]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)


def test_a_close_that_is_killed_and_started_again_ends_with_the_same_books(
    fresh_database, other_database
):
    _prepare()
    with closing(fresh_database, *WORDS) as process:
        assert close(process)
    undisturbed = table_digests()
    moments = random.Random(20241231)

    with pointing_to(other_database):
        _prepare()
        kills = 0
        with closing(other_database, *WORDS) as process:
            while kills < KILLS and not close(process, kill_after=moments.uniform(0.01, 0.3)):
                kills += 1
            assert close(process)
        assert table_digests() == undisturbed
        with acting_for_state(Purpose.CLOSE, person="test", at=moment(UNTIL)):
            month_end = close_of(date(2024, 12, 2))
    # It was killed often, and what it ended with holds accruals, classes and letters.
    assert kills == KILLS
    assert (month_end.accruals, month_end.letters) == (2 * len(LOANS), 0)
