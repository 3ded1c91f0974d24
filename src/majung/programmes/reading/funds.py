"""Records of a fund: its partners, its rounds and the terms of the partnership."""

from datetime import date
from typing import Any

from majung.errors import message
from majung.programmes.figures import Figure
from majung.programmes.products import FeeTier, FundPartner, FundProduct, FundRound, FundTerms
from majung.programmes.reading.figures import figure
from majung.programmes.reading.products import COMMON_KEYS, without_kind
from majung.rules.reading.nodes import Node
from majung.rules.reading.quantities import COUNT, MONEY, MONTHS, PERCENT, SHARE, Measured
from majung.rules.reading.records import Check, Key, Reader, Record, list_of
from majung.rules.reading.words import LABEL, YES_OR_NO, name_of
from majung.values.money import Money
from majung.values.rates import Rate

PARTNER = Record(
    "fund partner",
    "Who commits to the fund.",
    FundPartner,
    (
        Key("party", name_of("party"), "who"),
        Key("label", LABEL, "in which part"),
        Key("policy", YES_OR_NO, "whether it is public money", attribute="is_policy"),
        Key("commitment", figure(MONEY), "where it was published", default=None),
    ),
)


def _year(node: Node) -> int:
    if not isinstance(node.value, int) or not date.min.year <= node.value <= date.max.year:
        node.refuse(message("year-not-readable", text=node.shown()))
    return node.value


YEAR = Reader("a year, `2024`", _year)

ROUND = Record(
    "fund round",
    "A yearly call for general partners.",
    FundRound,
    (
        Key("year", YEAR, "of the call"),
        Key("label", LABEL, "which league"),
        Key("size", figure(MONEY), "of one fund"),
        Key("policy-commitment", figure(MONEY), "public money in one fund", default=None),
        Key("count", figure(COUNT), "how many funds"),
    ),
)


def _tier(size_max: Measured[Money] | None, rate: Figure[Rate]) -> FeeTier:
    return FeeTier(size_max=size_max.value if size_max is not None else None, rate=rate)


FEE = Record(
    "fee tier",
    "The yearly management fee of funds up to a size; the first tier that fits counts.",
    _tier,
    (
        Key("size-max", MONEY.reader, "largest fund; the rest where left out", default=None),
        Key("rate", figure(PERCENT), "the fee"),
    ),
)

TERMS = Record(
    "fund terms",
    "The terms of the partnership.",
    FundTerms,
    (
        Key("size", figure(MONEY), "of all funds of the product together"),
        Key("policy-share-max", figure(SHARE), "public money in a fund", default=None),
        Key("partner-share-min", figure(SHARE), "what the general partner puts in"),
        Key("mandate-share-min", figure(SHARE), "of commitments to be invested in the mandate"),
        Key("mandate", LABEL, "what the mandate is"),
        Key("life", figure(MONTHS), "of a fund", attribute="life_months"),
        Key("investment-period", figure(MONTHS), "to invest in", attribute="investment_months"),
        Key("extensions-max", figure(MONTHS), "of its life", attribute="extensions_months_max"),
        Key("formation-max", figure(MONTHS), "to form a fund", attribute="formation_months_max"),
        Key("fees", list_of(FEE.reader), "management fee by size, smallest first"),
        Key("fee-on-commitments-for", figure(MONTHS), "then on what is invested",
            attribute="fee_on_commitments_months"),
        Key("hurdle", figure(PERCENT), "return before carry"),
        Key("policy-hurdle", figure(PERCENT), "the same for public money", default=None),
        Key("carry", figure(SHARE), "the general partner's share above it"),
        Key("catch-up", figure(SHARE), "of what comes after the hurdle, until carry is level"),
        Key("policy-first-loss-max", figure(SHARE), "of the fund that public money loses first"),
        Key("excess-transfer-max", figure(SHARE), "of public profit above the hurdle that goes to"
            " private partners", default=None),
        Key("companies-target", figure(COUNT), "how many companies", default=None),
    ),
)  # fmt: skip


def _check_commitments(node: Node, partners: tuple[FundPartner, ...], terms: FundTerms) -> None:
    """Report commitments that are more than the fund, on any day.

    Source: own convention: what partners commit is the fund's size.
    """
    figures: list[Figure[Any]] = [terms.size]
    figures += [partner.commitment for partner in partners if partner.commitment is not None]
    for day in sorted({step.valid_from for each in figures for step in each.steps}):
        size = terms.size.value_on(day)
        parts = [
            amount
            for partner in partners
            if partner.commitment is not None
            and (amount := partner.commitment.value_on(day)) is not None
        ]
        if size is not None and parts and Money.total(parts, size.currency) > size:
            total = Money.total(parts, size.currency)
            node.members()["partners"].report(
                message("commitments-above-size", total=total, size=size, day=day)
            )


FUND = Record(
    "fund",
    "A stake through a fund; its eligibility says which company is in the mandate.",
    without_kind(FundProduct),
    (
        *COMMON_KEYS,
        Key("partners", list_of(PARTNER.reader), "who commits"),
        Key("rounds", list_of(ROUND.reader), "calls for general partners", default=()),
        Key("terms", TERMS.reader, "of the partnership"),
    ),
    checks=(Check(("partners", "terms"), _check_commitments),),
)
