"""An appeal says when the firm knew of the decision: its time runs from that day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_proposals")]
    operations = [
        migrations.AddField("appeal", "known_on", models.DateField(null=True)),
    ]
