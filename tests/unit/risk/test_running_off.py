"""What leaves a portfolio early, and what floats: drawn early repayment and paths of the rate."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

import risk_world
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.prepayment import repaid_early
from majung.risk.futures.rates import ShortRate, rate_paths
from majung.risk.futures.severities import Severity
from majung.risk.futures.spreads import Spread
from majung.risk.losses.exact import Run, simulate
from majung.risk.losses.lookup import simulate_by_tables
from majung.risk.losses.portfolio import FLOATING, FLOATING_SUBSIDY
from majung.risk.losses.problems import PortfolioNotUsableError

EARLY = 0.25
RATE = ShortRate(start=0.03, mean=0.05, speed=0.5, deviation=0.0)


def _early(**columns):
    rates = np.full(len(risk_world.shapes()), EARLY)
    return risk_world.portfolio(prepayment=rates, **columns)


def _run(portfolio, future, run, method=simulate):
    with ThreadPoolExecutor(2) as executor:
        return method(portfolio, future, run, executor=executor)


def test_what_is_repaid_early_is_repaid_and_pays_nothing_more():
    portfolio = _early()
    quiet = risk_world.future(rates=(1e-13,) * 3)

    found = _run(portfolio, quiet, Run(8)).lines

    shaped = replace(
        portfolio, profiles=repaid_early(portfolio.profiles, EARLY), prepayment=np.zeros(0)
    )
    expected = _run(shaped, quiet, Run(8)).lines
    for line in ("principal", "interest", "premium", "subsidy"):
        assert getattr(found, line) == pytest.approx(getattr(expected, line), rel=1e-9, abs=1e-3)
    assert found.principal.sum() == pytest.approx(portfolio.outstanding.sum(), rel=1e-9)


def test_the_mean_loss_is_that_of_what_was_not_repaid_before():
    portfolio = _early()
    certain = risk_world.future(severities=(Severity(0.45, wait_months=3, lags=((6, 1.0),)),))

    found = _run(portfolio, certain, Run(20_000, seed=4))

    losses = found.losses.sum(axis=1)
    kept = (1 - EARLY) ** (np.arange(portfolio.months) / 12)
    paid = portfolio.outstanding * portfolio.share * (1 + portfolio.interest_rate / 4) * 0.45
    within = np.arange(portfolio.months) < portfolio.maturities[:, None]
    happens = np.diff(certain.curves[portfolio.curve], axis=1) * within * kept
    shares = portfolio.profiles[portfolio.profile][:, :-1]
    expected = (paid[:, None] * shares * happens).sum()
    assert abs(losses.mean() - expected) < 4 * losses.std() / 20_000**0.5
    count = found.defaults
    assert abs(count.mean() - happens.sum()) < 4 * count.std() / 20_000**0.5


def test_tables_expect_what_is_drawn():
    factors = sectors_and_regions(2, 1, economy=0.1, sector=0.05, region=0.0)
    portfolio = _early(count=20_000, segments=2)
    future, run = risk_world.future(factors=factors), Run(4_096, seed=2, spread=Spread.SOBOL)

    exact, tables = (_run(portfolio, future, run, each) for each in (simulate, simulate_by_tables))

    for figure in ("losses", "values", "years", "defaults"):
        one, two = (getattr(each, figure).sum() for each in (exact, tables))
        assert two == pytest.approx(one, rel=3e-3), figure
    for line in ("principal", "interest", "premium", "subsidy", "claim"):
        one, two = (getattr(each.lines, line).sum() for each in (exact, tables))
        assert two == pytest.approx(one, rel=3e-3), line


def test_floating_contracts_pay_what_the_rate_moved_on_what_is_alive():
    kinds = np.arange(500) % 3
    portfolio = risk_world.portfolio(floating=kinds, profile=np.full(500, 105))
    run = Run(60, seed=5)
    floating = _run(portfolio, risk_world.future(rate=RATE), run)
    fixed = _run(portfolio, risk_world.future(), run)

    moved = (rate_paths(RATE, first=0, count=1, months=36, seed=5)[0] - RATE.start) / 12
    for kind, place, line in ((FLOATING, 0, "interest"), (FLOATING_SUBSIDY, 1, "subsidy")):
        part = replace(
            portfolio.part(kinds == kind), premium_rate=np.full((kinds == kind).sum(), 0.12)
        )
        # A premium of a per cent a month on what is alive says how much is, in each month.
        alive = _run(part, risk_world.future(), run).lines.premium[:36] / 0.01
        share = portfolio.share[kinds == kind]
        assert share.min() < share.max()
        more = getattr(floating.lines, line) - getattr(fixed.lines, line)
        assert more[:2] == pytest.approx([0.0, more[1]])
        assert (more[2:36] > 0).all()
        assert floating.floated[:, place].sum(axis=1).mean() == pytest.approx(more.sum(), rel=1e-9)
        # What is alive of every share: at most all of it, at least its covered part.
        assert (more[1:36] > moved[1:36] * alive[1:]).all()
        assert (more[1:36] < moved[1:36] * alive[1:] / share.min()).all()


def test_a_rate_that_stays_moves_nothing_and_one_that_varies_spreads_subsidies():
    portfolio = risk_world.portfolio(floating=np.full(500, FLOATING_SUBSIDY))
    still, varied = (
        _run(
            portfolio, risk_world.future(rate=replace(RATE, mean=0.03, deviation=each)), Run(2_000)
        )
        for each in (0.0, 0.01)
    )

    assert np.abs(still.floated).max() == 0.0
    subsidies = varied.floated[:, 1].sum(axis=1)
    assert abs(subsidies.mean()) < 4 * subsidies.std() / 2_000**0.5
    assert subsidies.std() > 0.0
    assert varied.losses.tolist() == still.losses.tolist()


def test_tables_follow_floating_payments_on_the_same_paths_of_the_rate():
    factors = sectors_and_regions(2, 1, economy=0.1, sector=0.05, region=0.0)
    portfolio = _early(count=8_000, segments=2, floating=np.arange(8_000) % 3)
    future = risk_world.future(factors=factors, rate=replace(RATE, deviation=0.01))

    exact, tables = (
        _run(portfolio, future, Run(1_024, seed=2), each) for each in (simulate, simulate_by_tables)
    )

    assert (tables.method, tables.floated.shape) == ("tables", exact.floated.shape)
    width = np.abs(exact.floated).max(axis=(0, 2))
    for place in range(2):
        # Scenario by scenario and year by year: what is left is the chance of small names.
        assert tables.floated[:, place] == pytest.approx(
            exact.floated[:, place], abs=0.02 * width[place]
        )
    for line in ("interest", "subsidy"):
        one, two = (getattr(each.lines, line) for each in (exact, tables))
        assert two == pytest.approx(one, rel=0.01, abs=1e-3 * one.max())


def test_without_floating_contracts_or_a_rate_tables_tell_nothing_of_it():
    portfolio = risk_world.portfolio(2_000)

    still = _run(portfolio, risk_world.future(), Run(64), simulate_by_tables)
    drawn = _run(portfolio, risk_world.future(rate=RATE), Run(64), simulate_by_tables)

    assert still.floated is None
    assert np.abs(drawn.floated).max() == 0.0


@pytest.mark.parametrize(
    "columns",
    [{"prepayment": np.full(108, 1.0)}, {"prepayment": np.full(108, -0.1)},
     {"prepayment": np.zeros(3)}, {"floating": np.full(50, 3)}],
)  # fmt: skip
def test_a_share_or_a_kind_that_cannot_be_used_is_refused(columns):
    with pytest.raises(PortfolioNotUsableError):
        _run(risk_world.portfolio(50, **columns), risk_world.future(), Run(4))
