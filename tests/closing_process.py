"""A process that makes processes that close days: ``python closing_process.py UNTIL CHUNK [HOW]``.

For each line it reads it makes a child that closes, and says its number; when the child ends, it
says whether it ended well.  With ``jobs`` a child is a worker that does what is due, with ``asked``
one that leaves the close to others.  What all children need is imported once, so a child is killed
at its work and not on the way to it.
"""

import os
import sys
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import django

sys.path.insert(0, str(Path(__file__).parent))
django.setup()

from majung.operations.acting import CLOCKWORK  # noqa: E402
from majung.operations.jobs.working import Closing, work  # noqa: E402
from majung.operations.servicing.close_day import close_day  # noqa: E402
from majung.store.upkeep.closes import CloseState, close_of  # noqa: E402
from majung.values.calendars import calendar_of  # noqa: E402
from servicing_world import SIGNED_ON, moment  # noqa: E402 - Django is set up first


def close(until: date, chunk: int) -> None:
    """Close day after day."""
    for day in calendar_of("KR").business_days(SIGNED_ON, until):
        found = close_of(day)
        if found is None or found.state is not CloseState.DONE:
            close_day(CLOCKWORK, on=day, at=moment(day), chunk=chunk)


def do_jobs(until: date, *, closes: bool = True) -> None:
    """Do what is due in the evening of a day."""
    closing = Closing(time(21), ZoneInfo("Asia/Seoul"), calendar_of("KR")) if closes else None
    for _ in work(
        f"worker {os.getpid()}", clock=lambda: moment(until), wait=print, closing=closing, once=True
    ):
        pass


def main(until: date, chunk: int, *, how: str) -> None:
    """Make a child for each line, one after the other."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            if how:
                do_jobs(until, closes=how == "jobs")
            else:
                close(until, chunk)
            os._exit(0)
        _say(str(child))
        _, status = os.waitpid(child, 0)
        _say("done" if status == 0 else "ended")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]), int(sys.argv[2]), how="".join(sys.argv[3:]))
