"""Cells and limits for the tests of allocations."""

import numpy as np

from majung.risk.allocation.cells import Cells, Limit, Subject


def cells(count=12, *, scenarios=400, level=0.95, seed=1):
    """Cells that share a factor, some dearer than others."""
    chance = np.random.Generator(np.random.Philox(seed))
    factor = chance.standard_normal((scenarios, 1))
    weight = chance.uniform(0.2, 0.8, count)
    own = chance.standard_normal((scenarios, count))
    losses = np.exp(weight * factor + np.sqrt(1.0 - weight**2) * own - 3.5)
    return Cells(
        values=chance.uniform(0.2, 2.0, count),
        costs=chance.uniform(0.005, 0.05, count),
        losses=losses * chance.uniform(0.3, 1.5, count),
        rooms=chance.integers(10**10, 10**11, count),
        level=level,
    )


def limits(of, *, share=0.5, budget=0.024, tail=0.08, floor=0.04, ceiling=0.4, groups=3, seed=1):
    """An envelope, a budget, a tail, and a floor and a ceiling for each of three groups."""
    whole = int(of.rooms.sum() * share)
    every = np.ones(len(of), bool)
    group = np.random.Generator(np.random.Philox(seed)).integers(0, groups, len(of))
    found = [
        Limit("envelope", Subject.AMOUNT, whole, every),
        Limit("budget", Subject.COST, int(whole * budget), every),
        Limit("tail", Subject.TAIL, int(whole * tail), every),
    ]
    for number in range(groups):
        chosen = group == number
        if chosen.any():
            least = min(int(whole * floor), int(of.rooms[chosen].sum()))
            found += [
                Limit(f"least-{number}", Subject.AMOUNT, least, chosen, is_least=True),
                Limit(f"most-{number}", Subject.AMOUNT, int(whole * ceiling), chosen),
            ]
    return tuple(found)
