"""Rates of published indexes as they were told, and the loans that follow them.

A rate is only ever added to: told anew it stands beside what was told before, and the latest
counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from majung.contracts.index_rates import IndexRate
from majung.store import models
from majung.store.asking import ask, ask_anew
from majung.store.numbers import add_rows
from majung.store.servicing.contracts import Servicing
from majung.values.rates import Rate


class ToldRate(NamedTuple):
    """A rate with who told it, and when."""

    rate: IndexRate
    recorded_by: str
    recorded_at: datetime


def keep_rates(rates: Iterable[IndexRate], *, by: str, at: datetime) -> tuple[IndexRate, ...]:
    """Keep rates that are not known yet, or were told otherwise; return these.

    Args:
        by: key of the person.
    """
    told = list(rates)
    known = rates_of({each.index for each in told})
    fresh = [each for each in told if known.get(each.index, {}).get(each.published_on) != each.rate]
    add_rows(
        models.IndexRate(
            index=each.index,
            published_on=each.published_on,
            rate=each.rate.value,
            recorded_by=by,
            recorded_at=at,
        )
        for each in fresh
    )
    return tuple(fresh)


def rates_of(indexes: Iterable[str]) -> Mapping[str, Mapping[date, Rate]]:
    """Return the rates of indexes that count, by the day of publication."""
    found: dict[str, dict[date, Rate]] = {}
    for index, on, rate in ask(
        "SELECT DISTINCT ON (index, published_on) index, published_on, rate FROM store_indexrate"
        " WHERE index = ANY(%s) ORDER BY index, published_on, recorded_at DESC, id DESC",
        [sorted(set(indexes))],
    ):
        found.setdefault(index, {})[on] = Rate(rate)
    return found


def latest_rates(*, count_max: int) -> tuple[ToldRate, ...]:
    """Return the rates that count, latest day first."""
    rows = ask(
        "SELECT * FROM (SELECT DISTINCT ON (index, published_on) index, published_on, rate,"
        " recorded_by, recorded_at FROM store_indexrate"
        " ORDER BY index, published_on, recorded_at DESC, id DESC) told"
        " ORDER BY published_on DESC, index LIMIT %s",
        [count_max],
    )
    return tuple(
        ToldRate(IndexRate(index, on, Rate(rate)), by, at) for index, on, rate, by, at in rows
    )


_FOLLOWING = "servicing = %s AND terms->'reset'->>'index' IS NOT NULL"


def loans_following(indexes: Sequence[str], *, after: str, count_max: int) -> tuple[str, ...]:
    """Return the keys of serviced loans that follow one of some indexes, after a key."""
    return _keys(
        "terms->'reset'->>'index' = ANY(%s)", [list(indexes)], after=after, count_max=count_max
    )


def loans_to_fix(*, on: date, after: str, count_max: int) -> tuple[str, ...]:
    """Return the keys of serviced loans that follow an index and are due by a day."""
    return _keys("next_due_on <= %s", [on], after=after, count_max=count_max)


def loans_to_ask(*, on: date, after: str, count_max: int) -> tuple[str, ...]:
    """Return the keys of loans not over of which a fixing may be missing on a day, after a key.

    One serviced here is due until its fixing is there.
    """
    rows = ask_anew(
        "SELECT key FROM store_contract WHERE terms->'reset'->>'index' IS NOT NULL"
        " AND ended_on IS NULL AND (servicing = %s OR next_due_on <= %s)"
        " AND key > %s ORDER BY key LIMIT %s",
        [Servicing.REPORTED.value, on, after, count_max],
    )
    return tuple(key for (key,) in rows)


def following_among(keys: Sequence[str]) -> tuple[str, ...]:
    """Return which of some contracts are serviced loans that follow an index."""
    return _keys("key = ANY(%s)", [list(keys)], after="", count_max=len(keys))


def followed() -> Mapping[str, int]:
    """Return how many serviced loans follow each index that one follows."""
    rows = ask(
        f"SELECT terms->'reset'->>'index', count(*) FROM store_contract WHERE {_FOLLOWING}"  # noqa: S608 - no value stands in it
        " GROUP BY 1 ORDER BY 1",
        [Servicing.SERVICED.value],
    )
    return dict(rows)


def _keys(
    condition: str, values: Sequence[object], *, after: str, count_max: int
) -> tuple[str, ...]:
    rows = ask_anew(
        f"SELECT key FROM store_contract WHERE {_FOLLOWING} AND {condition}"  # noqa: S608 - no value stands in it
        " AND key > %s ORDER BY key LIMIT %s",
        [Servicing.SERVICED.value, *values, after, count_max],
    )
    return tuple(key for (key,) in rows)
