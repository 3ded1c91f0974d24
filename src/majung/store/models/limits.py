"""Limits and what is reserved of them: no amount may pass a cap, however many ask at once.

`Limit` carries the running sums that one conditional update moves; `LimitMovement` keeps every
move, so that each sum can be drilled down and checked.
"""

from django.db import models

from majung.store.models import columns


class Limit(models.Model):
    """A cap on money for a scope: programme, year, institution, firm, group or region.

    `institution` is set where the limit is one institution's own; a limit that institutions share
    belongs to none of them.  Without a cap, a limit is known to exist while its amount was not
    published: it refuses nothing.  What contracts brought along when they were taken over may stand
    above the cap: `excess` is by how much, and falls with the use.
    """

    key = columns.key()
    institution = columns.row_of("Institution", null=True)
    programme = models.TextField()
    envelope = models.TextField()
    scope = columns.word()
    member = columns.text()
    cap = models.BigIntegerField(null=True)
    used = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    excess = models.BigIntegerField(default=0, db_default=0)
    currency = columns.currency()
    basis = columns.word()
    is_revolving = models.BooleanField(default=False)
    position = models.SmallIntegerField(default=0)
    recorded_at = models.DateTimeField()

    class Meta:
        """What is used and reserved is never negative, and above the cap only what was brought."""

        indexes = (models.Index(fields=["programme", "envelope"], name="limit_envelope"),)
        constraints = (
            models.CheckConstraint(
                name="limit_never_exceeded",
                condition=models.Q(cap__isnull=True)
                | models.Q(cap__gte=models.F("used") + models.F("reserved") - models.F("excess")),
            ),
            models.CheckConstraint(name="limit_used_not_negative", condition=models.Q(used__gte=0)),
            models.CheckConstraint(
                name="limit_reserved_not_negative", condition=models.Q(reserved__gte=0)
            ),
            models.CheckConstraint(
                name="limit_excess_not_negative", condition=models.Q(excess__gte=0)
            ),
        )


class Reservation(models.Model):
    """Room held for somebody until a moment; then it is used, released or expires."""

    key = columns.key()
    institution = columns.row_of("Institution", null=True)
    firm = columns.row_of("Firm", null=True)
    subject = models.TextField()
    state = columns.word()
    expires_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """Found by what it is for, and by when it runs out."""

        indexes = (
            models.Index(fields=["subject"], name="reservation_subject"),
            models.Index(
                fields=["expires_at"],
                name="reservation_running_out",
                condition=models.Q(state="held"),
            ),
        )


class ReservationLine(models.Model):
    """How much of one limit a reservation holds, and how much of it was used."""

    reservation = columns.row_of("Reservation", indexed=False, name="lines")
    limit = columns.row_of("Limit")
    amount = columns.amount()
    used = models.BigIntegerField(default=0)

    class Meta:
        """A reservation holds a part of a limit once."""

        constraints = (
            models.UniqueConstraint(fields=["reservation", "limit"], name="reservation_line_once"),
            models.CheckConstraint(
                name="reservation_line_amounts",
                condition=models.Q(amount__gt=0, used__gte=0, used__lte=models.F("amount")),
            ),
        )


class LimitMovement(models.Model):
    """One move of a limit's sums; only ever added to.  The sums of moves are the sums."""

    limit = columns.row_of("Limit")
    reservation = columns.row_of("Reservation", null=True)
    institution = columns.row_of("Institution", null=True, indexed=False)
    kind = columns.word()
    subject = columns.text()
    cap = models.BigIntegerField(null=True)
    used = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    effective_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
