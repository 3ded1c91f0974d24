"""Loans of the example world: drawn, paid on time, late or not at all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from majung.contracts.facts import Fact, FactKind
from majung.contracts.instalments import Instalment
from majung.contracts.replay import replay, schedule
from majung.contracts.terms import LoanTerms
from majung.example.applying import loan_of
from majung.example.draws import Draws
from majung.example.moments import during
from majung.example.people import officer
from majung.example.plan import Case, Conduct
from majung.operations.acting import CLOCKWORK
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import acting_for
from majung.store.servicing.contracts import contract_of
from majung.values.calendars import BusinessCalendar

#: Of a late payer's dues, so many in a hundred come late, and by so many days at most.
LATE_PER_HUNDRED, LATE_DAYS_MAX = 45, 40
#: A borrower that defaults pays so many dues before it stops.
PAID_BEFORE_DEFAULT = 2


@dataclass(slots=True)
class LoanStory:
    """A loan as the play follows it: its terms, what happened so far, what it will pay when."""

    case: Case
    terms: LoanTerms
    facts: list[Fact] = field(default_factory=list)
    dues: tuple[Instalment, ...] = ()

    @property
    def key(self) -> str:
        """Key of the contract."""
        return loan_of(self.case)

    @property
    def first_missed_on(self) -> date | None:
        """The first due day that a defaulting borrower lets pass; None for who pays."""
        is_bad = self.case.conduct is Conduct.DEFAULTS and len(self.dues) > PAID_BEFORE_DEFAULT
        return self.dues[PAID_BEFORE_DEFAULT].due_on if is_bad else None


@dataclass(slots=True)
class Loans:
    """All loans that were drawn, and the days on which their borrowers pay."""

    draws: Draws
    calendar: BusinessCalendar
    last_on: date
    stories: dict[str, LoanStory] = field(default_factory=dict)
    paying: dict[date, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def draw(self, case: Case, *, on: date) -> LoanTerms:
        """Let the bank pay the loan out whole; return what was agreed."""
        with acting_for(case.lender):
            terms = contract_of(loan_of(case)).terms
        if not isinstance(terms, LoanTerms):
            raise TypeError(f"{loan_of(case)} is no loan")
        record_facts(
            officer(case.lender).actor,
            {loan_of(case): [_drawn(terms, on)]},
            on=on,
            at=during(on, 20),
            posts=False,
        )
        return terms

    def follow(self, case: Case, terms: LoanTerms, *, on: date) -> LoanStory:
        """Lay out how the borrower of a loan that was drawn is going to pay."""
        facts = [_drawn(terms, on)]
        story = self.stories[loan_of(case)] = LoanStory(case, terms, facts, schedule(terms, facts))
        for at, due in enumerate(story.dues):
            if due.due_on > self.last_on:
                break
            if story.case.conduct is Conduct.DEFAULTS and at >= PAID_BEFORE_DEFAULT:
                break
            self.paying[self._paid_on(story.case, at, due)].append((story.key, at))
        return story

    def _paid_on(self, case: Case, at: int, due: Instalment) -> date:
        if case.conduct is not Conduct.LATE:
            return due.due_on
        place = case.index * 100 + at
        if not self.draws.happens(LATE_PER_HUNDRED, "late-due", place):
            return due.due_on
        days = self.draws.between(2, LATE_DAYS_MAX, "late-days", place)
        return self.calendar.following(due.due_on + timedelta(days=days))

    def pay(self, on: date) -> int:
        """Record all payments of a day at once; the close posts them."""
        told: dict[str, list[Fact]] = {}
        for key, at in self.paying.pop(on, ()):
            story = self.stories[key]
            amount = self._amount(story, at, on=on)
            if amount:
                told.setdefault(key, []).append(Fact(on, FactKind.PAYMENT, f"pay-{at + 1}", amount))
        if told:
            record_facts(CLOCKWORK, told, on=on, at=during(on, 30), posts=False)
        for key, facts in told.items():
            self.stories[key].facts += facts
        return sum(map(len, told.values()))

    def _amount(self, story: LoanStory, at: int, *, on: date) -> int:
        """A prompt payer pays the instalment; a late one whatever is owed on the day."""
        if story.case.conduct is not Conduct.LATE:
            return story.dues[at].instalment
        state = replay(story.terms, story.facts, until=on).state
        owed = state.due_principal + state.due_interest + state.late_interest + state.due_fee
        return max(owed - state.overpaid, 0)

    def call_in(self, story: LoanStory, *, on: date) -> None:
        """Let the bank call a defaulted loan in (기한이익 상실)."""
        called = Fact(on, FactKind.DEFAULT, "default-1", note="3개월 연체")
        self.record(story, [called], on=on)

    def record(self, story: LoanStory, facts: Iterable[Fact], *, on: date) -> None:
        """Record facts of one loan at the bank's desk."""
        told = list(facts)
        desk = officer(story.case.lender).actor
        record_facts(desk, {story.key: told}, on=on, at=during(on, 40), posts=False)
        story.facts += told


def _drawn(terms: LoanTerms, on: date) -> Fact:
    return Fact(on, FactKind.DRAWDOWN, "draw-1", terms.committed)
