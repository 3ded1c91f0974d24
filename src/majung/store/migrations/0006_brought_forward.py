"""What contracts bring along when they are taken over may stand above a cap; nothing else may.

`excess` is by how much: raised by the State when balances are taken over, and lowered by the
database with every step that brings a limit back towards its cap, so that room that was over the
cap once is never given a second time.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models import F, Q

walls = import_module("majung.store.migrations.0002_walls")

SQL = f"""
CREATE FUNCTION majung_limit_excess() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.excess := CASE WHEN NEW.cap IS NULL THEN 0
        ELSE least(NEW.excess, greatest(NEW.used + NEW.reserved - NEW.cap, 0)) END;
    RETURN NEW;
END $$;
CREATE TRIGGER excess_falls BEFORE UPDATE ON store_limit
    FOR EACH ROW EXECUTE FUNCTION majung_limit_excess();
GRANT UPDATE (excess) ON store_limit TO {walls.STATE};
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0005_reported")]
    operations = [
        migrations.AddField("limit", "excess", models.BigIntegerField(default=0, db_default=0)),
        migrations.RemoveConstraint("limit", "limit_never_exceeded"),
        migrations.AddConstraint(
            "limit",
            models.CheckConstraint(
                name="limit_never_exceeded",
                condition=Q(cap__isnull=True) | Q(cap__gte=F("used") + F("reserved") - F("excess")),
            ),
        ),
        migrations.AddConstraint(
            "limit",
            models.CheckConstraint(
                name="limit_excess_not_negative", condition=Q(excess__gte=0)
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
