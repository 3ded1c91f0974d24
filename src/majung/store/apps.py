"""The only Django app of the house."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

#: How many planned statements a connection keeps: all that the office has, with room to spare.
PREPARED_COUNT_MAX = 2000


class StoreConfig(AppConfig):
    """Registers the tables under the label ``store``."""

    name = "majung.store"
    label = "store"
    verbose_name = "Majung"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let each new connection keep the statements it has planned."""
        connection_created.connect(_keep_prepared, dispatch_uid="keep-prepared")


def _keep_prepared(connection: Any, **_: Any) -> None:
    connection.connection.prepared_max = PREPARED_COUNT_MAX
