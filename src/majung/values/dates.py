"""Days as officials write them; everywhere else a day is a `datetime.date`."""

import re
from datetime import date

from majung.errors import PolicyFinanceError, message
from majung.values.numerals import plain

FIRST_YEAR, LAST_YEAR = 1900, 2199

_WRITTEN = re.compile(
    r"([0-9]{4})(?:"
    r"-([0-9]{1,2})-([0-9]{1,2})"
    r"|/([0-9]{1,2})/([0-9]{1,2})"
    r"|\.\s?([0-9]{1,2})\.\s?([0-9]{1,2})\.?"
    r"|\s?년\s?([0-9]{1,2})\s?월\s?([0-9]{1,2})\s?일"
    r"|([0-9]{2})([0-9]{2}))"
)


class DateNotReadableError(PolicyFinanceError):
    """A day is written with a year of four digits, and exists."""

    kind = "date-not-readable"


def parse_date(text: str) -> date:
    """Read a day: ``2024-09-24``, ``2024. 9. 24.``, ``2024년 9월 24일``, ``20240924``.

    Years of two digits, and days before years, could be read in two ways and are refused.

    Raises:
        DateNotReadableError: another form, or a day that does not exist.
    """
    written = _WRITTEN.fullmatch(plain(text))
    if written is None:
        raise DateNotReadableError(text=text.strip(), reason=message("date-form-not-known"))
    year, month, day = (int(part) for part in written.groups() if part is not None)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateNotReadableError(
            text=text.strip(),
            reason=message("date-out-of-range", first=str(FIRST_YEAR), last=str(LAST_YEAR)),
        )
    try:
        return date(year, month, day)
    except ValueError:
        reason = message("date-does-not-exist")
        raise DateNotReadableError(text=text.strip(), reason=reason) from None
