"""``majung project``: projects with consortium, financing, standard model and outcomes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

from cyclopts import App, Parameter

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
from majung.cli.office import ASKING, Asking, now
from majung.cli.output import Words, language, say, say_json, say_table
from majung.errors import PolicyFinanceError
from majung.operations.intake.reading_firms import project_file, project_list
from majung.operations.intake.register import register_project
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.values.money import parse_money

app = App(name="project", help="Projects.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "number": "과제번호", "name": "과제명", "needed": "총소요", "arranged": "조달",
        "gap": "부족", "registered": "{number} 등록, 부족 자금 {gap}", "public": "공공",
        "private": "민간", "model": "표준모델", "lead": "주관", "adopter": "수요기업",
        "supplier": "공급기업", "researcher": "연구기관", "unmeasured": "아직 재지 않음",
    },
    "en": {
        "number": "Project", "name": "Name", "needed": "Needed", "arranged": "Arranged",
        "gap": "Missing", "registered": "{number} registered, {gap} missing",
        "public": "public", "private": "private", "model": "Standard model", "lead": "lead",
        "adopter": "adopter", "supplier": "supplier", "researcher": "researcher",
        "unmeasured": "not measured yet",
    },
}  # fmt: skip
OF_OUTCOME, WITH_ACTUAL = 3, 5


class ProjectPartNotReadableError(PolicyFinanceError):
    """A part of a project is written in the form its option asks for."""

    kind = "project-part-not-readable"


@app.command(name="list")
def list_(*, door: Asking = ASKING) -> None:
    """List the projects."""
    found = project_list(door.enter())
    if door.json:
        say_json([_document(each) for each in found])
        return
    words, tongue = WORDS[language()], language()
    money = ("needed", "arranged", "gap")
    say_table(
        [
            (words["number"], "left"),
            (words["name"], "left"),
            *((words[name], "right") for name in money),
        ],
        [
            (
                each.number,
                each.name,
                *(getattr(each.financing, name).spoken(tongue) for name in money),
            )
            for each in found
        ],
    )


@app.command
def show(number: str, /, *, door: Asking = ASKING) -> None:
    """Show project NUMBER with its consortium, financing, standard model and outcomes."""
    found = project_file(door.enter(), number)
    if door.json:
        say_json(_document(found))
    else:
        _print(found)


@app.command
def register(
    number: str,
    name: str,
    /,
    *,
    needed: Annotated[str, Parameter(help="All it costs, own money included: 90억.")],
    participant: Annotated[
        tuple[str, ...],
        Parameter(help="CORPORATE-NUMBER=lead|adopter|supplier|researcher; repeat, one lead."),
    ],
    arranged: Annotated[
        tuple[str, ...], Parameter(help="SOURCE=public:30억 or SOURCE=private:20억; repeat.")
    ] = (),
    outcome: Annotated[
        tuple[str, ...],
        Parameter(help="MEASURE=UNIT:BASELINE:TARGET, or with :ACTUAL:DAY behind; repeat."),
    ] = (),
    model: Annotated[str, Parameter(help="Name of the standard model.")] = "",
    process: Annotated[str, Parameter(help="Process of the standard model.")] = "",
    published_on: Annotated[date | None, Parameter(help="Of the standard model.")] = None,
    site: Annotated[str, Parameter(help="Business number of the financed site.")] = "",
    door: Asking = ASKING,
) -> None:
    """Register project NUMBER, or describe it anew; the earlier descriptions are kept."""
    who = door.enter()
    if bool(model) is not bool(process):
        raise ProjectPartNotReadableError(option="--model", text=model or process)
    project = Project(
        number=number,
        name=name,
        participants=_participants(participant),
        financing=Financing(parse_money(needed), tuple(_arrangement(each) for each in arranged)),
        site=parse_business_number(site) if site else None,
        standard_model=StandardModel(model, process, published_on) if model else None,
        outcomes=tuple(_outcome(each) for each in outcome),
    )
    register_project(who, project, at=now())
    if door.json:
        say_json(_document(project_file(who, number)))
    else:
        gap = project.financing.gap.spoken(language())
        say(WORDS[language()]["registered"].format(number=number, gap=gap))


def _participants(written: Sequence[str]) -> tuple[Participant, ...]:
    found = []
    for each in written:
        number, _, role = each.rpartition("=")
        if role not in set(ParticipantRole):
            raise ProjectPartNotReadableError(option="--participant", text=each)
        found.append(Participant(parse_corporate_number(number), ParticipantRole(role)))
    if sum(each.role is ParticipantRole.LEAD for each in found) != 1:
        raise ProjectPartNotReadableError(option="--participant", text=", ".join(written))
    return tuple(found)


def _arrangement(written: str) -> Arrangement:
    source, _, rest = written.partition("=")
    whose, is_said, money = rest.partition(":")
    if not (source and is_said and whose in {"public", "private"}):
        raise ProjectPartNotReadableError(option="--arranged", text=written)
    return Arrangement(source, parse_money(money), whose == "public")


def _outcome(written: str) -> Outcome:
    measure, _, rest = written.partition("=")
    unit, *figures = rest.split(":")
    unread = ProjectPartNotReadableError(option="--outcome", text=written)
    if not (measure and unit) or len(figures) + 1 not in {OF_OUTCOME, WITH_ACTUAL}:
        raise unread
    try:
        baseline, target, *measured = (Decimal(each) for each in figures[:OF_OUTCOME])
        on = date.fromisoformat(figures[OF_OUTCOME]) if measured else None
        return Outcome(measure, unit, baseline, target, measured[0] if measured else None, on)
    except (InvalidOperation, ValueError) as error:
        raise unread from error


def _print(project: Project) -> None:
    words, tongue, financing = WORDS[language()], language(), project.financing
    say(f"{project.number} · {project.name}")
    say(
        " · ".join(
            f"{words[name]} {getattr(financing, name).spoken(tongue)}"
            for name in ("needed", "arranged", "gap")
        )
    )
    for member in project.participants:
        say(f"{words[member.role.value]}: {member.firm.spoken(tongue)}")
    for part in financing.arrangements:
        whose = words["public" if part.is_public else "private"]
        say(f"{part.source} ({whose}): {part.amount.spoken(tongue)}")
    if project.standard_model is not None:
        say(f"{words['model']}: {project.standard_model.name} · {project.standard_model.process}")
    for each in project.outcomes:
        actual = words["unmeasured"] if each.actual is None else f"{each.actual} ({each.actual_on})"
        say(f"{each.measure}: {each.baseline} → {each.target} {each.unit} · {actual}")


def _document(project: Project) -> dict[str, object]:
    financing, model = project.financing, project.standard_model
    return {
        "number": project.number,
        "name": project.name,
        "participants": [
            {"firm": identity_key(each.firm), "role": each.role.value}
            for each in project.participants
        ],
        "needed": financing.needed.as_json(),
        "arranged": financing.arranged.as_json(),
        "public": financing.public.as_json(),
        "gap": financing.gap.as_json(),
        "arrangements": [
            {"source": each.source, "amount": each.amount.as_json(), "is_public": each.is_public}
            for each in financing.arrangements
        ],
        "site": str(project.site) if project.site else None,
        "standard_model": {
            "name": model.name,
            "process": model.process,
            "published_on": model.published_on.isoformat() if model.published_on else None,
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
                "actual_on": each.actual_on.isoformat() if each.actual_on else None,
            }
            for each in project.outcomes
        ],
    }
