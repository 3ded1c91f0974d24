"""What programmes' cohorts cost, per 100 disbursed; for internal roles."""

from decimal import Decimal
from typing import Annotated

from ninja import Query, Router

from majung.operations.policy import Act
from majung.operations.risk.reading_calibration import cover_calibration
from majung.operations.risk.reading_cost import CostLine, fiscal_cost
from majung.operations.risk.reading_reestimates import ReestimateLine, cost_reestimates
from majung.risk.backtest.calibration import Calibrated
from majung.store.servicing.contracts import Series
from majung.values.rates import Rate
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import Document, amount, both

router = Router()
World = Annotated[Series, Query(description="Real figures, or those of the example world.")]
Share = Annotated[
    str,
    Query(
        description="The government's rate for every maturity, a decimal share.",
        pattern=r"^-?[0-9]{1,2}(\.[0-9]{1,10})?$",
    ),
]
PARTS = ("rate", "defaults", "interest", "fees", "other")
#: Subsidy rates are percent with this many digits behind the point.
PLACES = 6


@router.get("/fiscal-cost", response=Document, tags=["risk"])
def cost_of_cohorts(
    request: AuthenticatedRequest,
    programme: Annotated[str, Query(pattern=r"^[0-9a-z-]{0,100}$")] = "",
    rate: Share = "0.03",
    series: World = Series.REAL,
) -> Document:
    """Show what each cohort of contracts costs, in percent of what was disbursed, by parts."""
    who = caller(request, Act.READ_INTERNAL_PRICE)
    found = fiscal_cost(
        who.actor,
        on=who.on,
        at=who.at,
        programme=programme,
        curve_rate=Rate(Decimal(rate)),
        series=series,
    )
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
        "is_whole": found.is_whole,
    }


def _line(line: CostLine) -> Document:
    return {
        "programme": line.programme,
        "programme_name": both(line.programme_name),
        "product": line.product,
        "product_name": both(line.product_name),
        "year": line.year,
        "support": line.support.value,
        "payer": line.payer or None,
        "contracts": line.contracts,
        "disbursed": amount(line.disbursed),
        "default_rate": f"{float(line.default_rate):.6f}",
        **{part: f"{float(getattr(line.rate, part)):.{PLACES}f}" for part in PARTS},
        "cost": amount(line.cost),
    }


@router.get("/fiscal-cost/reestimates", response=Document, tags=["risk"])
def reestimates_of_cohorts(
    request: AuthenticatedRequest,
    programme: Annotated[str, Query(pattern=r"^[0-9a-z-]{0,100}$")] = "",
    budget_rate: Share = "0.03",
    actual_rate: Share = "0.03",
    series: World = Series.REAL,
) -> Document:
    """Show how the cost of each cohort moved, and what the ledger says otherwise."""
    who = caller(request, Act.READ_INTERNAL_PRICE)
    found = cost_reestimates(
        who.actor,
        on=who.on,
        at=who.at,
        programme=programme,
        budget_rate=Rate(Decimal(budget_rate)),
        actual_rate=Rate(Decimal(actual_rate)),
        series=series,
    )
    return {"internal": True, "cohorts": [_reestimate(line) for line in found]}


def _reestimate(line: ReestimateLine) -> Document:
    found = line.found
    return {
        "programme": line.programme,
        "product": line.product,
        "year": line.year,
        "support": line.support.value,
        "contracts": line.contracts,
        "left_out": line.left_out,
        "disbursed": amount(line.disbursed),
        "original": f"{float(found.original.rate):.{PLACES}f}",
        "current": f"{float(found.current.rate):.{PLACES}f}",
        "interest": f"{found.interest:.{PLACES}f}",
        "technical": f"{found.technical:.{PLACES}f}",
        "technical_by_part": {part: f"{moved:.{PLACES}f}" for part, moved in found.by_part.items()},
        "claimed": amount(line.claimed),
        "recovered": amount(line.recovered),
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


@router.get("/calibration", response=Document, tags=["risk"])
def calibration_of_covers(
    request: AuthenticatedRequest,
    programme: Annotated[str, Query(pattern=r"^[0-9a-z-]{0,100}$")] = "",
    series: World = Series.REAL,
) -> Document:
    """Show predicted beside realised defaults of covers, by grade and by year signed."""
    who = caller(request, Act.READ_INTERNAL_PRICE)
    found = cover_calibration(who.actor, on=who.on, at=who.at, programme=programme, series=series)
    return {
        "internal": True,
        "by_grade": [_calibrated(each) for each in found.by_grade],
        "by_year": [_calibrated(each) for each in found.by_year],
    }


def _calibrated(found: Calibrated) -> Document:
    return {
        "group": found.group or None,
        "covers": found.loans,
        "defaults": found.defaults,
        "predicted": f"{found.predicted:.{PLACES}f}",
        "realised": f"{found.realised:.{PLACES}f}",
        "least": f"{found.least:.{PLACES}f}",
        "most": f"{found.most:.{PLACES}f}",
        "tuning": found.tuning.value,
    }
