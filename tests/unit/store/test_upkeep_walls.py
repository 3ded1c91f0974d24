"""Whoever looks after the database sees whether its walls stand."""

import psycopg

from database import pointing_to
from majung.store.upkeep import walls


def test_walls_stand_around_every_table_that_has_rules(fresh_database):
    standing = walls.walls_standing()

    assert (standing.user, standing.is_bound) == ("majung_app", True)
    assert standing.guarded > 0
    assert walls.unguarded_tables() == ()


def test_a_wall_that_was_taken_down_is_named(spare_database):
    with psycopg.connect(spare_database.conninfo()) as superuser:
        superuser.execute("ALTER TABLE store_decision DISABLE ROW LEVEL SECURITY")

    with pointing_to(spare_database):
        assert walls.unguarded_tables() == ("store_decision",)
