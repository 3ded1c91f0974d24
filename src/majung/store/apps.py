"""The only Django app of the house."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Registers the tables under the label ``store``."""

    name = "majung.store"
    label = "store"
    verbose_name = "Majung"
    default_auto_field = "django.db.models.BigAutoField"
