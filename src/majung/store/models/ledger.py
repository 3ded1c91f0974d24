"""Books: accounts, entries, postings, running balances, and the chain that seals them.

Entries and postings are only ever added to.  Postings carry the days of their entry, so that a
balance of any day as known at any moment reads one table.  References to entries and accounts are
checked for whole statements by a trigger: a check for each of a million rows would take minutes.
"""

from django.db import models

from majung.store.models import columns


class Book(models.Model):
    """The ledger of an institution, with the last block of its chain."""

    key = columns.key()
    institution = columns.row_of("Institution")
    head_sequence = models.BigIntegerField(default=0)
    head_digest = models.BinaryField()
    is_example = models.BooleanField(default=False)


class Account(models.Model):
    """A line of a book's chart."""

    book = columns.row_of("Book", indexed=False)
    institution = columns.row_of("Institution", indexed=False)
    code = models.TextField()
    name_ko = columns.text()
    name_en = columns.text()
    account_class = columns.word()
    position = models.IntegerField(default=0)

    class Meta:
        """A chart has each code once, and no code holds the mark of a member."""

        constraints = (
            models.UniqueConstraint(fields=["book", "code"], name="account_once"),
            models.CheckConstraint(
                name="account_code_without_member",
                condition=~models.Q(code__contains=":") & ~models.Q(code=""),
            ),
        )


class Entry(models.Model):
    """Postings made together for one event in one book; they balance per currency."""

    book = columns.row_checked_in_bulk("Book")
    institution = columns.row_checked_in_bulk("Institution")
    contract = models.ForeignKey(
        "Contract",
        on_delete=models.PROTECT,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    effective_on = models.DateField()
    kind = columns.word()
    party = columns.text()
    revision = models.IntegerField()
    posted_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """The key says what the entry is about, so that posting twice is seen."""

        constraints = (
            models.UniqueConstraint(
                fields=["book", "contract", "effective_on", "kind", "party", "revision"],
                nulls_distinct=False,
                name="entry_once",
            ),
        )


class Posting(models.Model):
    """One line of an entry: debits positive, credits negative, never zero."""

    pk = models.CompositePrimaryKey("entry_id", "number")
    entry = columns.row_checked_in_bulk("Entry")
    number = models.SmallIntegerField()
    account = columns.row_checked_in_bulk("Account")
    institution = columns.row_checked_in_bulk("Institution")
    member = columns.text()
    amount = columns.amount()
    currency = columns.currency()
    effective_on = models.DateField()
    posted_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """Read by account and day."""

        indexes = (models.Index(fields=["account", "effective_on"], name="posting_account_day"),)
        constraints = (models.CheckConstraint(name="posting_moves", condition=~models.Q(amount=0)),)


class PendingEntry(models.Model):
    """An entry whose postings do not balance yet: none may be left when a transaction ends."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, db_constraint=False, related_name="+"
    )


class AccountBalance(models.Model):
    """The running balance of an account, or of a member of it; always the sum of its postings."""

    pk = models.CompositePrimaryKey("account_id", "member", "currency")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    institution = columns.row_of("Institution", indexed=False)
    member = columns.text()
    currency = columns.currency()
    amount = columns.amount()


class ChainBlock(models.Model):
    """One link of a book's chain: the digest of an entry or decision and of the link before."""

    pk = models.CompositePrimaryKey("book_id", "sequence")
    book = columns.row_checked_in_bulk("Book")
    institution = columns.row_checked_in_bulk("Institution")
    sequence = models.BigIntegerField()
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    decision = models.OneToOneField(
        "Decision", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        """A block seals one thing."""

        constraints = (
            models.CheckConstraint(
                name="chain_block_seals_one",
                condition=models.Q(entry__isnull=True, decision__isnull=False)
                | models.Q(entry__isnull=False, decision__isnull=True),
            ),
            models.CheckConstraint(
                name="chain_block_numbered", condition=models.Q(sequence__gte=1)
            ),
        )


class DailyRoot(models.Model):
    """The signed root over the chains of all books at the end of a day, fit to be published."""

    rooted_on = models.DateField(unique=True)
    heads = columns.tree(empty=list)
    previous = models.BinaryField()
    merkle = models.BinaryField()
    digest = models.BinaryField()
    signature = models.BinaryField()
    public_key = models.BinaryField()
    recorded_at = models.DateTimeField()
