"""Programmes as they were when something was signed under them."""

from django.db import models

from majung.store.models import columns


class ProgrammeVersion(models.Model):
    """One content of a programme, for ever: contracts and decisions are pinned to it.

    `version` is the digest of the files, so a version cannot change under its name.
    """

    key = models.TextField()
    version = models.TextField()
    loaded_at = models.DateTimeField()

    class Meta:
        """A content is loaded once."""

        constraints = (
            models.UniqueConstraint(fields=["key", "version"], name="programme_version_once"),
        )


class ProgrammeFile(models.Model):
    """One file of a programme, byte for byte."""

    programme_version = columns.row_of("ProgrammeVersion", indexed=False, name="files")
    path = models.TextField()
    content = models.BinaryField()

    class Meta:
        """A path occurs once in a version."""

        constraints = (
            models.UniqueConstraint(
                fields=["programme_version", "path"], name="programme_file_once"
            ),
        )
