"""Jobs that are asked for and done later, and what runs of the risk engine found.

A worker acts for nobody while it looks for work, so it sees no row: three functions of the owner
give it the next job, take note of how far it is, and let its lane go.  The lane is a lock of the
worker's connection: when the worker dies the lane is free at once, and the job is taken up anew.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

walls = import_module("majung.store.migrations.0002_walls")

APP, STATE = walls.APP, walls.STATE
FUNCTIONS = """
CREATE FUNCTION majung_lane(asked text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT hashtextextended('lane of jobs ' || asked, 0) $$;

CREATE FUNCTION majung_take_job(
    asked_worker text, moment timestamptz,
    OUT lane text, OUT institution_id integer, OUT arguments text, OUT id bigint, OUT key text,
    OUT kind text, OUT person text, OUT asked_at timestamptz, OUT not_before timestamptz,
    OUT attempts integer
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job record;
BEGIN
    FOR job IN
        SELECT j.id FROM store_job j
        WHERE j.state IN ('waiting', 'running') AND j.not_before <= moment
        ORDER BY j.not_before, j.id
    LOOP
        -- One row at a time: what another worker is taking now is passed over.
        SELECT j.lane INTO lane FROM store_job j
        WHERE j.id = job.id AND j.state IN ('waiting', 'running') FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        CONTINUE WHEN NOT pg_try_advisory_lock(majung_lane(lane));
        UPDATE store_job j SET state = 'running', worker = asked_worker, began_at = moment,
            attempts = j.attempts + 1, done = 0
        WHERE j.id = job.id
        RETURNING j.institution_id, j.arguments::text, j.id, j.key, j.kind, j.person, j.asked_at,
            j.not_before, j.attempts
        INTO institution_id, arguments, id, key, kind, person, asked_at, not_before, attempts;
        RETURN;
    END LOOP;
    lane := NULL;
END $$;

CREATE FUNCTION majung_leave_job(asked text) RETURNS boolean LANGUAGE sql AS
$$ SELECT pg_advisory_unlock(majung_lane(asked)) $$;

-- Whether it is to go on; null where another worker has it.
CREATE FUNCTION majung_tell_job(
    asked bigint, attempt integer, steps_done integer, steps integer
) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE store_job SET done = steps_done, total = steps
    WHERE id = asked AND attempts = attempt AND state = 'running'
    RETURNING NOT is_cancel_asked
$$;
"""
WORKERS = (
    "majung_take_job(text, timestamptz)",
    "majung_tell_job(bigint, integer, integer, integer)",
)
SQL = "\n".join(
    (
        FUNCTIONS,
        *(f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC;" for each in WORKERS),
        *(f"GRANT EXECUTE ON FUNCTION {each} TO {APP};" for each in WORKERS),
        walls.growing("riskrun"),
        *(walls.wall(table) for table in ("job", "riskrun")),
        *(walls.privileges(table) for table in ("job", "riskrun")),
    )
)
UNDO = """
DROP FUNCTION majung_take_job(text, timestamptz), majung_leave_job(text),
    majung_tell_job(bigint, integer, integer, integer), majung_lane(text)
"""


def _institution() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="store.institution",
    )


def _number() -> "models.BigAutoField[object, object]":
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0009_posted_alike")]
    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", _number()),
                ("key", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("arguments", models.JSONField(default=dict)),
                ("lane", models.TextField()),
                ("institution", _institution()),
                ("person", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("state", models.TextField()),
                ("is_cancel_asked", models.BooleanField(default=False)),
                ("attempts", models.IntegerField(default=0)),
                ("worker", models.TextField(blank=True, default="")),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("problem", models.JSONField(null=True)),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=["not_before", "id"],
                        name="job_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "running", "done", "failed", "cancelled"))
                        ),
                        name="job_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done__gte", 0), ("total__gte", 0)),
                        name="job_progress_within",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskRun",
            fields=[
                ("id", _number()),
                ("key", models.TextField(unique=True)),
                ("institution", _institution()),
                ("person", models.TextField()),
                ("on", models.DateField()),
                ("series", models.TextField()),
                ("settings", models.JSONField(default=dict)),
                ("watermark", models.JSONField(default=dict)),
                ("result", models.JSONField(default=dict)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-recorded_at", "-id"], name="risk_run_latest")
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
