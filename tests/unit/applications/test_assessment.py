"""One application against every product: verdicts, reasons, what is missing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from example_offerings import (
    NO_ARREARS,
    PROGRAMME,
    REQUEST,
    all_of,
    application,
    cover_product,
    loan_product,
    programme,
    recommendation_rule,
    rule,
)
from example_prices import ON, figure
from majung.applications.application import facts_of
from majung.applications.indications.assessment import assess_all, facts_needed, weighing
from majung.programmes.parties import DatedName
from majung.programmes.shelf import shelf
from majung.rules import Label, Verdict
from majung.rules.evaluation import evaluate
from majung.rules.kinds import AnyOf, AtMost, Evidenced, NotRule, OneOf, OnlyFrom
from majung.values.money import Money


def assess(offered, asked=None, on=ON):
    made = offered if hasattr(offered, "products") else programme(offered)
    return assess_all(facts_of(asked or application(), on=on), [made], on=on)


def leaf(offered, asked=None, on=ON):
    (assessment,) = assess(offered, asked, on)
    return assessment.verdict, [finding.rule_key for finding in assessment.reasons]


def test_every_product_of_every_programme_is_assessed():
    other = replace(PROGRAMME, key="other")

    found = assess_all(facts_of(application(), on=ON), [PROGRAMME, other], on=ON)

    assert [(each.programme, each.product, each.verdict) for each in found] == [
        ("programme", "loan", Verdict.MET),
        ("programme", "cover", Verdict.MET),
        ("other", "loan", Verdict.MET),
        ("other", "cover", Verdict.MET),
    ]
    assert {each.version for each in found} == {"version-of-programme"}


def test_what_nobody_checked_is_open_and_says_what_to_supply():
    (loan, _) = assess(PROGRAMME, application(wage_arrears=None))

    assert loan.verdict is Verdict.OPEN
    assert [fact.name for fact in loan.missing] == ["wage-arrears"]
    assert loan.against == (("no-wage-arrears", Verdict.OPEN),)


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"amount": Money(10**10 + 1)}, "loan-requested-amount"),
        ({"months": 121}, "loan-requested-months"),
        ({"uses": frozenset({"facility", "refinancing"})}, "loan-uses"),
    ],
)
def test_use_amount_and_term_fit_the_product(changed, key):
    asked = application(replace(REQUEST, **changed))

    assert leaf(loan_product(), asked) == (Verdict.NOT_MET, [key])


@pytest.mark.parametrize("changed", [{"amount": Money(10**10)}, {"months": 120}])
def test_the_limit_itself_fits(changed):
    assert leaf(loan_product(), application(replace(REQUEST, **changed))) == (Verdict.MET, [])


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        (date(2023, 12, 31), Verdict.NOT_MET),
        (date(2024, 1, 1), Verdict.MET),
        (date(2028, 12, 31), Verdict.MET),
        (date(2029, 1, 1), Verdict.NOT_MET),
    ],
)
def test_a_product_takes_applications_while_its_programme_does(on, verdict):
    assert leaf(cover_product(), on=on)[0] is verdict


def test_a_product_can_open_later_and_end_earlier_than_its_programme():
    short = cover_product(open_from=ON, open_until=ON)

    verdicts = [leaf(short, on=day)[0] for day in (date(2024, 10, 1), ON, date(2024, 10, 3))]

    assert verdicts == [Verdict.NOT_MET, Verdict.MET, Verdict.NOT_MET]


def test_a_required_recommendation_is_asked_for_and_an_optional_one_is_not():
    required = programme(loan_product(), recommendations=(recommendation_rule(is_required=True),))
    optional = programme(loan_product(), recommendations=(recommendation_rule(),))

    (without,) = assess(required)
    (having,) = assess(required, application(recommended_by_motie=True))
    (refused,) = assess(required, application(recommended_by_motie=False))

    assert [each.verdict for each in (without, having, refused)] == [
        Verdict.OPEN,
        Verdict.MET,
        Verdict.NOT_MET,
    ]
    assert assess(optional)[0].verdict is Verdict.MET


def test_what_eligibility_asks_is_not_asked_twice():
    limits = all_of(
        "own",
        NO_ARREARS,
        rule(AtMost, "own-amount", "requested-amount", limit=Money(10**10)),
        rule(AtMost, "own-months", "requested-months", limit=120),
        rule(OnlyFrom, "own-uses", "use-of-funds", options=frozenset({"facility"})),
    )

    (assessment,) = assess(loan_product(eligibility=limits))

    keys = [finding.rule_key for finding in assessment.finding.every() if not finding.parts]
    assert keys == [
        "loan-begun",
        "loan-not-over",
        "no-wage-arrears",
        "own-amount",
        "own-months",
        "own-uses",
    ]


def test_a_limit_that_only_one_branch_asks_is_asked():
    either = AnyOf(
        key="either",
        label=NO_ARREARS.label,
        parts=(NO_ARREARS, rule(AtMost, "own", "requested-amount", limit=Money(10**10))),
        citation=NO_ARREARS.citation,
        status=NO_ARREARS.status,
    )
    asked = application(replace(REQUEST, amount=Money(10**10 + 1)))

    assert leaf(loan_product(eligibility=either), asked)[0] is Verdict.NOT_MET


def test_a_loan_is_held_against_each_bank_that_offers_it_until_one_is_chosen():
    partner = rule(OneOf, "partner", "lender", options=frozenset({"ibk"}))
    offered = loan_product(eligibility=partner, providers=("shinhan", "ibk"))

    assert leaf(offered)[0] is Verdict.MET
    assert leaf(offered, application(lender="shinhan"))[0] is Verdict.NOT_MET
    assert leaf(loan_product(eligibility=partner, providers=("shinhan",)))[0] is Verdict.NOT_MET


def test_a_reason_calls_a_bank_what_it_is_called_on_the_day():
    partner = rule(OneOf, "partner", "lender", options=frozenset({"ibk", "kdb"}))
    made = programme(loan_product(eligibility=partner, providers=("ibk",)))
    later = DatedName(ON + timedelta(days=1), Label("뒤 이름", "later name"))
    bank = replace(made.parties[0], key="ibk", names=(DatedName(ON, Label("은행", "Bank")), later))
    made = replace(made, parties=(bank,))
    asked = application(lender="kdb")

    def reason(on, **named):
        (found,) = assess_all(facts_of(asked, on=on), [made], on=on, **named)
        return found.finding.of("partner").reason.as_mapping()

    on = reason(ON)
    known = reason(later.valid_from, called={"kdb": Label("산업은행", "KDB")})

    assert (on["value"], on["limit"]) == ("kdb", (Label("은행", "Bank"), "kdb"))
    kdb = Label("산업은행", "KDB")
    assert (known["value"], known["limit"]) == (kdb, (later.name, kdb))


def test_figures_are_those_of_the_day():
    rising = figure(Money(1), since=date(2024, 1, 1))
    later = figure(Money(10**12), since=ON)
    offered = cover_product(amount_max=replace(rising, steps=(*rising.steps, *later.steps)))

    assert leaf(offered, on=date(2024, 10, 1))[0] is Verdict.NOT_MET
    assert leaf(offered)[0] is Verdict.MET


def test_facts_most_products_wait_for_come_first():
    leads = rule(OneOf, "graded", "credit-grade", options=frozenset({"A"}))
    both = programme(loan_product(), cover_product(eligibility=all_of("two", NO_ARREARS, leads)))
    asked = application(wage_arrears=None, credit_grade=None)

    needed = facts_needed(assess(both, asked))

    assert [(each.definition.name, each.products) for each in needed] == [
        ("wage-arrears", ("loan", "cover")),
        ("credit-grade", ("cover",)),
    ]


def test_the_reason_of_a_rule_that_fails_by_itself_is_the_rule():
    never = NotRule(
        key="never",
        label=NO_ARREARS.label,
        part=NO_ARREARS,
        citation=NO_ARREARS.citation,
        status=NO_ARREARS.status,
    )
    stale = Evidenced(
        key="stale",
        label=NO_ARREARS.label,
        part=NO_ARREARS,
        evidence=shelf()["ai-policy-finance"].vocabulary["wage-check-on"],
        age_days_max=30,
        helps=NO_ARREARS.helps,
        citation=NO_ARREARS.citation,
        status=NO_ARREARS.status,
    )
    facts = facts_of(application(wage_check_on=date(2024, 1, 1)), on=ON)

    for each in (never, stale):
        assert [found.rule_key for found in weighing(evaluate(each, facts))] == [each.key]


def test_a_refusal_is_the_first_reason_that_is_not_met():
    (refused,) = assess(loan_product(), application(wage_arrears=True))
    (waiting,) = assess(loan_product(), application(wage_arrears=None))

    assert refused.refusal.kind == "holds-not-met"
    assert waiting.refusal is None
