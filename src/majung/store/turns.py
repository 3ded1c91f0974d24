"""Work that is done by one after the other, whoever does it, over all transactions it takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def in_turn(*named: str) -> Iterator[None]:
    """Wait until nobody else does what is named, and let others wait meanwhile.

    The database gives the turn back when the connection ends: nobody waits for the dead.
    """
    name = "\n".join(named)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
