"""What happened to a contract: facts, append-only, in an order that recording cannot change.

A fact says what is true in the world from a day on.  When we learnt it is the store's business
and never changes a replay: facts of one day are taken in the order of their kinds, and facts of
one kind in the order of their keys, so recording them in any order gives the same contract.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.values.rates import Rate


class FactKind(StrEnum):
    """What can happen to a contract.  The order of the members is the order inside a day."""

    # Money out comes before money in: a loan drawn and repaid on one day is owed in between.
    ISSUE = "issue"
    RATE_FIXING = "rate-fixing"
    COMPONENT_END = "component-end"
    DRAWDOWN = "drawdown"
    FEE = "fee"
    PREMIUM_PAYMENT = "premium-payment"
    PREMIUM_REFUND = "premium-refund"
    PAYMENT = "payment"
    PREPAYMENT = "prepayment"
    SHARE_PAYMENT = "share-payment"
    TRANSFER = "transfer"
    RESTRUCTURING = "restructuring"
    DEFAULT = "default"
    DEFAULT_NOTICE = "default-notice"
    CLAIM = "claim"
    CLAIM_DECISION = "claim-decision"
    CLAIM_PAYMENT = "claim-payment"
    RECOVERY = "recovery"
    WRITE_OFF = "write-off"
    REFUND = "refund"
    CALL = "call"
    CALL_PAYMENT = "call-payment"
    INVESTMENT = "investment"
    VALUATION = "valuation"
    PROCEEDS = "proceeds"
    EXIT = "exit"
    EXPENSE = "expense"
    DISTRIBUTION = "distribution"
    END = "end"
    REVERSAL = "reversal"


KIND_ORDER = {kind: order for order, kind in enumerate(FactKind)}

#: What a restructuring can set, as its party; its amount is the new value.
RESTRUCTURED = ("instalments", "grace", "instalment", "balloon")

#: Facts whose party is the name of a rate component.
OF_A_COMPONENT = frozenset({FactKind.RATE_FIXING, FactKind.COMPONENT_END})
#: Facts whose party is nobody.
WITHOUT_PARTY = OF_A_COMPONENT | {FactKind.RESTRUCTURING}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to a contract.

    Attributes:
        effective_on: the day it is true in the world.
        kind: what happened.
        key: the external key, unique within the contract; a second fact of one key is a problem.
        amount: minor units of the contract's currency, never negative.
        rate: the fixed rate, of a rate fixing.
        party: who acted, or which rate component, claim or company it concerns; of a claim, its
            number where that is not the key; of a restructuring, which term it sets; of a
            transfer, the contract that takes over.
        reverses: of a reversal, the key of the fact that never happened.
        note: the reason or reference an officer gave.
    """

    effective_on: date
    kind: FactKind
    key: str
    amount: int = 0
    rate: Rate | None = None
    party: str = ""
    reverses: str = ""
    note: str = ""


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Sort facts as a replay takes them: by day, then order of kind, then key."""
    order = KIND_ORDER
    return tuple(sorted(facts, key=lambda fact: (fact.effective_on, order[fact.kind], fact.key)))


def standing(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that stand, in order: without reversals and without what they reverse.

    A reversal says that a fact never happened, whatever day the reversal bears.  It can itself be
    reversed: then the fact stands again.
    """
    ordered = in_order(facts)
    # Looked up once: to name a member of an enumeration takes longer than to look at a fact.
    reversal = FactKind.REVERSAL
    reversers: dict[str, list[str]] = {}
    for fact in [fact for fact in ordered if fact.kind is reversal]:
        reversers.setdefault(fact.reverses, []).append(fact.key)
    if not reversers:
        return ordered
    undone: dict[str, bool] = {}
    return tuple(
        fact
        for fact in ordered
        if fact.kind is not FactKind.REVERSAL and not _is_undone(fact.key, reversers, undone)
    )


def _is_undone(key: str, reversers: Mapping[str, list[str]], undone: dict[str, bool]) -> bool:
    """Whether a reversal that itself stands takes a fact back, whatever days the two bear.

    Args:
        undone: what is known already; filled on the way.
    """
    if key not in undone:
        # Reversals that reverse each other in a circle: the first one asked about is held to
        # stand, and facts are asked about in order, so recording plays no part.
        undone[key] = False
        undone[key] = any(
            not _is_undone(reverser, reversers, undone) for reverser in reversers.get(key, ())
        )
    return undone[key]
