"""A cover at the desks of insurer and insured bank: from the policy to the write-off."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms

from majung.contracts.cover_terms import INSURED, CoverTerms
from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import CoverStage
from majung.operations.claims.issue_cover import end_cover, issue_cover, pay_premium
from majung.operations.claims.notify_default import (
    OF_THE_LOAN,
    WAITING_CAUSES,
    notify_default,
    report_loan,
)
from majung.operations.claims.reading import CoverFile
from majung.operations.claims.record_recovery import (
    record_recovery,
    recoveries,
    reverse_recovery,
    write_off,
)
from majung.operations.policy import Act
from majung.reports.cells import amount, day, written
from majung.reports.model import KeyValue, KeyValues
from majung.values.money import Money
from majung.web.pages.claim_deeds import claim_deeds, filing
from majung.web.pages.deeds import Deed, simple_form, titled
from majung.web.pages.desk_fields import AmountField, minor
from majung.web.pages.forms import OfficeForm, choice_field, day_field, text_field
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase, phrases


def cover_deeds(visit: Visit, file: CoverFile) -> Iterator[Deed]:
    """Return what can be done about a cover by the visitor's institution."""
    is_insurer = file.contract.institution == visit.actor.institution
    insured = {each.institution for each in file.contract.parties if each.role == INSURED}
    is_insured = visit.actor.institution in insured
    if is_insurer:
        yield from _policy(visit, file)
        yield from claim_deeds(visit, file)
    if is_insured:
        yield from _notices(visit, file)
        if visit.may(Act.FILE_CLAIM) and _is_claimable(visit, file):
            yield filing(visit, file)
    if is_insurer or is_insured:
        yield from _recourse(visit, file, is_insurer=is_insurer)


def _policy(visit: Visit, file: CoverFile) -> Iterator[Deed]:
    """Yield issue, premium and end: acts of the insurer alone."""
    key, state = file.contract.key, file.state
    is_settled = all(each.is_settled_on(visit.on) for each in file.conditions)
    if visit.may(Act.ISSUE_COVER) and state.issued_on is None and is_settled:
        yield Deed(
            key="issue",
            title=titled("issue"),
            form=simple_form(dict, key="issue"),
            does=lambda _, __: issue_cover(visit.actor, key, on=visit.on, at=visit.at),
        )
    takes_premium = state.ended_on is None or state.premium_unpaid > 0
    if visit.may(Act.RECORD_FACTS) and state.premiums and takes_premium:
        payers = [(each.payer, _payer(each.payer, visit)) for each in state.premiums]
        yield Deed(
            key="premium",
            title=titled("premium"),
            form=_form(
                "premium",
                file,
                {"payer": lambda: choice_field(payers)} if len(payers) > 1 else {},
                amount=max(state.premium_unpaid, 0),
            ),
            does=lambda form, turn: pay_premium(
                visit.actor,
                key,
                minor(form),
                key=turn,
                on=visit.on,
                at=visit.at,
                payer=form.cleaned_data.get("payer", ""),
            ),
        )
    is_free = not any(each.is_open for each in state.claims)
    if visit.may(Act.ISSUE_COVER) and state.issued_on and state.ended_on is None and is_free:
        yield Deed(
            key="end",
            title=titled("end-cover"),
            form=simple_form(lambda: {"reason": text_field()}, key="end"),
            does=lambda form, turn: end_cover(
                visit.actor,
                key,
                key=turn,
                reason=form.cleaned_data["reason"],
                on=visit.on,
                at=visit.at,
            ),
        )


def _notices(visit: Visit, file: CoverFile) -> Iterator[Deed]:
    """Yield what the insured bank tells the insurer, also late, of the time it was covered."""
    key, state = file.contract.key, file.state
    has_expired = state.stage is CoverStage.ENDED and not state.recourse.paid
    is_told_of = state.issued_on is not None and (state.ended_on is None or has_expired)
    if not (visit.may(Act.NOTIFY_DEFAULT) and is_told_of):
        return
    terms = file.contract.terms
    at_once = sorted(terms.claims.at_once_reasons) if isinstance(terms, CoverTerms) else []
    causes = [(each, _cause(each, visit)) for each in (*WAITING_CAUSES, *at_once)]
    yield Deed(
        key="notify",
        title=titled("notify"),
        form=simple_form(
            lambda: {
                "cause": choice_field(causes),
                "defaulted-on": day_field(),
                "reason": text_field(required=False, lines=True),
            },
            key="notify",
        ),
        does=lambda form, turn: notify_default(
            visit.actor,
            key,
            key=turn,
            cause=form.cleaned_data["cause"],
            defaulted_on=form.cleaned_data["defaulted-on"],
            reason=form.cleaned_data["reason"],
            on=visit.on,
            at=visit.at,
        ),
    )
    if file.owed is None:
        yield _loan_report(visit, file)


def _loan_report(visit: Visit, file: CoverFile) -> Deed:
    """Return what the insured bank reports of a loan that is not kept here."""
    kinds = [
        (each.value, phrase(f"fact-{each.value}").spoken(visit.language))
        for each in FactKind
        if each in OF_THE_LOAN
    ]
    return Deed(
        key="report-loan",
        title=titled("report-loan"),
        form=_form(
            "report-loan",
            file,
            {"what": lambda: choice_field(kinds), "effective-on": day_field},
        ),
        does=lambda form, turn: report_loan(
            visit.actor,
            file.contract.key,
            [
                Fact(
                    form.cleaned_data["effective-on"],
                    FactKind(form.cleaned_data["what"]),
                    turn,
                    minor(form),
                )
            ],
            on=visit.on,
            at=visit.at,
        ),
    )


def _recourse(visit: Visit, file: CoverFile, *, is_insurer: bool) -> Iterator[Deed]:
    """Yield what follows a payment: recoveries of either side, the write-off of the insurer."""
    key, state = file.contract.key, file.state
    if state.paid and visit.may(Act.RECORD_RECOVERY):
        yield Deed(
            key="recover",
            title=titled("recover"),
            form=_form("recover", file, {"note": lambda: text_field(required=False)}),
            parts=(_owed(file),),
            does=lambda form, turn: record_recovery(
                visit.actor,
                key,
                minor(form),
                key=turn,
                on=visit.on,
                at=visit.at,
                note=form.cleaned_data["note"],
            ),
        )
        standing = recoveries(each.fact for each in file.facts)
        if standing:
            yield _reversal(visit, file, standing)
    owed = state.recourse.outstanding + state.recourse.damages
    if is_insurer and owed and visit.may(Act.WRITE_OFF):
        yield Deed(
            key="write-off",
            title=titled("write-off"),
            form=_form("write-off", file, {"reason": lambda: text_field(lines=True)}, amount=owed),
            does=lambda form, turn: write_off(
                visit.actor,
                key,
                key=turn,
                reason=form.cleaned_data["reason"],
                on=visit.on,
                at=visit.at,
                amount=minor(form),
            ),
        )


def _owed(file: CoverFile) -> KeyValues:
    """Show what the debtor still owes the insurer, and how recoveries were shared so far."""
    recourse, currency = file.state.recourse, file.contract.currency
    figures = (
        ("cover-recourse", recourse.outstanding),
        ("cover-damages", recourse.damages),
        ("cover-recovered", recourse.recovered),
        ("cover-shared", recourse.shared),
    )
    return KeyValues(
        tuple(KeyValue(phrase(name), amount(Money(minor, currency))) for name, minor in figures)
    )


def _reversal(visit: Visit, file: CoverFile, standing: tuple[Fact, ...]) -> Deed:
    currency = file.contract.currency
    shown = [
        (
            fact.key,
            f"{written(day(fact.effective_on), visit.language)} ·"
            f" {Money(fact.amount, currency).spoken(visit.language)}",
        )
        for fact in standing
    ]
    return Deed(
        key="reverse",
        title=titled("reverse"),
        form=simple_form(
            lambda: {"recovery": choice_field(shown), "reason": text_field(lines=True)},
            key="reverse",
        ),
        does=lambda form, turn: reverse_recovery(
            visit.actor,
            file.contract.key,
            form.cleaned_data["recovery"],
            key=turn,
            reason=form.cleaned_data["reason"],
            on=visit.on,
            at=visit.at,
        ),
    )


def _is_claimable(visit: Visit, file: CoverFile) -> bool:
    state = file.state
    return (
        state.ended_on is None
        and state.claimable_on is not None
        and state.claimable_on <= visit.on
        and file.claimable != 0
    )


def _form(
    key: str,
    file: CoverFile,
    more: dict[str, Callable[[], forms.Field]],
    *,
    amount: int = 0,
) -> Callable[[Any], OfficeForm]:
    """Return what makes a form with an amount first, and further fields."""
    currency = file.contract.currency
    initial = {"amount": Money(amount, currency).written()} if amount else None
    return simple_form(
        lambda: {"amount": AmountField(currency), **{name: make() for name, make in more.items()}},
        key=key,
        initial=initial,
    )


def _payer(payer: str, visit: Visit) -> str:
    known = f"payer-{payer or 'borrower'}"
    return phrase(known).spoken(visit.language) if known in phrases() else payer


def _cause(cause: str, visit: Visit) -> str:
    known = f"cause-{cause}"
    return phrase(known).spoken(visit.language) if known in phrases() else cause
