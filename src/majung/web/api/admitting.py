"""Programmes and supply plans from their files: checked, shown, compared and admitted."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Any

from ninja import File, Router
from ninja.files import UploadedFile

from majung.errors import Problem
from majung.operations.intake.admit_programme import (
    CheckedProgramme,
    admit_programme,
    check_programme,
)
from majung.operations.policy import Act
from majung.operations.supply.admit_plan import CheckedPlan, admit_plan, check_plan
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.problems import BodyUnreadableError
from majung.web.api.programmes import plan_headline, programme_document
from majung.web.api.shapes import Document, Key, amount, both, said
from majung.web.api.writing import MADE, findings, read, written_once

router = Router()
Folder = Annotated[
    list[UploadedFile], File(description="The YAML files of the folder, 1 MB each at most.")
]


@router.post("/programme-checks", response=Document, tags=["programmes"])
def check_programme_files(request: AuthenticatedRequest, files: Folder) -> Document:
    """Read a programme without admitting it: findings, what it says, what it changes."""
    who = caller(request, Act.READ_OWN)
    return _programme(check_programme(who.actor, _sent(files), at=who.at))


@router.post("/programme-versions", response={MADE: Document}, tags=["programmes"])
def admit_programme_files(request: AuthenticatedRequest, files: Folder, once: Key) -> Any:
    """Admit a programme, or a new version of one; with any problem nothing is admitted."""
    who = caller(request, Act.LOAD_PROGRAMMES)
    sent = _sent(files)

    def act() -> Document:
        done = admit_programme(who.actor, sent, at=who.at)
        if not done.checked.is_admissible:
            raise BodyUnreadableError(done.checked.findings)
        return {**_programme(done.checked), "is_admitted": done.is_new}

    return written_once(request, who, once, act, content=_content(sent))


@router.post("/plan-checks", response=Document, tags=["supply"])
def check_plan_files(request: AuthenticatedRequest, files: Folder) -> Document:
    """Read a supply plan without admitting it: findings, and its targets beside those in force."""
    who = caller(request, Act.READ_OWN)
    return _plan(check_plan(who.actor, _sent(files)))


@router.post("/plan-versions", response={MADE: Document}, tags=["supply"])
def admit_plan_files(request: AuthenticatedRequest, files: Folder, once: Key) -> Any:
    """Admit a supply plan, or a new version of one; with any problem nothing is admitted."""
    who = caller(request, Act.LOAD_PLANS)
    sent = _sent(files)

    def act() -> Document:
        done = admit_plan(who.actor, sent, at=who.at)
        if done.checked.plan is None:
            raise BodyUnreadableError(done.checked.problems)
        return {**_plan(done.checked), "is_admitted": done.is_new}

    return written_once(request, who, once, act, content=_content(sent))


def _sent(files: Sequence[UploadedFile]) -> tuple[tuple[str, bytes], ...]:
    return tuple(read(each) for each in files)


def _content(sent: Sequence[tuple[str, bytes]]) -> bytes:
    """Stand for what was sent: names and digests, so that the same files are the same request."""
    return b"".join(f"{name}\0{sha256(content).hexdigest()}\n".encode() for name, content in sent)


def _located(problems: tuple[Problem, ...]) -> list[Document]:
    """Write what is wrong with a folder, each with its file."""
    written = zip(problems, findings(problems), strict=True)
    return [{"file": problem.place.file, **finding} for problem, finding in written]


def _programme(checked: CheckedProgramme) -> Document:
    found = checked.programme
    return {
        "findings": _located(checked.findings),
        "programme": None if found is None else programme_document(found),
        "cases": [
            {
                "case": both(each.case.name),
                "holds": each.holds,
                "differences": [said(difference) for difference in each.differences],
            }
            for each in checked.outcomes
        ],
        "version_in_force": None if checked.before is None else checked.before.version,
        "changes": [said(change) for change in checked.changes],
        "is_known": checked.is_known,
    }


def _plan(checked: CheckedPlan) -> Document:
    plan = checked.plan
    return {
        "findings": _located(checked.problems),
        "plan": None if plan is None else plan_headline(plan),
        "version_in_force": None if checked.before is None else checked.before.version,
        "targets": [
            {
                "revision": each.revision,
                "sector": each.subject.sector or None,
                "institution": each.subject.institution or None,
                "theme": each.subject.theme or None,
                "target": amount(each.now),
                "target_in_force": amount(each.before),
            }
            for each in checked.targets()
        ],
        "is_known": checked.is_known,
    }
