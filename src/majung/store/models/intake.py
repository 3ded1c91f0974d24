"""From recommendation to decision: lists, applications, what is stated, found, offered, decided.

Whatever was said, found or decided is only ever added to; an application's stage is the last of
its steps.
"""

from django.db import models

from majung.store.models import columns


class ReceivedFile(models.Model):
    """A file as somebody handed it in, byte for byte: evidence of what was read from it."""

    institution = columns.row_of("Institution", null=True)
    firm = columns.row_of("Firm", null=True)
    kind = columns.word()
    name = models.TextField()
    digest = models.TextField()
    content = models.BinaryField()
    received_by = columns.text()
    recorded_at = models.DateTimeField()

    class Meta:
        """The same bytes for the same purpose are kept once."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "firm", "kind", "digest"],
                nulls_distinct=False,
                name="received_file_once",
            ),
        )


class RecommendationRound(models.Model):
    """A round in which a body recommends firms to institutions (`addressees`)."""

    key = columns.key()
    institution = columns.row_of("Institution")
    programme = models.TextField()
    rule = columns.text()
    opened_on = models.DateField()
    closes_on = models.DateField(null=True)
    quota = models.IntegerField(null=True)
    addressees = columns.institutions()
    content = columns.tree()
    recorded_at = models.DateTimeField()

    class Meta:
        """A quota counts firms."""

        constraints = (
            models.CheckConstraint(
                name="recommendation_round_quota_counts",
                condition=models.Q(quota__isnull=True) | models.Q(quota__gte=0),
            ),
        )


class RecommendationRow(models.Model):
    """A row of a list as it came, good or bad, with what was found wrong with it."""

    round = columns.row_of("RecommendationRound", indexed=False)
    file = columns.row_of("ReceivedFile", null=True)
    row = models.IntegerField()
    cells = columns.tree()
    problems = columns.tree(empty=list)
    firm = columns.row_of("Firm", null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """A row of a file is read once."""

        constraints = (
            models.UniqueConstraint(
                fields=["round", "file", "row"],
                nulls_distinct=False,
                name="recommendation_row_once",
            ),
        )


class Recommendation(models.Model):
    """That a body recommends a firm, for which product, how long; it promises no credit."""

    key = columns.key()
    round = columns.row_of("RecommendationRound")
    institution = columns.row_of("Institution", indexed=False)
    addressees = columns.institutions()
    firm = columns.row_of("Firm")
    project = columns.row_of("Project", null=True)
    content = columns.tree()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()


class RecommendationWithdrawal(models.Model):
    """That a recommendation was taken back, from when and why."""

    recommendation = models.OneToOneField(
        Recommendation, on_delete=models.PROTECT, related_name="withdrawal"
    )
    effective_on = models.DateField()
    reason = models.TextField()
    by = models.TextField()
    recorded_at = models.DateTimeField()


class Application(models.Model):
    """A firm's request: one form, for every programme."""

    number = columns.key()
    firm = columns.row_of("Firm")
    institution = columns.row_of("Institution", null=True)
    project = columns.row_of("Project", null=True)
    submitted_on = models.DateField()
    content = columns.tree()
    is_example = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()


class ApplicationDesk(models.Model):
    """That an application lies, or lay, on an institution's desk: it may read it."""

    application = columns.row_of("Application", indexed=False, name="desks")
    firm = columns.row_of("Firm", indexed=False)
    institution = columns.row_of("Institution")
    recorded_at = models.DateTimeField()

    class Meta:
        """An application comes to a desk once."""

        constraints = (
            models.UniqueConstraint(
                fields=["application", "institution"], name="application_desk_once"
            ),
        )


class ApplicationStep(models.Model):
    """That an application entered a stage; stages and days are computed from the steps."""

    application = columns.row_of("Application", indexed=False, name="steps")
    number = models.IntegerField()
    product = columns.text()
    stage = columns.word()
    effective_on = models.DateField()
    by = models.TextField()
    reason = columns.text()
    recorded_at = models.DateTimeField()

    class Meta:
        """Steps are numbered, for each product an application asks for."""

        constraints = (
            models.UniqueConstraint(
                fields=["application", "product", "number"], name="application_step_once"
            ),
        )


class Statement(models.Model):
    """One thing stated about a firm or a request: by whom, as of when, on which evidence."""

    firm = columns.row_of("Firm")
    application = columns.row_of("Application", null=True)
    institution = columns.row_of("Institution", null=True, indexed=False)
    fact = models.TextField()
    value = columns.tree()
    as_of = models.DateField()
    stated_by = models.TextField()
    evidence = columns.text()
    standing = columns.word()
    legal_basis = columns.text()
    is_internal = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        """The same thing is not recorded twice at one moment."""

        constraints = (
            models.UniqueConstraint(
                fields=[
                    "firm",
                    "application",
                    "institution",
                    "fact",
                    "as_of",
                    "stated_by",
                    "standing",
                    "recorded_at",
                ],
                nulls_distinct=False,
                name="statement_once",
            ),
        )


class Finding(models.Model):
    """What the rules of one product said about an application, with every reason."""

    application = columns.row_of("Application", indexed=False)
    firm = columns.row_of("Firm", indexed=False)
    institution = columns.row_of("Institution", null=True)
    programme_version = columns.row_of("ProgrammeVersion")
    product = models.TextField()
    verdict = columns.word()
    content = columns.tree()
    facts = columns.tree()
    assessed_on = models.DateField()
    assessed_by = columns.text()
    recorded_at = models.DateTimeField()

    class Meta:
        """An application is assessed once a moment for a product and an institution."""

        constraints = (
            models.UniqueConstraint(
                fields=["application", "product", "institution", "recorded_at"],
                nulls_distinct=False,
                name="finding_once",
            ),
        )


class Indication(models.Model):
    """Terms a firm may expect, not binding (예상조건, 비구속)."""

    application = columns.row_of("Application", indexed=False)
    firm = columns.row_of("Firm", indexed=False)
    institution = columns.row_of("Institution", null=True)
    programme_version = columns.row_of("ProgrammeVersion", null=True)
    key = models.TextField()
    product = models.TextField()
    content = columns.tree()
    indicated_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """An indication is given once a moment under its key."""

        constraints = (
            models.UniqueConstraint(
                fields=["application", "key", "recorded_at"], name="indication_once"
            ),
        )


class InternalFigure(models.Model):
    """A figure for internal roles only: technical premium, aid equivalent."""

    institution = columns.row_of("Institution")
    application = columns.row_of("Application")
    product = models.TextField()
    name = models.TextField()
    value = columns.tree()
    computed_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """A figure is computed once a moment."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "application", "product", "name", "recorded_at"],
                name="internal_figure_once",
            ),
        )
