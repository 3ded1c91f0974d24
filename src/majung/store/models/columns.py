"""The columns that many tables share, each said once.

Amounts are whole minor units beside their currency.  A moment of recording is always given by the
caller: no column fills itself in.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from majung.store.trees import TreeField


def key(*, unique: bool = True) -> "models.TextField[str, str]":
    """Name a row in the field's words, for people, files and other systems."""
    return models.TextField(unique=unique)


def word() -> "models.TextField[str, str]":
    """Hold one word of a closed list; the list stands in the package that owns it."""
    return models.TextField()


def text() -> "models.TextField[str, str]":
    """Hold free text; empty where there is none, never null."""
    return models.TextField(default="", blank=True)


def amount() -> "models.BigIntegerField[int, int]":
    """Count minor units of the currency in the same row."""
    return models.BigIntegerField()


def currency() -> "models.CharField[str, str]":
    """Name the currency of the amounts of the row (ISO 4217)."""
    return models.CharField(max_length=3)


def tree(*, empty: type[Any] = dict) -> "models.JSONField[Any, Any]":
    """Hold a value of the lower packages as `store.written` writes it."""
    return TreeField(default=empty)


def row_of(
    model: str, *, null: bool = False, indexed: bool = True, name: str = "+"
) -> "models.ForeignKey[Any, Any]":
    """Point to a row that cannot go while it is pointed to."""
    return models.ForeignKey(
        model, on_delete=models.PROTECT, null=null, db_index=indexed, related_name=name
    )


def institutions() -> "ArrayField[Any, Any]":
    """List the numbers of institutions that may read a row that is not their own."""
    return ArrayField(models.IntegerField(), default=list)


def row_checked_in_bulk(model: str, *, name: str = "+") -> "models.ForeignKey[Any, Any]":
    """Point to a row in a table of millions, where a trigger checks whole statements at once.

    A check for each row would take longer than writing it.  The table's primary key or an index of
    its own finds the rows.
    """
    return models.ForeignKey(
        model, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name=name
    )
