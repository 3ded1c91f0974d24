"""An appeal: a firm's objection to a decision, in time, decided by others, in time.

Source: Trade Insurance Act (무역보험법), objections: within one month of knowing of the act and
three months of the act itself, decided within one month.  Other providers state their own terms.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.applications.decision import Decision, DecisionKind
from majung.errors import Language, PolicyFinanceError
from majung.values.cycles import add_months


class AppealTooLateError(PolicyFinanceError):
    """An appeal is filed while its time runs."""

    kind = "appeal-too-late"


class AppealUnreasonedError(PolicyFinanceError):
    """An appeal says what is wrong with the decision."""

    kind = "appeal-unreasoned"


class AppealKnownOutsideError(PolicyFinanceError):
    """A firm knows of a decision after it was taken and before it objects to it."""

    kind = "appeal-known-outside"


class NothingToAppealError(PolicyFinanceError):
    """An appeal is about what was refused, wholly or in part."""

    kind = "nothing-to-appeal"


class AppealOutcome(StrEnum):
    """How an appeal is decided."""

    #: The application is assessed anew, and others decide on it.
    UPHELD = "upheld"
    #: The decision stands.
    DISMISSED = "dismissed"

    def spoken(self, language: Language) -> str:
        """Write the outcome in the words of a notice."""
        return KOREAN_OUTCOME[self] if language == "ko" else self.value


KOREAN_OUTCOME = {AppealOutcome.UPHELD: "인용", AppealOutcome.DISMISSED: "기각"}


@dataclass(frozen=True, slots=True)
class AppealTerms:
    """How long a firm may appeal, and how long the provider may take.

    Attributes:
        months_from_knowing: after the firm knew of the decision.
        months_from_decision: after the decision, whether the firm knew of it or not.
        months_to_decide: after the appeal was filed.
    """

    months_from_knowing: int = 1
    months_from_decision: int = 3
    months_to_decide: int = 1


TRADE_INSURANCE = AppealTerms()


@dataclass(frozen=True, slots=True)
class Appeal:
    """A firm's objection to a decision.

    Attributes:
        known_on: the day the firm knew of the decision.
    """

    application: str
    decided_on: date
    known_on: date
    filed_on: date
    reason: str

    def due_on(self, terms: AppealTerms = TRADE_INSURANCE) -> date:
        """Return the last day on which it can be decided in time."""
        return add_months(self.filed_on, terms.months_to_decide)


def last_day_to_appeal(
    decided_on: date, known_on: date, terms: AppealTerms = TRADE_INSURANCE
) -> date:
    """Return the last day of an appeal: the earlier of the two ends."""
    return min(
        add_months(known_on, terms.months_from_knowing),
        add_months(decided_on, terms.months_from_decision),
    )


def last_day_of_all(decided_on: date, terms: AppealTerms = TRADE_INSURANCE) -> date:
    """Return the day after which a decision stands, whenever the firm knew of it."""
    return add_months(decided_on, terms.months_from_decision)


def filed(appeal: Appeal, terms: AppealTerms = TRADE_INSURANCE) -> Appeal:
    """Return the appeal if it is in time and says why.

    Raises:
        AppealKnownOutsideError: the firm cannot have known of the decision on that day.
        AppealTooLateError: its last day has passed.
        AppealUnreasonedError: it gives no reason.
    """
    if not appeal.decided_on <= appeal.known_on <= appeal.filed_on:
        raise AppealKnownOutsideError(
            application=appeal.application,
            known_on=appeal.known_on,
            decided_on=appeal.decided_on,
            filed_on=appeal.filed_on,
        )
    last_on = last_day_to_appeal(appeal.decided_on, appeal.known_on, terms)
    if last_on < appeal.filed_on:
        raise AppealTooLateError(
            application=appeal.application, filed_on=appeal.filed_on, last_on=last_on
        )
    if not appeal.reason.strip():
        raise AppealUnreasonedError(application=appeal.application)
    return appeal


def require_appealable(decision: Decision) -> None:
    """Refuse an appeal about a decision that gave the firm all it asked for.

    Raises:
        NothingToAppealError: the whole amount was granted.
    """
    if decision.kind is DecisionKind.APPROVE:
        raise NothingToAppealError(application=decision.application, granted=decision.granted)


def decision_on_appeal(
    first: Decision,
    outcome: AppealOutcome,
    *,
    reason: str,
    document: str,
    filed_by: str,
    decided_before: frozenset[str],
    on: date,
) -> Decision:
    """Return the decision on an appeal: about the amount that was refused, all of it or nothing.

    What is upheld is not granted by that: the application goes back to be assessed, proposed and
    approved anew.

    Args:
        first: the decision that was objected to.
        filed_by: who put the matter forward for the firm.
        decided_before: everybody who took part in the decision objected to.
    """
    refused = first.asked - first.granted
    is_upheld = outcome is AppealOutcome.UPHELD
    return Decision(
        application=first.application,
        product=first.product,
        institution=first.institution,
        kind=DecisionKind.APPROVE if is_upheld else DecisionKind.REFUSE,
        asked=refused,
        granted=refused if is_upheld else refused - refused,
        proposed_by=filed_by,
        decided_on=on,
        document=document,
        programme_version=first.programme_version,
        reason=reason,
        decided_before=decided_before,
    )


def outcome_of(decision: Decision) -> AppealOutcome:
    """Return how an appeal was decided."""
    is_upheld = decision.kind is DecisionKind.APPROVE
    return AppealOutcome.UPHELD if is_upheld else AppealOutcome.DISMISSED
