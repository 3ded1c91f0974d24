"""The kinds of rule a programme may be written in.

A rule is a tree: leaves compare one fact with a limit, branches combine rules.  A new kind of
rule is a new dataclass here, an arm in `evaluation` and an entry in `reading`, reviewed as code;
a programme file never contains an expression.

Source: own convention, decision on three-valued rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from majung.rules.citations import Citation, Label, Status
from majung.rules.vocabulary import ASSESSED_ON, FactDefinition
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

#: What can be put in an order and compared with a limit.
Measure = int | Decimal | Money | Rate | Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ruling:
    """What every rule carries.

    Attributes:
        key: names the rule within its programme; findings refer to it.
        label: what the rule asks for, as an officer would say it.
        citation: who set it.
        status: reported or assumed.
    """

    key: str
    label: Label
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnFact(_Ruling):
    """What every rule on one fact carries.

    Attributes:
        fact: the fact it reads, as the vocabulary defines it.
        helps: what to supply so that an open finding can be decided.
    """

    fact: FactDefinition
    helps: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(_OnFact):
    """A measure may not exceed a limit; the limit itself passes."""

    limit: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(_OnFact):
    """A measure must reach a limit; the limit itself passes."""

    limit: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(_OnFact):
    """A measure must lie between two limits; both limits pass."""

    low: Measure
    high: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(_OnFact):
    """A code must be one of a list."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOf(_OnFact):
    """A code, or every one of several codes, must be outside a list."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Includes(_OnFact):
    """At least one of several codes must be on a list."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyFrom(_OnFact):
    """Each of several codes must be on a list, and there must be one."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartsWith(_OnFact):
    """A code of a hierarchy (an industry code) must begin with one of several prefixes."""

    prefixes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds(_OnFact):
    """A claim must be true, or (`expected` false) untrue."""

    expected: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOrBefore(_OnFact):
    """A day may not be later than a limit."""

    limit: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOrAfter(_OnFact):
    """A day may not be earlier than a limit."""

    limit: date


Leaf = (
    AtMost
    | AtLeast
    | Between
    | OneOf
    | NoneOf
    | Includes
    | OnlyFrom
    | StartsWith
    | Holds
    | OnOrBefore
    | OnOrAfter
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf(_Ruling):
    """Every part must be met."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(_Ruling):
    """One part must be met."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRule(_Ruling):
    """The part may not be met."""

    part: "Rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidenced(_Ruling):
    """A check that counts only with fresh evidence: an old certificate leaves it open.

    Attributes:
        part: what the evidence must show.
        evidence: the fact that holds the day the evidence was issued.
        age_days_max: how old the evidence may be on the day of the assessment.
        helps: which evidence to supply.
    """

    part: "Rule"
    evidence: FactDefinition
    age_days_max: int
    helps: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(_Ruling):
    """A rule that changed over time: the version of the day of the assessment decides.

    Attributes:
        versions: first day and rule, earliest first; None ends the rule.
    """

    versions: tuple[tuple[date, "Rule | None"], ...]

    def version_on(self, day: date) -> "Rule | None":
        """Return the version of a day: the latest that began; None before the first or if ended."""
        begun = [version for first_on, version in self.versions if first_on <= day]
        return begun[-1] if begun else None

    @property
    def has_gap(self) -> bool:
        """Whether there are days after the first on which the rule is not in force."""
        return any(version is None for _, version in self.versions)


Rule = Leaf | AllOf | AnyOf | NotRule | Evidenced | Revised


def parts_of(rule: Rule) -> tuple[Rule, ...]:
    """Return the rules directly under a rule; a leaf has none."""
    match rule:
        case AllOf() | AnyOf():
            return rule.parts
        case NotRule() | Evidenced():
            return (rule.part,)
        case Revised():
            return tuple(part for _, part in rule.versions if part is not None)
        case _:
            return ()


def every_rule(rule: Rule) -> Iterator[Rule]:
    """Walk a rule and all rules under it, parents first."""
    yield rule
    for part in parts_of(rule):
        yield from every_rule(part)


def facts_read(rule: Rule) -> frozenset[str]:
    """Return the names of all facts that can decide a rule."""
    names: set[str] = set()
    for each in every_rule(rule):
        match each:
            case AllOf() | AnyOf() | NotRule():
                pass
            case Evidenced():
                names |= {each.evidence.name, ASSESSED_ON}
            case Revised():
                names.add(ASSESSED_ON)
            case _:
                names.add(each.fact.name)
    return frozenset(names)
