"""From a decision to the terms of a contract: the same computation, on what is certain.

Nothing is supposed any more.  What was granted against a finding was granted by an override; the
price still counts only what is met.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from majung.applications.application import Application, facts_of
from majung.applications.decision import Decision
from majung.applications.firm import Firm, SizeClass
from majung.applications.indications.comparison import indication_of
from majung.applications.indications.indication import Indication
from majung.applications.indications.ways import Market, Priced, Unpriced, Way, price
from majung.applications.offer import Offer
from majung.contracts.cover_terms import (
    ClaimTerms,
    CoverForm,
    CoverTerms,
    RecourseTerms,
)
from majung.contracts.premium_terms import PremiumTerms
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.pricing.premiums import Premium
from majung.programmes.products import ConditionPrecedent, CoverProduct


class TermsNotPricedError(PolicyFinanceError):
    """An offer has a price: a rate from its bank, a premium from its table."""

    kind = "terms-not-priced"


@dataclass(frozen=True, slots=True)
class Letter:
    """What an offer bears beside its terms: number, first and last day."""

    number: str
    offered_on: date
    until_on: date


def loan_offer(
    application: Application, way: Way, decision: Decision, market: Market, letter: Letter
) -> Offer:
    """Offer the loan of a way, at the amount granted.

    Raises:
        TermsNotPricedError: the way has no price on what is certain.
    """
    priced, figures = _decided(application, way, decision, market)
    conditions = way.loan[1].conditions if way.loan is not None else ()
    return _offer(priced.terms, figures, conditions, decision, letter)


def cover_offer(
    application: Application, way: Way, decision: Decision, market: Market, letter: Letter
) -> Offer:
    """Offer the cover of a way, for the loan at the amount granted.

    Raises:
        TermsNotPricedError: the way has no cover, or no price on what is certain.
    """
    priced, figures = _decided(application, way, decision, market)
    if way.cover is None:
        raise TermsNotPricedError(application=application.number, product="—", reason="—")
    terms = cover_terms(priced, application.firm, on=market.on)
    return _offer(terms, figures, way.cover[1].conditions, decision, letter)


def cover_terms(priced: Priced, firm: Firm, *, on: date) -> CoverTerms:
    """Return the terms of the cover of a priced way.

    Raises:
        TermsNotPricedError: the way has no cover.
    """
    quote, covered = priced.cover, priced.way.cover
    if quote is None or covered is None:
        raise TermsNotPricedError(application="—", product=priced.way.key, reason="—")
    product = covered[1]
    most = product.claims.recourse_interest_max
    ceiling = most.value_on(on) if most is not None else None
    return CoverTerms(
        form=CoverForm(product.form.value),
        principal=priced.terms.committed,
        cover_ratio=quote.ratio,
        ends_on=quote.request.until_on,
        currency=priced.terms.currency,
        premium=premium_terms(quote.premium, product),
        claims=claim_terms(product, firm.size, on=on),
        recourse=RecourseTerms() if ceiling is None else RecourseTerms(damages_rate_max=ceiling),
    )


def premium_terms(premium: Premium, product: CoverProduct) -> PremiumTerms:
    """Return a charged premium as the contract services it: the same charges, the same won."""
    return PremiumTerms(
        charges=tuple(charge.serviced for charge in premium.charges),
        rounding=product.premium_rounding,
    )


def claim_terms(product: CoverProduct, size: SizeClass, *, on: date) -> ClaimTerms:
    """Return when a cover of a product may be claimed and is paid, for a firm of a size.

    Args:
        on: the day whose figures count.
    """
    claims = product.claims
    small = claims.payment_months_small_firm
    quick = small.value_on(on) if small is not None and size.is_sme else None
    return ClaimTerms(
        draw_within_days=claims.lapse_days.value_on(on) if claims.lapse_days else None,
        waiting_months=claims.waiting_months.value_on(on) or 0,
        at_once_reasons=frozenset(claims.waits_not_for),
        payment_months=quick or claims.payment_months.value_on(on) or 0,
    )


def _decided(
    application: Application, way: Way, decision: Decision, market: Market
) -> tuple[Priced, Indication]:
    granted = replace(application, request=replace(application.request, amount=decision.granted))
    facts = facts_of(granted, on=market.on)
    priced = price(way, granted.request, facts, market, is_decided=True)
    if isinstance(priced, Unpriced):
        raise TermsNotPricedError(
            application=application.number, product=priced.product, reason=priced.reason
        )
    return priced, indication_of(priced, granted, market)


def _offer(
    terms: LoanTerms | CoverTerms,
    figures: Indication,
    conditions: Sequence[ConditionPrecedent],
    decision: Decision,
    letter: Letter,
) -> Offer:
    return Offer(
        number=letter.number,
        decision=decision,
        terms=terms,
        figures=figures,
        conditions=tuple(conditions),
        offered_on=letter.offered_on,
        until_on=letter.until_on,
    )
