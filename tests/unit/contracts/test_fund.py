"""A fund from its formation to its end.  The numbers of docs/cover-and-fund.md are here."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund import FundContradictsError, problems_of, replay_fund
from majung.contracts.fund_measures import (
    CashFlow,
    DryPowder,
    MandateTest,
    Multiples,
    dry_powder,
    flows_of,
    internal_rate_of_return,
    mandate_test,
    multiples,
)
from majung.contracts.fund_terms import (
    CallInstalment,
    Commitment,
    Compounding,
    FeeBand,
    FeeBandUse,
    FeeTerms,
    FundTerms,
    PartnerClass,
    ProfitTerms,
    fund_as_json,
    fund_from_json,
    fund_problems,
)
from majung.contracts.states import FundStage, HoldingState
from majung.contracts.terms_json import as_json, terms_from_json
from majung.errors import message
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

EOK = 100_000_000
FORMED_ON = date(2024, 1, 2)
TERMS = FundTerms(
    commitments=(
        Commitment("policy", PartnerClass.POLICY, 30 * EOK),
        Commitment("private", PartnerClass.PRIVATE, 68 * EOK),
        Commitment("manager", PartnerClass.GENERAL, 2 * EOK),
    ),
    ends_on=date(2032, 1, 2),
    investing_until_on=date(2028, 1, 2),
    mandate_share_min=Ratio.percent(60),
    profit=ProfitTerms(
        hurdle=Rate.percent(5), carry=Ratio.percent(20), first_loss=Ratio.percent(10)
    ),
)
BANDS = (
    FeeBand(200 * EOK, Rate.percent("2.4")),
    FeeBand(300 * EOK, Rate.percent("2.2")),
    FeeBand(500 * EOK, Rate.percent("2.0")),
    FeeBand(None, Rate.percent("1.5")),
)


def _fact(day, kind, amount=0, party="", key="", **more):
    return Fact(
        date.fromisoformat(day), kind, key or f"{kind}-{day}-{party}", amount, party=party, **more
    )


FORMED = Fact(FORMED_ON, FactKind.ISSUE, "formation")
CALLED = [
    FORMED,
    _fact("2024-01-02", FactKind.CALL, 100 * EOK),
    _fact("2024-01-02", FactKind.CALL_PAYMENT, 100 * EOK),
]
INVESTED = [*CALLED, _fact("2024-01-02", FactKind.INVESTMENT, 100 * EOK, "ai-co")]


def _replayed(facts, until="2026-12-31", terms=TERMS):
    return replay_fund(terms, facts, until=date.fromisoformat(until))


def _amounts(replay, *kinds):
    return [
        (event.effective_on.isoformat(), event.kind, event.party, event.amount)
        for event in replay.events
        if event.kind in kinds
    ]


def _partner(replay, party):
    return next(partner for partner in replay.state.partners if partner.party == party)


def test_a_fund_is_formed_with_its_commitments():
    replay = _replayed([FORMED], "2024-01-02")

    assert _amounts(replay, EventKind.FUND_COMMITTED) == [
        ("2024-01-02", "fund-committed", "manager", 2 * EOK),
        ("2024-01-02", "fund-committed", "policy", 30 * EOK),
        ("2024-01-02", "fund-committed", "private", 68 * EOK),
    ]
    assert replay.state.stage is FundStage.FORMED
    assert replay.state.size == 100 * EOK


def test_before_its_formation_a_fund_has_commitments_and_nothing_else():
    state = _replayed([]).state

    assert state.stage is FundStage.AGREED
    assert (state.size, state.called, state.cash, state.next_due_on) == (100 * EOK, 0, 0, None)


def test_a_call_is_in_proportion_to_commitments():
    replay = _replayed([FORMED, _fact("2024-02-01", FactKind.CALL, 10 * EOK)])

    assert _amounts(replay, EventKind.CAPITAL_CALLED) == [
        ("2024-02-01", "capital-called", "manager", 20_000_000),
        ("2024-02-01", "capital-called", "policy", 300_000_000),
        ("2024-02-01", "capital-called", "private", 680_000_000),
    ]


def test_the_last_call_is_what_is_left_of_each_commitment():
    facts = [
        FORMED,
        _fact("2024-02-01", FactKind.CALL, 7),
        _fact("2024-03-01", FactKind.CALL, 100 * EOK - 7),
    ]

    partners = _replayed(facts).state.partners

    assert [partner.uncalled for partner in partners] == [0, 0, 0]


def test_calls_by_instalment_fall_due_without_a_fact():
    instalments = (
        CallInstalment(date(2024, 1, 2), Ratio.percent(30)),
        CallInstalment(date(2024, 7, 1), Ratio.percent(30)),
        CallInstalment(date(2025, 1, 2), Ratio.percent(40)),
    )
    terms = replace(TERMS, instalments=instalments)
    paid = _fact("2024-01-02", FactKind.CALL_PAYMENT, 30 * EOK)

    replay = _replayed([FORMED, paid], "2025-01-02", terms)

    called = _amounts(replay, EventKind.CAPITAL_CALLED)
    assert [row for row in called if row[2] == "policy"] == [
        ("2024-01-02", "capital-called", "policy", 9 * EOK),
        ("2024-07-01", "capital-called", "policy", 9 * EOK),
        ("2025-01-02", "capital-called", "policy", 12 * EOK),
    ]
    assert _replayed([FORMED], "2024-01-02", terms).state.next_due_on == date(2024, 7, 1)


def test_one_partner_may_be_called_and_pay_alone():
    facts = [
        FORMED,
        _fact("2024-02-01", FactKind.CALL, 5 * EOK, "private"),
        _fact("2024-02-10", FactKind.CALL_PAYMENT, 4 * EOK, "private"),
    ]

    replay = _replayed(facts)

    assert (_partner(replay, "private").called, _partner(replay, "private").paid) == (
        5 * EOK,
        4 * EOK,
    )
    assert replay.state.cash == replay.state.paid_in == 4 * EOK


def test_an_exit_returns_cost_first_and_realises_the_gain():
    facts = [
        *INVESTED,
        _fact("2025-06-30", FactKind.VALUATION, 120 * EOK, "ai-co"),
        _fact("2026-01-01", FactKind.EXIT, 150 * EOK, "ai-co"),
    ]

    replay = _replayed(facts)

    assert [row[1:] for row in _amounts(replay, *_of_companies())] == [
        ("invested", "ai-co", 100 * EOK),
        ("revalued-up", "ai-co", 20 * EOK),
        ("revalued-down", "ai-co", 20 * EOK),
        ("cost-returned", "ai-co", 100 * EOK),
        ("gain-realised", "ai-co", 50 * EOK),
    ]
    assert replay.state.holdings == (
        HoldingState("ai-co", FORMED_ON, 100 * EOK, 0, 0, 150 * EOK, 50 * EOK, date(2026, 1, 1)),
    )


def _of_companies():
    return (
        EventKind.INVESTED,
        EventKind.REVALUED_UP,
        EventKind.REVALUED_DOWN,
        EventKind.COST_RETURNED,
        EventKind.GAIN_REALISED,
        EventKind.LOSS_REALISED,
    )


def test_an_exit_below_cost_realises_the_loss():
    facts = [*INVESTED, _fact("2026-01-01", FactKind.EXIT, 93 * EOK, "ai-co")]

    replay = _replayed(facts)

    assert [row[1:] for row in _amounts(replay, *_of_companies())] == [
        ("invested", "ai-co", 100 * EOK),
        ("cost-returned", "ai-co", 93 * EOK),
        ("loss-realised", "ai-co", 7 * EOK),
    ]
    assert replay.state.holdings[0].realised == -7 * EOK


def test_part_proceeds_leave_the_company_held_at_what_is_left():
    facts = [
        *INVESTED,
        _fact("2025-01-02", FactKind.VALUATION, 130 * EOK, "ai-co"),
        _fact("2025-06-02", FactKind.PROCEEDS, 110 * EOK, "ai-co"),
    ]

    (holding,) = _replayed(facts).state.holdings

    assert (holding.cost, holding.value, holding.realised) == (0, 20 * EOK, 10 * EOK)
    assert holding.exited_on is None


def test_a_distribution_runs_through_the_waterfall():
    facts = [
        *INVESTED,
        _fact("2026-01-01", FactKind.EXIT, 150 * EOK, "ai-co"),
        _fact("2026-01-01", FactKind.DISTRIBUTION),
    ]

    replay = _replayed(facts)

    # 730 days at 5 % on 68 and 2: hurdle 7; then 20 % of 43 carry and 34.4 by what was paid in.
    paid_out = (EventKind.CAPITAL_RETURNED, EventKind.DISTRIBUTED, EventKind.CARRIED_INTEREST)
    assert [row[1:] for row in _amounts(replay, *paid_out)] == [
        ("capital-returned", "manager", 2 * EOK),
        ("capital-returned", "policy", 30 * EOK),
        ("capital-returned", "private", 68 * EOK),
        ("distributed", "manager", 20_000_000 + 68_800_000),
        ("distributed", "policy", 1_032_000_000),
        ("distributed", "private", 680_000_000 + 2_339_200_000),
        ("carried-interest", "manager", 860_000_000),
    ]
    assert replay.state.cash == 0


def _by_party(replay):
    return {
        partner.party: (partner.capital_returned, partner.profit, partner.carry)
        for partner in replay.state.partners
    }


def test_a_loss_up_to_the_layer_is_borne_by_policy_money_alone():
    facts = [
        *INVESTED,
        _fact("2026-01-01", FactKind.EXIT, 93 * EOK, "ai-co"),
        _fact("2026-01-02", FactKind.END),
    ]

    replay = _replayed(facts)

    assert _amounts(replay, EventKind.CAPITAL_LOST) == [
        ("2026-01-02", "capital-lost", "policy", 7 * EOK)
    ]
    assert replay.state.stage is FundStage.ENDED
    assert [partner.unreturned for partner in replay.state.partners] == [0, 0, 0]


def test_part_of_the_policy_partners_excess_return_may_go_to_private_partners():
    terms = replace(TERMS, profit=replace(TERMS.profit, excess_transfer=Ratio.percent(30)))
    facts = [
        *INVESTED,
        _fact("2026-01-01", FactKind.EXIT, 150 * EOK, "ai-co"),
        _fact("2026-01-01", FactKind.DISTRIBUTION),
    ]

    found = _by_party(_replayed(facts, terms=terms))

    # Of 34.4 the policy partner would have 10.32: it keeps 7.224, and 3.096 go to the private one.
    assert found == {
        "policy": (30 * EOK, 722_400_000, 0),
        "private": (68 * EOK, 680_000_000 + 2_648_800_000, 0),
        "manager": (2 * EOK, 20_000_000 + 68_800_000, 860_000_000),
    }


def test_a_hurdle_that_compounds_earns_on_what_is_unpaid_each_year():
    terms = replace(TERMS, profit=replace(TERMS.profit, compounding=Compounding.YEARLY))

    simple = _partner(_replayed(INVESTED, "2026-01-02"), "private").hurdle_due
    compound = _partner(_replayed(INVESTED, "2026-01-02", terms), "private").hurdle_due

    # 366 + 365 days: 68억 x 5 % x 731/365; and the first year's 340,931,506.8 earn 5 % once more.
    assert simple == -(-68 * EOK * 5 * 731 // 36_500)
    first_year = Fraction(68 * EOK * 5 * 366, 36_500)
    exact = first_year + (68 * EOK + first_year) * Fraction(5, 100)
    assert compound == -(-exact.numerator // exact.denominator)
    third = _partner(_replayed(INVESTED, "2027-01-02", terms), "private").hurdle_due
    exact = exact * Fraction(105, 100) + 68 * EOK * Fraction(5, 100)
    assert third == -(-exact.numerator // exact.denominator)


def test_a_hurdle_paid_in_part_earns_on_what_is_left():
    profit = replace(TERMS.profit, compounding=Compounding.YEARLY, first_loss=Ratio.percent(0))
    facts = [
        *INVESTED,
        _fact("2025-01-02", FactKind.PROCEEDS, 100 * EOK + 3_509_589, "ai-co"),
        _fact("2025-01-02", FactKind.DISTRIBUTION),
    ]

    replay = _replayed(facts, "2026-01-02", replace(TERMS, profit=profit))

    # 366 days make 340,931,506.8 for 68억 and 10,027,397.3 for 2억; the private partner gets
    # 3,409,315 of the 3,509,589 beyond capital, and what is left earns 5 % for another year.
    private = _partner(replay, "private")
    left = Fraction(68 * EOK * 5 * 366, 36_500) - 3_409_315
    exact = left * Fraction(105, 100)
    assert (private.unreturned, private.profit) == (0, 3_409_315)
    assert private.hurdle_due == -(-exact.numerator // exact.denominator)


def test_the_hurdle_runs_from_the_day_each_call_is_paid():
    facts = [
        FORMED,
        _fact("2024-01-02", FactKind.CALL, 50 * EOK),
        _fact("2024-01-02", FactKind.CALL_PAYMENT, 50 * EOK),
        _fact("2024-07-01", FactKind.CALL, 50 * EOK),
        _fact("2024-08-01", FactKind.CALL_PAYMENT, 50 * EOK),
    ]

    due = _partner(_replayed(facts, "2025-01-01"), "private").hurdle_due

    assert due == -(-34 * EOK * 5 * (365 + 153) // 36_500)


def test_the_fee_is_on_commitments_and_then_on_what_is_invested():
    terms = replace(TERMS, fees=FeeTerms(bands=BANDS))
    facts = [*CALLED, _fact("2024-01-02", FactKind.INVESTMENT, 40 * EOK, "ai-co")]

    replay = _replayed(facts, "2026-07-02", terms)

    fees = _amounts(replay, EventKind.MANAGEMENT_FEE)
    # 2.4 % of 100억, and from 2026-01-02 of 40억; 91 days each, totals cut down to the won.
    assert fees[0] == ("2024-04-02", "management-fee", "", 100 * EOK * 24 * 91 // 365 // 1000)
    assert [day for day, *_ in fees] == [
        "2024-04-02",
        "2024-07-02",
        "2024-10-02",
        "2025-01-02",
        "2025-04-02",
        "2025-07-02",
        "2025-10-02",
        "2026-01-02",
        "2026-04-02",
        "2026-07-02",
    ]
    on_commitments = Fraction(100 * EOK * 24 * 731, 365_000)
    assert sum(fee for *_, fee in fees[:8]) == on_commitments.__floor__()
    on_invested = Fraction(40 * EOK * 24 * 181, 365_000)
    assert replay.state.fees_charged == (on_commitments + on_invested).__floor__()
    assert replay.state.cash == 60 * EOK - replay.state.fees_charged


def test_a_fee_without_cash_waits_for_the_first_that_comes():
    terms = replace(TERMS, fees=FeeTerms(bands=BANDS))
    facts = [
        FORMED,
        _fact("2024-05-01", FactKind.CALL, 1 * EOK),
        _fact("2024-05-02", FactKind.CALL_PAYMENT, 1 * EOK),
    ]

    replay = _replayed(facts, "2024-05-02", terms)

    fee = 100 * EOK * 24 * 91 // 365 // 1000
    assert _amounts(replay, EventKind.MANAGEMENT_FEE, EventKind.MANAGEMENT_FEE_PAID) == [
        ("2024-04-02", "management-fee", "", fee),
        ("2024-05-02", "management-fee-paid", "", fee),
    ]
    assert replay.state.cash == 1 * EOK - fee


@pytest.mark.parametrize(
    ("size", "use", "percent"),
    [
        (200, FeeBandUse.WHOLE, "2.4"),
        (201, FeeBandUse.WHOLE, "2.2"),
        (500, FeeBandUse.WHOLE, "2.0"),
        (1_000, FeeBandUse.WHOLE, "1.5"),
        (200, FeeBandUse.SLICES, "2.4"),
        (400, FeeBandUse.SLICES, "2.25"),
        (1_000, FeeBandUse.SLICES, "1.85"),
    ],
)
def test_a_fee_table_is_read_as_a_whole_or_in_slices(size, use, percent):
    terms = replace(
        TERMS,
        commitments=(Commitment("manager", PartnerClass.GENERAL, size * EOK),),
        fees=FeeTerms(bands=BANDS, use=use),
    )

    assert terms.fee_rate == Rate.percent(percent).fraction


def test_expenses_are_paid_out_of_cash():
    replay = _replayed([*CALLED, _fact("2024-03-01", FactKind.EXPENSE, 5_000_000)])

    assert _amounts(replay, EventKind.FUND_EXPENSE) == [
        ("2024-03-01", "fund-expense", "", 5_000_000)
    ]
    assert replay.state.cash == 100 * EOK - 5_000_000


def test_multiples_count_what_partners_got_and_what_is_left():
    facts = [
        *INVESTED,
        _fact("2025-01-02", FactKind.PROCEEDS, 50 * EOK, "ai-co"),
        _fact("2025-01-02", FactKind.DISTRIBUTION, 40 * EOK),
        _fact("2025-12-31", FactKind.VALUATION, 75 * EOK, "ai-co"),
    ]

    found = multiples(_replayed(facts).state)

    assert found == Multiples(dpi=Fraction(40, 100), rvpi=Fraction(85, 100))
    assert found.tvpi == Fraction(5, 4)
    assert multiples(_replayed([FORMED]).state) is None


def test_the_duty_is_measured_against_commitments():
    facts = [
        *CALLED,
        _fact("2024-03-01", FactKind.INVESTMENT, 59 * EOK, "ai-co"),
        _fact("2024-04-01", FactKind.INVESTMENT, 20 * EOK, "bakery"),
        _fact("2024-05-01", FactKind.INVESTMENT, 1 * EOK, "robot-co"),
    ]
    state = _replayed(facts).state

    found = mandate_test(TERMS, state, {"ai-co", "robot-co"})

    assert found == MandateTest(60 * EOK, 60 * EOK, Fraction(3, 5))
    assert found.is_met
    assert not mandate_test(TERMS, state, {"ai-co"}).is_met


def test_dry_powder_is_what_is_uncalled_and_the_cash_that_waits():
    facts = [
        FORMED,
        _fact("2024-01-02", FactKind.CALL, 40 * EOK),
        _fact("2024-01-12", FactKind.CALL_PAYMENT, 30 * EOK),
        _fact("2024-02-11", FactKind.CALL_PAYMENT, 10 * EOK),
        _fact("2024-03-02", FactKind.INVESTMENT, 35 * EOK, "ai-co"),
    ]
    replay = _replayed(facts, "2024-04-11")

    found = dry_powder(TERMS, replay.events, date(2024, 4, 11))

    # 60억 uncalled for 100 days; of the cash the 30억 of January were spent first: 5억 for 60 days.
    assert found == DryPowder(60 * EOK, 5 * EOK, Fraction(60 * 100 + 5 * 60, 65))
    assert found.amount == 65 * EOK
    assert dry_powder(TERMS, (), FORMED_ON) == DryPowder(0, 0, Fraction(0))


def test_a_rate_of_return_is_found_within_its_tolerance():
    flows = (CashFlow(date(2023, 1, 1), -100), CashFlow(date(2024, 1, 1), 110))

    found = internal_rate_of_return(flows)

    assert abs(found - Decimal("0.1")) <= Decimal("1E-10")


def test_a_rate_of_return_may_be_below_zero():
    flows = (CashFlow(date(2023, 1, 1), -100), CashFlow(date(2024, 1, 1), 25))

    assert abs(internal_rate_of_return(flows) - Decimal("-0.75")) <= Decimal("1E-10")


@pytest.mark.parametrize("amounts", [(), (-1, -1), (1, 1), (-1, 10**30)])
def test_flows_without_a_rate_have_none(amounts):
    flows = [CashFlow(date(2023 + year, 1, 1), amount) for year, amount in enumerate(amounts)]

    assert internal_rate_of_return(flows) is None


def test_flows_are_seen_from_a_partner_or_from_all():
    facts = [
        *INVESTED,
        _fact("2025-01-02", FactKind.PROCEEDS, 50 * EOK, "ai-co"),
        _fact("2025-01-02", FactKind.DISTRIBUTION),
    ]
    replay = _replayed(facts)
    residual = CashFlow(date(2026, 12, 31), replay.state.net_asset_value)

    assert flows_of(replay.events, residual=residual) == (
        CashFlow(FORMED_ON, -100 * EOK),
        CashFlow(date(2025, 1, 2), 50 * EOK),
        CashFlow(date(2026, 12, 31), 50 * EOK),
    )
    # The first-loss layer of policy money comes back last, so it has 20 of the 90 before it.
    assert flows_of(replay.events, party="policy") == (
        CashFlow(FORMED_ON, -30 * EOK),
        CashFlow(date(2025, 1, 2), 50 * EOK * 20 // 90),
    )


def test_terms_are_read_back_from_json():
    full = replace(
        TERMS,
        fees=FeeTerms(bands=BANDS, use=FeeBandUse.SLICES),
        instalments=(CallInstalment(FORMED_ON, Ratio.percent(100)),),
        profit=replace(TERMS.profit, compounding=Compounding.YEARLY, catch_up=Ratio.percent(40)),
    )

    assert fund_from_json(fund_as_json(full)) == full
    assert terms_from_json(as_json(full)) == full
    assert fund_as_json(full)["commitments"][0] == {
        "party": "policy",
        "class": "policy",
        "amount": "3000000000",
    }


def _problem(facts, terms=TERMS):
    (found,) = problems_of(terms, facts)
    return found.kind, {name: value for name, value in found.values if name not in ("fact", "day")}


ENDED = [*CALLED, _fact("2026-01-02", FactKind.END)]


@pytest.mark.parametrize(
    ("facts", "kind", "values"),
    [
        ([_fact("2024-01-01", FactKind.CALL, 1)], "fund-not-formed", {}),
        (
            [FORMED, _fact("2024-02-01", FactKind.ISSUE)],
            "fund-formed-twice",
            {"first": FORMED_ON},
        ),
        ([_fact("2032-01-02", FactKind.ISSUE)], "fund-formed-after-end", {"end": TERMS.ends_on}),
        (
            [*ENDED, _fact("2026-01-03", FactKind.EXPENSE, 1)],
            "fund-ended-before",
            {"ended": date(2026, 1, 2)},
        ),
        (
            [FORMED, _fact("2024-02-01", FactKind.CALL, 1, "nobody")],
            "fund-partner-unknown",
            {"partner": "nobody", "known": ("policy", "private", "manager")},
        ),
        (
            [FORMED, _fact("2024-02-01", FactKind.CALL_PAYMENT, 1, "nobody")],
            "fund-partner-unknown",
            {"partner": "nobody", "known": ("policy", "private", "manager")},
        ),
        ([FORMED, _fact("2024-02-01", FactKind.CALL)], "fund-amount-missing", {}),
        ([*CALLED, _fact("2024-02-01", FactKind.INVESTMENT, 0, "a")], "fund-amount-missing", {}),
        (
            [*CALLED, _fact("2024-02-01", FactKind.CALL, 1)],
            "fund-call-above-commitments",
            {"most": Money(0)},
        ),
        (
            [FORMED, _fact("2024-02-01", FactKind.CALL_PAYMENT, 1)],
            "fund-paid-above-called",
            {"most": Money(0)},
        ),
        ([*CALLED, _fact("2024-02-01", FactKind.INVESTMENT, 1)], "fund-company-missing", {}),
        (
            [*CALLED, _fact("2024-02-01", FactKind.VALUATION, 1, "a")],
            "fund-company-not-held",
            {"company": "a"},
        ),
        (
            [*INVESTED, _fact("2024-02-01", FactKind.EXPENSE, 1)],
            "fund-cash-short",
            {"most": Money(0)},
        ),
        (
            [*CALLED, _fact("2024-02-01", FactKind.DISTRIBUTION, 100 * EOK + 1)],
            "fund-cash-short",
            {"most": Money(100 * EOK)},
        ),
        (
            [*INVESTED, _fact("2024-02-01", FactKind.END)],
            "fund-holds-companies",
            {"companies": ("ai-co",)},
        ),
        ([_fact("2024-02-01", FactKind.CLAIM, 1)], "fact-kind-foreign", {"fact_kind": "claim"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fact_that_the_terms_do_not_allow_is_a_problem(facts, kind, values):
    assert _problem(facts) == (kind, values)


def test_a_replay_of_facts_with_problems_is_refused_with_all_of_them():
    facts = [*INVESTED, _fact("2024-02-01", FactKind.EXPENSE, 1), _fact("2024-02-01", FactKind.END)]

    with pytest.raises(FundContradictsError) as refusal:
        _replayed(facts)

    assert [found.kind for found in refusal.value.message.value("problems")] == [
        "fund-cash-short",
        "fund-holds-companies",
    ]


def test_terms_that_contradict_themselves_are_said_at_once():
    terms = FundTerms(
        commitments=(
            Commitment("policy", PartnerClass.POLICY, 5),
            Commitment("policy", PartnerClass.POLICY, 0),
        ),
        ends_on=date(2024, 1, 1),
        investing_until_on=date(2025, 1, 1),
        instalments=(
            CallInstalment(date(2024, 2, 1), Ratio.percent(50)),
            CallInstalment(date(2024, 1, 1), Ratio.percent(40)),
        ),
        fees=FeeTerms(bands=(BANDS[3], BANDS[0]), commitment_months=-1),
        profit=ProfitTerms(
            hurdle=Rate.percent(-1),
            carry=Ratio.percent(20),
            catch_up=Ratio.percent(20),
            first_loss=Ratio.percent(110),
            excess_transfer=Ratio.percent(10),
        ),
    )

    assert [found.kind for found in fund_problems(terms)] == [
        "fund-partner-twice",
        "fund-commitment-not-above-zero",
        "fund-without-general-partner",
        "fund-invests-after-end",
        "fund-instalments-out-of-order",
        "fund-instalments-not-whole",
        "fund-fee-bands-out-of-order",
        "fund-fee-below-zero",
        "fund-hurdle-below-zero",
        "fund-share-out-of-bounds",
        "fund-catch-up-below-carry",
        "fund-transfer-to-nobody",
    ]
    assert fund_problems(TERMS) == ()
    assert problems_of(terms, []) == fund_problems(terms)


def test_policy_money_cannot_lose_more_than_it_committed():
    terms = replace(TERMS, profit=replace(TERMS.profit, first_loss=Ratio.percent(31)))

    assert fund_problems(terms) == (
        message("fund-first-loss-above-policy-money", layer=31 * EOK, most=30 * EOK),
    )
