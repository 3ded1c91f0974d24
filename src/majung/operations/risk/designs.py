"""Comparing designs: a list of firms and a file of designs become figures for a door."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count

import numpy as np

from majung.operations.risk.candidate_costs import expected_of
from majung.operations.risk.candidate_list import CandidateList
from majung.operations.risk.crews import Progress
from majung.operations.risk.curve_list import flat_curve
from majung.operations.risk.design_file import DesignFile
from majung.operations.risk.design_reading import WON, DesignReading
from majung.operations.risk.losses import future_of
from majung.risk.design.comparison import Market, compare, undominated
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.futures.transitions import nice_transitions
from majung.risk.losses.exact import Run
from majung.values.money import Money


def compare_designs(
    candidates: CandidateList,
    file: DesignFile,
    *,
    seed: int = 0,
    curve: GovernmentCurve | None = None,
    progress: Progress | None = None,
) -> DesignReading:
    """Compare the designs of a file on the firms of a list.

    Args:
        seed: of every draw; each design meets the same.
        curve: of the government; None for the flat rate of the file.
        progress: told how many designs are done, and of how many.

    Raises:
        CurveNotUsableError: the rate of the file makes no curve.
    """
    settings = replace(file.settings, seed=seed)
    rates = curve or flat_curve(float(file.government_rate.value) * 100.0)
    expected, yearly = expected_of(candidates, settings, rates)
    portfolio = candidates.listed.portfolio
    market = Market(
        loans=candidates.loans,
        portfolio=replace(portfolio, share=np.ones(len(portfolio))),
        yearly_losses=yearly,
        expected=expected,
        demand=file.demand,
        future=future_of(candidates.listed, settings),
        run=Run(settings.scenarios, settings.seed, settings.spread),
        level=settings.level,
    )
    with ThreadPoolExecutor(cpu_count() or 1) as executor:
        found = compare(market, file.designs, executor=executor, progress=progress)
    return DesignReading(
        file=file,
        settings=settings,
        loans=len(candidates),
        asked=Money(sum(each.amount for each in candidates.loans), WON),
        found=found,
        best=tuple(undominated(found)),
        sources=(nice_transitions().source,),
        has_curve=curve is not None,
    )
