"""A comparison of designs as plain values: what the command line and the interface answer."""

from majung.operations.risk.design_reading import DesignReading, won
from majung.operations.risk.statements import basis_document
from majung.risk.design.figures import DesignFigures
from majung.risk.losses.figures import Interval

PARTS = ("rate", "defaults", "interest", "fees", "other")
#: Subsidy rates are percent with this many digits behind the point.
PLACES = 6


def design_document(reading: DesignReading) -> dict[str, object]:
    """Write a comparison; amounts are decimal strings with their currency."""
    file, settings = reading.file, reading.settings
    demand = file.demand
    return {
        **basis_document(
            scenarios=settings.scenarios,
            seed=settings.seed,
            level=settings.level,
            sources=reading.sources,
        ),
        "loans": reading.loans,
        "asked": reading.asked.as_json(),
        "assumed": {
            "status": file.status.value,
            "source": file.source or None,
            "threshold_min": f"{demand.threshold_min:.6f}",
            "threshold_max": f"{demand.threshold_max:.6f}",
            "elasticity": f"{demand.elasticity:g}",
            "pass_through": f"{demand.pass_through:.4f}",
            "government_rate": None if reading.has_curve else file.government_rate.as_json(),
            "severity": f"{settings.severity:.4f}",
        },
        "designs": [
            _design(number, each, is_best=is_best)
            for number, (each, is_best) in enumerate(
                zip(reading.found, reading.best, strict=True), start=1
            )
        ],
    }


def _design(number: int, found: DesignFigures, *, is_best: bool) -> dict[str, object]:
    design, rate = found.design, found.rate
    return {
        "number": number,
        "cover": design.cover.as_json(),
        "discount": design.discount.as_json(),
        "cut": design.cut.as_json(),
        "firm_cap": None if design.firm_cap is None else won(design.firm_cap).as_json(),
        "loss_cap": None if design.loss_cap is None else design.loss_cap.as_json(),
        "firms": found.firms,
        "loans": found.loans,
        "lent": won(found.drawn).as_json(),
        "covered": won(found.covered).as_json(),
        "private": won(found.private).as_json(),
        "saving": f"{found.saving:.6f}",
        "cost": won(found.cost).as_json(),
        "subsidy_rate": None
        if rate is None
        else {part: f"{float(getattr(rate, part)):.{PLACES}f}" for part in PARTS},
        "expected_loss": _interval(found.expected),
        "value_at_risk": _interval(found.value_at_risk),
        "expected_shortfall": _interval(found.shortfall),
        "expected_loss_against_first": _interval(found.more),
        "is_beaten": not is_best,
    }


def _interval(found: Interval) -> dict[str, object]:
    return {
        "value": won(found.value).as_json(),
        "low": won(found.low).as_json(),
        "high": won(found.high).as_json(),
    }
