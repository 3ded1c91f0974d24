"""Which facts can be stated about a firm, a project or a request: the words rules are made of.

A vocabulary is data.  A rule may read only what the vocabulary defines, so a misspelt fact is a
problem with a line number on the day the rule is written, not an open finding forever after.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from majung.errors import Language, Message, message
from majung.rules.citations import Label
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

#: What can be known about a firm, a project or a request.
FactValue = bool | int | Decimal | str | Money | Rate | Ratio | date | frozenset[str]

#: The fact that holds the day of the assessment; evidence ages and revisions are read against it.
ASSESSED_ON = "assessed-on"


class FactType(StrEnum):
    """What kind of value a fact has."""

    CLAIM = "claim"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    RATE = "rate"
    RATIO = "ratio"
    DAY = "day"
    CODE = "code"
    CODES = "codes"


class StatedBy(StrEnum):
    """Who says what is so."""

    FIRM = "firm"
    PROVIDER = "provider"
    MINISTRY = "ministry"
    REGISTER = "register"
    SERVICE = "service"


#: Python types of each fact type; a bool is never a count, a moment never a day.
_PYTHON_TYPES: Mapping[FactType, tuple[type, ...]] = {
    FactType.CLAIM: (bool,),
    FactType.COUNT: (int,),
    FactType.NUMBER: (int, Decimal),
    FactType.MONEY: (Money,),
    FactType.RATE: (Rate,),
    FactType.RATIO: (Ratio,),
    FactType.DAY: (date,),
    FactType.CODE: (str,),
    FactType.CODES: (frozenset,),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts, as an officer reads it: 120명, 120 persons."""

    value: object
    unit: Label

    def spoken(self, language: Language) -> str:
        """Write number and unit the way the language joins them."""
        number = f"{self.value:,}" if isinstance(self.value, int) else f"{self.value}"
        return f"{number}{'' if language == 'ko' else ' '}{self.unit.spoken(language)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDefinition:
    """One fact of a vocabulary.

    Attributes:
        unit: what a count or number counts (명 / persons); None for other types.
        currency: of money; empty for other types.
        options: the permitted codes with their labels; empty where any code may stand.
        stated_by: who says what is so.
        evidence: what shows it.
        is_gate: a restriction check, which someone has to make: unchecked is never passed.
    """

    name: str
    type: FactType
    label: Label
    stated_by: StatedBy
    evidence: Label
    unit: Label | None = None
    currency: str = ""
    options: tuple[tuple[str, Label], ...] = ()
    is_gate: bool = False

    def objection_to(self, value: object) -> Message | None:
        """Say why a value cannot be this fact, or None if it can.

        Source: own convention: a fact of a wrong type decides nothing.
        """
        if not isinstance(value, _PYTHON_TYPES[self.type]) or (
            isinstance(value, bool) is not (self.type is FactType.CLAIM)
            or isinstance(value, datetime)
        ):
            return message("fact-mistyped", fact=self.label, value=value, type=self.type)
        if isinstance(value, Money) and value.currency != self.currency:
            return message("fact-mistyped", fact=self.label, value=value, type=self.currency)
        unknown = tuple(code for code in self._codes_of(value) if not self._permits(code))
        if unknown:
            known = tuple(code for code, _ in self.options)
            return message("fact-code-unknown", fact=self.label, codes=unknown, known=known)
        return None

    def code_label(self, code: str) -> Label | str:
        """Return what officials call a code; the code itself where it has no label."""
        return dict(self.options).get(code, code)

    def _permits(self, code: object) -> bool:
        return isinstance(code, str) and (
            not self.options or any(code == option for option, _ in self.options)
        )

    @staticmethod
    def _codes_of(value: object) -> tuple[object, ...]:
        if isinstance(value, frozenset):
            return tuple(sorted(value, key=str))
        return (value,) if isinstance(value, str) else ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Definitions of facts by name."""

    facts: Mapping[str, FactDefinition]

    def __contains__(self, name: str) -> bool:
        return name in self.facts

    def __getitem__(self, name: str) -> FactDefinition:
        return self.facts[name]

    def __iter__(self) -> Iterator[FactDefinition]:
        return iter(self.facts.values())

    def joined(self, other: "Vocabulary") -> "Vocabulary":
        """Return both vocabularies together; a definition of `other` stands over one of ours."""
        return Vocabulary({**self.facts, **other.facts})

    def fitting(self, facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
        """Return the facts that are defined and of their type.

        One application is asked of every programme, and an amount in won means nothing to a
        programme in dollars.
        """
        return {
            name: value
            for name, value in facts.items()
            if name in self.facts and self.facts[name].objection_to(value) is None
        }

    def objections(self, facts: Mapping[str, object]) -> tuple[Message, ...]:
        """Say what is wrong with stated facts: unknown names, wrong types, unknown codes."""
        found: list[Message] = []
        for name, value in facts.items():
            if name not in self.facts:
                found.append(message("fact-unknown", fact=name))
            elif objection := self.facts[name].objection_to(value):
                found.append(objection)
        return tuple(found)
