"""Records of a programme's limits: envelopes, recommendations, exclusions, targets.

Source: own convention, docs/programmes.md.
"""

from dataclasses import dataclass

from majung.errors import message
from majung.programmes.figures import Figure
from majung.programmes.programme import (
    Envelope,
    EnvelopeScope,
    Exclusion,
    ExclusionKind,
    ExclusionScope,
    LegalBasis,
    RecommendationRule,
    SupplyBasis,
    Target,
)
from majung.programmes.reading.figures import COUNT_OR_MONEY, figure
from majung.programmes.reading.products import CLAIM_FACT
from majung.rules.citations import Citation, Label, Status
from majung.rules.reading.nodes import Node
from majung.rules.reading.quantities import COUNT, MONEY, MONTHS
from majung.rules.reading.records import Check, Key, Reader, Record, list_of, one_word_of
from majung.rules.reading.words import CITED, DAY, LABEL, NAME, YES_OR_NO, name_of, new_name
from majung.values.money import Money

LEGAL_BASIS = Record(
    "legal basis",
    "A law, decision or agreement the programme rests on.",
    LegalBasis,
    (Key("label", LABEL, "what it is"), *CITED),
)


def _member(node: Node) -> str:
    # A year is written as a number, an institution or region as a name.
    return str(node.value) if isinstance(node.value, int) else NAME.read(node)


def _check_member(node: Node, scope: EnvelopeScope, member: str) -> None:
    place = node.members().get("member", node)
    if scope is EnvelopeScope.INSTITUTION and member:
        node.reading.refer("party", member, place)
    if scope is EnvelopeScope.YEAR and member and not member.isdigit():
        place.report(message("year-not-readable", text=member))
    if scope is EnvelopeScope.PROGRAMME and member:
        place.report(message("member-of-programme", member=member))


ENVELOPE = Record(
    "envelope",
    "A limit of money, with what counts against it.",
    Envelope,
    (
        Key("key", new_name("envelope"), "names the limit"),
        Key("label", LABEL, "what it is called"),
        Key("products", list_of(name_of("product")), "which products use it"),
        Key("scope", one_word_of(EnvelopeScope), "who shares it"),
        Key(
            "member",
            Reader("a year, party or region", _member),
            "the one year, institution or region it is for; each has its own where left out",
            default="",
        ),
        Key("limit", figure(MONEY), "left out where its amount was not published", default=None),
        Key("basis", one_word_of(SupplyBasis), "at which moment an amount counts"),
        Key("revolving", YES_OR_NO, "repaid amounts free it again", attribute="is_revolving"),
        Key("renewals", YES_OR_NO, "a renewal counts again", attribute="counts_renewals"),
        Key("inside", name_of("envelope"), "the wider envelope it is a part of", default=""),
        *CITED,
    ),
    checks=(Check(("scope", "member"), _check_member),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRecommendation:
    """A recommendation as written, before the steps that name it are known."""

    key: str
    label: Label
    recommender: str
    products: tuple[str, ...]
    fact: str
    is_required: bool
    quota: Figure[int] | None
    amount_max: Figure[Money] | None
    validity_months: Figure[int] | None
    needs_project: bool
    citation: Citation
    status: Status


RECOMMENDATION = Record(
    "recommendation",
    "Who recommends firms, how many, for how long. It unlocks the price steps that name it.",
    WrittenRecommendation,
    (
        Key("key", new_name("recommendation"), "names the rule"),
        Key("label", LABEL, "what it is called"),
        Key("recommender", name_of("party"), "who recommends"),
        Key("products", list_of(name_of("product")), "for which products"),
        Key("fact", CLAIM_FACT, "the claim that holds while a recommendation stands"),
        Key("required", YES_OR_NO, "without it the product cannot be had", attribute="is_required"),
        Key("quota", figure(COUNT), "firms in a round", default=None),
        Key("amount-max", figure(MONEY), "one recommendation can carry", default=None),
        Key("validity", figure(MONTHS), "how long it can be used", default=None,
            attribute="validity_months"),
        Key("needs-project", YES_OR_NO, "it must point to a project", default=False),
        *CITED,
    ),
)  # fmt: skip


def recommendation_of(read: WrittenRecommendation, unlocks: tuple[str, ...]) -> RecommendationRule:
    """Join a recommendation with the price steps that name it."""
    return RecommendationRule(
        key=read.key,
        label=read.label,
        recommender=read.recommender,
        products=read.products,
        fact=read.fact,
        is_required=read.is_required,
        quota=read.quota,
        amount_max=read.amount_max,
        validity_months=read.validity_months,
        unlocks=unlocks,
        needs_project=read.needs_project,
        citation=read.citation,
        status=read.status,
    )


EXCLUSION = Record(
    "exclusion",
    "Benefits that may not be held together.",
    Exclusion,
    (
        Key("key", new_name("exclusion"), "names the rule"),
        Key("label", LABEL, "what it says"),
        Key("kind", one_word_of(ExclusionKind), "how they exclude each other"),
        Key("products", list_of(name_of("product")), "own products it concerns"),
        Key(
            "others",
            list_of(NAME),
            "products of any programme, or `any-preferential-rate`",
        ),
        Key("scope", one_word_of(ExclusionScope), "for which one thing"),
        *CITED,
    ),
)

TARGET = Record(
    "target",
    "What the programme set out to reach.",
    Target,
    (
        Key("key", new_name("target"), "names the target"),
        Key("label", LABEL, "what is to be reached"),
        Key("measure", NAME, "what is counted"),
        Key("value", figure(COUNT_OR_MONEY), "how much of it"),
        Key("due-on", DAY, "by when, where it was published", default=None),
    ),
)
