"""Which of 64 draws lie below a limit, as the bits of one word: what the exact method does most.

Compiled, the code is written for vectors of eight words: the compiler, left alone, takes four at a
time and gathers the bits one by one, which costs twice as much.  On processors without such vectors
the same code is split, and the bits are the same.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from majung.risk.draws.philox import Words
from majung.risk.draws.words import STIR_FACTORS, STIR_SHIFTS, draws
from majung.values.compiling import WORD_BITS, is_compiled

#: Words that are stirred at once, and words that a sieve looks at.
LANES = 8
SIEVE = WORD_BITS


def _plain_sieve(words: Words, begin: int, key: np.uint64, limit: np.uint64) -> np.uint64:
    below = draws(words[begin : begin + SIEVE], np.array([key]))[0] < limit
    return np.uint64(sum(1 << int(place) for place in np.flatnonzero(below)))


def _plain_lowest(word: np.uint64) -> int:
    return (int(word) & -int(word)).bit_length() - 1 if word else WORD_BITS


def _plain_count(word: np.uint64) -> int:
    return int(word).bit_count()


def _sieve() -> Callable[[Words, int, np.uint64, np.uint64], np.uint64]:
    if not is_compiled():
        return _plain_sieve
    # Only here: a process that runs uncompiled never pays for the import.
    from llvmlite import ir  # type: ignore[import-untyped]  # noqa: PLC0415 - it costs a second
    from numba import extending, types  # noqa: PLC0415 - as above
    from numba.np import arrayobj  # noqa: PLC0415 - as above

    views: Any = arrayobj
    word = ir.IntType(WORD_BITS)
    lanes = ir.VectorType(word, LANES)
    nought = ir.Constant(ir.IntType(32), 0)
    first = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)

    def all_of(builder: Any, value: Any) -> Any:
        one = builder.insert_element(ir.Constant(lanes, ir.Undefined), value, nought)
        return builder.shuffle_vector(one, ir.Constant(lanes, ir.Undefined), first)

    def shifted(builder: Any, value: Any, places: int) -> Any:
        moved = builder.lshr(value, ir.Constant(lanes, [places] * LANES))
        return builder.xor(value, moved)

    def generated(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        array = views.make_array(signature.args[0])(context, builder, value=given[0])
        key, limit = all_of(builder, given[2]), all_of(builder, given[3])
        found = ir.Constant(word, 0)
        for begin in range(0, SIEVE, LANES):
            place = builder.add(given[1], ir.Constant(word, begin))
            address = builder.bitcast(builder.gep(array.data, [place]), lanes.as_pointer())
            value = builder.add(builder.load(address, align=WORD_BITS // 8), key)
            for places, factor in zip(STIR_SHIFTS, STIR_FACTORS, strict=False):
                value = shifted(builder, value, places)
                value = builder.mul(value, ir.Constant(lanes, [factor] * LANES))
            value = shifted(builder, value, STIR_SHIFTS[-1])
            below = builder.bitcast(builder.icmp_unsigned("<", value, limit), ir.IntType(LANES))
            part = builder.shl(builder.zext(below, word), ir.Constant(word, begin))
            found = builder.or_(found, part)
        return found

    def sieve(_typing: Any, words: Any, _begin: Any, _key: Any, _limit: Any) -> Any:
        return types.uint64(words, types.int64, types.uint64, types.uint64), generated

    made: Any = extending.intrinsic(sieve)
    return made  # type: ignore[no-any-return]  # Numba's decorators carry no types


def _bits() -> tuple[Callable[[np.uint64], int], Callable[[np.uint64], int]]:
    if not is_compiled():
        return _plain_lowest, _plain_count
    from llvmlite import ir  # noqa: PLC0415 - as above
    from numba import extending, types  # noqa: PLC0415 - as above

    def lowest_made(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 0))

    def count_made(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    def lowest(_typing: Any, _word: Any) -> Any:
        return types.int64(types.uint64), lowest_made

    def count(_typing: Any, _word: Any) -> Any:
        return types.int64(types.uint64), count_made

    extend: Any = extending.intrinsic
    return extend(lowest), extend(count)


#: Return the bits of the draws that lie below a limit: of 64 words from a place on, each added to a
#: key and stirred.
sieve = _sieve()
#: Return the place of the lowest bit of a word, 64 where it is nought; and how many bits it has.
lowest_bit, bits_of = _bits()
