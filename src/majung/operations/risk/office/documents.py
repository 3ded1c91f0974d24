"""What a run over the office's contracts found, as plain values for JSON: one truth for every door.

Floats are of the engine, in minor units of the currency.
"""

from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

from majung.errors.sentences import noted
from majung.operations.risk.loss_documents import loss_document, stress_documents
from majung.operations.risk.loss_notes import run_notes
from majung.operations.risk.office.office_run import ContingentYear, Leverage, OfficeRun
from majung.operations.risk.office.rows import StakeRow


def office_run_document(found: OfficeRun, stakes: Sequence[StakeRow]) -> dict[str, Any]:
    """Write everything that a run over the office's contracts found."""
    return {
        **loss_document(found.losses),
        "lines": found.lines(),
        "stresses": stress_documents(found.losses, found.stressed),
        "leverage": [_leverage(each) for each in found.leverage],
        "contingent": [_contingent(each) for each in found.contingent],
        "funds": None if found.stakes is None else asdict(found.stakes),
        "notes": noted(run_notes(found)),
        "stakes": [asdict(each) | {"uncalled": each.uncalled} for each in stakes],
    }


def _leverage(each: Leverage) -> dict[str, Any]:
    return asdict(each) | {
        "programme": each.programme or None,
        "multiple": each.multiple if isfinite(each.multiple) else None,
    }


def _contingent(each: ContingentYear) -> dict[str, Any]:
    return asdict(each) | {"most": each.most, "expected": each.expected}
