"""What a contract yields and when next: the three engines behind one call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from majung.contracts.cover import CoverReplay, replay_cover
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact
from majung.contracts.fund import FundReplay, replay_fund
from majung.contracts.fund_terms import FundTerms
from majung.contracts.replay import Replay, replay
from majung.contracts.steps import Steps
from majung.contracts.terms import LoanTerms
from majung.store.servicing.contracts import Contract, contract_of
from majung.store.servicing.facts import facts_of

AnyReplay = Replay | CoverReplay | FundReplay

#: What raises the principal owed on a loan, and what lowers it.
OWED: Mapping[EventKind, int] = {
    EventKind.DRAWDOWN: 1,
    EventKind.PRINCIPAL_PAID: -1,
    EventKind.WRITTEN_OFF: -1,
}


@dataclass(frozen=True, slots=True)
class Loan:
    """The loan a cover stands on, as far as the cover must know it."""

    terms: LoanTerms
    facts: Sequence[Fact]


def replayed(
    contract: Contract, facts: Iterable[Fact], *, until: date, loan: Loan | None = None
) -> AnyReplay:
    """Replay a contract of any kind up to a day.

    Args:
        loan: of a cover, the loan it stands on where that is serviced here; else the notices
            on the cover itself count.

    Raises:
        TermsContradictError, FactsContradictError, CoverContradictsError, FundContradictsError:
            terms and facts contradict each other.
    """
    match contract.terms:
        case LoanTerms() as terms:
            return replay(terms, facts, until=until)
        case CoverTerms() as terms:
            owed = outstanding_of(loan, until=until) if loan else None
            return replay_cover(terms, facts, until=until, outstanding=owed)
        case FundTerms() as terms:
            return replay_fund(terms, facts, until=until)
    raise TypeError(f"{contract.key} has terms of no engine: {type(contract.terms).__name__}")


def loan_under(contract: Contract) -> Loan | None:
    """Return the loan a cover stands on; None where it stands on none that is serviced here.

    Read as the State: the loan lies with the bank, the cover with the insurer.

    Raises:
        NotRecordedError: the loan is not among the contracts of whoever acts.
    """
    if not contract.loan:
        return None
    loan = contract_of(contract.loan)
    if not isinstance(loan.terms, LoanTerms):
        return None
    return Loan(loan.terms, facts_of(loan.key))


def outstanding_of(loan: Loan, *, until: date) -> Steps:
    """Return the principal owed on a loan, by day."""
    return owed_by(replay(loan.terms, loan.facts, until=until).events)


def owed_by(events: Iterable[Event]) -> Steps:
    """Return the principal owed after each of a loan's events."""
    return Steps.adding(
        (event.effective_on, OWED[event.kind] * event.amount)
        for event in events
        if event.kind in OWED
    )
