"""One digest of all that is recorded, to see that two databases say the same.

Numbers of rows are left out, because a killed attempt uses some up: a row that points to another
is digested with the other's key.  The access log is left out too: a second attempt is a second
look.  Everything else counts, to the last byte.
"""

import hashlib
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.db import models

from majung.store.upkeep.owner import OWNER_ALIAS, at_work, tables

#: The log tells how often one looked, and nothing waits for its balance between transactions.
LEFT_OUT = frozenset({"store_accesslog", "store_pendingentry"})
#: The digest of a table without rows.
NOTHING = f"0 {hashlib.sha256().hexdigest()}"


def database_digest(*, without: Collection[str] = LEFT_OUT) -> str:
    """Return the digest over all tables, as hexadecimal SHA-256.

    Args:
        without: tables that do not count.
    """
    digest = hashlib.sha256()
    for table, of_table in sorted(table_digests(without=without).items()):
        digest.update(f"{table} {of_table}\n".encode())
    return digest.hexdigest()


def table_digests(*, without: Collection[str] = LEFT_OUT) -> Mapping[str, str]:
    """Return the digest of each table, so that a difference can be found."""
    counted = {table: model for table, model in tables().items() if table not in without}
    found = dict.fromkeys(counted, NOTHING)
    with at_work() as cursor:
        # Most tables of a young office are empty, and to see that costs a tenth of a digest.
        cursor.execute(_FILLED_OR.join(_FILLED.format(table=table) for table in counted))
        for (table,) in cursor.fetchall():
            cursor.execute(*_order(counted[table]))
            count, digest = cursor.fetchone()
            found[table] = f"{count} {digest}"
    return found


@cache
def _order(model: type[models.Model]) -> tuple[str, tuple[Any, ...]]:
    rows, parameters = (
        model._default_manager.using(OWNER_ALIAS)
        .order_by()
        .values_list(*_paths(model))
        .query.sql_with_params()
    )
    return _DIGEST.format(rows=rows), parameters


_FILLED = """SELECT '{table}' WHERE EXISTS (SELECT FROM "{table}")"""
_FILLED_OR = "\nUNION ALL\n"
#: Rows in any order give one digest: the digests of the rows are sorted first.
_DIGEST = """
    SELECT count(*),
           encode(sha256(coalesce(string_agg(digest, ''::bytea ORDER BY digest), ''::bytea)), 'hex')
    FROM (
        SELECT sha256(convert_to(ROW(of_row.*)::text, 'UTF8')) AS digest FROM ({rows}) AS of_row
    ) AS of_rows
"""


def _paths(model: type[models.Model]) -> list[str]:
    """Return what of a row counts: its own columns, and the keys of what it points to."""
    return [path for field in _columns(model) for path in _path(field)]


def _columns(model: type[models.Model]) -> list["models.Field[object, object]"]:
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
        and field.column is not None
    ]


def _path(field: "models.Field[object, object]") -> list[str]:
    if not isinstance(field, models.ForeignKey):
        return [field.name]
    return [f"{field.name}__{path}" for path in _natural_paths(field.related_model)]


@cache
def _natural_paths(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns that name a row in the field's words."""
    columns = {field.name: field for field in _columns(model)}
    return tuple(path for name in _natural_key(model) for path in _path(columns[name]))


def _natural_key(model: type[models.Model]) -> tuple[str, ...]:
    primary = model._meta.pk
    if isinstance(primary, models.CompositePrimaryKey):
        return tuple(name.removesuffix("_id") for name in primary.field_names)
    if isinstance(primary, models.ForeignKey):
        return (primary.name,)
    for field in _columns(model):
        if field.unique:
            return (field.name,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            return tuple(constraint.fields)
    raise ValueError(f"nothing but a number names a row of {model._meta.db_table}")
