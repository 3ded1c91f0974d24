"""A programme: everything an administration agreed to do, as data.

One value holds the legal basis, who takes part, the products, their limits and prices, who may
have them, and where their events are posted.  A contract is pinned to the programme's `version`,
so a decision can be computed again years later from the same numbers.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.ledger.accounts import Chart
from majung.ledger.rules import PostingRules
from majung.programmes.figures import Figure
from majung.programmes.parties import Agreement, Party
from majung.programmes.price_terms import LoanPricing
from majung.programmes.products import BookRole, Product
from majung.rules.citations import Citation, Label, Source, Status
from majung.rules.findings import Verdict
from majung.rules.vocabulary import FactValue, Vocabulary
from majung.values.money import Money


class EnvelopeScope(StrEnum):
    """Who shares a limit."""

    PROGRAMME = "programme"
    YEAR = "year"
    INSTITUTION = "institution"
    FIRM = "firm"
    GROUP = "group"
    REGION = "region"


class SupplyBasis(StrEnum):
    """At which moment an amount counts."""

    RECOMMENDED = "recommended"
    APPROVED = "approved"
    DRAWN = "drawn"
    INSURED = "insured"
    OUTSTANDING = "outstanding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A limit of money.

    Attributes:
        products: products that use it, by key.
        scope: who shares it: of a year each year's contracts, of a firm each firm's, and so on.
        member: the year, institution or region it is for; empty where every member has its own.
        limit: None where a limit is known to exist and its amount is not published.
        basis: at which moment an amount counts against it.
        is_revolving: repaid amounts free it again.
        counts_renewals: a renewal of what was already counted counts again.
        inside: the wider envelope it is a part of, by key; empty for none.
    """

    key: str
    label: Label
    products: tuple[str, ...]
    scope: EnvelopeScope
    member: str
    limit: Figure[Money] | None
    basis: SupplyBasis
    is_revolving: bool
    counts_renewals: bool
    inside: str
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRule:
    """Who recommends firms, how many, and what a recommendation unlocks.

    A recommendation promises no credit: it opens a term, the bank still decides.

    Attributes:
        recommender: a party, by key.
        products: products it can open.
        is_required: without it the product cannot be had; otherwise it only opens terms.
        fact: the claim that holds while a recommendation stands for the firm.
        quota: firms in a round; None where none was published.
        amount_max: amount one recommendation can carry.
        validity_months: how long it can be used.
        unlocks: keys of cuts, discounts or ratio steps.
        needs_project: it must point to a project.
    """

    key: str
    label: Label
    recommender: str
    products: tuple[str, ...]
    fact: str
    is_required: bool
    quota: Figure[int] | None
    amount_max: Figure[Money] | None
    validity_months: Figure[int] | None
    unlocks: tuple[str, ...]
    needs_project: bool
    citation: Citation
    status: Status


class ExclusionKind(StrEnum):
    """How benefits exclude each other."""

    #: Never two of them for one need: the better one is taken, the other transferred or given up.
    BEST_ONLY = "best-only"
    #: A loan carries one preferential rate, whoever grants it.
    ONE_RATE_A_LOAN = "one-rate-a-loan"
    #: Holding one bars the other.
    NEVER_BOTH = "never-both"


class ExclusionScope(StrEnum):
    """For which one thing benefits exclude each other."""

    FIRM = "firm"
    PROJECT = "project"
    LOAN = "loan"


#: Stands among the products of an exclusion for every preferential rate, whoever grants it.
ANY_PREFERENTIAL_RATE = "any-preferential-rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Benefits that may not be held together.

    Attributes:
        products: own products it concerns.
        others: products of any programme, by key, or ``any-preferential-rate``.
        scope: for which one thing they exclude each other.
    """

    key: str
    label: Label
    kind: ExclusionKind
    products: tuple[str, ...]
    others: tuple[str, ...]
    scope: ExclusionScope
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a programme set out to reach.

    Attributes:
        measure: what is counted, as a code.
        due_on: None where no day was published.
    """

    key: str
    label: Label
    measure: str
    value: Figure[int] | Figure[Money]
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A law, decision or agreement the programme rests on."""

    label: Label
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An example that a test runs: facts, and what must come out.

    Attributes:
        name: a sentence.
        assessed_on: the day it is assessed.
        verdict: of the product's eligibility.
        facts: what is stated, the day of the assessment among it.
        reasons: verdicts of single rules, by key.
        terms: what the product gives at most, by the names of `Entitlement`.
    """

    name: Label
    product: str
    assessed_on: date
    facts: Mapping[str, FactValue]
    verdict: Verdict
    reasons: Mapping[str, Verdict]
    terms: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Everything a programme says.

    Attributes:
        key: names the programme and its folder.
        version: SHA-256 of its content, hexadecimal; contracts are pinned to it.
        country: ISO 3166-1 code.
        currency: ISO 4217 code of its amounts.
        calendar: key of the business calendar.
        valid_until: last day on which it takes applications; None while it has no end.
        charts: accounts of each book role that takes part.
        postings: where each event is posted in the book of each role.
        vocabulary: every fact its rules may read.
    """

    key: str
    version: str
    name: Label
    summary: Label
    country: str
    currency: str
    calendar: str
    valid_from: date
    valid_until: date | None
    legal_basis: tuple[LegalBasis, ...]
    parties: tuple[Party, ...]
    agreements: tuple[Agreement, ...]
    products: tuple[Product, ...]
    envelopes: tuple[Envelope, ...]
    recommendations: tuple[RecommendationRule, ...]
    exclusions: tuple[Exclusion, ...]
    charts: Mapping[BookRole, Chart]
    postings: PostingRules
    targets: tuple[Target, ...]
    sources: tuple[Source, ...]
    vocabulary: Vocabulary
    cases: tuple[Case, ...]

    def product(self, key: str) -> Product:
        """Return a product by key; KeyError where the programme has none of that key."""
        for product in self.products:
            if product.key == key:
                return product
        raise KeyError(f"programme {self.key} has no product {key}")

    def party(self, key: str) -> Party:
        """Return a party by key; KeyError where the programme names none of that key."""
        for party in self.parties:
            if party.key == key:
                return party
        raise KeyError(f"programme {self.key} has no party {key}")

    def envelopes_of(self, product: str) -> tuple[Envelope, ...]:
        """Return the envelopes a product can use; see `envelopes_used` for one contract."""
        return tuple(envelope for envelope in self.envelopes if product in envelope.products)

    def envelopes_used(self, product: str, granted: Iterable[str]) -> tuple[Envelope, ...]:
        """Return the envelopes that one contract of a product counts against.

        An envelope that a cut of the product names, and every envelope inside it, is used only
        by contracts to which such a cut was granted.

        Args:
            granted: keys of the cuts the contract has.
        """
        pricing = getattr(self.product(product), "pricing", None)
        cuts = pricing.cuts if isinstance(pricing, LoanPricing) else ()
        named = {cut.envelope for cut in cuts if cut.envelope}
        keys = frozenset(granted)
        open_to = {cut.envelope for cut in cuts if cut.key in keys}
        closed = named - open_to
        return tuple(
            envelope
            for envelope in self.envelopes_of(product)
            if closed.isdisjoint(self._chain(envelope))
        )

    def _chain(self, envelope: Envelope) -> tuple[str, ...]:
        """Return an envelope's key and the keys of all envelopes around it."""
        outer = next((each for each in self.envelopes if each.key == envelope.inside), None)
        return (envelope.key, *(self._chain(outer) if outer is not None else ()))

    def is_open_on(self, day: date) -> bool:
        """Whether the programme takes applications on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def open_products(self, day: date) -> tuple[Product, ...]:
        """Return the products that take applications on a day."""
        if not self.is_open_on(day):
            return ()
        return tuple(product for product in self.products if product.is_open_on(day))
