"""What a product gives a firm at most, on facts: the cut, the cover, the discount, the bounds.

Only what is certain counts: a step whose rule is open gives nothing yet.  Steps of one group are
alternatives, groups add up, a cap bounds their sum.  What a bank then asks is built up in
`pricing`; this is the programme's side of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from majung.programmes.figures import Figure
from majung.programmes.price_terms import PremiumDiscount, RateCut
from majung.programmes.products import CoverProduct, FundProduct, LoanProduct
from majung.programmes.programme import Programme
from majung.rules.evaluation import Facts, evaluate
from majung.rules.findings import Verdict
from majung.rules.kinds import Rule
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

S = TypeVar("S", Rate, Ratio)

CREDIT_GRADE, REQUESTED_MONTHS, REQUESTED_AMOUNT = (
    "credit-grade",
    "requested-months",
    "requested-amount",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What a product gives at most; None where it gives no such thing.

    Attributes:
        cut: how far the rate may fall, capped.
        cuts: keys of the cuts that count.
        premium_rate: of the first premium, before discounts.
        discount: share of the premium taken off, capped.
        management_fee: of a fund of the product's whole size.
    """

    amount_max: Money | None = None
    tenor_max: int | None = None
    cut: Rate | None = None
    cuts: tuple[str, ...] = ()
    cover_ratio: Ratio | None = None
    premium_rate: Rate | None = None
    discount: Ratio | None = None
    policy_share_max: Ratio | None = None
    mandate_share_min: Ratio | None = None
    management_fee: Rate | None = None
    hurdle: Rate | None = None
    carry: Ratio | None = None


def entitled(programme: Programme, product: str, facts: Facts, *, on: date) -> Entitlement:
    """Return what a product gives at most on a day, as far as the facts make it certain.

    Source: own convention, decision on programmes as data.
    """
    offered = programme.product(product)
    facts = programme.vocabulary.fitting(facts)
    match offered:
        case LoanProduct():
            return _of_loan(offered, programme, facts, on)
        case CoverProduct():
            return _of_cover(offered, programme, facts, on)
        case FundProduct():
            return _of_fund(offered, on)


def is_certain(rule: Rule | None, facts: Facts) -> bool:
    """Whether a rule is met on what was stated; a rule that is not there always is."""
    return rule is None or evaluate(rule, facts).verdict is Verdict.MET


def _of_loan(product: LoanProduct, programme: Programme, facts: Facts, on: date) -> Entitlement:
    pricing = product.pricing
    cuts = _granted(pricing.cuts, programme, facts)
    best = _best(cuts, lambda cut: cut.rate.value_on(on))
    return Entitlement(
        amount_max=_on(product.amount_max, on),
        tenor_max=_on(product.tenor_months_max, on),
        cut=_capped(Rate, [rate for _, rate in best], _on(pricing.cut_max, on)),
        cuts=tuple(cut.key for cut, _ in best),
    )


def _of_cover(product: CoverProduct, programme: Programme, facts: Facts, on: date) -> Entitlement:
    pricing = product.pricing
    discounts = _granted(pricing.discounts, programme, facts)
    best = _best(discounts, lambda discount: discount.share.value_on(on))
    reached = (
        step.ratio.value_on(on) for step in product.ratio_steps if is_certain(step.when, facts)
    )
    return Entitlement(
        amount_max=_on(product.amount_max, on),
        tenor_max=_on(product.tenor_months_max, on),
        cover_ratio=max((ratio for ratio in reached if ratio is not None), default=None),
        premium_rate=_premium_rate(product, facts, on),
        discount=_capped(Ratio, [share for _, share in best], _on(pricing.discount_max, on)),
    )


def _of_fund(product: FundProduct, on: date) -> Entitlement:
    terms = product.terms
    size = terms.size.value_on(on)
    tiers = (
        tier.rate.value_on(on)
        for tier in terms.fees
        if size is None or tier.size_max is None or size <= tier.size_max
    )
    return Entitlement(
        policy_share_max=_on(terms.policy_share_max, on),
        mandate_share_min=terms.mandate_share_min.value_on(on),
        management_fee=next((rate for rate in tiers if rate is not None), None),
        hurdle=terms.hurdle.value_on(on),
        carry=terms.carry.value_on(on),
    )


def _granted(
    steps: Iterable[Any], programme: Programme, facts: Facts
) -> Sequence[Any]:  # cuts or discounts, as they came
    """Keep the steps whose rule is met and whose recommendation, if they need one, stands."""
    claims = {rule.key: rule.fact for rule in programme.recommendations}
    return [
        step
        for step in steps
        if is_certain(step.when, facts)
        and (not step.recommendation or facts.get(claims[step.recommendation]) is True)
    ]


def _best(
    steps: Iterable[Any], size_of: Callable[[Any], S | None]
) -> Sequence[tuple[RateCut | PremiumDiscount, S]]:
    """Return the largest step of each group, in the programme's order."""
    best: dict[str, tuple[Any, S]] = {}
    for step in steps:
        size = size_of(step)
        if size is not None and (step.group not in best or best[step.group][1] < size):
            best[step.group] = (step, size)
    return tuple(best.values())


def _capped(kind: type[S], sizes: Sequence[S], cap: S | None) -> S:
    total = kind(sum((size.value for size in sizes), Decimal(0)))
    return total if cap is None else min(total, cap)


def _premium_rate(product: CoverProduct, facts: Facts, on: date) -> Rate | None:
    """Return the rate of the first cell that fits; None while what tells cells apart is open."""
    cells = product.pricing.charges[0].cells if product.pricing.charges else ()
    told_apart_by = {
        CREDIT_GRADE: any(cell.grade for cell in cells),
        REQUESTED_MONTHS: any(cell.tenor_months_max is not None for cell in cells),
        REQUESTED_AMOUNT: any(cell.amount_max is not None for cell in cells),
    }
    if any(needed and name not in facts for name, needed in told_apart_by.items()):
        return None
    for cell in cells:
        fits = (
            cell.grade in {"", facts.get(CREDIT_GRADE)}
            and _within(facts.get(REQUESTED_MONTHS), cell.tenor_months_max)
            and _within(facts.get(REQUESTED_AMOUNT), cell.amount_max)
        )
        if fits:
            return cell.slices[0].rate.value_on(on)
    return None


def _within(stated: Any, most: Any) -> bool:  # a count with a count, or money with money
    return most is None or bool(stated <= most)


T = TypeVar("T")


def _on(figure: Figure[T] | None, day: date) -> T | None:
    return figure.value_on(day) if figure is not None else None


def as_terms(entitlement: Entitlement) -> Mapping[str, object]:
    """Return what is given, by the names that cases use: ``cover-ratio``, ``cut``."""
    values = {name: getattr(entitlement, name) for name in Entitlement.__slots__}
    return {name.replace("_", "-"): value for name, value in values.items() if value is not None}
