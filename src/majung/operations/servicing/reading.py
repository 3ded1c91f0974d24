"""What doors read about contracts and books: every figure with what stands behind it.

An institution or a firm reads its own.  Auditors and the secretariat read every institution's, as
the State, and each look is written down with its purpose before it happens.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.events import EventKey, EventKind
from majung.contracts.facts import Fact
from majung.contracts.replay import Instalment, Payoff, payoff, schedule
from majung.contracts.terms import LoanTerms
from majung.ledger import OPENING_BALANCE, AccountExtract, AsOf, Entry, TrialBalance
from majung.operations.acting import Actor, Role
from majung.operations.servicing.replaying import AnyReplay, loan_under, replayed
from majung.operations.supply.looking import looking
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.books import Book, books
from majung.store.servicing.conditions import Condition, conditions_of
from majung.store.servicing.contracts import Contract, contract_of, contracts_of
from majung.store.servicing.differences import ReportedDifference, differences_of
from majung.store.servicing.events import PostedEvent, events_of
from majung.store.servicing.facts import facts_of, recordings_of
from majung.store.servicing.ledger import (
    entries_of_contract,
    extract_of,
    trial_balance_of,
)


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
        schedule: what falls due from here on if every due is paid; empty but for loans.
        entries: by event key: the entries behind each posted event, of the books the actor reads.
        payoff: what ends the loan on the day; None but for loans that are drawn.
    """

    contract: Contract
    on: date
    replay: AnyReplay
    conditions: tuple[Condition, ...]
    facts: tuple[Recorded, ...]
    events: tuple[PostedEvent, ...]
    entries: Mapping[EventKey, tuple[Entry, ...]]
    schedule: tuple[Instalment, ...]
    payoff: Payoff | None
    differences: tuple[ReportedDifference, ...]


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
        facts = facts_of(key)
        conditions = conditions_of(key)
        recordings = tuple(Recorded(*each) for each in recordings_of(key))
        events = events_of(key)
        entries = entries_by_event(key)
        differences = differences_of(contract=key)
    known = tuple(fact for fact in facts if fact.effective_on <= on)
    terms = contract.terms if isinstance(contract.terms, LoanTerms) else None
    return ContractFile(
        contract=contract,
        on=on,
        replay=_replayed(actor, contract, facts, on=on, at=at),
        conditions=conditions,
        facts=recordings,
        events=events,
        entries=entries,
        schedule=schedule(terms, known, paid_from=on) if terms is not None else (),
        payoff=payoff(terms, known, on=on) if terms is not None and known else None,
        differences=differences,
    )


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
    found: dict[EventKey, tuple[Entry, ...]] = {}
    for entry, _ in entries_of_contract(key):
        if entry.key.kind == OPENING_BALANCE:
            continue  # what passed before the contract was taken over is no event of it
        event = EventKey(entry.key.effective_on, EventKind(entry.key.kind), entry.key.party)
        found[event] = (*found.get(event, ()), entry)
    return found


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
