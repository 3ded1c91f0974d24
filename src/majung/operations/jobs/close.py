"""The daily close as a job: every business day that is not closed yet, up to its own.

What a close does is kept in its own transactions, each exactly once: a worker that dies leaves a
close half done, and the next one goes on where it stopped.
"""

from datetime import date, datetime, timedelta

from majung.operations.acting import CLOCKWORK
from majung.operations.intake.decide import expire
from majung.operations.jobs.kinds import Effects, Task, Tell, nothing_more
from majung.operations.servicing.close_day import close_until
from majung.operations.servicing.reading_closes import last_closed_day
from majung.store.access import Purpose
from majung.store.jobs.work import Taken
from majung.values.calendars import BusinessCalendar, korea

UNTIL = "until"


def close_business_days(taken: Taken, tell: Tell) -> Effects:
    """Close what is not closed yet up to the day of a job, then let run out what ran out.

    Each day bears the hour of the job on that day.
    """
    until = date.fromisoformat(taken.arguments[UNTIL])
    last = last_closed_day(CLOCKWORK, at=taken.not_before)
    first = last + timedelta(days=1) if last else until
    days = business_days(korea(), first, until)
    closed: list[date] = []

    def moment(day: date) -> datetime:
        return taken.not_before - (until - day)

    tell(0, len(days))
    close_until(
        CLOCKWORK,
        until=until,
        first=first,
        calendar=korea(),
        moment=moment,
        progress=lambda done: closed.append(done.run.on),
        chunks=lambda _held: tell(len(closed), len(days)),
    )
    expire(CLOCKWORK, on=until, at=moment(until))
    tell(len(days), len(days))
    return nothing_more


def business_days(calendar: BusinessCalendar, first: date, until: date) -> tuple[date, ...]:
    """Return the business days from one day to another; none where the first is the later."""
    return tuple(calendar.business_days(first, until)) if first <= until else ()


CLOSE = Task(Purpose.CLOSE, close_business_days)
