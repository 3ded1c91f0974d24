"""Which facts can be stated about a firm, a project or a request: the words rules are made of.

A vocabulary is data.  A rule may read only what the vocabulary defines, so a misspelt fact is a
problem with a line number on the day the rule is written, not an open finding forever after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from majung.rules.citations import Label


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDefinition:
    """One fact of a vocabulary.

    Attributes:
        unit: what a count or number counts (``persons``, ``years``), the currency of money.
        options: the permitted codes with their labels; empty where any code may stand.
        evidence: what shows it.
        is_gate: a restriction check, which someone has to make: unchecked is never passed.
    """

    name: str
    type: FactType
    label: Label
    stated_by: StatedBy
    evidence: Label
    unit: str = ""
    options: Mapping[str, Label] = field(default_factory=dict)
    is_gate: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Definitions of facts by name."""

    facts: Mapping[str, FactDefinition]

    def __contains__(self, name: str) -> bool:
        return name in self.facts

    def __getitem__(self, name: str) -> FactDefinition:
        return self.facts[name]

    def joined(self, other: "Vocabulary") -> "Vocabulary":
        """Return both vocabularies together; a definition of `other` stands over one of ours."""
        return Vocabulary({**self.facts, **other.facts})
