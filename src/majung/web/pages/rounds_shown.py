"""How rounds, lists and recommendations are shown on pages, and the forms that ask about them."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse

from majung.applications.recommendation import Recommendation, Withdrawal
from majung.operations.intake.reading_rounds import ListFile, RoundFile, RoundLine, rules_of
from majung.operations.reading_names import Names
from majung.reports.cells import Cell, amount, count, counter, day, words
from majung.reports.model import KeyValue, KeyValues
from majung.reports.tables import Align, Column, Row, Table
from majung.web.pages.forms import OfficeForm, choice_field, day_field, text_field
from majung.web.pages.uploads import file_field
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase

FIRMS = counter("개사", "firms", "firm")
MONTHS = counter("개월", "months", "month")
KEY = re.compile(r"\A[0-9A-Za-z가-힣][0-9A-Za-z가-힣._-]{0,59}\Z")
NUMBERS = frozenset(
    {
        "quota",
        "round-firms",
        "left",
        "waiting-lists",
        "good-rows",
        "bad-rows",
        "list-times",
        "amount",
    }
)


def terms_of(line: RoundLine, called: Names) -> KeyValues:
    """Show the terms of a round, with the room left."""
    round_ = line.round
    lines = [
        KeyValue(phrase("head-recommender"), words(called.institution(round_.recommender))),
        KeyValue(phrase("head-opens-on"), day(round_.opens_on)),
        KeyValue(phrase("head-closes-on"), _until(round_.closes_on)),
        KeyValue(
            phrase("validity"),
            words(phrase("no-end"))
            if round_.validity_months is None
            else count(round_.validity_months, MONTHS),
        ),
        KeyValue(phrase("head-quota"), _firms(round_.quota)),
        KeyValue(phrase("head-round-firms"), count(line.recommended, FIRMS)),
        KeyValue(phrase("head-left"), _firms(line.left)),
    ]
    if round_.amount_max is not None:
        lines.append(KeyValue(phrase("head-amount-max"), amount(round_.amount_max)))
    if line.withdrawn:
        lines.append(KeyValue(phrase("withdrawn-count"), count(line.withdrawn, FIRMS)))
    return KeyValues(tuple(lines))


def round_row(line: RoundLine, called: Names) -> Row:
    """Show a round in a list."""
    round_ = line.round
    return Row(
        (
            Cell(round_.key, trace=address_of(round_.key)),
            words(called.programme(round_.programme)),
            day(round_.opens_on),
            _until(round_.closes_on),
            _firms(round_.quota),
            count(line.recommended, FIRMS),
            _firms(line.left),
            words(phrase("cases", count=line.waiting) if line.waiting else ""),
        )
    )


def lists_table(file: RoundFile, key: str) -> Table:
    """List what was handed in for a round, and what became of it."""
    rows = tuple(
        Row(
            (
                Cell(each.kept.name, trace=reverse("round-list", args=[key, each.kept.digest])),
                words(phrase("rows", count=each.kept.good)),
                words(phrase("rows", count=each.kept.bad)),
                words(phrase(f"list-state-{each.state}")),
                words(each.approval.decision.document if each.approval else ""),
            )
        )
        for each in file.lists
    )
    heads = ("list-file", "good-rows", "bad-rows", "state", "document")
    return Table("lists", "", columns(heads), rows)


def list_pairs(found: ListFile) -> KeyValues:
    """Show a list that was handed in."""
    lines = [
        KeyValue(phrase("head-list-file"), words(found.kept.name)),
        KeyValue(phrase("head-good-rows"), words(phrase("rows", count=found.kept.good))),
        KeyValue(phrase("head-bad-rows"), words(phrase("rows", count=found.kept.bad))),
        KeyValue(phrase("head-state"), words(phrase(f"list-state-{found.state}"))),
    ]
    if found.proposal is not None:
        lines.append(KeyValue(phrase("proposed-on"), day(found.proposal.proposed_on)))
    return KeyValues(tuple(lines))


def recommended_table(
    page: Iterable[tuple[Recommendation, Withdrawal | None]], visit: Visit
) -> Table:
    """List whom a round recommends, with what was withdrawn."""
    rows = tuple(
        Row(
            (
                words(each.firm_name),
                words(each.firm.spoken(visit.language)),
                words(each.project),
                words("") if each.amount is None else amount(each.amount),
                day(each.from_on),
                _until(each.until_on),
                words("") if back is None else day(back.effective_on),
                words("" if back is None else back.reason),
            )
        )
        for each, back in page
    )
    heads = ("firm", "corporate-number", "list-project", "amount", "recommended-on", "valid-to",
             "withdrawn-on", "reason")  # fmt: skip
    return Table("recommended", "", columns(heads), rows, empty=phrase("no-recommendations"))


def round_form(visit: Visit, sent: Any = None) -> OfficeForm:
    """Ask for the rule and the days of a round."""
    rules = [
        (f"{programme.key}/{rule.key}", f"{visit.said(programme.name)} · {visit.said(rule.label)}")
        for programme, rule in rules_of(visit.actor, at=visit.at)
    ]
    key = forms.RegexField(
        KEY, max_length=60, error_messages={"invalid": visit.said(phrase("round-key-shape"))}
    )
    fields: dict[str, forms.Field] = {
        "rule": choice_field(rules),
        "round-key": key,
        "opens-on": day_field(),
        "closes-on": day_field(required=False),
    }
    return OfficeForm(fields, sent, initial={"opens-on": visit.on})


def list_form(sent: Any = None, files: Any = None) -> OfficeForm:
    """Ask for a list."""
    return OfficeForm({"list-file": file_field()}, sent, files=files, key="list-")


def approval_form(proposal: str, sent: Any = None) -> OfficeForm:
    """Ask in which document a list is approved."""
    return OfficeForm({"document": text_field()}, sent, key=f"{proposal}-")


def return_form(proposal: str, sent: Any = None) -> OfficeForm:
    """Ask why a list goes back."""
    return OfficeForm({"reason": text_field(lines=True)}, sent, key=f"{proposal}-")


def withdrawal_form(file: RoundFile, sent: Any = None) -> OfficeForm:
    """Ask whose recommendation is withdrawn, and why."""
    standing = [(each.key, each.firm_name) for each, back in file.recommendations if back is None]
    fields = {"recommendation": choice_field(standing), "reason": text_field(lines=True)}
    return OfficeForm(fields, sent, key="withdraw-")


def columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns of a table by their heads; amounts and counts stand at the end."""
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in NUMBERS else Align.START)
        for head in heads
    )


def _until(on: Any) -> Cell:
    return words(phrase("no-end")) if on is None else day(on)


def _firms(number: int | None) -> Cell:
    return words(phrase("no-limit")) if number is None else count(number, FIRMS)


def address_of(key: str) -> str:
    """Return the address of a round."""
    return reverse("round", args=[key])
