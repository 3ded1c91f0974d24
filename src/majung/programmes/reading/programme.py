"""The record of programme.yaml, and what must fit together across the files of a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from majung.errors import message
from majung.ledger.rules import PostingRules
from majung.programmes.parties import Agreement, Party
from majung.programmes.price_terms import CoverPricing, LoanPricing, PremiumDiscount, RateCut
from majung.programmes.products import BookRole, ContractType, Product
from majung.programmes.programme import (
    Case,
    Envelope,
    Exclusion,
    LegalBasis,
    Programme,
    Target,
)
from majung.programmes.reading.elsewhere import Elsewhere
from majung.programmes.reading.funds import FUND
from majung.programmes.reading.limits import (
    ENVELOPE,
    EXCLUSION,
    LEGAL_BASIS,
    RECOMMENDATION,
    TARGET,
    WrittenRecommendation,
    recommendation_of,
)
from majung.programmes.reading.parties import AGREEMENT, PARTY, check_period
from majung.programmes.reading.postings import EVENTS_OF, Book
from majung.programmes.reading.products import product_reader
from majung.rules.citations import Label, Source
from majung.rules.reading.nodes import Node, unknown
from majung.rules.reading.records import Check, Key, Reader, Record, list_of
from majung.rules.reading.words import DAY, LABEL, NAME, SOURCE, TEXT_READER
from majung.values.money import SCALE_OF


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What programme.yaml says."""

    key: str
    name: Label
    summary: Label
    country: str
    currency: str
    calendar: str
    valid_from: date
    valid_until: date | None
    sources: tuple[Source, ...]
    legal_basis: tuple[LegalBasis, ...]
    parties: tuple[Party, ...]
    agreements: tuple[Agreement, ...]
    products: tuple[Product, ...]
    envelopes: tuple[Envelope, ...]
    recommendations: tuple[WrittenRecommendation, ...]
    exclusions: tuple[Exclusion, ...]
    targets: tuple[Target, ...]


def _currency(node: Node) -> str:
    if node.value not in SCALE_OF:
        node.refuse(unknown("word-unknown", node.shown(), SCALE_OF))
    return str(node.value)


#: Keys of `values.calendars`; making a calendar to know that it exists would take half a second.
CALENDARS = ("KR", "US", "MF", "NONE")


def _calendar(node: Node) -> str:
    if node.value not in CALENDARS:
        node.refuse(unknown("word-unknown", node.shown(), CALENDARS))
    return str(node.value)


def _known_sources(node: Node) -> tuple[Source, ...]:
    return tuple(node.reading.sources.values())


def programme_record(elsewhere: Elsewhere) -> Record[Written]:
    """Return the record of programme.yaml, joined with what other files say of its products."""
    return Record(
        "programme.yaml",
        "What the programme is, who takes part, and what it offers within which limits.",
        Written,
        (
            Key("programme", NAME, "names the programme and its folder", attribute="key"),
            Key("name", LABEL, "what it is called"),
            Key("summary", LABEL, "what it does, in a sentence"),
            Key("country", TEXT_READER, "ISO 3166 code, `KR`"),
            Key("currency", Reader("ISO 4217 code, `KRW`", _currency), "of amounts without one"),
            Key("calendar", Reader("`KR`, `US`, `MF` or `NONE`", _calendar), "of business days"),
            Key("valid-from", DAY, "the first day it takes applications"),
            Key("valid-until", DAY, "the last one, where it is known", default=None),
            Key(
                "sources",
                Reader(list_of(SOURCE.reader).written, _known_sources, (SOURCE,)),
                "texts that rules and numbers cite",
            ),
            Key("legal-basis", list_of(LEGAL_BASIS.reader), "what it rests on"),
            Key("parties", list_of(PARTY.reader), "who takes part"),
            Key("agreements", list_of(AGREEMENT.reader), "what they signed", default=()),
            Key("products", list_of(product_reader(elsewhere, FUND)), "what it offers"),
            Key("envelopes", list_of(ENVELOPE.reader), "limits of money"),
            Key("recommendations", list_of(RECOMMENDATION.reader), "who recommends", default=()),
            Key("exclusions", list_of(EXCLUSION.reader), "what excludes what", default=()),
            Key("targets", list_of(TARGET.reader), "what it set out to reach", default=()),
        ),
        checks=(Check(("valid_from", "valid_until"), check_period),),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Everything that was read, to be joined into one programme."""

    written: Written
    books: tuple[Book, ...]
    cases: tuple[Case, ...]
    version: str


def joined(pieces: Pieces, root: Node) -> Programme:
    """Join what the files say into one programme."""
    written = pieces.written
    values = {name: getattr(written, name) for name in Written.__slots__}
    values["recommendations"] = tuple(
        recommendation_of(each, _unlocked_by(each.key, written.products))
        for each in written.recommendations
    )
    return Programme(
        **values,
        version=pieces.version,
        charts={book.role: book.chart for book in pieces.books},
        postings=PostingRules.of(rule for book in pieces.books for rule in book.rules),
        vocabulary=root.reading.vocabulary,
        cases=pieces.cases,
    )


def price_steps(product: Product) -> tuple[RateCut | PremiumDiscount, ...]:
    """Return the cuts or discounts of a product."""
    pricing = getattr(product, "pricing", None)
    match pricing:
        case LoanPricing():
            return pricing.cuts
        case CoverPricing():
            return pricing.discounts
        case _:
            return ()


def _unlocked_by(recommendation: str, products: Iterable[Product]) -> tuple[str, ...]:
    return tuple(
        step.key
        for product in products
        for step in price_steps(product)
        if step.recommendation == recommendation
    )


def check_fit(written: Written, root: Node) -> None:
    """Report what each part allows and the parts together do not.

    - A price step is unlocked by a recommendation that is made for its product.
    - An envelope lies inside a wider one, and chains of envelopes have an end.
    - A recommender and a provider have that role.

    Source: own convention: a programme that contradicts itself is refused before it is used.
    """
    members = root.members()
    made_for = {each.key: each.products for each in written.recommendations}
    for product in written.products:
        for step in price_steps(product):
            if step.recommendation and product.key not in made_for.get(step.recommendation, ()):
                members["recommendations"].report(
                    message(
                        "recommendation-not-for-product",
                        recommendation=step.recommendation,
                        product=product.key,
                        step=step.key,
                    )
                )
    _check_envelopes(written.envelopes, members["envelopes"])


def _check_envelopes(envelopes: tuple[Envelope, ...], place: Node) -> None:
    by_key = {envelope.key: envelope for envelope in envelopes}
    nodes = dict(zip(by_key, place.items(), strict=False))
    for envelope in envelopes:
        chain = [envelope.key]
        outer = by_key.get(envelope.inside)
        while outer is not None and outer.key not in chain:
            chain.append(outer.key)
            outer = by_key.get(outer.inside)
        if outer is not None:
            nodes[envelope.key].report(message("envelopes-in-circle", envelopes=tuple(chain)))
        elif len(chain) > 1:
            _check_inside(envelope, by_key[envelope.inside], nodes[envelope.key])


def _check_inside(inner: Envelope, outer: Envelope, node: Node) -> None:
    if inner.limit is None or outer.limit is None:
        return
    for day in sorted({step.valid_from for each in (inner, outer) for step in _steps(each)}):
        small, large = inner.limit.value_on(day), outer.limit.value_on(day)
        if small is not None and large is not None and small > large:
            node.report(
                message(
                    "envelope-above-outer",
                    envelope=inner.key,
                    limit=small,
                    outer=outer.key,
                    most=large,
                    day=day,
                )
            )


def _steps(envelope: Envelope) -> tuple[Any, ...]:
    return envelope.limit.steps if envelope.limit is not None else ()


def yielded_events(products: Node | None) -> Mapping[BookRole, frozenset[str]]:
    """Return which events reach the books of each role, as far as the products can be read."""
    found: dict[BookRole, set[str]] = {}
    listed = products.value if products is not None else None
    for product in listed if isinstance(listed, list) else ():
        kind = product.get("kind") if isinstance(product, dict) else None
        books = product.get("books") if isinstance(product, dict) else None
        if kind in set(ContractType) and isinstance(books, list):
            for role in set(BookRole) & {book for book in books if isinstance(book, str)}:
                found.setdefault(BookRole(role), set()).update(EVENTS_OF[ContractType(kind)])
    return {role: frozenset(kinds) for role, kinds in found.items()}
