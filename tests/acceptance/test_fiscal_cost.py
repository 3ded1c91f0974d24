"""What a programme's cohorts cost: out of the office's contracts, for internal roles."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

import claims_world
from api_world import system_of
from claims_world import LOAN_TERMS, OFFICER, PROGRAMME, START, a_loan, lend, open_office
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import BORROWER, RateComponent
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.policy import NotPermittedError
from majung.operations.risk.costing import Support
from majung.operations.risk.reading_cost import fiscal_cost
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import sign
from majung.values.money import Money
from majung.values.rates import Rate
from pages_world import signed_in

ON = date(2024, 12, 31)
AT = datetime(2025, 1, 2, tzinfo=UTC)
SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
MINISTRY = Actor("p-ministry", "motie", frozenset({Role.RECOMMENDER}))
CUT_LOAN = "C-L2"


@pytest.fixture
def office(fresh_database):
    """A drawn loan under a cover, and one not covered whose rate the bank cuts by 0.7 points."""
    open_office()
    lend()
    terms = replace(
        LOAN_TERMS,
        components=(
            RateComponent("base", BORROWER, Rate.percent("4.62")),
            RateComponent("cut", "lender", Rate.percent("-0.7")),
        ),
    )
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.AT):
        sign([a_loan(CUT_LOAN, terms)], at=claims_world.AT)
    drawn = Fact(START, FactKind.DRAWDOWN, "drawn", LOAN_TERMS.committed)
    record_facts(CLOCKWORK, {CUT_LOAN: [drawn]}, on=START, at=claims_world.moment(START))


def cost(actor=SECRETARY, **wanted):
    return fiscal_cost(actor, on=ON, at=AT, **wanted)


def the_cover(**wanted):
    (cover,) = [line for line in cost(**wanted).lines if line.support is Support.GUARANTEE]
    return cover


def text_of(page):
    return page.content.decode()


def test_a_cover_costs_its_claims_less_recoveries_and_premiums(office):
    cover = the_cover()

    assert (cover.programme, cover.product, cover.year) == (PROGRAMME, "ai-plus-cover", 2024)
    assert (cover.contracts, cover.disbursed) == (1, Money(1_000_000_000))
    # Nobody stated the grade: the dearest, B at 8.64 % a year, over three years.
    assert cover.default_rate == Fraction(round((1 - 0.9136**3) * 10**6), 10**6)
    # 0.7 % of 95 % on the first day.
    assert float(cover.rate.fees) == pytest.approx(-0.665)
    assert float(cover.rate.of_parts) == pytest.approx(float(cover.rate.rate))
    assert cover.cost == Money(round(float(cover.rate.rate) * 10_000_000))


def test_a_rate_cut_costs_whoever_bears_it(office):
    (cut,) = [line for line in cost().lines if line.support is Support.INTEREST_SUPPORT]

    assert (cut.product, cut.payer) == ("ai-am-preferential-loan", "lender")
    # 0.7 % a year of what is owed, which halves over three years on average.
    assert 0.7 < float(cut.rate.rate) < 1.2
    assert float(cut.rate.defaults) == 0.0


def test_a_higher_curve_discounts_more_and_leaves_the_first_days_premium(office):
    low, high = (the_cover(curve_rate=Rate.percent(percent)) for percent in (1, 8))

    assert float(high.rate.defaults) < float(low.rate.defaults)
    assert float(high.rate.fees) == pytest.approx(float(low.rate.fees))


def test_a_contract_that_is_not_drawn_costs_nothing_yet_and_is_counted(fresh_database):
    open_office()

    found = cost()

    assert (found.lines, found.undrawn) == ((), 1)


def test_a_cover_whose_loan_is_not_known_is_left_out_and_counted(office):
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.AT):
        alone = claims_world.a_cover("C-V9", "", claims_world.cover_terms())
        sign([alone], at=claims_world.AT)

    assert cost().without_loan == 1


def test_an_insurer_sees_its_own_covers_and_no_other_role_sees_any(office):
    assert not cost(OFFICER).is_whole
    with pytest.raises(NotPermittedError):
        cost(MINISTRY)


def test_over_rest_the_parts_sum_and_the_answer_is_marked_internal(office):
    system = system_of(SECRETARY, is_granted=False)

    found = system.get("/fiscal-cost", programme=PROGRAMME, rate="0.04").json()

    assert (found["internal"], found["curve_rate"]) == (True, "0.04")
    assert [line["support"] for line in found["cohorts"]] == ["interest-support", "guarantee"]
    for line in found["cohorts"]:
        parts = sum(float(line[part]) for part in ("defaults", "interest", "fees", "other"))
        assert parts == pytest.approx(float(line["rate"]), abs=5e-6)


def test_over_rest_the_cost_is_for_internal_roles(office):
    answer = system_of(MINISTRY, is_granted=False).get("/fiscal-cost")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", ("보조율의 구성", "AI Plus+", "은행", "△0.67 %p", "연 3 %로")),
        ("en", ("What the subsidy rate is made of", "the bank", "\N{MINUS SIGN}0.67 pp", "3 %")),
    ],
)
def test_the_page_shows_the_parts_and_who_bears_cuts(office, language, said):
    page = signed_in(SECRETARY, is_granted=False, language=language).get("/fiscal-cost/")

    text = text_of(page)
    assert page.status_code == 200
    assert [each for each in said if each not in text] == []


def test_the_page_of_one_programme_at_another_rate(office):
    browser = signed_in(SECRETARY, is_granted=False, language="en")

    page = browser.get("/fiscal-cost/", {"programme": PROGRAMME, "rate": "4.25"})
    other = browser.get("/fiscal-cost/", {"programme": "kexim-ax"})

    assert "4.25 %" in text_of(page)
    assert "No cover stands on a drawn loan yet." in text_of(other)


@pytest.mark.parametrize("rate", ["세", "1e9", "-51", "nan", "9" * 40])
def test_a_rate_that_is_none_is_told_above_the_page(office, rate):
    page = signed_in(SECRETARY, is_granted=False, language="en").get(
        "/fiscal-cost/", {"rate": rate}
    )

    assert page.status_code == 409
    assert "is no rate" in text_of(page)


def test_the_page_is_for_internal_roles(office):
    page = signed_in(MINISTRY, is_granted=False).get("/fiscal-cost/")

    assert page.status_code == 403
