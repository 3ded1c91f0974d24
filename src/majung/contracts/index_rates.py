"""Index rates: what a published index was on a day, and which fixings follow from it.

A list tells index, day and rate.  A loan whose rate follows the index takes the rate of the day on
which it observes it, or of the last day before on which it may have been published.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.replay import replay
from majung.contracts.reported.cells import StatementCells
from majung.contracts.resets import reset_days
from majung.contracts.terms import LoanTerms, RateReset
from majung.errors import Language, Message, Problem, in_order
from majung.files import Column, Rows, annotated_rows, read_rows
from majung.values.rates import Rate

INDEX, DAY, RATE = "index", "on", "rate"
COLUMNS = (
    Column(INDEX, ("지표", "지표금리명", "금리 지표", "index")),
    Column(DAY, ("공시일", "기준일", "일자", "on", "date")),
    Column(RATE, ("금리", "지표금리", "금리(%)", "rate")),
)
RATE_MAX = Rate.percent(100)
#: Begins the keys of fixings that follow from index rates.
FIXING = "fixing"


@dataclass(frozen=True, slots=True)
class IndexRate:
    """What an index was on a day."""

    index: str
    published_on: date
    rate: Rate


@dataclass(frozen=True, slots=True)
class IndexRateList:
    """A list of index rates that was read.

    Attributes:
        rates: of the good rows, each index and day once.
        problems: of the bad ones.
    """

    rows: Rows
    rates: tuple[IndexRate, ...]
    problems: tuple[Problem, ...]

    def returned(self, language: Language = "ko") -> bytes:
        """Write the bad rows as XLSX, each with its reasons."""
        known = set(self.rows.problems)
        notes: dict[int, list[Message]] = {}
        for problem in self.problems:
            if problem not in known:
                notes.setdefault(problem.place.line, []).append(problem.message)
        return annotated_rows(self.rows, notes, language=language)


def read_index_rates(name: str, content: bytes, *, on: date) -> IndexRateList | tuple[Problem, ...]:
    """Read a list, CSV or XLSX, or say what makes it unreadable as a whole.

    Args:
        on: the day on which it is read: nothing is published after it.

    Source: own convention, docs/contracts.md, reset days.
    """
    rows = read_rows(name, content, COLUMNS)
    if not isinstance(rows, Rows):
        return rows
    found: dict[tuple[str, date], IndexRate] = {}
    problems = list(rows.problems)
    for row in rows.rows:
        cells = StatementCells(rows, row)
        read = _read(cells, found, on=on)
        problems += cells.problems
        if read is not None:
            found[read.index, read.published_on] = read
    return IndexRateList(rows, tuple(found.values()), in_order(problems))


def _read(
    cells: StatementCells, found: Mapping[tuple[str, date], IndexRate], *, on: date
) -> IndexRate | None:
    for key in (INDEX, DAY, RATE):
        if not cells.text(key):
            cells.object(key, "index-rate-cell-missing")
    index, day, rate = cells.text(INDEX).strip(), cells.day(DAY), cells.share(RATE)
    if day is not None and day > on:
        cells.object(DAY, "index-rate-ahead", day=day, on=on)
    if rate is not None and abs(rate) > RATE_MAX:
        cells.object(RATE, "index-rate-out-of-range", rate=rate, largest=RATE_MAX)
    if cells.problems or day is None or rate is None:
        return None
    before = found.get((index, day))
    if before is not None and before.rate != rate:
        cells.object(RATE, "index-rate-twice", index=index, day=day, rate=rate, before=before.rate)
        return None
    return IndexRate(index, day, rate)


def observed_rate(reset: RateReset, observed_on: date, rates: Mapping[date, Rate]) -> Rate | None:
    """Return what an index was when it was observed; None where nobody published it in time.

    Args:
        rates: of the index, by the day of publication.

    Source: own convention, docs/contracts.md, reset days.
    """
    for days in range(reset.published_days_max + 1):
        rate = rates.get(observed_on - timedelta(days=days))
        if rate is not None:
            return rate
    return None


def fixings_of(
    terms: LoanTerms, facts: Sequence[Fact], rates: Mapping[date, Rate], *, until: date
) -> tuple[Fact, ...]:
    """Return the facts by which a loan takes index rates: fixings, and corrections of them.

    A fixing that stands and says another rate is reversed, and the right one recorded.

    Args:
        facts: all that was recorded.
        rates: of the loan's index, by the day of publication.
        until: the last day that has come.

    Source: own convention, docs/contracts.md, reset days.
    """
    if terms.reset is None:
        return ()
    unfixed = {day.on for day in replay(terms, facts, until=until).state.unfixed}
    told = {
        fact.effective_on: fact
        for fact in standing(facts)
        if fact.kind is FactKind.RATE_FIXING and fact.party == terms.reset.component
    }
    keys = {fact.key for fact in facts}
    found: list[Fact] = []
    for day in reset_days(terms):
        rate = observed_rate(terms.reset, day.observed_on, rates)
        stands = told.get(day.on)
        if rate is None or day.on > until or (stands is None and day.on not in unfixed):
            continue
        if stands is None:
            found.append(_fixing(terms.reset, day.on, rate, keys))
        elif stands.rate != rate:
            undo = Fact(day.on, FactKind.REVERSAL, f"{stands.key}/reversal", reverses=stands.key)
            found += (undo, _fixing(terms.reset, day.on, rate, keys))
    return tuple(found)


def _fixing(reset: RateReset, on: date, rate: Rate, keys: set[str]) -> Fact:
    key = next(key for key in _keys(on) if key not in keys)
    return Fact(on, FactKind.RATE_FIXING, key, rate=rate, party=reset.component, note=reset.index)


def _keys(on: date) -> Iterator[str]:
    yield f"{FIXING}/{on}"
    number = 2
    while True:
        yield f"{FIXING}/{on}/{number}"
        number += 1
