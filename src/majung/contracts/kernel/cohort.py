"""A cohort: level loans that fall due on the same days, repaid side by side.

Loans of one programme often share their due days.  Taken due day by due day, and on each of them
loan by loan, they need no branch: the processor repays four or eight at once.  Interest, rounding
and instalment are the fold's own functions; what a form leaves out is decided when it is compiled.
"""

from typing import NamedTuple

from majung.contracts.kernel.dues import principal_within
from majung.contracts.kernel.layout import Column
from majung.values.compiling import compiled
from majung.values.products import (
    FACTOR_BOUND,
    FACTORED_BOUND,
    NARROW_BOUND,
    factor_halves,
    factored_quotient,
    narrow_quotient,
    narrow_reciprocal,
    product_quotient,
    quotient_factor,
    reciprocal,
    rounded,
)

#: How many loans are taken together: their columns stay in the processor's nearest memory.
LANES = 768
#: An instalment that reaches whatever is left, with its interest.
LEVEL_MAX = 1 << 61


#: How interest is found, the same to the unit: by the fold's own quotient, by products of 32 bits
#: and a correction, by products of 32 bits alone.
LONG, NARROW, FACTORED = range(3)


class Lanes(NamedTuple):
    """What the loans taken together are at, in rows of `LANES` places to work on."""

    outstanding: Column
    levels: Column
    rates: Column
    divisors: Column
    factors: Column
    interest: Column
    principal: Column


class CohortColumns(NamedTuple):
    """Loans that fall due on the same days, as columns.

    Attributes:
        outstanding: principal when the first period begins.
        levels: the instalment of each.
        rates: in parts of a scale.
        divisors: that scale times the parts of a year.
        parts: of a year in each period, one for all loans.
    """

    outstanding: Column
    levels: Column
    rates: Column
    divisors: Column
    parts: Column


class CohortDues(NamedTuple):
    """What falls due, by period and loan, where it is kept.

    Attributes:
        interest: rows are periods, places are loans.
        principal: as interest.
        instalment: interest and principal.
        outstanding: once the due is paid.
    sums: interest and principal of each period.
    """

    interest: Column
    principal: Column
    instalment: Column
    outstanding: Column
    sums: Column


class Form(NamedTuple):
    """How a cohort is repaid, the same to the unit.

    Attributes:
        way: how interest is found (`way_of`).
        keeps: every due is kept; else the sums of each period alone.
        rounding: a code as of `products.rounded`.
    """

    way: int
    keeps: bool
    rounding: int


@compiled
def way_of(cohort: CohortColumns) -> int:
    """Return the shortest way to the interest of all these loans, where it is truncated.

    Source: own convention, docs/contracts.md, cohorts.
    """
    longest = 1
    for index in range(len(cohort.parts)):
        longest = max(longest, cohort.parts[index])
    way = FACTORED
    for loan in range(len(cohort.outstanding)):
        outstanding, divisor = cohort.outstanding[loan], cohort.divisors[loan]
        rate = cohort.rates[loan] * longest
        if divisor >= NARROW_BOUND or rate < 0:
            return LONG
        if way == FACTORED and not _is_factored(outstanding, rate, longest, divisor):
            way = NARROW
        if way == NARROW:
            interest = product_quotient(outstanding, rate, divisor)[0]
            if interest >= NARROW_BOUND // 4:
                return LONG
    return way


@compiled
def _is_factored(outstanding: int, rate: int, longest: int, divisor: int) -> bool:
    """Tell whether `factored_quotient` is exact on a loan, in its longest period and any other."""
    if outstanding >= FACTORED_BOUND or not 8 <= divisor < NARROW_BOUND // 2 or rate >= divisor:
        return False
    return outstanding < FACTOR_BOUND // (longest * divisor)


@compiled
def repay(cohort: CohortColumns, form: Form, lanes: Lanes, dues: CohortDues) -> None:
    """Repay all loans, due after due, by the form asked for.

    Args:
        lanes: rows of at least `LANES` places.
        dues: what is kept of each due, and the sums of each period, to which these are added.

    Source: own convention, docs/contracts.md, cohorts.
    """
    last = len(cohort.parts) - 1
    loans = len(cohort.outstanding)
    for begin in range(0, loans, LANES):
        count = min(LANES, loans - begin)
        for lane in range(count):
            lanes.outstanding[lane] = cohort.outstanding[begin + lane]
            lanes.levels[lane] = cohort.levels[begin + lane]
        if form.way == FACTORED:
            _note_factors(cohort, lanes, begin, count)
        for index in range(last + 1):
            if index == 0 or cohort.parts[index] != cohort.parts[index - 1]:
                _open_period(cohort, form, lanes, begin, count, cohort.parts[index])
            if index == last:
                _lift(lanes, count)
            if form.way == LONG:
                interest, principal = _fall_due(lanes, count, form.rounding)
            else:
                interest, principal = _fall_due_shortly(lanes, count, form)
            dues.sums[index, 0] += interest
            dues.sums[index, 1] += principal
            if form.keeps:
                _keep(lanes.interest, dues.interest[index, begin:loans], count)
                _keep(lanes.principal, dues.principal[index, begin:loans], count)
                _keep_sum(lanes, dues.instalment[index, begin:loans], count)
                _keep(lanes.outstanding, dues.outstanding[index, begin:loans], count)


@compiled
def _open_period(
    cohort: CohortColumns, form: Form, lanes: Lanes, first: int, count: int, parts: int
) -> None:
    """Note the rates of a period that is not as long as the one before."""
    if form.way == FACTORED:
        for lane in range(count):
            high, low = factor_halves(lanes.rates[lane] * parts)
            lanes.divisors[lane] = high
            lanes.factors[lane] = low
        return
    shift, factor, before = 0, 0, 0
    for lane in range(count):
        rate, divisor = cohort.rates[first + lane], cohort.divisors[first + lane]
        # Neighbours mostly share their divisor.
        if form.way == NARROW and divisor != before:
            shift, factor = narrow_reciprocal(divisor)
            before = divisor
        lanes.rates[lane] = (rate * parts) << shift
        lanes.divisors[lane] = divisor << shift
        lanes.factors[lane] = factor


@compiled
def _note_factors(cohort: CohortColumns, lanes: Lanes, first: int, count: int) -> None:
    """Note what interest of one part of a year is multiplied with, in place of the rates."""
    before, factor, shift = 0, 0, 0
    for lane in range(count):
        divisor = cohort.divisors[first + lane]
        if divisor != before:
            factor, shift = reciprocal(divisor)
            before = divisor
        lanes.rates[lane] = quotient_factor(cohort.rates[first + lane], divisor, factor, shift)


@compiled
def _fall_due_shortly(lanes: Lanes, count: int, form: Form) -> tuple[int, int]:
    """Let a due of all lanes fall due; return the sums of interest and principal."""
    interests = 0
    principals = 0
    for lane in range(count):
        outstanding, divisor = lanes.outstanding[lane], lanes.divisors[lane]
        factor = lanes.factors[lane]
        if form.way == FACTORED:
            interest = factored_quotient(outstanding, divisor, factor)
        else:
            interest = narrow_quotient(outstanding * lanes.rates[lane], divisor, factor)
        principal = principal_within(lanes.levels[lane], interest, outstanding)
        if form.keeps:
            lanes.interest[lane] = interest
            lanes.principal[lane] = principal
        lanes.outstanding[lane] = outstanding - principal
        interests += interest
        principals += principal
    return interests, principals


@compiled
def _fall_due(lanes: Lanes, count: int, rounding: int) -> tuple[int, int]:
    interests = 0
    principals = 0
    for lane in range(count):
        outstanding, divisor = lanes.outstanding[lane], lanes.divisors[lane]
        whole, rest = product_quotient(outstanding, lanes.rates[lane], divisor)
        interest = rounded(whole, rest, divisor, rounding)
        principal = principal_within(lanes.levels[lane], interest, outstanding)
        lanes.interest[lane] = interest
        lanes.principal[lane] = principal
        lanes.outstanding[lane] = outstanding - principal
        interests += interest
        principals += principal
    return interests, principals


@compiled
def _lift(lanes: Lanes, count: int) -> None:
    """Let the last instalment reach whatever is left."""
    for lane in range(count):
        lanes.levels[lane] = LEVEL_MAX


@compiled
def _keep(source: Column, kept: Column, count: int) -> None:
    for lane in range(count):
        kept[lane] = source[lane]


@compiled
def _keep_sum(lanes: Lanes, kept: Column, count: int) -> None:
    for lane in range(count):
        kept[lane] = lanes.interest[lane] + lanes.principal[lane]
