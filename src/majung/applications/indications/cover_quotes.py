"""What a cover would be for a loan: ratio, insured amount, premium.

The ratio is the highest step that applies, bounded by what was agreed with the lending bank; the
premium follows the loan's own schedule.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from majung.applications.application import CREDIT_GRADE, LENDER
from majung.applications.indications.assessment import recommendation_rule
from majung.contracts.instalments import Instalment
from majung.contracts.terms import LoanTerms
from majung.errors import Message, message
from majung.pricing.ladders import Found, open_reason
from majung.pricing.premiums import CoverRequest, Premium, charged_premium
from majung.pricing.undertakings import cover_ratio_undertaken, undertaking_in_force
from majung.programmes.price_terms import PremiumDiscount, RateCut
from majung.programmes.products import CoverProduct
from majung.programmes.programme import Programme
from majung.rules import FactValue, Finding, Verdict
from majung.rules.evaluation import evaluate
from majung.values.cycles import add_months
from majung.values.money import Money
from majung.values.rates import Ratio
from majung.values.rounding import Rounding

Facts = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Laid:
    """A loan as it is laid out.

    Attributes:
        supposed: facts its indication takes to turn out well.
    """

    terms: LoanTerms
    instalments: tuple[Instalment, ...]
    supposed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RatioFound:
    """A cover ratio, and what must still be stated before it can be counted on."""

    ratio: Ratio
    missing: frozenset[str]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverQuote:
    """A cover of one loan.

    Attributes:
        ratio: of the loss that is covered; so much is indicated.
        ratio_certain: the same on what is met alone; None where nothing is certain.
        premium: what is charged, by payer and day.
    """

    programme: str
    version: str
    product: CoverProduct
    ratio: Ratio
    ratio_certain: Ratio | None
    insured: Money
    premium: Premium
    missing: frozenset[str]
    notes: tuple[Message, ...]
    request: CoverRequest


def cover_quote(
    programme: Programme,
    product: CoverProduct,
    facts: Facts,
    laid: Laid,
    *,
    on: date,
) -> CoverQuote | Message:
    """Quote a cover for a loan as it is laid out.

    Returns:
        a reason where the product has no ratio or no premium for this request, or covers loans
        of another currency.
    """
    if laid.terms.currency != programme.currency:
        loan = Money(laid.terms.committed, laid.terms.currency)
        return message(
            "cover-in-other-currency", product=product.name, loan=loan, currency=programme.currency
        )
    found = cover_ratio(programme, product, facts, on=on, supposed=laid.supposed)
    if found is None:
        return message("cover-ratio-none", product=product.name)
    request = _request(product, facts, laid, ratio=found.ratio)
    discounts = [
        Found(discount, conditions_of(programme, discount, facts))
        for discount in product.pricing.discounts
    ]
    premium = charged_premium(product.pricing, request, discounts, on=on, supposed=laid.supposed)
    if premium is None:
        return message("premium-none", product=product.name)
    sure = cover_ratio(programme, product, facts, on=on)
    return CoverQuote(
        programme=programme.key,
        version=programme.version,
        product=product,
        ratio=found.ratio,
        ratio_certain=sure.ratio if sure is not None else None,
        insured=request.insured,
        premium=premium,
        missing=found.missing | premium.missing,
        notes=found.notes,
        request=request,
    )


def cover_ratio(
    programme: Programme,
    product: CoverProduct,
    facts: Facts,
    *,
    on: date,
    supposed: frozenset[str] = frozenset(),
) -> RatioFound | None:
    """Return the highest cover ratio that applies, bounded by the bank's agreement.

    Higher steps that wait for facts are named in the notes.

    Args:
        supposed: facts that are taken to turn out well; none for a contract.

    Source: base cover, unless the agreement with the bank says otherwise (K-SURE).
    """
    best: tuple[Ratio, frozenset[str]] | None = None
    waiting: list[tuple[Ratio, Message]] = []
    for step in product.ratio_steps:
        ratio = step.ratio.value_on(on)
        finding = evaluate(step.when, facts) if step.when is not None else None
        verdict = Verdict.MET if finding is None else finding.verdict
        if ratio is None or verdict is Verdict.NOT_MET:
            continue
        missing = finding.missing if finding is not None else frozenset[str]()
        if finding is not None and not missing <= supposed:
            reason = open_reason([finding])
            waiting.append((ratio, message("step-open", step=step.label, reason=reason)))
        elif best is None or best[0] < ratio:
            best = (ratio, missing)
    if best is None:
        return None
    ratio, missing = best
    notes = tuple(note for higher, note in waiting if ratio < higher)
    agreed = _agreed_ratio(programme, product, facts, on=on)
    if agreed is not None and agreed < ratio:
        note = message("cover-ratio-agreed", agreed=agreed, ratio=ratio)
        return RatioFound(agreed, missing, (note,))
    return RatioFound(ratio, missing, notes)


def conditions_of(
    programme: Programme, step: RateCut | PremiumDiscount, facts: Facts
) -> tuple[Finding, ...]:
    """Evaluate the conditions of a cut or a discount: its own rule, its recommendation."""
    findings = [evaluate(step.when, facts)] if step.when is not None else []
    findings += [
        evaluate(recommendation_rule(programme, rule), facts)
        for rule in programme.recommendations
        if rule.key == step.recommendation
    ]
    return tuple(findings)


def insured_outstanding(
    loan: Money, ratio: Ratio, instalments: Sequence[Instalment]
) -> Callable[[date], Money]:
    """Return the insured amount as a function of the day, after what falls due on it."""
    days = [instalment.due_on for instalment in instalments]

    def insured_on(day: date) -> Money:
        at = bisect_right(days, day)
        left = loan if at == 0 else Money(instalments[at - 1].outstanding, loan.currency)
        return left.times(ratio.value, Rounding.DOWN)

    return insured_on


def _request(product: CoverProduct, facts: Facts, laid: Laid, *, ratio: Ratio) -> CoverRequest:
    terms = laid.terms
    loan = Money(terms.committed, terms.currency)
    grade = facts.get(CREDIT_GRADE)
    # The cover runs to the agreed end: a last due day moved by a holiday costs no premium.
    ends_on = terms.matures_on or add_months(
        terms.first_due_on, terms.cycle_months * (terms.instalments - 1)
    )
    return CoverRequest(
        grade=grade if isinstance(grade, str) else "",
        loan=loan,
        ratio=ratio,
        start_on=terms.start_on,
        until_on=ends_on,
        insured_on=insured_outstanding(loan, ratio, laid.instalments),
        rounding=product.premium_rounding,
    )


def _agreed_ratio(
    programme: Programme, product: CoverProduct, facts: Facts, *, on: date
) -> Ratio | None:
    lender = facts.get(LENDER)
    if not isinstance(lender, str):
        return None
    undertaking = undertaking_in_force(programme.agreements, lender, product.key, on=on)
    return cover_ratio_undertaken(undertaking, on=on)
