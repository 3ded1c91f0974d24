"""Find rules that can never decide: contradictions, duplicates, alternatives already excluded.

Rules that must all be met narrow what is possible, fact by fact.  A rule that empties what is
left contradicts one before it; a rule that leaves it as it was changes nothing.  Alternatives
are looked at one by one, each within what surrounds them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from majung.errors import Message, message
from majung.rules.kinds import (
    AllOf,
    AnyOf,
    Evidenced,
    Holds,
    Leaf,
    NoneOf,
    NotRule,
    OneOf,
    Revised,
    Rule,
)
from majung.rules.regions import Region, whole
from majung.rules.vocabulary import FactType

Found = tuple[str, Message]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is left of a fact, and the rules that narrowed it."""

    region: Region
    rules: tuple[Leaf, ...]


_Context = dict[str, _Known]


def unreachable(rule: Rule) -> tuple[Found, ...]:
    """Return the keys of rules that can never decide, each with why, in the order of the file.

    Source: own convention: a rule that can never decide is a mistake of its author.
    """
    return tuple(_walk(rule, {}))


def _walk(rule: Rule, context: _Context) -> Iterator[Found]:
    match rule:
        case AllOf():
            yield from _all(rule, context)
        case AnyOf():
            yield from _any(rule, context)
        case NotRule():
            # What is left outside a rule has no simple shape; look inside by itself.
            yield from _walk(rule.part, {})
        case Evidenced():
            yield from _walk(rule.part, context)
        case Revised():
            for _, version in rule.versions:
                if version is not None:
                    yield from _walk(version, dict(context))
        case _:
            yield from _narrow(rule, context)


def _all(rule: AllOf, context: _Context) -> Iterator[Found]:
    """Narrow by leaves first, so that alternatives are seen within everything around them."""
    leaves = [part for part in rule.parts if _decided_by_leaf(part) is not None]
    for part in leaves:
        leaf = _decided_by_leaf(part)
        if leaf is not None:
            yield from _narrow(leaf, context)
    for part in rule.parts:
        if part not in leaves:
            # Alternatives and versions leave no single region behind them.
            inner = context if isinstance(part, AllOf) else dict(context)
            yield from _walk(part, inner)


def _any(rule: AnyOf, context: _Context) -> Iterator[Found]:
    seen: dict[str, list[tuple[Leaf, Region]]] = {}
    for part in rule.parts:
        leaf = _decided_by_leaf(part)
        if leaf is None:
            yield from _walk(part, dict(context))
            continue
        before = _known(leaf, context)
        region = before.region.narrowed(leaf)
        if region.is_empty:
            yield leaf.key, _never(leaf, before)
            continue
        for other, covered in seen.get(leaf.fact.name, []):
            if region.narrowed(other) == region:
                yield leaf.key, _idle(leaf, other)
                break
            if covered.narrowed(leaf) == covered:
                yield other.key, _idle(other, leaf)
                break
        seen.setdefault(leaf.fact.name, []).append((leaf, region))


def _narrow(leaf: Leaf, context: _Context) -> Iterator[Found]:
    before = _known(leaf, context)
    region = before.region.narrowed(leaf)
    if region.is_empty:
        yield leaf.key, _never(leaf, before)
        return  # go on with what was possible: one contradiction, one problem
    if region == before.region:
        yield leaf.key, _idle(leaf, before.rules[-1]) if before.rules else _always(leaf)
        return
    for other in before.rules:
        alone = whole(leaf.fact)
        for each in (*(rule for rule in before.rules if rule is not other), leaf):
            alone = alone.narrowed(each)
        if alone == region:
            yield other.key, _idle(other, leaf)
            break
    context[leaf.fact.name] = _Known(region, (*before.rules, leaf))


def _known(leaf: Leaf, context: _Context) -> _Known:
    return context.get(leaf.fact.name) or _Known(whole(leaf.fact), ())


def _decided_by_leaf(rule: Rule) -> Leaf | None:
    """Return the leaf that a rule comes down to: itself, under evidence, or turned round."""
    match rule:
        case Evidenced():
            return _decided_by_leaf(rule.part)
        case NotRule():
            part = _decided_by_leaf(rule.part)
            return _turned(part) if part is not None else None
        case AllOf() | AnyOf() | Revised():
            return None
        case _:
            return rule


def _turned(leaf: Leaf) -> Leaf | None:
    shared = {name: getattr(leaf, name) for name in ("key", "label", "citation", "status", "helps")}
    match leaf:
        case Holds():
            return Holds(fact=leaf.fact, expected=not leaf.expected, **shared)
        case OneOf():
            return NoneOf(fact=leaf.fact, options=leaf.options, **shared)
        case NoneOf() if leaf.fact.type is FactType.CODE:
            return OneOf(fact=leaf.fact, options=leaf.options, **shared)
        case _:
            return None


def _never(leaf: Leaf, before: _Known) -> Message:
    other = before.rules[-1].key if before.rules else leaf.fact.name
    return message("rule-never-met", rule=leaf.key, other=other, fact=leaf.fact.name)


def _idle(leaf: Leaf, other: Leaf) -> Message:
    return message("rule-without-effect", rule=leaf.key, other=other.key, fact=leaf.fact.name)


def _always(leaf: Leaf) -> Message:
    return message("rule-always-met", rule=leaf.key, fact=leaf.fact.name)
