"""The exact method against a plain calculation month by month, and against expectations."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import risk_world
from majung.risk.draws.uniform import uniforms
from majung.risk.draws.words import contract_words, draws
from majung.risk.futures.factors import Factors, one_factor, sectors_and_regions
from majung.risk.futures.future import Future
from majung.risk.futures.lost_shares import location_of, slope_of
from majung.risk.futures.scenarios import scenarios
from majung.risk.futures.severities import Severity
from majung.risk.futures.spreads import Spread
from majung.risk.losses.chosen import losses_again, losses_of_contracts
from majung.risk.losses.exact import Run, simulate
from majung.risk.losses.plan import plan_of
from majung.risk.losses.problems import PortfolioNotUsableError
from majung.risk.normal import normal_probability, normal_quantile


def _simulate(portfolio, future, run):
    with ThreadPoolExecutor(2) as executor:
        return simulate(portfolio, future, run, executor=executor)


def _months(portfolio, future, run):
    """Month of default of each contract in each scenario, by the definition; −1 for none."""
    drawn = scenarios(
        future.factors, first=0, count=run.scenarios, seed=run.seed, spread=run.spread
    )
    words = draws(contract_words(portfolio.obligor, seed=run.seed), drawn.defaults)
    own = future.factors.own_weights[portfolio.segment, 0]
    shared = drawn.shared[:, portfolio.segment]
    latent = (shared + own * normal_quantile(uniforms(words))) * drawn.mixing[:, None]
    barriers = future.barriers[portfolio.curve]
    months = np.array([[np.searchsorted(row, y) for row, y in zip(barriers, line, strict=True)]
                       for line in latent]) - 1  # fmt: skip
    return np.where(months < portfolio.maturities, months, -1), drawn


def _plainly(portfolio, future, run):
    """Claims, recoveries and mean premiums walked through month by month."""
    months, drawn = _months(portfolio, future, run)
    severity = future.severities[0]
    words = draws(contract_words(portfolio.contract, seed=run.seed), drawn.severities)
    level = drawn.shared[:, portfolio.segment] / future.factors.shared_deviations[portfolio.segment]
    noise = np.sqrt(1 - severity.correlation**2) * normal_quantile(uniforms(words))
    given = location_of(severity) + slope_of(severity) * (noise - severity.correlation * level)
    lost = normal_probability(given)
    shares = portfolio.profiles[portfolio.profile]
    accrued = 1 + portfolio.interest_rate * severity.wait_months / 12
    at = np.take_along_axis(shares[None], np.clip(months, 0, None)[..., None], 2)[..., 0]
    claims = np.where(months >= 0, portfolio.outstanding * portfolio.share * accrued * at, 0.0)
    alive = (months[..., None] < 0) | (np.arange(shares.shape[1]) < months[..., None])
    fee = portfolio.outstanding * portfolio.share * portfolio.premium_rate / 12
    premium = (alive * shares * fee[:, None]).sum(axis=1).mean(axis=0)
    return months, claims, claims * (1 - lost), premium


@pytest.mark.parametrize("freedom", [None, 5.0])
@pytest.mark.parametrize("columns", [{}, {"profile": np.full(600, 105)}], ids=["mixed", "alike"])
def test_each_scenario_is_what_a_calculation_month_by_month_gives(freedom, columns):
    portfolio = risk_world.portfolio(600, segments=2, **columns)
    factors = Factors(np.array([[0.4, 0.1], [0.1, 0.5]]), freedom=freedom)
    future, run = risk_world.future(factors=factors), Run(100, seed=9)

    found = _simulate(portfolio, future, run)

    months, claims, recovered, premium = _plainly(portfolio, future, run)
    assert found.defaults.tolist() == (months >= 0).sum(axis=1).tolist()
    assert found.years[:, 0].sum(axis=1) == pytest.approx(claims.sum(axis=1), rel=1e-7)
    assert found.years[:, 1].sum(axis=1) == pytest.approx(recovered.sum(axis=1), rel=1e-6)
    assert found.losses.sum(axis=1) == pytest.approx((claims - recovered).sum(axis=1), rel=1e-6)
    assert found.lines.premium[: len(premium)] == pytest.approx(premium, rel=1e-6)
    paid = np.where(months >= 0, months + future.severities[0].wait_months, 0)
    by_month = np.bincount(paid.ravel(), claims.ravel(), len(found.lines.claim)) / run.scenarios
    assert found.lines.claim == pytest.approx(by_month, rel=1e-7, abs=1.0)


def test_lines_by_month_are_the_sums_of_what_scenarios_pay():
    found = _simulate(risk_world.portfolio(), risk_world.future(), Run(300, seed=1))

    claimed, recovered = found.years.mean(axis=0).sum(axis=1)
    assert found.lines.claim.sum() == pytest.approx(claimed, rel=1e-9)
    assert found.lines.recovery.sum() == pytest.approx(recovered, rel=1e-9)
    assert found.losses.sum(axis=1).mean() == pytest.approx(claimed - recovered, rel=1e-9)


@pytest.mark.parametrize(("scenarios", "told"), [(300, 300), (1_025, 513), (2_500, 834)])
def test_months_of_some_scenarios_are_those_of_their_years(scenarios, told):
    portfolio = risk_world.portfolio(80)
    found = _simulate(portfolio, risk_world.future(), Run(scenarios, seed=1))

    every = -(-scenarios // 1_024)
    assert found.months.shape[0] == told
    years = np.add.reduceat(found.months, np.arange(0, found.months.shape[2], 12), axis=2)
    assert years == pytest.approx(found.years[::every], rel=1e-9, abs=1.0)


def test_the_months_of_a_pool_are_those_of_its_contracts_followed_alone():
    portfolio, future = risk_world.portfolio(400), risk_world.future()

    found = _simulate(portfolio, future, Run(200, seed=4, pools=(0, 1)))

    alone = _simulate(portfolio.part(portfolio.bucket == 1), future, Run(200, seed=4))
    both = alone.months[:, 0] - alone.months[:, 1]
    assert found.pooled[:, 0] == pytest.approx(both, abs=1.0)
    assert found.pooled[:, 0].sum(axis=1) == pytest.approx(found.losses[:, 1], abs=1.0)
    assert _simulate(portfolio, future, Run(200, seed=4)).pooled.shape == (200, 0, both.shape[1])


def test_without_defaults_everything_lent_comes_back_with_interest():
    portfolio = risk_world.portfolio()

    found = _simulate(portfolio, risk_world.future(rates=(1e-13,) * 3), Run(16))

    assert found.defaults.sum() == 0
    assert found.lines.principal.sum() == pytest.approx(portfolio.outstanding.sum(), rel=1e-9)
    shares = portfolio.profiles[portfolio.profile].sum(axis=1)
    due = (portfolio.outstanding * portfolio.interest_rate / 12 * shares).sum()
    assert found.lines.interest.sum() == pytest.approx(due, rel=1e-9)
    assert found.values.tolist() == [0.0] * 16


def test_the_mean_loss_is_the_expected_loss_within_four_standard_errors():
    portfolio, future = risk_world.portfolio(), risk_world.future()
    certain = Severity(0.45, wait_months=3, lags=((6, 1.0),))
    future = Future(future.curves, future.factors, (certain,))
    found = _simulate(portfolio, future, Run(20_000, seed=4)).losses.sum(axis=1)

    shares = portfolio.profiles[portfolio.profile][:, :-1]
    paid = portfolio.outstanding * portfolio.share * (1 + portfolio.interest_rate / 4) * 0.45
    within = np.arange(portfolio.months) < portfolio.maturities[:, None]
    happens = np.diff(future.curves[portfolio.curve], axis=1)
    expected = (paid[:, None] * shares * happens * within).sum()
    assert abs(found.mean() - expected) < 4 * found.std() / 20_000**0.5


def test_more_correlation_makes_the_same_mean_and_a_fatter_tail():
    portfolio = risk_world.portfolio()
    tails, means = [], []
    for correlation in (0.05, 0.15, 0.30):
        future = risk_world.future(
            factors=one_factor(correlation), severities=(Severity(0.45, 0.2),)
        )
        losses = _simulate(portfolio, future, Run(8_192, spread=Spread.SOBOL)).losses.sum(axis=1)
        tails.append(np.quantile(losses, 0.99))
        means.append(losses.mean())

    assert tails == sorted(tails)
    assert tails[2] > 1.5 * tails[0]
    assert max(means) < 1.02 * min(means)


@pytest.mark.parametrize("spread", list(Spread))
def test_chosen_scenarios_are_those_of_the_run_contract_by_contract(spread):
    portfolio, run = risk_world.portfolio(300, segments=2), Run(200, seed=3, spread=spread)
    factors = Factors(np.array([[0.4, 0.1], [0.1, 0.5]]))
    future = risk_world.future(factors=factors)
    losses = _simulate(portfolio, future, run).losses
    plan = plan_of(portfolio, future, seed=run.seed, scenarios=run.scenarios)
    chosen = np.array([150, 3, 77], np.uint64)

    again = losses_again(plan, future, run, chosen, times=2)
    each = sum(losses_of_contracts(plan, future, run, chosen)) / 3

    assert again[0].tolist() == losses[[150, 3, 77]].sum(axis=1).tolist()
    assert again[1].tolist() != again[0].tolist()
    by_bucket = np.bincount(portfolio.bucket, each, 2)
    assert by_bucket == pytest.approx(losses[[150, 3, 77]].mean(axis=0), rel=1e-12)
    largest = int(np.argmax(each))
    single = plan_of(portfolio.part(np.array([largest])), future, seed=3, scenarios=200)
    alone = sum(losses_of_contracts(single, future, run, chosen)) / 3
    assert alone[0] == pytest.approx(each[largest], rel=1e-9)


def test_two_contracts_of_one_firm_default_in_the_same_scenarios():
    pair = risk_world.portfolio(
        2,
        obligor=np.array([5, 5], np.uint64),
        curve=np.array([2, 2]),
        profile=np.array([105, 105]),
    )

    found = _simulate(pair, risk_world.future(), Run(2_000))

    assert set(found.defaults.tolist()) == {0, 2}


def test_firms_of_one_group_default_together_more_often_than_others():
    factors = sectors_and_regions(1, 1, economy=0.1, sector=0.0, region=0.0, group=0.6)
    same = {"curve": np.array([2, 2]), "profile": np.array([105, 105])}
    apart = risk_world.portfolio(2, **same)
    grouped = risk_world.portfolio(2, group=np.array([9, 9], np.uint64), **same)
    future = risk_world.future(factors=factors)

    both = [
        int((_simulate(each, future, Run(8_000)).defaults == 2).sum()) for each in (apart, grouped)
    ]

    assert both[1] > 1.7 * both[0]


@pytest.mark.parametrize(
    ("column", "value", "row"),
    [("outstanding", -1.0, 3), ("outstanding", np.nan, 3), ("share", 1.2, 3), ("curve", 3, 3),
     ("segment", -1, 3), ("severity", 4, 3), ("interest_rate", np.inf, 3)],
)  # fmt: skip
def test_a_value_that_cannot_be_reckoned_with_is_named(column, value, row):
    portfolio = risk_world.portfolio(10)
    values = getattr(portfolio, column).copy()
    values[row - 1] = value

    with pytest.raises(PortfolioNotUsableError) as refused:
        _simulate(risk_world.portfolio(10, **{column: values}), risk_world.future(), Run(4))

    told = refused.value.message
    assert (told.value("column"), told.value("row")) == (column, row)


def test_an_empty_portfolio_and_shapes_longer_than_the_curves_are_refused():
    with pytest.raises(PortfolioNotUsableError):
        _simulate(risk_world.portfolio(0), risk_world.future(), Run(4))
    with pytest.raises(PortfolioNotUsableError):
        _simulate(risk_world.portfolio(5), risk_world.future(months=24), Run(4))
