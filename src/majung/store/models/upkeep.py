"""What keeps the office running: who looked and why, what was asked twice, how a close went."""

from django.db import models

from majung.store.models import columns


class AccessLog(models.Model):
    """That somebody looked beyond one institution, for which purpose, on which legal basis."""

    person = models.TextField()
    purpose = models.TextField()
    legal_basis = columns.text()
    subject = columns.text()
    recorded_at = models.DateTimeField()

    class Meta:
        """A look without a person or a purpose cannot be written down."""

        indexes = (models.Index(fields=["recorded_at"], name="access_log_recorded"),)
        constraints = (
            models.CheckConstraint(
                name="access_log_says_who_and_why",
                condition=~models.Q(person="") & ~models.Q(purpose=""),
            ),
        )


class IdempotencyKey(models.Model):
    """What was answered to a request, so that asking again gives the same and does nothing."""

    institution = columns.row_of("Institution", null=True, indexed=False)
    firm = columns.row_of("Firm", null=True, indexed=False)
    person = models.TextField()
    method = models.TextField()
    key = models.TextField()
    body_digest = models.TextField()
    response = columns.tree()
    recorded_at = models.DateTimeField()

    class Meta:
        """A key is used once by a person for a method, wherever they act."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "firm", "person", "method", "key"],
                nulls_distinct=False,
                name="idempotency_key_once",
            ),
        )


class CloseRun(models.Model):
    """The close of a business day: its declared moment holds for every restart."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()
    state = columns.word()
    content = columns.tree()
    done_at = models.DateTimeField(null=True)


class CloseChunk(models.Model):
    """A part of a close that is wholly done; a part that is not done has no row."""

    run = columns.row_of("CloseRun", indexed=False, name="chunks")
    part = columns.word()
    number = models.IntegerField()
    first = models.TextField()
    last = models.TextField()
    contracts = models.IntegerField()
    events = models.IntegerField()
    entries = models.IntegerField()

    class Meta:
        """A chunk is done exactly once."""

        constraints = (
            models.UniqueConstraint(fields=["run", "part", "number"], name="close_chunk_once"),
        )


class SetAside(models.Model):
    """A contract that a close could not take, and why; the rest was closed."""

    run = columns.row_of("CloseRun", indexed=False)
    contract = columns.row_of("Contract")
    institution = columns.row_of("Institution", indexed=False)
    reason = columns.tree()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """A contract is set aside once in a close."""

        constraints = (models.UniqueConstraint(fields=["run", "contract"], name="set_aside_once"),)
