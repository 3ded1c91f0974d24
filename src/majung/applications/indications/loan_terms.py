"""The terms a request would be serviced on: the product's conventions, the firm's wishes.

An indication is laid out on the terms of the contract to come, so its instalments are the
contract's.  What a product does not offer is replaced by what it does, and that is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from majung.applications.application import Request
from majung.contracts.resets import resets_within_life
from majung.contracts.terms import (
    NO_FEE,
    NO_RATE,
    EarlyRepayment,
    LateInterest,
    LoanTerms,
    RateReset,
    Repayment,
)
from majung.errors import Message, message
from majung.programmes.figures import Figure, T_co
from majung.programmes.products import LoanProduct
from majung.rules import Label
from majung.values.cycles import add_months

#: How repayment plans are called.
REPAYMENT_NAMES: Mapping[Repayment, Label] = MappingProxyType(
    {
        Repayment.BULLET: Label("만기일시상환", "bullet"),
        Repayment.EQUAL_INSTALMENTS: Label("원리금균등분할상환", "equal instalments"),
        Repayment.EQUAL_PRINCIPAL: Label("원금균등분할상환", "equal principal"),
    }
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a loan would run, whatever its rate.

    Attributes:
        terms: without components.
        notes: what differs from the request.
    """

    terms: LoanTerms
    notes: tuple[Message, ...] = ()


def plain_plan(request: Request, *, calendar: str) -> Plan:
    """Lay a request out on a bank's customary conventions: monthly, days over 365, truncated."""
    terms = LoanTerms(
        committed=request.amount.minor,
        start_on=request.start_on,
        first_due_on=request.start_on,
        instalments=1,
        components=(),
        currency=request.amount.currency,
        repayment=request.repayment,
        calendar=calendar,
    )
    return Plan(_with_cycle(terms, request.months, request.grace_months, cycle=1))


def plan_of(request: Request, product: LoanProduct, *, calendar: str, on: date) -> Plan:
    """Lay a request out on a product's conventions.

    Args:
        calendar: key of the programme's business calendar.
        on: the day whose figures count.
    """
    plain = plain_plan(request, calendar=calendar)
    cycle = _value(product.cycle_months, on=on) or 1
    repayment, about_repayment = _repayment(request.repayment, product)
    grace, about_grace = _grace(request.grace_months, product, on=on)
    terms = on_conventions(replace(plain.terms, repayment=repayment), product, on=on)
    laid_out = with_reset(_with_cycle(terms, request.months, grace, cycle=cycle), product, on=on)
    return Plan(laid_out, (*about_repayment, *about_grace))


def on_conventions(terms: LoanTerms, product: LoanProduct, *, on: date) -> LoanTerms:
    """Put the terms of a loan on what its product says of every loan: counting, rounding, lateness.

    Args:
        on: the day whose figures count.
    """
    return replace(
        terms,
        day_count=product.day_count,
        interest_rounding=product.interest_rounding,
        instalment_rounding=product.instalment_rounding,
        business_day=product.business_day,
        allocation=product.allocation,
        late=LateInterest(
            addition=_value(product.late_interest, on=on) or NO_RATE,
            rate_max=_value(product.late_interest_max, on=on),
            on_interest=product.late_interest_on_interest,
        ),
        early=_early_repayment(terms.start_on, product, on=on),
    )


def with_reset(terms: LoanTerms, product: LoanProduct, *, on: date) -> LoanTerms:
    """Put the terms of a loan on its product's reset days; one that ends before the first has none.

    Args:
        on: the day whose figures count.
    """
    rule = product.reset
    cycle = _value(rule.cycle_months, on=on) if rule else None
    if rule is None or cycle is None:
        return terms
    reset = RateReset(
        rule.component,
        rule.index,
        cycle,
        observed_days_before=_value(rule.observed_days_before, on=on) or 0,
        published_days_max=_value(rule.published_days_max, on=on) or 0,
    )
    floating = replace(terms, reset=reset)
    return floating if resets_within_life(floating) else terms


def _with_cycle(terms: LoanTerms, months: int, grace_months: int, *, cycle: int) -> LoanTerms:
    """Put due days on a cycle; a term it does not divide ends with a short period."""
    instalments = -(-months // cycle)
    matures_on = add_months(terms.start_on, months)
    is_regular = months % cycle == 0
    return replace(
        terms,
        cycle_months=cycle,
        first_due_on=min(add_months(terms.start_on, cycle), matures_on),
        instalments=instalments,
        matures_on=None if is_regular else matures_on,
        grace_instalments=min(grace_months // cycle, instalments - 1),
    )


def _repayment(wanted: Repayment, product: LoanProduct) -> tuple[Repayment, tuple[Message, ...]]:
    if not product.repayments or wanted in product.repayments:
        return wanted, ()
    offered = product.repayments[0]
    note = message(
        "repayment-not-offered",
        product=product.name,
        wanted=REPAYMENT_NAMES[wanted],
        offered=REPAYMENT_NAMES[offered],
    )
    return offered, (note,)


def _grace(wanted: int, product: LoanProduct, *, on: date) -> tuple[int, tuple[Message, ...]]:
    most = _value(product.grace_months_max, on=on)
    if most is None or wanted <= most:
        return wanted, ()
    note = message("grace-not-offered", product=product.name, wanted=wanted, most=most)
    return most, (note,)


def _early_repayment(start_on: date, product: LoanProduct, *, on: date) -> EarlyRepayment:
    months = _value(product.early_repayment_fee_months, on=on)
    return EarlyRepayment(
        fee=_value(product.early_repayment_fee, on=on) or NO_FEE,
        fee_until_on=None if months is None else add_months(start_on, months),
        fee_declines=product.early_repayment_fee_declines,
    )


def _value(figure: Figure[T_co] | None, *, on: date) -> T_co | None:
    return figure.value_on(on) if figure is not None else None
