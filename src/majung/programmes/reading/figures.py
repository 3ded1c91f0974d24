"""Read numbers over time: values by date with their source and status.

limit:
2024-09-24: 2,000억
2025-03-01: {value: 3,000억, source: another-source, status: assumed}
source: motie-2024-09-24
status: reported

Source: own convention, docs/programmes.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from majung.errors import PolicyFinanceError, message
from majung.programmes.figures import Figure, Stated
from majung.rules.citations import Citation, Label, Status
from majung.rules.reading.by_date import dated_members, read_steps
from majung.rules.reading.korean import spoken_name
from majung.rules.reading.nodes import Node, UnreadableError, unknown
from majung.rules.reading.quantities import COUNT, MONEY, Measured, Unit
from majung.rules.reading.records import Key, Reader, Record
from majung.rules.reading.words import CITATION, CITED, STATUS
from majung.values.money import Money

T = TypeVar("T")

NUMBER = "number"
_CITED_NAMES = tuple(key.name for key in CITED)


def figure(unit: Unit[T]) -> Reader[Figure[T]]:
    """Return the reader of a number over time."""

    def read(node: Node) -> Figure[T]:
        cited, dated = _split(node, unit.example)
        steps = read_steps(dated, lambda step: _step(step, unit, cited))
        return Figure(tuple(_stated(node, day, step, cited) for day, step in steps))

    return Reader(f"{unit.wanted.en} [by date](#numbers), `{unit.example}`", read)


def figures_by_name(unit: Unit[T]) -> Reader[Mapping[str, Figure[T]]]:
    """Return the reader of several numbers over time: by date, then by name."""
    return Reader(
        f"names with {unit.wanted.en} [by date](#numbers), `A: {unit.example}`",
        lambda node: named_figures(node, unit.read, unit.example),
    )


def named_figures(
    node: Node, read: Callable[[Node], Measured[T]], example: str
) -> Mapping[str, Figure[T]]:
    """Read numbers by date, then by name; a name left out of a later date ends there."""
    cited, dated = _split(node, example)
    steps = read_steps(dated, lambda step: _named(step, read))
    names = dict.fromkeys(name for _, step in steps for name in step or ())
    figures: dict[str, Figure[T]] = {}
    for name in names:
        values = [(day, (step or {}).get(name)) for day, step in steps]
        begun = next(at for at, (_, value) in enumerate(values) if value is not None)
        figures[name] = Figure(
            tuple(
                _stated(node, day, None if value is None else _Step(value, None, None), cited)
                for day, value in values[begun:]
            )
        )
    return figures


@dataclass(frozen=True, slots=True)
class _Cited:
    """What the steps of a figure share unless they say otherwise."""

    citation: Citation | None
    status: Status | None


@dataclass(frozen=True, slots=True)
class _Step:
    """A number of one day; source and status where they are its own."""

    value: Measured[Any]
    citation: Citation | None
    status: Status | None


_STEP = Record(
    NUMBER,
    "",
    _Step,
    (
        Key("source", CITATION, "", default=None, attribute="citation"),
        Key("status", STATUS, "", default=None),
    ),
)


def _split(node: Node, example: str) -> tuple[_Cited, Mapping[date, Node]]:
    """Part a figure into what its steps share and its steps."""
    members = node.members()
    dated = dated_members(members)
    days = {step.key for step in dated.values()}
    strange = [name for name in members if name not in days and name not in _CITED_NAMES]
    for name in strange:
        members[name].report_key(
            unknown("key-unknown", name, _CITED_NAMES, record=spoken_name(NUMBER))
        )
    if not dated:
        node.report(message("number-without-day", example=example))
    if strange or not dated:
        raise UnreadableError
    citation = CITATION.read(members["source"]) if "source" in members else None
    status = STATUS.read(members["status"]) if "status" in members else None
    return _Cited(citation, status), dated


def _step(node: Node, unit: Unit[T], cited: _Cited) -> _Step:
    if isinstance(node.value, dict):
        value = Key("value", unit.reader, "")
        return Record(NUMBER, "", _Step, (value, *_STEP.keys)).read(node)
    return _Step(unit.read(node), cited.citation, cited.status)


def _named(node: Node, read: Callable[[Node], Measured[T]]) -> Mapping[str, Measured[T]]:
    values: dict[str, Measured[T]] = {}
    failed = False
    for name, member in node.members().items():
        try:
            values[name] = read(member)
        except UnreadableError:
            failed = True
    if failed:
        raise UnreadableError
    return values


def _stated(node: Node, day: date, step: _Step | None, cited: _Cited) -> Stated[Any]:
    citation = (step.citation if step is not None else None) or cited.citation
    status = (step.status if step is not None else None) or cited.status
    if citation is None or status is None:
        missing = _CITED_NAMES[0] if citation is None else _CITED_NAMES[1]
        node.refuse(message("key-missing", key=missing, record=spoken_name(NUMBER)))
    if step is None:
        return Stated(None, "", day, citation, status)
    return Stated(step.value.value, step.value.unit, day, citation, status)


def _count_or_money(text: str, currency: str) -> Measured[int] | Measured[Money]:
    try:
        return MONEY.parse(text, currency)
    except PolicyFinanceError:
        return COUNT.parse(text, currency)


COUNT_OR_MONEY: Unit[Any] = Unit(
    Label("개수 또는 금액", "a count or an amount"), "200 projects", _count_or_money
)
