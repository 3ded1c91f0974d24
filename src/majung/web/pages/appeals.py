"""Appeals on pages: a firm objects to a decision, an approver who took no part in it answers."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse

from majung.applications.appeal import AppealOutcome
from majung.errors import PolicyFinanceError
from majung.operations.intake.appeal import answer_appeal, file_appeal
from majung.operations.intake.reading_appeals import (
    Appealable,
    AppealFile,
    appealable,
    appeals_on,
)
from majung.operations.policy import Act, NotPermittedError, require
from majung.reports.cells import OPEN, Cell, count, counter, day, words
from majung.reports.model import Heading, KeyValue, KeyValues, Part
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import Text
from majung.web.pages.forms import OfficeForm, choice_field, day_field, text_field
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION = "applications"
DAYS = counter("일", "days", "day")


def appeal_parts(visit: Visit, number: str) -> Iterator[Part]:
    """Show the appeals about an application, and the decisions its firm may still object to."""
    filed = appeals_on(visit.actor, number, on=visit.on)
    if filed:
        yield Heading(phrase("appeals"))
        yield _filed_table(filed, visit, number)
    if visit.may(Act.APPEAL):
        still = appealable(visit.actor, number, on=visit.on)
        if still:
            yield Heading(phrase("appealable"))
            yield _appealable_table(still, number)


@visited
def appeal_page(visit: Visit, number: str, key: str) -> HttpResponse:
    """Ask a firm why it objects to a decision, or take the appeal."""
    require(visit.actor, Act.APPEAL)
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = OfficeForm(
        {"appeal-reason": text_field(lines=True), "known-on": day_field(required=False)}, sent
    )
    problems: tuple[PolicyFinanceError, ...] = ()
    if sent is not None and form.is_valid():
        given = form.cleaned_data
        try:
            filed = file_appeal(
                visit.actor,
                key,
                given["appeal-reason"],
                known_on=given["known-on"],
                on=visit.on,
                at=visit.at,
            )
            to = reverse("application", args=[number])
            return done(visit, "appealed", to, number=filed.key, day=str(filed.due_on))
        except NotPermittedError:
            raise
        except PolicyFinanceError as refusal:
            problems = (refusal,)
    still = appealable(visit.actor, number, on=visit.on)
    about = tuple(_about(each) for each in still if each.decision.key == key)
    shown = _shown("appeal-title", "appeal-lead", number, about, problems)
    return _form(visit, shown, form, "file-appeal", is_sent=sent is not None)


@visited
def answer_page(visit: Visit, number: str, key: str) -> HttpResponse:
    """Ask an approver how an appeal is decided and why, or take the answer."""
    require(visit.actor, Act.APPROVE_DECISION)
    sent = visit.request.POST if visit.request.method == "POST" else None
    outcomes = [(each.value, visit.said(phrase(f"appeal-{each.value}"))) for each in AppealOutcome]
    form = OfficeForm(
        {
            "outcome": choice_field(outcomes),
            "answer-reason": text_field(lines=True),
            "document": text_field(),
        },
        sent,
    )
    problems: tuple[PolicyFinanceError, ...] = ()
    if sent is not None and form.is_valid():
        given = form.cleaned_data
        try:
            answer_appeal(
                visit.actor,
                key,
                AppealOutcome(given["outcome"]),
                given["answer-reason"],
                document=given["document"],
                on=visit.on,
                at=visit.at,
            )
            return done(visit, "appeal-answered", reverse("application", args=[number]))
        except NotPermittedError:
            raise
        except PolicyFinanceError as refusal:
            problems = (refusal,)
    filed = [
        each for each in appeals_on(visit.actor, number, on=visit.on) if each.appeal.key == key
    ]
    about = tuple(_objection(each) for each in filed)
    shown = _shown("answer-title", "answer-lead", number, about, problems)
    return _form(visit, shown, form, "answer-appeal", is_sent=sent is not None)


def _shown(
    title: str,
    lead: str,
    number: str,
    parts: tuple[Part, ...],
    problems: tuple[PolicyFinanceError, ...],
) -> Shown:
    return Shown(
        title=phrase(title),
        section=SECTION,
        lead=phrase(lead),
        trail=(
            (phrase("menu-applications"), reverse(SECTION)),
            (number, reverse("application", args=[number])),
        ),
        parts=parts,
        problems=problems,
    )


def _form(
    visit: Visit, shown: Shown, form: OfficeForm, send: str, *, is_sent: bool
) -> HttpResponse:
    status = CONFLICT if is_sent else 200
    said = visit.said(phrase(send))
    return answer(visit, "majung/form.html", shown, status=status, form=form, send=said)


def _about(found: Appealable) -> KeyValues:
    decision = found.decision.decision
    return KeyValues(
        (
            KeyValue(phrase("head-decision"), words(decision.kind)),
            KeyValue(phrase("head-decided-on"), day(decision.decided_on)),
            KeyValue(phrase("head-document"), words(decision.document)),
            KeyValue(phrase("head-reason"), words(decision.reason)),
            KeyValue(phrase("head-appeal-until"), day(found.last_on)),
        )
    )


def _objection(found: AppealFile) -> KeyValues:
    decision = found.decision.decision
    return KeyValues(
        (
            KeyValue(phrase("head-decision"), words(decision.kind)),
            KeyValue(phrase("head-decided-on"), day(decision.decided_on)),
            KeyValue(phrase("head-reason"), words(decision.reason)),
            KeyValue(phrase("head-appeal-filed-on"), day(found.appeal.filed_on)),
            KeyValue(phrase("head-appeal-reason"), words(found.appeal.reason)),
            KeyValue(phrase("head-answer-due"), day(found.appeal.due_on or OPEN)),
            KeyValue(phrase("head-days-left"), words(_left(found))),
        )
    )


def _filed_table(filed: tuple[AppealFile, ...], visit: Visit, number: str) -> Table:
    rows = []
    for each in filed:
        taken = None if each.answer is None else each.answer.decision
        rows.append(
            Row(
                (
                    words(each.appeal.reason),
                    day(each.appeal.filed_on),
                    day(each.appeal.due_on or OPEN),
                    count(each.days, DAYS),
                    _outcome(each, visit, number),
                    words(taken.reason if taken else ""),
                    words(taken.document if taken else ""),
                )
            )
        )
    heads = ("appeal-reason", "appeal-filed-on", "answer-due", "days", "appeal-outcome", "reason",
             "document")  # fmt: skip
    return Table("appeals", "", tuple(Column(phrase(f"head-{h}")) for h in heads), tuple(rows))


def _outcome(found: AppealFile, visit: Visit, number: str) -> Cell:
    if found.outcome is not None:
        return words(found.outcome)
    is_ours = found.appeal.institution == visit.actor.institution
    if is_ours and visit.may(Act.APPROVE_DECISION):
        return Cell(
            phrase("answer-appeal"), trace=reverse("answer-appeal", args=[number, found.appeal.key])
        )
    return words(_left(found))


def _left(found: AppealFile) -> Text:
    left = found.days_left
    if left is None:
        return ""
    return (
        phrase("appeal-days-left", days=left)
        if left >= 0
        else phrase("appeal-days-late", days=-left)
    )


def _appealable_table(found: tuple[Appealable, ...], number: str) -> Table:
    rows = [
        Row(
            (
                words(each.decision.decision.kind),
                day(each.decision.decision.decided_on),
                words(each.decision.decision.reason),
                day(each.last_on),
                Cell(
                    phrase("file-appeal"), trace=reverse("appeal", args=[number, each.decision.key])
                ),
            )
        )
        for each in found
    ]
    heads = ("decision", "decided-on", "reason", "appeal-until", "act")
    return Table("appealable", "", tuple(Column(phrase(f"head-{h}")) for h in heads), tuple(rows))
