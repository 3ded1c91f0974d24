"""The house style, held by measurement.  The limits only ever go down."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "majung"
MODULES = sorted(
    path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts and path.stat().st_size
)
MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
PARAMETERS_POSITIONAL_MAX = 5
#: Packages in which an amount or a rate never becomes a float.  Only `risk` is outside.
EXACT = ("values", "files", "rules", "contracts", "ledger", "programmes", "pricing", "applications",
         "supply")  # fmt: skip
PURE = ("errors", "risk", *EXACT)
IMPURE_MODULES = {"django", "psycopg", "random", "secrets", "socket", "urllib", "http", "time"}
SOURCED = ("contracts", "rules", "programmes")


def _functions(tree):
    return (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def _modules_of(package):
    return [path for path in MODULES if path.relative_to(SOURCE).parts[0] == package]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_module_is_tidy(path):
    text = path.read_text("utf-8")
    tree = ast.parse(text)

    assert ast.get_docstring(tree), f"{path}: say in a docstring what this module is for"
    assert text.count("\n") <= MODULE_LINES_MAX, f"{path}: split it where the subject changes"
    for function in _functions(tree):
        length = function.end_lineno - function.lineno + 1
        assert length <= FUNCTION_LINES_MAX, f"{path}:{function.lineno}: {function.name} {length}"


@pytest.mark.parametrize("package", EXACT)
def test_money_never_meets_a_float(package):
    for path in _modules_of(package):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_call = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "float"
            )
            assert not is_literal, f"{path}:{node.lineno}: keep it exact"
            assert not is_call, f"{path}:{node.lineno}: keep it exact"


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_has_no_clock_no_chance_and_no_network(package):
    for path in _modules_of(package):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            heads = {name.split(".")[0] for name in names}
            assert not heads & IMPURE_MODULES, f"{path}:{node.lineno}: {heads & IMPURE_MODULES}"
            is_clock = isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
            assert not is_clock, f"{path}:{node.lineno}: the day and the moment are arguments"


def test_no_package_imports_numba_on_the_way_in():
    for path in SOURCE.rglob("__init__.py"):
        text = path.read_text("utf-8")
        assert "numba" not in text, path
        assert not re.search(r"from majung\.(values\.days|contracts\.kernel)", text), path


def test_every_package_of_the_order_says_what_it_is():
    for path in SOURCE.glob("*/__init__.py"):
        assert len(ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "") > 40, path


def test_the_repository_speaks_of_the_product_only():
    words = re.compile(r"pythonhosted|registry\.npmjs|deb\.debian|pypi\.org|/root/\.")
    files = [
        path
        for folder in ("src", "tests", "docs", "tools")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in {".py", ".md", ".sh", ".yaml", ".toml", ".html"}
    ]
    files = [path for path in files if path != Path(__file__)]
    found = [str(path) for path in files if words.search(path.read_text("utf-8"))]

    assert found == []
