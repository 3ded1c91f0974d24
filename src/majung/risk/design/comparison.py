"""Designs compared: the same firms, the same scenarios and the same draws under each of them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.design.cohort_costs import Expected, cohort_rate
from majung.risk.design.demand import Demand
from majung.risk.design.designs import Design
from majung.risk.design.figures import DesignFigures
from majung.risk.design.financing import (
    STATE,
    Candidate,
    PremiumColumns,
    full_premiums,
    terms_under,
    usual_terms,
)
from majung.risk.design.thresholds import thresholds_of
from majung.risk.design.yearly_costs import yearly_costs
from majung.risk.fiscal.schedules import Dues, dues_of
from majung.risk.futures.future import Future
from majung.risk.losses.exact import Run, simulate
from majung.risk.losses.figures import Interval
from majung.risk.losses.measures import expected_loss, expected_shortfall, value_at_risk
from majung.risk.losses.portfolio import Portfolio
from majung.values.rates import Rate

#: Cuts that a bank gives on are exact to this part of one.
PLACES = 8


@dataclass(frozen=True, eq=False)
class Market:
    """Firms that may apply, and what is assumed of them and of the future.

    Attributes:
        loans: one a contract of the portfolio, in its order.
        portfolio: the same loans with the State bearing everything; covers come from designs.
        yearly_losses: expected loss of a year of each loan, as a share of what is outstanding.
        level: of value at risk and shortfall.
    """

    loans: tuple[Candidate, ...]
    portfolio: Portfolio
    yearly_losses: Floats
    expected: Expected
    demand: Demand
    future: Future
    run: Run
    level: float


def compare(
    market: Market,
    designs: Sequence[Design],
    *,
    executor: Executor,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[DesignFigures, ...]:
    """Compare designs on the same firms, scenarios and draws; the first is the base.

    Args:
        executor: threads that share the portfolio.
        progress: told how many designs are done, and of how many.

    Source: common random numbers, Glasserman (2003), "Monte Carlo Methods in Financial
    Engineering", section 4.1; own convention for demand, docs/risk.md (Design).
    """
    desk = _Desk(market)
    found: list[DesignFigures] = []
    for design in designs:
        figures = desk.figures(design, executor)
        base = found[0].losses if found else figures.losses
        found.append(replace(figures, more=expected_loss(figures.losses - base)))
        if progress is not None:
            progress(len(found), len(designs))
    return tuple(found)


def undominated(found: Sequence[DesignFigures]) -> list[bool]:
    """Say of each design whether no other draws as much, costs no more and risks no more."""

    def beats(one: DesignFigures, other: DesignFigures) -> bool:
        pairs = (
            (one.private, other.private),
            (-one.cost, -other.cost),
            (-one.shortfall.value, -other.shortfall.value),
        )
        return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)

    return [not any(beats(one, other) for one in found) for other in found]


@dataclass(eq=False)
class _Desk:
    """What designs share, worked out once: schedules by cover and cut, premiums, thresholds."""

    market: Market
    premiums: PremiumColumns = field(init=False)
    amounts: Floats = field(init=False)
    usual: Floats = field(init=False)
    thresholds: Floats = field(init=False)
    _dues: dict[tuple[object, object], tuple[Dues, Floats]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        market = self.market
        self.premiums = full_premiums(market.loans)
        self.amounts = np.array([each.amount for each in market.loans], np.float64)
        none = replace(self.premiums, amounts=np.zeros_like(self.premiums.amounts))
        self.usual = yearly_costs(dues_of([usual_terms(each) for each in market.loans]), none, 0.0)
        self.thresholds = thresholds_of(
            market.demand, market.portfolio.obligor, seed=market.run.seed
        )

    def dues(self, design: Design) -> tuple[Dues, Floats]:
        """Return schedules under a design's cover and cut, and the rates banks charge for them."""
        key = (design.cover, design.cut)
        if key not in self._dues:
            market = self.market
            share = market.demand.pass_through * float(design.cover.value)
            given = [_rate(loss * share) for loss in market.yearly_losses.tolist()]
            terms = [
                terms_under(each, cut=design.cut, cover_cut=cut)
                for each, cut in zip(market.loans, given, strict=True)
            ]
            charged = [
                max(float((each.rate - cut).value), 0.0)
                for each, cut in zip(market.loans, given, strict=True)
            ]
            self._dues[key] = dues_of(terms, payers=(STATE,)), np.array(charged)
        return self._dues[key]

    def figures(self, design: Design, executor: Executor) -> DesignFigures:
        """Return what a design does; `more` is filled in by who knows the base."""
        market = self.market
        dues, rates = self.dues(design)
        cover = float(design.cover.value)
        kept = cover * (1.0 - float(design.discount.value))
        offered = yearly_costs(dues, self.premiums, kept)
        drawn = self._drawn(design, offered)
        applies = drawn > 0.0
        losses, relief = self._losses(design, drawn, rates, executor)
        rate = None
        if applies.any():
            rate = cohort_rate(
                dues,
                self.premiums,
                market.expected,
                weights=drawn / np.maximum(self.amounts, 1.0),
                covers=np.full(len(drawn), cover),
                kept=np.full(len(drawn), kept),
                relief=relief,
            )
        whole = int(drawn.sum())
        covered = int((drawn * cover).sum())
        saved = float(((self.usual - offered) * drawn).sum())
        return DesignFigures(
            design=design,
            firms=len(np.unique(market.portfolio.obligor[applies])),
            loans=int(applies.sum()),
            drawn=whole,
            covered=covered,
            private=whole - covered,
            saving=saved / whole if whole else 0.0,
            rate=rate,
            cost=0.0 if rate is None else whole * float(rate.rate) / 100.0,
            expected=expected_loss(losses),
            value_at_risk=value_at_risk(losses, market.level),
            shortfall=expected_shortfall(losses, market.level),
            more=Interval(0.0, 0.0, 0.0),
            losses=losses,
            applies=applies,
        )

    def _drawn(self, design: Design, offered: Floats) -> Floats:
        """Return what is drawn, whole minor units; nought where a firm does not apply."""
        asked = self.market.demand.asked(self.amounts, usual=self.usual, offered=offered)
        if design.firm_cap is not None:
            asked = _capped(asked, self.market.portfolio.obligor, float(design.firm_cap))
        return np.where(self.usual - offered >= self.thresholds, np.floor(asked), 0.0)

    def _losses(
        self, design: Design, drawn: Floats, rates: Floats, executor: Executor
    ) -> tuple[Floats, float]:
        """Return the State's loss in each scenario, and what a cap is expected to save."""
        market, applies = self.market, drawn > 0.0
        if not applies.any():
            return np.zeros(market.run.scenarios), 0.0
        whole = market.portfolio
        portfolio = replace(
            whole,
            outstanding=drawn,
            share=np.full(len(drawn), float(design.cover.value)),
            interest_rate=rates,
            premium_rate=whole.premium_rate * (1.0 - float(design.discount.value)),
            subsidy_rate=np.minimum(float(design.cut.value), rates),
        ).part(applies)
        outcome = simulate(portfolio, market.future, market.run, executor=executor)
        losses = outcome.losses.sum(axis=1)
        if design.loss_cap is None:
            return losses, 0.0
        most = float(design.loss_cap.value) * float(design.cover.value) * float(drawn.sum())
        capped = np.minimum(losses, most)
        return capped, float((losses - capped).mean())


def _capped(asked: Floats, firms: np.ndarray, most: float) -> Floats:
    """Lower what firms ask for to a cap, loans of one firm in proportion."""
    _, place = np.unique(firms, return_inverse=True)
    sums = np.bincount(place, asked)
    return np.asarray(asked * np.minimum(most / np.maximum(sums, 1.0), 1.0)[place])


def _rate(share: float) -> Rate:
    return Rate.percent(f"{100.0 * share:.{PLACES}f}")
