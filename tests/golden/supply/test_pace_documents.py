"""The documents that command, REST and pages show, to the letter; `UPDATE=1` accepts a change.

The figures come out of the plans that ship and what was published about them.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from majung.programmes.supply_plan_files import supply_plan
from majung.supply.targets import forecast, pace, pace_document, published_series

FOLDER = Path(__file__).parent


def written(key, on, revision, curve):
    plan = supply_plan(key)
    found = pace(
        plan,
        published_series(plan),
        as_of=date.fromisoformat(on),
        revision=revision,
        curve=plan.curve(curve) if curve else None,
    )
    document = pace_document(found, [forecast(found)])
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(
    ("name", "key", "on", "revision", "curve"),
    [
        ("2023-05-31", "five-sectors-2023", "2023-05-31", None, None),
        ("2023-05-31-revision-1", "five-sectors-2023", "2023-05-31", 1, None),
        ("2024-05-31", "five-sectors-2024", "2024-05-31", None, None),
        ("2025-09-30", "five-sectors-2025", "2025-09-30", 2, None),
        ("2025-09-30-front-loaded", "five-sectors-2025", "2025-09-30", 2, "front-loaded"),
        ("2026-03-31", "five-sectors-2026", "2026-03-31", None, None),
    ],
)
def test_a_pace_is_written_as_it_was(name, key, on, revision, curve):
    golden = FOLDER / f"{name}.json"
    found = written(key, on, revision, curve)
    if os.environ.get("UPDATE"):
        golden.write_text(found, "utf-8")

    assert found == golden.read_text("utf-8")


def test_the_headline_of_2024_reads_as_published():
    document = json.loads(written("five-sectors-2024", "2024-05-31", None, None))

    assert {
        name: document[name] for name in ("supplied", "target", "pace", "elapsed", "elapsed_exact")
    } == {
        "supplied": {"amount": "54500000000000", "currency": "KRW"},
        "target": {"amount": "102400000000000", "currency": "KRW"},
        "pace": "0.5322",
        "elapsed": "0.4167",
        "elapsed_exact": "5/12",
    }
