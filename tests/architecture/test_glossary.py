"""The glossary: each word of the field once, in both languages, and every name of the core."""

import ast
import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "glossary.md"
SOURCE = ROOT / "src" / "majung"
#: The packages of the core, in their order.
CORE = (
    "values",
    "files",
    "rules",
    "ledger",
    "contracts",
    "programmes",
    "pricing",
    "applications",
    "supply",
)
BEGIN, END = "<!-- names in code: begin -->", "<!-- names in code: end -->"
HEAD = """
## Names in code

Every public type of the core, with what it is and the words of the field that its name is made of;
`UPDATE=1 ./test tests/architecture/test_glossary.py` writes this part anew. Refusals stand in
docs/errors.md.
"""
WORD = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
HANGUL = re.compile(r"[가-힣]")
CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _rows(heading):
    part = PAGE.read_text("utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [row for row in WORD.findall(part) if row[0] != "word" and set(row[0]) != {"-"}]


def _words():
    return {row[0]: row[1] for row in _rows("Words of the field")}


def _sources():
    table = PAGE.read_text("utf-8").split("| source | what it is |", 1)[1].split("##", 1)[0]
    return {line.split("|")[1].strip() for line in table.splitlines() if line.count("|") == 3}


def _types(package):
    """Return the public types of a package with the first sentence of their docstrings."""
    for path in sorted((SOURCE / package).rglob("*.py")):
        module = str(path.relative_to(SOURCE).with_suffix("")).replace(os.sep, ".")
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not _is_apart(node.name):
                yield node.name, module, (ast.get_docstring(node) or "").split("\n")[0]


def _is_apart(name):
    return name.startswith("_") or name.endswith("Error")


def _of_field(name, words):
    """Return the words of the field in a name, the longest first found from its left."""
    parts = CAPITAL.sub(" ", name).lower().split()
    found, at = [], 0
    while at < len(parts):
        for end in range(len(parts), at, -1):
            word = " ".join(parts[at:end])
            if word in words:
                found.append(f"{word} {words[word]}")
                at = end
                break
        else:
            at += 1
    return " · ".join(found)


def _names():
    words = _words()
    lines = [HEAD]
    for package in CORE:
        lines.append(f"\n### {package}\n\n| name | module | meaning | words |\n|---|---|---|---|\n")
        for name, module, meaning in _types(package):
            said = meaning.replace("|", "\\|")
            lines.append(f"| `{name}` | `{module}` | {said} | {_of_field(name, words)} |\n")
    return "".join(lines)


def test_every_public_type_of_the_core_is_in_the_glossary():
    head, rest = PAGE.read_text("utf-8").split(BEGIN, 1)
    wanted = f"{head}{BEGIN}\n{_names()}\n{END}{rest.split(END, 1)[1]}"
    if os.environ.get("UPDATE"):
        PAGE.write_text(wanted, "utf-8")

    assert PAGE.read_text("utf-8") == wanted


def test_every_public_type_of_the_core_says_what_it_is():
    silent = [
        f"{module}.{name}"
        for package in CORE
        for name, module, meaning in _types(package)
        if not meaning
    ]

    assert silent == []


def test_a_word_has_one_meaning_a_korean_word_and_a_source():
    rows = _rows("Words of the field")
    words = [row[0] for row in rows]

    assert sorted(words) == sorted(set(words))
    assert [row[0] for row in rows if not HANGUL.search(row[1])] == []
    assert sorted({row[3] for row in rows} - _sources()) == []
