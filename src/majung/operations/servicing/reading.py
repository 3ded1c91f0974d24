"""What doors read about contracts and books: every figure with what stands behind it.

An institution or a firm reads its own.  Auditors and the secretariat read every institution's, as
the State, and each look is written down with its purpose before it happens.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.day_numbers import day_number
from majung.contracts.events import EventKey, EventKind
from majung.contracts.facts import Fact, Facts
from majung.contracts.fixings import remarks_of
from majung.contracts.instalments import Instalment
from majung.contracts.replay import LoanState, Payoff, payoff, schedule
from majung.contracts.terms import LoanTerms
from majung.errors import Message, PolicyFinanceError
from majung.ledger import (
    OPENING_BALANCE,
    AccountExtract,
    AsOf,
    BalanceKey,
    Entry,
    TrialBalance,
    balances,
    lines_of,
)
from majung.operations.acting import Actor, Role
from majung.operations.servicing.replaying import (
    CONTRADICTIONS,
    AnyReplay,
    loan_under,
    replayed,
)
from majung.operations.supply.looking import looking
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.books import Book, books
from majung.store.servicing.conditions import Condition, conditions_of
from majung.store.servicing.contracts import Contract, contract_of, contracts_of
from majung.store.servicing.differences import ReportedDifference, differences_of
from majung.store.servicing.events import PostedEvent, events_of
from majung.store.servicing.facts import count_of_facts, recordings_of
from majung.store.servicing.ledger import (
    entries_of_contract,
    extract_of,
    trial_balance_of,
)
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with who recorded it, and when."""

    fact: Fact
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFile:
    """Everything a page shows of a contract on a day.

    Attributes:
        replay: how it stands; None where terms and facts contradict each other.
        contradiction: why it cannot be replayed; then nothing in here is reckoned, and what was
            recorded and posted is all that is known.
        entries: by event key: the entries behind each posted event, of the books the actor reads.
        balances: what stands in the ledger for it on the day, in the books the actor reads.
        schedule: what falls due from here on if every due is paid; empty but for loans.
        payoff: what ends the loan on the day; None but for loans that are drawn.
    """

    contract: Contract
    on: date
    replay: AnyReplay | None
    contradiction: PolicyFinanceError | None
    conditions: tuple[Condition, ...]
    facts: tuple[Recorded, ...]
    events: tuple[PostedEvent, ...]
    entries: Mapping[EventKey, tuple[Entry, ...]]
    balances: Mapping[BalanceKey, Money]
    schedule: tuple[Instalment, ...]
    payoff: Payoff | None
    differences: tuple[ReportedDifference, ...]

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What the schedule rests on, of a loan whose rate is not fixed yet."""
        terms, replayed = self.contract.terms, self.replay
        if not isinstance(terms, LoanTerms) or replayed is None:
            return ()
        state = replayed.state
        is_missing = isinstance(state, LoanState) and bool(state.unfixed)
        return remarks_of(terms, [each.fact for each in self.facts], missing=is_missing)


def contract_file(actor: Actor, key: str, *, on: date, at: datetime) -> ContractFile:
    """Return a contract with its schedule, facts, events and the postings behind each number.

    Args:
        at: the moment of the look.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such contract among those the actor may read.
    """
    with reading(actor, at=at, subject=key):
        contract = contract_of(key)
        conditions = conditions_of(key)
        recordings = tuple(Recorded(*each) for each in recordings_of(key))
        events = events_of(key)
        entries = entries_of_contract(key)
        differences = differences_of(contract=key)
    facts = Facts.of(each.fact for each in recordings)
    reckoned = _reckoned(actor, contract, facts, on=on, at=at)
    lines = (line for entry, moment in entries for line in lines_of(entry, recorded_at=moment))
    return ContractFile(
        contract=contract,
        on=on,
        replay=reckoned.replay,
        contradiction=reckoned.contradiction,
        conditions=conditions,
        facts=recordings,
        events=events,
        entries=_by_event(entry for entry, _ in entries),
        balances=balances(lines, AsOf(on)),
        schedule=reckoned.schedule,
        payoff=reckoned.payoff,
        differences=differences,
    )


def facts_recorded(actor: Actor, key: str, *, at: datetime) -> int:
    """Return how many facts were recorded of a contract.

    Args:
        at: the moment of the look.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such contract among those the actor may read.
    """
    with reading(actor, at=at, subject=key):
        return count_of_facts(contract_of(key).key)


def contract_list(actor: Actor, *, at: datetime, institution: str = "") -> tuple[Contract, ...]:
    """Return the contracts the actor may read, by key.

    Args:
        at: the moment of the look.
        institution: of one institution only.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with reading(actor, at=at, subject=institution):
        return contracts_of(institution=institution)


def book_list(actor: Actor, *, at: datetime, institution: str = "") -> tuple[Book, ...]:
    """Return the books the actor may read, by key.

    Args:
        at: the moment of the look.
        institution: of one institution only.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with reading(actor, at=at, subject=institution):
        return tuple(book for book in books() if institution in ("", book.institution))


def trial_balance(actor: Actor, book: str, *, as_of: AsOf, at: datetime) -> TrialBalance:
    """Return all accounts of a book (시산표), as of a day and as known at a moment.

    Args:
        at: the moment of the look.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such book among those the actor may read.
    """
    with reading(actor, at=at, subject=book):
        return trial_balance_of(book, as_of=as_of)


def account_extract(
    actor: Actor, book: str, account: str, *, first_on: date, as_of: AsOf, at: datetime
) -> AccountExtract:
    """Return what moved on an account from a day on (계정별 원장), with running balances.

    Args:
        at: the moment of the look.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such book or account among those the actor may read.
    """
    with reading(actor, at=at, subject=book):
        return extract_of(book, account, first_on=first_on, as_of=as_of)


@contextmanager
def reading(actor: Actor, *, at: datetime, subject: str) -> Iterator[None]:
    """Open a transaction of whoever reads: auditors audit, the others follow supply back."""
    purpose = Purpose.AUDIT if Role.AUDITOR in actor.roles else Purpose.SUPPLY
    with looking(actor, purpose, at=at, subject=subject):
        yield


def entries_by_event(key: str) -> Mapping[EventKey, tuple[Entry, ...]]:
    """Return the entries behind each event of a contract, of the books that whoever acts reads."""
    return _by_event(entry for entry, _ in entries_of_contract(key))


def _by_event(entries: Iterable[Entry]) -> Mapping[EventKey, tuple[Entry, ...]]:
    found: dict[EventKey, tuple[Entry, ...]] = {}
    for entry in entries:
        if entry.key.kind == OPENING_BALANCE:
            continue  # what passed before the contract was taken over is no event of it
        event = EventKey(entry.key.effective_on, EventKind(entry.key.kind), entry.key.party)
        found[event] = (*found.get(event, ()), entry)
    return found


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """What follows from terms and facts, or why nothing does."""

    replay: AnyReplay | None
    schedule: tuple[Instalment, ...] = ()
    payoff: Payoff | None = None
    contradiction: PolicyFinanceError | None = None


def _reckoned(
    actor: Actor, contract: Contract, facts: Facts, *, on: date, at: datetime
) -> _Reckoned:
    known = facts.where(facts.columns.days <= day_number(on))
    try:
        done = _replayed(actor, contract, facts, on=on, at=at)
        if not isinstance(contract.terms, LoanTerms):
            return _Reckoned(done)
        due = schedule(contract.terms, known, paid_from=on)
        return _Reckoned(done, due, payoff(contract.terms, known, on=on) if known else None)
    except CONTRADICTIONS as refusal:
        return _Reckoned(None, contradiction=refusal)


def _replayed(
    actor: Actor, contract: Contract, facts: Sequence[Fact], *, on: date, at: datetime
) -> AnyReplay:
    """Replay a contract; what is owed on the loan under a cover is read for the State, logged.

    The insurer's desk does not see which loan that is; the State does.
    """
    if not isinstance(contract.terms, CoverTerms):
        return replayed(contract, facts, until=on)
    person = actor.person or Role.CLOCKWORK.value
    with acting_for_state(Purpose.SERVICING, person=person, at=at, subject=contract.key):
        whole = contract_of(contract.key)
        return replayed(whole, facts, until=on, loan=loan_under(whole))
