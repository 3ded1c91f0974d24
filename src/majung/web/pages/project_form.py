"""The form of a project: what it is, and rows for its consortium, financing and outcomes."""

from collections.abc import Mapping
from typing import Any

from django import forms

from majung.applications.firm import FirmIdentity, ProprietorKey, identity_key
from majung.applications.project import (
    Arrangement,
    Financing,
    Outcome,
    Participant,
    ParticipantRole,
    Project,
    StandardModel,
)
from majung.store.parties.firms import identity_of
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.web.pages.desk_fields import AmountField
from majung.web.pages.forms import NumberField, choice_field, day_field, language_now
from majung.web.pages.row_forms import Rows, RowsForm
from majung.web.pages.wording import phrase

NUMBER = r"\A[0-9A-Za-z가-힣._:@+()-]{1,120}\Z"
#: As many digits as the interface takes.
DIGITS, PLACES = 18, 6
LINE_MAX = 200
CURRENCY = "KRW"
PUBLIC, PRIVATE = "public", "private"


class ProjectForm(RowsForm):
    """A project with one lead, whose targets change something."""

    def clean(self) -> dict[str, Any]:
        """Say what of the rows does not fit together."""
        given = super().clean()
        language = language_now()
        leads = sum(row["part"] == ParticipantRole.LEAD for row in self.given("participant"))
        if leads != 1 and not any(name.startswith("participant-") for name in self.errors):
            first = "participant-1-part"
            self.add_error(first, phrase("one-lead", count=leads).spoken(language))
        for number in range(1, self.counts["outcome"] + 1):
            baseline, target = (given.get(f"outcome-{number}-{x}") for x in ("baseline", "target"))
            if baseline is not None and baseline == target:
                self.add_error(
                    f"outcome-{number}-target", phrase("target-changes-nothing").spoken(language)
                )
        if given.get("model-name") and not given.get("model-process"):
            self.add_error("model-process", phrase("row-not-whole").spoken(language))
        if not given.get("model-name") and (given.get("model-process") or given.get("model-on")):
            self.add_error("model-name", phrase("row-not-whole").spoken(language))
        return given


def project_form(sent: Any, before: Project | None = None) -> ProjectForm:
    """Return the form, empty, with what is known of a project, or as it was sent."""
    language = language_now()
    shape = {"invalid": phrase("project-number-shape").spoken(language)}
    fields: dict[str, forms.Field] = {}
    if before is None:
        fields["project-number"] = forms.RegexField(NUMBER, max_length=120, error_messages=shape)
    fields |= {
        "project-name": _line(),
        "needed": AmountField(_currency(before)),
        "financed-site": NumberField(parse_business_number, required=False),
        "model-name": _line(required=False),
        "model-process": _line(required=False),
        "model-on": day_field(required=False),
    }
    return ProjectForm(fields, _rows(before), sent, initial=_initial(before), key="project-")


def project_of(form: ProjectForm, before: Project | None = None) -> Project:
    """Return the project that was written down.

    A sole proprietor, who has no corporate number, stays in the place they had before.
    """
    given = form.cleaned_data
    model = None
    if given["model-name"]:
        model = StandardModel(given["model-name"], given["model-process"], given["model-on"])
    return Project(
        number=given["project-number"] if before is None else before.number,
        name=given["project-name"],
        participants=tuple(
            Participant(_identity(row["firm"]), ParticipantRole(row["part"]))
            for row in form.given("participant")
        ),
        financing=Financing(
            form.money("needed"),
            tuple(
                Arrangement(row["source"], row["amount"], row["money"] == PUBLIC)
                for row in form.given("arrangement")
            ),
        ),
        site=parse_business_number(given["financed-site"]) if given["financed-site"] else None,
        standard_model=model,
        outcomes=tuple(
            Outcome(
                row["measure"],
                row["unit"],
                row["baseline"],
                row["target"],
                row["actual"],
                row["actual-on"],
            )
            for row in form.given("outcome")
        ),
    )


def _rows(before: Project | None) -> tuple[Rows, ...]:
    language = language_now()
    currency = _currency(before)
    parts = [(each.value, phrase(f"part-{each}").spoken(language)) for each in ParticipantRole]
    moneys = [(each, phrase(f"{each}-money").spoken(language)) for each in (PUBLIC, PRIVATE)]
    return (
        Rows(
            "participant",
            {
                "firm": lambda: NumberField(_identity, required=False),
                "part": lambda: choice_field(parts, required=False),
            },
            needed=("firm", "part"),
            written=_participants(before),
        ),
        Rows(
            "arrangement",
            {
                "source": lambda: _line(required=False),
                "money": lambda: choice_field(moneys, required=False),
                "amount": lambda: AmountField(currency, required=False),
            },
            needed=("source", "money", "amount"),
            count=2,
            written=_arrangements(before),
        ),
        Rows(
            "outcome",
            {
                "measure": lambda: _line(required=False),
                "unit": lambda: _line(required=False),
                "baseline": _number,
                "target": _number,
                "actual": _number,
                "actual-on": lambda: day_field(required=False),
            },
            needed=("measure", "unit", "baseline", "target"),
            count=2,
            written=_outcomes(before),
        ),
    )


def _currency(before: Project | None) -> str:
    return before.financing.needed.currency if before else CURRENCY


def _initial(before: Project | None) -> dict[str, object]:
    if before is None:
        return {}
    model = before.standard_model
    return {
        "project-name": before.name,
        "needed": before.financing.needed.spoken(language_now()),
        "financed-site": str(before.site) if before.site else "",
        "model-name": model.name if model else "",
        "model-process": model.process if model else "",
        "model-on": model.published_on if model else None,
    }


def _participants(before: Project | None) -> list[Mapping[str, object]]:
    known = before.participants if before else ()
    return [{"firm": _written(each.firm), "part": each.role.value} for each in known]


def _arrangements(before: Project | None) -> list[Mapping[str, object]]:
    known = before.financing.arrangements if before else ()
    return [
        {
            "source": each.source,
            "money": PUBLIC if each.is_public else PRIVATE,
            "amount": each.amount.spoken(language_now()),
        }
        for each in known
    ]


def _outcomes(before: Project | None) -> list[Mapping[str, object]]:
    known = before.outcomes if before else ()
    return [
        {
            "measure": each.measure,
            "unit": each.unit,
            "baseline": each.baseline,
            "target": each.target,
            "actual": each.actual,
            "actual-on": each.actual_on,
        }
        for each in known
    ]


def _identity(written: str) -> FirmIdentity:
    """Read a corporate number, or the internal key of a sole proprietor as the form shows it."""
    if written.startswith("proprietor:"):
        return identity_of(written)
    return parse_corporate_number(written)


def _written(identity: FirmIdentity) -> str:
    return identity_key(identity) if isinstance(identity, ProprietorKey) else str(identity)


def _line(*, required: bool = True) -> forms.CharField:
    return forms.CharField(max_length=LINE_MAX, required=required)


def _number() -> forms.DecimalField:
    field = forms.DecimalField(max_digits=DIGITS, decimal_places=PLACES, required=False)
    field.widget = forms.TextInput({"inputmode": "decimal"})
    return field
