"""What must hold of the facts of any cover or fund, whatever the terms say."""

from collections.abc import Collection, Iterable

from majung.contracts.facts import Fact, FactKind, in_order
from majung.errors import Message, message


def fact_problems(facts: Iterable[Fact], kinds: Collection[FactKind]) -> tuple[Message, ...]:
    """Return what is wrong with facts taken by themselves, in the order of a replay.

    A key is used once, an amount is zero or more, a reversal names a fact that is there, and the
    kind is one that can happen to such a contract.

    Args:
        kinds: what can happen to the contract; reversals always can.

    Source: own convention, decision 0002.
    """
    ordered = in_order(facts)
    keys: set[str] = set()
    found: list[Message] = []
    known = {fact.key for fact in ordered}
    for fact in ordered:
        naming = {"fact": fact.key, "day": fact.effective_on}
        if fact.key in keys:
            found.append(message("fact-key-recorded-twice", **naming))
        keys.add(fact.key)
        if fact.amount < 0:
            found.append(message("fact-amount-below-zero", amount=fact.amount, **naming))
        if fact.kind is FactKind.REVERSAL:
            if fact.reverses not in known - {fact.key}:
                found.append(message("fact-reverses-nothing", other=fact.reverses, **naming))
        elif fact.kind not in kinds:
            found.append(message("fact-kind-foreign", fact_kind=fact.kind.value, **naming))
    return tuple(found)
