"""Appeals (이의신청): what a firm objected to."""

from dataclasses import dataclass
from datetime import date, datetime

from majung.store import models
from majung.store.numbers import kept_or_made, row_of
from majung.store.questions import NarrowedQuestion
from majung.store.refusals import RecordedDifferentlyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """A firm's objection (이의신청) to a decision.

    Attributes:
        known_on: the day the firm knew of the decision; None where it did not say.
        due_on: last day on which it can be decided in time.
        application: number of the application that was decided on.
        filed_by: key of the person who filed it for the firm.
        institution: key of the institution that decided; filled in when it is read.
        recorded_at: when it was filed; filled in when it is read.
    """

    key: str
    decision: str
    reason: str
    filed_on: date
    known_on: date | None = None
    due_on: date | None = None
    application: str = ""
    filed_by: str = ""
    institution: str = ""
    recorded_at: datetime | None = None


def file_appeal(appeal: Appeal, *, at: datetime) -> bool:
    """Record a firm's objection; return whether it is new.  The same again does nothing.

    Raises:
        NotRecordedError: the decision is not known.
        RecordedDifferentlyError: the decision was objected to before, for another reason.
    """
    decision = row_of(models.Decision, key=appeal.decision)
    application = decision.application
    assert application is not None, f"{appeal.decision} decided on no application"
    row, is_new = kept_or_made(
        models.Appeal,
        key=appeal.key,
        defaults={
            "decision": decision,
            "application": application,
            "firm_id": application.firm_id,
            "institution_id": decision.institution_id,
            "reason": appeal.reason,
            "filed_by": appeal.filed_by,
            "known_on": appeal.known_on,
            "filed_on": appeal.filed_on,
            "due_on": appeal.due_on,
            "recorded_at": at,
        },
    )
    if (row.decision_id, row.reason) != (decision.pk, appeal.reason):
        raise RecordedDifferentlyError(key=appeal.key)
    return is_new


def appeal_of(key: str) -> Appeal:
    """Return an appeal.

    Raises:
        NotRecordedError: no such appeal among those that whoever acts may read.
    """
    return _appeal(row_of(models.Appeal, key=key))


def appeals(*, application: str = "") -> tuple[Appeal, ...]:
    """Return the appeals that whoever acts may read, of an application or all, earliest first."""
    return tuple(_appeal(row) for row in _APPEALS(application__number=application))


_APPEALS = NarrowedQuestion(
    models.Appeal.objects.select_related("decision", "application", "institution").order_by(
        "filed_on", "key"
    )
)


def _appeal(row: models.Appeal) -> Appeal:
    return Appeal(
        key=row.key,
        decision=row.decision.key,
        reason=row.reason,
        known_on=row.known_on,
        filed_on=row.filed_on,
        due_on=row.due_on,
        application=row.application.number if row.application else "",
        filed_by=row.filed_by,
        institution=row.institution.key,
        recorded_at=row.recorded_at,
    )
