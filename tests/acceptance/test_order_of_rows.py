"""The order in which a database happens to hold its rows changes nothing that is recorded."""

from dataclasses import replace
from datetime import date
from itertools import count

import psycopg
from psycopg import sql

from majung.example.play import play_of
from majung.example.world import world_of
from majung.store import server
from majung.store.upkeep.digests import LEFT_OUT, table_digests

LAST_ON = date(2024, 2, 9)
#: Each person's data are locked with a key of true randomness.
NOT_DRAWN = LEFT_OUT | {"store_personalkey", "store_personalrecord"}
DAYS_BETWEEN = 4
SEED = bytes(range(32))
#: Ways of reading that give rows in the order of the heap, or of an index, or of no kind.
OTHER_PLANS = ("enable_indexscan", "enable_bitmapscan", "enable_sort", "enable_hashagg")
#: Takes every row out and puts it in again, the last first; nobody notices but the heap.
REVERSE = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname ^@ 'store_'
    LOOP
        EXECUTE format('CREATE TEMP TABLE reversed ON COMMIT DROP AS SELECT * FROM %I', name);
        EXECUTE format('DELETE FROM %I', name);
        EXECUTE format(
            'INSERT INTO %I OVERRIDING SYSTEM VALUE SELECT * FROM reversed ORDER BY ctid DESC', name
        );
        DROP TABLE reversed;
    END LOOP;
END $$
"""


def _slice():
    """Applications of January, of which all are granted, and the closes after them."""
    world = world_of(2024).slice(applications=6, last_on=LAST_ON)
    stream = replace(world.streams[0], last_on=date(2024, 1, 16), outcomes={"granted": 1})
    return replace(world, streams=(stream,))


def _as_superuser(address):
    return psycopg.connect(
        host=address.host,
        port=address.port,
        dbname=address.database,
        user=server.SUPERUSER,
        autocommit=True,
    )


def test_a_heap_that_is_turned_round_and_read_otherwise_gives_the_same_records(pristine):
    with pristine():
        play_of(_slice(), signing_seed=SEED).run()
        usual = table_digests(without=NOT_DRAWN)

    with pristine() as address, _as_superuser(address) as connection:
        for setting in OTHER_PLANS:
            connection.execute(
                sql.SQL("ALTER DATABASE {} SET {} = off").format(
                    sql.Identifier(address.database), sql.Identifier(setting)
                )
            )
        days = count(1)

        def turn_round(_):
            if next(days) % DAYS_BETWEEN == 0:
                connection.execute(REVERSE)

        play_of(_slice(), signing_seed=SEED).run(turn_round)
        turned = table_digests(without=NOT_DRAWN)

    assert turned == usual
