"""Read the files that say something of each product: eligibility.yaml and pricing.yaml.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from majung.programmes.price_terms import CoverPricing, LoanPricing
from majung.programmes.reading.premiums import COVER_PRICING
from majung.programmes.reading.prices import LOAN_PRICING
from majung.rules.kinds import Rule
from majung.rules.reading.nodes import Node, UnreadableError
from majung.rules.reading.records import Key, Reader, Record
from majung.rules.reading.rule import (
    REACHABLE_RULE,
    RULES,
    read_shared_rules,
    report_unused,
)

T = TypeVar("T")


@dataclass(slots=True)
class Elsewhere:
    """What other files of the programme say about its products; None for what is unreadable."""

    eligibility: Mapping[str, Rule | None] = field(default_factory=dict)
    loans: Mapping[str, LoanPricing | None] = field(default_factory=dict)
    covers: Mapping[str, CoverPricing | None] = field(default_factory=dict)


def _by_product(reader: Reader[T]) -> Reader[Mapping[str, T | None]]:
    """Return the reader of something for each product; what cannot be read becomes None."""

    def read(node: Node) -> Mapping[str, T | None]:
        values: dict[str, T | None] = {}
        for key, member in node.members().items():
            node.reading.refer("product", key, member)
            try:
                values[key] = reader.read(member)
            except UnreadableError:
                values[key] = None
        return values

    return Reader(f"product: {reader.written}", read, reader.shows)


def _shared(node: Node) -> Node:
    try:
        read_shared_rules(node)
    except UnreadableError:
        return node  # its problems are recorded; rules that use it are read on
    return node


@dataclass(frozen=True, slots=True)
class _Eligibility:
    rules: Node | None
    products: Mapping[str, Rule | None]


ELIGIBILITY = Record(
    "eligibility.yaml",
    "Who may have each product.",
    _Eligibility,
    (
        Key(
            "rules",
            Reader(RULES, _shared),
            "rules that several products share; put in by `use`",
            default=None,
        ),
        Key("products", _by_product(REACHABLE_RULE), "the rule of each product"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Pricing:
    loans: Mapping[str, LoanPricing | None]
    covers: Mapping[str, CoverPricing | None]


PRICING = Record(
    "pricing.yaml",
    "What each loan and cover costs.",
    _Pricing,
    (
        Key("loans", _by_product(LOAN_PRICING.reader), "the price of each loan", default={}),
        Key("covers", _by_product(COVER_PRICING.reader), "the price of each cover", default={}),
    ),
)


def read_elsewhere(eligibility: Node | None, pricing: Node | None) -> Elsewhere:
    """Read what the two files say; a file that is missing or broken says nothing."""
    said = Elsewhere()
    if eligibility is not None:
        try:
            read = ELIGIBILITY.read(eligibility)
            said.eligibility = read.products
            if read.rules is not None:
                report_unused(read.rules)
        except UnreadableError:
            said.eligibility = _Unsaid()
    if pricing is not None:
        try:
            prices = PRICING.read(pricing)
            said.loans, said.covers = prices.loans, prices.covers
        except UnreadableError:
            said.loans = said.covers = _Unsaid()
    return said


class _Unsaid(dict[str, None]):
    """What an unreadable file says: something of every product, and nothing that can be used."""

    def __contains__(self, key: object) -> bool:
        return True
