"""What the insured bank must tell the insurer: default, and what was lent and repaid."""

from collections.abc import Sequence
from datetime import date, datetime

from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import CoverState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.claims.covers import cover_on, require_alive, require_insured
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import take_facts
from majung.store.access import Purpose, acting_for_state

#: Why a default is noticed, where it is no event that spares the waiting.
WAITING_CAUSES = ("arrears", "term-lost", "threat")
#: What a bank reports of a loan that lives in its own core system.
OF_THE_LOAN = frozenset({FactKind.DRAWDOWN, FactKind.PAYMENT, FactKind.PREPAYMENT})


class CauseNotKnownError(PolicyFinanceError):
    """The cause of a default is one of the codes on which the waiting depends."""

    kind = "cause-not-known"


class NoticeNotFittingError(PolicyFinanceError):
    """A bank reports drawdowns and repayments of a loan that is not serviced here."""

    kind = "notice-not-fitting"


def notify_default(
    actor: Actor,
    cover: str,
    *,
    key: str,
    cause: str,
    defaulted_on: date,
    on: date,
    at: datetime,
    reason: str = "",
) -> CoverState:
    """Tell the insurer of a default (사고통지).

    The waiting runs from the day of default; an event that needs none opens the claim at once.

    Args:
        key: of the notice.
        cause: ``arrears``, ``term-lost``, ``threat``, or a code of the terms (``bankruptcy`` …).
        defaulted_on: the day of the default, on or before the day of the notice.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        CoverEndedError: the cover ended before the default, or claims used it up.
        CauseNotKnownError: the cause is no such code; a misspelt one would make the bank wait.
        FactAheadError: the default lies ahead.
        CoverContradictsError: the cover was not in force on the day of the default.
    """
    require(actor, Act.NOTIFY_DEFAULT)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insured(actor, found)
        if not found.has_fact(key, FactKind.DEFAULT_NOTICE):
            # What defaulted while it was covered may be told when the term has passed; what was
            # claimed and paid is told already.
            require_alive(found, on=None if found.state.recourse.paid else defaulted_on)
        known = (*WAITING_CAUSES, *sorted(found.terms.claims.at_once_reasons))
        if cause not in known:
            raise CauseNotKnownError(cover=cover, cause=cause, known=known)
        note = f"{cause}: {reason}"
        told = [
            Fact(defaulted_on, FactKind.DEFAULT, f"{key}.default", note=note),
            Fact(on, FactKind.DEFAULT_NOTICE, key, note=note),
        ]
        take_facts({cover: told}, by=actor.person, on=on, at=at)
        return cover_on(cover, on=on).state


def report_loan(
    actor: Actor, cover: str, facts: Sequence[Fact], *, on: date, at: datetime
) -> CoverState:
    """Tell the insurer what was lent and repaid (실행·상환 통지) on a loan serviced elsewhere.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        NoticeNotFittingError: the loan is serviced here and tells it itself, or the fact is
            neither a drawdown nor a repayment.
        CoverContradictsError: more was repaid than drawn, or the cover is not in force.
    """
    require(actor, Act.NOTIFY_DEFAULT)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insured(actor, found)
        if found.loan is not None or any(fact.kind not in OF_THE_LOAN for fact in facts):
            raise NoticeNotFittingError(cover=cover, loan=found.contract.loan or "—")
        take_facts({cover: facts}, by=actor.person, on=on, at=at)
        return cover_on(cover, on=on).state
