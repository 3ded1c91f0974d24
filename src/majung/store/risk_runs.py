"""What runs of the risk engine found: written once, with what they rest on, as plain JSON."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from majung.store import models
from majung.store.numbers import acting_institution, add_rows, row_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRunKept:
    """What a run found.

    Attributes:
        key: that of the job which did it.
        person: who asked for it.
        on: as of which day the portfolio was.
        series: real or example.
        settings: what it assumed.
        watermark: up to which state of the books it goes.
        result: every figure.
        recorded_at: the moment it was asked for, so that a run done again is the same row.
    """

    key: str
    person: str
    on: date
    series: str
    settings: Mapping[str, Any]
    watermark: Mapping[str, Any]
    result: Mapping[str, Any]
    recorded_at: datetime


def keep_risk_run(run: RiskRunKept) -> None:
    """Keep what a run of the acting institution found."""
    add_rows(
        [
            models.RiskRun(
                key=run.key,
                institution_id=acting_institution(),
                person=run.person,
                on=run.on,
                series=run.series,
                settings=dict(run.settings),
                watermark=dict(run.watermark),
                result=dict(run.result),
                recorded_at=run.recorded_at,
            )
        ]
    )


def risk_run_of(key: str) -> RiskRunKept:
    """Return what a run found.

    Raises:
        NotRecordedError: no such run, or not among those of whoever acts.
    """
    return _run(row_of(models.RiskRun, key=key))


def risk_runs_kept(*, keys: Collection[str]) -> tuple[RiskRunKept, ...]:
    """Return what those runs found that are done and belong to whoever acts, the latest first."""
    rows = models.RiskRun.objects.filter(key__in=keys).order_by("-recorded_at", "-pk")
    return tuple(_run(row) for row in rows)


def _run(row: models.RiskRun) -> RiskRunKept:
    return RiskRunKept(
        key=row.key,
        person=row.person,
        on=row.on,
        series=row.series,
        settings=row.settings,
        watermark=row.watermark,
        result=row.result,
        recorded_at=row.recorded_at,
    )
