"""One application against every programme: a finding for each product, and what is still needed.

A product asks for more than its eligibility: that it takes applications on the day, that the
money is for one of its uses, that amount and term fit, that whoever must recommend did.  All of
it is one tree of rules, so one outline explains it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from majung.applications.application import (
    LENDER,
    REQUESTED_AMOUNT,
    REQUESTED_MONTHS,
    USE_OF_FUNDS,
)
from majung.errors import Message
from majung.programmes.figures import Figure
from majung.programmes.products import ContractType, FundProduct, LoanProduct, Product
from majung.programmes.programme import Programme, RecommendationRule
from majung.rules import FactValue, Finding, Label, Rule, Status, Verdict
from majung.rules.evaluation import evaluate
from majung.rules.kinds import (
    AllOf,
    AtMost,
    Holds,
    OnlyFrom,
    OnOrAfter,
    OnOrBefore,
)
from majung.rules.vocabulary import ASSESSED_ON, FactDefinition
from majung.values.money import Money

#: No body but the programme's own parties is called by name.
NO_NAMES: Mapping[str, Label] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ProductAssessment:
    """What the rules of one product say about an application.

    Attributes:
        programme: its key, with the version the finding rests on, so that it can be computed
            again.
        missing: facts that must be stated before it can be decided, sorted by name.
    """

    programme: str
    version: str
    product: str
    name: Label
    contract_type: ContractType
    finding: Finding
    missing: tuple[FactDefinition, ...]

    @property
    def verdict(self) -> Verdict:
        """How the product's rules came out."""
        return self.finding.verdict

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """What decides the verdict, where it is not met or open: the findings at its root."""
        return weighing(self.finding)

    @property
    def refusal(self) -> Message | None:
        """Why the product cannot be had as things stand; None unless it is not met."""
        if self.verdict is not Verdict.NOT_MET:
            return None
        return next(each.reason for each in self.reasons if each.verdict is Verdict.NOT_MET)

    @property
    def against(self) -> tuple[tuple[str, Verdict], ...]:
        """Rules that stand against a grant, with their verdicts: each needs an override."""
        return tuple((finding.rule_key, finding.verdict) for finding in self.reasons)


@dataclass(frozen=True, slots=True)
class FactNeeded:
    """A fact somebody should state, and the products that wait for it."""

    definition: FactDefinition
    products: tuple[str, ...]


def assess_all(
    facts: Mapping[str, FactValue],
    programmes: Iterable[Programme],
    *,
    on: date,
    called: Mapping[str, Label] = NO_NAMES,
) -> tuple[ProductAssessment, ...]:
    """Hold facts against every product of every programme.

    The figures of a programme are those of the day; products that take no applications on it are
    assessed all the same, and the outline says so.

    Args:
        called: what bodies are called on the day that are party to none of the programmes.
    """
    taken = tuple(programmes)
    names = {key: name for each in taken for key, name in party_names(each, on=on).items()}
    return tuple(
        assess_product(facts, programme, product, on=on, called={**names, **called})
        for programme in taken
        for product in programme.products
    )


def assess_product(
    facts: Mapping[str, FactValue],
    programme: Programme,
    product: Product,
    *,
    on: date,
    called: Mapping[str, Label] = NO_NAMES,
) -> ProductAssessment:
    """Hold facts against one product; its reasons call bodies what they are called on the day.

    While no lending bank was chosen, a loan is held against each bank that offers it and the best
    finding stands: which bank to ask is the firm's choice, not something it has to prove.
    """
    rule = product_rule(programme, product, on=on)
    names = {**party_names(programme, on=on), **called}
    finding = max(
        (evaluate(rule, known) for known in _by_lender(facts, product)),
        key=lambda each: each.verdict,
    ).calling(names)
    missing = tuple(
        programme.vocabulary[name]
        for name in sorted(finding.missing)
        if name in programme.vocabulary
    )
    return ProductAssessment(
        programme.key,
        programme.version,
        product.key,
        product.name,
        product.contract_type,
        finding,
        missing,
    )


def party_names(programme: Programme, *, on: date) -> dict[str, Label]:
    """Return what the parties of a programme are called on a day, by key."""
    return {party.key: party.name_on(on) for party in programme.parties}


def _by_lender(
    facts: Mapping[str, FactValue], product: Product
) -> Iterator[Mapping[str, FactValue]]:
    if LENDER in facts or not isinstance(product, LoanProduct) or not product.providers:
        yield facts
        return
    for provider in product.providers:
        yield {**facts, LENDER: provider}


def facts_needed(assessments: Iterable[ProductAssessment]) -> tuple[FactNeeded, ...]:
    """Return what is still to be stated, what most products wait for first."""
    waiting: dict[str, tuple[FactDefinition, list[str]]] = {}
    for assessment in assessments:
        for definition in assessment.missing:
            held = waiting.setdefault(definition.name, (definition, []))
            held[1].append(assessment.product)
    needed = [FactNeeded(definition, tuple(products)) for definition, products in waiting.values()]
    return tuple(sorted(needed, key=lambda each: (-len(each.products), each.definition.name)))


def weighing(finding: Finding) -> tuple[Finding, ...]:
    """Return the findings for which a finding is not met or open, deepest first found.

    A branch that is met weighs nothing; a branch that fails by itself (a rule that must not be
    met, evidence too old) stands for its parts.
    """
    if finding.verdict is Verdict.MET:
        return ()
    below = tuple(each for part in finding.parts for each in weighing(part))
    return below or (finding,)


def product_rule(programme: Programme, product: Product, *, on: date) -> Rule:
    """Return everything a product asks for as one rule."""
    terms = () if isinstance(product, FundProduct) else _terms(programme, product, on=on)
    parts = (
        *_window(programme, product),
        product.eligibility,
        *terms,
        *_required_recommendations(programme, product),
    )
    return AllOf(
        key=product.key,
        label=product.name,
        citation=product.citation,
        status=product.status,
        parts=parts,
    )


def recommendation_rule(programme: Programme, rule: RecommendationRule) -> Rule:
    """Return the rule that a recommendation stands for the firm."""
    definition = programme.vocabulary[rule.fact]
    return Holds(
        key=rule.key,
        label=rule.label,
        citation=rule.citation,
        status=rule.status,
        fact=definition,
        helps=definition.evidence,
    )


def _window(programme: Programme, product: Product) -> Iterator[Rule]:
    """Ask that programme and product take applications on the day."""
    if ASSESSED_ON not in programme.vocabulary:
        return
    definition = programme.vocabulary[ASSESSED_ON]
    yield OnOrAfter(
        key=f"{product.key}-begun",
        label=Label("접수 시작", "applications begun"),
        citation=product.citation,
        status=product.status,
        fact=definition,
        helps=definition.evidence,
        limit=max(programme.valid_from, product.open_from or programme.valid_from),
    )
    ends = [end for end in (programme.valid_until, product.open_until) if end is not None]
    if ends and not _asks_end(_demands(product.eligibility), min(ends)):
        yield OnOrBefore(
            key=f"{product.key}-not-over",
            label=Label("접수 종료 전", "applications not over"),
            citation=product.citation,
            status=product.status,
            fact=definition,
            helps=definition.evidence,
            limit=min(ends),
        )


def _asks_end(asked: Iterable[Rule], end: date) -> bool:
    return any(
        isinstance(rule, OnOrBefore) and rule.fact.name == ASSESSED_ON and rule.limit <= end
        for rule in asked
    )


def _terms(programme: Programme, product: Product, *, on: date) -> Iterable[Rule]:
    """Ask that use, amount and term fit the product, where its eligibility does not."""
    vocabulary, asked = programme.vocabulary, tuple(_demands(product.eligibility))
    if product.uses and USE_OF_FUNDS in vocabulary and not _asks_uses(asked, product.uses):
        definition = vocabulary[USE_OF_FUNDS]
        yield OnlyFrom(
            key=f"{product.key}-uses",
            label=definition.label,
            citation=product.citation,
            status=product.status,
            fact=definition,
            helps=definition.evidence,
            options=frozenset(product.uses),
        )
    if isinstance(product, FundProduct):
        return
    limits: tuple[tuple[str, Figure[Money] | Figure[int] | None], ...] = (
        (REQUESTED_AMOUNT, product.amount_max),
        (REQUESTED_MONTHS, product.tenor_months_max),
    )
    for name, figure in limits:
        stated = figure.stated_on(on) if figure is not None else None
        if stated is None or stated.value is None or name not in vocabulary:
            continue
        if not _asks_limit(asked, name, stated.value):
            definition = vocabulary[name]
            yield AtMost(
                key=f"{product.key}-{name}",
                label=definition.label,
                citation=stated.citation,
                status=stated.status,
                fact=definition,
                helps=definition.evidence,
                limit=stated.value,
            )


def _asks_uses(asked: Iterable[Rule], uses: Iterable[str]) -> bool:
    return any(
        isinstance(rule, OnlyFrom)
        and rule.fact.name == USE_OF_FUNDS
        and rule.options <= frozenset(uses)
        for rule in asked
    )


def _asks_limit(asked: Iterable[Rule], name: str, limit: Money | int) -> bool:
    """Say whether eligibility itself sets this limit, so that the outline has it once."""
    return any(
        isinstance(rule, AtMost) and rule.fact.name == name and rule.limit == limit
        for rule in asked
    )


def _required_recommendations(programme: Programme, product: Product) -> tuple[Rule, ...]:
    """Ask for every recommendation without which the product cannot be had.

    Eligibility that already reads the recommendation is not asked twice.
    """
    asked = {
        rule.fact.name
        for rule in _demands(product.eligibility)
        if isinstance(rule, Holds) and rule.expected
    }
    return tuple(
        recommendation_rule(programme, rule)
        for rule in programme.recommendations
        if rule.is_required and product.key in rule.products and rule.fact not in asked
    )


def _demands(rule: Rule) -> Iterator[Rule]:
    """Walk the rules that must be met for a rule to be met."""
    yield rule
    if isinstance(rule, AllOf):
        for part in rule.parts:
            yield from _demands(part)


def is_assumed(finding: Finding) -> bool:
    """Say whether any rule the finding rests on was assumed by us."""
    return any(each.status is Status.ASSUMED for each in finding.every() if not each.parts)
