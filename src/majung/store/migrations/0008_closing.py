"""What the close keeps of many contracts: packed terms, accruals, arrears, notices.

The State writes them; an institution reads what concerns its own contracts.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

walls = import_module("majung.store.migrations.0002_walls")

MADE = ("accrual", "arrearsclass", "notice")
SQL = "\n".join(
    (
        *(walls._belonging(table, "contract", "contract_id") for table in MADE),
        *(walls.growing(table) for table in MADE),
        *(walls.wall(table) for table in (*MADE, "packedloan")),
        *(walls.privileges(table) for table in (*MADE, "packedloan")),
    )
)


def _row_of(model: str) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=f"store.{model}",
    )


def _key(*fields: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(
        *fields, blank=True, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0007_own_loans_indicated")]
    operations = [
        migrations.CreateModel(
            name="PackedLoan",
            fields=[
                (
                    "contract",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="store.contract",
                    ),
                ),
                ("form", models.TextField()),
                ("content", models.BinaryField()),
                ("components", models.BinaryField()),
                ("payers", models.TextField(blank=True, default="")),
                ("calendar", models.TextField(blank=True, default="")),
                ("drawable_until", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Accrual",
            fields=[
                ("pk", _key("on", "contract_id", "party")),
                ("contract", _row_of("contract")),
                ("institution", _row_of("institution")),
                ("on", models.DateField()),
                ("party", models.TextField(blank=True, default="")),
                ("amount", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ArrearsClass",
            fields=[
                ("pk", _key("on", "contract_id")),
                ("contract", _row_of("contract")),
                ("institution", _row_of("institution")),
                ("on", models.DateField()),
                ("bucket", models.TextField()),
                ("before", models.TextField()),
                ("days_past_due", models.IntegerField()),
                ("overdue", models.BigIntegerField()),
                ("outstanding", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("pk", _key("noticed_on", "kind", "contract_id")),
                ("contract", _row_of("contract")),
                ("institution", _row_of("institution")),
                ("noticed_on", models.DateField()),
                ("kind", models.TextField()),
                ("due_on", models.DateField()),
                ("days_past_due", models.IntegerField()),
                ("principal", models.BigIntegerField()),
                ("interest", models.BigIntegerField()),
                ("late_interest", models.BigIntegerField()),
                ("fee", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint("closechunk", "close_chunk_once"),
        migrations.AddField(
            "closechunk", "part", models.TextField(default="dues"), preserve_default=False
        ),
        migrations.AddConstraint(
            "closechunk",
            models.UniqueConstraint(fields=("run", "part", "number"), name="close_chunk_once"),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
