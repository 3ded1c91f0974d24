"""A process that closes days until somebody kills it: ``python closing_process.py UNTIL CHUNK``."""

import sys
from datetime import date
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parent))
django.setup()

from majung.operations.acting import CLOCKWORK  # noqa: E402
from majung.operations.servicing.close_day import close_day  # noqa: E402
from majung.store.upkeep.closes import CloseState, close_of  # noqa: E402
from majung.values.calendars import calendar_of  # noqa: E402
from servicing_world import SIGNED_ON, moment  # noqa: E402 - Django is set up first


def main(until: date, chunk: int) -> None:
    """Say that the work begins, and close day after day."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for day in calendar_of("KR").business_days(SIGNED_ON, until):
        found = close_of(day)
        if found is None or found.state is not CloseState.DONE:
            close_day(CLOCKWORK, on=day, at=moment(day), chunk=chunk)


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]), int(sys.argv[2]))
