"""Present values and effective yearly rates, to a stated precision and without floats.

Everything a year or a part of it apart is compared through here: the interest a firm saves, the
premium it does not pay, the yearly cost of all it pays.  Sums run in decimals of `DIGITS` digits;
what becomes money is rounded once, at the end, the way the caller names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, count, repeat
from operator import mul
from typing import NamedTuple

from majung.values.cycles import add_months
from majung.values.months import MONTHS_A_YEAR
from majung.values.rates import Rate

#: Digits carried in every sum: 15 of the largest amount, 10 of a rate, the rest to spare.
DIGITS = 40
#: An effective rate is found to within this.
RATE_TOLERANCE = Decimal("1e-10")
#: Effective rates are looked for between these: -99 % and 1,000 % a year.
RATE_LOWEST, RATE_HIGHEST = Decimal("-0.99"), Decimal(10)
#: The range is halved this often, until a step is narrower than the tolerance.
HALVING_COUNT = 37
RATE_STEP_COUNT = 2**HALVING_COUNT
RATE_STEP = (RATE_HIGHEST - RATE_LOWEST) / RATE_STEP_COUNT
SECANTS_IN_A_ROW = 12
#: Where loans usually cost something between.
RATE_GUESSES = (Decimal("0.05"), Decimal("0.04"))
#: Discounting by one rate over one length: a year of flows is 2 kB.
POWERS_KEPT = 256
DAYS_A_YEAR = 365

_CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Moment:
    """How far a day lies after the start: whole months, and days beyond them."""

    months: int
    days: int

    @property
    def years(self) -> Fraction:
        """The distance in years: months as twelfths, days over 365."""
        return Fraction(self.months, MONTHS_A_YEAR) + Fraction(self.days, DAYS_A_YEAR)


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount and when it moves; positive towards the firm, negative from it.

    Attributes:
        minor: minor units, a fraction where it was not rounded yet.
    """

    moment: Moment
    minor: Fraction


class _Merged(NamedTuple):
    """Flows of which no two are of one moment.

    Attributes:
        dated: months, days beyond them, and what moves.
        months: of the last; so are the most days beyond a month.
    """

    dated: Sequence[tuple[int, int, Decimal]]
    months: int
    days: int


def moment_of(day: date, *, start: date) -> Moment:
    """Measure how far a day lies after the start.

    The same day of a later month is whole months away, whatever the months' lengths; a month
    too short counts as whole on its last day.

    Raises:
        ValueError: the day lies before the start.
    """
    if day < start:
        raise ValueError(f"{day} lies before {start}")
    months = (day.year - start.year) * MONTHS_A_YEAR + day.month - start.month
    whole = months if add_months(start, months) <= day else months - 1
    return Moment(whole, (day - add_months(start, whole)).days)


def yearly(year: int) -> Moment:
    """Return the moment a whole number of years after the start."""
    return Moment(year * MONTHS_A_YEAR, 0)


def present_value(flows: Iterable[Flow], rate: Rate) -> Decimal:
    """Discount flows to the start at a yearly rate, compounded: sum of flow / (1 + rate)^years.

    Returns:
        minor units, to `DIGITS` digits.
    """
    with localcontext(_CONTEXT):
        return _value(_merged(flows), rate.value)


def effective_rate(flows: Iterable[Flow]) -> Rate | None:
    """Find the yearly rate at which flows are worth nothing: what all of them cost a year.

    Money is received first and paid later; then one rate does it.  Found to within
    `RATE_TOLERANCE`.

    Returns:
        the rate, or None where no rate between `RATE_LOWEST` and `RATE_HIGHEST` does it: nothing
        was received, or nothing is paid.

    Source: Directive 2008/48/EC, annex I (annual percentage rate of charge), without its
    rounding; the borrower's flows are those of the contract's own schedule.
    """
    with localcontext(_CONTEXT):
        merged = _merged(flows)
        # Repayments weigh less the higher the rate, so the value rises with it.
        if not _value(merged, RATE_LOWEST) < 0 < _value(merged, RATE_HIGHEST):
            return None
        low = RATE_LOWEST + _steps_to_root(merged) * RATE_STEP
        return Rate((low + RATE_STEP / 2).quantize(RATE_TOLERANCE))


def _steps_to_root(merged: _Merged) -> int:
    """Return how many whole steps of `RATE_STEP` above the lowest rate the value turns positive.

    The step is looked for where a secant says it is: it takes a few values where halving takes
    forty, and whatever the guess, the step returned is the one whose ends have opposite signs.
    """
    low, high = 0, RATE_STEP_COUNT
    guess, before = _step_of(RATE_GUESSES[0]), _step_of(RATE_GUESSES[1])
    worth_before = _value(merged, _rate_at(before))
    for look in count(1):
        if high - low == 1:
            break
        worth = _value(merged, _rate_at(guess))
        if worth < 0:
            low = max(low, guess)
        else:
            high = min(high, guess)
        slope = worth - worth_before
        ahead = guess - int(worth * (guess - before) / slope) if slope else guess
        before, worth_before = guess, worth
        # One beyond the guess on the side of the root closes the step.  Outside of what is known
        # the middle is as good a place to look; and now and then it is looked at in any case, so
        # that a secant that creeps cannot take long.
        ahead += 1 if worth < 0 else -1
        is_far = look % SECANTS_IN_A_ROW == 0
        guess = ahead if low < ahead < high and not is_far else (low + high) // 2
    return low


def _rate_at(step: int) -> Decimal:
    rate: Decimal = RATE_LOWEST + step * RATE_STEP
    return rate


def _step_of(rate: Decimal) -> int:
    return int((rate - RATE_LOWEST) / RATE_STEP)


def _merged(flows: Iterable[Flow]) -> _Merged:
    """Add flows of one moment, so that each moment is discounted once."""
    sums: dict[Moment, Fraction | int] = {}
    for flow in flows:
        # Whole numbers add many times as fast as fractions that are whole.
        minor = flow.minor.numerator if flow.minor.denominator == 1 else flow.minor
        sums[flow.moment] = sums.get(flow.moment, 0) + minor
    dated = [
        (moment.months, moment.days, Decimal(minor.numerator) / Decimal(minor.denominator))
        for moment, minor in sums.items()
        if minor
    ]
    months = max((each[0] for each in dated), default=0)
    return _Merged(dated, months, max((each[1] for each in dated), default=0))


def _value(flows: _Merged, rate: Decimal) -> Decimal:
    # Two roots and their whole powers serve all moments: far cheaper than broken exponents.
    by_month = _powers(rate, MONTHS_A_YEAR, flows.months + 1)
    by_day = _powers(rate, DAYS_A_YEAR, flows.days + 1) if flows.days else ()
    total = Decimal(0)
    for months, days, minor in flows.dated:
        worth = minor * by_month[months]
        total += worth * by_day[days] if days else worth
    return total


@lru_cache(maxsize=POWERS_KEPT)
def _powers(rate: Decimal, parts: int, count: int) -> Sequence[Decimal]:
    """Return what an amount is worth that comes so many parts of a year later, from none on.

    Every search for a rate begins at the same four; they are worked out once a length.
    """
    base = 1 / (1 + rate) ** (Decimal(1) / parts)
    return list(accumulate(repeat(base, count - 1), mul, initial=Decimal(1)))
