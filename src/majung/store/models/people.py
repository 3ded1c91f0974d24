"""People: a key without a name, what they may do where, how they sign in, what is personal.

Everything personal stands in `PersonalRecord`, locked under the key in `PersonalKey`.  Destroying
the key erases the person everywhere, copies of the record included; all other tables name people
by a key that says nothing.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from majung.store.models import columns


class Person(models.Model):
    """Somebody, by a key that says nothing about them."""

    key = columns.key()
    is_example = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)


class PersonalKey(models.Model):
    """The key of one person, itself locked under the office's own key."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    locked_key = models.BinaryField()


class PersonalRecord(models.Model):
    """What is known about a person, locked: name, mail, telephone, position."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    institution = columns.row_of("Institution", null=True)
    firm = columns.row_of("Firm", null=True)
    locked = models.BinaryField()
    recorded_at = models.DateTimeField()


class Membership(models.Model):
    """What a person may do at an institution or for a firm, from one day until another."""

    person = columns.row_of("Person")
    institution = columns.row_of("Institution", null=True)
    firm = columns.row_of("Firm", null=True)
    role = columns.word()
    authority_limit = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="KRW")
    products = columns.tree(empty=list)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        """A role is held at one place, and a limit of authority is an amount."""

        constraints = (
            models.CheckConstraint(
                name="membership_at_one_place",
                condition=models.Q(institution__isnull=False, firm__isnull=True)
                | models.Q(institution__isnull=True, firm__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_authority_not_negative",
                condition=models.Q(authority_limit__isnull=True) | models.Q(authority_limit__gte=0),
            ),
            models.UniqueConstraint(
                fields=["person", "institution", "firm", "role", "from_on"],
                nulls_distinct=False,
                name="membership_once",
            ),
        )


class UserManager(BaseUserManager["User"]):
    """Finds a sign-in by its name, as Django's own code expects."""

    def create_user(self, name: str, password: str | None = None) -> "User":
        """Make a sign-in that belongs to nobody yet; without a password nobody can use it."""
        user = self.model(name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A sign-in.  Its name is given by the office and is neither a mail address nor a person's."""

    name = models.TextField(unique=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, related_name="sign_in"
    )
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class ApiKey(models.Model):
    """A key with which another system signs in: only its digest is kept."""

    prefix = columns.key()
    digest = models.BinaryField()
    person = columns.row_of("Person")
    institution = columns.row_of("Institution", null=True)
    scopes = columns.tree(empty=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
