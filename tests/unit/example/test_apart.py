"""Streams that are dealt with wholly beside the rest of a day share nothing with one that is not.

Two processes then move the same limits, and seal in the same books, in no order that either can
see: what makes the year the same in one process and in two is that they never do.
"""

from dataclasses import replace
from itertools import product

import pytest

from majung.example.world import World, world_of
from majung.programmes import load

PROGRAMMES = tuple(load(each.files()) for each in world_of(2024).programmes)


def shared(world: World) -> list[tuple[str, str, str]]:
    """Return what a stream that is apart shares with one that is not, with the names of both."""
    apart, beside = ([each for each in world.streams if each.apart is is_apart]
                     for is_apart in (True, False))  # fmt: skip
    return sorted(
        (one.name, other.name, what)
        for one, other in product(apart, beside)
        for what in _held(one) & _held(other)
    )


def _held(stream) -> set[str]:
    """Lenders, insurer, limits with those around them, and the quota of recommendations."""
    held = {f"institution {key}" for key in (*stream.lenders, stream.insurer) if key}
    held |= {f"quota {stream.recommendation}"} - {"quota "}
    for programme in PROGRAMMES:
        around = {each.key: each.inside for each in programme.envelopes}
        for envelope in programme.envelopes:
            limit = envelope.key if {stream.product, stream.cover} & {*envelope.products} else ""
            while limit:
                held.add(f"limit {programme.key}/{limit}")
                limit = around[limit]
    return held


def test_no_stream_that_is_apart_shares_a_desk_or_a_limit_with_one_that_is_not():
    world = world_of(2024)

    assert {each.apart for each in world.streams} == {True, False}
    assert shared(world) == []


def test_what_follows_on_a_default_is_not_done_beside_a_stream_that_is_apart():
    # Claims are decided, and limits freed, by whoever plays the day.
    troubled = [
        each.name
        for each in world_of(2024).streams
        if each.apart and (each.defaults or each.defaults_uncovered)
    ]

    assert troubled == []


@pytest.mark.parametrize(
    ("name", "changes", "what"),
    [
        ("kdb", {"lenders": ("example-bank-a",)}, "institution example-bank-a"),
        ("motie", {"insurer": "example-guarantor"}, "institution example-guarantor"),
        ("motie", {"recommendation": "example-recommendation"}, "quota example-recommendation"),
    ],
)
def test_a_desk_or_quota_that_is_shared_is_seen(name, changes, what):
    assert (name, "example", what) in _changed(name, changes)


def test_a_limit_that_is_shared_is_seen():
    limits = [what for *_, what in _changed("kdb", {"product": "example-loan"})]

    assert [what.partition(" ")[0] for what in limits] == ["limit"] * len(limits)
    assert limits


def _changed(name, changes):
    world = world_of(2024)
    streams = (replace(each, **changes) if each.name == name else each for each in world.streams)
    return shared(replace(world, streams=tuple(streams)))
