"""A comparison as a document of plain values: what a page, a file or an interface shows.

Amounts and rates are texts, sentences stand in both languages.  The document is made from types
that cannot hold a technical premium or an aid equivalent, so it cannot show one.
"""

from collections.abc import Mapping

from majung.applications.indications.assessment import FactNeeded, ProductAssessment
from majung.applications.indications.combining import NotIndicated
from majung.applications.indications.comparison import Comparison
from majung.applications.indications.indication import (
    NOT_BINDING,
    CoverIndication,
    Indication,
    ProductName,
)
from majung.contracts.instalments import Instalment
from majung.errors import Message, Speakable, sentence
from majung.pricing.build_up import RateBuildUp
from majung.pricing.costs import AllInCost
from majung.pricing.ladders import Dropped
from majung.pricing.premiums import ChargeLine, DiscountLine, Premium, PremiumDue
from majung.pricing.quotes import RateLine
from majung.pricing.undertakings import UndertakingFinding
from majung.rules import FactDefinition, Finding, Verdict
from majung.rules.explanation import explain
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

Document = dict[str, object]


def comparison_document(comparison: Comparison) -> Document:
    """Write a comparison as plain values, ready for JSON."""
    return {
        "application": comparison.application,
        "on": comparison.on.isoformat(),
        "order": comparison.order.value,
        "is_binding": False,
        "notice": _said(NOT_BINDING),
        "indications": [indication_document(each) for each in comparison.indications],
        "left_out": [_left_out(each) for each in comparison.left_out],
        "needed": [_needed(each) for each in comparison.needed],
        "assessments": [assessment_document(each) for each in comparison.assessments],
    }


def assessment_document(assessment: ProductAssessment) -> Document:
    """Write what the rules of one product say."""
    return {
        "programme": assessment.programme,
        "version": assessment.version,
        "product": assessment.product,
        "name": _spoken(assessment.name),
        "type": assessment.contract_type.value,
        "verdict": _word(assessment.verdict),
        "reasons": [_finding(each) for each in assessment.reasons],
        "outline": {
            "ko": explain(assessment.finding, "ko"),
            "en": explain(assessment.finding, "en"),
        },
        "missing": [_fact(each) for each in assessment.missing],
    }


def indication_document(indication: Indication) -> Document:
    """Write one indication, line by line."""
    currency = indication.terms.currency
    return {
        "key": indication.key,
        "is_binding": False,
        "notice": _said(indication.marking),
        "loan": _product(indication.loan),
        "provider": indication.provider,
        "provider_name": _spoken(indication.provider_name),
        "verdict": _word(indication.verdict),
        "missing": [_fact(each) for each in indication.missing],
        "amount": Money(indication.terms.committed, currency).as_json(),
        "repayment": indication.terms.repayment.value,
        "rate": _rate(indication.rate, indication.rate_certain),
        "cover": None if indication.cover is None else _cover(indication.cover),
        "instalments": [
            {
                **_instalment(each, currency),
                **({"is_rate_held": each.is_rate_held} if indication.terms.reset else {}),
            }
            for each in indication.instalments
        ],
        "first_repayment": indication.first_repayment.as_json(),
        "cost": _cost(indication.cost),
        "own_cost": _cost(indication.own_cost),
        "saving": {
            "amount": indication.saving.amount.as_json(),
            "points": _number(indication.saving.points),
        },
        "undertakings": [_undertaking(each) for each in indication.undertakings],
        "notes": [_said(each) for each in indication.notes],
        **({"remarks": [_said(each) for each in told]} if (told := indication.remarks) else {}),
    }


def _rate(rate: RateBuildUp, certain: Rate) -> Document:
    return {
        "lines": [_line(each) for each in rate.lines],
        "own": rate.own_rate.as_json(),
        "cut": rate.cut.as_json(),
        "rate": rate.rate.as_json(),
        "certain": certain.as_json(),
        "dropped": [_dropped(each) for each in rate.dropped],
    }


def _line(line: RateLine) -> Document:
    return {
        "key": line.key,
        "label": _spoken(line.label),
        "kind": line.kind.value,
        "payer": line.payer.value,
        "rate": line.rate.as_json(),
        "as_of": None if line.as_of is None else line.as_of.isoformat(),
        "is_maximum": line.is_maximum,
        "missing": sorted(line.missing),
        "source": _spoken(line.citation),
        "status": line.status.value,
    }


def _dropped(dropped: Dropped[Rate] | Dropped[Ratio]) -> Document:
    return {
        "key": dropped.key,
        "label": _spoken(dropped.label),
        "size": dropped.size.as_json(),
        "reason": _said(dropped.reason),
    }


def _cover(cover: CoverIndication) -> Document:
    return {
        "cover": _product(cover.cover),
        "insurers": list(cover.insurers),
        "form": cover.form.value,
        "ratio": cover.ratio.as_json(),
        "ratio_certain": _number(cover.ratio_certain),
        "insured": cover.insured.as_json(),
        "rate_without": cover.rate_without.as_json(),
        "premium": _premium(cover.premium),
    }


def _premium(premium: Premium) -> Document:
    return {
        "charges": [_charge(each) for each in premium.charges],
        "discounts": [_discount(each) for each in premium.discounts],
        "discount": premium.discount.as_json(),
        "dropped": [_dropped(each) for each in premium.dropped],
        "dues": [_due(each) for each in premium.dues],
        "charged": premium.charged.as_json(),
    }


def _charge(charge: ChargeLine) -> Document:
    return {
        "key": charge.key,
        "label": _spoken(charge.label),
        "payer": charge.payer.value,
        "basis": charge.basis.value,
        "timing": charge.timing.value,
        "is_dearest": charge.is_dearest,
        "source": _spoken(charge.citation),
        "status": charge.status.value,
    }


def _discount(discount: DiscountLine) -> Document:
    return {
        "key": discount.key,
        "label": _spoken(discount.label),
        "share": discount.share.as_json(),
        "is_maximum": discount.is_maximum,
        "missing": sorted(discount.missing),
        "source": _spoken(discount.citation),
        "status": discount.status.value,
    }


def _due(due: PremiumDue) -> Document:
    return {
        "due_on": due.due_on.isoformat(),
        "charge": due.charge,
        "payer": due.payer.value,
        "basis": due.basis.as_json(),
        "amount": due.amount.as_json(),
    }


def _instalment(instalment: Instalment, currency: str) -> Document:
    def amount(minor: int) -> Mapping[str, str]:
        return Money(minor, currency).as_json()

    return {
        "due_on": instalment.due_on.isoformat(),
        "principal": amount(instalment.principal),
        "interest": amount(instalment.interest),
        "shares": {payer: amount(share) for payer, share in instalment.shares.items()},
        "instalment": amount(instalment.instalment),
        "outstanding": amount(instalment.outstanding),
    }


def _cost(cost: AllInCost) -> Document:
    return {
        "yearly": _number(cost.yearly),
        "interest": cost.interest.as_json(),
        "premium": cost.premium.as_json(),
        "fees": cost.fees.as_json(),
        "total": cost.total.as_json(),
    }


def _undertaking(finding: UndertakingFinding) -> Document:
    return {
        "party": finding.party,
        "product": finding.product,
        "verdict": _word(finding.verdict),
        "promised": finding.promised.as_json(),
        "passed_on": _number(finding.passed_on),
        "withheld": finding.withheld.as_json(),
        "reason": _said(finding.reason),
    }


def _left_out(each: NotIndicated) -> Document:
    return {
        "products": list(each.products),
        "providers": list(each.providers),
        "reason": _said(each.reason),
    }


def _needed(each: FactNeeded) -> Document:
    return {**_fact(each.definition), "products": list(each.products)}


def _fact(definition: FactDefinition) -> Document:
    return {
        "fact": definition.name,
        "label": _spoken(definition.label),
        "evidence": _spoken(definition.evidence),
        "stated_by": definition.stated_by.value,
    }


def _finding(finding: Finding) -> Document:
    return {
        "rule": finding.rule_key,
        "label": _spoken(finding.label),
        "verdict": _word(finding.verdict),
        "reason": _said(finding.reason),
        "source": _spoken(finding.citation),
        "status": finding.status.value,
    }


def _word(verdict: Verdict) -> str:
    return verdict.name.lower().replace("_", "-")


def _product(product: ProductName) -> Document:
    return {
        "product": product.product,
        "name": _spoken(product.name),
        "programme": product.programme or None,
        "version": product.version or None,
    }


def _spoken(value: Speakable) -> Document:
    return {"ko": value.spoken("ko"), "en": value.spoken("en")}


def _said(said: Message) -> Document:
    return {"kind": said.kind, "ko": sentence(said, "ko"), "en": sentence(said, "en")}


def _number(value: Rate | Ratio | None) -> str | None:
    return None if value is None else value.as_json()
