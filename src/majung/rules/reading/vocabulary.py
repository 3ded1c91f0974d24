"""Read a vocabulary of facts.

Source: own convention, docs/programmes.md.
"""

from dataclasses import dataclass

from majung.errors import message
from majung.rules.citations import Label
from majung.rules.reading.nodes import Node, UnreadableError
from majung.rules.reading.records import Check, Key, Reader, Record, one_word_of
from majung.rules.reading.words import LABEL, TEXT_READER, YES_OR_NO
from majung.rules.vocabulary import FactDefinition, FactType, StatedBy, Vocabulary

COUNTED = (FactType.COUNT, FactType.NUMBER)
CODED = (FactType.CODE, FactType.CODES)


def _options(node: Node) -> tuple[tuple[str, Label], ...]:
    return tuple((str(code), LABEL.read(member)) for code, member in node.members().items())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A definition as written, before its name is known."""

    type: FactType
    label: Label
    stated_by: StatedBy
    evidence: Label
    unit: Label | None
    currency: str
    options: tuple[tuple[str, Label], ...]
    is_gate: bool


def _check_unit(node: Node, kind: FactType, unit: Label | None) -> None:
    if kind in COUNTED and unit is None:
        node.refuse(message("fact-unit-missing", type=kind))


def _check_currency(node: Node, kind: FactType, currency: str) -> None:
    if (kind is FactType.MONEY) is not bool(currency):
        node.refuse(message("fact-currency-misplaced", type=kind))


def _check_options(node: Node, kind: FactType, options: tuple[tuple[str, Label], ...]) -> None:
    if options and kind not in CODED:
        node.refuse(message("fact-options-misplaced", type=kind))


FACT = Record(
    "fact",
    "A thing that can be stated about a firm, a project or a request.",
    _Written,
    (
        Key("type", one_word_of(FactType), "what kind of value it has"),
        Key("label", LABEL, "what officials call it"),
        Key("stated-by", one_word_of(StatedBy), "who says what is so"),
        Key("evidence", LABEL, "what shows it; what is asked for while it is open"),
        Key("unit", LABEL, "of a count or number: what it counts", default=None),
        Key("currency", TEXT_READER, "of money", default=""),
        Key(
            "options",
            Reader("code: [label](#label)", _options),
            "of codes: the permitted ones; any code where left out",
            default=(),
        ),
        Key(
            "gate",
            YES_OR_NO,
            "a restriction check somebody has to make: unchecked is never passed",
            default=False,
            attribute="is_gate",
        ),
    ),
    checks=(
        Check(("type", "unit"), _check_unit),
        Check(("type", "currency"), _check_currency),
        Check(("type", "options"), _check_options),
    ),
)


def read_vocabulary(node: Node) -> Vocabulary:
    """Read the definitions of facts, by name."""
    facts: dict[str, FactDefinition] = {}
    failed = False
    for name, member in node.members().items():
        try:
            written = FACT.read(member)
        except UnreadableError:
            failed = True
            continue
        values = {key: getattr(written, key) for key in _Written.__slots__}
        facts[str(name)] = FactDefinition(name=str(name), **values)
    if failed:
        raise UnreadableError
    return Vocabulary(facts)
