"""Whether the walls of the database stand, for whoever looks after it."""

from dataclasses import dataclass

from django.db import connection

from majung.store.upkeep.owner import at_work


@dataclass(frozen=True, slots=True)
class WallsStanding:
    """How the application stands before the walls.

    Attributes:
        user: the role it signs in as.
        is_bound: whether rows are hidden from that role.
        guarded: number of tables whose rows are guarded.
    """

    user: str
    is_bound: bool
    guarded: int


def walls_standing() -> WallsStanding:
    """Look at the walls as the application meets them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, row_security_active('store_contract'), count(*)"
            " FROM pg_class WHERE relrowsecurity AND relname LIKE 'store\\_%'"
        )
        return WallsStanding(*cursor.fetchone())


def unguarded_tables() -> tuple[str, ...]:
    """Return tables that have rules on who sees which row, and whose rules are off."""
    with at_work() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c"
            " WHERE c.relkind IN ('r', 'p') AND c.relname LIKE 'store\\_%'"
            " AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)"
            " AND NOT c.relrowsecurity ORDER BY 1"
        )
        return tuple(row[0] for row in cursor.fetchall())
