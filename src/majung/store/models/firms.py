"""Firms, their sites and groups, who followed whom, and projects.

A firm is one row for ever; what is known about it is added with the day it was true from.
"""

from django.db import models

from majung.store.models import columns


class Firm(models.Model):
    """A legal person, by its corporate number, or a proprietor by an internal key."""

    key = columns.key()
    corporate_number = models.TextField(null=True, unique=True)
    established_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        """A key that says *corporate* has a number, any other has none."""

        constraints = (
            models.CheckConstraint(
                name="firm_number_fits_key",
                condition=models.Q(key__startswith="corporate:", corporate_number__isnull=False)
                | models.Q(key__startswith="proprietor:", corporate_number__isnull=True),
            ),
        )


class FirmProfile(models.Model):
    """Name, size and industries of a firm from a day on; only ever added to."""

    firm = columns.row_of("Firm", indexed=False)
    name = models.TextField()
    size = columns.word()
    industries = columns.tree(empty=list)
    from_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """A profile is corrected by a later recording of the same day."""

        constraints = (
            models.UniqueConstraint(
                fields=["firm", "from_on", "recorded_at"], name="firm_profile_once"
            ),
        )


class FirmSite(models.Model):
    """A place of business, by its business number."""

    firm = columns.row_of("Firm")
    business_number = columns.key()
    region = columns.word()
    name = columns.text()
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)


class GroupMembership(models.Model):
    """That a firm belongs to a group under one control; only ever added to."""

    group = models.TextField()
    firm = columns.row_of("Firm")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """Found by the group; a membership is corrected by a later recording."""

        indexes = (models.Index(fields=["group"], name="group_membership_group"),)
        constraints = (
            models.UniqueConstraint(
                fields=["group", "firm", "from_on", "recorded_at"], name="group_membership_once"
            ),
        )


class Succession(models.Model):
    """That one firm followed another: merger, incorporation, sale of sites."""

    kind = columns.word()
    predecessor = columns.row_of("Firm")
    successor = columns.row_of("Firm")
    sites = columns.tree(empty=list)
    evidence = columns.text()
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """Nobody follows themselves, and one succession is recorded once."""

        constraints = (
            models.CheckConstraint(
                name="succession_of_another",
                condition=~models.Q(predecessor=models.F("successor")),
            ),
            models.UniqueConstraint(
                fields=["kind", "predecessor", "successor", "effective_on"],
                name="succession_once",
            ),
        )


class Project(models.Model):
    """A project (과제): one row for ever, described by its revisions."""

    number = columns.key()
    is_example = models.BooleanField(default=False)


class ProjectRevision(models.Model):
    """What a project is, as recorded at a moment; only ever added to."""

    project = columns.row_of("Project", indexed=False)
    content = columns.tree()
    recorded_at = models.DateTimeField()

    class Meta:
        """One description a moment."""

        constraints = (
            models.UniqueConstraint(
                fields=["project", "recorded_at"], name="project_revision_once"
            ),
        )


class ProjectParticipant(models.Model):
    """That a firm takes part in a project, by one of its revisions."""

    revision = columns.row_of("ProjectRevision", indexed=False)
    firm = columns.row_of("Firm")
    role = columns.word()

    class Meta:
        """A firm has one role in a project once."""

        constraints = (
            models.UniqueConstraint(
                fields=["revision", "firm", "role"], name="project_participant_once"
            ),
        )
