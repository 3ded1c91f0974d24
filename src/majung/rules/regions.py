"""What values of a fact a rule leaves possible, so that contradictions can be seen beforehand.

A region narrows as rules are added.  An empty region means that the rules can never be met
together; a rule that does not narrow it decides nothing.

Source: own convention: a rule that can never decide is a mistake of its author.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Protocol, Self

from majung.rules.kinds import (
    AtLeast,
    AtMost,
    Between,
    Holds,
    Includes,
    Leaf,
    NoneOf,
    OneOf,
    OnlyFrom,
    OnOrAfter,
    OnOrBefore,
    StartsWith,
)
from majung.rules.vocabulary import FactDefinition, FactType


class Region(Protocol):
    """Values of a fact that are still possible."""

    @property
    def is_empty(self) -> bool:
        """Whether no value is left."""

    def narrowed(self, rule: Leaf) -> Self:
        """Return the values that also meet a rule."""


def whole(fact: FactDefinition) -> Region:
    """Return all values a fact can have."""
    if fact.type is FactType.CLAIM:
        return Claims(frozenset({False, True}))
    options = frozenset(code for code, _ in fact.options) or None
    if fact.type is FactType.CODE:
        return OneCode(options)
    if fact.type is FactType.CODES:
        return SomeCodes(OneCode(options))
    return Span()


@dataclass(frozen=True, slots=True)
class Claims:
    """True, false or both."""

    values: frozenset[bool]

    @property
    def is_empty(self) -> bool:
        """Whether neither is left."""
        return not self.values

    def narrowed(self, rule: Leaf) -> "Claims":
        """Keep what the rule expects."""
        assert isinstance(rule, Holds), rule
        return Claims(self.values & {rule.expected})


@dataclass(frozen=True, slots=True)
class Span:
    """Measures or days between two limits, both included; None is unbounded."""

    low: Any = None  # a measure or a day: one fact has one type, so they compare
    high: Any = None

    @property
    def is_empty(self) -> bool:
        """Whether the limits have crossed."""
        return self.low is not None and self.high is not None and bool(self.low > self.high)

    def narrowed(self, rule: Leaf) -> "Span":
        """Draw the limits together."""
        low, high = self.low, self.high
        match rule:
            case AtMost() | OnOrBefore():
                below: Any = rule.limit
                high = below if high is None else min(high, below)
            case AtLeast() | OnOrAfter():
                above: Any = rule.limit
                low = above if low is None else max(low, above)
            case Between():
                floor: Any = rule.low
                ceiling: Any = rule.high
                low = floor if low is None else max(low, floor)
                high = ceiling if high is None else min(high, ceiling)
            case _:
                raise AssertionError(rule)
        return Span(low, high)


@dataclass(frozen=True, slots=True)
class OneCode:
    """Codes one code may still be.

    Attributes:
        allowed: None where any code is.
        excluded: never among them.
        prefixes: one of them begins every code; None where any beginning will do.
    """

    allowed: frozenset[str] | None
    excluded: frozenset[str] = frozenset()
    prefixes: frozenset[str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no code is left."""
        return self.prefixes == frozenset() or self.listed == frozenset()

    @property
    def listed(self) -> frozenset[str] | None:
        """Every code that is left; None where they cannot be listed."""
        if self.allowed is None:
            return None
        begins = tuple(self.prefixes) if self.prefixes is not None else ("",)
        return frozenset(code for code in self.allowed - self.excluded if code.startswith(begins))

    def narrowed(self, rule: Leaf) -> "OneCode":
        """Keep the codes that meet the rule."""
        match rule:
            case OneOf() | OnlyFrom() | Includes():
                return self.within(rule.options)
            case NoneOf():
                narrowed = replace(self, excluded=self.excluded | rule.options)
            case StartsWith():
                narrowed = replace(self, prefixes=_common(self.prefixes, rule.prefixes))
            case _:
                raise AssertionError(rule)
        return narrowed.settled()

    def within(self, codes: frozenset[str]) -> "OneCode":
        """Keep codes of a list."""
        allowed = codes if self.allowed is None else self.allowed & codes
        return replace(self, allowed=allowed).settled()

    def settled(self) -> "OneCode":
        """Bring regions of the same codes to one form, so that they compare equal."""
        listed = self.listed
        return self if listed is None else OneCode(listed)


@dataclass(frozen=True, slots=True)
class SomeCodes:
    """Sets of codes: each within a region, and one of each demand among them.

    Attributes:
        each: what every code may be.
        demands: regions of which the set holds at least one code.
    """

    each: OneCode
    demands: frozenset[OneCode] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether no set is left."""
        return any(demand.is_empty for demand in self.demands)

    def narrowed(self, rule: Leaf) -> "SomeCodes":
        """Keep the sets that meet the rule."""
        each, demands = self.each, self.demands
        match rule:
            case OnlyFrom():
                each = each.narrowed(rule)
                demands |= {each}
            case NoneOf():
                each = each.narrowed(rule)
            case Includes() | StartsWith():
                demands |= {each.narrowed(rule)}
            case _:
                raise AssertionError(rule)
        # A code that no set may hold cannot answer an earlier demand either.
        return SomeCodes(each, frozenset(_overlap(demand, each) for demand in demands))


def _overlap(one: OneCode, other: OneCode) -> OneCode:
    both = replace(
        one,
        excluded=one.excluded | other.excluded,
        prefixes=_common(one.prefixes, other.prefixes),
    )
    return both.within(other.allowed) if other.allowed is not None else both.settled()


def _common(ours: frozenset[str] | None, theirs: Iterable[str] | None) -> frozenset[str] | None:
    """Return the beginnings that codes of both have: of two that agree, the longer."""
    if ours is None or theirs is None:
        return frozenset(theirs) if theirs is not None else ours
    agreeing = (
        max(one, other, key=len)
        for one, other in product(ours, theirs)
        if one.startswith(other) or other.startswith(one)
    )
    return frozenset(agreeing)
