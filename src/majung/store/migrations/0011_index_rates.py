"""Rates of published indexes, and the loans that follow one, found without reading the others."""

from importlib import import_module

from django.db import migrations, models

walls = import_module("majung.store.migrations.0002_walls")

#: Few loans follow an index: an index of those alone costs the others nothing.
FOLLOWING = """
CREATE INDEX contract_following ON store_contract ((terms->'reset'->>'index'), key)
    WHERE terms->'reset'->>'index' IS NOT NULL;
"""
SQL = "\n".join(
    (walls.growing("indexrate"), walls.wall("indexrate"), walls.privileges("indexrate"), FOLLOWING)
)


class Migration(migrations.Migration):
    dependencies = [("store", "0010_jobs")]
    operations = [
        migrations.CreateModel(
            name="IndexRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.TextField()),
                ("published_on", models.DateField()),
                ("rate", models.DecimalField(decimal_places=14, max_digits=24)),
                ("recorded_by", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("index", "published_on", "recorded_at"), name="index_rate_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL, "DROP INDEX contract_following"),
    ]
