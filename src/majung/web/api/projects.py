"""Projects (과제): consortium, financing, standard model, outcomes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from ninja import Router, Schema
from pydantic import Field, model_validator

from majung.applications.firm import identity_key
from majung.applications.project import (
    Arrangement,
    Financing,
    Outcome,
    Participant,
    ParticipantRole,
    Project,
    StandardModel,
)
from majung.operations.intake.reading_firms import project_file, project_list
from majung.operations.intake.register import register_project
from majung.operations.policy import Act
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.web.api.asking import Business, Corporate, Text
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import (
    After,
    Amount,
    Document,
    InPath,
    Key,
    Limit,
    Listed,
    Name,
    Page,
    amount,
    day,
    paged,
)
from majung.web.api.writing import MADE, written_once

router = Router(tags=["projects"])

Number = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$")]


class ParticipantSent(Schema):
    """A member of a project's consortium."""

    corporate_number: Corporate
    role: ParticipantRole


class ArrangementSent(Schema):
    """A part of the financing that is arranged."""

    source: Text
    amount: Amount
    is_public: bool


class StandardModelSent(Schema):
    """The model a project yields for others to copy."""

    name: Text
    process: Text
    published_on: date | None = None


class OutcomeSent(Schema):
    """One thing a project is to change."""

    measure: Text
    unit: Text
    baseline: Number
    target: Number
    actual: Number | None = None
    actual_on: date | None = None


class ProjectSent(Schema):
    """A project with its consortium, financing, standard model and outcomes."""

    number: Name
    name: Text
    participants: Annotated[tuple[ParticipantSent, ...], Field(min_length=1, max_length=200)]
    needed: Amount
    arrangements: Annotated[tuple[ArrangementSent, ...], Field(max_length=100)] = ()
    site: Business | None = None
    standard_model: StandardModelSent | None = None
    outcomes: Annotated[tuple[OutcomeSent, ...], Field(max_length=50)] = ()

    @model_validator(mode="after")
    def is_sensible(self) -> Self:
        """Refuse a project without exactly one lead, and a target that is the baseline."""
        if sum(each.role is ParticipantRole.LEAD for each in self.participants) != 1:
            raise ValueError("a project has one lead")
        for each in self.outcomes:
            if Decimal(each.baseline) == Decimal(each.target):
                raise ValueError("a target differs from its baseline")
        return self

    def project(self) -> Project:
        """Return the project.

        Raises:
            CorporateNumberNotReadableError, BusinessNumberNotReadableError: a check digit is off.
            AmountNotReadableError: an amount is finer than its currency.
        """
        model = self.standard_model
        return Project(
            number=self.number,
            name=self.name,
            participants=tuple(
                Participant(parse_corporate_number(each.corporate_number), each.role)
                for each in self.participants
            ),
            financing=Financing(
                self.needed.money(),
                tuple(
                    Arrangement(each.source, each.amount.money(), each.is_public)
                    for each in self.arrangements
                ),
            ),
            site=parse_business_number(self.site) if self.site else None,
            standard_model=StandardModel(model.name, model.process, model.published_on)
            if model
            else None,
            outcomes=tuple(
                Outcome(
                    each.measure,
                    each.unit,
                    Decimal(each.baseline),
                    Decimal(each.target),
                    None if each.actual is None else Decimal(each.actual),
                    each.actual_on,
                )
                for each in self.outcomes
            ),
        )


@router.get("/projects", response=Listed)
def list_projects(request: AuthenticatedRequest, after: After = "", limit: Limit = 50) -> Document:
    """List the projects."""
    who = caller(request, Act.READ_OWN)
    found = project_list(who.actor)
    return paged(found, Page(after, limit), key=lambda each: each.number, shown=_project)


@router.get("/projects/{number}", response=Document)
def one_project(request: AuthenticatedRequest, number: InPath) -> Document:
    """Show a project with its consortium, financing, standard model and outcomes."""
    who = caller(request, Act.READ_OWN)
    return _project(project_file(who.actor, number))


@router.post("/projects", response={MADE: Document})
def make_project(request: AuthenticatedRequest, body: ProjectSent, key: Key) -> Any:
    """Register a project, or a new description of it; the earlier ones are kept."""
    who = caller(request, Act.REGISTER_PROJECT)

    def act() -> Document:
        project = body.project()
        register_project(who.actor, project, at=who.at)
        return _project(project_file(who.actor, project.number))

    return written_once(request, who, key, act)


def _project(project: Project) -> Document:
    financing, model = project.financing, project.standard_model
    return {
        "number": project.number,
        "name": project.name,
        "participants": [
            {"firm": identity_key(each.firm), "role": each.role.value}
            for each in project.participants
        ],
        "needed": amount(financing.needed),
        "arranged": amount(financing.arranged),
        "public": amount(financing.public),
        "gap": amount(financing.gap),
        "arrangements": [
            {"source": each.source, "amount": amount(each.amount), "is_public": each.is_public}
            for each in financing.arrangements
        ],
        "site": str(project.site) if project.site else None,
        "standard_model": {
            "name": model.name,
            "process": model.process,
            "published_on": day(model.published_on),
        }
        if model
        else None,
        "outcomes": [
            {
                "measure": each.measure,
                "unit": each.unit,
                "baseline": str(each.baseline),
                "target": str(each.target),
                "actual": None if each.actual is None else str(each.actual),
                "actual_on": day(each.actual_on),
            }
            for each in project.outcomes
        ],
    }
