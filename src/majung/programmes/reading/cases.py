"""Read cases: examples of firms and what must come out, named as sentences.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from majung.errors import message
from majung.programmes.programme import Case
from majung.rules.citations import Label
from majung.rules.findings import Verdict
from majung.rules.reading.korean import spoken_name
from majung.rules.reading.limits import read_measure
from majung.rules.reading.nodes import Node, UnreadableError, each, unknown
from majung.rules.reading.quantities import MONEY, MONTHS, PERCENT, POINTS, SHARE, Unit
from majung.rules.reading.records import Key, Reader, Record
from majung.rules.reading.words import DAY, LABEL, YES_OR_NO, name_of
from majung.rules.vocabulary import ASSESSED_ON, FactDefinition, FactType, FactValue

VERDICTS = {"met": Verdict.MET, "open": Verdict.OPEN, "not-met": Verdict.NOT_MET}

#: What a case can expect of the terms, and how it is written; the names of `Entitlement`.
TERM_UNITS: Mapping[str, Unit[Any]] = {
    "cut": POINTS,
    "cover-ratio": SHARE,
    "premium-rate": PERCENT,
    "discount": SHARE,
    "amount-max": MONEY,
    "tenor-max": MONTHS,
    "policy-share-max": SHARE,
    "mandate-share-min": SHARE,
    "management-fee": PERCENT,
    "hurdle": PERCENT,
    "carry": SHARE,
}

Given = Mapping[str, "FactValue | None"]


def _verdict(node: Node) -> Verdict:
    if node.value not in VERDICTS:
        node.refuse(unknown("word-unknown", node.shown(), VERDICTS))
    return VERDICTS[str(node.value)]


def _reasons(node: Node) -> Mapping[str, Verdict]:
    def one(member: Node) -> tuple[str, Verdict]:
        node.reading.refer("rule", member.key, member)
        return member.key, _verdict(member)

    return dict(each(node.members().values(), one))


def _terms(node: Node) -> Mapping[str, object]:
    def one(member: Node) -> tuple[str, object]:
        unit = TERM_UNITS.get(member.key)
        if unit is None:
            member.report_key(
                unknown("key-unknown", member.key, TERM_UNITS, record=spoken_name("terms"))
            )
            raise UnreadableError
        return member.key, unit.read(member).value

    return dict(each(node.members().values(), one))


def _fact(node: Node) -> "FactValue | None":
    vocabulary = node.reading.vocabulary
    if node.key not in vocabulary:
        node.report_key(unknown("fact-name-unknown", node.key, vocabulary.facts))
        raise UnreadableError
    if node.value is None:
        return None
    definition = vocabulary[node.key]
    value = _value(node, definition)
    objection = definition.objection_to(value)
    if objection is not None:
        node.refuse(message("case-fact-unfit", reason=objection))
    return value


def _value(node: Node, definition: FactDefinition) -> FactValue:
    match definition.type:
        case FactType.CLAIM:
            return YES_OR_NO.read(node)
        case FactType.DAY:
            return DAY.read(node)
        case FactType.CODE:
            return str(node.value)
        case FactType.CODES:
            return frozenset(each(node.items(), lambda item: str(item.value)))
        case _:
            measure: FactValue = read_measure(node, definition)
            return measure


def read_facts(node: Node) -> Given:
    """Read facts by name; a fact without a value is one that nobody stated."""
    members = node.members().values()
    return dict(each(members, lambda member: (member.key, _fact(member))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A case as written."""

    name: Label
    product: str
    assessed_on: date
    given: str
    facts: Given
    verdict: Verdict
    reasons: Mapping[str, Verdict]
    terms: Mapping[str, object]


CASE = Record(
    "case",
    "An example that is run whenever the programme is checked.",
    _Case,
    (
        Key("case", LABEL, "a sentence that says what it shows", attribute="name"),
        Key("product", name_of("product"), "which product is assessed"),
        Key("assessed-on", DAY, "on which day"),
        Key("given", name_of("given firm"), "the firm it starts from", default=""),
        Key("but", Reader("facts by name", read_facts), "what differs; empty takes a fact away",
            default={}, attribute="facts"),
        Key("verdict", Reader("`met`, `not-met` or `open`", _verdict), "of the eligibility"),
        Key("reasons", Reader("verdicts by rule", _reasons), "of single rules", default={}),
        Key("terms", Reader("terms by name", _terms), "what the product gives at most", default={}),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cases:
    given: Mapping[str, Given]
    cases: Node


def _firms(node: Node) -> Mapping[str, Given]:
    firms: dict[str, Given] = {}
    for name, member in node.members().items():
        node.reading.define("given firm", name, member)
        firms[name] = {}
        # What is wrong with a firm is recorded; the cases that start from it are read on.
        with suppress(UnreadableError):
            firms[name] = read_facts(member)
    return firms


CASES = Record(
    "cases.yaml",
    "Firms by name, and cases that start from one of them.",
    _Cases,
    (
        Key("given", Reader("facts by firm", _firms), "firms that cases start from", default={}),
        Key("cases", Reader("list of [cases](#case)", lambda node: node, (CASE,)), "the cases"),
    ),
)


def read_cases(node: Node) -> tuple[Case, ...]:
    """Read the cases of a programme."""
    written = CASES.read(node)

    def one(member: Node) -> Case:
        read = CASE.read(member)
        facts = {**written.given.get(read.given, {}), **read.facts, ASSESSED_ON: read.assessed_on}
        return Case(
            name=read.name,
            product=read.product,
            assessed_on=read.assessed_on,
            facts={name: value for name, value in facts.items() if value is not None},
            verdict=read.verdict,
            reasons=read.reasons,
            terms=read.terms,
        )

    return each(written.cases.items(), one)
