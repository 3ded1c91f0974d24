"""What a contract yields and when next: the three engines behind one call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from majung.contracts.cover import CoverContradictsError, CoverReplay, replay_cover
from majung.contracts.cover_terms import INSURED, CoverTerms
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.fund import FundContradictsError, FundReplay, replay_fund
from majung.contracts.fund_terms import FundTerms
from majung.contracts.problems import FactsContradictError, TermsContradictError
from majung.contracts.replay import Replay, replay
from majung.contracts.steps import Steps
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.store.servicing.contracts import Contract, Servicing, contract_of
from majung.store.servicing.facts import facts_of
from majung.store.servicing.statements import told_through


class LoanUnseenError(PolicyFinanceError):
    """A cover is replayed by whoever may read the loan it stands on."""

    kind = "loan-unseen"


AnyReplay = Replay | CoverReplay | FundReplay

#: What says that a contract cannot be replayed, because terms and facts exclude each other.
CONTRADICTIONS = (
    TermsContradictError,
    FactsContradictError,
    CoverContradictsError,
    FundContradictsError,
)

#: What raises the principal owed on a loan, and what lowers it.
OWED: Mapping[EventKind, int] = {
    EventKind.DRAWDOWN: 1,
    EventKind.PRINCIPAL_PAID: -1,
    EventKind.WRITTEN_OFF: -1,
}


@dataclass(frozen=True, slots=True)
class Loan:
    """The loan a cover stands on, as far as the cover must know it.

    Attributes:
        told_on: of a loan that another core system reports, the last day its files tell of; None
            for one that is serviced here.
    """

    terms: LoanTerms
    facts: Sequence[Fact]
    told_on: date | None = None

    @property
    def is_reported(self) -> bool:
        """Whether the bank's own files bring what the cover paid, and nothing else may."""
        return self.told_on is not None


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
        LoanUnseenError: whoever acts may not read the loan under a cover; without it the cover
            would look as if nothing had been drawn, and lapsed.
    """
    match contract.terms:
        case LoanTerms() as terms:
            return replay(terms, facts, until=until)
        case CoverTerms() as terms:
            if contract.is_loan_unseen and loan is None:
                raise LoanUnseenError(contract=contract.key)
            return cover_replayed(terms, tuple(facts), loan, until=until)
        case FundTerms() as terms:
            return replay_fund(terms, facts, until=until)
    raise TypeError(f"{contract.key} has terms of no engine: {type(contract.terms).__name__}")


def loan_under(contract: Contract) -> Loan | None:
    """Return the loan a cover stands on; None where it stands on none that is known here.

    Read as the State: the loan lies with the bank, the cover with the insurer.

    Raises:
        NotRecordedError: the loan is not among the contracts of whoever acts.
    """
    if not contract.loan:
        return None
    loan = contract_of(contract.loan)
    return loans_in([loan], {loan.key: facts_of(loan.key)}).get(loan.key)


def loans_in(
    contracts: Iterable[Contract], facts: Mapping[str, Sequence[Fact]]
) -> Mapping[str, Loan]:
    """Return the loans among contracts, by key, as far as covers on them must know them."""
    loans = [each for each in contracts if isinstance(each.terms, LoanTerms)]
    reported = [each for each in loans if each.servicing is Servicing.REPORTED]
    told = told_through([each.key for each in reported]) if reported else {}
    told_on = {
        each.key: told.get(each.key, each.taken_over_on or each.signed_on) for each in reported
    }
    return {
        each.key: Loan(each.terms, facts.get(each.key, ()), told_on.get(each.key))
        for each in loans
        if isinstance(each.terms, LoanTerms)
    }


def brought(terms: CoverTerms, facts: Sequence[Fact], loan: Loan, *, until: date) -> list[Fact]:
    """Return what a cover brought the bank up to a day: claims paid, its part of recoveries.

    Written as the recoveries on the loan that a bank's own file tells sooner or later.
    """
    owed = outstanding_of(loan, until=until)
    shares = replay_cover(terms, facts, until=until, outstanding=owed).events
    return [
        *(
            Fact(fact.effective_on, FactKind.RECOVERY, f"brought/{fact.key}", fact.amount)
            for fact in standing(facts)
            if fact.kind is FactKind.CLAIM_PAYMENT and fact.effective_on <= until
        ),
        *(
            Fact(
                event.effective_on, FactKind.RECOVERY, f"brought/{event.effective_on}", event.amount
            )
            for event in shares
            if event.kind is EventKind.RECOVERY_SHARED and event.party == INSURED
        ),
    ]


def cover_replayed(
    terms: CoverTerms, facts: Sequence[Fact], loan: Loan | None, *, until: date
) -> CoverReplay:
    """Replay a cover on its loan, as that stands with what the cover brought it.

    What the cover brought a loan that is serviced here stands among that loan's facts.  Of a
    reported loan the bank's file brings it; until the file tells of the day, it counts as if it
    had: the bank has the money, whatever its files say.
    """
    if loan is None:
        return replay_cover(terms, facts, until=until)
    untold = list(_untold(terms, facts, loan, until=until))
    credited = Loan(loan.terms, (*loan.facts, *untold)) if untold else loan
    owed = outstanding_of(credited, until=until)
    return replay_cover(terms, facts, until=until, outstanding=owed)


def _untold(terms: CoverTerms, facts: Sequence[Fact], loan: Loan, *, until: date) -> Iterator[Fact]:
    is_paid = any(fact.kind is FactKind.CLAIM_PAYMENT for fact in facts)
    if loan.told_on is None or not is_paid:
        return
    for fact in brought(terms, facts, loan, until=until):
        if fact.effective_on > loan.told_on:
            yield fact


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
