"""Eight normal numbers, or eight probabilities, at once: what each default costs most of.

The same sums in the same order as `quantiles` makes one by one, so every bit is the same.  One by
one, a number waits for its table and the next for it; in lanes of eight they wait together.  The
compiler does not do so by itself, since it cannot see that tables and results lie apart.
"""

from collections.abc import Callable
from typing import Any

from majung.risk.arrays import Floats
from majung.risk.draws.philox import Words
from majung.risk.draws.quantiles import (
    DROPPED_BITS,
    DROPPED_PLACE,
    FIRST_ROW,
    HALVINGS,
    NODES_EACH,
    REACH,
    REST,
    REST_PART,
    STEP,
    STEPS,
    probability_of,
    quantile_of,
    uniform_of,
)
from majung.risk.draws.sifting import LANES
from majung.risk.draws.words import STIR_FACTORS, STIR_SHIFTS, stirred
from majung.values.compiling import WORD_BITS, is_compiled

#: Columns of a row of either table, and bytes of a number.
_QUANTILE_COLUMNS, _PROBABILITY_COLUMNS, _BYTES = 4, 2, 8
_SIGN = 1 << (WORD_BITS - 1)


def _plain_normals(words: Words, begin: int, table: Floats, found: Floats) -> None:
    for place in range(begin, begin + LANES):
        found[place] = quantile_of(uniform_of(stirred(words[place])), table)


def _plain_probabilities(values: Floats, begin: int, table: Floats, found: Floats) -> None:
    for place in range(begin, begin + LANES):
        found[place] = probability_of(values[place], table)


class _Lanes:
    """Code for eight numbers at once."""

    def __init__(self, context: Any, builder: Any, signature: Any, given: Any) -> None:
        # Only here: a process that runs uncompiled never pays for the import.
        from llvmlite import ir  # type: ignore[import-untyped]  # noqa: PLC0415 - it costs a second
        from numba.np import arrayobj  # noqa: PLC0415 - as above

        self.ir, self.builder = ir, builder
        self.word, self.number = ir.IntType(WORD_BITS), ir.DoubleType()
        self.words = ir.VectorType(self.word, LANES)
        self.numbers = ir.VectorType(self.number, LANES)
        views: Any = arrayobj
        self.begin = given[1]
        self.taken, self.table, self.found = (
            views.make_array(signature.args[place])(context, builder, value=given[place]).data
            for place in (0, 2, 3)
        )

    def whole(self, value: int) -> Any:
        return self.ir.Constant(self.words, [value % (1 << WORD_BITS)] * LANES)

    def real(self, value: float) -> Any:
        return self.ir.Constant(self.numbers, [value] * LANES)

    def loaded(self, kind: Any) -> Any:
        address = self.builder.gep(self.taken, [self.begin])
        return self.builder.load(self.builder.bitcast(address, kind.as_pointer()), align=_BYTES)

    def kept(self, value: Any) -> None:
        address = self.builder.gep(self.found, [self.begin])
        place = self.builder.bitcast(address, value.type.as_pointer())
        self.builder.store(value, place, align=_BYTES)

    def looked_up(self, rows: Any, column: int, columns: int) -> Any:
        """Gather a column of rows of the table."""
        build, ir = self.builder, self.ir
        base = build.ptrtoint(self.table, self.word)
        one = build.insert_element(
            ir.Constant(self.words, ir.Undefined), base, ir.Constant(ir.IntType(32), 0)
        )
        mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        bases = build.shuffle_vector(one, ir.Constant(self.words, ir.Undefined), mask)
        offsets = build.add(
            build.mul(rows, self.whole(columns * _BYTES)), self.whole(column * _BYTES)
        )
        pointers = ir.VectorType(self.number.as_pointer(), LANES)
        places = build.inttoptr(build.add(bases, offsets), pointers)
        bits = ir.VectorType(ir.IntType(1), LANES)
        gather = build.module.declare_intrinsic(
            "llvm.masked.gather.v8f64.v8p0",
            fnty=ir.FunctionType(self.numbers, [pointers, ir.IntType(32), bits, self.numbers]),
        )
        everywhere = ir.Constant(bits, [1] * LANES)
        given = [places, ir.Constant(ir.IntType(32), _BYTES), everywhere, self.real(0.0)]
        return build.call(gather, given)

    def normals(self) -> None:
        """Stir words and turn them into normal numbers: `quantile_of(uniform_of(stirred(…)))`."""
        build = self.builder
        word = self.loaded(self.words)
        for places, factor in zip(STIR_SHIFTS, STIR_FACTORS, strict=False):
            word = build.mul(self._shifted(word, places), self.whole(factor))
        word = self._shifted(word, STIR_SHIFTS[-1])
        drawn = build.uitofp(build.lshr(word, self.whole(int(DROPPED_BITS))), self.numbers)
        drawn = build.fmul(build.fadd(drawn, self.real(0.5)), self.real(STEP))
        other = build.fsub(self.real(1.0), drawn)
        tail = build.select(build.fcmp_ordered("<", other, drawn), other, drawn)
        bits = build.bitcast(tail, self.words)
        row = build.sub(build.lshr(bits, self.whole(DROPPED_PLACE)), self.whole(FIRST_ROW))
        below = build.icmp_signed("<", row, self.whole(0))
        above = build.icmp_signed(">=", row, self.whole(HALVINGS * STEPS))
        safe = build.select(build.or_(below, above), self.whole(0), row)
        part = build.sitofp(build.and_(bits, self.whole(REST)), self.numbers)
        part = build.fmul(part, self.real(REST_PART))
        cubic = [self.looked_up(safe, column, _QUANTILE_COLUMNS) for column in range(4)]
        value = cubic[3]
        for lower in (cubic[2], cubic[1], cubic[0]):
            value = build.fadd(lower, build.fmul(part, value))
        value = build.select(below, cubic[0], value)
        side = build.bitcast(build.fsub(drawn, self.real(0.5)), self.words)
        size = build.and_(build.bitcast(value, self.words), self.whole(_SIGN - 1))
        signed = build.or_(size, build.and_(side, self.whole(_SIGN)))
        self.kept(build.select(above, self.real(0.0), build.bitcast(signed, self.numbers)))

    def probabilities(self) -> None:
        """Return Φ of numbers: `probability_of`."""
        build = self.builder
        value = self.loaded(self.numbers)
        below = build.fcmp_ordered("<=", value, self.real(-REACH))
        above = build.fcmp_ordered(">=", value, self.real(REACH))
        inside = build.select(build.or_(below, above), self.real(0.0), value)
        place = build.fmul(build.fadd(inside, self.real(REACH)), self.real(float(NODES_EACH)))
        node = build.fptosi(place, self.words)
        part = build.fsub(place, build.sitofp(node, self.numbers))
        after = build.add(node, self.whole(1))
        low, low_slope = (self.looked_up(node, each, _PROBABILITY_COLUMNS) for each in range(2))
        high, high_slope = (self.looked_up(after, each, _PROBABILITY_COLUMNS) for each in range(2))
        gap = build.fsub(high, low)
        twice = build.fmul(self.real(2.0), gap)
        rise = build.fsub(build.fadd(low_slope, high_slope), twice)
        bend = build.fsub(
            build.fsub(build.fmul(self.real(3.0), gap), build.fmul(self.real(2.0), low_slope)),
            high_slope,
        )
        bend = build.fadd(bend, build.fmul(part, rise))
        slope = build.fadd(low_slope, build.fmul(part, bend))
        found = build.fadd(low, build.fmul(part, slope))
        found = build.select(below, self.real(0.0), found)
        self.kept(build.select(above, self.real(1.0), found))

    def _shifted(self, value: Any, places: int) -> Any:
        return self.builder.xor(value, self.builder.lshr(value, self.whole(places)))


def _made(code: Callable[[_Lanes], None], plain: Callable[..., None]) -> Any:
    if not is_compiled():
        return plain
    from numba import extending, types  # noqa: PLC0415 - as above

    def generated(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        code(_Lanes(context, builder, signature, given))
        return context.get_dummy_value()

    def typed(_typing: Any, taken: Any, _begin: Any, table: Any, found: Any) -> Any:
        return types.void(taken, types.int64, table, found), generated

    extend: Any = extending.intrinsic
    return extend(typed)


#: Write the normal numbers of eight words from a place on; the table is `QUANTILE_TABLE`.
normals_of: Callable[[Words, int, Floats, Floats], None] = _made(_Lanes.normals, _plain_normals)
#: Write Φ of eight numbers from a place on; the table is `PROBABILITY_TABLE`.
probabilities_of: Callable[[Floats, int, Floats, Floats], None] = _made(
    _Lanes.probabilities, _plain_probabilities
)
