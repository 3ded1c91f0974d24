"""Taking back what never happened: a reversal of one fact of a contract of any kind, at a desk.

Nothing is changed or deleted: a reversal says that a fact never happened, and why.  What has an
act of its own to be taken back is not taken back here.  Of a contract whose facts exclude each
other every fact can be, whatever brought it, one after the other, until it can be replayed again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from majung.contracts.cover import CoverContradictsError
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.fund import FundContradictsError
from majung.contracts.fund_terms import FundTerms
from majung.contracts.problems import FactsContradictError
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor, Role
from majung.operations.claims.covers import cover_on, credit_note
from majung.operations.claims.record_recovery import shared_anew
from majung.operations.desks import at_desk
from majung.operations.policy import Act, may, require
from majung.operations.servicing.posting import Posting
from majung.operations.servicing.record_facts import require_kept_here, take_facts
from majung.operations.servicing.record_on_loan import ON_LOANS
from majung.operations.servicing.replaying import CONTRADICTIONS, Loan, loan_under, replayed
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Contract, contract_of
from majung.store.servicing.facts import facts_of

#: What is taken back of a contract that can be replayed, by the kind of its terms.
TAKEN_BACK: Mapping[type, frozenset[FactKind]] = MappingProxyType(
    {
        LoanTerms: frozenset({*ON_LOANS, FactKind.TRANSFER, FactKind.RESTRUCTURING}),
        CoverTerms: frozenset({FactKind.PREMIUM_PAYMENT, FactKind.PREMIUM_REFUND, FactKind.END}),
        FundTerms: frozenset({FactKind.END}),
    }
)
#: As which act, as the table of roles knows it.
ACTS: Mapping[type, Act] = MappingProxyType(
    {
        LoanTerms: Act.RECORD_FACTS,
        CoverTerms: Act.RECORD_FACTS,
        FundTerms: Act.RECORD_FUND_FACTS,
    }
)
#: What says that facts of the contract itself exclude each other, by the kind of its terms: a
#: cover is not set right by its own facts where those of its loan contradict.
OWN: Mapping[type, type[PolicyFinanceError]] = MappingProxyType(
    {
        LoanTerms: FactsContradictError,
        CoverTerms: CoverContradictsError,
        FundTerms: FundContradictsError,
    }
)
#: What a cover brings the bank's loan, and what is taken back there with it.
BROUGHT = frozenset({FactKind.CLAIM_PAYMENT, FactKind.RECOVERY})


class FactNotStandingError(PolicyFinanceError):
    """What is taken back is a fact that stands, and that has no act of its own for it."""

    kind = "fact-not-standing"


class FactReversalUnreasonedError(PolicyFinanceError):
    """A fact is taken back for a reason."""

    kind = "fact-reversal-unreasoned"


def take_back(
    actor: Actor, contract: str, wrong: str, *, key: str, reason: str, on: date, at: datetime
) -> Posting:
    """Take back a fact that never happened; the same again does nothing.

    What a cover brought its loan with the fact is taken back on the loan too.

    Args:
        wrong: key of the fact.
        key: of the reversal.

    Raises:
        NotPermittedError, ContractElsewhereError: the actor may not.
        ContractReportedError: another core system keeps the contract and reports it.
        NotRecordedError: no such contract on the actor's desk.
        FactNotStandingError: no fact of that key stands that is taken back here.
        FactReversalUnreasonedError: no reason is given.
        The refusals of `take_facts`: what happened since may rest on the fact.
    """
    if not any(may(actor, act) for act in ACTS.values()):
        require(actor, Act.RECORD_FACTS)
    if not reason.strip():
        raise FactReversalUnreasonedError(contract=contract, fact=wrong)
    with at_desk(actor):
        held = contract_of(contract)
    require(actor, ACTS[type(held.terms)])
    person = actor.person or Role.CLOCKWORK.value
    with acting_for_state(Purpose.SERVICING, person=person, at=at, subject=contract):
        require_kept_here(actor, held, by_hand=True)
        # Read again as the State: at the insurer's desk the loan under a cover is not seen.
        held, known = contract_of(contract), facts_of(contract)
        if any(each.key == key and each.reverses == wrong for each in known):
            return Posting(contracts=1)
        loan = loan_under(held)
        open_ones = reversible(held, known, _contradiction(held, known, loan, on=on))
        found = next((fact for fact in open_ones if fact.key == wrong), None)
        if found is None:
            raise FactNotStandingError(contract=contract, fact=wrong)
        undone = Fact(on, FactKind.REVERSAL, key, reverses=wrong, note=reason.strip())
        told = {contract: [undone], **_brought(held, found, undone, loan)}
        posting = take_facts(told, by=person, on=on, at=at)
        if found.kind in BROUGHT:
            return posting.plus(_shared_anew(held, undone, by=person, on=on, at=at))
        return posting


def reversible(
    contract: Contract, facts: Sequence[Fact], contradiction: PolicyFinanceError | None
) -> tuple[Fact, ...]:
    """Return the facts of a contract that stand and are taken back here, in order.

    Of a loan never what its cover brought it: that is taken back on the cover.

    Args:
        contradiction: why the contract cannot be replayed; None where it can.
    """
    kinds = TAKEN_BACK[type(contract.terms)]
    if isinstance(contradiction, OWN[type(contract.terms)]):
        kinds = frozenset(FactKind)
        if isinstance(contract.terms, LoanTerms):
            kinds -= {FactKind.RECOVERY}
    return tuple(fact for fact in standing(facts) if fact.kind in kinds)


def _contradiction(
    contract: Contract, known: Sequence[Fact], loan: Loan | None, *, on: date
) -> PolicyFinanceError | None:
    try:
        replayed(contract, known, until=on, loan=loan)
    except CONTRADICTIONS as refusal:
        return refusal
    return None


def _brought(
    contract: Contract, fact: Fact, undone: Fact, loan: Loan | None
) -> dict[str, list[Fact]]:
    """Return what takes back on the loan what a fact of its cover brought there, by contract."""
    if loan is None or loan.is_reported or fact.kind not in BROUGHT:
        return {}
    note = credit_note(contract.key, fact.key)
    credits_ = [
        each
        for each in standing(loan.facts)
        if each.kind is FactKind.RECOVERY and each.note == note
    ]
    reversals = [
        Fact(
            undone.effective_on,
            FactKind.REVERSAL,
            f"{each.key}^{undone.key}",
            reverses=each.key,
            note=undone.note,
        )
        for each in credits_
    ]
    return {contract.loan: reversals} if reversals else {}


def _shared_anew(contract: Contract, undone: Fact, *, by: str, on: date, at: datetime) -> Posting:
    """Bring the bank's loan in line with the recoveries that stand, once the cover is sound."""
    try:
        cover = cover_on(contract.key, on=on)
    except CONTRADICTIONS:
        return Posting()
    told = shared_anew(cover, undone)
    return take_facts(told, by=by, on=on, at=at) if told else Posting()
