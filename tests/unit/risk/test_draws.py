"""Counters, words, uniform and normal draws, Sobol points."""

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from majung.risk.draws.lanes import normals_of, probabilities_of
from majung.risk.draws.philox import philox
from majung.risk.draws.quantiles import (
    PROBABILITY_TABLE,
    QUANTILE_TABLE,
    REACH,
    probability_of,
    quantile_of,
    uniform_of,
)
from majung.risk.draws.sifting import LANES, SIEVE, bits_of, lowest_bit, sieve
from majung.risk.draws.sobol import sobol_normals, sobol_uniforms
from majung.risk.draws.uniform import keyed_normals, uniforms
from majung.risk.draws.words import Purpose, contract_words, draws, scenario_words, stirred
from majung.values.compiling import compiled

CONTRACTS = np.arange(2_000, dtype=np.uint64)
SCENARIOS = np.arange(1_000, dtype=np.uint64)


# Known answers of Philox4x32-10, published with Salmon et al. (2011).
@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        (
            (0xFFFFFFFF,) * 4,
            0xFFFFFFFFFFFFFFFF,
            (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
        ),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            0x299F31D0A4093822,
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_its_published_answers(counter, key, words):
    found = philox(tuple(np.array([word], np.uint64) for word in counter), key)

    assert tuple(int(word[0]) for word in found) == words


def _table(purpose=Purpose.DEFAULT, seed=7):
    return uniforms(
        draws(contract_words(CONTRACTS, seed=seed), scenario_words(SCENARIOS, purpose, seed=seed))
    )


def test_draws_are_uniform_over_contracts_and_over_scenarios():
    table = _table()
    rows, columns = table.shape

    counts = np.bincount((table.ravel() * 1000).astype(int), minlength=1000)
    expected = table.size / 1000
    surprise = ((counts - expected) ** 2 / expected).sum()

    # Chi-squared of 999 degrees: mean 999, standard deviation 44.7.
    assert abs(surprise - 999) < 4 * 44.7
    assert abs(table.mean() - 0.5) < 4 * (1 / 12) ** 0.5 / table.size**0.5
    assert np.abs(table.mean(axis=0) - 0.5).max() < 5 * (1 / 12 / rows) ** 0.5
    assert np.abs(table.mean(axis=1) - 0.5).max() < 5 * (1 / 12 / columns) ** 0.5


def test_draws_of_two_contracts_two_scenarios_or_two_purposes_are_not_correlated():
    table, other, another = _table(), _table(Purpose.SEVERITY), _table(seed=8)
    pairs = {
        "contracts": (table[:, :-1], table[:, 1:]),
        "scenarios": (table[:-1], table[1:]),
        "purposes": (table, other),
        "seeds": (table, another),
    }

    found = {
        name: abs(np.corrcoef(one.ravel(), two.ravel())[0, 1]) for name, (one, two) in pairs.items()
    }

    assert {name: value for name, value in found.items() if value > 4 / table.size**0.5} == {}


def test_the_number_of_rare_defaults_a_scenario_has_the_variance_of_independent_draws():
    probability = 0.01
    counts = (_table() < probability).sum(axis=1)
    expected = len(CONTRACTS) * probability

    assert abs(counts.mean() - expected) < 4 * (expected / len(SCENARIOS)) ** 0.5
    assert counts.var() == pytest.approx(expected * (1 - probability), rel=4 * (2 / 1000) ** 0.5)


def test_the_compiled_draw_is_the_same_draw():
    contracts = contract_words(CONTRACTS[:50], seed=3)
    scenarios = scenario_words(SCENARIOS[:20], Purpose.DEFAULT, seed=3)
    table = draws(contracts, scenarios)

    with np.errstate(over="ignore"):
        found = [[int(stirred(one + two)) for two in contracts] for one in scenarios]

    assert found == table.tolist()
    assert float(uniform_of(table[0, 0])) == uniforms(table)[0, 0]


def test_a_draw_does_not_depend_on_what_is_drawn_beside_it():
    whole = keyed_normals(SCENARIOS, CONTRACTS, Purpose.FACTOR, seed=5)

    part = keyed_normals(SCENARIOS[300:310], CONTRACTS[[7, 1999]], Purpose.FACTOR, seed=5)

    assert part.tolist() == whole[300:310][:, [7, 1999]].tolist()


def test_the_tables_of_the_normal_distribution_are_exact_to_a_hundred_millionth():
    tails = 2.0 ** -np.linspace(1.0, 60.0, 4_001)
    probabilities = np.concatenate([tails, 1.0 - tails[tails > 1e-12]])
    values = np.linspace(-9.5, 9.5, 4_001)

    quantiles = [quantile_of(each, QUANTILE_TABLE) for each in probabilities]
    found = [probability_of(each, PROBABILITY_TABLE) for each in values]

    assert np.abs(np.array(quantiles) - ndtri(probabilities)).max() < 1e-8
    assert np.abs(np.array(found) - ndtr(values)).max() < 1e-9


def test_sobol_points_are_the_same_whatever_the_chunks():
    whole = sobol_uniforms(0, 256, dimensions=5, stream=0, seed=11)

    chunks = [
        sobol_uniforms(first, 64, dimensions=5, stream=0, seed=11) for first in range(0, 256, 64)
    ]

    assert np.concatenate(chunks).tolist() == whole.tolist()


def test_sobol_normals_are_evener_than_chance():
    points = sobol_normals(0, 4_096, dimensions=6, seed=2)

    assert np.abs(points.mean(axis=0)).max() < 0.1 / 4_096**0.5
    assert np.abs(points.var(axis=0) - 1.0).max() < 0.01
    assert np.abs(np.corrcoef(points.T) - np.eye(6)).max() < 0.01


def test_two_streams_and_two_seeds_are_scrambled_apart():
    drawn = {
        (stream, seed): sobol_uniforms(0, 8, dimensions=2, stream=stream, seed=seed).tobytes()
        for stream in (0, 1)
        for seed in (0, 1)
    }

    assert len(set(drawn.values())) == len(drawn)


@compiled
def _sieved(words, begin, key, limit):
    return sieve(words, begin, key, limit)


@compiled
def _lowest(word):
    return lowest_bit(word)


@pytest.mark.parametrize("limit", [0, 1 << 40, 1 << 59, 1 << 63, (1 << 64) - 1])
@pytest.mark.parametrize("begin", [0, 1, 37])
def test_a_sieve_has_the_bits_of_the_draws_below_a_limit(limit, begin):
    words = contract_words(CONTRACTS[:200], seed=3)
    keys = scenario_words(SCENARIOS[:50], Purpose.DEFAULT, seed=3)

    found = [int(_sieved(words, begin, key, np.uint64(limit))) for key in keys]

    below = draws(words[begin : begin + SIEVE], keys) < np.uint64(limit)
    assert found == [sum(1 << int(place) for place in np.flatnonzero(row)) for row in below]


def test_the_lowest_bit_of_a_word_is_its_place():
    words = [1, 2, 3, 1 << 63, 0b101000, (1 << 64) - 1, 0]

    assert [int(_lowest(np.uint64(word))) for word in words] == [0, 1, 0, 63, 3, 0, 64]


@compiled
def _counted(word):
    return bits_of(word)


def test_the_bits_of_a_word_are_counted():
    words = [0, 1, 1 << 63, 0b101000, (1 << 64) - 1]

    assert [int(_counted(np.uint64(word))) for word in words] == [0, 1, 1, 2, 64]


@compiled
def _normals(words, at_once, found):
    if at_once:
        for begin in range(0, len(words), LANES):
            normals_of(words, begin, QUANTILE_TABLE, found)
    else:
        for place in range(len(words)):
            found[place] = quantile_of(uniform_of(stirred(words[place])), QUANTILE_TABLE)


@compiled
def _probabilities(values, at_once, found):
    if at_once:
        for begin in range(0, len(values), LANES):
            probabilities_of(values, begin, PROBABILITY_TABLE, found)
    else:
        for place in range(len(values)):
            found[place] = probability_of(values[place], PROBABILITY_TABLE)


def _unstirred(word):
    """The word that is stirred into another."""
    for shift, factor in ((31, 0x94D049BB133111EB), (27, 0xBF58476D1CE4E5B9), (30, 1)):
        whole = word
        for _ in range(64 // shift + 1):
            word = whole ^ (word >> shift)
        word = word * pow(factor, -1, 1 << 64) % (1 << 64)
    return word


def test_eight_normal_numbers_at_once_have_the_bits_of_one_by_one():
    edges = [0, 1, 1 << 11, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, 1 << 40, 1 << 62]
    words = np.array([_unstirred(word) for word in edges], np.uint64)
    assert [int(stirred(word)) for word in words] == edges
    words = np.concatenate([words, contract_words(np.arange(80_000), seed=4)])
    one, eight = np.zeros(len(words)), np.zeros(len(words))

    _normals(words, 0, one)
    _normals(words, 1, eight)

    assert eight.tobytes() == one.tobytes()
    assert eight[8:].std() == pytest.approx(1.0, abs=0.01)


def test_eight_probabilities_at_once_have_the_bits_of_one_by_one():
    ends = np.nextafter([-REACH, -REACH, REACH, REACH], [-np.inf, np.inf, -np.inf, np.inf])
    values = np.concatenate(
        [ends, [-REACH, REACH, 0.0, -0.0, 40.0, -40.0, 1.0, -1.0], np.linspace(-10, 10, 80_004)]
    )
    one, eight = np.zeros(len(values)), np.zeros(len(values))

    _probabilities(values, 0, one)
    _probabilities(values, 1, eight)

    assert eight.tobytes() == one.tobytes()
    assert eight[[4, 5, 6]].tolist() == [0.0, 1.0, 0.5]
