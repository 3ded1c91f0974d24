"""Terms as JSON: what the store keeps and interfaces show, and back without loss.

Each kind of terms carries its name under ``type``.  Amounts and rates are strings, so that no
reader turns them into binary fractions.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias

from majung.contracts.cover_terms import CoverTerms, cover_as_json, cover_from_json
from majung.contracts.fund_terms import FundTerms, fund_as_json, fund_from_json
from majung.contracts.plan_terms import PlanStep, StepKind
from majung.contracts.terms import (
    NO_RATE,
    EarlyRepayment,
    InterestBase,
    LateInterest,
    LoanTerms,
    Portion,
    PrepaymentEffect,
    RateComponent,
    RateReset,
    Repayment,
)
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

Terms: TypeAlias = LoanTerms | CoverTerms | FundTerms
Written: TypeAlias = Mapping[str, Any]


def as_json(terms: Terms) -> dict[str, object]:
    """Write terms of any type.

    Source: own convention, docs/contracts.md, terms.
    """
    if isinstance(terms, LoanTerms):
        return loan_as_json(terms)
    if isinstance(terms, FundTerms):
        return fund_as_json(terms)
    return cover_as_json(terms)


def terms_from_json(written: Written) -> Terms:
    """Read what `as_json` writes, by its ``type``.

    Raises:
        KeyError: a term is missing, or the type is not known.
        ValueError: a word, number or day is not one that terms use.

    Source: own convention, docs/contracts.md, terms.
    """
    return READERS[written["type"]](written)


def loan_as_json(terms: LoanTerms) -> dict[str, object]:
    """Write the terms of a loan.

    Source: own convention, docs/contracts.md, terms.
    """
    return {
        "type": "loan",
        "currency": terms.currency,
        "committed": str(terms.committed),
        "start_on": terms.start_on.isoformat(),
        "first_due_on": terms.first_due_on.isoformat(),
        "instalments": terms.instalments,
        "cycle_months": terms.cycle_months,
        "matures_on": _written_day(terms.matures_on),
        "end_of_month": terms.end_of_month,
        "components": [_component_as_json(part) for part in terms.components],
        "repayment": terms.repayment.value,
        "grace_instalments": terms.grace_instalments,
        "balloon": str(terms.balloon),
        "instalment": str(terms.instalment),
        "instalment_rounding": terms.instalment_rounding.value,
        "instalment_multiple": str(terms.instalment_multiple),
        "interest_base": terms.interest_base.value,
        "interest_rounding": terms.interest_rounding.value,
        "day_count": terms.day_count.value,
        "calendar": terms.calendar,
        "business_day": terms.business_day.value,
        "interest_follows_shift": terms.interest_follows_shift,
        "draws_until_on": _written_day(terms.draws_until_on),
        "allocation": [portion.value for portion in terms.allocation],
        "allocation_after_default": [portion.value for portion in terms.allocation_after_default],
        "late": _late_as_json(terms.late),
        "early": _early_as_json(terms.early),
        **_rare_as_json(terms),
    }


def _rare_as_json(terms: LoanTerms) -> dict[str, object]:
    """Write what few loans have, where a loan has it: what was kept before stays as it is."""
    written: dict[str, object] = {}
    if terms.rate_min != NO_RATE:
        written["rate_min"] = terms.rate_min.as_json()
    if terms.rate_max is not None:
        written["rate_max"] = terms.rate_max.as_json()
    if terms.fee_rate != NO_RATE:
        written["fee_rate"] = terms.fee_rate.as_json()
    if terms.plan:
        written["plan"] = [_step_as_json(step) for step in terms.plan]
    if terms.reset is not None:
        written["reset"] = _reset_as_json(terms.reset)
    return written


def _reset_as_json(reset: RateReset) -> dict[str, object]:
    return {
        "component": reset.component,
        "index": reset.index,
        "cycle_months": reset.cycle_months,
        "first_on": _written_day(reset.first_on),
        "observed_days_before": reset.observed_days_before,
        "published_days_max": reset.published_days_max,
    }


def _reset_from_json(written: Written) -> RateReset:
    return RateReset(
        component=written["component"],
        index=written["index"],
        cycle_months=int(written["cycle_months"]),
        first_on=_day(written["first_on"]),
        observed_days_before=int(written["observed_days_before"]),
        published_days_max=int(written["published_days_max"]),
    )


def _step_as_json(step: PlanStep) -> dict[str, object]:
    return {
        "on": step.on.isoformat(),
        "kind": step.kind.value,
        "amount": str(step.amount),
        "rate": None if step.rate is None else step.rate.as_json(),
        "share": str(step.share),
        "accrues_to": step.accrues_to,
    }


def _step_from_json(written: Written) -> PlanStep:
    rate = written["rate"]
    return PlanStep(
        on=date.fromisoformat(written["on"]),
        kind=StepKind(written["kind"]),
        amount=int(written["amount"]),
        rate=None if rate is None else Rate.from_json(rate),
        share=int(written["share"]),
        accrues_to=written["accrues_to"],
    )


def loan_from_json(written: Written) -> LoanTerms:
    """Read the terms of a loan.

    Raises:
        KeyError: a term is missing.
        ValueError: a word, number or day is not one that terms use.

    Source: own convention, docs/contracts.md, terms.
    """
    return LoanTerms(
        currency=written["currency"],
        committed=int(written["committed"]),
        start_on=date.fromisoformat(written["start_on"]),
        first_due_on=date.fromisoformat(written["first_due_on"]),
        instalments=int(written["instalments"]),
        cycle_months=int(written["cycle_months"]),
        matures_on=_day(written["matures_on"]),
        end_of_month=written["end_of_month"],
        components=tuple(_component_from_json(part) for part in written["components"]),
        repayment=Repayment(written["repayment"]),
        grace_instalments=int(written["grace_instalments"]),
        balloon=int(written["balloon"]),
        instalment=int(written["instalment"]),
        instalment_rounding=Rounding(written["instalment_rounding"]),
        instalment_multiple=int(written["instalment_multiple"]),
        interest_base=InterestBase(written["interest_base"]),
        interest_rounding=Rounding(written["interest_rounding"]),
        day_count=DayCount(written["day_count"]),
        calendar=written["calendar"],
        business_day=BusinessDayConvention(written["business_day"]),
        interest_follows_shift=written["interest_follows_shift"],
        draws_until_on=_day(written["draws_until_on"]),
        allocation=_order(written["allocation"]),
        allocation_after_default=_order(written["allocation_after_default"]),
        late=_late_from_json(written["late"]),
        early=_early_from_json(written["early"]),
        rate_min=Rate.from_json(written.get("rate_min", "0")),
        rate_max=Rate.from_json(written["rate_max"]) if "rate_max" in written else None,
        fee_rate=Rate.from_json(written.get("fee_rate", "0")),
        plan=tuple(_step_from_json(step) for step in written.get("plan", ())),
        reset=_reset_from_json(written["reset"]) if "reset" in written else None,
    )


READERS: Mapping[str, Callable[[Written], Terms]] = MappingProxyType(
    {"loan": loan_from_json, "cover": cover_from_json, "fund": fund_from_json}
)


def _component_as_json(part: RateComponent) -> dict[str, object]:
    return {
        "name": part.name,
        "payer": part.payer,
        "rate": part.rate.as_json(),
        "from_on": _written_day(part.from_on),
        "until_on": _written_day(part.until_on),
    }


def _component_from_json(written: Written) -> RateComponent:
    return RateComponent(
        name=written["name"],
        payer=written["payer"],
        rate=Rate.from_json(written["rate"]),
        from_on=_day(written["from_on"]),
        until_on=_day(written["until_on"]),
    )


def _late_as_json(late: LateInterest) -> dict[str, object]:
    return {
        "addition": late.addition.as_json(),
        "rate_max": None if late.rate_max is None else late.rate_max.as_json(),
        "on_interest": late.on_interest,
        "without_discounts": late.without_discounts,
        "after_default": late.after_default,
    }


def _late_from_json(written: Written) -> LateInterest:
    rate_max = written["rate_max"]
    return LateInterest(
        addition=Rate.from_json(written["addition"]),
        rate_max=None if rate_max is None else Rate.from_json(rate_max),
        on_interest=written["on_interest"],
        without_discounts=written["without_discounts"],
        after_default=written["after_default"],
    )


def _early_as_json(early: EarlyRepayment) -> dict[str, object]:
    return {
        "fee": early.fee.as_json(),
        "fee_until_on": _written_day(early.fee_until_on),
        "fee_declines": early.fee_declines,
        "effect": early.effect.value,
    }


def _early_from_json(written: Written) -> EarlyRepayment:
    return EarlyRepayment(
        fee=Ratio.from_json(written["fee"]),
        fee_until_on=_day(written["fee_until_on"]),
        fee_declines=written["fee_declines"],
        effect=PrepaymentEffect(written["effect"]),
    )


def _written_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _order(written: list[str]) -> tuple[Portion, ...]:
    return tuple(Portion(word) for word in written)
