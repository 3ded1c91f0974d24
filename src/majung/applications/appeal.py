"""An appeal: a firm's objection to a decision, in time, decided by others, in time.

Source: Trade Insurance Act (무역보험법), objections: within one month of knowing of the act and
three months of the act itself, decided within one month.  Other providers state their own terms.
"""

from dataclasses import dataclass
from datetime import date

from majung.errors import PolicyFinanceError
from majung.values.cycles import add_months


class AppealTooLateError(PolicyFinanceError):
    """An appeal is filed while its time runs."""

    kind = "appeal-too-late"


class AppealUnreasonedError(PolicyFinanceError):
    """An appeal says what is wrong with the decision."""

    kind = "appeal-unreasoned"


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


def filed(appeal: Appeal, terms: AppealTerms = TRADE_INSURANCE) -> Appeal:
    """Return the appeal if it is in time and says why.

    Raises:
        AppealTooLateError: its last day has passed.
        AppealUnreasonedError: it gives no reason.
    """
    last_on = last_day_to_appeal(appeal.decided_on, appeal.known_on, terms)
    if last_on < appeal.filed_on:
        raise AppealTooLateError(
            application=appeal.application, filed_on=appeal.filed_on, last_on=last_on
        )
    if not appeal.reason.strip():
        raise AppealUnreasonedError(application=appeal.application)
    return appeal
