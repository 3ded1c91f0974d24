"""Load a programme from the files of its folder, or say everything that is wrong with them.

Loading is pure: bytes in, a programme or problems out.  The version of a programme is the digest
of what its files say, not of how they are written: a comment or a blank line does not change it,
a number does.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from pathlib import PurePosixPath
from typing import TypeVar

from majung.errors import Place, Problem, message
from majung.files import Tree, read_tree
from majung.programmes.programme import Case, Programme
from majung.programmes.reading.cases import read_cases
from majung.programmes.reading.elsewhere import read_elsewhere
from majung.programmes.reading.postings import POSTINGS as POSTINGS_RECORD
from majung.programmes.reading.postings import Book, check_bound, read_book
from majung.programmes.reading.programme import (
    Pieces,
    check_fit,
    joined,
    programme_record,
    yielded_events,
)
from majung.rules.reading.nodes import Node, Reading, UnreadableError, each, nearest
from majung.rules.reading.parsing import parse_vocabulary
from majung.rules.reading.vocabulary import read_vocabulary
from majung.rules.reading.words import SOURCE
from majung.rules.vocabulary import Vocabulary
from majung.values.money import SCALE_OF

T = TypeVar("T")
#: Reading a programme takes a second: loading it and pinning it read it once.
LOADED_HELD = 32

PROGRAMME, ELIGIBILITY, PRICING = "programme.yaml", "eligibility.yaml", "pricing.yaml"
POSTINGS, CASES, FACTS = "postings.yaml", "cases.yaml", "facts.yaml"
REQUIRED = (PROGRAMME, ELIGIBILITY, POSTINGS)
KNOWN = (PROGRAMME, ELIGIBILITY, PRICING, POSTINGS, CASES, FACTS)
#: What decides: a new case or another order of sources changes no decision.
DECIDING = (PROGRAMME, ELIGIBILITY, PRICING, POSTINGS, FACTS)


def load(files: Mapping[str, bytes]) -> Programme | tuple[Problem, ...]:
    """Load a programme; the same files are read once.

    Args:
        files: content by name; folders before a name are ignored, files that are not YAML too.
    """
    return _loaded(tuple(sorted(files.items())))


@lru_cache(maxsize=LOADED_HELD)
def _loaded(content: tuple[tuple[str, bytes], ...]) -> Programme | tuple[Problem, ...]:
    files = dict(content)
    reading = Reading(vocabulary=shared_vocabulary())
    nodes = _read_files(files, reading)
    root = nodes.get(PROGRAMME)
    if root is None:
        return reading.found()
    _read_first(root, nodes.get(FACTS), reading)
    elsewhere = read_elsewhere(nodes.get(ELIGIBILITY), nodes.get(PRICING))
    written = _or_none(programme_record(elsewhere).read, root)
    books = _books(nodes.get(POSTINGS), root)
    cases = _cases(nodes.get(CASES))
    reading.check_references()
    if written is not None:
        check_fit(written, root)
    problems = reading.found()
    if problems or written is None or books is None or cases is None:
        return problems
    version = version_of({name: node.value for name, node in nodes.items()})
    return joined(Pieces(written=written, books=books, cases=cases, version=version), root)


@cache
def shared_vocabulary() -> Vocabulary:
    """Return the facts that every programme may read."""
    content = resources.files("majung.programmes").joinpath(FACTS).read_bytes()
    tree = read_tree(FACTS, content, is_kept=True)
    found = parse_vocabulary(tree) if isinstance(tree, Tree) else tree
    if not isinstance(found, Vocabulary):
        lines = "\n".join(problem.spoken("en") for problem in found)
        raise ValueError(f"the shared vocabulary cannot be read:\n{lines}")
    return found


def version_of(contents: Mapping[str, object]) -> str:
    """Return the digest of what the deciding files of a programme say.

    Source: own convention, decision on pinned programme versions.
    """
    deciding = {name: contents[name] for name in DECIDING if name in contents}
    canonical = json.dumps(
        deciding, default=_as_text, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _as_text(value: object) -> str:
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(f"a tree holds no {type(value).__name__}")


def _read_files(files: Mapping[str, bytes], reading: Reading) -> Mapping[str, Node]:
    nodes: dict[str, Node] = {}
    names = {PurePosixPath(name).name: name for name in files}
    for name, full_name in names.items():
        if name not in KNOWN:
            if PurePosixPath(name).suffix in {".yaml", ".yml"}:
                meant = nearest(name, KNOWN)
                known = (meant,) if meant else KNOWN
                reading.report(Place(full_name), message("file-unknown", name=name, known=known))
            continue
        tree = read_tree(full_name, files[full_name], is_kept=True)
        if isinstance(tree, Tree):
            nodes[name] = Node(tree.value, (), tree, reading)
        else:
            reading.problems += tree
    for name in REQUIRED:
        if name not in names:
            reading.report(Place(name), message("file-missing", name=name, needed=REQUIRED))
    return nodes


def _read_first(root: Node, facts: Node | None, reading: Reading) -> None:
    """Read what everything else cites and reads: currency, sources, facts."""
    said = root.value
    if not isinstance(said, dict):
        return
    if said.get("currency") in SCALE_OF:
        reading.currency = str(said["currency"])
    # What cannot be read is recorded; a source with a problem is defined all the same.
    with suppress(UnreadableError):
        listed = root.members().get("sources")
        sources = each(listed.items(), SOURCE.read) if listed is not None else ()
        reading.sources.update((source.key, source) for source in sources)
    with suppress(UnreadableError):
        own = read_vocabulary(facts) if facts is not None else Vocabulary({})
        reading.vocabulary = reading.vocabulary.joined(own)


def _or_none(read: Callable[[Node], T], node: Node) -> T | None:
    try:
        return read(node)
    except UnreadableError:
        return None


def _books(node: Node | None, root: Node) -> tuple[Book, ...] | None:
    if node is None:
        return None

    def read(books_node: Node) -> tuple[Book, ...]:
        by_role = POSTINGS_RECORD.read(books_node).books
        products = root.members().get("products") if isinstance(root.value, dict) else None
        check_bound(by_role, yielded_events(products))
        return each(by_role.members().values(), read_book)

    return _or_none(read, node)


def _cases(node: Node | None) -> tuple[Case, ...] | None:
    return () if node is None else _or_none(read_cases, node)
