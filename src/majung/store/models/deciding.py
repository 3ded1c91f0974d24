"""Proposals, decisions, offers and appeals: who proposed, who approved, what the firm said.

What was decided is only ever added to; four eyes stand in the table itself.
"""

from django.db import models

from majung.store.models import columns


class Proposal(models.Model):
    """What one person proposed (상신) and another has to approve or send back.

    The decision taken on it bears the proposal's key; a proposal that was sent back says why in
    its return.
    """

    key = columns.key()
    institution = columns.row_of("Institution")
    subject_kind = columns.word()
    subject = models.TextField()
    application = columns.row_of("Application", null=True)
    product = columns.text()
    content = columns.tree()
    proposed_by = models.TextField()
    proposed_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """Found by what it is about."""

        indexes = (models.Index(fields=["subject_kind", "subject"], name="proposal_subject"),)


class ProposalReturn(models.Model):
    """That a proposal was sent back undecided: by whom and why."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, primary_key=True, related_name="sent_back"
    )
    institution = columns.row_of("Institution", indexed=False)
    by = models.TextField()
    reason = models.TextField()
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()


class Decision(models.Model):
    """What two persons decided, under which authority, in which document.

    `subject` names what it is about (application, claim, waiver, appeal …) by its key.
    """

    key = columns.key()
    institution = columns.row_of("Institution")
    subject_kind = columns.word()
    subject = models.TextField()
    application = columns.row_of("Application", null=True)
    firm = columns.row_of("Firm", null=True)
    product = columns.text()
    kind = columns.word()
    asked = columns.amount()
    granted = columns.amount()
    currency = columns.currency()
    proposed_by = models.TextField()
    approved_by = models.TextField()
    document = models.TextField()
    programme_version = columns.row_of("ProgrammeVersion", null=True)
    content = columns.tree()
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """Two pairs of eyes and a document stand behind every decision."""

        indexes = (models.Index(fields=["subject_kind", "subject"], name="decision_subject"),)
        constraints = (
            models.CheckConstraint(
                name="decision_four_eyes",
                condition=~models.Q(proposed_by=models.F("approved_by")),
            ),
            models.CheckConstraint(
                name="decision_document_named", condition=~models.Q(document="")
            ),
            models.CheckConstraint(
                name="decision_grants_at_most_what_was_asked",
                condition=models.Q(granted__gte=0, granted__lte=models.F("asked")),
            ),
        )


class DecisionGround(models.Model):
    """What the deciders had before them: findings, checks, figures; the institution's own."""

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, primary_key=True, related_name="ground"
    )
    institution = columns.row_of("Institution", indexed=False)
    content = columns.tree()


class Offer(models.Model):
    """Approved terms (승인조건) that a firm may accept until a day."""

    key = columns.key()
    application = columns.row_of("Application")
    firm = columns.row_of("Firm", indexed=False)
    institution = columns.row_of("Institution", indexed=False)
    decision = columns.row_of("Decision", null=True)
    programme_version = columns.row_of("ProgrammeVersion")
    product = models.TextField()
    amount = columns.amount()
    currency = columns.currency()
    content = columns.tree()
    offered_on = models.DateField()
    until_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()


class OfferAnswer(models.Model):
    """How an offer ended: accepted, declined, withdrawn, lapsed."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="answer")
    firm = columns.row_of("Firm", indexed=False)
    institution = columns.row_of("Institution", indexed=False)
    kind = columns.word()
    by = models.TextField()
    effective_on = models.DateField()
    reason = columns.text()
    recorded_at = models.DateTimeField()


class Appeal(models.Model):
    """A firm's objection to a decision, and the day by which it must be decided."""

    key = columns.key()
    decision = columns.row_of("Decision")
    application = columns.row_of("Application", null=True)
    firm = columns.row_of("Firm")
    institution = columns.row_of("Institution")
    reason = models.TextField()
    filed_by = columns.text()
    known_on = models.DateField(null=True)
    filed_on = models.DateField()
    due_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
