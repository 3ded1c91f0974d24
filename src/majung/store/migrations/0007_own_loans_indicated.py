"""A bank's own loan is kept among the indications it was laid beside; it is of no programme."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0006_brought_forward")]
    operations = [
        migrations.AlterField(
            "indication",
            "programme_version",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="store.programmeversion",
            ),
        ),
    ]
