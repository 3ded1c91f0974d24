"""Philox4x32-10: a counter and a key in, four random words of 32 bits out.

It has no state to advance: the thousandth number costs what the first costs, and two machines that
count differently agree.

Source: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
"""

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

ROUNDS = 10
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_FACTORS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_STEPS = (np.uint64(0x9E3779B9), np.uint64(0xBB67AE85))


def philox(counter: tuple[Words, Words, Words, Words], key: int) -> tuple[Words, ...]:
    """Return four words of 32 bits for each counter.

    Args:
        counter: four arrays of words of 32 bits, of one shape.
        key: 64 bits.
    """
    first, second, third, fourth = counter
    low, high = np.uint64(key) & _LOW, np.uint64(key) >> _HALF
    for _ in range(ROUNDS):
        left, right = first * _FACTORS[0], third * _FACTORS[1]
        first, second = (right >> _HALF) ^ second ^ low, right & _LOW
        third, fourth = (left >> _HALF) ^ fourth ^ high, left & _LOW
        low, high = (low + _STEPS[0]) & _LOW, (high + _STEPS[1]) & _LOW
    return first, second, third, fourth


def long_words(numbers: Words, *, kind: int, subject: int, seed: int) -> Words:
    """Return one word of 64 bits for each number.

    Args:
        numbers: any 64 bits each.
        kind: what the numbers count: contracts, scenarios, groups.
        subject: what the word is for.
        seed: 64 bits.
    """
    zero = np.zeros_like(numbers)
    counter = (numbers & _LOW, numbers >> _HALF, zero + np.uint64(subject), zero + np.uint64(kind))
    first, second, _, _ = philox(counter, seed)
    return np.asarray((first << _HALF) | second)
