"""A loan's desk: terms set anew, and a transfer to another loan."""

from collections.abc import Iterator

from django import forms

from majung.contracts.facts import RESTRUCTURED
from majung.contracts.kernel.layout import INSTALMENTS_MAX
from majung.operations.policy import Act
from majung.operations.servicing.change_loan import OF_MONEY, restructure, transfer
from majung.operations.servicing.reading import ContractFile
from majung.operations.taking_back import reversible
from majung.store.servicing.contracts import Contract, Servicing
from majung.web.pages.deeds import Deed, simple_form, titled
from majung.web.pages.desk_fields import AmountField, minor
from majung.web.pages.forms import OfficeForm, choice_field, day_field, text_field
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase


def loan_deeds(visit: Visit, file: ContractFile) -> Iterator[Deed]:
    """Return what can be changed of a loan that is kept here, drawn and not over."""
    contract = file.contract
    is_ours = contract.institution == visit.actor.institution
    if not is_ours or contract.servicing is not Servicing.SERVICED:
        return
    told = reversible(contract, tuple(each.fact for each in file.facts), file.contradiction)
    if not told or contract.ended_on is not None:
        return
    if visit.may(Act.TRANSFER):
        yield _transferring(visit, contract)
    if visit.may(Act.RESTRUCTURE):
        yield _restructuring(visit, contract)


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
