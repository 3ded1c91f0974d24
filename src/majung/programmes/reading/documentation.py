"""Write the reference of programme files from the records that read them.

The page on how to write a programme includes this text, and a test compares them: the page cannot
say anything else than what is read.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from majung.programmes.reading.cases import CASES, TERM_UNITS
from majung.programmes.reading.elsewhere import ELIGIBILITY, PRICING, Elsewhere
from majung.programmes.reading.postings import EVENTS_OF, POSTINGS
from majung.programmes.reading.programme import programme_record
from majung.rules.reading.limits import COMPARISONS
from majung.rules.reading.records import Key, Record
from majung.rules.reading.rule import COMBINATIONS, COMBINED_KEYS, COMPARED_KEYS
from majung.rules.reading.vocabulary import FACT


def key_reference() -> str:
    """Return every record of every file as a table of its keys, in Markdown.

    Source: own convention, docs/programmes.md.
    """
    files: tuple[Record[Any], ...] = (
        programme_record(Elsewhere()),
        ELIGIBILITY,
        PRICING,
        POSTINGS,
        CASES,
        FACT,
    )
    parts = [_record(record) for record in _reachable(files)]
    return "\n".join([*parts, _rules(), _terms(), _events()])


def _reachable(roots: Iterable[Record[Any]]) -> Iterator[Record[Any]]:
    """Walk records as a reader meets them: a file, then what its keys can hold."""
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        record = waiting.pop(0)
        if record.name not in seen:
            seen.add(record.name)
            yield record
            waiting = [shown for key in record.keys for shown in key.reader.shows] + waiting


def _record(record: Record[Any]) -> str:
    return f"### {record.name}\n\n{record.explains}\n\n{_keys(record.keys)}"


def _keys(keys: Iterable[Key]) -> str:
    rows = [
        f"| `{key.name}` | {key.reader.written} | {'yes' if key.is_required else ''} "
        f"| {key.explains} |"
        for key in keys
    ]
    return "\n".join(["| key | written | needed | says |", "|---|---|---|---|", *rows, ""])


def _rules() -> str:
    combinations = [f"| `{word}` | {explains} |" for word, (_, explains) in COMBINATIONS.items()]
    comparisons = [
        f"| `{word}` | `{each.example}` | {', '.join(each.suits)} | {each.explains} |"
        for word, each in COMPARISONS.items()
    ]
    return "\n".join(
        [
            "### rules",
            "",
            "A rule that combines others has one of these, and the keys below:",
            "",
            "| key | says |",
            "|---|---|",
            *combinations,
            "",
            _keys(COMBINED_KEYS),
            "A rule on a fact has one of these comparisons, and the keys below:",
            "",
            "| key | example | types of fact | says |",
            "|---|---|---|---|",
            *comparisons,
            "",
            _keys(COMPARED_KEYS),
        ]
    )


def _terms() -> str:
    rows = [
        f"| `{name}` | {unit.wanted.en}, `{unit.example}` |" for name, unit in TERM_UNITS.items()
    ]
    head = ["### terms of a case", "", "| term | written |", "|---|---|"]
    return "\n".join([*head, *rows, ""])


def _events() -> str:
    rows = [
        f"| {contract_type} | {', '.join(f'`{kind}`' for kind in kinds)} |"
        for contract_type, kinds in EVENTS_OF.items()
    ]
    head = ["### events", "", "| product | what it can yield |", "|---|---|"]
    return "\n".join([*head, *rows, ""])
