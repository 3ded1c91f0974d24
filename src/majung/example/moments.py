"""The clock of the example world: at which moment of a day each thing is recorded."""

from datetime import UTC, date, datetime, timedelta

#: Nine in the morning in Korea.
OPENING_HOUR = 0
#: Nine in the evening in Korea.
CLOSING_HOUR = 12


def during(day: date, minute: int = 0) -> datetime:
    """Return a moment of a day's business."""
    return datetime(day.year, day.month, day.day, OPENING_HOUR, tzinfo=UTC) + timedelta(
        minutes=minute
    )


def evening(day: date) -> datetime:
    """Return the moment that the close of a day declares."""
    return datetime(day.year, day.month, day.day, CLOSING_HOUR, tzinfo=UTC)
