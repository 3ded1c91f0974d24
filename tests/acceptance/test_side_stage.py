"""Desks work beside the rest of a day, in a process of their own, and it makes no difference."""

from datetime import date
from signal import SIGKILL
from subprocess import PIPE, Popen
from sys import executable
from time import sleep

import pytest

from close_processes import is_there
from majung.example.packs import freeze_council_pack
from majung.example.play import play_of
from majung.example.side_stage import side_stage
from majung.example.theatre import spoken_to
from majung.example.world import world_of
from majung.store.access import InstitutionNotKnownError
from majung.store.upkeep.digests import LEFT_OUT, database_digest

#: Each person's data are locked with a key of true randomness.
NOT_DRAWN = LEFT_OUT | {"store_personalkey", "store_personalrecord"}
TENTHS_MAX = 300
HIRED = """
from majung.operations.children import hired
import os, time
if __name__ == "__main__":
    with hired(1) as process:
        print(process.submit(os.getpid).result(), flush=True)
        time.sleep(600)
"""


def _world():
    """Eight applications of January and what becomes of them in three weeks."""
    return world_of(2024).slice(applications=8, last_on=date(2024, 1, 31))


def test_desks_beside_the_rest_of_a_day_leave_the_same_database(pristine):
    with pristine():
        play_of(_world()).run()
        in_one_process = database_digest(without=NOT_DRAWN)
    with pristine(), side_stage() as side, side.open(_world(), spoken_to()) as beside:
        while not beside.is_awake:
            sleep(0.1)
        play = play_of(_world(), side=beside)
        assert sum(map(len, play.aside.values())) > 2 * 8
        play.run()
        assert database_digest(without=NOT_DRAWN) == in_one_process


def test_what_is_refused_aside_is_raised_where_it_is_waited_for(pristine):
    with pristine(), side_stage() as side, side.open(_world(), spoken_to()) as beside:
        refused = beside.hand_over(freeze_council_pack, date(2024, 2, 15))
        with pytest.raises(InstitutionNotKnownError, match="fsc"):
            refused.result()


def test_a_hired_process_ends_with_one_that_was_killed(tmp_path):
    script = tmp_path / "hiring.py"
    script.write_text(HIRED)
    with Popen([executable, script], stdout=PIPE, text=True) as hiring:
        process = int(hiring.stdout.readline())
        assert is_there(process)
        hiring.send_signal(SIGKILL)
    waited = 0
    while is_there(process) and waited < TENTHS_MAX:
        sleep(0.1)
        waited += 1
    assert not is_there(process)
