"""Decide a rule on what was stated, and say why.

A fact nobody stated leaves a finding open, never failed: the firm is asked for it.  So does a
fact of a wrong type, a code nobody defined, and evidence older than allowed.  Verdicts are
ordered, so *all* is their minimum and *any* their maximum (Kleene's strong logic).

Source: Kleene, "Introduction to Metamathematics", 1952, section 64 (strong tables); own
convention, decision on three-valued rules.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from majung.errors import Message, message
from majung.rules.findings import Finding, Verdict
from majung.rules.kinds import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Between,
    Evidenced,
    Holds,
    Includes,
    Leaf,
    NoneOf,
    NotRule,
    OneOf,
    OnlyFrom,
    OnOrAfter,
    OnOrBefore,
    Revised,
    Rule,
    StartsWith,
)
from majung.rules.vocabulary import ASSESSED_ON, FactDefinition, FactType, FactValue, Quantity

Facts = Mapping[str, FactValue]


def evaluate(rule: Rule, facts: Facts) -> Finding:
    """Decide `rule` on `facts`.  Never raises for a fact that is missing or of a wrong type."""
    match rule:
        case AllOf():
            found = tuple(evaluate(part, facts) for part in rule.parts)
            return _combined(rule, min((part.verdict for part in found), default=_MET), found)
        case AnyOf():
            found = tuple(evaluate(part, facts) for part in rule.parts)
            return _combined(rule, max((part.verdict for part in found), default=_NOT_MET), found)
        case NotRule():
            part = evaluate(rule.part, facts)
            return _combined(rule, Verdict(Verdict.MET - part.verdict), (part,))
        case Evidenced():
            return _evidenced(rule, facts)
        case Revised():
            return _revised(rule, facts)
        case _:
            return _leaf(rule, facts)


_MET, _NOT_MET, _OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.OPEN
_VERDICT_WORDS = {_MET: "met", _NOT_MET: "not-met", _OPEN: "open"}
_BRANCH_WORDS: Mapping[type, str] = {AllOf: "all", AnyOf: "any", NotRule: "not"}


def _combined(
    rule: AllOf | AnyOf | NotRule, verdict: Verdict, parts: tuple[Finding, ...]
) -> Finding:
    word = _BRANCH_WORDS[type(rule)]
    still_open = tuple(part for part in parts if part.verdict is _OPEN)
    missing = frozenset[str]().union(*(part.missing for part in still_open))
    return Finding(
        rule_key=rule.key,
        label=rule.label,
        verdict=verdict,
        reason=message(f"{word}-{_VERDICT_WORDS[verdict]}", rule=rule.label),
        citation=rule.citation,
        status=rule.status,
        parts=parts,
        missing=missing if verdict is _OPEN else frozenset(),
    )


def _leaf(rule: Leaf, facts: Facts) -> Finding:
    definition = rule.fact
    value = facts.get(definition.name)
    objection = _absence(rule) if value is None else definition.objection_to(value)
    if value is None or objection is not None:
        verdict, reason = _OPEN, objection or _absence(rule)
    else:
        verdict = _MET if _is_met(rule, value) else _NOT_MET
        reason = message(
            f"{_WORDS[type(rule)]}-{_VERDICT_WORDS[verdict]}",
            fact=definition.label,
            value=_shown(definition, value),
            source=rule.citation,
            **_limits(rule),
        )
    return Finding(
        rule_key=rule.key,
        label=rule.label,
        verdict=verdict,
        reason=reason,
        citation=rule.citation,
        status=rule.status,
        missing=frozenset({definition.name}) if verdict is _OPEN else frozenset(),
        helps=rule.helps,
    )


_WORDS: Mapping[type, str] = {
    AtMost: "at-most",
    AtLeast: "at-least",
    Between: "between",
    OneOf: "one-of",
    NoneOf: "none-of",
    Includes: "includes",
    OnlyFrom: "only-from",
    StartsWith: "starts-with",
    Holds: "holds",
    OnOrBefore: "on-or-before",
    OnOrAfter: "on-or-after",
}


def _absence(rule: Leaf) -> Message:
    return message("fact-not-stated", fact=rule.fact.label, source=rule.citation)


def _is_met(rule: Leaf, value: Any) -> bool:  # the vocabulary has checked the value's type
    codes = value if isinstance(value, frozenset) else frozenset({value})
    match rule:
        case AtMost() | OnOrBefore():
            met = value <= rule.limit
        case AtLeast() | OnOrAfter():
            met = value >= rule.limit
        case Between():
            met = rule.low <= value <= rule.high
        case OneOf():
            met = value in rule.options
        case NoneOf():
            met = codes.isdisjoint(rule.options)
        case Includes():
            met = not codes.isdisjoint(rule.options)
        case OnlyFrom():
            met = bool(codes) and codes <= rule.options
        case StartsWith():
            met = any(code.startswith(tuple(rule.prefixes)) for code in codes)
        case Holds():
            met = value is rule.expected
        case _:
            assert_never(rule)
    return bool(met)


def _limits(rule: Leaf) -> dict[str, object]:
    match rule:
        case AtMost() | AtLeast() | OnOrBefore() | OnOrAfter():
            return {"limit": _shown(rule.fact, rule.limit)}
        case Between():
            return {"low": _shown(rule.fact, rule.low), "high": _shown(rule.fact, rule.high)}
        case OneOf() | NoneOf() | Includes() | OnlyFrom():
            return {"limit": _shown(rule.fact, rule.options)}
        case StartsWith():
            return {"limit": tuple(sorted(rule.prefixes))}
        case Holds():
            return {"limit": rule.expected}
        case _:
            assert_never(rule)


def _shown(definition: FactDefinition, value: FactValue) -> object:
    """Bring a value to the form in which an officer reads it: units, labels of codes."""
    if isinstance(value, frozenset):
        return tuple(definition.code_label(code) for code in sorted(value))
    if definition.type is FactType.CODE and isinstance(value, str):
        return definition.code_label(value)
    if definition.unit is not None:
        return Quantity(value, definition.unit)
    return value


def _evidenced(rule: Evidenced, facts: Facts) -> Finding:
    part = evaluate(rule.part, facts)
    objection = _objection_to_evidence(rule, facts)
    verdict = part.verdict if objection is None else _OPEN
    reason = objection or message(
        f"evidence-{_VERDICT_WORDS[verdict]}",
        rule=rule.label,
        evidence=rule.evidence.label,
        issued=facts[rule.evidence.name],
        source=rule.citation,
    )
    return Finding(
        rule_key=rule.key,
        label=rule.label,
        verdict=verdict,
        reason=reason,
        citation=rule.citation,
        status=rule.status,
        parts=(part,),
        missing=part.missing | _undated(rule, objection, facts),
        helps=rule.helps,
    )


def _objection_to_evidence(rule: Evidenced, facts: Facts) -> Message | None:
    """Say why the evidence cannot count on the day of the assessment, or None if it can."""
    issued, assessed = facts.get(rule.evidence.name), facts.get(ASSESSED_ON)
    if issued is None or assessed is None:
        kind = "assessment-day-not-stated" if assessed is None else "evidence-not-stated"
        return message(kind, evidence=rule.evidence.label, source=rule.citation)
    objection = rule.evidence.objection_to(issued)
    if objection is not None or not isinstance(issued, date) or not isinstance(assessed, date):
        return objection or message(
            "assessment-day-not-stated", evidence=rule.evidence.label, source=rule.citation
        )
    age = (assessed - issued).days
    if 0 <= age <= rule.age_days_max:
        return None
    return message(
        "evidence-later" if age < 0 else "evidence-old",
        evidence=rule.evidence.label,
        issued=issued,
        assessed=assessed,
        age=abs(age),
        limit=rule.age_days_max,
        source=rule.citation,
    )


def _undated(rule: Evidenced, objection: Message | None, facts: Facts) -> frozenset[str]:
    if objection is None:
        return frozenset()
    return frozenset({ASSESSED_ON if ASSESSED_ON not in facts else rule.evidence.name})


def _revised(rule: Revised, facts: Facts) -> Finding:
    """Decide by the version of the day of the assessment.

    After its end a rule asks for nothing, which counts as met; on a day before its first version
    nobody knows what was asked for.
    """
    assessed = facts.get(ASSESSED_ON)
    version = rule.version_on(assessed) if isinstance(assessed, date) else None
    if version is not None:
        return evaluate(version, facts)
    if not isinstance(assessed, date):
        verdict, reason = _OPEN, message("revision-open", rule=rule.label)
    elif assessed < rule.versions[0][0]:
        verdict = _OPEN
        reason = message("revision-not-begun", rule=rule.label, first=rule.versions[0][0])
    else:
        verdict = _MET
        reason = message("rule-not-in-force", rule=rule.label, assessed=assessed)
    return Finding(
        rule_key=rule.key,
        label=rule.label,
        verdict=verdict,
        reason=reason,
        citation=rule.citation,
        status=rule.status,
        missing=frozenset({ASSESSED_ON}) if verdict is _OPEN else frozenset(),
    )
