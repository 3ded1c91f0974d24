"""Decisions and offers: what two persons decided, what a firm was offered, what it said.

A decision is sealed in the chain of its institution's book (see `servicing.chain`).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from majung.applications.decision import Decision
from majung.applications.firm import FirmIdentity, identity_key
from majung.errors import PolicyFinanceError
from majung.store import models
from majung.store.intake.applications import application_row
from majung.store.numbers import (
    add_rows,
    lasting_row_of,
    made_or_kept,
    number_of,
    number_or_none,
    row_of,
)
from majung.store.questions import Question
from majung.store.refusals import RecordedDifferentlyError
from majung.store.written import is_kept_in, packed, read, written
from majung.values.money import Money

APPLICATION = "application"
APPEAL = "appeal"
#: What the value of an offer names.
DECISION_RELATED = ("programme_version", "ground")
OFFER_RELATED = ("application", "institution", "programme_version", "decision", "answer")


class OfferAnsweredError(PolicyFinanceError):
    """An offer is answered once."""

    kind = "offer-answered"


class OfferOutcome(StrEnum):
    """How an offer ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDecision:
    """A decision with everything an auditor asks for.

    Attributes:
        key: names the decision among all.
        subject_kind: what was decided on: an application, a claim, a waiver, an appeal.
        subject: its key.
        known: what the deciders had before them: findings, checks, figures, as one value; None
            for the firm, which reads the decision and its reason.
    """

    key: str
    subject_kind: str
    subject: str
    decision: Decision
    approved_by: str
    programme: str
    known: object
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Approved terms (승인조건).

    Attributes:
        content: the priced terms, a value of the lower packages.
        until_on: last day on which it can be accepted; None where it has no end.
        outcome: how it ended; None while it is open.
    """

    key: str
    application: str
    institution: str
    programme: str
    version: str
    product: str
    amount: Money
    content: object
    offered_on: date
    until_on: date | None
    decision: str = ""
    outcome: OfferOutcome | None = None
    ended_on: date | None = None


def record_decision(decision: KeptDecision) -> int:
    """Record a decision; return its number, by which the chain seals it.

    The same decision again gives the same number.

    Raises:
        NotRecordedError: the institution, application or programme version is not known.
        RecordedDifferentlyError: the key belongs to another decision.
    """
    return recorded(decision)[0].pk


def recorded(decision: KeptDecision) -> tuple[models.Decision, bool]:
    """Return the row of a decision with all it points to, and whether it was recorded now.

    Raises:
        NotRecordedError: the institution, application or programme version is not known.
        RecordedDifferentlyError: the key belongs to another decision.
    """
    decided = decision.decision
    application = _application_of(decision)
    version = decided.programme_version
    row, is_new = made_or_kept(
        models.Decision,
        key=decision.key,
        defaults={
            "institution": lasting_row_of(models.Institution, key=decided.institution),
            "subject_kind": decision.subject_kind,
            "subject": decision.subject,
            "application": application,
            "firm": application.firm if application else None,
            "product": decided.product,
            "kind": decided.kind.value,
            "asked": decided.asked.minor,
            "granted": decided.granted.minor,
            "currency": decided.asked.currency,
            "proposed_by": decided.proposed_by,
            "approved_by": decision.approved_by,
            "document": decided.document,
            "programme_version": lasting_row_of(
                models.ProgrammeVersion, key=decision.programme, version=version
            )
            if decision.programme and version
            else None,
            "content": written(decided),
            "decided_on": decided.decided_on,
            "recorded_at": decision.recorded_at,
        },
    )
    if row.content != written(decided):
        raise RecordedDifferentlyError(key=decision.key)
    if is_new and decision.known is not None:
        content = packed(decision.known)
        ground = models.DecisionGround(
            decision=row, institution_id=row.institution_id, content=content
        )
        add_rows([ground])
    return row, is_new


def decision_of(key: str) -> KeptDecision:
    """Return a decision.

    Raises:
        NotRecordedError: no such decision of the acting institution.
    """
    return kept_decision(row_of(models.Decision, *DECISION_RELATED, key=key))


def decisions_on(subject: str, *, subject_kind: str = APPLICATION) -> tuple[KeptDecision, ...]:
    """Return what was decided on a subject, in the order recorded."""
    rows = _DECIDED(subject_kind=subject_kind, subject=subject)
    return tuple(kept_decision(row) for row in rows)


_DECIDED = Question(
    lambda subject_kind, subject: (
        models.Decision.objects.select_related(*DECISION_RELATED)
        .filter(subject_kind=subject_kind, subject=subject)
        .order_by("recorded_at", "pk")
    )
)


def decisions_about(firms: Collection[FirmIdentity]) -> tuple[KeptDecision, ...]:
    """Return what was decided on applications of firms, by day, as far as whoever acts may read.

    What was decided on an appeal stands beside the decision it is about and is left out here.
    """
    keys = [identity_key(firm) for firm in firms]
    rows = models.Decision.objects.filter(firm__key__in=keys, subject_kind=APPLICATION)
    return tuple(kept_decision(row) for row in rows.order_by("decided_on", "recorded_at", "pk"))


def decisions(*, first_on: date, last_on: date) -> tuple[KeptDecision, ...]:
    """Return what was decided between two days, both included."""
    rows = models.Decision.objects.filter(decided_on__range=(first_on, last_on))
    return tuple(kept_decision(row) for row in rows.order_by("decided_on", "recorded_at", "pk"))


def make_offer(offer: Offer, *, at: datetime) -> None:
    """Record approved terms; the same again does nothing.

    Raises:
        NotRecordedError: the application, institution, decision or version is not known.
        RecordedDifferentlyError: the key belongs to another offer.
    """
    application = application_row(offer.application)
    row, is_new = made_or_kept(
        models.Offer,
        key=offer.key,
        defaults={
            "application": application,
            "firm_id": application.firm_id,
            "institution_id": number_of(models.Institution, key=offer.institution),
            "decision_id": number_or_none(models.Decision, key=offer.decision),
            "programme_version_id": number_of(
                models.ProgrammeVersion, key=offer.programme, version=offer.version
            ),
            "product": offer.product,
            "amount": offer.amount.minor,
            "currency": offer.amount.currency,
            "content": packed(offer.content),
            "offered_on": offer.offered_on,
            "until_on": offer.until_on,
            "recorded_at": at,
        },
    )
    if not is_new and not is_kept_in(row.content, offer.content):
        raise RecordedDifferentlyError(key=offer.key)


def answer_offer(
    key: str, outcome: OfferOutcome, *, by: str, on: date, at: datetime, reason: str = ""
) -> tuple[Offer, bool]:
    """Record how an offer ended; return it, and whether the answer is new.

    The same answer again does nothing.

    Raises:
        NotRecordedError: no such offer among those that whoever acts may read.
        OfferAnsweredError: it ended otherwise before.
    """
    row = row_of(models.Offer, *OFFER_RELATED, key=key)
    answer, is_new = made_or_kept(
        models.OfferAnswer,
        offer=row,
        defaults={
            "firm_id": row.firm_id,
            "institution_id": row.institution_id,
            "kind": outcome.value,
            "by": by,
            "effective_on": on,
            "reason": reason,
            "recorded_at": at,
        },
    )
    if answer.kind != outcome:
        raise OfferAnsweredError(offer=key, outcome=answer.kind, day=answer.effective_on)
    ended = replace(_offer(row), outcome=OfferOutcome(answer.kind), ended_on=answer.effective_on)
    return ended, is_new


def require_offer(key: str) -> None:
    """Refuse an offer that whoever acts may not read.

    Raises:
        NotRecordedError: no such offer among those that whoever acts may read.
    """
    number_of(models.Offer, key=key)


def offer_of(key: str) -> Offer:
    """Return an offer and how it ended.

    Raises:
        NotRecordedError: no such offer among those that whoever acts may read.
    """
    return _offer(row_of(models.Offer, *OFFER_RELATED, key=key))


def offers_of(application: str) -> tuple[Offer, ...]:
    """Return the offers made on an application, earliest first."""
    return tuple(_offer(row) for row in _OFFERS(application=application))


_OFFERS = Question(
    lambda application: (
        models.Offer.objects.select_related(*OFFER_RELATED)
        .filter(application__number=application)
        .order_by("offered_on", "key")
    )
)


def open_offers(*, until_on: date) -> tuple[Offer, ...]:
    """Return offers that nobody answered and whose last day is on or before a day."""
    return tuple(map(_offer, _OPEN(until_on=until_on)))


_OPEN = Question(
    lambda until_on: (
        models.Offer.objects.select_related(*OFFER_RELATED)
        .filter(answer__isnull=True, until_on__lte=until_on)
        .order_by("until_on", "key")
    )
)


def kept_decision(row: models.Decision) -> KeptDecision:
    """Return the value of a row."""
    version = row.programme_version
    ground: models.DecisionGround | None = getattr(row, "ground", None)
    return KeptDecision(
        key=row.key,
        subject_kind=row.subject_kind,
        subject=row.subject,
        decision=read(Decision, row.content),
        approved_by=row.approved_by,
        programme=version.key if version else "",
        known=read(object, ground.content) if ground else None,
        recorded_at=row.recorded_at,
    )


def _offer(row: models.Offer) -> Offer:
    answer: models.OfferAnswer | None = getattr(row, "answer", None)
    return Offer(
        key=row.key,
        application=row.application.number,
        institution=row.institution.key,
        programme=row.programme_version.key,
        version=row.programme_version.version,
        product=row.product,
        amount=Money(row.amount, row.currency),
        content=read(object, row.content),
        offered_on=row.offered_on,
        until_on=row.until_on,
        decision=row.decision.key if row.decision else "",
        outcome=OfferOutcome(answer.kind) if answer else None,
        ended_on=answer.effective_on if answer else None,
    )


def _application_of(decision: KeptDecision) -> models.Application | None:
    # An appeal is read by the firm, as the decision it is about is.
    if decision.subject_kind not in (APPLICATION, APPEAL):
        return None
    return application_row(decision.decision.application)
