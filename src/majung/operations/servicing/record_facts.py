"""Recording what happened to contracts: every act at a desk, and every file, ends here.

Facts are tried before they are recorded: a contract whose facts would contradict each other takes
none of them.  What follows is posted at once, or left to the close of the day.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.excess import PAID, owed_below
from majung.contracts.facts import NO_FACTS, Fact, FactKind, Facts, in_order, joined, standing
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.operations.servicing.posting import Posting, post_contracts
from majung.operations.servicing.replaying import CONTRADICTIONS, Loan, loans_in, replayed
from majung.rules import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.conditions import conditions_of, hold_conditions
from majung.store.servicing.contracts import (
    Contract,
    Servicing,
    contracts_by_keys,
    covers_on,
    set_next_due,
)
from majung.store.servicing.facts import facts_of_many
from majung.store.servicing.facts import record_facts as keep
from majung.values.money import Money

#: Acts at a desk, which would tell a second time what a core system's file tells.
BY_HAND = frozenset({Act.RECORD_FACTS, Act.DRAW, Act.RESTRUCTURE, Act.TRANSFER})
#: What waits for the conditions precedent: of a loan, money; of a cover, its beginning.
PRECEDED: Mapping[type, FactKind] = {LoanTerms: FactKind.DRAWDOWN, CoverTerms: FactKind.ISSUE}


class ContractElsewhereError(PolicyFinanceError):
    """An institution records facts of its own contracts."""

    kind = "contract-elsewhere"


class ContractReportedError(PolicyFinanceError):
    """What happens to a loan that another core system keeps comes in that system's files."""

    kind = "contract-reported"


class ConditionUnmetError(PolicyFinanceError):
    """Nothing is drawn, and no cover begins, while a condition is neither met nor waived."""

    kind = "condition-unmet"


class FactsNotPostedError(PolicyFinanceError):
    """What follows from a fact can be posted, or the fact is not recorded."""

    kind = "facts-not-posted"


class FactAheadError(PolicyFinanceError):
    """A fact is something that happened: it is not dated after the day it is recorded on."""

    kind = "fact-ahead"


class LoanPaidAboveOwedError(PolicyFinanceError):
    """A payment is no more than all that is owed on its day, or its excess is kept on purpose."""

    kind = "loan-paid-above-owed"


def record_facts(
    actor: Actor,
    facts: Mapping[str, Sequence[Fact]],
    *,
    on: date,
    at: datetime,
    act: Act = Act.RECORD_FACTS,
    posts: bool = True,
    keeps_excess: bool = True,
) -> Posting:
    """Record facts of contracts of the actor's institution.

    Recording a fact again does nothing.

    Args:
        facts: by key of the contract.
        on: the business day it is recorded on.
        act: what the actor does, as the table of roles knows it.
        posts: post what follows at once; otherwise the close of the day does.
        keeps_excess: what a payment brings above all that is owed is kept: so do statements of
            other systems, which tell what happened.  Otherwise it is refused.

    Raises:
        NotPermittedError, ContractElsewhereError: the actor may not.
        ContractReportedError: another core system keeps the contract and reports it.
        NotRecordedError: no such contract.
        FactAheadError: a fact is dated after the day.
        ConditionUnmetError: a drawdown, or the issue of a cover, on a day on which a condition is
            open; all of them are named.
        FactsContradictError, CoverContradictsError, FundContradictsError: facts that exclude
            each other; nothing is recorded.
        LoanPaidAboveOwedError: a payment above all that is owed on its day.
    """
    require(actor, act)
    person = actor.person or Role.CLOCKWORK.value
    subject = ", ".join(list(facts)[:3])
    with acting_for_state(Purpose.SERVICING, person=person, at=at, subject=subject):
        for contract in contracts_by_keys(list(facts)):
            require_kept_here(actor, contract, by_hand=act in BY_HAND)
        return take_facts(facts, by=person, on=on, at=at, posts=posts, keeps_excess=keeps_excess)


def take_facts(
    facts: Mapping[str, Sequence[Fact]],
    *,
    by: str,
    on: date,
    at: datetime,
    posts: bool = True,
    keeps_excess: bool = True,
) -> Posting:
    """Try facts, keep them and post what follows, in a transaction of the State.

    Who may record them is asked before: an act that touches contracts of two institutions, as the
    payment of a claim does, comes here with the facts of both.

    Raises:
        NotRecordedError: no such contract.
        FactAheadError: a fact is dated after the day.
        ConditionUnmetError: a drawdown, or the issue of a cover, on a day on which a condition is
            open; all of them are named.
        FactsContradictError, CoverContradictsError, FundContradictsError: facts that exclude
            each other; nothing is recorded.  Of a contract that could not be replayed before,
            reversals are taken even where others are still needed.
        LoanPaidAboveOwedError: a payment above all that is owed, where no excess is kept.
        FactsNotPostedError: a posting rule or an account is missing; nothing is recorded.
    """
    keys = list(facts)
    contracts = contracts_by_keys(keys)
    known = facts_of_many([*keys, *(each.loan for each in contracts if each.loan)])
    if all(_are_known(known.get(key, NO_FACTS), facts[key]) for key in keys):
        return Posting(contracts=len(keys))
    together = {**known, **{key: _together(known.get(key, ()), facts[key]) for key in keys}}
    mending: set[str] = set()
    for contract in contracts:
        told = facts[contract.key]
        _require_happened(contract, told, on=on)
        require_conditions(contract, told)
        try:
            replayed(contract, together[contract.key], until=on, loan=_loan(contract, together))
        except CONTRADICTIONS:
            if not _is_mending(contract, known, told, on=on):
                raise
            mending.add(contract.key)
        if not keeps_excess:
            _require_owed(contract, known.get(contract.key, ()), told, on=on)
    keep(facts, by=by, at=at)
    touched = [*keys, *covers_on(keys)]
    if posts:
        posting = post_contracts(touched, on=on, at=at)
        for each in posting.refused:
            if each.contract in facts and each.contract not in mending:
                raise FactsNotPostedError(contract=each.contract, reason=each.reason)
        return posting
    set_next_due({each.key: min(on, each.next_due_on or on) for each in contracts_by_keys(touched)})
    return Posting(contracts=len(touched))


def require_kept_here(actor: Actor, contract: Contract, *, by_hand: bool) -> None:
    """Refuse facts of another institution's contract, and by hand what a file tells.

    Raises:
        ContractElsewhereError: the actor's institution does not keep the contract.
        ContractReportedError: another core system keeps it and reports it.
    """
    if Role.CLOCKWORK not in actor.roles and contract.institution != actor.institution:
        raise ContractElsewhereError(contract=contract.key, institution=contract.institution)
    if by_hand and contract.servicing is Servicing.REPORTED:
        raise ContractReportedError(contract=contract.key)


def _require_happened(contract: Contract, told: Sequence[Fact], *, on: date) -> None:
    for fact in told:
        if fact.effective_on > on:
            raise FactAheadError(contract=contract.key, fact=fact.key, day=fact.effective_on, on=on)


def _is_mending(
    contract: Contract, known: Mapping[str, Sequence[Fact]], told: Sequence[Fact], *, on: date
) -> bool:
    """Say whether facts that excluded each other before are taken back, one after the other.

    What is recorded wrong several times could never be set right otherwise.
    """
    if any(fact.kind is not FactKind.REVERSAL for fact in told):
        return False
    try:
        replayed(contract, known.get(contract.key, ()), until=on, loan=_loan(contract, known))
    except CONTRADICTIONS:
        return True
    return False


def _require_owed(
    contract: Contract, known: Sequence[Fact], told: Sequence[Fact], *, on: date
) -> None:
    """Refuse payments above all that is owed, one after the other as a replay takes them."""
    if not isinstance(contract.terms, LoanTerms):
        return
    fresh = _fresh(known, told)
    recorded = _with(known, [fact for fact in fresh if fact.kind not in PAID])
    for fact in in_order(fresh):
        if fact.kind in PAID:
            owed = owed_below(contract.terms, recorded, fact, until=on)
            if owed is not None:
                raise LoanPaidAboveOwedError(
                    contract=contract.key,
                    fact=fact.key,
                    amount=Money(fact.amount, contract.currency),
                    owed=Money(owed, contract.currency),
                    day=fact.effective_on,
                )
            recorded = _with(recorded, [fact])


def require_conditions(contract: Contract, told: Sequence[Fact]) -> None:
    """Refuse what conditions precede, dated on a day on which one of them is open."""
    preceded = PRECEDED.get(type(contract.terms))
    days = [fact.effective_on for fact in told if fact.kind is preceded]
    if not days:
        return
    if not conditions_of(contract.key):
        return
    # Nobody revokes a condition between this look and the fact that relies on it.
    hold_conditions(contract.key)
    conditions = conditions_of(contract.key)
    open_ones = [each for each in conditions if not all(map(each.is_settled_on, days))]
    if open_ones:
        labels: tuple[Label, ...] = tuple(condition.label for condition in open_ones)
        raise ConditionUnmetError(contract=contract.key, conditions=labels)


def relying(contract: Contract, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return what stands of a contract that relied on its conditions: drawdowns, the issue."""
    preceded = PRECEDED.get(type(contract.terms))
    return tuple(fact for fact in standing(facts) if fact.kind is preceded)


def _together(known: Sequence[Fact], told: Sequence[Fact]) -> Facts:
    """Return the facts of a contract as they would be if those told were recorded."""
    return _with(known, _fresh(known, told))


def _with(known: Sequence[Fact], more: Sequence[Fact]) -> Facts:
    return joined([Facts.of(known), Facts.of(more)]) if more else Facts.of(known)


def _fresh(known: Sequence[Fact], told: Sequence[Fact]) -> list[Fact]:
    """Return the facts whose keys are not known yet."""
    keys = set(Facts.of(known).columns.keys)
    return [fact for fact in told if fact.key not in keys]


def _are_known(known: Facts, told: Sequence[Fact]) -> bool:
    place_of = {key: place for place, key in enumerate(known.columns.keys)}
    return all(fact.key in place_of and known[place_of[fact.key]] == fact for fact in told)


def _loan(contract: Contract, known: Mapping[str, Sequence[Fact]]) -> Loan | None:
    if not contract.loan:
        return None
    return loans_in(contracts_by_keys([contract.loan]), known).get(contract.loan)
