"""A loan's desk: terms set anew, a transfer to another loan, what never happened taken back."""

from collections.abc import Iterator

from django import forms

from majung.contracts.facts import RESTRUCTURED, Fact
from majung.contracts.kernel.layout import INSTALMENTS_MAX
from majung.operations.policy import Act
from majung.operations.servicing.change_loan import OF_MONEY, restructure, transfer
from majung.operations.servicing.reading import ContractFile
from majung.operations.servicing.record_on_loan import reverse_on_loan, reversible
from majung.store.servicing.contracts import Contract, Servicing
from majung.values.money import Money
from majung.web.pages.deeds import Deed, simple_form, titled
from majung.web.pages.desk_fields import AmountField, minor
from majung.web.pages.forms import OfficeForm, choice_field, day_field, text_field
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase


def loan_deeds(visit: Visit, file: ContractFile) -> Iterator[Deed]:
    """Return what can be changed, and what can be taken back, of a loan that is kept here.

    Of one that is over or cannot be replayed, only what can be taken back.
    """
    contract = file.contract
    is_ours = contract.institution == visit.actor.institution
    if not is_ours or contract.servicing is not Servicing.SERVICED:
        return
    facts = reversible(tuple(each.fact for each in file.facts))
    is_alive = file.contradiction is None and contract.ended_on is None
    if facts and is_alive and visit.may(Act.TRANSFER):
        yield _transferring(visit, contract)
    if facts and is_alive and visit.may(Act.RESTRUCTURE):
        yield _restructuring(visit, contract)
    if facts and visit.may(Act.RECORD_FACTS):
        yield _taking_back(visit, contract, facts)


def _restructuring(visit: Visit, contract: Contract) -> Deed:
    terms = [(term, visit.said(phrase(f"restructured-{term}"))) for term in RESTRUCTURED]

    def does(form: OfficeForm, turn: str) -> object:
        given = form.cleaned_data
        is_money = given["restructured"] in OF_MONEY
        return restructure(
            visit.actor,
            contract.key,
            given["restructured"],
            minor(form, "amount") if is_money else given["due-days"] or 0,
            key=f"{contract.key}-{turn}",
            reason=given["reason"],
            effective_on=given["effective-on"],
            on=visit.on,
            at=visit.at,
        )

    return Deed(
        key="restructure",
        title=titled("restructure"),
        form=simple_form(
            lambda: {
                "restructured": choice_field(terms),
                "due-days": forms.IntegerField(
                    min_value=0, max_value=INSTALMENTS_MAX, required=False
                ),
                "amount": AmountField(contract.currency, required=False),
                "effective-on": day_field(),
                "reason": text_field(),
            },
            key="restructure",
            initial={"effective-on": visit.on},
        ),
        does=does,
        is_second=True,
    )


def _transferring(visit: Visit, contract: Contract) -> Deed:
    def does(form: OfficeForm, turn: str) -> object:
        return transfer(
            visit.actor,
            contract.key,
            form.cleaned_data["into-contract"],
            key=f"{contract.key}-{turn}",
            effective_on=form.cleaned_data["effective-on"],
            amount=minor(form, "amount"),
            note=form.cleaned_data["note"],
            on=visit.on,
            at=visit.at,
        )

    return Deed(
        key="transfer-loan",
        title=titled("transfer-loan"),
        form=simple_form(
            lambda: {
                "into-contract": text_field(),
                "amount": AmountField(contract.currency, required=False),
                "effective-on": day_field(),
                "note": text_field(required=False),
            },
            key="transfer-loan",
            initial={"effective-on": visit.on},
        ),
        does=does,
        is_second=True,
    )


def _taking_back(visit: Visit, contract: Contract, facts: tuple[Fact, ...]) -> Deed:
    choices = [(fact.key, _called(visit, fact, contract.currency)) for fact in reversed(facts)]
    return Deed(
        key="reverse-fact",
        title=titled("reverse-fact"),
        form=simple_form(
            lambda: {"wrong-fact": choice_field(choices), "reason": text_field()},
            key="reverse-fact",
        ),
        does=lambda form, turn: reverse_on_loan(
            visit.actor,
            contract.key,
            form.cleaned_data["wrong-fact"],
            key=f"{contract.key}-{turn}",
            reason=form.cleaned_data["reason"],
            on=visit.on,
            at=visit.at,
        ),
        is_second=True,
    )


def _called(visit: Visit, fact: Fact, currency: str) -> str:
    kind = phrase(f"fact-{fact.kind.value}").spoken(visit.language)
    amount = Money(fact.amount, currency).spoken(visit.language) if fact.amount else ""
    parts = (fact.effective_on.isoformat(), kind, fact.key, amount)
    return " · ".join(part for part in parts if part)
