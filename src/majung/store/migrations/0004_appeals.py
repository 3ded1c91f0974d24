"""An appeal says when the firm knew of the decision, and who filed it for the firm."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_proposals")]
    operations = [
        migrations.AddField("appeal", "known_on", models.DateField(null=True)),
        migrations.AddField("appeal", "filed_by", models.TextField(blank=True, default="")),
    ]
