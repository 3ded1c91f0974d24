"""What the calendar asks for: the close of every business day, after an hour of that day.

Nothing is forgotten where no worker ran: a job is asked for once for each business day since the
last close, the earliest first, and a day that was asked for or closed before is asked for no more.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from majung.operations.acting import Role
from majung.operations.jobs.close import UNTIL, business_days
from majung.operations.jobs.kinds import JobKind
from majung.store.access import Purpose, acting_for_state
from majung.store.jobs.queue import Job, JobWanted, queue_job
from majung.store.upkeep.closes import last_closed
from majung.values.calendars import BusinessCalendar

#: A business day is never farther back than this.
_LOOK_BACK = timedelta(days=30)


def close_due(at: datetime, *, hour: time, zone: tzinfo, calendar: BusinessCalendar) -> date:
    """Return the latest business day whose close is due.

    Args:
        at: now.
        hour: of the day, in `zone`, from which a business day may be closed.
        zone: of the office.
    """
    here = at.astimezone(zone)
    day = here.date() if here.time() >= hour else here.date() - timedelta(days=1)
    return business_days(calendar, day - _LOOK_BACK, day)[-1]


def queue_closes(
    until: date, *, hour: time, zone: tzinfo, calendar: BusinessCalendar, at: datetime
) -> tuple[Job, ...]:
    """Ask for the close of each business day since the last one, up to a day; earliest first.

    Where nothing was closed before, the day itself is the first.
    """
    person = Role.CLOCKWORK.value
    with acting_for_state(Purpose.CLOSE, person=person, at=at, subject=until.isoformat()):
        last = last_closed()
        first = last + timedelta(days=1) if last else until
        return tuple(
            queue_job(
                JobWanted(
                    key=f"close-{day}",
                    kind=JobKind.CLOSE,
                    arguments={UNTIL: day.isoformat()},
                    person=person,
                    lane=JobKind.CLOSE,
                    not_before=datetime.combine(day, hour, tzinfo=zone).astimezone(UTC),
                ),
                at=at,
            )
            for day in business_days(calendar, first, until)
        )
