"""From a decision to the terms of a contract: the same computation, on what is certain.

Nothing is supposed any more.  What was granted against a finding was granted by an override; the
price still counts only what is met.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from majung.applications.application import Application, facts_of
from majung.applications.decision import Decision
from majung.applications.firm import Firm
from majung.applications.indications.comparison import indication_of
from majung.applications.indications.indication import Indication
from majung.applications.indications.ways import Market, Priced, Unpriced, Way, price
from majung.applications.offer import Offer
from majung.contracts.cover_terms import (
    ClaimTerms,
    CoverForm,
    CoverTerms,
    PremiumShare,
    PremiumTerms,
    RecourseTerms,
)
from majung.contracts.cover_terms import PremiumBasis as ServicedBasis
from majung.contracts.cover_terms import PremiumTiming as ServicedTiming
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.pricing.premiums import ChargeLine, Premium
from majung.programmes.price_terms import Payer, PremiumTiming
from majung.programmes.products import ConditionPrecedent, CoverProduct
from majung.values.rates import Rate, Ratio

WHOLE = Ratio.percent(100)


class TermsNotPricedError(PolicyFinanceError):
    """An offer has a price: a rate from its bank, a premium from its table."""

    kind = "terms-not-priced"


class PremiumNotServicedError(PolicyFinanceError):
    """A premium can be serviced as a yearly rate of each payer."""

    kind = "premium-not-serviced"


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
        PremiumNotServicedError: the premium is no yearly rate.
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
        PremiumNotServicedError: the premium is no yearly rate.
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
        premium=premium_terms(quote.premium, product, on=on),
        claims=_claim_terms(product, firm, on=on),
        recourse=RecourseTerms() if ceiling is None else RecourseTerms(damages_rate_max=ceiling),
    )


def premium_terms(premium: Premium, product: CoverProduct, *, on: date) -> PremiumTerms:
    """Return a charged premium as the contract services it: a yearly rate of each payer.

    Raises:
        PremiumNotServicedError: charges of different bases, taken once, or by slices.
    """
    bases = {charge.basis for charge in premium.charges}
    is_yearly = all(charge.timing is PremiumTiming.YEARLY for charge in premium.charges)
    if not premium.charges or len(bases) > 1 or not is_yearly:
        raise PremiumNotServicedError(product=product.name)
    rates: dict[str, Rate] = {}
    for charge in premium.charges:
        payer = "" if charge.payer is Payer.BORROWER else charge.payer.value
        rate = _yearly_rate(charge, product, on=on) * (WHOLE - premium.discount)
        rates[payer] = rates.get(payer, Rate.percent(0)) + rate
    return PremiumTerms(
        shares=tuple(PremiumShare(payer, rate) for payer, rate in sorted(rates.items())),
        timing=ServicedTiming.YEARLY,
        basis=ServicedBasis(premium.charges[0].basis.value),
        rounding=product.premium_rounding,
    )


def _yearly_rate(charge: ChargeLine, product: CoverProduct, *, on: date) -> Rate:
    slices = charge.cell.slices
    rate = slices[0].rate.value_on(on) if len(slices) == 1 else None
    if rate is None or slices[0].up_to is not None:
        raise PremiumNotServicedError(product=product.name)
    return rate


def _claim_terms(product: CoverProduct, firm: Firm, *, on: date) -> ClaimTerms:
    claims = product.claims
    small = claims.payment_months_small_firm
    quick = small.value_on(on) if small is not None and firm.size.is_sme else None
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
