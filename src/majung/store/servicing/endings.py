"""On which day contracts were over: written by whoever posts what they yield."""

from collections.abc import Mapping
from datetime import date

from majung.store.acting import forget
from majung.store.asking import leave
from majung.store.servicing.contracts import CONTRACTS


def set_ended(days: Mapping[str, date | None]) -> None:
    """Say on which day contracts were over, by key; None for those that go on after all."""
    if not days:
        return
    leave(
        "UPDATE store_contract c SET ended_on = d.ended_on"
        " FROM unnest(%s::text[], %s::date[]) AS d(key, ended_on) WHERE c.key = d.key",
        [list(days), list(days.values())],
    )
    forget(CONTRACTS)
