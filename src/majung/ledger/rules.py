"""Posting rules: which event kind is posted to which accounts of which book.

The rules are data of a programme.  The ledger takes kinds and amounts and does not know what
they mean; a negative amount, the taking back of what was posted, turns the sides.  Three cases
are kept apart: a rule with accounts posts, a rule without accounts says that nothing is posted,
and a kind that no rule mentions is refused, because money would be lost from sight.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, Protocol

from majung.errors import Message, PolicyFinanceError, message
from majung.ledger.accounts import MEMBER_MARK, AccountClass, Chart, Side
from majung.ledger.entries import Entry, EntryKey, Posting
from majung.values.money import Money

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_PLACEHOLDERS = ("party", "contract")


class UnboundEventError(PolicyFinanceError):
    """Every event kind is bound to accounts, or to nothing in so many words."""

    kind = "event-unbound"


class PostableEvent(Protocol):
    """What the ledger must know of an event; `Posted` is the plainest one."""

    @property
    def effective_on(self) -> date:
        """The day it belongs to."""

    @property
    def kind(self) -> str:
        """What it is, in the words of posting rules."""

    @property
    def party(self) -> str:
        """Whose share it is; empty for none."""

    @property
    def amount(self) -> int:
        """Minor units; below zero where it takes back what was posted."""


@dataclass(frozen=True, slots=True)
class Posted:
    """An event as the ledger sees it."""

    effective_on: date
    kind: str
    party: str
    amount: int


class EventKey(NamedTuple):
    """What identifies an event within its contract."""

    effective_on: date
    kind: str
    party: str


@dataclass(frozen=True, slots=True)
class PostingRule:
    """Where an event kind is posted in the book of a role.

    An account may name a member: ``partner-capital:{party}``, ``loans:{contract}``; for an event
    without a party the account itself is meant.

    Attributes:
        book_role: whose book, as the programme calls it: lender, insurer, fund, state.
        debit: account debited; empty, with `credit`, where nothing is posted in this book.
        credit: account credited.
    """

    event_kind: str
    book_role: str
    debit: str
    credit: str

    def __post_init__(self) -> None:
        if bool(self.debit) != bool(self.credit):
            raise ValueError(f"a posting rule has both accounts or none: {self}")
        if self.debit and self.debit == self.credit:
            raise ValueError(f"a posting rule moves between two accounts: {self}")

    @classmethod
    def nothing(cls, event_kind: str, book_role: str) -> "PostingRule":
        """Say that an event kind posts nothing in the book of a role."""
        return cls(event_kind, book_role, "", "")

    @property
    def posts(self) -> bool:
        """Whether the event moves anything in this book."""
        return bool(self.debit)


@dataclass(frozen=True, slots=True)
class PostingRules:
    """The rules of a programme, found by event kind and book role.

    Several rules of one kind and role make one entry with several pairs of postings.
    """

    rules: tuple[PostingRule, ...]
    _posting: Mapping[tuple[str, str], tuple[PostingRule, ...]] = field(
        init=False, repr=False, compare=False
    )
    bound_kinds: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[tuple[str, str], tuple[PostingRule, ...]] = {}
        for rule in self.rules:
            if rule.posts:
                place = (rule.event_kind, rule.book_role)
                found[place] = (*found.get(place, ()), rule)
        object.__setattr__(self, "_posting", found)
        object.__setattr__(self, "bound_kinds", frozenset(rule.event_kind for rule in self.rules))

    @classmethod
    def of(cls, rules: Iterable[PostingRule]) -> "PostingRules":
        """Make rules of a programme in the order given."""
        return cls(tuple(rules))

    def posting(self, event_kind: str, book_role: str) -> tuple[PostingRule, ...]:
        """Return the rules that post an event kind in the book of a role; often none."""
        return self._posting.get((event_kind, book_role), ())


@dataclass(frozen=True, slots=True)
class Books:
    """Where the events of one contract are posted.

    Attributes:
        contract: key of the contract.
        currency: of all its amounts.
        by_role: the book of each role that takes part, as lender → ``kdb``.
    """

    contract: str
    currency: str
    by_role: Mapping[str, str]


def entries_of(
    events: Iterable[PostableEvent],
    rules: PostingRules,
    books: Books,
    *,
    posted_on: date,
    revisions: Mapping[EventKey, int] = MappingProxyType({}),
) -> tuple[Entry, ...]:
    """Turn events of a contract into entries: one for each event and book with rules for it.

    Amounts of one event key are added first; a sum of zero moves nothing.  A negative sum turns
    the sides, so every posting stays above zero.  The same events with the same revisions give
    the same entry keys, so an entry that is posted already is recognised by its key.

    Args:
        revisions: how often each event key was posted before; a key not in it never was.

    Returns:
        entries by event key, then in the order of the books' roles.

    Raises:
        UnboundEventError: kinds that no rule of any role mentions; all of them are named.
    """
    sums: dict[EventKey, int] = {}
    for event in events:
        key = EventKey(event.effective_on, str(event.kind), event.party)
        sums[key] = sums.get(key, 0) + event.amount
    unbound = {key.kind for key in sums} - rules.bound_kinds
    if unbound:
        raise UnboundEventError(kinds=tuple(sorted(unbound)), contract=books.contract)
    return tuple(
        Entry(
            EntryKey(book, books.contract, *key, revisions.get(key, 0)),
            posted_on,
            _postings(posting, key, amount, books),
        )
        for key, amount in sorted(sums.items())
        for role, book in books.by_role.items()
        if amount and (posting := rules.posting(key.kind, role))
    )


def revisions_of(entries: Iterable[Entry]) -> Mapping[EventKey, int]:
    """Return, for each event key among the entries of a contract, the next free revision."""
    revisions: dict[EventKey, int] = {}
    for entry in entries:
        key = EventKey(entry.key.effective_on, entry.key.kind, entry.key.party)
        revisions[key] = max(revisions.get(key, 0), entry.key.revision + 1)
    return revisions


def _postings(
    rules: tuple[PostingRule, ...], key: EventKey, amount: int, books: Books
) -> tuple[Posting, ...]:
    money = Money(abs(amount), books.currency)
    debit, credit = (Side.DEBIT, Side.CREDIT) if amount > 0 else (Side.CREDIT, Side.DEBIT)
    return tuple(
        posting
        for rule in rules
        for posting in (
            Posting(_named(rule.debit, key.party, books.contract), debit, money),
            Posting(_named(rule.credit, key.party, books.contract), credit, money),
        )
    )


def _named(account: str, party: str, contract: str) -> str:
    """Put the party and the contract into the name of a sub-account."""
    if "{" not in account:
        return account
    values = {"party": party, "contract": contract}
    name = _PLACEHOLDER.sub(lambda found: values[found[1]], account)
    return name.removesuffix(MEMBER_MARK)


def problems_of(
    rules: PostingRules, charts: Mapping[str, Chart], event_kinds: Iterable[str]
) -> tuple[Message, ...]:
    """Return everything that is wrong with posting rules, in the order of the rules.

    A kind that can occur must be bound; an account must stand in the chart of its book; one pair
    of accounts stands once; *nothing* and accounts exclude each other; and a memorandum account
    balances against memorandum accounts only, so that off-balance amounts never reach the
    balance sheet.

    Args:
        charts: the chart of each book role that takes part.
        event_kinds: the kinds that the programme's products can yield.
    """
    found = [
        message("posting-event-unbound", event=kind)
        for kind in sorted(set(event_kinds) - rules.bound_kinds)
    ]
    seen: set[PostingRule] = set()
    for rule in rules.rules:
        if rule in seen:
            found.append(message("posting-rule-twice", **_naming(rule)))
        elif not rule.posts and rules.posting(rule.event_kind, rule.book_role):
            found.append(message("posting-rule-contradicts", **_naming(rule)))
        seen.add(rule)
        if rule.posts:
            found += _account_problems(rule, charts.get(rule.book_role, Chart(())))
    return tuple(found)


def _account_problems(rule: PostingRule, chart: Chart) -> list[Message]:
    found: list[Message] = []
    for account in (rule.debit, rule.credit):
        if account not in chart:
            found.append(message("posting-account-missing", account=account, **_naming(rule)))
        found += [
            message("posting-placeholder-unknown", word=word, **_naming(rule))
            for word in _PLACEHOLDER.findall(account)
            if word not in _PLACEHOLDERS
        ]
    if not found:
        classes = {chart.account(name).account_class for name in (rule.debit, rule.credit)}
        if AccountClass.MEMORANDUM in classes and len(classes) > 1:
            found.append(message("posting-mixes-memorandum", **_naming(rule)))
    return found


def _naming(rule: PostingRule) -> dict[str, str]:
    return {"event": rule.event_kind, "book": rule.book_role}
