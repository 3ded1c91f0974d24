"""What cohorts cost and how that moved, as plain values for JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from majung.operations.risk.reading_cost import CostLine, CostReading
from majung.operations.risk.reading_reestimates import ReestimateLine

PARTS = ("rate", "defaults", "interest", "fees", "other")
#: Subsidy rates are percent with this many digits behind the point.
PLACES = 6


def cost_document(found: CostReading) -> dict[str, Any]:
    """Return what cohorts cost, and what was left out or supposed."""
    return {
        "internal": True,
        "curve_rate": found.curve_rate.as_json(),
        "cohorts": [_line(line) for line in found.lines],
        "left_out": {
            "undrawn": found.undrawn,
            "without_loan": found.without_loan,
            "without_figures": found.without_figures,
        },
        "without_grade": found.without_grade,
        "lent_without_grade": found.lent_without_grade,
        "cut_and_lent": found.cut_and_lent,
        "is_whole": found.is_whole,
    }


def _line(line: CostLine) -> dict[str, Any]:
    return {
        "programme": line.programme,
        "programme_name": asdict(line.programme_name),
        "product": line.product,
        "product_name": asdict(line.product_name),
        "year": line.year,
        "support": line.support.value,
        "payer": line.payer or None,
        "contracts": line.contracts,
        "disbursed": line.disbursed.as_json(),
        "default_rate": f"{float(line.default_rate):.6f}",
        **{part: f"{float(getattr(line.rate, part)):.{PLACES}f}" for part in PARTS},
        "cost": line.cost.as_json(),
    }


def reestimate_document(found: Sequence[ReestimateLine]) -> dict[str, Any]:
    """Return how the cost of cohorts moved, and what the ledger says otherwise."""
    return {"internal": True, "cohorts": [_reestimate(line) for line in found]}


def _reestimate(line: ReestimateLine) -> dict[str, Any]:
    found = line.found
    return {
        "programme": line.programme,
        "product": line.product,
        "year": line.year,
        "support": line.support.value,
        "contracts": line.contracts,
        "left_out": line.left_out,
        "disbursed": line.disbursed.as_json(),
        "original": f"{float(found.original.rate):.{PLACES}f}",
        "current": f"{float(found.current.rate):.{PLACES}f}",
        "interest": f"{found.interest:.{PLACES}f}",
        "technical": f"{found.technical:.{PLACES}f}",
        "technical_by_part": {part: f"{moved:.{PLACES}f}" for part, moved in found.by_part.items()},
        "claimed": line.claimed.as_json(),
        "recovered": line.recovered.as_json(),
        "differences": [
            {
                "line": each.line,
                "year": each.year,
                "reckoned": f"{each.reckoned:.0f}",
                "posted": f"{each.posted:.0f}",
            }
            for each in line.differences
        ],
    }
