"""Covers of the example world: the premium, and what follows when a borrower stops paying."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import replay
from majung.contracts.states import CoverState
from majung.example.applying import cover_of
from majung.example.draws import Draws
from majung.example.lending import Loans, LoanStory
from majung.example.moments import during
from majung.example.people import approver, officer
from majung.example.plan import Case
from majung.operations.claims.covers import cover_on
from majung.operations.claims.decide_claim import approve_claim_decision, propose_claim_decision
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.issue_cover import issue_cover
from majung.operations.claims.notify_default import notify_default
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.record_recovery import record_recovery, write_off
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for_state
from majung.values.calendars import BusinessCalendar

CLAIM = "claim-1"
ARREARS = "arrears"
#: Of the claims, in the order they are filed: one is reduced, one denied, the others paid whole.
REDUCED, DENIED = 3, 6
REDUCED_TO_PER_HUNDRED = 80
HUNDRED = 100


class Trouble(StrEnum):
    """What follows on a loan that is not paid, in order."""

    NOTIFY = "notify"
    CALL_IN = "call-in"
    CLAIM = "claim"
    PROPOSE_CLAIM = "propose-claim"
    DECIDE_CLAIM = "decide-claim"
    PAY_CLAIM = "pay-claim"
    RECOVER = "recover"
    RECOVER_AGAIN = "recover-again"
    WRITE_OFF = "write-off"


#: Calendar days after the first missed due day; a claim waits three months.
COVERED_DAYS = {
    Trouble.NOTIFY: 30,
    Trouble.CALL_IN: 61,
    Trouble.CLAIM: 95,
    Trouble.PROPOSE_CLAIM: 106,
    Trouble.DECIDE_CLAIM: 110,
    Trouble.PAY_CLAIM: 116,
    Trouble.RECOVER: 140,
    Trouble.RECOVER_AGAIN: 168,
    Trouble.WRITE_OFF: 196,
}
UNCOVERED_DAYS = {Trouble.CALL_IN: 92, Trouble.RECOVER: 130, Trouble.WRITE_OFF: 180}


def troubles(
    story: LoanStory, calendar: BusinessCalendar, *, last_on: date
) -> Iterator[tuple[date, Trouble]]:
    """Return what follows on which day, where the borrower of a loan defaults."""
    missed_on = story.first_missed_on
    if missed_on is None:
        return
    days = COVERED_DAYS if story.case.is_covered else UNCOVERED_DAYS
    for trouble, after in days.items():
        on = calendar.following(missed_on + timedelta(days=after))
        if on <= last_on:
            yield on, trouble


def cover_begins(case: Case, *, on: date) -> None:
    """Put a signed cover into force and take the premium in."""
    insurer = officer(case.stream.insurer).actor
    state = issue_cover(insurer, cover_of(case), on=on, at=during(on, 12))
    if state.premium_unpaid:
        paid = Fact(on, FactKind.PREMIUM_PAYMENT, "premium-1", state.premium_unpaid)
        record_facts(insurer, {cover_of(case): [paid]}, on=on, at=during(on, 13), posts=False)


@dataclass(slots=True)
class Claims:
    """All that goes wrong, in the order in which it does."""

    draws: Draws
    loans: Loans
    filed: dict[str, int] = field(default_factory=dict)

    def take(self, trouble: Trouble, story: LoanStory, *, on: date) -> None:
        """Do what follows on a day."""
        if trouble is Trouble.CALL_IN:
            self.loans.call_in(story, on=on)
        elif story.case.is_covered:
            self._covered(trouble, story, on=on)
        else:
            self._uncovered(trouble, story, on=on)

    def _uncovered(self, trouble: Trouble, story: LoanStory, *, on: date) -> None:
        """A bank without a cover takes what it can get and writes the rest off."""
        state = replay(story.terms, story.facts, until=on).state
        if trouble is Trouble.RECOVER:
            amount = state.outstanding * self._share(story) // HUNDRED
            self.loans.record(story, [Fact(on, FactKind.PAYMENT, "sale-1", amount)], on=on)
        else:
            self.loans.record(
                story,
                [Fact(on, FactKind.WRITE_OFF, "write-off-1", state.outstanding, note="예시 상각")],
                on=on,
            )

    def _covered(self, trouble: Trouble, story: LoanStory, *, on: date) -> None:
        cover, at = cover_of(story.case), during(on, 50)
        bank = officer(story.case.lender).actor
        insurer = officer(story.case.stream.insurer).actor
        match trouble:
            case Trouble.NOTIFY if story.first_missed_on is not None:
                notify_default(
                    bank,
                    cover,
                    key="notice-1",
                    cause=ARREARS,
                    defaulted_on=story.first_missed_on,
                    on=on,
                    at=at,
                )
            case Trouble.CLAIM:
                file_claim(bank, cover, key=CLAIM, on=on, at=at)
                self.filed[story.key] = len(self.filed) + 1
            case Trouble.PROPOSE_CLAIM:
                self._propose(story, on=on)
            case Trouble.DECIDE_CLAIM:
                second = approver(story.case.stream.insurer).actor
                approve_claim_decision(second, _decision_of(story), on=on, at=at)
            case Trouble.PAY_CLAIM if not self._is_denied(story):
                pay_claim(insurer, cover, CLAIM, key="claim-payment-1", on=on, at=at)
            case Trouble.RECOVER | Trouble.RECOVER_AGAIN if not self._is_denied(story):
                paid = self._state(story, on=on).paid
                amount = paid * self._share(story) // HUNDRED
                record_recovery(bank, cover, amount, key=trouble.value, on=on, at=at)
            case Trouble.WRITE_OFF if not self._is_denied(story):
                second = approver(story.case.stream.insurer).actor
                write_off(second, cover, key="write-off-1", reason="회수 불능(예시)", on=on, at=at)

    def _propose(self, story: LoanStory, *, on: date) -> None:
        payable = self._state(story, on=on).claims[0].payable
        accepted, reason = payable, ""
        if self.filed[story.key] == REDUCED:
            accepted = payable * REDUCED_TO_PER_HUNDRED // HUNDRED
            reason = "자금 용도 확인 지연(예시)"
        elif self._is_denied(story):
            accepted, reason = 0, "사고통지 의무 위반(예시)"
        propose_claim_decision(
            officer(story.case.stream.insurer).actor,
            cover_of(story.case),
            CLAIM,
            key=_decision_of(story),
            accepted=accepted,
            document=f"예시-보상-{story.case.number}",
            on=on,
            at=during(on, 50),
            reason=reason,
        )

    def _is_denied(self, story: LoanStory) -> bool:
        return self.filed.get(story.key) == DENIED

    def _share(self, story: LoanStory) -> int:
        return self.draws.between(5, 20, "recovered", story.case.index)

    def _state(self, story: LoanStory, *, on: date) -> CoverState:
        person = officer(story.case.stream.insurer).key
        with acting_for_state(Purpose.EXAMPLE, person=person, at=during(on, 49)):
            return cover_on(cover_of(story.case), on=on).state


def _decision_of(story: LoanStory) -> str:
    return f"{story.case.number}-C"
