"""Every case of every programme that ships comes out as it says."""

from collections import Counter

import pytest

from majung.errors import sentence
from majung.programmes import load, run_case, shelf, shipped_files
from majung.rules import Verdict, explain

CASES = [
    pytest.param(programme, case, id=f"{programme.key}: {case.name.en}")
    for programme in shelf().values()
    for case in programme.cases
]
PRODUCTS = [
    pytest.param(programme, product, id=product.key)
    for programme in shelf().values()
    for product in programme.products
]


@pytest.mark.parametrize(("programme", "case"), CASES)
def test_a_case_comes_out_as_it_says(programme, case):
    outcome = run_case(programme, case)

    assert [sentence(found, "en") for found in outcome.differences] == []


@pytest.mark.parametrize(("programme", "case"), CASES)
def test_a_case_is_explained_in_both_languages(programme, case):
    finding = run_case(programme, case).finding

    assert len(explain(finding, "ko").splitlines()) == len(explain(finding, "en").splitlines())


@pytest.mark.parametrize(("programme", "product"), PRODUCTS)
def test_a_product_has_cases_of_every_verdict_and_of_its_terms(programme, product):
    cases = [case for case in programme.cases if case.product == product.key]

    assert len(cases) >= 8
    assert {case.verdict for case in cases} == set(Verdict)
    assert any(case.terms for case in cases)


def test_no_two_cases_of_a_programme_say_the_same():
    said = Counter(
        (programme.key, words)
        for programme in shelf().values()
        for case in programme.cases
        for words in (case.name.ko, case.name.en)
    )

    assert [words for words, count in said.items() if count > 1] == []


def test_a_case_that_no_longer_holds_names_rule_and_term():
    files = dict(shipped_files("kexim-ax"))
    pricing = files["pricing.yaml"].replace(b"1.4 %p", b"1.5 %p").replace(b"1.6 %p", b"1.7 %p")
    programme = load({**files, "pricing.yaml": pricing})

    outcome = run_case(programme, programme.cases[0])

    assert [sentence(found, "en") for found in outcome.differences] == [
        "the case 'a medium-sized firm outside the capital area is cut by 1.4 and 0.2, 1.6 %p in"
        " all' does not hold — the term 'cut' came out 1.7 % where the case says 1.6 % — correct"
        " the product or the case"
    ]
