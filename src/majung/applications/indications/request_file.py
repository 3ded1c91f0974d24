"""A request as a file: a firm, what it wants, what is stated, what banks quoted.

`majung indication compare FILE` reads one and needs no database.  Everything that is wrong with
the file is said at once, with its line.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from majung.applications.application import USE_OF_FUNDS, Application, Request
from majung.applications.firm import Firm, FirmIdentity, Industry, ProprietorKey, Site, SizeClass
from majung.applications.holdings.exclusions import Benefit
from majung.applications.indications.indication import Order
from majung.applications.indications.quote_file import QUOTES
from majung.applications.regions import parse_region
from majung.applications.statements import Standing, Statement, Statements
from majung.contracts.terms import Repayment
from majung.errors import PolicyFinanceError, Problem, message
from majung.files import Tree
from majung.pricing.quotes import BankQuote
from majung.programmes.programme import Programme
from majung.programmes.reading.cases import read_facts
from majung.rules import FactValue, Vocabulary
from majung.rules.reading.nodes import Node, Reading, UnreadableError, each
from majung.rules.reading.quantities import MONEY, MONTHS, Measured
from majung.rules.reading.records import Key, Reader, Record, list_of, one_word_of
from majung.rules.reading.words import DAY, TEXT_READER
from majung.values.identifiers import (
    BusinessNumber,
    CorporateNumber,
    parse_business_number,
    parse_corporate_number,
)
from majung.values.money import Money

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file asks to compare.

    Attributes:
        quotes: banks' own rates, by party key.
    """

    application: Application
    quotes: Mapping[str, BankQuote]
    on: date
    order: Order


def asked_from_tree(
    tree: Tree, programmes: Iterable[Programme], *, country: str = "KR"
) -> Asked | tuple[Problem, ...]:
    """Read a request, or say everything that is wrong with the file.

    Args:
        programmes: what may be stated, quoted and held is what these know.
        country: the country whose programmes are asked.
    """
    known = [programme for programme in programmes if programme.country == country]
    reading = Reading(vocabulary=_vocabulary(known))
    _define(reading, known, tree)
    try:
        asked = ASKED.read(Node(tree.value, (), tree, reading))
    except UnreadableError:
        asked = None
    reading.check_references()
    problems = reading.found()
    return asked if asked is not None and not problems else problems


def quotes_from_tree(
    tree: Tree, programmes: Iterable[Programme], *, country: str = "KR"
) -> Mapping[str, BankQuote] | tuple[Problem, ...]:
    """Read a list of banks' quotes by itself, or say everything that is wrong with it.

    Args:
        programmes: banks and cuts these name may be quoted.
        country: the country whose programmes are asked.
    """
    known = [programme for programme in programmes if programme.country == country]
    reading = Reading(vocabulary=_vocabulary(known))
    _define(reading, known, tree)
    try:
        quotes = QUOTES.read(Node(tree.value, (), tree, reading))
    except UnreadableError:
        return reading.found()
    return reading.found() or quotes


def _vocabulary(programmes: Iterable[Programme]) -> Vocabulary:
    joined = Vocabulary({})
    for programme in programmes:
        joined = joined.joined(programme.vocabulary)
    return joined


def _define(reading: Reading, programmes: Iterable[Programme], tree: Tree) -> None:
    """Note what a request may name: products, institutions, cuts."""
    for programme in programmes:
        for party in programme.parties:
            reading.defined.setdefault("institution", {})[party.key] = tree.place()
        for product in programme.products:
            reading.defined.setdefault("product", {})[product.key] = tree.place()
            pricing = getattr(product, "pricing", None)
            for cut in getattr(pricing, "cuts", ()):
                reading.defined.setdefault("rate cut", {})[cut.key] = tree.place()


def _parsed(written: str, parse: Callable[[str], ValueT]) -> Reader[ValueT]:
    """Return the reader of a text that `values` or `applications` knows how to read."""

    def read(node: Node) -> ValueT:
        try:
            return parse(str(node.value))
        except PolicyFinanceError as error:
            node.refuse(error.message)

    return Reader(written, read)


CORPORATE_NUMBER = _parsed("a corporate registration number", parse_corporate_number)
BUSINESS_NUMBER = _parsed("a business registration number", parse_business_number)
REGION = _parsed("a region, `경남`", parse_region)


def _industry(node: Node) -> Industry:
    code, _, revision = str(node.value).partition("/")
    try:
        return Industry(code.strip(), int(revision or "10"))
    except ValueError:
        node.refuse(message("industry-not-readable", text=node.shown()))


INDUSTRY = Reader("an industry code, `29280` or `29280/10`", _industry)

SITE = Record(
    "site",
    "A place of the firm.",
    Site,
    (
        Key("number", BUSINESS_NUMBER, "its business registration number"),
        Key("region", REGION, "where it stands"),
        Key("name", TEXT_READER, "what it is called", default=""),
    ),
)


def _firm(
    *,
    name: str,
    corporate_number: CorporateNumber | None,
    size: SizeClass,
    sites: tuple[Site, ...],
    industries: tuple[Industry, ...],
    established_on: date | None,
) -> Firm:
    identity: FirmIdentity = corporate_number or ProprietorKey(name)
    return Firm(identity, name, size, sites, industries, established_on)


FIRM = Record(
    "firm",
    "Who asks.",
    _firm,
    (
        Key("name", TEXT_READER, "its name"),
        Key("corporate-number", CORPORATE_NUMBER, "left out for a sole proprietor", default=None),
        Key("size", one_word_of(SizeClass), "its size class"),
        Key("sites", list_of(SITE.reader), "its places", default=()),
        Key("industries", list_of(INDUSTRY), "its industries, main one first", default=()),
        Key("established-on", DAY, "the day it was founded", default=None),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """A request as written."""

    amount: Measured[Money]
    term: Measured[int]
    start_on: date
    uses: tuple[str, ...]
    repayment: Repayment
    grace: Measured[int] | None
    site: BusinessNumber | None
    project: str


REQUEST = Record(
    "request",
    "What is asked for.",
    _Request,
    (
        Key("amount", MONEY.reader, "how much"),
        Key("term", MONTHS.reader, "for how long"),
        Key("start-on", DAY, "from which day"),
        Key("uses", list_of(TEXT_READER), "what for, codes of `use-of-funds`"),
        Key(
            "repayment",
            one_word_of(Repayment),
            "how it is repaid",
            default=Repayment.EQUAL_INSTALMENTS,
        ),
        Key("grace", MONTHS.reader, "how long no principal is due", default=None),
        Key("site", BUSINESS_NUMBER, "the site it is for", default=None),
        Key("project", TEXT_READER, "the project it belongs to", default=""),
    ),
)


def _request(node: Node) -> Request:
    read = REQUEST.read(node)
    grace = read.grace.value if read.grace is not None else 0
    members = node.members()
    if read.amount.value.minor <= 0:
        members["amount"].refuse(message("request-asks-nothing", amount=read.amount.value))
    if not 0 <= grace < read.term.value:
        at = members.get("grace", members["term"])
        at.refuse(message("request-grace-too-long", grace=grace, term=read.term.value))
    _check_uses(members["uses"], frozenset(read.uses))
    return Request(
        amount=read.amount.value,
        months=read.term.value,
        start_on=read.start_on,
        uses=frozenset(read.uses),
        repayment=read.repayment,
        grace_months=grace,
        site=read.site,
        project=read.project,
    )


def _check_uses(node: Node, uses: frozenset[str]) -> None:
    vocabulary = node.reading.vocabulary
    if USE_OF_FUNDS in vocabulary:
        objection = vocabulary[USE_OF_FUNDS].objection_to(uses)
        if objection is not None:
            node.refuse(objection)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """Statements of one body as written."""

    by: str
    as_of: date
    evidence: str
    standing: Standing
    facts: Mapping[str, FactValue | None]


STATED = Record(
    "statement",
    "What one body states.",
    _Stated,
    (
        Key("by", TEXT_READER, "who states it"),
        Key("as-of", DAY, "of which day"),
        Key("evidence", TEXT_READER, "number of the document or look-up", default=""),
        Key("standing", one_word_of(Standing), "how founded", default=Standing.DECLARED),
        Key("facts", Reader("facts by name", read_facts), "what is stated"),
    ),
)


def _stated(node: Node) -> tuple[Statement, ...]:
    read = STATED.read(node)
    if read.standing is not Standing.DECLARED and not read.evidence:
        node.refuse(message("evidence-not-named", by=read.by))
    return tuple(
        Statement(fact, value, read.as_of, read.by, read.evidence, read.standing)
        for fact, value in read.facts.items()
        if value is not None
    )


def _product_key(node: Node) -> str:
    node.reading.refer("product", str(node.value), node)
    return str(node.value)


BENEFIT = Record(
    "benefit held",
    "What the firm holds under a programme.",
    Benefit,
    (
        Key("product", Reader("name of a product", _product_key), "the product"),
        Key("project", TEXT_READER, "the project it serves", default=""),
        Key("loan", TEXT_READER, "the loan it is part of", default=""),
        Key("from-on", DAY, "first day it is held", default=None),
        Key("until-on", DAY, "last day it is held", default=None),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file as written."""

    application: str
    as_of: date
    order: Order
    firm: Firm
    request: Request
    statements: tuple[tuple[Statement, ...], ...]
    benefits_held: tuple[Benefit, ...] | None
    quotes: Mapping[str, BankQuote]


def _statements(node: Node) -> tuple[tuple[Statement, ...], ...]:
    return each(node.items(), _stated)


FILE = Record(
    "request file",
    "A firm, what it wants, what is stated, what banks quoted.",
    _File,
    (
        Key("application", TEXT_READER, "its number", default="—"),
        Key("as-of", DAY, "the day the programmes' figures are read"),
        Key("order", one_word_of(Order), "how to order", default=Order.ALL_IN_COST),
        Key("firm", FIRM.reader, "who asks"),
        Key("request", Reader("a request", _request, (REQUEST,)), "what is asked for"),
        Key("statements", Reader("list", _statements, (STATED,)), "what is stated", default=()),
        Key(
            "benefits-held",
            list_of(BENEFIT.reader),
            "what the firm holds; left out while nobody looked",
            default=None,
        ),
        Key("quotes", QUOTES, "banks' own rates", default={}),
    ),
)


def _asked(node: Node) -> Asked:
    read = FILE.read(node)
    site, known = read.request.site, {each_.number for each_ in read.firm.sites}
    if site is not None and site not in known:
        members = node.members()["request"].members()
        members["site"].refuse(
            message("site-unknown", firm=read.firm.name, site=site, known=tuple(sorted(known)))
        )
    application = Application(
        number=read.application,
        firm=read.firm,
        request=read.request,
        submitted_on=read.as_of,
        statements=Statements(tuple(each_ for group in read.statements for each_ in group)),
        held=read.benefits_held,
    )
    return Asked(application, read.quotes, read.as_of, read.order)


ASKED = Reader(FILE.reader.written, _asked, (FILE,))
