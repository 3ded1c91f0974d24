"""Reckoning what contracts taken over use of limits, where nobody counted it when they came.

An office that took balances over before its programmes set limits, or before limits were counted
for such contracts, shows more room than there is.  The administrator has it reckoned once: each
contract counts what it brought along on its first day here, less what was freed since under limits
that revolve.  A contract that ever moved a limit is left as it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from majung.contracts.agreed import agreed_amount
from majung.contracts.cover import CoverReplay
from majung.contracts.fund import FundReplay
from majung.errors import Message
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.servicing.freeing import give_back_freed
from majung.operations.servicing.openings.limits import (
    BroughtUse,
    bring_uses_forward,
    limit_findings,
)
from majung.operations.servicing.replaying import loan_under, replayed
from majung.programmes.programme import SupplyBasis
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.limit_use import counted
from majung.store.parties.firms import firm, identity_of
from majung.store.servicing.contracts import Contract, taken_over
from majung.store.servicing.facts import facts_of
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class LimitsReckoned:
    """What was reckoned.

    Attributes:
        contracts: whose use was not counted, with what each brought along on its widest basis.
        findings: limits that stand above their caps with it.
    """

    contracts: tuple[tuple[str, Money], ...]
    findings: tuple[Message, ...]


def reckon_limit_use(
    actor: Actor, *, on: date, at: datetime, is_check: bool = False
) -> LimitsReckoned:
    """Count the use of contracts taken over that nobody counted; a second time does nothing.

    Args:
        on: the day whose groups and caps count.
        is_check: only say what would be counted.

    Raises:
        NotPermittedError: the actor is no administrator.
    """
    require(actor, Act.RECKON_LIMIT_USE)
    with acting_for_state(Purpose.ADMINISTRATION, person=actor.person, at=at, subject="limits"):
        held = [each for each in taken_over() if each.programme]
        known = counted(each.key for each in held)
        uses = [use for each in held if each.key not in known for use in _uses(each)]
        findings = limit_findings(uses, on=on)
        if not is_check:
            bring_uses_forward(uses, on=on, at=at)
            for subject in sorted({use.subject for use in uses}):
                give_back_freed(subject, at=at)
    return LimitsReckoned(tuple(_summed(uses)), findings)


def _uses(contract: Contract) -> Iterator[BroughtUse]:
    """Yield what a contract brought along on the day it was taken over."""
    first = contract.taken_over_on
    assert first is not None, f"{contract.key} was not taken over"
    facts, loan = facts_of(contract.key), loan_under(contract)
    done = replayed(contract, facts, until=first, loan=loan)
    if isinstance(done, FundReplay):
        for holding in done.state.holdings:
            company = firm(identity_of(holding.company), on=first)
            yield replace(
                _use(contract, holding.invested, holding.cost),
                firm=company.identity,
                region=company.sites[0].region.value if company.sites else "",
                since=holding.invested_on,
            )
        return
    whole = agreed_amount(contract.terms)
    standing = done.state.in_force if isinstance(done, CoverReplay) else whole
    yield _use(contract, whole, standing)


def _use(contract: Contract, whole: int, standing: int) -> BroughtUse:
    """Return what a contract takes: all that was agreed, or what stood on its first day here."""
    amounts = dict.fromkeys(SupplyBasis, Money(whole, contract.currency))
    return BroughtUse(
        subject=contract.key,
        programme=contract.programme,
        version=contract.version,
        product=contract.product,
        institution=contract.institution,
        firm=contract.firm,
        region=contract.region,
        since=contract.signed_on,
        amounts={**amounts, SupplyBasis.OUTSTANDING: Money(standing, contract.currency)},
    )


def _summed(uses: Iterable[BroughtUse]) -> Iterator[tuple[str, Money]]:
    found: dict[str, Money] = {}
    for use in uses:
        amount = use.amounts[SupplyBasis.APPROVED]
        before = found.get(use.subject, Money.zero(amount.currency))
        found[use.subject] = before + amount
    yield from sorted(found.items())
