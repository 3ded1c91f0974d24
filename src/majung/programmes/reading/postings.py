"""Read where events are posted: a chart of accounts and posting rules for each book role.

Every event that a product can yield is bound in every book the product is posted in, to accounts
or to ``none`` in so many words: money is never lost from sight by being forgotten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    """What a programme says of the books of one role.

    Attributes:
        bound: the event kinds that are bound, to accounts or to nothing.
        events: where the bindings stand, for what is missing among them.
    """

    role: BookRole
    chart: Chart
    rules: tuple[PostingRule, ...]
    bound: frozenset[str]
    events: Node = field(compare=False)


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
    bound = written.events.members()
    rules = each(bound.values(), lambda event: _rules(event, role, written.accounts))
    return Book(
        role=role,
        chart=written.accounts,
        rules=tuple(rule for of_event in rules for rule in of_event),
        bound=frozenset(bound),
        events=written.events,
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


def check_bound(books: Iterable[Book], yielded: Mapping[BookRole, frozenset[str]]) -> None:
    """Report events that no rule binds, and bindings of events that cannot occur.

    Args:
        yielded: the event kinds that reach the books of each role.
    """
    for book in books:
        wanted = yielded.get(book.role, frozenset())
        for kind in sorted(wanted - book.bound):
            book.events.report(message("event-not-bound", event=kind, book=book.role))
        members = book.events.members()
        for kind in sorted(book.bound - wanted):
            members[kind].report_key(message("event-never-here", event=kind, book=book.role))
