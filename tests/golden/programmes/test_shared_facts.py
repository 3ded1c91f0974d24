"""Shared facts are added to and never changed: pinned programmes go on reading them."""

import os
from pathlib import Path

from majung.programmes import shared_vocabulary

FILE = Path(__file__).parent / "shared-facts.txt"


def _written(fact):
    codes = " ".join(code for code, _ in fact.options)
    unit = fact.currency or (fact.unit.en if fact.unit else "")
    return " ".join(f"{fact.name} {fact.type} {unit} {codes}".split())


def test_a_shared_fact_keeps_its_type_unit_and_codes():
    """``UPDATE=1`` adds new facts; a line that has to change means a new fact of another name."""
    now = [_written(fact) for fact in shared_vocabulary()]
    if os.environ.get("UPDATE"):
        kept = FILE.read_text("utf-8").splitlines() if FILE.exists() else []
        FILE.write_text(
            "\n".join(kept + [line for line in now if line not in kept]) + "\n", "utf-8"
        )

    assert [line for line in FILE.read_text("utf-8").splitlines() if line not in now] == []
    assert sorted(FILE.read_text("utf-8").splitlines()) == sorted(now)
