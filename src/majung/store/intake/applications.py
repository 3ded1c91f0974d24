"""Applications, the desks they lie on, the steps they take, and what is stated for them.

An application is read by its firm and by the institutions on whose desk it was laid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from majung.applications.firm import FirmIdentity, identity_key
from majung.applications.stages import Stage, Step, next_step
from majung.store import models
from majung.store.acting import forget, remembered
from majung.store.numbers import (
    add_rows,
    hold,
    made_or_kept,
    missing,
    number_of,
    number_or_none,
    numbers_of,
)
from majung.store.parties.firms import identity_of
from majung.store.questions import Question
from majung.store.refusals import RecordedDifferentlyError
from majung.store.written import read, written

#: What the value of an application names.
RELATED = ("firm", "institution", "project")


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A firm's request: one form for every programme.

    Attributes:
        number: on the receipt.
        content: the form as it was filled in, by the names of its fields; values of lower packages.
        received_by: key of the institution that took it; empty where the firm sent it itself.
        desks: keys of the institutions it was laid before.
    """

    number: str
    firm: FirmIdentity
    submitted_on: date
    content: Mapping[str, object]
    project: str = ""
    received_by: str = ""
    desks: tuple[str, ...] = ()
    is_example: bool = False


_STEPS: Question[tuple[str, str, date, str, str]] = Question(
    lambda number, products: (
        models.ApplicationStep.objects.filter(application__number=number, product__among=products)
        .order_by("number")
        .values_list("product", "stage", "effective_on", "by", "reason")
    )
)
#: The applications that may be read, with what they name and the desks they were laid before.
_WHOLE = models.Application.objects.select_related(*RELATED).annotate(
    laid_before=ArraySubquery(
        models.ApplicationDesk.objects.filter(application=OuterRef("pk"))
        .order_by("institution__key")
        .values("institution__key")
    )
)
_NUMBERED = Question(lambda number: _WHOLE.filter(number=number))


def submit(application: Application, *, at: datetime) -> None:
    """Record an application and lay it on its desks; the same again does nothing.

    Raises:
        NotRecordedError: the firm, the project or an institution is not registered.
        RecordedDifferentlyError: the number belongs to another application.
    """
    row, is_new = made_or_kept(
        models.Application,
        number=application.number,
        defaults={
            "firm_id": number_of(models.Firm, key=identity_key(application.firm)),
            "institution_id": number_or_none(models.Institution, key=application.received_by),
            "project_id": number_or_none(models.Project, number=application.project),
            "submitted_on": application.submitted_on,
            "content": written(dict(application.content)),
            "is_example": application.is_example,
            "recorded_at": at,
        },
    )
    if not is_new and (row.firm.key, row.content) != (
        identity_key(application.firm),
        written(dict(application.content)),
    ):
        raise RecordedDifferentlyError(key=application.number)
    lay_before(application.number, application.desks, at=at)


def lay_before(number: str, institutions: Iterable[str], *, at: datetime) -> None:
    """Lay an application on the desks of institutions; where it lies already nothing happens.

    Raises:
        NotRecordedError: no such application, or an institution is not registered.
    """
    row = application_row(number)
    desks = numbers_of(models.Institution, "key", institutions)
    add_rows(
        (
            models.ApplicationDesk(
                application=row, firm_id=row.firm_id, institution_id=desk, recorded_at=at
            )
            for _, desk in sorted(desks.items())
        ),
        unless_taken=True,
    )
    forget(("application", number))


def application(number: str) -> Application:
    """Return an application.

    Raises:
        NotRecordedError: no such application among those that whoever acts may read.
    """
    return _application(application_row(number))


def application_row(number: str) -> models.Application:
    """Return the row of an application with what it points to and the desks it was laid before.

    Raises:
        NotRecordedError: no such application among those that whoever acts may read.
    """
    return remembered(("application", number), lambda: _row_numbered(number))


def _row_numbered(number: str) -> models.Application:
    row = _NUMBERED.first(number=number)
    if row is None:
        raise missing(models.Application, number)
    return row


def locked(number: str) -> Application:
    """Return an application and hold it until the transaction ends.

    Raises:
        NotRecordedError: no such application among those that whoever acts may read.
    """
    hold("application", number)
    return application(number)


def applications(
    *, firm: FirmIdentity | None = None, stage: Stage | None = None
) -> tuple[Application, ...]:
    """Return the applications that whoever acts may read, of a firm or in a stage, or all."""
    rows = _WHOLE.order_by("submitted_on", "number")
    if firm is not None:
        rows = rows.filter(firm__key=identity_key(firm))
    if stage is not None:
        latest = models.ApplicationStep.objects.order_by(
            "application", "product", "-number"
        ).distinct("application", "product")
        in_stage = {step.application_id for step in latest if step.stage == stage.value}
        rows = rows.filter(pk__in=in_stage)
    return tuple(map(_application, rows))


def take_step(number: str, step: Step, *, at: datetime, product: str = "") -> tuple[Step, ...]:
    """Let an application enter a stage; return all its steps.

    The first step for a product begins where the application as a whole stands.

    Args:
        product: the product the step concerns; empty for the application as a whole.

    Raises:
        NotRecordedError: no such application among those that whoever acts may read.
        StageNotReachableError: the stage does not follow from the one it is in.
        StepBeforeLastError: the step is dated before the last one.
    """
    row = application_row(number)
    hold("application", number)
    every = _STEPS(number=number, products=[product, ""])
    before = _steps(every, product)
    taken = next_step(before or _steps(every, ""), step)
    add_rows(
        models.ApplicationStep(
            application=row,
            number=place,
            product=product,
            stage=each.stage.value,
            effective_on=each.effective_on,
            by=each.by,
            reason=each.reason,
            recorded_at=at,
        )
        for place, each in enumerate(taken[len(before) :], start=len(before) + 1)
    )
    return taken


def steps_of(number: str, *, product: str = "") -> tuple[Step, ...]:
    """Return the steps of an application for a product, or as a whole, in their order."""
    return _steps(_STEPS(number=number, products=[product]), product)


def _steps(rows: Iterable[tuple[str, str, date, str, str]], product: str) -> tuple[Step, ...]:
    return tuple(
        Step(Stage(stage), effective_on, by, reason)
        for of_product, stage, effective_on, by, reason in rows
        if of_product == product
    )


def products_stepped(number: str) -> tuple[str, ...]:
    """Return the products for which an application took steps, sorted."""
    rows = models.ApplicationStep.objects.filter(application__number=number)
    return tuple(sorted(set(rows.values_list("product", flat=True))))


def _application(row: Any) -> Application:
    return Application(
        number=row.number,
        firm=identity_of(row.firm.key),
        submitted_on=row.submitted_on,
        content=read(dict, row.content),
        project=row.project.number if row.project else "",
        received_by=row.institution.key if row.institution else "",
        desks=tuple(row.laid_before),
        is_example=row.is_example,
    )
