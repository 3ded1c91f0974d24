"""What a design costs and does is what the code that prices and costs one loan says."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

import design_world
from majung.contracts.replay import schedule
from majung.contracts.terms import BORROWER
from majung.operations.risk.costing import CostedLoan, PremiumFlow, Support, cohort_costs
from majung.pricing.costs import Burden, DatedAmount, all_in_cost
from majung.risk.design.demand import Demand, DemandNotUsableError
from majung.risk.design.designs import Design, grid
from majung.risk.design.financing import FIRST_DAY, full_premiums, terms_under, usual_terms
from majung.risk.design.yearly_costs import yearly_costs
from majung.risk.fiscal.schedules import dues_of
from majung.risk.losses.exact import simulate
from majung.values.cycles import add_months
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

COVER = Ratio.percent(80)


def _dated(day, minor):
    return DatedAmount(day, Money(int(minor), "KRW"))


def test_yearly_costs_are_those_of_pricing():
    loans = design_world.market(9).loans
    terms = [usual_terms(each) for each in loans]
    premiums = full_premiums(loans)
    found = yearly_costs(dues_of(terms), premiums, 0.5)

    for place, (term, cost) in enumerate(zip(terms, found.tolist(), strict=True)):
        rows = schedule(term)
        own = premiums.contract == place
        months = np.rint(12 * premiums.years[own]).astype(int).tolist()
        burden = Burden(
            drawn=(_dated(term.start_on, term.committed),),
            repaid=tuple(_dated(row.due_on, row.principal) for row in rows),
            interest=tuple(_dated(row.due_on, row.interest) for row in rows),
            premium=tuple(
                _dated(add_months(FIRST_DAY, month), amount / 2)
                for month, amount in zip(months, premiums.amounts[own], strict=True)
            ),
        )
        assert cost == pytest.approx(float(all_in_cost(burden).yearly.value), abs=2e-8)


def test_a_rate_is_built_up_of_the_banks_own_less_both_cuts_and_never_below_nought():
    (loan,) = design_world.market(1).loans
    found = terms_under(loan, cut=Rate.percent("0.5"), cover_cut=Rate.percent("0.3"))
    free = terms_under(loan, cut=Rate.percent(40), cover_cut=Rate.percent(1))

    assert [(each.name, each.payer, each.rate) for each in found.components] == [
        ("base", BORROWER, loan.rate),
        ("cut", "state", -Rate.percent("0.5")),
        ("cover-cut", "lender", -Rate.percent("0.3")),
    ]
    assert sum((each.rate for each in free.components), Rate.percent(0)) == Rate.percent(0)


def test_what_a_design_costs_is_what_the_cohort_of_its_loans_costs():
    demand = Demand(threshold_min=-1.0, threshold_max=-1.0, pass_through=0.5)
    market = design_world.market(12, demand=demand)
    design = Design(cover=COVER, discount=Ratio.percent(25), cut=Rate.percent("0.4"))
    (found,) = design_world.compared(market, [design])
    premiums = full_premiums(market.loans)
    costed = [
        CostedLoan(
            cohort="all",
            support=Support.GUARANTEE,
            terms=terms_under(
                loan, cut=design.cut, cover_cut=Rate.percent(f"{100 * yearly * 0.4:.8f}")
            ),
            cover_ratio=0.8,
            premiums=tuple(
                PremiumFlow(years, amount * 0.6)
                for years, amount in zip(
                    premiums.years[premiums.contract == place].tolist(),
                    premiums.amounts[premiums.contract == place].tolist(),
                    strict=True,
                )
            ),
            default_rate=rate,
            recovery_rate=market.expected.recovery,
        )
        for place, (loan, yearly, rate) in enumerate(
            zip(
                market.loans,
                market.yearly_losses.tolist(),
                market.expected.default_rates.tolist(),
                strict=True,
            )
        )
    ]

    (cost,) = cohort_costs(costed, market.expected.curve, market.expected.timing)

    assert found.loans == 12
    for part in ("rate", "defaults", "interest", "fees", "other"):
        wanted = float(getattr(cost.rate, part))
        assert float(getattr(found.rate, part)) == pytest.approx(wanted, abs=1e-9), part


def test_a_cap_on_losses_lowers_the_tail_and_what_is_expected():
    market = design_world.market(60, scenarios=2048)
    plain, capped = design_world.compared(
        market,
        [
            Design(cover=COVER, cut=Rate.percent(1)),
            Design(cover=COVER, cut=Rate.percent(1), loss_cap=Ratio.percent(3)),
        ],
    )

    assert capped.private == plain.private > 0
    assert capped.shortfall.value < plain.shortfall.value
    assert capped.cost < plain.cost
    assert float(capped.rate.other) < 0.0 == float(plain.rate.other)


def test_a_cap_binds_a_firm_and_not_each_of_its_loans():
    market = design_world.market(10, demand=Demand(-1.0, -1.0))
    one = replace(market.portfolio, obligor=np.zeros(10, np.uint64))
    asked = sum(each.amount for each in market.loans)

    (found,) = design_world.compared(
        replace(market, portfolio=one), [Design(cover=COVER, firm_cap=asked // 2)]
    )

    assert found.firms == 1
    assert asked // 2 - 10 <= found.drawn <= asked // 2


def test_what_a_design_may_lose_is_what_the_loss_engine_says_of_the_loans_that_are_drawn():
    market = design_world.market(30, demand=Demand(-1.0, -1.0, pass_through=0.0))
    drawn = np.full(30, 50_000_000.0)
    covered = replace(
        market.portfolio,
        outstanding=drawn,
        share=np.full(30, 0.8),
        interest_rate=np.array([float(each.rate.value) for each in market.loans]),
    )
    with ThreadPoolExecutor(1) as executor:
        wanted = simulate(covered, market.future, market.run, executor=executor)

    (found,) = design_world.compared(market, [Design(cover=COVER, firm_cap=50_000_000)])

    assert found.drawn == pytest.approx(drawn.sum(), abs=30)
    assert found.losses == pytest.approx(wanted.losses.sum(axis=1), rel=1e-6)
    assert found.losses.max() > 0.0


def test_where_nobody_applies_nothing_is_drawn_and_nothing_lost():
    market = design_world.market(5, demand=Demand(0.4, 0.5))
    (found,) = design_world.compared(market, [Design(cover=COVER)])

    assert (found.firms, found.drawn, found.private, found.cost) == (0, 0, 0, 0.0)
    assert found.rate is None
    assert found.shortfall.value == 0.0


def test_an_elastic_firm_asks_for_more_where_money_is_cheaper_within_a_bound():
    demand = Demand(elasticity=2.0)
    amounts, usual = np.full(3, 100.0), np.array([0.06, 0.06, 0.06])

    found = demand.asked(amounts, usual=usual, offered=np.array([0.06, 0.05, 0.001]))

    assert found.tolist() == pytest.approx([100.0, 144.0, 200.0])
    assert demand.asked(amounts, usual=-usual, offered=usual).tolist() == amounts.tolist()


def test_a_grid_holds_every_combination_in_its_order():
    covers = [Ratio.percent(80), Ratio.percent(90)]
    cuts = [Rate.percent(0), Rate.percent(1)]

    found = grid(covers, cuts=cuts)

    assert [(each.cover, each.cut) for each in found] == [(a, b) for a in covers for b in cuts]


@pytest.mark.parametrize(
    "given",
    [
        {"threshold_min": 0.5, "threshold_max": 0.1},
        {"threshold_min": float("nan")},
        {"elasticity": -0.1},
        {"pass_through": 1.1},
    ],
)
def test_demand_that_nobody_could_have_is_refused(given):
    with pytest.raises(DemandNotUsableError):
        Demand(**given)
