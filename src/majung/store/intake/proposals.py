"""Proposals (상신): what one person put forward, until another decides or sends it back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from majung.errors import PolicyFinanceError
from majung.store import models
from majung.store.intake.applications import application_row
from majung.store.numbers import made_or_kept, missing, number_of
from majung.store.questions import NarrowedQuestion, Question
from majung.store.refusals import RecordedDifferentlyError
from majung.store.written import read, written


class ProposalEndedError(PolicyFinanceError):
    """A proposal is decided or sent back once."""

    kind = "proposal-ended"


#: What the value of a proposal names.
RELATED = ("institution", "application", "sent_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What was put forward.

    Attributes:
        key: the decision taken on it will bear it too.
        subject_kind: what it is about: an application, a claim, a waiver, an appeal.
        content: what is to be decided, a value of the lower packages.
        is_open: nobody has decided it or sent it back.
    """

    key: str
    institution: str
    subject_kind: str
    subject: str
    content: object
    proposed_by: str
    proposed_on: date
    application: str = ""
    product: str = ""
    is_open: bool = True


def propose(proposal: Proposal, *, at: datetime) -> None:
    """Keep a proposal; the same again does nothing.

    Raises:
        NotRecordedError: the institution or the application is not known.
        RecordedDifferentlyError: the key belongs to another proposal.
    """
    row, _ = made_or_kept(
        models.Proposal,
        key=proposal.key,
        defaults={
            "institution_id": number_of(models.Institution, key=proposal.institution),
            "subject_kind": proposal.subject_kind,
            "subject": proposal.subject,
            "application_id": application_row(proposal.application).pk
            if proposal.application
            else None,
            "product": proposal.product,
            "content": written(proposal.content),
            "proposed_by": proposal.proposed_by,
            "proposed_on": proposal.proposed_on,
            "recorded_at": at,
        },
    )
    if row.content != written(proposal.content):
        raise RecordedDifferentlyError(key=proposal.key)


def proposal_of(key: str) -> Proposal:
    """Return a proposal.

    Raises:
        NotRecordedError: no such proposal among those that whoever acts may read.
    """
    return _proposal(_row(key))


def proposed_at(key: str) -> datetime | None:
    """Return the moment a proposal was recorded; None where a decision was taken without one."""
    return models.Proposal.objects.filter(key=key).values_list("recorded_at", flat=True).first()


def open_proposal(key: str, *, subject_kind: str = "") -> Proposal:
    """Return a proposal that nobody has decided or sent back.

    Args:
        subject_kind: what it must be about; one about something else is not there.

    Raises:
        NotRecordedError: no such proposal among those that whoever acts may read.
        ProposalEndedError: it was decided or sent back.
    """
    found = proposal_of(key)
    if subject_kind not in ("", found.subject_kind):
        raise missing(models.Proposal, key)
    if not found.is_open:
        raise ProposalEndedError(proposal=key)
    return found


def proposals_on(subject: str, *, subject_kind: str = "") -> tuple[Proposal, ...]:
    """Return the proposals about a subject, earliest first."""
    return tuple(_proposal(row) for row in _PROPOSALS(subject=subject, subject_kind=subject_kind))


_WHOLE = models.Proposal.objects.select_related(*RELATED).annotate(
    is_decided=Exists(models.Decision.objects.filter(key=OuterRef("key")))
)
_PROPOSALS = NarrowedQuestion(_WHOLE.order_by("recorded_at", "pk"))
_NAMED = Question(lambda key: _WHOLE.filter(key=key))


def _row(key: str) -> models.Proposal:
    row = _NAMED.first(key=key)
    if row is None:
        raise missing(models.Proposal, key)
    return row


def waiting(*, subject_kind: str = "") -> tuple[Proposal, ...]:
    """Return the proposals that wait for an approval, earliest first."""
    rows = _WHOLE.filter(sent_back__isnull=True, is_decided=False)
    if subject_kind:
        rows = rows.filter(subject_kind=subject_kind)
    return tuple(_proposal(row) for row in rows.order_by("recorded_at", "pk"))


def send_back(key: str, *, by: str, reason: str, on: date, at: datetime) -> None:
    """Record that a proposal was sent back undecided.

    Raises:
        NotRecordedError: no such proposal among those that whoever acts may read.
        ProposalEndedError: it was decided or sent back before.
    """
    row = _row(key)
    if not _proposal(row).is_open:
        raise ProposalEndedError(proposal=key)
    models.ProposalReturn.objects.create(
        proposal=row,
        institution_id=row.institution_id,
        by=by,
        reason=reason,
        effective_on=on,
        recorded_at=at,
    )


def _proposal(row: Any) -> Proposal:
    is_sent_back = hasattr(row, "sent_back")
    return Proposal(
        key=row.key,
        institution=row.institution.key,
        subject_kind=row.subject_kind,
        subject=row.subject,
        content=read(object, row.content),
        proposed_by=row.proposed_by,
        proposed_on=row.proposed_on,
        application=row.application.number if row.application else "",
        product=row.product,
        is_open=not (row.is_decided or is_sent_back),
    )
