"""The column in which trees are kept."""

from typing import Any

from django.db import models
from psycopg.types.json import Jsonb

from majung.store.written import parsed, text_of


class TreeField(models.JSONField):
    """Hold a tree; the same text read again is the same tree, which nobody changes."""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Return the tree of a text."""
        return value if value is None else parsed(value)

    def get_db_prep_value(
        self,
        value: Any,
        connection: Any,
        prepared: bool = False,  # noqa: FBT001, FBT002 - as Django calls it
    ) -> Any:
        """Send a tree as its text."""
        if isinstance(value, dict | list):
            return Jsonb(value, dumps=text_of)
        return super().get_db_prep_value(value, connection, prepared)

    def deconstruct(self) -> Any:
        """Stand in the migrations as what the database sees."""
        name, _, *rest = super().deconstruct()
        return name, "django.db.models.JSONField", *rest
