"""Comparisons of designs and allocations that are done later and kept: asked for with their files.

A study is known by what was handed in by whom: the same files of the same person, asked for again,
are one study.  The worker reads the files as they were handed in; what it found is kept as the
report that pages and files show, and as the document that the interface answers.
"""

import base64
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from majung.errors import PolicyFinanceError, Problem
from majung.operations.acting import Actor, Role
from majung.operations.jobs.kinds import CONTENT, Effects, JobKind, Task, Tell
from majung.operations.policy import Act, require
from majung.operations.risk.allocation_document import allocation_document
from majung.operations.risk.allocation_reading import AllocationReading
from majung.operations.risk.allocation_report import allocation_report
from majung.operations.risk.design_document import design_document
from majung.operations.risk.design_reading import DesignReading
from majung.operations.risk.design_report import design_report
from majung.operations.risk.design_requests import (
    Sent,
    TooMuchAtOnceError,
    allocate_files,
    allocated,
    allocation_problems,
    compare_design_files,
    compared,
    comparison_problems,
)
from majung.operations.risk.runs import desk_for_runs
from majung.reports.model import Report
from majung.store.access import Purpose
from majung.store.jobs.queue import Job, JobWanted, queue_job
from majung.store.jobs.work import Taken
from majung.store.risk_runs import RiskRunKept, keep_risk_run
from majung.store.servicing.contracts import Series
from majung.store.written import written

#: Of both files together, compressed: a list of some hundred thousand loans.
BYTES_MAX: Final = 8_000_000
#: By the files' places in a study.
FIRMS, DESIGNS, ENVELOPE, CONTRACTS = "firms", "designs", "envelope", "contracts"
Problems = tuple[Problem, ...]
Files = Mapping[str, Sent]


class StudyTooLargeError(PolicyFinanceError):
    """Files that are kept with a study are of a size that a database keeps."""

    kind = "risk-study-too-large"


class StudyRefusedError(PolicyFinanceError):
    """What a study's files say can be worked out."""

    kind = "risk-study-refused"


def compare_now_or_later(
    actor: Actor, firms: Sent, designs: Sent, *, later: bool, at: datetime
) -> DesignReading | Job | Problems:
    """Compare designs at once, or ask for it where that takes long or it is to be kept.

    Args:
        later: it is to be kept, however short it is.

    Raises:
        NotPermittedError: the actor does not see internal prices.
        StudyTooLargeError: the files are too large to keep.
    """
    if not later:
        try:
            return compare_design_files(actor, firms, designs)
        except TooMuchAtOnceError:
            pass
    require(actor, Act.READ_INTERNAL_PRICE)
    problems = comparison_problems(firms, designs)
    return problems or _asked(actor, JobKind.DESIGNS, {FIRMS: firms, DESIGNS: designs}, at=at)


def allocate_now_or_later(
    actor: Actor, envelope: Sent, contracts: Sent | None, *, later: bool, at: datetime
) -> AllocationReading | Job | Problems:
    """Allocate an envelope at once, or ask for it where that takes long or it is to be kept.

    Args:
        later: it is to be kept, however short it is.

    Raises:
        NotPermittedError: the actor does not see internal prices.
        StudyTooLargeError: the files are too large to keep.
        CellsNotNamedError, LimitsContradictError, AmountsNotWholeError: as `allocate_files`.
    """
    if not later:
        try:
            return allocate_files(actor, envelope, contracts)
        except TooMuchAtOnceError:
            pass
    require(actor, Act.READ_INTERNAL_PRICE)
    files = {ENVELOPE: envelope} | ({} if contracts is None else {CONTRACTS: contracts})
    problems = allocation_problems(envelope, contracts)
    return problems or _asked(actor, JobKind.ALLOCATION, files, at=at)


def _asked(actor: Actor, kind: JobKind, files: Files, *, at: datetime) -> Job:
    packed = {place: zlib.compress(content, 6) for place, (_, content) in files.items()}
    size = sum(map(len, packed.values()))
    if size > BYTES_MAX:
        raise StudyTooLargeError(size=size, most=BYTES_MAX)
    told = {
        place: {"name": name, "sha256": sha256(content).hexdigest()}
        for place, (name, content) in files.items()
    }
    person = actor.person or Role.CLOCKWORK.value
    of = (actor.institution, person, kind.value, repr(sorted(told.items(), key=lambda e: e[0])))
    key = f"S-{sha256(chr(10).join(of).encode()).hexdigest()[:16]}"
    content = {place: base64.b64encode(each).decode("ascii") for place, each in packed.items()}
    with desk_for_runs(actor, at=at):
        return queue_job(
            JobWanted(
                key=key, kind=kind, arguments={"files": told, CONTENT: content}, person=person
            ),
            at=at,
        )


def _files_of(arguments: Mapping[str, Any]) -> Files:
    return {
        place: (told["name"], zlib.decompress(base64.b64decode(arguments[CONTENT][place])))
        for place, told in arguments["files"].items()
    }


def _task(found_of: Callable[[Files, Tell, datetime], tuple[Report, Mapping[str, Any]]]) -> Task:
    """Return what a worker does of a kind of study."""

    def work(taken: Taken, tell: Tell) -> Effects:
        tell(0, 1)
        report, document = found_of(_files_of(taken.arguments), tell, taken.asked_at)
        kept = RiskRunKept(
            key=taken.key,
            person=taken.person,
            on=taken.asked_at.date(),
            series=Series.REAL.value,
            settings={},
            watermark={"files": taken.arguments["files"]},
            result={"report": written(replace(report, number=taken.key)), "document": document},
            recorded_at=taken.asked_at,
        )
        return lambda: keep_risk_run(kept)

    return Task(Purpose.LAKE, work)


def _compared(files: Files, tell: Tell, at: datetime) -> tuple[Report, Mapping[str, Any]]:
    found = compared(files[FIRMS], files[DESIGNS], progress=tell)
    if not isinstance(found, DesignReading):
        raise StudyRefusedError(problem=found[0])
    return design_report(found, at=at), design_document(found)


def _allocated(files: Files, tell: Tell, at: datetime) -> tuple[Report, Mapping[str, Any]]:
    found = allocated(files[ENVELOPE], files.get(CONTRACTS))
    if not isinstance(found, AllocationReading):
        raise StudyRefusedError(problem=found[0])
    tell(1, 1)
    return allocation_report(found, at=at), allocation_document(found)


#: What a worker does of each kind of study.
STUDIES: Mapping[JobKind, Task] = {
    JobKind.DESIGNS: _task(_compared),
    JobKind.ALLOCATION: _task(_allocated),
}
