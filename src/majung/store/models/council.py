"""Supply as institutions report it, packs as the council received them, figures as released.

A resubmission is a further submission, never a change; a frozen pack never changes.
"""

from django.db import models

from majung.store.models import columns


class SupplyReport(models.Model):
    """What an institution reported for a month of a plan; the highest submission counts.

    `series` says what it may be compared with: reported and example figures never mix.
    """

    institution = columns.row_of("Institution", indexed=False)
    plan = models.TextField()
    month = models.DateField()
    submission = models.IntegerField()
    series = columns.word()
    file = columns.row_of("ReceivedFile", null=True)
    file_name = columns.text()
    has_themes = models.BooleanField(default=False)
    submitted_by = columns.text()
    recorded_at = models.DateTimeField()

    class Meta:
        """Submissions of a month are numbered."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "plan", "month", "series", "submission"],
                name="supply_report_once",
            ),
        )


class SupplyRow(models.Model):
    """One row of a report; without an amount it was not counted yet, which is not zero."""

    report = columns.row_of("SupplyReport", indexed=False, name="rows")
    institution = columns.row_of("Institution", indexed=False)
    line = models.IntegerField()
    sector = columns.text()
    product = columns.text()
    region = columns.text()
    theme = columns.text()
    amount = models.BigIntegerField(null=True)
    renewals = models.BigIntegerField(null=True)
    currency = columns.currency()
    contracts = models.IntegerField(null=True)
    firms = models.IntegerField(null=True)

    class Meta:
        """A place stands once in a report."""

        constraints = (
            models.UniqueConstraint(
                fields=["report", "sector", "product", "region", "theme"], name="supply_row_once"
            ),
        )


class Pack(models.Model):
    """A council pack (안건자료) with everything needed to print it again to the same byte.

    Once `frozen_at` is set nothing of it can change; a correction is a pack that `corrects` it.
    """

    key = columns.key()
    institution = columns.row_of("Institution", indexed=False)
    title = columns.tree()
    as_of = models.DateField()
    series = columns.word()
    watermark = columns.tree()
    programme_versions = columns.tree()
    renderer_versions = columns.tree()
    report = columns.tree()
    digest = columns.text()
    corrects = columns.row_of("Pack", null=True)
    prepared_by = columns.text()
    frozen_by = columns.text()
    frozen_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """What is frozen has a digest and somebody who froze it."""

        constraints = (
            models.CheckConstraint(
                name="pack_frozen_whole",
                condition=models.Q(frozen_at__isnull=True)
                | (~models.Q(digest="") & ~models.Q(frozen_by="")),
            ),
        )


class PackDocument(models.Model):
    """One rendering of a pack, byte for byte."""

    pack = columns.row_of("Pack", indexed=False, name="documents")
    name = models.TextField()
    media_type = models.TextField()
    content = models.BinaryField()
    digest = models.TextField()

    class Meta:
        """A name occurs once in a pack."""

        constraints = (models.UniqueConstraint(fields=["pack", "name"], name="pack_document_once"),)


class ReleasedFigure(models.Model):
    """A figure that was let out (숫자대장): what it says, from where, in which document."""

    figure = models.TextField()
    definition = columns.word()
    as_of = models.DateField()
    value = columns.tree()
    series = columns.word()
    watermark = columns.text()
    content = columns.tree()
    document = models.TextField()
    pack = columns.row_of("Pack", null=True)
    contradicts = columns.row_of("ReleasedFigure", null=True)
    released_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """A document releases a figure of a day once."""

        constraints = (
            models.UniqueConstraint(
                fields=["figure", "as_of", "document"], name="released_figure_once"
            ),
        )
