"""What the office's contracts may cost: runs asked for, how far they are, and what each found."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from majung.errors import PolicyFinanceError, Problem
from majung.operations.policy import Act, require
from majung.operations.risk.layer_list import Pools, read_pools
from majung.operations.risk.loss_settings import LossSettings, Method
from majung.operations.risk.methods import METHODS, WITHDRAWN, level_of
from majung.operations.risk.reading_runs import RiskRun, risk_run, risk_runs
from majung.operations.risk.run_files import FORMATS, run_file
from majung.operations.risk.run_report import run_parts
from majung.operations.risk.runs import RunWanted, ask_for_risk_run, words_of_programmes
from majung.operations.risk.stress_list import read_stress
from majung.operations.risk.stresses import shipped_stresses, stress_named
from majung.operations.supply.watermarks import watermark_shown
from majung.reports.cells import DAY, Cell, count, counter, moment, words
from majung.reports.model import KeyValues, Paragraph, Part, Tone
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.risk.futures.transitions import Withdrawal
from majung.web.pages.choosing import series_of
from majung.web.pages.forms import (
    OfficeForm,
    choice_field,
    choices_field,
    day_field,
    language_now,
)
from majung.web.pages.job_states import job_lines, looking_again, state_of, waits_part
from majung.web.pages.naming import person_called
from majung.web.pages.uploads import content_of, file_field, located_findings
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION = "risk-runs"
ON, PROGRAMME, SCENARIOS, SEED = "risk-day", "risk-programme", "risk-scenarios", "risk-seed"
LEVEL, METHOD, WITHDRAWAL = "risk-level", "risk-method", "risk-withdrawal"
STRESSES, HISTORY, SCENARIO = "risk-stresses", "risk-history", "risk-scenario"
LAYERS = "risk-layers"
#: In the address a form is sent to: sent twice, it asks for one run.
ONCE = "once"
LEVELS = ("0.95", "0.99", "0.995", "0.999")
#: A larger run is asked for over the interface or at the command line.
SCENARIOS_MIN, SCENARIOS_MAX, SEED_MAX = 100, 100_000, (1 << 63) - 1
STEPS = counter()
NUMBERS = frozenset({"scenarios", "level"})
USUAL = LossSettings()


@visited
def risk_runs_page(visit: Visit) -> HttpResponse:
    """List the runs of one's institution, and take the wish for another."""
    require(visit.actor, Act.READ_RISK)
    form = _form(visit)
    problems: tuple[PolicyFinanceError, ...] = ()
    findings: tuple[Part, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            wanted = _wanted(form, visit)
            if isinstance(wanted, RunWanted):
                job = ask_for_risk_run(visit.actor, key_of(visit, wanted), wanted, at=visit.at)
                return done(visit, "risk-run-asked", reverse("risk-run", args=[job.key]))
            findings = (Paragraph(phrase("file-refused"), Tone.LEAD), located_findings(wanted))
        except PolicyFinanceError as refusal:
            problems = (refusal,)
    shown = Shown(
        title=phrase("menu-risk-runs"),
        section=SECTION,
        lead=phrase("risk-runs-lead"),
        parts=(*findings, _list(visit)),
        problems=problems,
    )
    return answer(
        visit,
        "majung/handed_in.html",
        shown,
        status=CONFLICT if form.is_bound else 200,
        form=form,
        action=once_only(visit, reverse(SECTION)),
        heading=visit.said(phrase("risk-run-heading")),
        send=visit.said(phrase("risk-run-send")),
    )


@visited
def risk_run_page(visit: Visit, key: str) -> HttpResponse:
    """Show how far a run is; when it is done, what it found and what that rests on."""
    run = risk_run(visit.actor, key, at=visit.at)
    shown = Shown(
        title=phrase("risk-run-of", day=run.wanted.on),
        section=SECTION,
        trail=((phrase("menu-risk-runs"), reverse(SECTION)),),
        parts=(*_head(visit, run), *run_parts(run, visit.names)),
    )
    page = answer(visit, "majung/handed_in.html", shown, links=_links(visit, run))
    return looking_again(run.job, page)


@visited
def risk_run_export(visit: Visit, key: str, ending: str) -> HttpResponse:
    """Hand a run out as a file."""
    file = run_file(visit.actor, key, ending, at=visit.at, language=visit.language)
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def once_only(visit: Visit, address: str) -> str:
    """Return an address that tells one showing of a form from the next."""
    return f"{address}?{ONCE}={visit.at:%Y%m%d%H%M%S%f}"


def key_of(visit: Visit, wanted: RunWanted) -> str:
    """Name a run by who asks for what from which showing of the form."""
    once = _asked_once(visit.request) or f"{visit.at:%Y%m%d%H%M%S%f}"
    told = "\n".join((visit.actor.institution, visit.actor.person, once, repr(wanted)))
    return f"R-{sha256(told.encode()).hexdigest()[:16]}"


def _asked_once(request: HttpRequest) -> str:
    return str(request.GET.get(ONCE, ""))[:40]


def _form(visit: Visit) -> OfficeForm:
    language = visit.language
    programmes = [(key, visit.said(name)) for key, name in visit.names.programmes.items()]
    fields: dict[str, forms.Field] = {
        ON: day_field(),
        PROGRAMME: choice_field(
            [("", visit.said(phrase("fiscal-all-programmes"))), *programmes], required=True
        ),
        SCENARIOS: forms.IntegerField(min_value=SCENARIOS_MIN, max_value=SCENARIOS_MAX),
        SEED: forms.IntegerField(min_value=0, max_value=SEED_MAX),
        LEVEL: choice_field([(each, level_of(LossSettings(level=float(each)))) for each in LEVELS]),
        METHOD: choice_field([(each.value, METHODS[each].spoken(language)) for each in Method]),
        WITHDRAWAL: choice_field(
            [(each.value, WITHDRAWN[each].spoken(language)) for each in Withdrawal]
        ),
        STRESSES: choices_field(
            [(key, each.name.spoken(language)) for key, each in shipped_stresses().items()],
            required=False,
        ),
        HISTORY: file_field(),
        SCENARIO: file_field(),
        LAYERS: file_field(),
    }
    fields[PROGRAMME].required = False
    for name in (HISTORY, SCENARIO, LAYERS):
        fields[name].required = False
    standing = {
        ON: visit.on,
        SCENARIOS: USUAL.scenarios,
        SEED: USUAL.seed,
        LEVEL: f"{USUAL.level:g}",
        METHOD: USUAL.method.value,
        WITHDRAWAL: USUAL.withdrawal.value,
    }
    if visit.request.method != "POST":
        return OfficeForm(fields, initial=standing)
    form = OfficeForm(fields, visit.request.POST, files=visit.request.FILES, initial=standing)
    _require_both(form)
    return form


def _require_both(form: OfficeForm) -> None:
    """Tell beside the field which file is missing: a scenario is measured against its history."""
    if form.is_valid():
        missing = [name for name in (HISTORY, SCENARIO) if not form.cleaned_data[name]]
        if len(missing) == 1:
            form.add_error(missing[0], phrase("risk-scenario-half").spoken(language_now()))


def _wanted(form: OfficeForm, visit: Visit) -> RunWanted | tuple[Problem, ...]:
    """Return the run that is asked for, or everything wrong with the files handed in."""
    given = form.cleaned_data
    stresses = [stress_named(key) for key in given[STRESSES]]
    if given[SCENARIO]:
        published = read_stress(content_of(form, HISTORY), content_of(form, SCENARIO))
        if isinstance(published, tuple):
            return published
        stresses.append(published)
    pools = _pools(form, visit)
    if not isinstance(pools, Pools):
        return pools
    return RunWanted(
        on=given[ON],
        settings=LossSettings(
            scenarios=given[SCENARIOS],
            seed=given[SEED],
            level=float(given[LEVEL]),
            method=Method(given[METHOD]),
            withdrawal=Withdrawal(given[WITHDRAWAL]),
        ),
        programme=given[PROGRAMME],
        series=series_of(visit),
        stresses=tuple(stresses),
        pools=pools.pools,
    )


def _pools(form: OfficeForm, visit: Visit) -> Pools | tuple[Problem, ...]:
    if not form.cleaned_data[LAYERS]:
        return Pools()
    return read_pools(*content_of(form, LAYERS), known=words_of_programmes(visit.names))


def _list(visit: Visit) -> Table:
    heads = ("run", "asked-at", "asked-by", "programme", "scenarios", "level", "watermark",
             "state")  # fmt: skip
    return Table(
        SECTION,
        phrase("risk-runs-kept"),
        tuple(
            Column(phrase(f"head-risk-{head}"), align=Align.END if head in NUMBERS else None)
            for head in heads
        ),
        tuple(_row(visit, run) for run in risk_runs(visit.actor, at=visit.at)),
        empty=phrase("risk-runs-none"),
    )


def _row(visit: Visit, run: RiskRun) -> Row:
    wanted, settings = run.wanted, run.wanted.settings
    programme: Text = phrase("fiscal-all-programmes")
    if wanted.programme:
        programme = visit.names.programme(wanted.programme)
    told = "" if run.result is None else watermark_shown(run.result.watermark)
    return Row(
        (
            Cell(wanted.on, DAY, trace=reverse("risk-run", args=[run.key])),
            moment(run.job.asked_at),
            words(person_called(visit, run.job.person)),
            words(programme),
            count(settings.scenarios, STEPS),
            words(level_of(settings)),
            words(told),
            words(state_of(run.job)),
        )
    )


def _head(visit: Visit, run: RiskRun) -> Sequence[Part]:
    parts: list[Part] = [KeyValues(job_lines(visit, run.job))]
    if run.job.problem is not None:
        parts.append(Paragraph(run.job.problem, Tone.LEAD))
    elif run.result is None:
        parts.append(waits_part())
    return parts


def _links(visit: Visit, run: RiskRun) -> list[Mapping[str, str]]:
    if run.result is None:
        here = reverse("risk-run", args=[run.key])
        return [{"address": here, "name": visit.said(phrase("risk-run-again"))}]
    return [
        {
            "address": reverse("risk-run-export", args=[run.key, each.value]),
            "name": visit.said(phrase("risk-run-save", form=each.value.upper())),
        }
        for each in FORMATS
    ]
