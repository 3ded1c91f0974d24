"""Statements of core systems, and contracts taken over with their balances.

The wall of a statement is that of a difference with our schedule: an institution's own.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

walls = import_module("majung.store.migrations.0002_walls")

TABLE = "servicerstatement"
SQL = "\n".join(
    (
        walls._belonging(TABLE, "contract", "contract_id"),
        walls.growing(TABLE),
        walls.wall(TABLE),
        walls.privileges(TABLE),
    )
)


class Migration(migrations.Migration):
    dependencies = [("store", "0004_appeals")]
    operations = [
        migrations.AddField("contract", "taken_over_on", models.DateField(null=True)),
        migrations.CreateModel(
            name="ServicerStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("submission", models.IntegerField()),
                ("content", models.JSONField(default=dict)),
                ("line", models.IntegerField()),
                ("submitted_by", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.contract",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.receivedfile",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.institution",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="servicerstatement",
            constraint=models.UniqueConstraint(
                fields=("contract", "month", "submission"), name="servicer_statement_once"
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
