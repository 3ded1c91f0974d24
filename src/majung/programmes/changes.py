"""What changed between two versions of a programme, in words.

Every number, rule, party and account has a path (``products › ai-plus-cover › amount-max ›
2024-09-24``); what stands under a path in one version and not in the other, or differs, is a
change.  The order in which a file lists things is no change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from majung.errors import Message, Speakable, message
from majung.ledger.accounts import Chart
from majung.ledger.rules import PostingRules
from majung.programmes.figures import Figure, Stated
from majung.programmes.programme import Programme
from majung.rules.vocabulary import FactDefinition, Vocabulary

Path = tuple[str, ...]
#: Not what a programme says: the digest of it, and examples of it.
UNSAID = frozenset({"version", "cases"})
#: What names a member of a list, in this order.
NAMES = ("key", "rule_key", "code", "party", "grade", "name")
SEPARATOR = " › "


def said_by(programme: Programme) -> Mapping[Path, object]:
    """Return everything a programme says, by path: what `diff` compares and a page can list.

    Source: own convention, docs/programmes.md.
    """
    return dict(_leaves(programme, ()))


def diff(old: Programme, new: Programme) -> tuple[Message, ...]:
    """List what changed, by path: added, removed, or made different.

    Source: own convention: a change of any programme's outcome is always listed.
    """
    before, after = said_by(old), said_by(new)
    changes: list[Message] = []
    for path in sorted(before.keys() | after.keys()):
        place = SEPARATOR.join(path)
        if path not in after:
            changes.append(message("change-removed", place=place, old=before[path]))
        elif path not in before:
            changes.append(message("change-added", place=place, new=after[path]))
        elif before[path] != after[path]:
            changes.append(message("change-made", place=place, old=before[path], new=after[path]))
    return tuple(changes)


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    match value:
        case Figure():
            yield from ((_day(step, path), step) for step in value.steps)
        case PostingRules():
            yield from _bindings(value, path)
        case Chart() | Vocabulary():
            yield from _members(tuple(value), path)
        case Mapping():
            for key, member in value.items():
                yield from _leaves(member, (*path, str(key)))
        case tuple():
            yield from _members(value, path)
        case _:
            yield from _single(value, path)


def _day(step: Stated[object], path: Path) -> Path:
    return (*path, step.valid_from.isoformat())


def _bindings(rules: PostingRules, path: Path) -> Iterator[tuple[Path, object]]:
    """Gather the pairs of accounts of each event in each book; none where nothing is posted."""
    pairs: dict[Path, tuple[str, ...]] = {}
    for rule in rules.rules:
        place = (*path, rule.book_role, rule.event_kind)
        pair = f"{rule.debit} / {rule.credit}" if rule.posts else "none"
        pairs[place] = (*pairs.get(place, ()), pair)
    yield from pairs.items()


def _single(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if value is None or value == "":
        return
    if isinstance(value, FactDefinition) and path[:1] != ("vocabulary",):
        yield path, value.name
    elif is_dataclass(value) and not isinstance(value, Speakable):
        yield from _fields(value, path)
    else:
        yield path, value


def _fields(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    assert is_dataclass(value)
    for field in fields(value):
        if field.name not in UNSAID and not field.name.startswith("_"):
            name = field.name.replace("_", "-")
            yield from _leaves(getattr(value, field.name), (*path, name))


def _members(values: tuple[object, ...], path: Path) -> Iterator[tuple[Path, object]]:
    if all(isinstance(value, str | Enum) for value in values):
        if values:
            yield path, tuple(sorted(str(value) for value in values))
        return
    names = [_name_of(value) or "" for value in values]
    for position, (value, name) in enumerate(zip(values, names, strict=True), start=1):
        # Cells of one grade share its name: their position tells them apart.
        place = name if name and names.count(name) == 1 else f"{name} {position}".strip()
        yield from _leaves(value, (*path, place))


def _name_of(value: object) -> str | None:
    for name in NAMES:
        named = getattr(value, name, None)
        if isinstance(named, str) and named:
            return named
    return None
