"""Kept comparisons and allocations for doors: asked for, how far they are, and what they found."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from majung.errors import Language
from majung.operations.acting import Actor
from majung.operations.jobs.kinds import JobKind
from majung.operations.jobs.managing import job_document
from majung.operations.policy import Act, require
from majung.operations.risk.run_files import FORMATS
from majung.operations.risk.runs import desk_for_runs
from majung.reports.freezing import MEDIA_TYPES, Format, render
from majung.reports.model import Report
from majung.store.council.packs import Document
from majung.store.jobs.queue import Job, JobState, job_of, jobs
from majung.store.refusals import NotRecordedError
from majung.store.risk_runs import risk_run_of
from majung.store.written import read

STUDIES_SHOWN = 30
WORD = {"ko": "보관된 검토", "en": "kept study"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A comparison or an allocation that was asked for.

    Attributes:
        job: who asked when, how far it is, and why it failed where it did.
        files: names of what was handed in, by place.
        report: what it found, as pages and files show it; None until it is done.
        document: the same for JSON.
    """

    job: Job
    files: Mapping[str, str]
    report: Report | None = None
    document: Mapping[str, Any] | None = None

    @property
    def key(self) -> str:
        """What names the study."""
        return self.job.key


def study(actor: Actor, kind: JobKind, key: str, *, at: datetime) -> Study:
    """Return a study that the actor's institution asked for.

    Raises:
        NotPermittedError: the actor does not see internal prices.
        NotRecordedError: no such study, or another institution's.
    """
    require(actor, Act.READ_INTERNAL_PRICE)
    with desk_for_runs(actor, at=at):
        job = job_of(key)
        if job.kind != kind:
            raise NotRecordedError(what=WORD, key=key)
        kept = risk_run_of(key) if job.state is JobState.DONE else None
    if kept is None:
        return _asked(job)
    report = read(Report, kept.result["report"])
    return replace(_asked(job), report=report, document=kept.result["document"])


def studies(actor: Actor, kind: JobKind, *, at: datetime) -> tuple[Study, ...]:
    """Return the latest studies of a kind, the latest first, without what they found.

    Raises:
        NotPermittedError: the actor does not see internal prices.
    """
    require(actor, Act.READ_INTERNAL_PRICE)
    with desk_for_runs(actor, at=at):
        return tuple(_asked(job) for job in jobs(count_max=STUDIES_SHOWN, kind=kind))


def study_file(
    actor: Actor, kind: JobKind, key: str, ending: str, *, at: datetime, language: Language = "ko"
) -> Document:
    """Return a study that is done as a file.

    Raises:
        NotPermittedError: the actor does not see internal prices.
        NotRecordedError: no such study, it is not done, or it is handed out in no such form.
    """
    found = study(actor, kind, key, at=at)
    if found.report is None or ending not in FORMATS:
        raise NotRecordedError(what=WORD, key=f"{key}.{ending}")
    wanted = Format(ending)
    (file,) = render(replace(found.report, language=language), wanted)
    return Document(file.name, MEDIA_TYPES[wanted], file.content)


def study_document(found: Study) -> dict[str, Any]:
    """Write a study for JSON: how far it is, and when it is done, every figure."""
    job = job_document(found.job)
    kept = ("key", "state", "done", "total", "person", "asked_at", "ended_at", "problem")
    head = {name: job[name] for name in kept} | {"files": dict(found.files)}
    return head if found.document is None else head | {"result": found.document}


def _asked(job: Job) -> Study:
    files = {place: told["name"] for place, told in job.arguments["files"].items()}
    return Study(job=job, files=files)
