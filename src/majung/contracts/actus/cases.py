"""Official test files: cases read, played, and compared event by event.

A case says terms, what was observed, and every event that must come, in order.  Numbers agree
within a hundred-millionth of the larger of one and the expected number; days, names and their
order agree exactly.

Source: ACTUS test suite, format as in its files; docs/actus.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from majung.contracts.actus.corrections import CORRECTIONS, Correction
from majung.contracts.actus.enhancement import enhancement_events
from majung.contracts.actus.events import ActusEvent, loan_events
from majung.contracts.actus.fields import Fields
from majung.contracts.actus.holdings import holding_events
from majung.contracts.actus.market import Market, Observed, Series, ValueNotObservedError
from majung.contracts.actus.problems import actus_problems
from majung.contracts.actus.reading import terms_from
from majung.contracts.actus.terms import ActusTerms
from majung.contracts.actus.words import ContractType, EventName
from majung.contracts.drawing import LAST_ON
from majung.errors import Message, Problem, in_order
from majung.files import Tree

TOLERANCE = Decimal("1e-8")

HOLDINGS = frozenset({ContractType.CASH, ContractType.STOCK})
ENHANCEMENTS = frozenset({ContractType.GUARANTEE, ContractType.COLLATERAL})

#: What may be expected of an event, and where we keep it.
COMPARED = {
    "payoff": "payoff",
    "notionalPrincipal": "notional",
    "nominalInterestRate": "rate",
    "accruedInterest": "accrued",
    "exerciseAmount": "exercise_amount",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """An event as a file expects it; numbers by their official keys."""

    on: date
    event: str
    numbers: tuple[tuple[str, Decimal], ...]
    exercise_on: date | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One official case."""

    name: str
    terms: ActusTerms
    market: Market
    until: date
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a case first differs.

    Attributes:
        place: which event, the first is 1.
        term: of the event; ``event`` where one is missing, too many or another.
        expected: as the file has it; empty where it has none.
        found: as we have it; empty where we have none.
    """

    place: int
    on: date
    event: str
    term: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case.

    Attributes:
        difference: None where everything agrees.
        refusal: why the terms could not be played; None where they could.
        corrections: documented corrections that were needed.
    """

    case: Case
    events: int
    difference: Difference | None = None
    refusal: Message | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether everything agrees."""
        return self.difference is None and self.refusal is None


def cases_from_tree(tree: Tree) -> list[Case] | tuple[Problem, ...]:
    """Read all cases of a file, or say everything that is wrong with it."""
    fields = Fields(tree)
    if not fields.written:
        fields.refuse("", "actus-file-without-cases")
    cases = [_case(fields.of(name), name) for name in fields.written]
    return in_order(fields.problems) if fields.problems else cases


def _case(fields: Fields, name: str) -> Case:
    for key in ("terms", "results"):
        if fields.value(key) is None:
            fields.refuse("", "actus-term-missing", term=key)
    return Case(
        fields.text("identifier") or name,
        terms_from(fields.of("terms")),
        Market(dict(_series(fields)), tuple(_observed(fields))),
        fields.day("to") or LAST_ON,
        tuple(_expected(fields)),
    )


def _series(fields: Fields) -> Iterator[tuple[str, Series]]:
    observed = fields.of("dataObserved")
    for code in observed.written:
        points = observed.of(code)
        values: dict[date, Decimal] = {}
        for place, _ in enumerate(points.entries("data")):
            point = points.of("data", place)
            values[point.required_day("timestamp")] = point.number("value") or Decimal(0)
        days = tuple(sorted(values))
        yield code, Series(days, tuple(values[day] for day in days))


def _observed(fields: Fields) -> Iterator[Observed]:
    events = {name.value: name for name in EventName}
    found = []
    for place, _ in enumerate(fields.entries("eventsObserved")):
        seen = fields.of("eventsObserved", place)
        states = seen.of("states")
        found.append(
            Observed(
                seen.required_day("time"),
                seen.word("type", events, EventName.MONITORING),
                seen.text("contractId"),
                states.text("contractPerformance"),
            )
        )
    yield from sorted(found, key=lambda each: each.on)


def _expected(fields: Fields) -> Iterator[Expected]:
    for place, _ in enumerate(fields.entries("results")):
        result = fields.of("results", place)
        numbers = tuple(
            (key, number)
            for key in COMPARED
            if result.value(key) is not None and (number := result.number(key)) is not None
        )
        yield Expected(
            result.required_day("eventDate"),
            result.text("eventType"),
            numbers,
            result.day("exerciseDate"),
            result.text("currency"),
        )


def check(cases: Sequence[Case]) -> list[Verdict]:
    """Play cases and compare; all loans of a file are one batch.

    A case that the batch cannot play is set aside with its reason.
    """
    played: dict[int, tuple[ActusEvent, ...] | Message] = {}
    loans: list[int] = []
    for row, case in enumerate(cases):
        problems = actus_problems(case.terms, case.market, until=case.until)
        if problems:
            played[row] = problems[0]
        elif case.terms.kind in HOLDINGS | ENHANCEMENTS:
            played[row] = _course(case)
        else:
            loans.append(row)
    batch = [(cases[row].terms, cases[row].market, cases[row].until) for row in loans]
    played.update(zip(loans, loan_events(batch) if batch else (), strict=True))
    return [_verdict(case, played[row]) for row, case in enumerate(cases)]


def _course(case: Case) -> tuple[ActusEvent, ...] | Message:
    course = holding_events if case.terms.kind in HOLDINGS else enhancement_events
    try:
        return course(case.terms, case.market, until=case.until)
    except ValueNotObservedError as error:
        return error.message


def _verdict(case: Case, played: tuple[ActusEvent, ...] | Message) -> Verdict:
    if isinstance(played, Message):
        return Verdict(case, 0, refusal=played)
    used: list[Correction] = []
    difference = next(_differences(case, played, used), None)
    return Verdict(case, len(played), difference, corrections=tuple(used))


def _differences(
    case: Case, played: Sequence[ActusEvent], used: list[Correction]
) -> Iterator[Difference]:
    """Yield differences, first event first; corrections that were needed are noted."""
    for place, wanted in enumerate(case.expected):
        if place >= len(played):
            told = f"{wanted.on} {wanted.event}"
            yield Difference(place + 1, wanted.on, wanted.event, "event", told, "")
            return
        yield from _in_event(case, place, wanted, played[place], used)
    for place in range(len(case.expected), len(played)):
        extra = played[place]
        told = f"{extra.on} {extra.event}"
        yield Difference(place + 1, extra.on, extra.event, "event", "", told)


def _in_event(
    case: Case, place: int, wanted: Expected, found: ActusEvent, used: list[Correction]
) -> Iterator[Difference]:
    def differs(term: str, expected: object, ours: object) -> Difference:
        return Difference(place + 1, wanted.on, wanted.event, term, str(expected), str(ours))

    if (wanted.on, wanted.event) != (found.on, found.event.value):
        yield differs("event", f"{wanted.on} {wanted.event}", f"{found.on} {found.event}")
        return
    for key, number in wanted.numbers:
        ours: Decimal = getattr(found, COMPARED[key])
        correction = _correction(case, wanted, key, number)
        if correction is not None and agrees(correction.meant, ours):
            used.append(correction)
        elif not agrees(number, ours):
            yield differs(key, number, ours)
    if wanted.exercise_on not in (None, found.exercise_on):
        yield differs("exerciseDate", wanted.exercise_on, found.exercise_on)
    if wanted.currency not in ("", case.terms.currency):
        yield differs("currency", wanted.currency, case.terms.currency)


def agrees(expected: Decimal, found: Decimal) -> bool:
    """Whether a number is near enough to the expected one."""
    return abs(expected - found) <= TOLERANCE * max(Decimal(1), abs(expected))


def _correction(case: Case, wanted: Expected, key: str, number: Decimal) -> Correction | None:
    kind = case.terms.kind
    return next(
        (
            each
            for each in CORRECTIONS
            if (each.kind, each.event, each.term) == (kind, wanted.event, key)
            and each.printed == abs(number)
        ),
        None,
    )
