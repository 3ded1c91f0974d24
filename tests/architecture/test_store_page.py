"""The page of the store names every table, what it is and what of it may be written again."""

import ast
import os
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "store.md"
MODELS = ROOT / "src" / "majung" / "store" / "models"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
HEAD = "\n| table | what a row is | written again |\n|---|---|---|\n"

walls = import_module("majung.store.migrations.0002_walls")


def _models():
    """Return the tables with the first line of what they are, by file and place in it."""
    for path in sorted(MODELS.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.endswith("Manager"):
                yield node.name.lower(), (ast.get_docstring(node) or "").split("\n")[0]


def _changes(table):
    """Say what may be written again, by whom, and whether rows may go."""
    said = []
    if table in walls.CHANGING:
        columns = walls.CHANGING[table]
        said.append("all" if columns == "*" else columns)
    if table in walls.CHANGING_BY_STATE:
        added = walls.ADDED_BY_STATE.get(table)
        columns = ", ".join(filter(None, (walls.CHANGING_BY_STATE[table], added)))
        said.append(f"by the State: {columns}")
    if table in walls.GOING:
        said.append("rows may go")
    if table in walls.GOING_BY_STATE:
        said.append("rows may go, by the State")
    if table == "pendingentry":
        said.append("by the database alone")
    return "; ".join(said) or "–"


def _tables():
    lines = [f"| `store_{table}` | {said} | {_changes(table)} |\n" for table, said in _models()]
    return HEAD + "".join(lines)


def test_the_page_of_the_store_names_every_table():
    head, rest = PAGE.read_text("utf-8").split(BEGIN, 1)
    wanted = f"{head}{BEGIN}\n{_tables()}\n{END}{rest.split(END, 1)[1]}"
    if os.environ.get("UPDATE"):
        PAGE.write_text(wanted, "utf-8")

    assert PAGE.read_text("utf-8") == wanted


def test_every_table_has_a_wall_or_is_named_as_one_without():
    guarded = set(walls.WALLS) | set(walls.WITHOUT_WALL)

    assert sorted({table for table, _ in _models()} - guarded) == []
