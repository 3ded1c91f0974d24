"""Bringing a database up to this release: roles, tables, walls."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from majung.store import migrations, roles, server
from majung.store.addresses import Address
from majung.store.refusals import DatabaseNotCurrentError

OWNER_ALIAS = "owner"


def prepare() -> tuple[str, ...]:
    """Make roles, tables and walls where they are missing; return the steps that were taken.

    The server must run (see `majung.store.server.start`).  Where nothing is missing, nothing is
    done and a tenth of a second passes.

    Raises:
        DatabaseNotReachableError: the server does not answer or refuses.
        DatabaseTooOldError: the server is older than version 15.
    """
    try:
        missing = missing_steps()
    except OperationalError:
        # The database or its owner is not there yet: the first start.
        connections[OWNER_ALIAS].close()
        missing = ("store.0001_tables",)
    if not missing:
        return ()
    _prepare_roles()
    missing = missing_steps()
    call_command("migrate", database=OWNER_ALIAS, verbosity=0, interactive=False)
    return missing


def require_current() -> None:
    """Refuse to work on tables of another release.

    Raises:
        DatabaseNotCurrentError: naming the steps that are missing.
    """
    missing = missing_steps()
    if missing:
        raise DatabaseNotCurrentError(missing=missing)


def missing_steps() -> tuple[str, ...]:
    """Return the steps between the tables as they are and as this release needs them."""
    executor = MigrationExecutor(connections[OWNER_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def digest_of_steps() -> str:
    """Return a digest of all steps to this release's tables: other tables, another digest."""
    digest = hashlib.sha256()
    for path in sorted(Path(migrations.__file__).parent.iterdir()):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _prepare_roles() -> None:
    owner: Address = settings.DATABASE_OWNER
    if settings.USES_EMBEDDED_DATABASE:
        superuser = owner.as_role(server.SUPERUSER).as_database("postgres")
        roles.prepare_embedded(superuser, database=owner.database)
        return
    application: Address = settings.DATABASE_APPLICATION
    roles.prepare_named(owner, password=application.password if settings.SETS_PASSWORD else "")
