"""A watermark in words: up to when, and from which state of its source, a figure is known.

A figure keeps its watermark as a line of keys, days and moments, so that it never changes; every
door shows it by `watermark_shown`.
"""

import re
from datetime import date, datetime

from majung.errors import message
from majung.reports.texts import Text
from majung.values.months import parse_month

_DAY, _MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9T:-]+Z"
_PUBLISHED = re.compile(rf"(?P<plan>\S+)@(?P<version>[0-9a-f]+) (?P<until>{_DAY})")
_RECORDED = re.compile(rf"[a-z]+ {_DAY} @ (?P<at>{_MOMENT})")
_MONTHLY = re.compile(
    rf"(?:[a-z]+ )?monthly (?P<month>[0-9-]+) \((?P<count>[0-9]+)\) @ (?P<at>{_MOMENT})"
)
_JOINED = " + "


def watermark_shown(mark: str) -> Text:
    """Put a watermark into words; one of another form stands as it is.

    >>> watermark_shown("five-sectors-2024@a88b45301b84 2024-05-31").kind
    'watermark-published'
    """
    first, joined, second = mark.partition(_JOINED)
    if joined:
        return message("watermark-joined", first=_part(first), second=_part(second))
    return _part(mark)


def _part(mark: str) -> Text:
    if found := _PUBLISHED.fullmatch(mark):
        until = date.fromisoformat(found["until"])
        return message("watermark-published", until=until, version=found["version"])
    if found := _MONTHLY.fullmatch(mark):
        return message(
            "watermark-monthly",
            month=parse_month(found["month"]),
            count=int(found["count"]),
            at=datetime.fromisoformat(found["at"]),
        )
    if found := _RECORDED.fullmatch(mark):
        # The series and the day stand beside it wherever it is shown.
        return message("watermark-recorded", at=datetime.fromisoformat(found["at"]))
    return mark
