"""What other institutions refused a firm, and which of its loans and covers went wrong.

Guarantors that keep this to themselves pay for each other's mistakes.  A look is for a purpose and
on a legal basis; both are written down before anything is shown, and stay even if nothing is
found.  Shown is what happened, never another institution's words or grades.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from majung.applications.decision import DecisionKind
from majung.applications.firm import FirmIdentity, identity_key
from majung.applications.succession import identity_on
from majung.contracts.facts import Fact, FactKind, standing
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.rules import Verdict
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.decisions import decisions_about
from majung.store.parties.firms import successions
from majung.store.servicing.contracts import Contract, contracts_of
from majung.store.servicing.facts import facts_of_many
from majung.values.money import Money

#: What of the facts of a contract is an accident.
ACCIDENTS = frozenset(
    {
        FactKind.DEFAULT,
        FactKind.DEFAULT_NOTICE,
        FactKind.CLAIM,
        FactKind.CLAIM_PAYMENT,
        FactKind.WRITE_OFF,
    }
)


class LegalBasisMissingError(PolicyFinanceError):
    """Whoever looks beyond the own institution names the law or consent that permits it."""

    kind = "legal-basis-missing"


@dataclass(frozen=True, slots=True)
class Refusal:
    """That an institution granted a firm less than it asked for, or nothing.

    Attributes:
        against: rules that were not met or open, with their verdicts.
    """

    institution: str
    programme: str
    product: str
    kind: DecisionKind
    decided_on: date
    against: tuple[tuple[str, Verdict], ...]


@dataclass(frozen=True, slots=True)
class Accident:
    """Something that went wrong with a contract.

    Attributes:
        amount: zero where the fact has none.
    """

    institution: str
    product: str
    contract: str
    contract_type: str
    kind: FactKind
    effective_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class FirmRecord:
    """What is on record of a firm and of those it followed, earliest first.

    Attributes:
        known_as: the identities looked up: the firm's own, and those of firms it took over.
    """

    firm: FirmIdentity
    known_as: tuple[FirmIdentity, ...]
    refusals: tuple[Refusal, ...]
    accidents: tuple[Accident, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is on record."""
        return not self.refusals and not self.accidents


def firm_record(
    actor: Actor, firm: FirmIdentity, *, legal_basis: str, on: date, at: datetime
) -> FirmRecord:
    """Look up what a firm was refused and what went wrong, at every institution, up to a day.

    Args:
        legal_basis: the article or consent that permits the look; it is logged.

    Raises:
        NotPermittedError: the actor may not.
        LegalBasisMissingError: none is named.
    """
    require(actor, Act.LOOK_UP_FIRM)
    subject = identity_key(firm)
    if not legal_basis.strip():
        raise LegalBasisMissingError(firm=subject)
    with acting_for_state(
        Purpose.REGISTER, person=actor.person, at=at, legal_basis=legal_basis, subject=subject
    ):
        known_as = _known_as(firm, on=on)
        contracts = [each for identity in known_as for each in contracts_of(firm=identity)]
        facts = facts_of_many([each.key for each in contracts])
        accidents = [
            accident
            for contract in contracts
            for accident in _accidents(contract, facts.get(contract.key, ()), on=on)
        ]
        refusals = tuple(_refusals(known_as, on=on))
    accidents.sort(key=lambda each: (each.effective_on, each.contract))
    return FirmRecord(firm, known_as, refusals, tuple(accidents))


def _known_as(firm: FirmIdentity, *, on: date) -> tuple[FirmIdentity, ...]:
    known = successions()
    before = {each.predecessor for each in known if each.predecessor != firm}
    followed = (each for each in before if identity_on(each, known, on=on) == firm)
    return (firm, *sorted(followed, key=identity_key))


def _refusals(firms: tuple[FirmIdentity, ...], *, on: date) -> Iterator[Refusal]:
    for kept in decisions_about(firms):
        decision = kept.decision
        if decision.kind is not DecisionKind.APPROVE and decision.decided_on <= on:
            yield Refusal(
                decision.institution,
                kept.programme,
                decision.product,
                decision.kind,
                decision.decided_on,
                decision.against,
            )


def _accidents(contract: Contract, facts: Iterable[Fact], *, on: date) -> Iterator[Accident]:
    for fact in standing(facts):
        if fact.kind in ACCIDENTS and fact.effective_on <= on:
            yield Accident(
                contract.institution,
                contract.product,
                contract.key,
                contract.kind,
                fact.kind,
                fact.effective_on,
                Money(fact.amount, contract.currency),
            )
