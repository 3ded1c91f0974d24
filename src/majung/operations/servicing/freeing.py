"""Limits that revolve: what is repaid under a contract may be used again (회전 한도)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from majung.contracts.agreed import freed_amount
from majung.contracts.events import Event
from majung.operations.versions import pinned
from majung.store.intake.limit_use import Standing, bind_again, repay, standing_under_revolving
from majung.store.servicing.contracts import Contract, contracts_under
from majung.store.servicing.events import posted_events
from majung.values.money import Money


def free_limits(posted: Iterable[tuple[Contract, Sequence[Event]]], *, at: datetime) -> None:
    """Give back, under every limit that revolves, what contracts no longer take.

    No more is given back than stands under a limit.  Where a reversal binds it again, the limit
    comes to what it would be had the reversed never been: that counts above a cap too, the money
    is lent.  Runs inside a transaction of the State.

    Args:
        posted: contracts with the differences that are posted of each, appended before.
    """
    moved: dict[str, Money] = {}
    for contract, events in posted:
        freed = freed_amount(_since(contract, events))
        if freed and _may_revolve(contract):
            subject, nothing = _subject(contract), Money(0, contract.currency)
            # Contracts that one offer became use its limits together.
            moved[subject] = moved.get(subject, nothing) + Money(freed, contract.currency)
    if not moved:
        return
    for subject, used in standing_under_revolving(moved).items():
        amount = moved[subject]
        if amount.minor > 0:
            given_back = _no_more_than(amount, used)
            if given_back:
                repay(given_back, subject=subject, at=at)
        else:
            bound = _bound(used, _freed_in_all(subject))
            if bound:
                bind_again(bound, subject=subject, at=at)


def give_back_freed(subject: str, *, at: datetime) -> None:
    """Give back what contracts that use limits under a name freed before their use was counted."""
    freed = _freed_in_all(subject)
    for each, used in standing_under_revolving([subject]).items():
        amounts = {key: Money(freed, held.used.currency) for key, held in used.items()}
        given_back = {
            key: min(amounts[key], held.used, key=lambda one: one.minor)
            for key, held in used.items()
        }
        given_back = {key: money for key, money in given_back.items() if money.minor > 0}
        if given_back:
            repay(given_back, subject=each, at=at)


def _freed_in_all(subject: str) -> int:
    """Return what all contracts that use limits together freed since they began."""
    contracts = contracts_under(subject)
    events = posted_events([contract.key for contract in contracts])
    return sum(
        freed_amount(
            _since(
                contract,
                (
                    Event(key.effective_on, key.kind, key.party, amount)
                    for key, amount in events[contract.key].amounts.items()
                ),
            )
        )
        for contract in contracts
        if contract.key in events
    )


def _bound(used: Mapping[str, Standing], freed: int) -> dict[str, Money]:
    """Return what stands again under each limit: what was taken less what stays freed."""
    more = {
        key: max(each.taken.minor - max(freed, 0), 0) - each.used.minor
        for key, each in used.items()
    }
    return {key: Money(more[key], used[key].used.currency) for key in used if more[key] > 0}


def _since(contract: Contract, events: Iterable[Event]) -> Iterable[Event]:
    """Leave out how a contract stood when it was taken over: what it brought along is less that."""
    first = contract.taken_over_on
    return (event for event in events if first is None or event.effective_on > first)


def _subject(contract: Contract) -> str:
    """Return under which name a contract uses limits: its offer; its own where it was opened."""
    return contract.offer or contract.key


def _may_revolve(contract: Contract) -> bool:
    if not contract.programme:
        return False
    programme = pinned(contract.programme, contract.version)
    return any(envelope.is_revolving for envelope in programme.envelopes)


def _no_more_than(amount: Money, used: Mapping[str, Standing]) -> dict[str, Money]:
    """Return the amount under each limit, as far as the contract still uses it."""
    least = {key: min(amount, held.used, key=lambda each: each.minor) for key, held in used.items()}
    return {key: money for key, money in least.items() if money.minor > 0}
