"""A fund at its manager's desk: calls, payments, investments, valuations, exits, distributions."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms

from majung.applications.firm import FirmIdentity
from majung.contracts.states import FundStage
from majung.operations.funds.call_capital import call_capital, pay_call
from majung.operations.funds.distribute import distribute, end_fund
from majung.operations.funds.invest import (
    exit_investment,
    invest,
    receive_proceeds,
    spend,
    value_investment,
)
from majung.operations.funds.reading import FundFile
from majung.operations.policy import Act
from majung.store.servicing.contracts import Servicing
from majung.web.pages.deeds import Deed, simple_form, titled
from majung.web.pages.desk_fields import AmountField, CompanyField, minor
from majung.web.pages.forms import OfficeForm, choice_field, text_field
from majung.web.pages.visits import Visit

Making = Callable[[], forms.Field]


def fund_deeds(visit: Visit, file: FundFile) -> Iterator[Deed]:
    """Return what a fund's manager can do about it."""
    is_ours = file.contract.institution == visit.actor.institution
    is_here = file.contract.servicing is Servicing.SERVICED
    if not (is_ours and is_here) or file.state.stage is not FundStage.FORMED:
        return
    if visit.may(Act.CALL_CAPITAL) and file.state.called < file.state.size:
        yield _of_partners(visit, file, "call", call_capital)
    if visit.may(Act.RECORD_FUND_FACTS):
        if file.state.paid_in < file.state.called:
            yield _of_partners(visit, file, "pay-call", pay_call)
        yield _investing(visit, file)
        yield from _holdings(visit, file)
        yield _spending(visit, file)
    if visit.may(Act.DISTRIBUTE):
        yield from _distributing(visit, file)


def _of_partners(visit: Visit, file: FundFile, key: str, act: Callable[..., object]) -> Deed:
    """Return a call, or a payment on one: of all partners, or of one."""
    partners = [
        (each.state.party, visit.said(visit.names.institution(each.state.party)))
        for each in file.partners
    ]
    return Deed(
        key=key,
        title=titled(key),
        form=_form(file, key, {"partner": lambda: choice_field(partners, required=False)}),
        does=lambda form, turn: act(
            visit.actor,
            file.contract.key,
            minor(form),
            key=turn,
            on=visit.on,
            at=visit.at,
            party=form.cleaned_data["partner"],
        ),
    )


def _investing(visit: Visit, file: FundFile) -> Deed:
    return Deed(
        key="invest",
        title=titled("invest"),
        form=simple_form(
            lambda: {
                "company": CompanyField(),
                "amount": AmountField(file.contract.currency),
                "reference": text_field(required=False),
            },
            key="invest",
        ),
        does=lambda form, turn: invest(
            visit.actor,
            file.contract.key,
            form.cleaned_data["company"],
            minor(form),
            key=turn,
            on=visit.on,
            at=visit.at,
            reference=form.cleaned_data["reference"],
        ),
    )


def _holdings(visit: Visit, file: FundFile) -> Iterator[Deed]:
    """Yield what can be done about companies that are held."""
    held = [each for each in file.holdings if each.state.exited_on is None]
    if not held:
        return
    companies = [(each.state.company, each.firm.name) for each in held]
    identities: dict[str, FirmIdentity] = {each.state.company: each.firm.identity for each in held}
    for key, act in (
        ("value", value_investment),
        ("proceeds", receive_proceeds),
        ("exit", exit_investment),
    ):
        yield _of_holding(visit, file, key, act, companies, identities)


def _of_holding(
    visit: Visit,
    file: FundFile,
    key: str,
    act: Callable[..., object],
    companies: list[tuple[str, str]],
    identities: dict[str, FirmIdentity],
) -> Deed:
    return Deed(
        key=key,
        title=titled(key),
        form=simple_form(
            lambda: {
                "holding": choice_field(companies),
                "amount": AmountField(file.contract.currency),
                "note": text_field(required=False),
            },
            key=key,
        ),
        does=lambda form, turn: act(
            visit.actor,
            file.contract.key,
            identities[form.cleaned_data["holding"]],
            minor(form),
            key=turn,
            on=visit.on,
            at=visit.at,
            note=form.cleaned_data["note"],
        ),
    )


def _spending(visit: Visit, file: FundFile) -> Deed:
    return Deed(
        key="spend",
        title=titled("spend"),
        form=_form(file, "spend", {"note": text_field}),
        does=lambda form, turn: spend(
            visit.actor,
            file.contract.key,
            minor(form),
            key=turn,
            on=visit.on,
            at=visit.at,
            note=form.cleaned_data["note"],
        ),
    )


def _distributing(visit: Visit, file: FundFile) -> Iterator[Deed]:
    if file.state.cash:
        yield Deed(
            key="distribute",
            title=titled("distribute"),
            form=simple_form(
                lambda: {"amount": AmountField(file.contract.currency, required=False)},
                key="distribute",
            ),
            does=lambda form, turn: distribute(
                visit.actor,
                file.contract.key,
                key=turn,
                on=visit.on,
                at=visit.at,
                amount=minor(form),
            ),
        )
    if all(each.state.exited_on is not None for each in file.holdings):
        yield Deed(
            key="end-fund",
            title=titled("end-fund"),
            form=simple_form(lambda: {"note": text_field(required=False)}, key="end-fund"),
            does=lambda form, turn: end_fund(
                visit.actor,
                file.contract.key,
                key=turn,
                on=visit.on,
                at=visit.at,
                note=form.cleaned_data["note"],
            ),
        )


def _form(file: FundFile, key: str, more: dict[str, Making]) -> Callable[[Any], OfficeForm]:
    """Return what makes a form with an amount first, and further fields."""
    currency = file.contract.currency
    return simple_form(
        lambda: {"amount": AmountField(currency), **{name: make() for name, make in more.items()}},
        key=key,
    )
