"""What programmes' cohorts cost, per 100 disbursed; for internal roles."""

from decimal import Decimal
from typing import Annotated

from ninja import Query, Router

from majung.operations.policy import Act
from majung.operations.risk.cost_documents import PLACES, cost_document, reestimate_document
from majung.operations.risk.reading_calibration import cover_calibration
from majung.operations.risk.reading_cost import fiscal_cost
from majung.operations.risk.reading_reestimates import cost_reestimates
from majung.risk.backtest.tuning import Calibrated
from majung.store.servicing.contracts import Series
from majung.values.rates import Rate
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import Document

router = Router()
World = Annotated[Series, Query(description="Real figures, or those of the example world.")]
Share = Annotated[
    str,
    Query(
        description="The government's rate for every maturity, a decimal share.",
        pattern=r"^-?[0-9]{1,2}(\.[0-9]{1,10})?$",
    ),
]


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
    return cost_document(found)


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
    return reestimate_document(found)


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
