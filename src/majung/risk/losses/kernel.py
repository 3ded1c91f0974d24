"""The exact method, compiled: every contract in every scenario, work only where one defaults.

For a tile and a scenario one limit on raw draws sorts out all that cannot default; the rest go
through one step after the other, all scenarios of a tile together: a latent variable, a month from
the barriers of their curve, a share that is lost, sums.  What a default takes away is not walked
through month by month: the contract's payments are added at its shape and month, over all
scenarios, and the shape is applied once at the end.  All sums are integers, so they are the same in
any order and however the work is cut.
"""

import math
from typing import NamedTuple

import numpy as np

from majung.risk.draws.philox import Words
from majung.risk.draws.quantiles import probability_of, quantile_of, uniform_of
from majung.risk.draws.sifting import lowest_bit, sieve
from majung.risk.draws.words import stirred
from majung.risk.losses.layout import (
    BALANCE,
    BUCKET,
    COUNT,
    CURVE,
    FIRST,
    FLOATS,
    INTEREST,
    MATURITY,
    MONTHS,
    PREMIUM,
    PROFILE,
    SEGMENT,
    SEVERITY,
    SUBSIDY,
    TILE,
    Integers,
    Layout,
)
from majung.risk.normal import Floats
from majung.values.compiling import compiled, inlined

#: Of a class of severity: Φ of (location + slope × a standard normal number) is what is lost.
LOCATION, SLOPE, SHARED, OWN = range(4)
#: Of a shape in a month: what is outstanding, and what is still ahead of it.
SHARE, AHEAD = range(2)

_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_LAST = np.uint64(0xFFFFFFFFFFFFFFFF)
_WHOLE = 2.0**64
#: Tables of Φ are exact to a thousand millionth: thresholds stand a little too high, never too low.
_MARGIN = 2e-9


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
        pools: of each bucket, the pool of programmes whose months are told apart; nought for none.
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
    pools: Integers
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
        prepayments: word for what is repaid early.
    """

    shared: Floats
    mixing: Floats
    defaults: Words
    severities: Words
    groups: Words
    prepayments: Words


class Shapes(NamedTuple):
    """The shapes of repayment, and present values.

    Attributes:
        worth: outstanding at the start of each month, and the present value of what is outstanding
            from it on: shape (shapes, months + 1, 2).
        claims: present value of a claim paid in a month.
        recoveries: present value of a recovery whose claim was paid in a month, one row a class.
        fading: logarithm of the share that is not repaid early in a month, one a shape.
        paid: expected to be outstanding at the start of each month, early repayment included.
    """

    worth: Floats
    claims: Floats
    recoveries: Floats
    fading: Floats
    paid: Floats


class Found(NamedTuple):
    """What a part of the work found, in units of account.

    Attributes:
        stopped: payments of contracts that defaulted, by shape and month of default, over all
            scenarios: shape (shapes, months, `PAID_FIELDS`).
        contracts: loss of each contract over all scenarios, in the layout's order; empty where
            nobody asks.
        claims: by pool and month paid, shape (scenarios, pools, months).
        recoveries: all that will be recovered, by pool, class and month of the claim, shape
            (scenarios, pools, classes, months).
        losses: claims less recoveries, shape (scenarios, buckets).
        values: present value of claims, recoveries and premiums lost, less subsidies saved.
        counts: of defaults, one a scenario.
        gone: what would be outstanding in each month of contracts that defaulted and whose payments
            float, the debtors' and the State's: shape (scenarios, 2 or none, months).
    """

    stopped: Integers
    contracts: Integers
    claims: Integers
    recoveries: Integers
    losses: Integers
    values: Integers
    counts: Integers
    gone: Integers


#: What is found over all scenarios; the rest has a row for each.
OVER_ALL = ("stopped", "contracts")


class Room(NamedTuple):
    """Room for one tile and some scenarios.

    Attributes:
        shared: shared part of the tile in each scenario.
        limits: word below which a draw may be a default, one a scenario.
        contracts: of each hit, its place in the layout.
        paths: its scenario.
        latents: its latent variable.
        months: in which it defaults.
        lost: share of its claim that is lost.
    """

    shared: Floats
    limits: Words
    contracts: Words
    paths: Words
    latents: Floats
    months: Words
    lost: Floats


def room_for(scenarios: int) -> Room:
    """Return room for a tile and as many scenarios."""
    hits = scenarios * TILE
    return Room(
        shared=np.zeros(scenarios),
        limits=np.zeros(scenarios, np.uint64),
        contracts=np.zeros(hits, np.uint64),
        paths=np.zeros(hits, np.uint64),
        latents=np.zeros(hits),
        months=np.zeros(hits, np.uint64),
        lost=np.zeros(hits),
    )


@compiled
def follow(
    layout: Layout, shapes: Shapes, model: Model, paths: Paths, found: Found, room: Room
) -> None:
    """Follow contracts, tile by tile, through some scenarios.

    A tile's contracts and shapes stay at hand while it goes through all of them.
    """
    for tile in range(len(layout.tiles)):
        own = _set_limits(layout, model, paths, room, tile)
        hits = _sift(layout, paths.defaults, room, tile)
        _set_latents(layout, model, paths, room, own, hits)
        count = _keep_defaults(layout, shapes, model, paths, room, tile, hits)
        _set_lost(layout, model, paths, room, layout.tiles[tile, SEGMENT], count)
        _settle(layout, shapes, model, found, room, count)


@compiled
def _set_limits(layout: Layout, model: Model, paths: Paths, room: Room, tile: int) -> float:
    """Write the shared part and the limit of draws in each scenario; return the own weight."""
    segment = layout.tiles[tile, SEGMENT]
    group = layout.groups[tile]
    own = float(model.own[segment, 1] if group != _ZERO else model.own[segment, 0])
    barrier = model.barriers[layout.tiles[tile, CURVE], layout.tiles[tile, MONTHS]]
    for path in range(len(paths.mixing)):
        shared = paths.shared[path, segment]
        if group != _ZERO:
            drawn = uniform_of(stirred(group + paths.groups[path]))
            shared += model.group_loading * quantile_of(drawn, model.quantiles)
        room.shared[path] = shared
        limit = (barrier / paths.mixing[path] - shared) / own
        room.limits[path] = limit_of(limit, model.probabilities)
    return own


@inlined
def limit_of(value: float, table: Floats) -> np.uint64:
    """Return the word at or above which no draw lies below a value."""
    probability = probability_of(value, table) + _MARGIN
    if probability >= 1.0:
        return _LAST
    return np.uint64(probability * _WHOLE)


@compiled
def _sift(layout: Layout, keys: Words, room: Room, tile: int) -> int:
    """Write down which draws of a tile may be defaults; return how many."""
    base, count = layout.tiles[tile, FIRST], layout.tiles[tile, COUNT]
    held = _LAST if count >= TILE else (_ONE << np.uint64(count)) - _ONE
    hits = 0
    for path in range(len(keys)):
        found = sieve(layout.obligors, base, keys[path], room.limits[path]) & held
        while found != _ZERO:
            room.contracts[hits] = base + lowest_bit(found)
            room.paths[hits] = path
            found &= found - _ONE
            hits += 1
    return hits


@compiled
def _set_latents(
    layout: Layout, model: Model, paths: Paths, room: Room, own: float, hits: int
) -> None:
    """Write the latent variable of each hit."""
    for hit in range(hits):
        contract, path = room.contracts[hit], room.paths[hit]
        drawn = uniform_of(stirred(layout.obligors[contract] + paths.defaults[path]))
        part = own * quantile_of(drawn, model.quantiles)
        room.latents[hit] = (room.shared[path] + part) * paths.mixing[path]


@compiled
def _keep_defaults(
    layout: Layout, shapes: Shapes, model: Model, paths: Paths, room: Room, tile: int, hits: int
) -> int:
    """Give each hit its month and move those that default to the front; return how many.

    What was repaid early before that month does not default.
    """
    curve = layout.tiles[tile, CURVE]
    barriers, starts = model.barriers[curve], model.starts[curve]
    low, scale = model.lows[curve], model.scales[curve]
    count = 0
    for hit in range(hits):
        contract, latent = room.contracts[hit], room.latents[hit]
        if latent > barriers[layout.places[contract, MATURITY]]:
            continue
        cell = np.int64((latent - low) * scale)
        month = starts[np.uint64(cell)] if cell > 0 else 1
        while barriers[np.uint64(month)] < latent:
            month += 1
        path, fading = room.paths[hit], shapes.fading[layout.places[contract, PROFILE]]
        if fading < 0.0:
            drawn = uniform_of(stirred(layout.contracts[contract] + paths.prepayments[path]))
            if drawn > math.exp(fading * (month - 1)):
                continue
        room.contracts[count], room.paths[count] = contract, path
        room.months[count] = month - 1
        count += 1
    return count


@compiled
def _set_lost(
    layout: Layout, model: Model, paths: Paths, room: Room, segment: int, count: int
) -> None:
    """Write which share of each claim is lost."""
    deviation = model.deviations[segment]
    for each in range(count):
        contract, path = room.contracts[each], room.paths[each]
        word = layout.contracts[contract] + paths.severities[path]
        level = paths.shared[path, segment] / deviation
        room.lost[each] = lost_share(word, layout.places[contract, SEVERITY], level, model)


@compiled
def _settle(
    layout: Layout, shapes: Shapes, model: Model, found: Found, room: Room, count: int
) -> None:
    """Add what each default changes."""
    claims, recoveries, losses = found.claims, found.recoveries, found.losses
    for each in range(count):
        contract, path, month = room.contracts[each], room.paths[each], room.months[each]
        shape, kind = layout.places[contract, PROFILE], layout.places[contract, SEVERITY]
        bucket = layout.places[contract, BUCKET]
        pool = model.pools[bucket]
        paid, stopped = layout.paid[contract], found.stopped[shape, month]
        balance, interest = paid[BALANCE], paid[INTEREST]
        premium, subsidy = paid[PREMIUM], paid[SUBSIDY]
        stopped[BALANCE] += balance
        stopped[INTEREST] += interest
        stopped[PREMIUM] += premium
        stopped[SUBSIDY] += subsidy
        fees = (premium - subsidy) * shapes.worth[shape, month, AHEAD]
        claim = np.int64(layout.covered[contract] * shapes.worth[shape, month, SHARE])
        recovered = np.int64(claim * (1.0 - room.lost[each]))
        if found.gone.shape[1] > 0 and layout.places[contract, FLOATS] > 0:
            _stop_floating(layout, shapes, found, contract, path, month)
        month += np.uint64(model.waits[kind])
        claims[path, pool, month] += claim
        recoveries[path, pool, kind, month] += recovered
        losses[path, bucket] += claim - recovered
        if len(found.contracts) > 0:
            found.contracts[contract] += claim - recovered
        back = recovered * shapes.recoveries[kind, month]
        found.values[path] += np.int64(fees) + np.int64(claim * shapes.claims[month] - back)
        found.counts[path] += 1


@compiled
def _stop_floating(
    layout: Layout, shapes: Shapes, found: Found, contract: int, path: int, month: int
) -> None:
    """Add what a contract that floats would have had outstanding from a month on."""
    shape = layout.places[contract, PROFILE]
    gone = found.gone[path, layout.places[contract, FLOATS] - 1]
    balance = layout.paid[contract, BALANCE] / math.exp(shapes.fading[shape] * month)
    for later in range(np.int64(month), layout.places[contract, MATURITY]):
        gone[later] += np.int64(balance * shapes.paid[shape, later])


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
