"""Contracts: terms agreed once, facts as they happened, events as they were posted.

Facts and events are only ever added to.  Their keys are the field's own (contract, day, kind,
party …) and no number is given out for them, so that the same close gives the same rows.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from majung.store.models import columns


class Contract(models.Model):
    """Terms agreed once, pinned to the programme version they were signed under.

    `agreed` is what the terms come to: committed, insured, the size of a fund; lists sum it.
    `readers` are the institutions that take part beside the provider (insurer, ministry).
    `next_due_on` is the next day on which the contract yields something by itself.
    `taken_over_on` is the day up to which its events are opening balances, not happenings.
    """

    key = columns.key()
    institution = columns.row_of("Institution")
    firm = columns.row_of("Firm", null=True)
    application = columns.row_of("Application", null=True)
    offer = columns.row_of("Offer", null=True)
    project = columns.row_of("Project", null=True)
    loan = columns.row_of("Contract", null=True)
    programme_version = columns.row_of("ProgrammeVersion", null=True)
    programme = columns.text()
    product = columns.text()
    kind = columns.word()
    servicing = columns.word()
    series = columns.word()
    terms = columns.tree()
    agreed = models.BigIntegerField()
    currency = columns.currency()
    signed_on = models.DateField()
    next_due_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    taken_over_on = models.DateField(null=True)
    region = columns.text()
    readers = columns.institutions()
    recorded_at = models.DateTimeField()

    class Meta:
        """Found by the day something is due, and by who takes part."""

        indexes = (
            models.Index(
                fields=["next_due_on"],
                name="contract_due",
                condition=models.Q(next_due_on__isnull=False),
            ),
            GinIndex(fields=["readers"], name="contract_readers"),
            models.Index(fields=["programme", "product"], name="contract_product"),
        )
        constraints = (
            models.CheckConstraint(
                name="contract_serviced_or_reported",
                condition=models.Q(servicing__in=["serviced", "reported"]),
            ),
            models.CheckConstraint(
                name="contract_real_or_example",
                condition=models.Q(series__in=["real", "example"]),
            ),
        )


class ContractParty(models.Model):
    """Who takes part in a contract as what, and in whose book its events are posted.

    The book is named by its key, because another institution's book cannot be seen.
    """

    contract = columns.row_of("Contract", indexed=False, name="parties")
    role = columns.word()
    institution = columns.row_of("Institution", null=True)
    book_key = columns.text()
    name = columns.text()

    class Meta:
        """A role is taken once by the same."""

        constraints = (
            models.UniqueConstraint(
                fields=["contract", "role", "institution", "name"],
                nulls_distinct=False,
                name="contract_party_once",
            ),
        )


class ContractFact(models.Model):
    """One thing that happened to a contract: true from a day on, learnt at a moment."""

    pk = models.CompositePrimaryKey("contract_id", "key")
    contract = columns.row_checked_in_bulk("Contract", name="facts")
    institution = columns.row_checked_in_bulk("Institution")
    key = models.TextField()
    effective_on = models.DateField()
    kind = columns.word()
    amount = models.BigIntegerField(default=0)
    rate = models.DecimalField(max_digits=24, decimal_places=14, null=True)
    party = columns.text()
    reverses = columns.text()
    note = columns.text()
    recorded_by = columns.text()
    recorded_at = models.DateTimeField()

    class Meta:
        """An amount is never negative: what was wrong is reversed."""

        indexes = (models.Index(fields=["recorded_at"], name="contract_fact_recorded"),)
        constraints = (
            models.CheckConstraint(
                name="contract_fact_amount_not_negative", condition=models.Q(amount__gte=0)
            ),
        )


class ContractEvent(models.Model):
    """What a contract yielded and was posted; a later difference is a further revision."""

    pk = models.CompositePrimaryKey("contract_id", "effective_on", "kind", "party", "revision")
    contract = columns.row_checked_in_bulk("Contract", name="events")
    institution = columns.row_checked_in_bulk("Institution")
    effective_on = models.DateField()
    kind = columns.word()
    party = columns.text()
    revision = models.IntegerField()
    amount = columns.amount()
    posted_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """Read by the day of posting for supply and the lake."""

        indexes = (models.Index(fields=["posted_on", "kind"], name="contract_event_posted"),)


class PackedLoan(models.Model):
    """The terms of a loan as the kernel reads them, kept so that thousands are read at once.

    Made of the terms alone and made anew where a release lays them out in another form.
    `signature` says where the events are posted: programme, version, currency, parties' books.
    """

    contract = models.OneToOneField(
        Contract, on_delete=models.PROTECT, primary_key=True, db_constraint=False, related_name="+"
    )
    form = columns.word()
    signature = columns.text()
    content = models.BinaryField()
    components = models.BinaryField()
    payers = columns.text()
    calendar = columns.text()
    drawable_until = models.IntegerField()


class IndexRate(models.Model):
    """What a published index was on a day, as it was told; of several the latest told counts."""

    index = columns.word()
    published_on = models.DateField()
    rate = models.DecimalField(max_digits=24, decimal_places=14)
    recorded_by = columns.text()
    recorded_at = models.DateTimeField()

    class Meta:
        """One rate of an index and a day is told at a moment."""

        constraints = (
            models.UniqueConstraint(
                fields=["index", "published_on", "recorded_at"], name="index_rate_once"
            ),
        )


class Accrual(models.Model):
    """Interest of a loan that had accrued at a month's end and was not due yet, by who bears it."""

    pk = models.CompositePrimaryKey("on", "contract_id", "party")
    contract = columns.row_checked_in_bulk("Contract")
    institution = columns.row_checked_in_bulk("Institution")
    on = models.DateField()
    party = columns.text()
    amount = columns.amount()
    recorded_at = models.DateTimeField()


class ArrearsClass(models.Model):
    """The class that the arrears of a loan put it in at a month's end; a normal one has no row.

    A loan that was in another class the month before and is normal again has one more row.
    """

    pk = models.CompositePrimaryKey("on", "contract_id")
    contract = columns.row_checked_in_bulk("Contract")
    institution = columns.row_checked_in_bulk("Institution")
    on = models.DateField()
    bucket = columns.word()
    before = columns.word()
    days_past_due = models.IntegerField()
    overdue = columns.amount()
    outstanding = columns.amount()
    recorded_at = models.DateTimeField()


class Notice(models.Model):
    """A letter to be sent on a day: that an amount falls due soon, or is past due."""

    pk = models.CompositePrimaryKey("noticed_on", "kind", "contract_id")
    contract = columns.row_checked_in_bulk("Contract")
    institution = columns.row_checked_in_bulk("Institution")
    noticed_on = models.DateField()
    kind = columns.word()
    due_on = models.DateField()
    days_past_due = models.IntegerField()
    principal = columns.amount()
    interest = columns.amount()
    late_interest = columns.amount()
    fee = columns.amount()
    recorded_at = models.DateTimeField()


class Condition(models.Model):
    """A condition precedent (선행조건) of a contract: unmet and unwaived it blocks drawdown."""

    contract = columns.row_of("Contract", indexed=False, name="conditions")
    institution = columns.row_of("Institution", indexed=False)
    key = models.TextField()
    label = columns.tree()
    recorded_at = models.DateTimeField()

    class Meta:
        """A condition stands once in a contract."""

        constraints = (models.UniqueConstraint(fields=["contract", "key"], name="condition_once"),)


class ConditionAct(models.Model):
    """That a condition was fulfilled, with evidence, waived, by a decision, or open again."""

    condition = columns.row_of("Condition", indexed=False, name="acts")
    institution = columns.row_of("Institution", indexed=False)
    kind = columns.word()
    evidence = columns.text()
    decision = columns.row_of("Decision", null=True)
    by = models.TextField()
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        """A fulfilment names its evidence, a waiver the decision that granted it."""

        constraints = (
            models.UniqueConstraint(
                fields=["condition", "kind", "recorded_at"], name="condition_act_once"
            ),
            models.CheckConstraint(
                name="condition_act_founded",
                condition=models.Q(kind="waived", decision__isnull=False)
                | models.Q(kind__in=["fulfilled", "revoked"]) & ~models.Q(evidence=""),
            ),
        )


class ServicerStatement(models.Model):
    """What a core system said of a contract and month; the highest submission counts."""

    contract = columns.row_of("Contract", indexed=False)
    institution = columns.row_of("Institution", indexed=False)
    month = models.DateField()
    submission = models.IntegerField()
    content = columns.tree()
    file = columns.row_of("ReceivedFile")
    line = models.IntegerField()
    submitted_by = columns.text()
    recorded_at = models.DateTimeField()

    class Meta:
        """Submissions of a month are numbered."""

        constraints = (
            models.UniqueConstraint(
                fields=["contract", "month", "submission"], name="servicer_statement_once"
            ),
        )


class ReportedDifference(models.Model):
    """What a statement and our own schedule say of one figure, as it was when they were compared.

    The latest comparison counts: where it finds both alike, an earlier difference is settled.
    """

    contract = columns.row_of("Contract", indexed=False)
    institution = columns.row_of("Institution", indexed=False)
    month = models.DateField()
    kind = columns.word()
    reported = columns.tree()
    computed = columns.tree()
    reason = columns.tree()
    recorded_at = models.DateTimeField()

    class Meta:
        """A difference is told once a check."""

        constraints = (
            models.UniqueConstraint(
                fields=["contract", "month", "kind", "recorded_at"],
                name="reported_difference_once",
            ),
        )
