"""The exact method, compiled: every contract in every scenario, work only where one defaults.

For a tile and a scenario one limit on raw draws sorts out all that cannot default; the rest get
their month from the barriers of their curve.  What a default takes away is not walked through month
by month: the contract's payments are added at its shape and month, over all scenarios, and the
shape is applied once at the end.  All sums are integers, so they are the same in any order and
however the work is cut.
"""

from typing import NamedTuple

import numpy as np

from majung.risk.draws.philox import Words
from majung.risk.draws.quantiles import probability_of, quantile_of, uniform_of
from majung.risk.draws.words import stirred
from majung.risk.losses.layout import (
    BUCKET,
    COUNT,
    CURVE,
    FIRST,
    MATURITY,
    MONTHS,
    PREMIUM,
    PROFILE,
    SEGMENT,
    SEVERITY,
    STEP,
    SUBSIDY,
    TILE,
    Integers,
    Layout,
)
from majung.risk.normal import Floats
from majung.values.compiling import compiled, inlined

#: Of a class of severity: Φ of (location + slope × a standard normal number) is what is lost.
LOCATION, SLOPE, SHARED, OWN = range(4)

_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_LAST = np.uint64(0xFFFFFFFFFFFFFFFF)
_WHOLE = 2.0**64
#: Tables of Φ are exact to a thousand millionth: thresholds stand a little too high, never too low.
_MARGIN = 2e-9
_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_TOP = np.uint64(58)
_places = np.zeros(64, np.int64)
for _place in range(64):
    _places[((1 << _place) * 0x03F79D71B4CB0A89 & 0xFFFFFFFFFFFFFFFF) >> 58] = _place
BIT_PLACES = _places


class Model(NamedTuple):
    """What the future is made of, as arrays.

    Attributes:
        barriers: of each curve and month, shape (curves, months + 1); −∞ at nought.
        starts: month at which the search for a barrier begins, shape (curves, cells).
        lows: barrier of the first month, one a curve.
        scales: cells a unit of the barrier, one a curve.
        own: weight of a firm's own part, one a segment; second column with a group.
        group_loading: of the group's factor.
        deviations: of the shared part of each segment.
        severities: location, slope, weight of the shared and of the own part, a row a class.
        waits: months from default to claim, one a class.
        quantiles: table of Φ⁻¹.
        probabilities: table of Φ.
    """

    barriers: Floats
    starts: Integers
    lows: Floats
    scales: Floats
    own: Floats
    group_loading: float
    deviations: Floats
    severities: Floats
    waits: Integers
    quantiles: Floats
    probabilities: Floats


class Paths(NamedTuple):
    """Scenarios, as arrays.

    Attributes:
        shared: shared part of each segment, shape (scenarios, segments).
        mixing: what latent variables are multiplied by; one without a t copula.
        defaults: word of each scenario for defaults.
        severities: word for severities.
        groups: word for groups.
    """

    shared: Floats
    mixing: Floats
    defaults: Words
    severities: Words
    groups: Words


class Shapes(NamedTuple):
    """The shapes of repayment, and present values.

    Attributes:
        shares: outstanding at the start of each month, shape (shapes, months + 1).
        values: present value of the shares from a month on, shape (shapes, months + 1).
        claims: present value of a claim paid in a month.
        recoveries: present value of a recovery whose claim was paid in a month, one row a class.
    """

    shares: Floats
    values: Floats
    claims: Floats
    recoveries: Floats


class Found(NamedTuple):
    """What a part of the work found, in units of account.

    Attributes:
        stopped: payments of contracts that defaulted, by shape and month of default, over all
            scenarios: shape (shapes, months, `PAID_FIELDS`).
        claims: by month paid, shape (scenarios, months).
        recoveries: all that will be recovered, by class and month of the claim, shape (scenarios,
            classes, months).
        losses: claims less recoveries, shape (scenarios, buckets).
        values: present value of claims, recoveries and premiums lost, less subsidies saved.
        counts: of defaults, one a scenario.
    """

    stopped: Integers
    claims: Integers
    recoveries: Integers
    losses: Integers
    values: Integers
    counts: Integers


class Work(NamedTuple):
    """Room for one scenario and some tiles.

    Attributes:
        shared: shared part of each tile.
        own: weight of the own part of each tile.
        limits: word below which a draw may be a default, one a tile.
        hits: contract and tile of each draw that may be a default.
    """

    shared: Floats
    own: Floats
    limits: Words
    hits: Integers


@compiled
def follow(
    layout: Layout,
    shapes: Shapes,
    model: Model,
    paths: Paths,
    found: Found,
    work: Work,
    first: int,
    last: int,
) -> None:
    """Follow the contracts of some tiles through every scenario.

    Args:
        first: tile.
        last: one past the last tile.
    """
    for scenario in range(len(paths.mixing)):
        _set_limits(layout, model, paths, work, scenario, first, last)
        hits = _sift(layout, paths.defaults[scenario], work, first, last)
        _settle(layout, shapes, model, paths, found, work, scenario, first, hits)


@compiled
def _set_limits(
    layout: Layout, model: Model, paths: Paths, work: Work, scenario: int, first: int, last: int
) -> None:
    """Write for each tile the shared part, the weight of the own part and the limit of draws."""
    for tile in range(first, last):
        segment = layout.tiles[tile, SEGMENT]
        shared, own = paths.shared[scenario, segment], model.own[segment, 0]
        if layout.groups[tile] != _ZERO:
            drawn = uniform_of(stirred(layout.groups[tile] + paths.groups[scenario]))
            shared += model.group_loading * quantile_of(drawn, model.quantiles)
            own = model.own[segment, 1]
        barrier = model.barriers[layout.tiles[tile, CURVE], layout.tiles[tile, MONTHS]]
        limit = (barrier / paths.mixing[scenario] - shared) / own
        work.shared[tile - first], work.own[tile - first] = shared, own
        work.limits[tile - first] = limit_of(limit, model.probabilities)


@inlined
def limit_of(value: float, table: Floats) -> np.uint64:
    """Return the word at or above which no draw lies below a value."""
    probability = probability_of(value, table) + _MARGIN
    if probability >= 1.0:
        return _LAST
    return np.uint64(probability * _WHOLE)


@compiled
def _sift(layout: Layout, key: np.uint64, work: Work, first: int, last: int) -> int:
    """Write down which draws of some tiles may be defaults; return how many."""
    hits = 0
    for tile in range(first, last):
        limit = work.limits[tile - first]
        base, count = layout.tiles[tile, FIRST], layout.tiles[tile, COUNT]
        # Indices that count from nought in a slice: others may be negative, and code that looks
        # whether they are is not made into vectors.
        words = layout.obligors[base : base + count + STEP]
        found = _ZERO
        for begin in range(0, count, STEP):
            part = _ZERO
            for place in range(STEP):
                word = stirred(words[begin + place] + key)
                part |= np.uint64(word < limit) << np.uint64(place)
            found |= part << np.uint64(begin)
        if count < TILE:
            found &= (_ONE << np.uint64(count)) - _ONE
        while found != _ZERO:
            bit = found & (~found + _ONE)
            found ^= bit
            work.hits[hits, 0] = base + BIT_PLACES[(bit * _BRUIJN) >> _TOP]
            work.hits[hits, 1] = tile
            hits += 1
    return hits


@compiled
def _settle(
    layout: Layout,
    shapes: Shapes,
    model: Model,
    paths: Paths,
    found: Found,
    work: Work,
    scenario: int,
    first: int,
    hits: int,
) -> None:
    """Give each hit its month; where it defaults, add what changes."""
    losses, claims = found.losses[scenario], found.claims[scenario]
    recoveries = found.recoveries[scenario]
    key, mixing = paths.defaults[scenario], paths.mixing[scenario]
    value, count = np.int64(0), 0
    for hit in range(hits):
        contract, tile = work.hits[hit, 0], work.hits[hit, 1]
        drawn = uniform_of(stirred(layout.obligors[contract] + key))
        own_part = work.own[tile - first] * quantile_of(drawn, model.quantiles)
        latent = (work.shared[tile - first] + own_part) * mixing
        curve, maturity = layout.tiles[tile, CURVE], layout.places[contract, MATURITY]
        if latent > model.barriers[curve, maturity]:
            continue
        count += 1
        month = default_month(latent, curve, model)
        shape, kind = layout.places[contract, PROFILE], layout.places[contract, SEVERITY]
        paid, stopped = layout.paid[contract], found.stopped[shape, month]
        for field in range(4):
            stopped[field] += paid[field]
        value += np.int64((paid[PREMIUM] - paid[SUBSIDY]) * shapes.values[shape, month])
        claim = np.int64(layout.covered[contract] * shapes.shares[shape, month])
        segment = layout.tiles[tile, SEGMENT]
        word = layout.contracts[contract] + paths.severities[scenario]
        level = paths.shared[scenario, segment] / model.deviations[segment]
        recovered = np.int64(claim * (1.0 - lost_share(word, kind, level, model)))
        month += model.waits[kind]
        claims[month] += claim
        recoveries[kind, month] += recovered
        value += np.int64(claim * shapes.claims[month] - recovered * shapes.recoveries[kind, month])
        losses[layout.places[contract, BUCKET]] += claim - recovered
    found.values[scenario] += value
    found.counts[scenario] += count


@inlined
def lost_share(word: np.uint64, kind: int, level: float, model: Model) -> float:
    """Return which share of a claim is lost.

    Args:
        word: of the contract in the scenario.
        kind: class of severity.
        level: of the segment's shared part, in standard deviations.
    """
    given = model.severities[kind, LOCATION]
    if model.severities[kind, SLOPE] != 0.0:
        noise = quantile_of(uniform_of(stirred(word)), model.quantiles)
        spread = model.severities[kind, OWN] * noise - model.severities[kind, SHARED] * level
        given += model.severities[kind, SLOPE] * spread
    return probability_of(given, model.probabilities)


@inlined
def default_month(latent: float, curve: int, model: Model) -> int:
    """Return the month, from 0, in which a latent variable below the last barrier defaults."""
    cell = np.int64((latent - model.lows[curve]) * model.scales[curve])
    month = model.starts[curve, cell] if cell > 0 else 1
    while model.barriers[curve, month] < latent:
        month += 1
    return month - 1
