"""What a close writes beside postings: accruals, classes of arrears, letters to be sent.

Contracts are numbers here, as in `portfolios`; every row bears the moment the close declared.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from majung.contracts.events import EventKind
from majung.store import bulk
from majung.store.bulk import Kind
from majung.store.servicing.contracts import Servicing
from majung.store.servicing.portfolios import LOAN

Numbers = NDArray[np.int64]
#: What falls due, and is told of again where it was not paid.
DUES = (EventKind.INTEREST_DUE.value, EventKind.PRINCIPAL_DUE.value)


class Found(NamedTuple):
    """Loans that a part of a close looks at, by key."""

    numbers: Numbers
    keys: Sequence[str]


_ALIVE = "kind = %s AND servicing = %s AND next_due_on IS NOT NULL"


def loans_alive(*, after: str, count_max: int) -> Found:
    """Return the serviced loans on which something is still to come, by key, after a key."""
    return _found(
        f"SELECT id, key FROM store_contract WHERE {_ALIVE} AND key > %s ORDER BY key LIMIT %s",  # noqa: S608 - no value stands in it
        [LOAN, Servicing.SERVICED.value, after, count_max],
    )


_NEXT = "SELECT id, key FROM store_contract WHERE kind = %s AND servicing = %s"
_PART = "AND key > %s ORDER BY key LIMIT %s"


def loans_due_between(*, first: date, last: date, today: date, after: str, count_max: int) -> Found:
    """Return the serviced loans that are due next on one of some days, by key, after a key.

    A loan that follows an index may be due sooner, for its reset day alone, and owe something on
    one of the days: it is returned too.

    Args:
        today: days up to it are over.
    """
    return _found(
        f"SELECT * FROM (({_NEXT} AND next_due_on BETWEEN %s AND %s {_PART})"  # noqa: S608 - words of this module
        f" UNION ({_NEXT} AND next_due_on > %s AND next_due_on < %s"
        f" AND terms->'reset'->>'index' IS NOT NULL {_PART})) due ORDER BY key LIMIT %s",
        [
            *(LOAN, Servicing.SERVICED.value, first, last, after, count_max),
            *(LOAN, Servicing.SERVICED.value, today, first, after, count_max),
            count_max,
        ],
    )


def loans_posted_between(days: Sequence[tuple[date, date]], *, after: str, count_max: int) -> Found:
    """Return the serviced loans of which a due was posted on one of some days, by key."""
    return _found(
        "SELECT c.id, c.key FROM store_contract c WHERE c.kind = %s AND c.servicing = %s"
        " AND c.key > %s AND c.id IN ("
        "  SELECT e.contract_id FROM unnest(%s::date[], %s::date[]) AS d(first, last),"
        # Not taken apart, so that each of the days is looked up; all events are too many to read.
        "  LATERAL (SELECT contract_id FROM store_contractevent"
        "   WHERE posted_on BETWEEN d.first AND d.last AND kind = ANY(%s) AND amount > 0"
        "   OFFSET 0) e)"
        " ORDER BY c.key LIMIT %s",
        [
            LOAN,
            Servicing.SERVICED.value,
            after,
            [first for first, _ in days],
            [last for _, last in days],
            list(DUES),
            count_max,
        ],
    )


def _found(query: str, parameters: Sequence[object]) -> Found:
    columns = bulk.select(
        query, parameters, {"id": Kind.INTEGER, "key": Kind.TEXT}, is_planned_anew=True
    )
    return Found(columns["id"], columns["key"])


def add_accruals(
    contracts: Numbers,
    institutions: Numbers,
    parties: Sequence[str],
    amounts: Numbers,
    *,
    on: date,
    at: datetime,
) -> int:
    """Keep what had accrued on loans at a month's end; return how many rows."""
    return bulk.insert(
        "store_accrual",
        [
            bulk.integers("contract_id", contracts),
            bulk.smalls("institution_id", institutions),
            bulk.texts("party", parties),
            bulk.integers("amount", amounts),
        ],
        constants={"on": on, "recorded_at": at},
    )


def classes_before(on: date) -> Mapping[int, str]:
    """Return the classes of loans at the month's end before a day, by number; normal left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT contract_id, bucket FROM store_arrearsclass WHERE "on" ='
            ' (SELECT max("on") FROM store_arrearsclass WHERE "on" < %s)',
            [on],
        )
        return dict(cursor.fetchall())


def add_classes(
    contracts: Numbers,
    institutions: Numbers,
    buckets: Sequence[str],
    before: Sequence[str],
    figures: Mapping[str, Numbers],
    *,
    on: date,
    at: datetime,
) -> int:
    """Keep the classes of loans at a month's end; return how many rows.

    Args:
        figures: days_past_due, overdue, outstanding.
    """
    return bulk.insert(
        "store_arrearsclass",
        [
            bulk.integers("contract_id", contracts),
            bulk.smalls("institution_id", institutions),
            bulk.texts("bucket", buckets),
            bulk.texts("before", before),
            bulk.smalls("days_past_due", figures["days_past_due"]),
            bulk.integers("overdue", figures["overdue"]),
            bulk.integers("outstanding", figures["outstanding"]),
        ],
        constants={"on": on, "recorded_at": at},
    )


def add_notices(
    contracts: Numbers,
    institutions: Numbers,
    figures: Mapping[str, Numbers],
    *,
    kind: str,
    on: date,
    at: datetime,
) -> int:
    """Keep letters to be sent on a day; return how many.

    Args:
        figures: due_on (day numbers), days_past_due, principal, interest, late_interest, fee.
    """
    return bulk.insert(
        "store_notice",
        [
            bulk.integers("contract_id", contracts),
            bulk.smalls("institution_id", institutions),
            bulk.days("due_on", figures["due_on"]),
            bulk.smalls("days_past_due", figures["days_past_due"]),
            *(
                bulk.integers(name, figures[name])
                for name in ("principal", "interest", "late_interest", "fee")
            ),
        ],
        constants={"kind": kind, "noticed_on": on, "recorded_at": at},
    )
