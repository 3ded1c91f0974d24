"""A loan's desk: a drawdown, payment or default that never happened is taken back."""

from collections.abc import Iterator

from majung.contracts.facts import Fact
from majung.operations.policy import Act
from majung.operations.servicing.reading import ContractFile
from majung.operations.servicing.record_on_loan import reverse_on_loan, reversible
from majung.store.servicing.contracts import Servicing
from majung.values.money import Money
from majung.web.pages.deeds import Deed, simple_form, titled
from majung.web.pages.forms import choice_field, text_field
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase


def loan_deeds(visit: Visit, file: ContractFile) -> Iterator[Deed]:
    """Return what can be taken back of a loan that is kept here."""
    contract = file.contract
    facts = reversible(tuple(each.fact for each in file.facts))
    is_ours = contract.institution == visit.actor.institution
    is_here = contract.servicing is Servicing.SERVICED
    if not (facts and is_ours and is_here and visit.may(Act.RECORD_FACTS)):
        return
    choices = [(fact.key, _called(visit, fact, contract.currency)) for fact in reversed(facts)]
    yield Deed(
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
    return " · ".join(part for part in (fact.effective_on.isoformat(), kind, amount) if part)
