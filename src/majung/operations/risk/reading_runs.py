"""Risk runs for doors: which were asked for, how far they are, and what they found."""

from dataclasses import dataclass
from datetime import datetime

from majung.operations.acting import Actor
from majung.operations.jobs.kinds import JobKind
from majung.operations.policy import Act, require
from majung.operations.risk.runs import RunResult, RunWanted, desk_for_runs, result_of, wanted_of
from majung.store.jobs.queue import Job, JobState, job_of, jobs
from majung.store.refusals import NotRecordedError
from majung.store.risk_runs import risk_run_of, risk_runs_kept

RUNS_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRun:
    """A run over the office's contracts.

    Attributes:
        job: who asked when, how far it is, and why it failed where it did.
        wanted: day, programme, series and every setting.
        result: what it found; None until it is done.
    """

    job: Job
    wanted: RunWanted
    result: RunResult | None

    @property
    def key(self) -> str:
        """What names the run."""
        return self.job.key


def risk_run(actor: Actor, key: str, *, at: datetime) -> RiskRun:
    """Return a run that the actor's institution asked for.

    Raises:
        NotPermittedError: the actor may not read what contracts may cost.
        NotRecordedError: no such run, or another institution's.
    """
    require(actor, Act.READ_RISK)
    with desk_for_runs(actor, at=at):
        job = job_of(key)
        if job.kind != JobKind.RISK_RUN:
            raise NotRecordedError(what=WORD, key=key)
        kept = risk_run_of(key) if job.state is JobState.DONE else None
    return RiskRun(
        job=job, wanted=wanted_of(job.arguments), result=None if kept is None else result_of(kept)
    )


def risk_runs(actor: Actor, *, at: datetime, count_max: int = RUNS_SHOWN) -> tuple[RiskRun, ...]:
    """Return the latest runs that the actor's institution asked for, the latest first.

    Raises:
        NotPermittedError: the actor may not read what contracts may cost.
    """
    require(actor, Act.READ_RISK)
    with desk_for_runs(actor, at=at):
        asked = jobs(count_max=count_max, kind=JobKind.RISK_RUN)
        kept = {run.key: run for run in risk_runs_kept(keys=[job.key for job in asked])}
    return tuple(
        RiskRun(
            job=job,
            wanted=wanted_of(job.arguments),
            result=result_of(kept[job.key]) if job.key in kept else None,
        )
        for job in asked
    )


WORD = {"ko": "위험 산출", "en": "risk run"}
