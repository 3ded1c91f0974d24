"""Jobs: work that was asked for and is done later; how far it is, cancelled, tried again."""

from typing import Any

from ninja import Router

from majung.operations.jobs.managing import (
    cancel_job,
    job_document,
    job_list,
    one_job,
    retry_job,
)
from majung.operations.policy import Act
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import Document, InPath, Key, Limit
from majung.web.api.writing import MADE, written_once

router = Router(tags=["jobs"])


@router.get("/jobs", response=list[Document])
def list_jobs(request: AuthenticatedRequest, limit: Limit = 50) -> list[Document]:
    """List the latest jobs of one's institution, the latest first."""
    who = caller(request, Act.CONDUCT_JOBS)
    return [job_document(each) for each in job_list(who.actor, at=who.at, count_max=limit)]


@router.get("/jobs/{key}", response=Document)
def show_job(request: AuthenticatedRequest, key: InPath) -> Document:
    """Show how far a job is, and why it failed where it did."""
    who = caller(request, Act.CONDUCT_JOBS)
    return job_document(one_job(who.actor, key, at=who.at))


@router.post("/jobs/{key}/cancellations", response={MADE: Document})
def cancel(request: AuthenticatedRequest, key: InPath, once: Key) -> Any:
    """Cancel a job: at once where it waits, at its next step where it runs."""
    who = caller(request, Act.CONDUCT_JOBS)
    return written_once(
        request, who, once, lambda: job_document(cancel_job(who.actor, key, at=who.at))
    )


@router.post("/jobs/{key}/retries", response={MADE: Document})
def retry(request: AuthenticatedRequest, key: InPath, once: Key) -> Any:
    """Do a job again that failed or was cancelled."""
    who = caller(request, Act.CONDUCT_JOBS)
    return written_once(
        request, who, once, lambda: job_document(retry_job(who.actor, key, at=who.at))
    )
