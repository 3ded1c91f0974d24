"""How fast contracts are laid out and replayed: every form of the one kernel, and the peers.

Each form is told with what it writes and how near that comes to what the machine can write at
all, measured in the same run.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from majung.bench.measuring import Measurement, measured
from majung.contracts.cohorts import (
    Cohort,
    CohortSchedule,
    cohort,
    cohort_of,
    cohort_schedule,
    cohort_totals,
    room_for,
)
from majung.contracts.facts import Fact, FactKind
from majung.contracts.kernel.cohort import LANES
from majung.contracts.kernel.layout import EVENT, RESULT
from majung.contracts.kernel.run import RunSpace
from majung.contracts.kernel.run import room_for as replay_room
from majung.contracts.parts import CONTRACTS_A_PART
from majung.contracts.portfolio import Portfolio, portfolio_of
from majung.contracts.replay import PortfolioReplay, replay, replay_portfolio, schedule
from majung.contracts.schedules import PortfolioSchedule, portfolio_schedule
from majung.contracts.schedules import room_for as schedule_room
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent, Repayment
from majung.values.cycles import BusinessDayConvention, add_months
from majung.values.day_counts import DayCount
from majung.values.rates import Rate

START = date(2024, 1, 25)
FIRST_DUE = date(2024, 2, 25)
MONTHS = 60
#: Contracts that differ; each portfolio repeats them.
DIFFERENT = 1_000
#: Parts of the portfolio that is replayed, each of the different contracts.
REPLAYED_PARTS = 60
WORD = 8
GIGA = 10**9
FRESH_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the kernel, measured.

    Attributes:
        processor_seconds: what all threads together took, the least of all repetitions: what the
            machine's other work cannot stretch.
        events: that a contract yields: interest and principal of each due, or events of a replay.
        bytes_written: a contract.
    """

    measurement: Measurement
    processor_seconds: float
    events: int
    bytes_written: int

    @property
    def rate_a_core(self) -> float:
        """Return how many contracts a second of one core makes."""
        return self.measurement.count / self.processor_seconds


@dataclass(frozen=True, slots=True)
class WriteLimit:
    """What the machine can write, bytes a second: into memory, and into what is near at hand."""

    memory: float
    near: float


def write_limit(workers: int) -> WriteLimit:
    """Measure how fast plain columns are written, by as many threads as the forms have."""

    def filled(columns: Sequence[NDArray[np.int64]], times: int) -> float:
        def fill(column: NDArray[np.int64]) -> None:
            for number in range(times):
                column.fill(number)

        with ThreadPoolExecutor(workers) as threads:
            found = measured("", lambda: list(threads.map(fill, columns)), repeats=5)
        return sum(column.nbytes for column in columns) * times / min(found.seconds)

    return WriteLimit(
        memory=filled([np.zeros(1 << 25, np.int64) for _ in range(workers)], 1),
        near=filled([np.zeros(1 << 17, np.int64) for _ in range(workers)], 200),
    )


def form_measurements(workers: int) -> Iterator[Form]:
    """Measure every form of the kernel on portfolios of 60-month loans."""
    yield from _cohort_forms(workers)
    yield from _schedules(workers)
    yield from _replays(workers)


def single_measurements() -> Iterator[Measurement]:
    """Measure what one contract takes: through the public functions, and in a fresh process."""
    terms = _loan(10**9)
    drawn = _drawn(terms)
    until = START + timedelta(days=365)
    for name, work, target in (
        ("one loan replayed over a year", lambda: replay(terms, drawn, until=until), 200e-6),
        ("schedule of one loan, 60 instalments", lambda: schedule(terms), 200e-6),
    ):
        yield measured(name, work, repeats=200, unit="contract", target_seconds=target)
    days = (START + timedelta(days=number % 1_800) for number in range(10_000))
    paid = [Fact(on, FactKind.PAYMENT, f"p{key}", 10**5) for key, on in enumerate(days)]
    portfolio = portfolio_of([terms], [(*drawn, *paid)])
    end = date(2030, 1, 1)
    yield measured(
        "replay of a contract with 10,000 facts, from columns",
        lambda: replay_portfolio(portfolio, until=end),
        target_seconds=5e-3,
    )
    yield measured(
        "the same from facts as recorded: checked, ordered, laid out, replayed",
        lambda: replay(terms, (*drawn, *paid), until=end),
        repeats=21,
        target_seconds=5e-3,
    )
    yield measured(
        "the same with each of its events made as a value",
        lambda: tuple(replay(terms, (*drawn, *paid), until=end).events),
    )
    yield measured(
        "a fresh process from its start to a first schedule, code compiled before",
        _fresh,
        repeats=FRESH_REPEATS,
        target_seconds=1.5,
    )
    yield Measurement(
        "the same by processor time",
        tuple(_processor_seconds(_fresh) for _ in range(FRESH_REPEATS)),
    )


def _form(
    name: str, work: Callable[[], object], count: int, *, target: float | None, repeats: int = 9
) -> tuple[Measurement, float]:
    """Time a form by the clock and by the processor."""
    processor = []

    def worked() -> None:
        began = time.process_time()
        work()
        processor.append(time.process_time() - began)

    found = measured(
        name, worked, repeats=repeats, count=count, unit="contract",
        target_seconds=count / target if target else None,
    )  # fmt: skip
    return found, min(processor)


def _processor_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of what a piece of work starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _cohort_forms(workers: int) -> Iterator[Form]:
    """Measure level loans on shared due days: sums alone, then four columns of every due."""
    loans = _many_on_shared_days(1_600 * LANES)
    name = "shared due days, instalments known: "
    sums = partial(cohort_totals, loans, workers=workers)
    yield Form(*_form(f"{name}portfolio sums", sums, len(loans), target=50e6), 2 * MONTHS, 0)
    for where, rooms, target in (
        ("near at hand for a reader", [room_for(loans, 2 * LANES) for _ in range(workers)], 8e6),
        ("in memory", [room_for(loans, LANES) for _ in range(200)], None),
    ):
        work = partial(_lay_out_parts, loans, rooms, workers)
        timed = _form(f"{name}four columns a due, {where}", work, work(), target=target)
        yield Form(*timed, 2 * MONTHS, 4 * MONTHS * WORD)


def _lay_out_parts(loans: Cohort, rooms: Sequence[CohortSchedule], workers: int) -> int:
    """Lay out part after part into rooms given, each worker its own; return how many loans."""
    width: int = rooms[0].interest.shape[1]
    rounds = max(len(loans) // (width * len(rooms)), 1) if len(rooms) == workers else 1

    def lay(worker: int) -> None:
        mine = rooms[worker::workers]
        for turn in range(rounds):
            for number, room in enumerate(mine):
                first = ((turn * len(mine) + number) * width) % (len(loans) - width)
                cohort_schedule(loans, first=first, until=first + width, room=room)

    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(lay, range(workers)))
    return rounds * len(rooms) * width


def _schedules(workers: int) -> Iterator[Form]:
    """Measure loans that each have their own days and rate."""
    terms = [_own_days(number) for number in range(DIFFERENT)]
    portfolio = _repeated(portfolio_of(terms, [()] * DIFFERENT), 100)
    parts = [
        portfolio.part(first, first + CONTRACTS_A_PART)
        for first in range(0, len(portfolio), CONTRACTS_A_PART)
    ]
    name = "own due days and rates: holidays, actual/365, instalments found, truncated"
    for where, rooms, target in (
        ("near at hand for a reader", [], 2e6),
        ("in memory", [schedule_room(part) for part in parts], None),
    ):
        work = partial(_lay_out_own, parts, rooms, workers)
        yield Form(
            *_form(f"{name}, {where}", work, len(portfolio), target=target),
            2 * MONTHS,
            MONTHS * (3 * WORD + WORD // 2),
        )


def _lay_out_own(
    parts: Sequence[Portfolio], rooms: Sequence[PortfolioSchedule], workers: int
) -> None:
    """Lay out part after part into its own room, or each worker into one that it uses anew."""

    def lay(numbers: Iterable[int]) -> None:
        mine = schedule_room(parts[0])
        for number in numbers:
            portfolio_schedule(parts[number], room=rooms[number] if rooms else mine)

    _shared(lay, len(parts), workers)


def _shared(work: Callable[[Iterable[int]], None], count: int, workers: int) -> None:
    """Share numbers among threads: each takes the next one when it is done with its last."""
    numbers = iter(range(count))
    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(work, [numbers] * workers))


def _replays(workers: int) -> Iterator[Form]:
    """Measure loans with facts, each of which may change what falls due."""
    for life, made, until in (
        ("quarterly resets, facility loan of 60 months", _facility, 460),
        ("half-yearly resets, monthly level instalments", _floating, 290),
    ):
        lives = [made(number) for number in range(DIFFERENT)]
        laid = portfolio_of([terms for terms, _ in lives], [facts for _, facts in lives])
        portfolio = _repeated(laid, REPLAYED_PARTS)
        firsts = range(0, len(portfolio), DIFFERENT)
        parts = [portfolio.part(first, first + DIFFERENT) for first in firsts]
        replayed = partial(replay_portfolio, until=START + timedelta(days=until))
        events = len(replayed(laid).rows) // DIFFERENT
        for where, rooms, target in (
            ("near at hand for a reader", [], 1e6),
            ("in memory", [replay_room(part) for part in parts], None),
        ):
            work = partial(_replay_parts, replayed, parts, rooms, workers)
            name = f"replay, 12 facts: {life}, {where}"
            timed = _form(name, work, len(portfolio), target=target)
            yield Form(*timed, events, events * EVENT.itemsize + RESULT.itemsize)


def _replay_parts(
    replayed: Callable[..., PortfolioReplay],
    parts: Sequence[Portfolio],
    rooms: Sequence[RunSpace],
    workers: int,
) -> None:
    """Replay part after part into its own room, or each worker into one that it uses anew."""

    def replay_all(numbers: Iterable[int]) -> None:
        mine = replay_room(parts[0])
        for number in numbers:
            replayed(parts[number], room=rooms[number] if rooms else mine)

    _shared(replay_all, len(parts), workers)


def _many_on_shared_days(count: int) -> Cohort:
    """Return a cohort of so many loans that repeat some different ones."""
    terms = [
        _loan(
            10**8 + 7_919 * number, calendar="NONE", day_count=DayCount.THIRTY_E_360,
            business_day=BusinessDayConvention.NONE,
        )
        for number in range(DIFFERENT)
    ]  # fmt: skip
    few = cohort_of(portfolio_of(terms, [()] * DIFFERENT)).columns
    return cohort(
        outstanding=np.resize(few.outstanding, count),
        levels=np.resize(few.levels, count),
        rates=np.resize(few.rates, count),
        divisors=np.resize(few.divisors, count),
        parts=few.parts,
    )


def _repeated(portfolio: Portfolio, times: int) -> Portfolio:
    """Return a portfolio that holds each contract several times, with its facts."""
    columns = portfolio.columns
    facts = len(columns.facts)
    offsets = [columns.fact_offsets[:-1] + facts * number for number in range(times)]
    repeated = columns._replace(
        contracts=np.tile(columns.contracts, times),
        facts=np.tile(columns.facts, times),
        fact_offsets=np.concatenate([*offsets, [facts * times]]),
    )
    return Portfolio(repeated, portfolio.parties)


def _own_days(number: int) -> LoanTerms:
    """Return a monthly level loan with its own first day, and mostly its own rate."""
    later, rate = timedelta(days=number % 27), f"{3 + number % 4}.{number * 7 % 100:02}"
    return _loan(
        10**9 + number,
        start_on=START + later,
        first_due_on=FIRST_DUE + later,
        components=(RateComponent("base", BORROWER, Rate.percent(rate)),),
    )


def _facility(number: int) -> tuple[LoanTerms, tuple[Fact, ...]]:
    """Return a facility loan that repays and resets each quarter, over fifteen months."""
    terms = _loan(
        10**9 + number, repayment=Repayment.EQUAL_PRINCIPAL, cycle_months=3, instalments=20,
        first_due_on=date(2024, 4, 25),
    )  # fmt: skip
    days = [add_months(START, 3 * quarter) for quarter in range(1, 6)]
    resets = [_reset(on, place) for place, on in enumerate(days)]
    payments = [*(_payment(on, 65_000_000) for on in days), _payment(date(2025, 4, 27), 10**6)]
    return terms, (*_drawn(terms), *resets, *payments)


def _floating(number: int) -> tuple[LoanTerms, tuple[Fact, ...]]:
    """Return a monthly level loan that resets each half year, over nine months."""
    terms = _loan(10**9 + number)
    days = [add_months(FIRST_DUE, month) for month in range(9)]
    resets = [_reset(date(2024, 7, 25), 0), _reset(date(2024, 10, 20), 1)]
    return terms, (*_drawn(terms), *resets, *(_payment(on, 18_800_000) for on in days))


def _reset(on: date, place: int) -> Fact:
    rate = Rate.percent(f"4.{place + 2}")
    return Fact(on, FactKind.RATE_FIXING, f"r{on}", rate=rate, party="base")


def _payment(on: date, amount: int) -> Fact:
    return Fact(on, FactKind.PAYMENT, f"p{on}", amount)


def _drawn(terms: LoanTerms) -> tuple[Fact, ...]:
    return (Fact(terms.start_on, FactKind.DRAWDOWN, "d1", terms.committed),)


def _loan(committed: int, **terms: object) -> LoanTerms:
    usual: dict[str, object] = {
        "start_on": START,
        "first_due_on": FIRST_DUE,
        "instalments": MONTHS,
        "components": (RateComponent("base", BORROWER, Rate.percent("4.5")),),
    }
    return LoanTerms(committed=committed, **{**usual, **terms})  # type: ignore[arg-type]  # by name


def _fresh() -> None:
    """Start a process that lays out one loan."""
    script = Path(__file__).parent / "first_schedule.py"
    subprocess.run([sys.executable, str(script)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own script, no shell
