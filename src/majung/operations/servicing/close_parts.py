"""The parts of a close, in their order, and what one chunk of each does."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from majung.operations.acting import Role
from majung.operations.servicing.fix_rates import fix_due
from majung.operations.servicing.month_end import (
    keep_month_end,
    months_ended,
    post_accruals,
    take_back_accruals,
)
from majung.operations.servicing.notices import (
    loans_to_tell_of_arrears,
    loans_to_tell_of_dues,
    tell_of_arrears,
    tell_of_dues,
)
from majung.operations.servicing.posting import Refused
from majung.operations.servicing.posting_many import post_due
from majung.store.servicing.closing_rows import Found, loans_alive
from majung.store.servicing.portfolios import due
from majung.store.upkeep.closes import ClosePart
from majung.values.months import Month


class Work(NamedTuple):
    """What a chunk did.

    Attributes:
        first, last: keys of its first and last contract.
        events: rows it wrote: events, accruals, letters.
        posted: keys of the contracts that it tried to post.
    """

    first: str
    last: str
    contracts: int
    events: int
    entries: int = 0
    refused: tuple[Refused, ...] = ()
    posted: frozenset[str] = frozenset()


class Part(NamedTuple):
    """A part of a close.

    Attributes:
        next: does the next chunk behind a key; None where nothing is left.
    """

    name: str
    next: Callable[[str, int], Work | None]


def parts_of(after: date, on: date, *, at: datetime) -> Iterator[Part]:
    """Yield the parts of the close of a day.

    Args:
        after: the business day that was closed before: days in between belong to this close.
    """
    yield Part(ClosePart.FIXINGS.value, lambda last, count: _fixings(on, at, last, count))
    if Month.of(after).last_on == after:
        yield _taken_back(after, on, at)
    for ended in months_ended(after=after, on=on):
        yield _month_end(ended, on, at)
        yield _once(ClosePart.ACCRUED, ended, lambda day: post_accruals(day, on=on, at=at))
        if ended < on:
            yield _taken_back(ended, on, at)
    yield Part(ClosePart.DUES.value, lambda last, count: _dues(on, at, last, count))
    yield Part(
        ClosePart.PAYMENT_NOTICES.value,
        lambda last, count: _letters(
            loans_to_tell_of_dues(after, on, after=last, count_max=count),
            lambda found: tell_of_dues(found, after=after, on=on, at=at),
        ),
    )
    yield Part(
        ClosePart.ARREARS_NOTICES.value,
        lambda last, count: _letters(
            loans_to_tell_of_arrears(after, on, after=last, count_max=count),
            lambda found: tell_of_arrears(found, on=on, at=at),
        ),
    )


def _fixings(on: date, at: datetime, after: str, count_max: int) -> Work | None:
    keys = fix_due(on=on, at=at, by=Role.CLOCKWORK.value, after=after, count_max=count_max)
    return None if keys is None else Work(keys[0], keys[-1], len(keys), 0)


def _dues(on: date, at: datetime, after: str, count_max: int) -> Work | None:
    found = due(on=on, after=after, count_max=count_max)
    if not found.keys:
        return None
    posting = post_due(found, on=on, at=at)
    return Work(
        found.keys[0],
        found.keys[-1],
        len(found.keys),
        posting.events,
        posting.entries,
        posting.refused,
        frozenset(found.keys),
    )


def _month_end(ended: date, on: date, at: datetime) -> Part:
    def work(after: str, count_max: int) -> Work | None:
        found = loans_alive(after=after, count_max=count_max)
        if not found.keys:
            return None
        kept, refused = keep_month_end(found, month_end=ended, on=on, at=at)
        return Work(found.keys[0], found.keys[-1], len(found.keys), kept, refused=refused)

    return Part(f"{ClosePart.MONTH_END.value} {ended}", work)


def _letters(found: Found, tell: Callable[[Found], int]) -> Work | None:
    if not found.keys:
        return None
    return Work(found.keys[0], found.keys[-1], len(found.keys), tell(found))


def _taken_back(ended: date, on: date, at: datetime) -> Part:
    return _once(ClosePart.TAKEN_BACK, ended, lambda day: take_back_accruals(day, on=on, at=at))


def _once(part: ClosePart, ended: date, post: Callable[[date], int]) -> Part:
    """Make a part that is one piece of work for a month's end."""

    def work(after: str, count_max: int) -> Work | None:
        del count_max
        name = ended.isoformat()
        return None if after else Work(name, name, 0, 0, post(ended))

    return Part(f"{part.value} {ended}", work)
