"""Proposals: what one person put forward and another approves or sends back.

Their wall is that of decisions: an institution's own.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

walls = import_module("majung.store.migrations.0002_walls")

SQL = "\n".join(
    (
        *(walls.growing(table) for table in ("proposal", "proposalreturn")),
        *(walls.wall(table) for table in ("proposal", "proposalreturn")),
        *(walls.privileges(table) for table in ("proposal", "proposalreturn")),
    )
)


class Migration(migrations.Migration):
    dependencies = [("store", "0002_walls")]
    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                ("subject_kind", models.TextField()),
                ("subject", models.TextField()),
                ("product", models.TextField(blank=True, default="")),
                ("content", models.JSONField(default=dict)),
                ("proposed_by", models.TextField()),
                ("proposed_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.application",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProposalReturn",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sent_back",
                        serialize=False,
                        to="store.proposal",
                    ),
                ),
                ("by", models.TextField()),
                ("reason", models.TextField()),
                ("effective_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
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
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["subject_kind", "subject"], name="proposal_subject"),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
