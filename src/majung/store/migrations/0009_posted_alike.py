"""Packed loans say where their events are posted: what a close would ask for loan by loan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0008_closing")]
    operations = [
        migrations.AddField("packedloan", "signature", models.TextField(blank=True, default="")),
    ]
