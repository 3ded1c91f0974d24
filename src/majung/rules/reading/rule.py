"""Read a rule from a programme file.

A rule that combines others has ``all``, ``any`` or ``not``; a rule on a fact names the fact and
one comparison; ``use`` puts in a rule that stands under a name elsewhere in the file.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from majung.errors import message
from majung.rules.citations import Citation, Label, Status
from majung.rules.kinds import AllOf, AnyOf, Evidenced, Leaf, NotRule, Revised, Rule
from majung.rules.reachability import unreachable
from majung.rules.reading.by_date import dated_members, is_by_date, read_steps
from majung.rules.reading.limits import COMPARISONS, Limits, read_limits
from majung.rules.reading.nodes import Node, UnreadableError, each, unknown
from majung.rules.reading.quantities import DAYS, Measured
from majung.rules.reading.records import Key, Reader, Record
from majung.rules.reading.words import CITATION, CITED, LABEL, NAME, STATUS, new_name
from majung.rules.vocabulary import FactDefinition, FactType

COMBINATIONS: Mapping[str, tuple[Callable[..., Rule], str]] = {
    "all": (AllOf, "every rule of the list must be met"),
    "any": (AnyOf, "one rule of the list must be met"),
    "not": (NotRule, "the rule may not be met"),
}
#: Ends the name of what evidence must show, beside the check with evidence itself.
SHOWN = "-shown"

KINDS = (*COMBINATIONS, *COMPARISONS)


def read_rule(node: Node) -> Rule:
    """Read one rule with all rules under it."""
    members = node.members()
    if "use" in members:
        return _shared(node)
    kinds = [str(key) for key in members if key in KINDS]
    if len(kinds) != 1:
        kind = "rule-kind-twice" if kinds else "rule-kind-missing"
        node.refuse(message(kind, found=tuple(kinds), known=KINDS))
    return _combined(node, kinds[0]) if kinds[0] in COMBINATIONS else _compared(node, kinds[0])


def read_reachable_rule(node: Node) -> Rule:
    """Read a rule that stands by itself, and report parts of it that can never decide."""
    rule = read_rule(node)
    _report_unreachable(node, rule)
    return rule


def _report_unreachable(node: Node, rule: Rule) -> None:
    places = node.reading.defined.get("rule", {})
    for key, found in unreachable(rule):
        node.reading.report(places.get(key, node.place), found)


def read_shared_rules(node: Node) -> None:
    """Read rules that stand under names, for ``use`` elsewhere in the file."""

    def one(member: Node) -> None:
        key = member.members().get("rule")
        # Known from now on even if it cannot be read: one mistake, one problem.
        name = str(key.value) if key is not None else ""
        node.reading.shared[name] = None
        node.reading.shared[name] = read_rule(member)

    each(node.items(), one)


def report_unused(node: Node) -> None:
    """Report shared rules that no rule uses: nobody would ever be asked for them."""
    reading = node.reading
    for name in reading.shared.keys() - reading.used:
        place = reading.defined.get("rule", {}).get(name, node.place)
        reading.report(place, message("shared-rule-unused", rule=name))


RULE = Reader("[a rule](#rules)", read_rule)
REACHABLE_RULE = Reader("[a rule](#rules)", read_reachable_rule)


@dataclass(frozen=True, slots=True)
class _Use:
    use: str


def _shared(node: Node) -> Rule:
    name = USE.read(node).use
    shared = node.reading.shared
    if name not in shared:
        node.refuse(unknown("shared-rule-unknown", name, shared))
    node.reading.used.add(name)
    rule = shared[name]
    if rule is None:
        raise UnreadableError
    return rule


USE = Record("use of a rule", "", _Use, (Key("use", NAME, "name of a shared rule"),))


def _parts_of(make: Callable[..., Rule]) -> Callable[[Node], tuple[Rule, ...]]:
    def read(node: Node) -> tuple[Rule, ...]:
        nodes = node.items()
        if not nodes:
            node.refuse(message("list-empty"))
        readable: list[Rule] = []
        for item in nodes:
            with suppress(UnreadableError):
                readable.append(read_rule(item))
        if len(readable) == len(nodes):
            return tuple(readable)
        if readable:
            _report_unreachable(node, make(**_said_by(readable[0]), parts=tuple(readable)))
        raise UnreadableError

    return read


def _said_by(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("key", "label", "citation", "status")}


RULES = "list of [rules](#rules)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Combined:
    """A rule that combines others, as written."""

    rule: str
    label: Label
    parts: tuple[Rule, ...]
    source: Citation | None
    status: Status | None


NAMED = (
    Key("rule", new_name("rule"), "names the rule; cases and findings refer to it"),
    Key("label", LABEL, "what it asks for, as an officer would say it"),
)
COMBINED_KEYS = (
    *NAMED,
    Key("source", CITATION, "who says so; else its first part's", default=None),
    Key("status", STATUS, "else `assumed` if a part is", default=None),
)


def _combined(node: Node, kind: str) -> Rule:
    make, explains = COMBINATIONS[kind]
    read_parts = _single if kind == "not" else _parts_of(make)
    parts = Key(kind, Reader(RULES, read_parts), explains, attribute="parts")
    read = Record("rule", "", _Combined, (*COMBINED_KEYS, parts)).read(node)
    if kind != "all":
        _refuse_ended(node, read.parts)
    is_assumed = any(part.status is Status.ASSUMED for part in read.parts)
    own: dict[str, Any] = {
        "key": read.rule,
        "label": read.label,
        "citation": read.source or read.parts[0].citation,
        "status": read.status or (Status.ASSUMED if is_assumed else Status.REPORTED),
    }
    return make(**own, part=read.parts[0]) if kind == "not" else make(**own, parts=read.parts)


def _single(node: Node) -> tuple[Rule, ...]:
    return (read_rule(node),)


def _refuse_ended(node: Node, parts: tuple[Rule, ...]) -> None:
    """Refuse a rule that ends where its end would decide: what is not asked for counts as met."""
    for part in parts:
        if isinstance(part, Revised) and part.has_gap:
            node.refuse(message("rule-ends-outside-all", rule=part.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """A rule on a fact, as written."""

    rule: str
    label: Label
    fact: FactDefinition
    citation: Citation
    status: Status
    helps: Label | None
    evidence: FactDefinition | None
    evidence_age_max: Measured[int] | None
    limits: tuple[tuple[date | None, Limits | None], ...]


def _definition(node: Node) -> FactDefinition:
    vocabulary = node.reading.vocabulary
    if node.value not in vocabulary.facts:
        node.refuse(unknown("fact-name-unknown", node.shown(), vocabulary.facts))
    return vocabulary[str(node.value)]


def _day_definition(node: Node) -> FactDefinition:
    definition = _definition(node)
    if definition.type is not FactType.DAY:
        node.refuse(message("evidence-not-a-day", fact=definition.name, type=definition.type))
    return definition


COMPARED_KEYS = (
    *NAMED,
    Key("fact", Reader("name of a fact", _definition), "what it reads"),
    *CITED,
    Key("helps", LABEL, "what to supply while it is open; else the fact's evidence", default=None),
    Key(
        "evidence",
        Reader("name of a fact that is a day", _day_definition),
        "the fact that holds the day the evidence was issued",
        default=None,
    ),
    Key(
        "evidence-age-max",
        DAYS.reader,
        "how old the evidence may be when assessed; older evidence leaves the rule open",
        default=None,
    ),
)


def _compared(node: Node, kind: str) -> Rule:
    fact = node.members().get("fact")
    limits = Reader("", lambda limit: _dated_limits(limit, kind, fact))
    keys = (*COMPARED_KEYS, Key(kind, limits, "", attribute="limits"))
    read = Record("rule", "", _Compared, keys).read(node)
    if read.evidence is None and read.evidence_age_max is None:
        return _in_versions(read, kind, read.rule)
    if read.evidence is None or read.evidence_age_max is None:
        node.refuse(message("evidence-half-stated"))
    shown_by_evidence = f"{read.rule}{SHOWN}"
    node.reading.define("rule", shown_by_evidence, node)
    return Evidenced(
        key=read.rule,
        label=read.label,
        citation=read.citation,
        status=read.status,
        part=_in_versions(read, kind, shown_by_evidence),
        evidence=read.evidence,
        age_days_max=read.evidence_age_max.value,
        helps=read.helps or read.evidence.evidence,
    )


def _dated_limits(
    node: Node, kind: str, fact: Node | None
) -> tuple[tuple[date | None, Limits | None], ...]:
    vocabulary = node.reading.vocabulary
    if fact is None or fact.value not in vocabulary.facts:
        raise UnreadableError  # the fact itself is a problem already
    definition = vocabulary[str(fact.value)]
    if not is_by_date(node):
        return ((None, read_limits(node, kind, definition)),)
    members = node.members()
    dated = dated_members(members)
    for key, member in members.items():
        if member not in dated.values():
            member.report_key(message("day-not-readable", text=key))
            raise UnreadableError
    return read_steps(dated, lambda step: read_limits(step, kind, definition))


def _in_versions(read: _Compared, kind: str, key: str) -> Rule:
    versions = tuple((day, _leaf(read, kind, key, limits)) for day, limits in read.limits)
    day, only = versions[0]
    if day is None and only is not None:
        return only
    return Revised(
        key=key,
        label=read.label,
        citation=read.citation,
        status=read.status,
        versions=tuple((day or date.min, version) for day, version in versions),
    )


def _leaf(read: _Compared, kind: str, key: str, limits: Limits | None) -> Leaf | None:
    if limits is None:
        return None
    return COMPARISONS[kind].make(
        key=key,
        label=read.label,
        fact=read.fact,
        citation=read.citation,
        status=read.status,
        helps=read.helps or read.fact.evidence,
        **limits,
    )
