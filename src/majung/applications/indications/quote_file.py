"""What banks quoted, as it stands in a request file: base, add-ons and adjustments apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from majung.errors import message
from majung.pricing.quotes import BankQuote, RateLine
from majung.programmes.price_terms import ComponentKind, Payer
from majung.rules import Citation, Label, Source, Status
from majung.rules.reading.nodes import Node, UnreadableError, each, unknown
from majung.rules.reading.quantities import PERCENT, POINTS, Measured
from majung.rules.reading.records import Key, Reader, Record, list_of
from majung.rules.reading.words import DAY, TEXT_READER
from majung.values.rates import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """A base as written."""

    name: str
    rate: Measured[Rate]
    as_of: date | None
    source: str


BASE = Record(
    "base of a quote",
    "The published rate a quote follows.",
    _Base,
    (
        Key("name", TEXT_READER, "CD, bank debenture, COFIX, KTB …"),
        Key("rate", PERCENT.reader, "its value"),
        Key("as-of", DAY, "the day it had this value", default=None),
        Key("source", TEXT_READER, "who publishes it", default=""),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _AddOn:
    """An add-on as written."""

    name: str
    rate: Measured[Rate]


ADD_ON = Record(
    "add-on of a quote",
    "What the bank adds: risk, liquidity, credit, capital, operating, legal cost, margin.",
    _AddOn,
    (
        Key("name", TEXT_READER, "what it is for"),
        Key("rate", PERCENT.reader, "how much a year"),
    ),
)
ADJUSTMENT = Record(
    "adjustment of a quote",
    "What the bank takes off by itself.",
    _AddOn,
    (
        Key("name", TEXT_READER, "what it is for"),
        Key("rate", POINTS.reader, "how far the rate falls"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quote:
    """A quote as written."""

    bank: str
    name: str
    quoted_on: date
    base: _Base
    add_ons: tuple[_AddOn, ...]
    adjustments: tuple[_AddOn, ...]
    cover_cut: Measured[Rate] | None
    cuts: Mapping[str, Rate]


def _cuts(node: Node) -> Mapping[str, Rate]:
    def one(member: Node) -> tuple[str, Rate]:
        known = node.reading.defined.get("rate cut", {})
        if member.key not in known:
            member.report_key(unknown("name-unknown", member.key, known, what="rate cut"))
            raise UnreadableError
        return member.key, POINTS.read(member).value

    return dict(each(node.members().values(), one))


QUOTE = Record(
    "quote",
    "A bank's own rate for the firm, before any programme.",
    _Quote,
    (
        Key("bank", TEXT_READER, "the bank, by its key in the programmes"),
        Key("name", TEXT_READER, "what it is called, if no programme names it", default=""),
        Key("quoted-on", DAY, "the day of the quote"),
        Key("base", BASE.reader, "the base"),
        Key("add-ons", list_of(ADD_ON.reader), "what it adds", default=()),
        Key("adjustments", list_of(ADJUSTMENT.reader), "what it takes off itself", default=()),
        Key("cover-cut", POINTS.reader, "what it takes off a covered loan", default=None),
        Key("cuts", Reader("cuts by name", _cuts), "what it grants of each cut", default={}),
    ),
)


def _quote(node: Node) -> BankQuote:
    read = QUOTE.read(node)
    banks = node.reading.defined.get("institution", {})
    if read.bank not in banks and not read.name:
        bank = node.members()["bank"]
        bank.refuse(unknown("name-unknown", read.bank, banks, what="institution"))
    if read.base.rate.value + _sum(read.add_ons) < _sum(read.adjustments):
        node.refuse(message("quote-below-zero", bank=read.bank))
    return BankQuote(
        provider=read.bank,
        quoted_on=read.quoted_on,
        lines=_lines(read),
        cover_cut=read.cover_cut.value if read.cover_cut is not None else None,
        cuts=read.cuts,
        name=read.name,
    )


def _quotes(node: Node) -> Mapping[str, BankQuote]:
    quotes = each(node.items(), _quote)
    found: dict[str, BankQuote] = {}
    for item, quote in zip(node.items(), quotes, strict=True):
        if quote.provider in found:
            item.refuse(message("bank-quoted-twice", bank=quote.provider))
        found[quote.provider] = quote
    return found


QUOTES = Reader(f"list of {QUOTE.reader.written}", _quotes, (QUOTE,))


def _lines(read: _Quote) -> tuple[RateLine, ...]:
    title = Label(
        f"{read.bank} 제시 금리({read.quoted_on})", f"quote of {read.bank}, {read.quoted_on}"
    )
    said = Citation(Source(f"quote-{read.bank}", title))
    published = Citation(Source("base", Label(read.base.source, read.base.source)))
    base = RateLine(
        key="base",
        label=Label(read.base.name, read.base.name),
        kind=ComponentKind.BASE,
        payer=Payer.BORROWER,
        rate=read.base.rate.value,
        citation=published if read.base.source else said,
        status=Status.REPORTED,
        as_of=read.base.as_of,
    )
    return (
        base,
        *(_line(ComponentKind.ADD_ON, at, each_, said) for at, each_ in enumerate(read.add_ons, 1)),
        *(
            _line(ComponentKind.ADJUSTMENT, at, each_, said)
            for at, each_ in enumerate(read.adjustments, 1)
        ),
    )


def _line(kind: ComponentKind, at: int, read: _AddOn, said: Citation) -> RateLine:
    lowers = kind is ComponentKind.ADJUSTMENT
    return RateLine(
        key=f"{kind.value}-{at}",
        label=Label(read.name, read.name),
        kind=kind,
        payer=Payer.BORROWER,
        rate=-read.rate.value if lowers else read.rate.value,
        citation=said,
        status=Status.REPORTED,
    )


def _sum(lines: tuple[_AddOn, ...]) -> Rate:
    total = Rate.percent(0)
    for line in lines:
        total += line.rate.value
    return total
