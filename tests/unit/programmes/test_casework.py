from dataclasses import replace

from majung.errors import message
from majung.programmes import run_case, run_cases, shelf
from majung.rules import Verdict
from majung.values.rates import Rate

PROGRAMME = shelf()["kexim-ax"]
CASE = PROGRAMME.cases[0]


def _differences(**changes):
    return run_case(PROGRAMME, replace(CASE, **changes)).differences


def test_a_case_that_comes_out_as_it_says_holds():
    outcome = run_case(PROGRAMME, CASE)

    assert outcome.holds
    assert outcome.finding.rule_key == "ax-loan-eligibility"


def test_another_verdict_is_a_difference():
    assert _differences(verdict=Verdict.NOT_MET) == (
        message(
            "case-verdict-differs",
            case=CASE.name,
            rule="ax-loan-eligibility",
            wanted="not-met",
            found="met",
        ),
    )


def test_another_verdict_of_a_single_rule_is_a_difference():
    found = _differences(
        reasons={"export-or-overseas": Verdict.OPEN, "no-tax-arrears": Verdict.MET}
    )

    assert [each.as_mapping()["rule"] for each in found] == ["export-or-overseas"]


def test_a_rule_the_product_does_not_have_came_out_as_nothing():
    (found,) = _differences(reasons={"unlisted": Verdict.MET})

    assert found.as_mapping()["found"] == "—"


def test_another_term_is_a_difference():
    assert _differences(terms={"cut": Rate.percent("1.4")}) == (
        message(
            "case-term-differs",
            case=CASE.name,
            term="cut",
            wanted=Rate.percent("1.4"),
            found=Rate.percent("1.6"),
        ),
    )


def test_a_term_the_product_does_not_give_is_a_difference():
    (found,) = _differences(terms={"hurdle": Rate.percent(5)})

    assert found.as_mapping()["found"] == "—"


def test_every_case_is_run_in_the_order_of_the_file():
    assert [outcome.case for outcome in run_cases(PROGRAMME)] == list(PROGRAMME.cases)
