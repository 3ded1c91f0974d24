"""Projects (과제): one row for ever, described by revisions that are only added to."""

from datetime import datetime

from majung.applications.firm import FirmIdentity, identity_key
from majung.applications.project import Project
from majung.store import models
from majung.store.numbers import kept_or_made, missing, numbers_of
from majung.store.written import read, written


def record(project: Project, *, at: datetime, is_example: bool = False) -> None:
    """Record what a project is; the same again adds nothing.

    Raises:
        NotRecordedError: a participant is not registered.
    """
    row, _ = kept_or_made(
        models.Project, number=project.number, defaults={"is_example": is_example}
    )
    content = written(project)
    latest = _latest(project.number)
    if latest is not None and latest.content == content:
        return
    keys = [identity_key(participant.firm) for participant in project.participants]
    firms = numbers_of(models.Firm, "key", keys)
    revision = models.ProjectRevision.objects.create(project=row, content=content, recorded_at=at)
    models.ProjectParticipant.objects.bulk_create(
        models.ProjectParticipant(
            revision=revision, firm_id=firms[key], role=participant.role.value
        )
        for key, participant in zip(keys, project.participants, strict=True)
    )


def project(number: str) -> Project:
    """Return a project as it is known now.

    Raises:
        NotRecordedError: no project has the number.
    """
    revision = _latest(number)
    if revision is None:
        raise missing(models.Project, number)
    return read(Project, revision.content)


def projects() -> tuple[Project, ...]:
    """Return every project as it is known now, by number."""
    return tuple(
        read(Project, revision.content)
        for revision in models.ProjectRevision.objects.order_by(
            "project__number", "-recorded_at"
        ).distinct("project__number")
    )


def projects_of(firm: FirmIdentity) -> tuple[Project, ...]:
    """Return the projects a firm takes part in now, by number."""
    return tuple(
        project
        for project in projects()
        if any(participant.firm == firm for participant in project.participants)
    )


def history(number: str) -> tuple[tuple[datetime, Project], ...]:
    """Return every description of a project with the moment it was recorded, earliest first."""
    rows = models.ProjectRevision.objects.filter(project__number=number).order_by("recorded_at")
    return tuple((row.recorded_at, read(Project, row.content)) for row in rows)


def _latest(number: str) -> models.ProjectRevision | None:
    return (
        models.ProjectRevision.objects.filter(project__number=number)
        .order_by("-recorded_at")
        .first()
    )
