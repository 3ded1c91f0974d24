"""How officials write a day and a moment: the one place, for sentences and for documents.

Korean writes ``2024. 9. 24.`` everywhere.  English writes ``24 September 2024`` where words run,
and ``2024-09-24`` in the columns of a table, where days are compared.
"""

from datetime import date, datetime, timedelta, timezone

from majung.errors.messages import Language

#: Moments are shown at Korean time, which knows no summer time.
KOREA = timezone(timedelta(hours=9), "KST")

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def spoken_day(day: date, language: Language) -> str:
    """Write a day as it stands in a sentence.

    >>> spoken_day(date(2024, 9, 24), "en")
    '24 September 2024'
    """
    if language == "ko":
        return f"{day.year}. {day.month}. {day.day}."
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def listed_day(day: date, language: Language) -> str:
    """Write a day as it stands in a column: in English by year, month and day.

    >>> listed_day(date(2024, 9, 24), "en")
    '2024-09-24'
    """
    return spoken_day(day, "ko") if language == "ko" else day.isoformat()


def spoken_moment(moment: datetime, language: Language) -> str:
    """Write a moment as it stands in a sentence, at Korean time."""
    local = moment.astimezone(KOREA)
    return f"{spoken_day(local.date(), language)} {local:%H:%M} {KOREA.tzname(None)}"
