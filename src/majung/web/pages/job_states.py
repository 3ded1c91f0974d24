"""How far work is that a worker does: the same words on every page that waits for one."""

from typing import Final

from django.http import HttpResponse

from majung.reports.cells import moment, words
from majung.reports.model import KeyValue, Paragraph, Tone
from majung.reports.texts import Text
from majung.store.jobs.queue import OPEN, Job
from majung.web.pages.naming import person_called
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase


def job_lines(visit: Visit, job: Job) -> tuple[KeyValue, ...]:
    """Return who asked when, how far it is, and when it ended."""
    ended = (KeyValue(phrase("head-risk-ended-at"), moment(job.ended_at)),) if job.ended_at else ()
    return (
        KeyValue(phrase("head-risk-asked-by"), words(person_called(visit, job.person))),
        KeyValue(phrase("head-risk-asked-at"), moment(job.asked_at)),
        KeyValue(phrase("head-risk-state"), words(state_of(job))),
        *ended,
    )


def state_of(job: Job) -> Text:
    """Return how far a job is, in words."""
    if job.state in OPEN and job.total:
        return phrase("risk-run-going", done=job.done, total=job.total)
    return phrase(f"job-state-{job.state.value}")


#: Seconds after which a page that waits looks again.
LOOKS_AGAIN: Final = 5


def looking_again(job: Job, response: HttpResponse) -> HttpResponse:
    """Let a page look again by itself for as long as its job waits or runs."""
    if job.state in OPEN:
        response.headers["Refresh"] = str(LOOKS_AGAIN)
    return response


def waits_part() -> Paragraph:
    """Say who does what waits, and how to see how far it is."""
    return Paragraph(phrase("risk-run-waits", seconds=LOOKS_AGAIN), Tone.BODY)
