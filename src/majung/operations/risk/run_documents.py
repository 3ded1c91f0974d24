"""Risk runs as plain values, for JSON: floats are of the engine, in minor units of the currency."""

from dataclasses import asdict
from typing import Any

from majung.operations.jobs.managing import job_document
from majung.operations.risk.loss_documents import loss_figures
from majung.operations.risk.office.documents import office_run_document
from majung.operations.risk.reading_runs import RiskRun


def run_headline(run: RiskRun) -> dict[str, Any]:
    """Write a run with its losses, without what is long."""
    job, wanted = job_document(run.job), run.wanted
    kept = ("key", "state", "done", "total", "person", "asked_at", "ended_at", "problem")
    head: dict[str, Any] = {
        **{name: job[name] for name in kept},
        "on": wanted.on.isoformat(),
        "programme": wanted.programme or None,
        "series": wanted.series.value,
        "currency": wanted.currency,
        "settings": asdict(wanted.settings),
        "held_against": [asdict(each) for each in wanted.stresses],
        "pools": [asdict(each) for each in wanted.pools],
    }
    if run.result is not None:
        head |= {
            "watermark": run.result.watermark,
            "is_whole": run.result.is_whole,
            **loss_figures(run.result.found.losses),
        }
    return head


def run_document(run: RiskRun) -> dict[str, Any]:
    """Write a run with everything it found."""
    head = run_headline(run)
    if run.result is None:
        return head
    return head | office_run_document(run.result.found, run.result.stakes)
