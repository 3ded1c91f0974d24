"""The roles of a database can be made, and made again, and are as narrow as they should be."""

import psycopg
import pytest

from majung.store import roles
from majung.store.refusals import DatabaseNotReachableError


def attributes(address, role):
    with psycopg.connect(address.conninfo()) as connection:
        return connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit, rolcanlogin"
            " FROM pg_roles WHERE rolname = %s",
            [role],
        ).fetchone()


def test_roles_are_made_once_and_preparing_again_changes_nothing(spare_database):
    superuser = spare_database.as_database("postgres")

    roles.prepare_embedded(superuser, database=spare_database.database)
    roles.prepare_embedded(superuser, database=spare_database.database)

    assert attributes(superuser, roles.OWNER) == (False, False, False, False, True, True)
    assert attributes(superuser, roles.APPLICATION) == (False, False, False, False, False, True)
    assert attributes(superuser, roles.STATE) == (False, False, False, False, True, False)


def test_a_named_database_gets_the_same_roles_and_a_password(spare_database):
    roles.prepare_named(spare_database, password="of this office")

    with psycopg.connect(spare_database.as_role(roles.APPLICATION).conninfo()) as connection:
        may = connection.execute(
            "SELECT has_schema_privilege('public', 'USAGE'),"
            " has_schema_privilege('public', 'CREATE'),"
            " has_database_privilege(current_database(), 'TEMPORARY')"
        ).fetchone()
    with psycopg.connect(spare_database.conninfo(), autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {roles.APPLICATION} PASSWORD NULL")

    assert may == (True, False, True)


def test_a_server_that_does_not_answer_is_refused(spare_database):
    elsewhere = spare_database.as_role("nobody_of_that_name")

    with pytest.raises(DatabaseNotReachableError) as refusal:
        roles.prepare_named(elsewhere)

    assert "nobody_of_that_name" in refusal.value.spoken("en")


def test_an_owner_who_may_not_make_roles_finds_those_that_are_there(spare_database):
    owner = spare_database.as_role(roles.OWNER)

    roles.prepare_named(owner)

    assert attributes(spare_database, roles.APPLICATION) is not None
