"""Institutions and their dated names: ministries, banks, guarantors, fund managers, the council."""

from django.db import models

from majung.store.models import columns


class Institution(models.Model):
    """A body that takes part; its number marks the rows that are its own."""

    id = models.AutoField(primary_key=True)
    key = columns.key()
    kind = columns.word()
    is_example = models.BooleanField(default=False)


class InstitutionName(models.Model):
    """What an institution is called from a day on."""

    institution = columns.row_of("Institution", indexed=False)
    ko = columns.text()
    en = columns.text()
    from_on = models.DateField()

    class Meta:
        """A day on which a name begins occurs once."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "from_on"], name="institution_name_once_a_day"
            ),
        )
