"""Read where events are posted: a chart of accounts and posting rules for each book role.

Every event that a product can yield is bound in every book the product is posted in, to accounts
or to ``none`` in so many words: money is never lost from sight by being forgotten.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from majung.contracts.events import EventKind
from majung.errors import message
from majung.ledger.accounts import Account, AccountClass, Chart
from majung.ledger.rules import PostingRule, PostingRules, problems_of
from majung.programmes.products import BookRole, ContractType
from majung.rules.reading.nodes import Node, UnreadableError, each, unknown
from majung.rules.reading.records import Key, Reader, Record, one_word_of
from majung.rules.reading.words import NAME, TEXT_READER

NOTHING = "none"


def _events_of() -> Mapping[ContractType, tuple[EventKind, ...]]:
    """Divide the kinds of events among the contract types, in the order they are defined."""
    kinds = tuple(EventKind)
    loan = tuple(takewhile(lambda kind: kind is not EventKind.COVER_ISSUED, kinds))
    rest = kinds[len(loan) :]
    cover = tuple(takewhile(lambda kind: kind is not EventKind.FUND_COMMITTED, rest))
    return {
        ContractType.LOAN: loan,
        ContractType.COVER: cover,
        ContractType.FUND: rest[len(cover) :],
    }


def _itself(node: Node) -> Node:
    return node


#: Which events a contract of each type can yield.
EVENTS_OF: Mapping[ContractType, tuple[EventKind, ...]] = _events_of()


@dataclass(frozen=True, slots=True)
class Book:
    """What a programme says of the books of one role."""

    role: BookRole
    chart: Chart
    rules: tuple[PostingRule, ...]


@dataclass(frozen=True, slots=True)
class _Account:
    """An account as written, before its code is known."""

    ko: str
    en: str
    account_class: AccountClass


ACCOUNT = Record(
    "account",
    "A line of the chart, under its code.",
    _Account,
    (
        Key("ko", TEXT_READER, "its name in Korean"),
        Key("en", TEXT_READER, "its name in English"),
        Key("class", one_word_of(AccountClass), "what it counts", attribute="account_class"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Binding:
    """A pair of accounts as written."""

    debit: str
    credit: str


BINDING = Record(
    "posting",
    "Where an event is posted. An account can name a member: `interest-shares:{party}`.",
    _Binding,
    (
        Key("debit", TEXT_READER, "account debited"),
        Key("credit", TEXT_READER, "account credited"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Book:
    accounts: Chart
    events: Node


def _chart(node: Node) -> Chart:
    def one(member: Node) -> Account:
        read = ACCOUNT.read(member)
        return Account(NAME.read(_keyed(member)), read.ko, read.en, read.account_class)

    return Chart.of(each(node.members().values(), one))


def _keyed(node: Node) -> Node:
    """Return the key of a node as a node of the same place."""
    return Node(node.key, node.path, node.tree, node.reading)


BOOK = Record(
    "book",
    "The books of one role: its accounts, and where each event is posted.",
    _Book,
    (
        Key(
            "accounts",
            Reader("code: [account](#account)", _chart, (ACCOUNT,)),
            "the chart of accounts",
        ),
        Key(
            "events",
            Reader("event: [posting](#posting), a list of them, or `none`", _itself, (BINDING,)),
            "where each event is posted",
        ),
    ),
)


def read_book(node: Node) -> Book:
    """Read the books of one role."""
    key = _keyed(node)
    role = one_word_of(BookRole).read(key)
    written = BOOK.read(node)
    events = written.events.members()
    rules = each(events.values(), lambda event: _rules(event, role, written.accounts))
    return Book(
        role=role,
        chart=written.accounts,
        rules=tuple(rule for of_event in rules for rule in of_event),
    )


def _rules(node: Node, role: BookRole, chart: Chart) -> tuple[PostingRule, ...]:
    kinds = [str(kind) for kind in EventKind]
    if node.key not in kinds:
        node.report_key(unknown("event-unknown", node.key, kinds))
        raise UnreadableError
    if node.value == NOTHING:
        return (PostingRule.nothing(node.key, role),)
    nodes = node.items() if isinstance(node.value, list) else (node,)
    rules = each(nodes, lambda binding: _rule(binding, node.key, role))
    found = problems_of(PostingRules.of(rules), {role: chart}, ())
    for problem in found:
        node.report(problem)
    if found:
        raise UnreadableError
    return rules


def _rule(node: Node, event: str, role: BookRole) -> PostingRule:
    read = BINDING.read(node)
    if read.debit == read.credit:
        node.refuse(message("posting-goes-nowhere", account=read.debit, event=event))
    return PostingRule(event, role, read.debit, read.credit)


@dataclass(frozen=True, slots=True)
class _Postings:
    books: Node


POSTINGS = Record(
    "postings.yaml",
    "Where events are posted, for each role that keeps books.",
    _Postings,
    (Key("books", Reader("role: [book](#book)", _itself, (BOOK,)), "the books of each role"),),
)


def check_bound(books: Node, yielded: Mapping[BookRole, frozenset[str]]) -> None:
    """Report events that no rule binds, and bindings of events that cannot occur.

    Args:
        books: the books by role, readable or not.
        yielded: the event kinds that reach the books of each role.
    """
    written = books.value if isinstance(books.value, dict) else {}
    for role in sorted(yielded.keys() - written.keys()):
        books.report(message("book-missing", book=role))
    for role in sorted(yielded.keys() & written.keys()):
        book = books.members()[role]
        events = book.members().get("events") if isinstance(book.value, dict) else None
        if events is not None and isinstance(events.value, dict):
            _check_events(events, role, yielded[role])


def _check_events(events: Node, role: BookRole, wanted: frozenset[str]) -> None:
    members = events.members()
    unbound = tuple(kind for kind in EventKind if kind in wanted - members.keys())
    if unbound:
        events.report(message("events-not-bound", events=unbound, book=role))
    for kind in sorted(members.keys() & set(EventKind) - wanted):
        members[kind].report_key(message("event-never-here", event=kind, book=role))
