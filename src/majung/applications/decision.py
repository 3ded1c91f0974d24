"""A decision: two persons, an authority, a reason, a document number.

Rules never refuse alone and never approve alone: a finding is what two persons had before them.
Whoever approves against a finding says so and why (an override); the record keeps both.  An
approval here is not 결재: it keeps the number of the document that is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.errors import Language, PolicyFinanceError
from majung.rules import Verdict
from majung.values.money import Money


class FourEyesError(PolicyFinanceError):
    """Who proposes a decision does not approve it."""

    kind = "four-eyes"


class AuthorityElsewhereError(PolicyFinanceError):
    """An authority holds at one institution, for the products it names."""

    kind = "authority-elsewhere"


class AuthorityNotInForceError(PolicyFinanceError):
    """An authority holds from one day until another."""

    kind = "authority-not-in-force"


class AuthorityExceededError(PolicyFinanceError):
    """What exceeds a person's authority limit is resolved by a committee."""

    kind = "authority-exceeded"


class MinutesNotCoveringError(PolicyFinanceError):
    """Minutes carry a decision up to the amount the committee resolved, after it resolved it."""

    kind = "minutes-not-covering"


class GrantNotFittingError(PolicyFinanceError):
    """Approving grants what was asked, reducing grants less, refusing grants nothing."""

    kind = "grant-not-fitting"


class ReasonMissingError(PolicyFinanceError):
    """A refusal, a reduction and an override are reasoned."""

    kind = "reason-missing"


class OverrideMissingError(PolicyFinanceError):
    """What is granted against a finding is granted by an override of that finding."""

    kind = "override-missing"


class DocumentNumberMissingError(PolicyFinanceError):
    """A decision names the document in which it was approved."""

    kind = "document-number-missing"


class DecidedAgainError(PolicyFinanceError):
    """An appeal is decided by persons who did not decide before."""

    kind = "decided-again"


class DecisionKind(StrEnum):
    """What is decided: the whole amount (승인), less (감액), nothing (거절)."""

    APPROVE = "approve"
    REDUCE = "reduce"
    REFUSE = "refuse"

    def spoken(self, language: Language) -> str:
        """Write the kind in the words of a decision record."""
        return (KOREAN_KIND if language == "ko" else ENGLISH_KIND)[self]


KOREAN_KIND = {
    DecisionKind.APPROVE: "승인",
    DecisionKind.REDUCE: "감액 승인",
    DecisionKind.REFUSE: "거절",
}
ENGLISH_KIND = {
    DecisionKind.APPROVE: "approved",
    DecisionKind.REDUCE: "reduced",
    DecisionKind.REFUSE: "refused",
}


@dataclass(frozen=True, slots=True)
class Authority:
    """The most a person may approve without a committee (전결), for which products, how long.

    Attributes:
        products: keys of the products it holds for; empty for all of the institution's.
        until_on: last day, None while it lasts.
    """

    person: str
    institution: str
    amount_max: Money
    from_on: date
    until_on: date | None = None
    products: frozenset[str] = frozenset()

    def is_in_force_on(self, on: date) -> bool:
        """Say whether the authority holds on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A committee's resolution, by the number of its minutes (위원회 의사록)."""

    committee: str
    number: str
    held_on: date
    resolved: Money


@dataclass(frozen=True, slots=True)
class Override:
    """That a finding stood against a grant, and why it was granted all the same."""

    rule: str
    verdict: Verdict
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What two persons decided on one product of one application.

    Attributes:
        asked: what the firm asked for.
        granted: what it gets; zero in a refusal.
        programme_version: content hash of the programme the decision was taken under.
        against: rules of the assessment that were not met or open, with their verdicts.
        document: number of the document in which the approval is recorded.
        minutes: the committee's resolution, where the amount needed one.
        decided_before: persons who took the decision that an appeal is against.
    """

    application: str
    product: str
    institution: str
    kind: DecisionKind
    asked: Money
    granted: Money
    proposed_by: str
    decided_on: date
    document: str
    programme_version: str
    reason: str = ""
    against: tuple[tuple[str, Verdict], ...] = ()
    overrides: tuple[Override, ...] = ()
    minutes: Minutes | None = None
    decided_before: frozenset[str] = frozenset()


def may_decide(
    person: str, decision: Decision, authority: Authority | None
) -> tuple[PolicyFinanceError, ...]:
    """Return everything that keeps a person from taking a decision; nothing if they may.

    All reasons are returned at once, in a fixed order: who (four eyes, authority), how much
    (limit, minutes, grant), why (reason, overrides), where recorded (document).

    Args:
        person: who would approve it.
        authority: what that person holds; None where they hold none.
    """
    checks = (
        _who(person, decision, authority),
        _how_much(person, decision, authority),
        _why(decision),
        _where_recorded(decision),
    )
    return tuple(refusal for refusals in checks for refusal in refusals)


def decided(person: str, decision: Decision, authority: Authority | None) -> Decision:
    """Return the decision if the person may take it.

    Raises:
        FourEyesError: and every other refusal of `may_decide`; the first one is raised.
    """
    for refusal in may_decide(person, decision, authority):
        raise refusal
    return decision


def override_log(decisions: Iterable[Decision]) -> tuple[tuple[Decision, Override], ...]:
    """List every override with its decision, earliest first: what an auditor asks for."""
    pairs = [(decision, override) for decision in decisions for override in decision.overrides]
    return tuple(
        sorted(
            pairs,
            key=lambda pair: (pair[0].decided_on, pair[0].application, pair[1].rule),
        )
    )


def _who(
    person: str, decision: Decision, authority: Authority | None
) -> Iterable[PolicyFinanceError]:
    if person == decision.proposed_by:
        yield FourEyesError(application=decision.application, person=person)
    if person in decision.decided_before:
        yield DecidedAgainError(application=decision.application, person=person)
    if authority is None:
        return
    is_theirs = authority.person == person and authority.institution == decision.institution
    if not is_theirs or (authority.products and decision.product not in authority.products):
        yield AuthorityElsewhereError(
            application=decision.application,
            person=person,
            product=decision.product,
            institution=decision.institution,
            held_at=authority.institution,
        )
    if not authority.is_in_force_on(decision.decided_on):
        yield AuthorityNotInForceError(
            application=decision.application,
            person=person,
            day=decision.decided_on,
            from_on=authority.from_on,
            until_on=authority.until_on or "—",
        )


def _how_much(
    person: str, decision: Decision, authority: Authority | None
) -> Iterable[PolicyFinanceError]:
    limit = Money.zero(decision.granted.currency) if authority is None else authority.amount_max
    minutes = decision.minutes
    if minutes is not None:
        if minutes.resolved < decision.granted or decision.decided_on < minutes.held_on:
            yield MinutesNotCoveringError(
                application=decision.application,
                minutes=minutes.number,
                resolved=minutes.resolved,
                held_on=minutes.held_on,
                granted=decision.granted,
            )
    elif limit < decision.granted:
        yield AuthorityExceededError(
            application=decision.application, person=person, granted=decision.granted, limit=limit
        )
    if not _grant_fits(decision):
        yield GrantNotFittingError(
            application=decision.application,
            decision=decision.kind,
            asked=decision.asked,
            granted=decision.granted,
        )


def _grant_fits(decision: Decision) -> bool:
    nothing = Money.zero(decision.asked.currency)
    match decision.kind:
        case DecisionKind.APPROVE:
            return nothing < decision.granted == decision.asked
        case DecisionKind.REDUCE:
            return nothing < decision.granted < decision.asked
        case DecisionKind.REFUSE:
            return decision.granted == nothing


def _why(decision: Decision) -> Iterable[PolicyFinanceError]:
    if decision.kind is not DecisionKind.APPROVE and not decision.reason.strip():
        yield ReasonMissingError(application=decision.application, act=decision.kind)
    for override in decision.overrides:
        if not override.reason.strip():
            yield ReasonMissingError(application=decision.application, act=override.rule)
    if decision.kind is DecisionKind.REFUSE:
        return
    overridden = {(override.rule, override.verdict) for override in decision.overrides}
    for rule, verdict in decision.against:
        if (rule, verdict) not in overridden:
            yield OverrideMissingError(
                application=decision.application, rule=rule, verdict=verdict.name.lower()
            )


def _where_recorded(decision: Decision) -> Iterable[PolicyFinanceError]:
    if not decision.document.strip():
        yield DocumentNumberMissingError(application=decision.application)
