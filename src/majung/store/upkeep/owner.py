"""Working as the owner of the tables, which only upkeep does: digests, backup, restore."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.utils import CursorWrapper

OWNER_ALIAS = "owner"


@contextmanager
def at_work(*, as_one_moment: bool = False) -> Iterator[CursorWrapper]:
    """Open one transaction in which the owner sees all rows; elsewhere even the owner does not.

    Args:
        as_one_moment: everything is read as it was when the transaction began.
    """
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        if as_one_moment:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT set_config('majung.upkeep', 'on', true)")
        yield cursor


def tables() -> dict[str, type[models.Model]]:
    """Return the models of the store by table, what is pointed to before what points to it."""
    remaining = {model._meta.db_table: model for model in apps.get_app_config("store").get_models()}
    ordered: dict[str, type[models.Model]] = {}
    while remaining:
        ready = {
            table: model
            for table, model in sorted(remaining.items())
            if not (_pointed_to(model) & remaining.keys()) - {table}
        }
        if not ready:
            raise ValueError(f"tables point to each other in a circle: {sorted(remaining)}")
        ordered |= ready
        remaining = {table: model for table, model in remaining.items() if table not in ready}
    return ordered


def _pointed_to(model: type[models.Model]) -> set[str]:
    return {
        field.related_model._meta.db_table
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    }
