"""Work that is asked for and done later, and what runs of the risk engine found."""

from django.db import models

from majung.store.models import columns


class Job(models.Model):
    """Work that was asked for: what, by whom, how far it is and how it ended."""

    key = columns.key()
    kind = columns.word()
    arguments = columns.tree()
    lane = models.TextField()
    institution = columns.row_of("Institution", null=True)
    person = models.TextField()
    asked_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = columns.word()
    is_cancel_asked = models.BooleanField(default=False)
    attempts = models.IntegerField(default=0)
    worker = columns.text()
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    problem = models.JSONField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """What waits or runs is found at once, however much was done before."""

        indexes = (
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(state__in=("waiting", "running")),
                name="job_open",
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="job_in_a_known_state",
                condition=models.Q(state__in=("waiting", "running", "done", "failed", "cancelled")),
            ),
            models.CheckConstraint(
                name="job_progress_within",
                condition=models.Q(done__gte=0, total__gte=0),
            ),
        )


class RiskRun(models.Model):
    """What a run of the risk engine found: settings, watermark and every figure."""

    key = columns.key()
    institution = columns.row_of("Institution", null=True)
    person = models.TextField()
    on = models.DateField()
    series = columns.word()
    settings = columns.tree()
    watermark = columns.tree()
    result = columns.tree()
    recorded_at = models.DateTimeField()

    class Meta:
        """Runs are listed from the latest."""

        indexes = (models.Index(fields=["-recorded_at", "-id"], name="risk_run_latest"),)
