"""Indications: ways formed from programme data, priced, compared, left out with reasons."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from example_offerings import (
    FROM_OUTSIDE,
    LEADS,
    PROGRAMME,
    QUOTES,
    REQUEST,
    agreement,
    application,
    cover_product,
    exclusion,
    loan_product,
    programme,
    ratio_step,
    recommendation_rule,
    rule,
    undertaking,
)
from example_prices import (
    ON,
    cell,
    charge,
    cover_pricing,
    cut,
    figure,
    line,
    loan_pricing,
    quote,
)
from majung.applications.holdings.exclusions import Benefit
from majung.applications.indications.comparison import compare
from majung.applications.indications.documents import indication_document
from majung.applications.indications.indication import Order, in_order
from majung.contracts.replay import schedule
from majung.programmes.price_terms import ComponentKind, Payer
from majung.programmes.products import ResetRule
from majung.programmes.programme import ExclusionKind, ExclusionScope
from majung.programmes.shelf import shelf
from majung.reports.cells import written
from majung.rules import Verdict
from majung.rules.kinds import Holds
from majung.values.cycles import add_months
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.web.pages.ways import schedule_table


def compared(*programmes, asked=None, quotes=None, order=Order.ALL_IN_COST, room=None):
    return compare(
        asked or application(),
        programmes or (PROGRAMME,),
        QUOTES if quotes is None else quotes,
        on=ON,
        order=order,
        room=room,
    )


def keys(comparison):
    return [each.key for each in comparison.indications]


def left_out(comparison):
    return [(each.products, each.providers, each.reason.kind) for each in comparison.left_out]


def test_ways_are_the_bank_s_own_loan_and_the_programme_s_each_with_and_without_cover():
    assert keys(compared()) == [
        "loan@shinhan",
        "own-loan@shinhan",
        "loan+cover@shinhan",
        "own-loan+cover@shinhan",
    ]


def test_an_indication_says_that_it_does_not_bind():
    assert {each.marking.kind for each in compared().indications} == {"indication-not-binding"}


def test_a_loan_is_built_up_line_by_line_from_the_bank_s_own_rate():
    own = quote(line("margin", "1.3"), line("salary", "-0.3", ComponentKind.ADJUSTMENT))

    loan = compared(quotes={"shinhan": own}).indication("loan@shinhan")

    assert [(each.key, each.payer, each.rate) for each in loan.rate.lines] == [
        ("base", Payer.BORROWER, Rate.percent("3.5")),
        ("margin", Payer.BORROWER, Rate.percent("1.3")),
        ("salary", Payer.BORROWER, Rate.percent("-0.3")),
        ("preferential", Payer.LENDER, Rate.percent("-0.7")),
    ]
    assert (loan.rate.own_rate, loan.rate.rate) == (Rate.percent("4.5"), Rate.percent("3.8"))


def test_instalments_are_those_of_the_contract():
    loan = compared().indication("loan@shinhan")

    assert loan.instalments == schedule(loan.terms)
    first = loan.instalments[0]
    # 1,200,000,000 at 3.8 % for a quarter of 30/360, and an eighth of the principal.
    assert (first.due_on, first.interest, first.principal) == (
        date(2025, 2, 1),
        11_400_000,
        150_000_000,
    )
    assert first.shares == {"lender": 2_100_000}


def test_a_saving_is_measured_against_the_same_loan_at_the_bank_s_own_rate():
    loan = compared().indication("loan@shinhan")

    # Without the cut the same plan bears 4.5 %: interest of 36 quarter-eighths.
    own = sum(1_200_000_000 * 45 // 1000 // 4 * (8 - k) // 8 for k in range(8))
    paid = sum(1_200_000_000 * 38 // 1000 // 4 * (8 - k) // 8 for k in range(8))
    assert (loan.own_cost.interest, loan.cost.interest) == (Money(own), Money(paid))
    assert loan.saving.amount == Money(own - paid)
    assert loan.saving.points == loan.own_cost.yearly - loan.cost.yearly


def test_the_bank_s_own_loan_saves_nothing():
    own = compared().indication("own-loan@shinhan")

    assert own.is_own_loan
    assert (own.saving.amount, own.saving.points.value) == (Money(0), 0)
    assert (own.loan.programme, own.loan.version) == ("", "")


def test_a_premium_makes_a_cheap_loan_dear_all_in():
    covered = compared().indication("own-loan+cover@shinhan")

    # 90 % of the loan at 1 % less 10 % for two years of 365 days.
    assert covered.cover.insured == Money(1_080_000_000)
    assert covered.cost.premium == covered.cover.premium.charged == Money(19_440_000)
    assert covered.saving.amount == Money(-19_440_000)
    assert covered.own_cost.premium == Money(0)


def test_a_rate_is_shown_with_and_without_cover():
    cheaper = {"shinhan": quote(base="4.5", cover_cut=Rate.percent("0.4"))}

    covered = compared(quotes=cheaper).indication("loan+cover@shinhan")

    assert covered.cover.rate_without == Rate.percent("3.8")
    assert covered.rate.rate == Rate.percent("3.4")
    assert covered.terms.components[-1].name == "cover-cut"


def test_a_bank_that_does_not_say_lowers_a_covered_loan_as_it_promised():
    promised = programme(
        loan_product(), cover_product(), agreements=(agreement(undertaking("cover", "0.3")),)
    )

    covered = compared(promised).indication("own-loan+cover@shinhan")

    assert covered.rate.rate == Rate.percent("4.2")
    assert [(each.product, each.verdict) for each in covered.undertakings] == [
        ("cover", Verdict.OPEN)
    ]


@pytest.mark.parametrize(("granted", "verdict"), [("0.7", Verdict.MET), ("0.6", Verdict.NOT_MET)])
def test_a_cut_smaller_than_promised_is_a_finding_beside_the_rate(granted, verdict):
    promised = programme(loan_product(), agreements=(agreement(undertaking("loan", "0.7")),))
    quotes = {"shinhan": quote(base="4.5", cuts={"preferential": Rate.percent(granted)})}

    loan = compared(promised, quotes=quotes).indication("loan@shinhan")

    assert loan.rate.cut == Rate.percent(granted)
    assert [(each.verdict, each.promised) for each in loan.undertakings] == [
        (verdict, Rate.percent("0.7"))
    ]


def test_a_promise_to_recommended_firms_is_not_held_against_others():
    unlocked = loan_product(
        pricing=loan_pricing(replace(cut("c", "0.7"), recommendation="motie-recommendation"))
    )
    promised = programme(
        unlocked,
        recommendations=(recommendation_rule(),),
        agreements=(agreement(undertaking("loan", "0.7")),),
    )

    def loan(claim):
        found = compared(promised, asked=application(recommended_by_motie=claim))
        return found.indication("loan@shinhan")

    assert [len(loan(claim).undertakings) for claim in (True, False, None)] == [1, 0, 0]
    assert [loan(claim).rate.rate.value for claim in (True, False, None)] == [
        Decimal("0.038"),
        Decimal("0.045"),
        Decimal("0.045"),
    ]
    assert [each.reason.kind for each in loan(None).rate.dropped] == ["step-open"]


def test_what_is_open_for_the_product_is_supposed_and_marked():
    recommended = rule(Holds, "recommended", "recommended-by-motie")
    unlocked = loan_product(
        eligibility=recommended,
        pricing=loan_pricing(replace(cut("c", "0.7"), recommendation="motie-recommendation")),
    )
    offered = programme(unlocked, recommendations=(recommendation_rule(),))

    loan = compared(offered).indication("loan@shinhan")

    assert loan.verdict is Verdict.OPEN
    assert [fact.name for fact in loan.missing] == ["recommended-by-motie"]
    assert (loan.rate.rate, loan.rate_certain) == (Rate.percent("3.8"), Rate.percent("4.5"))


def test_what_is_not_met_gives_its_reason_and_no_indication():
    refused = compared(asked=application(wage_arrears=True))

    assert keys(refused) == ["own-loan@shinhan"]
    assert left_out(refused) == [
        (("cover",), ("shinhan",), "holds-not-met"),
        (("loan",), ("shinhan",), "holds-not-met"),
    ]


def test_a_ratio_that_waits_for_a_fact_is_not_counted_and_a_known_one_is():
    open_ratio = compared(asked=application(leading_project=None))
    leading = compared(asked=application(leading_project=True))

    waiting = open_ratio.indication("loan+cover@shinhan")
    assert (waiting.cover.ratio, waiting.cover.ratio_certain) == (Ratio.percent(90),) * 2
    assert [note.kind for note in waiting.notes] == ["step-open"]
    assert leading.indication("loan+cover@shinhan").cover.ratio == Ratio.percent(100)


def test_the_bank_s_agreement_bounds_the_ratio():
    bounded = programme(
        cover_product(ratio_steps=(ratio_step("base", "90"), ratio_step("full", "100"))),
        agreements=(agreement(undertaking("cover", ratio="95")),),
    )

    covered = compared(bounded).indication("own-loan+cover@shinhan")

    assert covered.cover.ratio == Ratio.percent(95)
    assert [note.kind for note in covered.notes] == ["cover-ratio-agreed"]


def test_a_cover_without_a_ratio_or_a_premium_says_so():
    no_ratio = cover_product("no-ratio", ratio_steps=(ratio_step("lead", "100", LEADS),))
    no_cell = cover_product("no-cell", pricing=cover_pricing(charge(cell("1", "AAA"))))

    found = compared(programme(no_ratio, no_cell))

    assert left_out(found) == [
        (("no-ratio",), ("shinhan",), "cover-ratio-none"),
        (("no-cell",), ("shinhan",), "premium-none"),
    ]


def test_a_regional_cut_has_room_or_is_dropped():
    regional = replace(cut("regional", "0.2", envelope="regional"), when=FROM_OUTSIDE)
    offered = programme(
        loan_product(pricing=loan_pricing(cut("size", "1.4"), regional, cut_max="1.6"))
    )

    def rate(room):
        found = compared(offered, room=room).indication("loan@shinhan").rate
        return found.cut, [each.reason.kind for each in found.dropped]

    assert rate({}) == (Rate.percent("1.6"), [])
    assert rate({"regional": REQUEST.amount}) == (Rate.percent("1.6"), [])
    assert rate({"regional": REQUEST.amount - Money(1)}) == (
        Rate.percent("1.4"),
        ["cut-without-room"],
    )


def test_without_a_quote_the_programme_s_assumption_is_used_and_said():
    shipped = shelf()["ai-autonomous-manufacturing"]

    found = compared(programme(replace(loan_product(), pricing=_assumed(shipped))), quotes={})

    (loan,) = found.indications
    assert [note.kind for note in loan.notes] == ["quote-assumed"]
    assert loan.undertakings == ()


def _assumed(shipped):
    components = shipped.product("ai-am-preferential-loan").pricing.components
    return replace(loan_pricing(cut("preferential", "0.7")), components=components)


def test_where_only_the_bank_can_say_it_has_to_quote():
    assert left_out(compared(quotes={})) == [(("loan",), ("shinhan",), "quote-missing")]


def test_a_firm_that_is_refused_is_not_sent_for_a_quote():
    refused = compared(quotes={}, asked=application(wage_arrears=True))

    assert left_out(refused) == [(("loan",), ("shinhan",), "holds-not-met")]


def test_a_combination_nobody_foresees_is_left_out():
    apart = programme(loan_product(combines_with=()), cover_product())

    found = compared(apart)

    assert "loan+cover@shinhan" not in keys(found)
    assert left_out(found) == [(("loan", "cover"), ("shinhan",), "combination-not-foreseen")]


def test_a_combination_may_be_foreseen_by_either_product():
    by_cover = programme(loan_product(combines_with=()), cover_product(combines_with=("loan",)))

    assert "loan+cover@shinhan" in keys(compared(by_cover))


def test_a_combination_that_is_excluded_is_left_out_with_the_rule():
    never = exclusion("loan", "cover", ExclusionKind.NEVER_BOTH, ExclusionScope.LOAN)

    found = compared(programme(loan_product(), cover_product(), exclusions=(never,)))

    assert left_out(found) == [(("loan", "cover"), ("shinhan",), "never-together")]


TWO = (
    loan_product(),
    loan_product("better", pricing=loan_pricing(cut("deep", "1.2"))),
)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (ExclusionKind.BEST_ONLY, "better-of-two"),
        (ExclusionKind.ONE_RATE_A_LOAN, "never-together"),
        (ExclusionKind.NEVER_BOTH, "never-together"),
    ],
)
def test_of_two_programmes_for_one_need_the_better_is_named_and_both_are_shown(kind, reason):
    rule_of_both = exclusion("loan", "better", kind)

    found = compared(programme(*TWO, exclusions=(rule_of_both,)))

    assert keys(found)[:2] == ["better@shinhan", "loan@shinhan"]
    assert left_out(found) == [(("better", "loan"), (), reason)]
    assert found.left_out[0].reason.value("one").en == "the better"


def test_the_rule_that_names_the_better_one_is_told_first():
    rules = (
        exclusion("loan", "better", ExclusionKind.ONE_RATE_A_LOAN, ExclusionScope.LOAN),
        exclusion("better", "loan", ExclusionKind.BEST_ONLY),
    )

    found = compared(programme(*TWO, exclusions=rules))

    assert [each.reason.kind for each in found.left_out] == ["better-of-two"]


def held_against(kind, scope, **benefit):
    rule_of_both = exclusion("loan", "other", kind, scope)
    offered = programme(loan_product(), exclusions=(rule_of_both,))
    held = (Benefit(product="other", **benefit),)
    return compared(offered, asked=application(held=held))


def test_what_the_firm_holds_keeps_out_what_may_never_stand_beside_it():
    found = held_against(ExclusionKind.NEVER_BOTH, ExclusionScope.FIRM)

    assert keys(found) == ["own-loan@shinhan"]
    assert left_out(found) == [(("loan",), (), "held-excludes")]


def test_what_the_firm_held_before_keeps_nothing_out():
    over = date(2024, 10, 1)

    found = held_against(ExclusionKind.NEVER_BOTH, ExclusionScope.FIRM, until_on=over)

    assert left_out(found) == []


def test_a_preferential_rate_on_another_loan_keeps_nothing_out():
    for loan in ("", "L-7"):
        found = held_against(ExclusionKind.ONE_RATE_A_LOAN, ExclusionScope.LOAN, loan=loan)

        assert left_out(found) == []


def test_a_better_programme_says_what_would_have_to_end():
    found = held_against(ExclusionKind.BEST_ONLY, ExclusionScope.PROJECT, project="P-1")
    elsewhere = held_against(ExclusionKind.BEST_ONLY, ExclusionScope.PROJECT, project="P-2")

    assert [note.kind for note in found.indication("loan@shinhan").notes] == ["held-must-end"]
    assert elsewhere.indication("loan@shinhan").notes == ()


def test_one_reason_for_several_banks_is_said_once():
    quotes = {bank: quote(base="4.5", provider=bank) for bank in ("shinhan", "ibk")}

    found = compared(
        programme(cover_product()), quotes=quotes, asked=application(wage_arrears=True)
    )

    assert left_out(found) == [(("cover",), ("shinhan", "ibk"), "holds-not-met")]


def test_a_bank_no_programme_names_is_called_as_it_was_quoted():
    quotes = {"small": quote(base="4.0", provider="small", name="작은은행")}

    (own,) = compared(programme(), quotes=quotes).indications

    assert own.provider_name.ko == "작은은행"
    assert compared().indications[0].provider_name.en == "shinhan bank"


def test_a_fund_is_no_debt_and_says_so():
    fund = shelf()["ai-autonomous-manufacturing"].product("ai-am-sub-fund")
    met = replace(fund, eligibility=loan_product().eligibility)

    found = compared(programme(met))

    assert left_out(found) == [(("ai-am-sub-fund",), (), "fund-not-priced")]


ORDERED = {
    Order.ALL_IN_COST: ["loan", "own-loan", "loan+cover", "own-loan+cover"],
    Order.INSTALMENT: ["own-loan+cover", "own-loan", "loan", "loan+cover"],
    Order.RATE: ["loan", "loan+cover", "own-loan", "own-loan+cover"],
    Order.SAVING: ["loan", "own-loan", "loan+cover", "own-loan+cover"],
    Order.CERTAINTY: ["loan", "loan+cover", "own-loan", "own-loan+cover"],
    Order.NAME: ["loan", "loan+cover", "own-loan", "own-loan+cover"],
}


@pytest.mark.parametrize("order", list(Order))
def test_the_firm_chooses_the_order(order):
    found = keys(compared(order=order))

    assert [key.partition("@")[0] for key in found] == ORDERED[order]


def test_what_is_certain_comes_before_what_is_open():
    never_stated = rule(Holds, "unlisted", "listed", expected=False)
    found = compared(programme(loan_product(), loan_product("aaa", eligibility=never_stated)))

    ordered = in_order(found.indications, Order.CERTAINTY)

    assert ordered[-1].key == "aaa@shinhan"


def test_a_comparison_asks_programmes_of_the_country_alone():
    foreign = replace(PROGRAMME, country="US")

    assert keys(compared(foreign)) == ["own-loan@shinhan"]


def test_a_comparison_finds_its_indications_by_key():
    with pytest.raises(KeyError, match="no indication"):
        compared().indication("nothing")


def test_the_highest_ratio_counts_in_whatever_order_the_steps_stand():
    falling = cover_product(ratio_steps=(ratio_step("full", "100"), ratio_step("base", "90")))

    covered = compared(programme(falling)).indication("own-loan+cover@shinhan")

    assert covered.cover.ratio == Ratio.percent(100)


def floating(months=3):
    """Return the programme with a loan whose base line is fixed anew every some months."""
    reset = ResetRule(
        component="base", index="CD91", cycle_months=figure(months), observed_days_before=None,
        published_days_max=None,
    )  # fmt: skip
    return programme(loan_product(reset=reset))


def test_rows_that_rest_on_a_rate_that_will_be_fixed_anew_are_marked_and_explained():
    found = compared(floating())
    way, own = found.indication("loan@shinhan"), found.indication("own-loan@shinhan")
    reset_on = add_months(way.terms.start_on, 3)

    document, plain = indication_document(way), indication_document(own)
    table = schedule_table(way)

    held = [each["is_rate_held"] for each in document["instalments"]]
    assert held == [each.due_on > reset_on for each in way.instalments]
    assert [each["kind"] for each in document["remarks"]] == ["rate-held"]
    assert ("remarks" in plain, "is_rate_held" in plain["instalments"][0]) == (False, False)
    days = [written(row.cells[0], "en") for row in table.rows]
    assert [each.endswith(" *") for each in days] == held
    assert [note.spoken("en")[:2] for note in table.notes] == ["* "]
    assert schedule_table(own).notes == ()
