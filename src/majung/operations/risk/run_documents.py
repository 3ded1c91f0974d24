"""Risk runs as plain values, for JSON: floats are of the engine, in minor units of the currency."""

from dataclasses import asdict
from math import isfinite
from typing import Any

from majung.errors import sentence
from majung.operations.jobs.managing import job_document
from majung.operations.risk.loss_documents import loss_document, loss_figures
from majung.operations.risk.office.running import Leverage, OfficeRun
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
    found = run.result.found
    return head | {
        **loss_document(found.losses),
        "lines": found.lines(),
        **office_figures(found),
        "stakes": [asdict(each) for each in run.result.stakes],
    }


def office_figures(found: OfficeRun) -> dict[str, Any]:
    """Write what only a run over the office's contracts finds."""
    return {
        "leverage": [_leverage(each) for each in found.leverage],
        "contingent": [
            {"year": each.year, "most": each.most, "expected": each.expected,
             "covers_most": each.covers_most, "covers_expected": each.covers_expected,
             "calls_most": each.calls_most, "calls_expected": each.calls_expected}
            for each in found.contingent
        ],
        "notes": [
            {"kind": note.kind, "ko": sentence(note, "ko"), "en": sentence(note, "en")}
            for note in found.notes
        ],
    }  # fmt: skip


def _leverage(each: Leverage) -> dict[str, Any]:
    return {
        "programme": each.programme or None,
        "private": each.private,
        "put_in": each.put_in,
        "expected": each.expected,
        "multiple": each.multiple if isfinite(each.multiple) else None,
    }
