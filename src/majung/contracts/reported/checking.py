"""A statement held against our schedule: every figure on which the two disagree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.contracts.events import EventKind
from majung.contracts.excess import excess_problems
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.replay import Replay, replay
from majung.contracts.reported.statements import Statement
from majung.contracts.terms import LoanTerms
from majung.errors import Language, Message, message
from majung.values.money import Money
from majung.values.months import Month
from majung.values.rates import Rate

Figure = Money | Rate | int | date | None


class DifferenceKind(StrEnum):
    """What a report and our schedule can disagree on."""

    OUTSTANDING = "outstanding"
    PRINCIPAL = "principal"
    INTEREST = "interest"
    LATE_INTEREST = "late-interest"
    EXCESS = "excess"
    DUE_UNPAID = "due-unpaid"
    ARREARS = "arrears"
    DAYS_PAST_DUE = "days-past-due"
    RATE = "rate"
    DEFAULT = "default"
    IN_FORCE = "in-force"
    UNPAID_PREMIUM = "unpaid-premium"
    RECOURSE = "recourse"
    CASH = "cash"
    HELD = "held"
    PAID_IN = "paid-in"
    DISTRIBUTED = "distributed"

    def spoken(self, language: Language) -> str:
        """Name what differs."""
        return KOREAN[self] if language == "ko" else self.value.replace("-", " ")


KOREAN = {
    DifferenceKind.OUTSTANDING: "잔액",
    DifferenceKind.PRINCIPAL: "원금 상환",
    DifferenceKind.INTEREST: "이자 수납",
    DifferenceKind.LATE_INTEREST: "연체이자 수납",
    DifferenceKind.EXCESS: "초과 납입",
    DifferenceKind.DUE_UNPAID: "미납 상환분",
    DifferenceKind.ARREARS: "연체금액",
    DifferenceKind.DAYS_PAST_DUE: "연체일수",
    DifferenceKind.RATE: "적용금리",
    DifferenceKind.DEFAULT: "기한이익상실일",
    DifferenceKind.IN_FORCE: "유효 보험금액",
    DifferenceKind.UNPAID_PREMIUM: "미납 보험료",
    DifferenceKind.RECOURSE: "구상채권 잔액",
    DifferenceKind.CASH: "현금 잔액",
    DifferenceKind.HELD: "투자자산 평가액",
    DifferenceKind.PAID_IN: "누적 납입액",
    DifferenceKind.DISTRIBUTED: "누적 배분액",
}

#: Sums over a month's events that a statement may state, by what they are.
_PAID = {
    DifferenceKind.PRINCIPAL: EventKind.PRINCIPAL_PAID,
    DifferenceKind.INTEREST: EventKind.INTEREST_PAID,
    DifferenceKind.LATE_INTEREST: EventKind.LATE_INTEREST_PAID,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of a month, as reported and as computed; None for what one side does not know."""

    kind: DifferenceKind
    reported: Figure
    computed: Figure

    @property
    def reason(self) -> Message:
        """What differs, why that may be, and what helps."""
        return message(
            f"reported-{self.kind.value}-differs",
            reported=_shown(self.reported),
            computed=_shown(self.computed),
        )


def differences(
    statement: Statement, terms: LoanTerms, facts: Iterable[Fact]
) -> tuple[Difference, ...]:
    """Hold a statement against a replay of the loan to the month's end.

    Args:
        facts: all of the contract's, those of the statement among them.

    Raises:
        TermsContradictError, FactsContradictError: terms and facts exclude each other.

    Source: own convention, docs/importing.md, servicer files.
    """
    known = tuple(facts)
    done = replay(terms, known, until=statement.month.last_on)
    return tuple(
        found
        for found in (
            *_amounts(statement, terms, done),
            *_excess(statement, terms, known, done),
            *_others(statement, known, done),
        )
        if found.reported != found.computed
    )


def not_stated(
    statement: Statement, terms: LoanTerms, facts: Iterable[Fact]
) -> tuple[Message, ...]:
    """Return what our schedule says of a month and the statement leaves open, to be told.

    A figure that was not stated is neither nothing nor a difference: whether the two sides agree
    on it is not known.

    Args:
        facts: all of the contract's, those of the statement among them.

    Raises:
        TermsContradictError, FactsContradictError: terms and facts exclude each other.

    Source: own convention, docs/importing.md, servicer files.
    """
    if statement.arrears is not None:
        return ()
    unpaid = _unpaid(replay(terms, tuple(facts), until=statement.month.last_on))
    if not unpaid:
        return ()
    return (message("reported-arrears-not-stated", computed=Money(unpaid, terms.currency)),)


def _unpaid(done: Replay) -> int:
    return done.state.due_principal + done.state.due_interest


def _amounts(statement: Statement, terms: LoanTerms, done: Replay) -> Iterator[Difference]:
    def pair(kind: DifferenceKind, reported: int, computed: int) -> Difference:
        return Difference(kind, Money(reported, terms.currency), Money(computed, terms.currency))

    state = done.state
    if statement.outstanding is not None:
        yield pair(DifferenceKind.OUTSTANDING, statement.outstanding, state.outstanding)
    stated = {
        DifferenceKind.PRINCIPAL: statement.principal_paid,
        DifferenceKind.INTEREST: statement.interest_paid,
        DifferenceKind.LATE_INTEREST: statement.late_interest_paid,
    }
    for kind, reported in stated.items():
        if reported is not None:
            computed = sum(
                event.amount
                for event in done.events
                if event.kind is _PAID[kind] and Month.of(event.effective_on) == statement.month
            )
            yield pair(kind, reported, computed)
    if statement.arrears is not None:
        # Who reports arrears of nothing says that everything due was paid.
        kind = DifferenceKind.ARREARS if statement.arrears else DifferenceKind.DUE_UNPAID
        yield pair(kind, statement.arrears, _unpaid(done))


def _excess(
    statement: Statement, terms: LoanTerms, facts: tuple[Fact, ...], done: Replay
) -> Iterator[Difference]:
    """Compare what was paid in a month with all that was owed, where a payment is above it.

    What it is held against is all that is known by the month's end, whichever came first.
    """
    month = statement.month
    kept = (event for event in done.events if event.kind is EventKind.OVERPAID)
    if not any(Month.of(event.effective_on) == month for event in kept):
        return
    by_now = [fact for fact in standing(facts) if fact.effective_on <= month.last_on]
    before = {fact.key for fact in by_now if fact.effective_on < month.first_on}
    above = excess_problems(terms, by_now, kept=before)
    if above:
        paid, owed = (sum(_minor(each, name) for each in above) for name in ("amount", "owed"))
        currency = terms.currency
        yield Difference(DifferenceKind.EXCESS, Money(paid, currency), Money(owed, currency))


def _minor(told: Message, name: str) -> int:
    amount = told.value(name)
    assert isinstance(amount, Money), "a payment and what is owed are money"
    return amount.minor


def _others(statement: Statement, facts: tuple[Fact, ...], done: Replay) -> Iterator[Difference]:
    state = done.state
    if statement.days_past_due is not None:
        yield Difference(DifferenceKind.DAYS_PAST_DUE, statement.days_past_due, state.days_past_due)
    if statement.rate is not None:
        yield Difference(DifferenceKind.RATE, statement.rate, state.rate)
    defaults = [
        fact.effective_on
        for fact in standing(facts)
        if fact.kind is FactKind.DEFAULT and fact.effective_on <= statement.month.last_on
    ]
    if statement.defaulted_on is not None:
        yield Difference(
            DifferenceKind.DEFAULT, statement.defaulted_on, defaults[0] if defaults else None
        )


def _shown(figure: Figure) -> object:
    return "—" if figure is None else figure
