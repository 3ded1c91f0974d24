"""What lists share: a page of rows, names of firms on a day, words looked for in names."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql


@dataclass(frozen=True, slots=True)
class PageWanted:
    """A page of a list.

    Attributes:
        rows: how many rows at most.
        after: how many rows stand before it.
    """

    rows: int
    after: int = 0


#: What firms are called on a day: the latest profile begun; before the first, that one.
WITH_NAMED_FIRMS = """
WITH named AS (
    SELECT DISTINCT ON (firm_id) firm_id, name FROM store_firmprofile
    ORDER BY firm_id, from_on <= %(on)s DESC,
        CASE WHEN from_on <= %(on)s THEN from_on END DESC,
        CASE WHEN from_on <= %(on)s THEN recorded_at END DESC,
        from_on, recorded_at
)
"""


def listed(*parts: str, **values: Any) -> list[tuple[Any, ...]]:
    """Ask a query made of fixed parts, with values in its places; return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" ").join(map(sql.SQL, parts)), values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def name_pattern(words: str) -> str:
    r"""Return the pattern that finds words anywhere in a name, their own signs taken as they are.

    >>> name_pattern("100%")
    '%100\\%%'
    """
    escaped = words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
