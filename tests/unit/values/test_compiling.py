"""Compiled code is kept under the digest of all it was compiled from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from majung.values.compiling import CACHE_VARIABLE, cache_folder, compiled_sources, digest

CALLER = "from majung.values.compiling import compiled\nfrom majung.values.callee import NUMBER\n"


@pytest.fixture
def sources(tmp_path):
    values = tmp_path / "values"
    values.mkdir()
    (values / "caller.py").write_text(CALLER)
    (values / "callee.py").write_text("NUMBER = 31\n")
    (values / "stranger.py").write_text("NUMBER = 1\n")
    return tmp_path


def _names(root):
    return [path.name for path in compiled_sources(root)]


def test_what_compiles_and_what_it_imports_are_its_sources(sources):
    assert _names(sources) == ["callee.py", "caller.py"]


def test_an_import_over_several_lines_and_of_a_package_counts(sources):
    package = sources / "kernel"
    package.mkdir()
    (package / "__init__.py").write_text("LIMIT = 3\n")
    (package / "layout.py").write_text("FIELD = 1\n")
    (sources / "values" / "caller.py").write_text(
        "from majung.values.compiling import compiled\n"
        "from majung.kernel import (\n    layout,\n)\n"
    )

    assert _names(sources) == ["__init__.py", "layout.py", "caller.py"]


def test_an_edited_callee_opens_a_new_folder(sources):
    before = digest(sources)

    (sources / "values" / "callee.py").write_text("NUMBER = 21\n")

    assert digest(sources) != before


def test_another_compiler_opens_a_new_folder(sources):
    assert digest(sources, maker="0.1 one") != digest(sources, maker="0.1 two")


def test_a_source_that_takes_no_part_changes_nothing(sources):
    before = digest(sources)

    (sources / "values" / "stranger.py").write_text("NUMBER = 2\n")

    assert digest(sources) == before


def test_the_folder_stands_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "code"))

    assert cache_folder("abc") == tmp_path / "code" / "abc"


def test_a_place_that_cannot_be_written_is_no_folder(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))

    assert cache_folder("abc") is None


def test_an_index_below_nought_is_refused_where_nothing_is_compiled():
    program = "from majung.values.compiling import natural; natural(0); natural(-1)"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}

    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True
    )

    assert run.stderr.splitlines()[-1] == "ValueError: -1 is below nought"


@pytest.mark.parametrize(
    ("switch", "expected"), [("0", "True True 104\n"), ("1", "False False 104\n")]
)
def test_the_same_source_runs_compiled_and_not(tmp_path, switch, expected):
    program = (
        "import sys\n"
        "from majung.values.compiling import is_compiled\n"
        "from majung.values.days import day_count_days\n"
        "print(is_compiled(), 'numba' in sys.modules, day_count_days(0, 1, 105, 0))\n"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": switch, CACHE_VARIABLE: str(tmp_path)}

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert run.stdout == expected
    assert bool(list(Path(tmp_path).rglob("*.nbc"))) is (switch == "0")
