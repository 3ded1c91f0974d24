"""Values by date: the first day of each value is its key, later days win, null ends.

at-most:
  2024-01-01: 120억
  2025-09-01: 180억

Source: own convention, docs/programmes.md.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from majung.errors import message
from majung.rules.reading.nodes import Node, UnreadableError, each
from majung.rules.reading.words import as_day

T = TypeVar("T")


def is_by_date(node: Node) -> bool:
    """Whether a value is written by date: a mapping with at least one day as a key."""
    return isinstance(node.value, dict) and any(as_day(key) is not None for key in node.value)


def dated_members(members: Mapping[str, Node]) -> Mapping[date, Node]:
    """Return the members whose keys are days, in the order written."""
    return {day: node for key, node in members.items() if (day := as_day(key)) is not None}


def read_steps(
    dated: Mapping[date, Node], read: Callable[[Node], T]
) -> tuple[tuple[date, T | None], ...]:
    """Read values by date, in the order written.

    Problems: a day that is not later than the one before it, an end where nothing began, two
    ends in a row.
    """

    def one(node: Node) -> tuple[date, T | None]:
        day = as_day(node.key)
        assert day is not None, "dated members only"
        return day, None if node.value is None else read(node)

    nodes = tuple(dated.values())
    misplaced = _report_order(nodes)
    steps = each(nodes, one)
    if misplaced:
        raise UnreadableError
    return steps


def _report_order(nodes: tuple[Node, ...]) -> bool:
    found = False
    before: Node | None = None
    for node in nodes:
        day, day_before = as_day(node.key), as_day(before.key) if before else None
        if day is not None and day_before is not None and day <= day_before:
            node.report_key(message("dates-out-of-order", day=day, before=day_before))
            found = True
        if node.value is None and (before is None or before.value is None):
            node.report_key(message("nothing-to-end", day=day))
            found = True
        before = node
    return found
