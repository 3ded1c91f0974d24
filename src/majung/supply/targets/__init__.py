"""Targets, and how far supply has come: series, curves, paces, forecasts.

The one idea: a figure nobody published is OPEN.  It is never split, never filled from its
neighbours and never computed backwards from a rate.
"""

from majung.supply.targets.curves import benchmark, contradictions, elapsed, monthly_curve
from majung.supply.targets.document import Document, definitions_document, pace_document
from majung.supply.targets.forecasts import Forecast, ForecastMethod, Profile, forecast, profile_of
from majung.supply.targets.paces import CurveReading, MarkReached, Pace, PaceLine
from majung.supply.targets.reading import CountedDifferentlyError, pace
from majung.supply.targets.series import (
    CellStatedTwiceError,
    Known,
    MixedSeriesError,
    SeriesSource,
    Span,
    SupplyCell,
    SupplySeries,
    known_through,
    published_series,
    span_of,
)

__all__ = [
    "CellStatedTwiceError",
    "CountedDifferentlyError",
    "CurveReading",
    "Document",
    "Forecast",
    "ForecastMethod",
    "Known",
    "MarkReached",
    "MixedSeriesError",
    "Pace",
    "PaceLine",
    "Profile",
    "SeriesSource",
    "Span",
    "SupplyCell",
    "SupplySeries",
    "benchmark",
    "contradictions",
    "definitions_document",
    "elapsed",
    "forecast",
    "known_through",
    "monthly_curve",
    "pace",
    "pace_document",
    "profile_of",
    "published_series",
    "span_of",
]
