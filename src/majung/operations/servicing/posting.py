"""What contracts yield, posted: the one road from facts to the ledger.

A contract is replayed with all its facts, compared with what was posted, and the difference is
posted today for the original days, in every book that takes part.  A close, an act at the desk
and an import all go this way, so a backdated fact posts the difference whoever recorded it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from majung.contracts.ending import ended_on
from majung.contracts.events import Event, difference
from majung.contracts.facts import Fact
from majung.contracts.fixings import require_fixed
from majung.contracts.replay import LoanState
from majung.contracts.terms import LoanTerms
from majung.errors import Message, PolicyFinanceError
from majung.ledger import Books, Entry, EventKey, entries_of
from majung.operations.servicing.freeing import free_limits
from majung.operations.servicing.replaying import AnyReplay, Loan, loans_in, replayed
from majung.operations.versions import pinned
from majung.programmes import BookRole, reaches
from majung.store.servicing.contracts import Contract, Servicing, contracts_by_keys, set_next_due
from majung.store.servicing.endings import set_ended
from majung.store.servicing.events import PostedEvents, append_events, posted_events
from majung.store.servicing.facts import facts_of_many
from majung.store.servicing.posting import post
from majung.store.upkeep.closes import settle

NOTHING_POSTED = PostedEvents()


@dataclass(frozen=True, slots=True)
class Refused:
    """A contract that could not be replayed or posted, and why."""

    contract: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Posting:
    """What a run of posting did.

    Attributes:
        contracts: how many were looked at.
        events: how many differences were posted.
        entries: how many entries they made in all books.
        refused: contracts that were left as they were.
    """

    contracts: int = 0
    events: int = 0
    entries: int = 0
    refused: tuple[Refused, ...] = ()

    def plus(self, other: "Posting") -> "Posting":
        """Add what another run did."""
        return Posting(
            self.contracts + other.contracts,
            self.events + other.events,
            self.entries + other.entries,
            (*self.refused, *other.refused),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be posted of a contract.

    Attributes:
        deltas: the differences from what was posted.
        next_due_on: the next day on which it yields something by itself.
        ended_on: the day on which it was over; None while it is not.
    """

    contract: Contract
    deltas: tuple[Event, ...]
    entries: tuple[Entry, ...]
    next_due_on: date | None
    ended_on: date | None


def post_contracts(
    keys: Sequence[str],
    *,
    on: date,
    at: datetime,
    through: Mapping[str, date] = MappingProxyType({}),
) -> Posting:
    """Post what contracts yield up to a day and was not posted; say when each is due next.

    Runs inside a transaction of somebody who may write all books concerned (the State).  A
    contract whose facts contradict each other is left as it was and named; the others are posted,
    and one that a close set aside is in order again.

    Args:
        through: by contract, an earlier last day than `on`: of a loan that another core system
            reports, nothing is known behind its last month.

    Raises:
        NotRecordedError: a book is not known.
    """
    wanted, refused = prepare(keys, on=on, through=through)
    append_events(
        {each.contract.key: each.deltas for each in wanted if each.deltas}, posted_on=on, at=at
    )
    free_limits(((each.contract, each.deltas) for each in wanted), at=at)
    entries = post((entry for each in wanted for entry in each.entries), at=at)
    set_next_due(next_due_of(wanted))
    set_ended(ended_of(wanted))
    settle([each.contract.key for each in wanted], at=at)
    events = sum(len(each.deltas) for each in wanted)
    return Posting(len(wanted) + len(refused), events, entries, tuple(refused))


def prepare(
    keys: Sequence[str], *, on: date, through: Mapping[str, date] = MappingProxyType({})
) -> tuple[list[Wanted], list[Refused]]:
    """Replay contracts one by one: what is to be posted of each, by key, and what is refused.

    Args:
        through: as of `post_contracts`.
    """
    contracts = contracts_by_keys(list(keys))
    loans = contracts_by_keys([each.loan for each in contracts if each.loan])
    facts = facts_of_many([*keys, *(loan.key for loan in loans)])
    covered = loans_in(loans, facts)
    posted = posted_events(list(keys))
    wanted: list[Wanted] = []
    refused: list[Refused] = []
    for contract in contracts:
        try:
            wanted.append(
                _wanted(
                    contract,
                    facts.get(contract.key, ()),
                    covered.get(contract.loan),
                    posted.get(contract.key, NOTHING_POSTED),
                    on=on,
                    through=min(on, through.get(contract.key, on)),
                )
            )
        except PolicyFinanceError as refusal:
            refused.append(Refused(contract.key, refusal.message))
    return wanted, refused


def require_told(contract: Contract, done: AnyReplay) -> None:
    """Refuse to post a loan of which a reset day passed and nobody told the rate.

    What happens to a loan that another core system reports is what its files say, its rate too.

    Raises:
        FixingMissingError: naming the index and the day.
    """
    if not isinstance(contract.terms, LoanTerms) or contract.terms.reset is None:
        return
    if contract.servicing is Servicing.SERVICED and isinstance(done.state, LoanState):
        require_fixed(contract.terms, done.state)


def next_due_of(wanted: Iterable[Wanted]) -> Mapping[str, date | None]:
    """Return when contracts are due next, by key, where that is another day than before."""
    return {
        each.contract.key: each.next_due_on
        for each in wanted
        if each.next_due_on != each.contract.next_due_on
    }


def ended_of(wanted: Iterable[Wanted]) -> Mapping[str, date | None]:
    """Return when contracts were over, by key, where that is another day than before."""
    return {
        each.contract.key: each.ended_on
        for each in wanted
        if each.ended_on != each.contract.ended_on
    }


def _wanted(
    contract: Contract,
    facts: Sequence[Fact],
    loan: Loan | None,
    posted: PostedEvents,
    *,
    on: date,
    through: date,
) -> Wanted:
    done = replayed(contract, facts, until=through, loan=loan)
    require_told(contract, done)
    # Told late of an earlier business day, what was posted for later days stays as it is: the
    # contract is due again, and the next close posts what differs there.
    until_then = {
        key: amount for key, amount in posted.amounts.items() if key.effective_on <= through
    }
    deltas = difference(done.events, until_then)
    entries = tuple(_entries(contract, deltas, posted, on)) if deltas else ()
    over = ended_on(done.events, done.state)
    return Wanted(contract, deltas, entries, done.state.next_due_on, over)


def _entries(
    contract: Contract, deltas: Sequence[Event], posted: PostedEvents, on: date
) -> Iterator[Entry]:
    """Turn the differences of a contract into entries of every book they reach."""
    rules = pinned(contract.programme, contract.version).postings
    revisions = {EventKey(*key): revision for key, revision in posted.revisions.items()}
    for party in contract.parties:
        if party.book:
            role = BookRole(party.role)
            concerned = [
                event
                for event in deltas
                if reaches(role, event.party, institution=party.institution)
            ]
            yield from entries_of(
                concerned,
                rules,
                Books(contract.key, contract.currency, {role.value: party.book}),
                posted_on=on,
                revisions=revisions,
            )
