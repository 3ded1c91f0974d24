"""The tables are made by orders that say the same as the steps, and nothing is left to be made."""

import importlib
import os
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

FIRST = ("store", "0001_tables")
ORDERS = Path(importlib.import_module("majung.store.migrations").__file__).parent / (
    f"{FIRST[1]}.sql"
)


def test_the_models_have_no_change_that_no_step_makes(fresh_database):
    call_command("makemigrations", "store", "--check", "--dry-run", verbosity=0)


def test_the_orders_of_the_first_step_make_the_tables_it_speaks_of(fresh_database):
    state = MigrationLoader(None).project_state(FIRST)
    models = [model for model in state.apps.get_models() if model._meta.app_label == "store"]
    with connections["owner"].schema_editor(collect_sql=True, atomic=False) as editor:
        for model in models:
            editor.create_model(model)
    orders = "\n".join(editor.collected_sql) + "\n"

    if os.environ.get("UPDATE"):
        ORDERS.write_text(orders, "utf-8")

    assert ORDERS.read_text("utf-8") == orders


def test_every_table_has_the_columns_its_model_speaks_of(fresh_database):
    spoken_of, made = {}, {}
    with connections["owner"].cursor() as cursor:
        for model in apps.get_app_config("store").get_models():
            table = model._meta.db_table
            spoken_of[table] = {
                field.column for field in model._meta.concrete_fields if field.column
            }
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0",
                [table],
            )
            made[table] = {row[0] for row in cursor.fetchall()}

    assert made == spoken_of
