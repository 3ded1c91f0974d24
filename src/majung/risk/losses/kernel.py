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
from numpy.typing import NDArray

from majung.risk.arrays import Floats, Integers
from majung.risk.draws.lanes import normals_of, probabilities_of
from majung.risk.draws.philox import Words
from majung.risk.draws.quantiles import probability_of, quantile_of, uniform_of
from majung.risk.draws.sifting import LANES, bits_of, lowest_bit, sieve
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
    Layout,
)
from majung.values.compiling import compiled, inlined

#: Of a class of severity: Φ of (location + slope × a standard normal number) is what is lost.
LOCATION, SLOPE, SHARED, OWN = range(4)
#: Of a shape in a month: what is outstanding, and what is still ahead of it.
SHARE, AHEAD = range(2)

_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_TILE = np.uint64(TILE)
_LAST = np.uint64(0xFFFFFFFFFFFFFFFF)
_WHOLE = 2.0**64
#: Tables of Φ are exact to a thousand millionth: thresholds stand a little too high, never too low.
_MARGIN = 2e-9
#: Bits of a word that are read off without asking whether there are as many.
_AT_ONCE = 4


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
        levels: shared part of its segment, in standard deviations.
        limits: word below which a draw may be a default, one a scenario.
        hits: scenario and place in the tile of each draw that may be a default, as one number.
        contracts: of each hit, its place in the layout.
        paths: its scenario.
        words: what is stirred into its draw.
        normals: the normal number of its draw.
        months: in which it defaults.
        lost: share of its claim that is lost.
    """

    shared: Floats
    levels: Floats
    limits: Words
    hits: NDArray[np.uint16]
    contracts: Words
    paths: Words
    words: Words
    normals: Floats
    months: Words
    lost: Floats


def room_for(scenarios: int) -> Room:
    """Return room for a tile and as many scenarios."""
    hits = scenarios * TILE
    return Room(
        shared=np.zeros(scenarios),
        levels=np.zeros(scenarios),
        limits=np.zeros(scenarios, np.uint64),
        hits=np.zeros(hits + _AT_ONCE, np.uint16),
        contracts=np.zeros(hits, np.uint64),
        paths=np.zeros(hits, np.uint64),
        words=np.zeros(hits, np.uint64),
        normals=np.zeros(hits),
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
        _set_normals(model, room, hits)
        count = _keep_defaults(layout, shapes, model, paths, room, tile, hits, own)
        _set_normals(model, room, count)
        _set_lost(layout, model, room, count)
        _settle(layout, shapes, model, found, room, count)


@compiled
def _set_limits(layout: Layout, model: Model, paths: Paths, room: Room, tile: int) -> float:
    """Write shared parts and the limit of draws in each scenario; return the own weight."""
    segment = layout.tiles[tile, SEGMENT]
    group = layout.groups[tile]
    own = float(model.own[segment, 1] if group != _ZERO else model.own[segment, 0])
    barrier = model.barriers[layout.tiles[tile, CURVE], layout.tiles[tile, MONTHS]]
    for path in range(len(paths.mixing)):
        shared = paths.shared[path, segment]
        room.levels[path] = shared / model.deviations[segment]
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
    """Write down which draws of a tile may be defaults; return how many.

    Bits are read off a few at a time, whether there are as many or not: how many there are is pure
    chance, and a wrong guess costs more than writing a few for nobody.
    """
    base, count = layout.tiles[tile, FIRST], layout.tiles[tile, COUNT]
    held = _LAST if count >= TILE else (_ONE << np.uint64(count)) - _ONE
    hits = 0
    for path in range(len(keys)):
        found = sieve(layout.obligors, base, keys[path], room.limits[path]) & held
        place, first = hits, path * TILE
        hits += bits_of(found)
        while True:
            for each in range(_AT_ONCE):
                room.hits[np.uint64(place + each)] = first + lowest_bit(found)
                found &= found - _ONE
            place += _AT_ONCE
            if place >= hits:
                break
    begin = np.uint64(base)
    for hit in range(hits):
        packed = np.uint64(room.hits[hit])
        contract, drawn = begin + packed % _TILE, packed // _TILE
        room.contracts[hit], room.paths[hit] = contract, drawn
        room.words[hit] = layout.obligors[contract] + keys[drawn]
    return hits


@compiled
def _set_normals(model: Model, room: Room, count: int) -> None:
    """Turn the words of the first so many into normal numbers, a few more for nobody."""
    for begin in range(0, count, LANES):
        normals_of(room.words, begin, model.quantiles, room.normals)


@compiled
def _keep_defaults(
    layout: Layout, shapes: Shapes, model: Model, paths: Paths, room: Room, tile: int, hits: int,
    own: float,
) -> int:  # fmt: skip
    """Give each hit its month and move those that default to the front; return how many.

    What was repaid early before that month does not default.  Words become those of what is lost.
    """
    curve = layout.tiles[tile, CURVE]
    barriers, starts = model.barriers[curve], model.starts[curve]
    low, scale = model.lows[curve], model.scales[curve]
    count = 0
    for hit in range(hits):
        contract, path = room.contracts[hit], room.paths[hit]
        latent = (room.shared[path] + own * room.normals[hit]) * paths.mixing[path]
        if latent > barriers[layout.places[contract, MATURITY]]:
            continue
        cell = np.int64((latent - low) * scale)
        month = np.int64(starts[np.uint64(cell)]) if cell > 0 else 1
        while barriers[np.uint64(month)] < latent:
            month += 1
        fading = shapes.fading[layout.places[contract, PROFILE]]
        if fading < 0.0:
            drawn = uniform_of(stirred(layout.contracts[contract] + paths.prepayments[path]))
            if drawn > math.exp(fading * (month - 1)):
                continue
        room.contracts[count], room.paths[count] = contract, path
        room.months[count] = month - 1
        room.words[count] = layout.contracts[contract] + paths.severities[path]
        count += 1
    return count


@compiled
def _set_lost(layout: Layout, model: Model, room: Room, count: int) -> None:
    """Write which share of each claim is lost."""
    for each in range(count):
        kind = np.uint64(layout.places[room.contracts[each], SEVERITY])
        row = model.severities[kind]
        spread = row[OWN] * room.normals[each] - row[SHARED] * room.levels[room.paths[each]]
        room.lost[each] = row[LOCATION] + row[SLOPE] * spread
    for begin in range(0, count, LANES):
        probabilities_of(room.lost, begin, model.probabilities, room.lost)


@compiled
def _settle(
    layout: Layout, shapes: Shapes, model: Model, found: Found, room: Room, count: int
) -> None:
    """Add what each default changes."""
    floats, is_each_told = found.gone.shape[1] > 0, len(found.contracts) > 0
    for each in range(count):
        contract, path, month = room.contracts[each], room.paths[each], room.months[each]
        places, paid = layout.places[contract], layout.paid[contract]
        shape, kind = np.uint64(places[PROFILE]), np.uint64(places[SEVERITY])
        bucket = np.uint64(places[BUCKET])
        pool = np.uint64(model.pools[bucket])
        stopped, worth = found.stopped[shape, month], shapes.worth[shape, month]
        balance, interest = paid[BALANCE], paid[INTEREST]
        premium, subsidy = paid[PREMIUM], paid[SUBSIDY]
        stopped[BALANCE] += balance
        stopped[INTEREST] += interest
        stopped[PREMIUM] += premium
        stopped[SUBSIDY] += subsidy
        fees = (premium - subsidy) * worth[AHEAD]
        claim = np.int64(layout.covered[contract] * worth[SHARE])
        recovered = np.int64(claim * (1.0 - room.lost[each]))
        if floats and places[FLOATS] > 0:
            _stop_floating(layout, shapes, found, contract, path, month)
        month += np.uint64(model.waits[kind])
        found.claims[path, pool, month] += claim
        found.recoveries[path, pool, kind, month] += recovered
        found.losses[path, bucket] += claim - recovered
        if is_each_told:
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
