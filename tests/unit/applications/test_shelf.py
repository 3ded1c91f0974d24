"""The programmes that ship: what a price counts is what the programme entitles to."""

import pytest

from example_prices import quote
from majung.applications.indications.assessment import assess_product
from majung.applications.indications.cover_quotes import conditions_of, cover_ratio
from majung.pricing.build_up import build_up
from majung.pricing.ladders import Found, selected
from majung.programmes.entitlements import entitled
from majung.programmes.products import CoverProduct, LoanProduct
from majung.programmes.shelf import shelf
from majung.rules import Verdict
from majung.values.rates import Rate, Ratio

CASES = [
    pytest.param(programme, case, id=f"{programme.key}: {case.name.en}")
    for programme in shelf().values()
    for case in programme.cases
]


def cases_of(kind):
    return [
        each for each in CASES if isinstance(each.values[0].product(each.values[1].product), kind)
    ]


@pytest.mark.parametrize(("programme", "case"), cases_of(LoanProduct))
def test_the_certain_cut_of_a_loan_is_what_the_programme_entitles_to(programme, case):
    product = programme.product(case.product)
    found = [Found(cut, conditions_of(programme, cut, case.facts)) for cut in product.pricing.cuts]

    built = build_up(quote(base="50"), product.pricing, found, on=case.assessed_on)

    granted = entitled(programme, case.product, case.facts, on=case.assessed_on)
    assert built.cut == (granted.cut or Rate.percent(0))
    assert tuple(line.key for line in built.cuts) == granted.cuts


@pytest.mark.parametrize(("programme", "case"), cases_of(CoverProduct))
def test_ratio_and_discount_of_a_cover_are_what_the_programme_entitles_to(programme, case):
    product, on = programme.product(case.product), case.assessed_on
    facts = {name: value for name, value in case.facts.items() if name != "lender"}
    offered = [
        (Found(each, conditions_of(programme, each, facts)), each.share.value_on(on))
        for each in product.pricing.discounts
    ]
    most = product.pricing.discount_max

    chosen = selected(offered, cap=most.value_on(on) if most else Ratio.percent(100))
    ratio = cover_ratio(programme, product, facts, on=on)

    granted = entitled(programme, case.product, facts, on=on)
    assert (ratio.ratio if ratio else None) == granted.cover_ratio
    assert sum((each.size.value for each in chosen.taken), Ratio.percent(0).value) == (
        granted.discount.value
    )


@pytest.mark.parametrize(("programme", "case"), CASES)
def test_an_assessment_never_says_more_than_the_eligibility(programme, case):
    product = programme.product(case.product)

    assessment = assess_product(case.facts, programme, product, on=case.assessed_on)

    eligibility = assessment.finding.of(product.eligibility.key)
    assert eligibility.verdict is case.verdict
    assert assessment.verdict <= case.verdict
    if assessment.verdict is Verdict.OPEN:
        assert assessment.missing != ()
