"""What the lake takes: which contracts there are, and posted events by the month of posting.

What is posted is never changed and never taken out, so a month whose number of events is the same
holds the same events.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from majung.store import models
from majung.store.acting import forget
from majung.store.asking import ask, hear
from majung.store.servicing.contracts import CONTRACTS, Contract, Series, contracts_by_keys
from majung.values.months import Month


def loans_under(*, programme: str = "", series: Series) -> tuple[tuple[str, str], ...]:
    """Return the key of each contract that may be read, with that of the loan under it, by key.

    Returns:
        keys in pairs; of a contract on no loan, or on one that may not be read, the second empty.
    """
    wanted = {"series": series.value, **({"programme": programme} if programme else {})}
    found = models.Contract.objects.filter(**wanted).order_by("key")
    return tuple((key, loan or "") for key, loan in found.values_list("key", "loan__key"))


def contracts_afresh(keys: Sequence[str]) -> tuple[Contract, ...]:
    """Return contracts by their keys, by key, and remember none: for whoever goes through all."""
    found = contracts_by_keys(keys)
    forget(CONTRACTS)
    return found


def event_counts(series: Series) -> Mapping[Month, int]:
    """Return how many events were posted in each month."""
    found = ask(
        "SELECT extract(year FROM e.posted_on)::int, extract(month FROM e.posted_on)::int, count(*)"
        " FROM store_contractevent e JOIN store_contract c ON c.id = e.contract_id"
        " WHERE c.series = %s GROUP BY 1, 2 ORDER BY 1, 2",
        [series.value],
    )
    return {Month(year, month): count for year, month, count in found}


def effective_months(posted: Iterable[Month], series: Series) -> frozenset[Month]:
    """Return the months to which events belong that were posted in some months."""
    found = ask(
        "SELECT DISTINCT extract(year FROM e.effective_on)::int,"
        " extract(month FROM e.effective_on)::int"
        " FROM store_contractevent e JOIN store_contract c ON c.id = e.contract_id"
        " WHERE c.series = %s AND date_trunc('month', e.posted_on)::date = ANY(%s)",
        [series.value, [month.first_on for month in posted]],
    )
    return frozenset(Month(year, month) for year, month in found)


_EVENTS = """
    SELECT c.key AS contract, c.kind AS contract_kind, i.key AS institution,
           coalesce(f.key, '') AS firm, c.programme, c.product, c.region, c.currency::text,
           e.kind, e.party, e.revision, e.amount,
           e.effective_on - DATE '1970-01-01' AS effective_on,
           e.posted_on - DATE '1970-01-01' AS posted_on,
           (extract(epoch FROM e.recorded_at) * 1000000)::int8 AS recorded_at
    FROM store_contractevent e
    JOIN store_contract c ON c.id = e.contract_id
    JOIN store_institution i ON i.id = c.institution_id
    LEFT JOIN store_firm f ON f.id = c.firm_id
    WHERE c.series = %s AND e.posted_on BETWEEN %s AND %s
    ORDER BY e.posted_on, c.key COLLATE "C", e.effective_on, e.kind COLLATE "C",
             e.party COLLATE "C", e.revision
"""
_TEXTS = (
    "contract", "contract_kind", "institution", "firm", "programme", "product", "region",
    "currency", "kind", "party",
)  # fmt: skip
_NUMBERS = ("revision", "amount", "effective_on", "posted_on", "recorded_at")


def events_posted_in(
    month: Month, series: Series, *, each: int
) -> Iterator[dict[str, NDArray[Any]]]:
    """Return the events posted in a month, by day, contract, day they belong to, kind and party.

    The database puts them into order once, on its disk where they are many, and hands them over
    some at a time: neither it nor whoever reads holds more.  Their order runs through two tables,
    so no index has it, and pages by the last row seen would each go through the month again.

    Args:
        each: how many a part has at most.

    Yields:
        texts as objects; days as numbers since 1970-01-01; moments as microseconds since then.
    """
    hear()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_EVENTS, [series.value, month.first_on, month.last_on])
        while rows := cursor.fetchmany(each):
            columns = dict(zip((*_TEXTS, *_NUMBERS), zip(*rows, strict=True), strict=True))
            yield {
                **{name: np.array(columns[name], object) for name in _TEXTS},
                **{name: np.array(columns[name], np.int64) for name in _NUMBERS},
            }
