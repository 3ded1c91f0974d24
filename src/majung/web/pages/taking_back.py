"""What never happened, taken back at the desk of a contract of any kind."""

from collections.abc import Iterator

from majung.contracts.facts import Fact
from majung.operations.servicing.reading import ContractFile
from majung.operations.taking_back import ACTS, reversible, take_back
from majung.reports.cells import written
from majung.store.servicing.contracts import Contract, Servicing
from majung.values.money import Money
from majung.web.pages.deeds import Deed, simple_form, titled
from majung.web.pages.fact_cells import fact_name, fact_value
from majung.web.pages.forms import choice_field, text_field
from majung.web.pages.visits import Visit


def taking_back(visit: Visit, file: ContractFile) -> Iterator[Deed]:
    """Return the form that takes a fact back of a contract that is kept here, where one can be."""
    contract = file.contract
    is_ours = contract.institution == visit.actor.institution
    if not is_ours or contract.servicing is not Servicing.SERVICED:
        return
    facts = reversible(contract, tuple(each.fact for each in file.facts), file.contradiction)
    if facts and visit.may(ACTS[type(contract.terms)]):
        yield _deed(visit, contract, facts)


def _deed(visit: Visit, contract: Contract, facts: tuple[Fact, ...]) -> Deed:
    choices = [(fact.key, _called(visit, fact, contract.currency)) for fact in reversed(facts)]
    return Deed(
        key="reverse-fact",
        title=titled("reverse-fact"),
        form=simple_form(
            lambda: {"wrong-fact": choice_field(choices), "reason": text_field()},
            key="reverse-fact",
        ),
        does=lambda form, turn: take_back(
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
    kind = fact_name(fact).spoken(visit.language)
    parts = (fact.effective_on.isoformat(), kind, fact.key, _says(visit, fact, currency))
    return " · ".join(part for part in parts if part)


def _says(visit: Visit, fact: Fact, currency: str) -> str:
    cell = fact_value(fact, currency)
    if not isinstance(cell.value, Money):
        return written(cell, visit.language)
    return cell.value.spoken(visit.language) if fact.amount else ""
