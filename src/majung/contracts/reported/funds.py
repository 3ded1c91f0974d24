"""A statement of a fund: the facts it makes, and every figure on which it and our replay disagree.

The file names partners and companies as its sender does; whoever takes it says which keys they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from majung.contracts.facts import Fact, FactKind, in_order
from majung.contracts.fund_terms import FundTerms
from majung.contracts.reported.checking import Difference, DifferenceKind
from majung.contracts.reported.statements import ADDED, REPORTED, Statement
from majung.contracts.states import FundState
from majung.values.money import Money

#: What a fund's manager may report of it.
OF_FUNDS = frozenset(
    {
        FactKind.CALL,
        FactKind.CALL_PAYMENT,
        FactKind.INVESTMENT,
        FactKind.VALUATION,
        FactKind.PROCEEDS,
        FactKind.EXIT,
        FactKind.EXPENSE,
        FactKind.DISTRIBUTION,
        FactKind.END,
    }
)
#: Movements that concern a company; calls and payments concern a partner, or all.
OF_COMPANIES = frozenset(
    {FactKind.INVESTMENT, FactKind.VALUATION, FactKind.PROCEEDS, FactKind.EXIT}
)


def fund_facts_of(
    statement: Statement,
    parties: Mapping[str, str],
    notes: Mapping[str, str],
    *,
    submission: int,
) -> tuple[Fact, ...]:
    """Return the facts that a statement of a fund makes, in the order of a replay.

    Movements of one kind, day, party and note are one fact, so a file may list them in any order.

    Args:
        parties: keys of partners and companies, by what the file calls them.
        notes: what is kept of an investment, by what the file says of its purpose.
        submission: 1 for the first statement of the month.

    Source: own convention, docs/importing.md, servicer files.
    """
    named = f"{REPORTED}/{statement.month}/{submission}"
    found: dict[tuple[date, FactKind, str, str], Fact] = {}
    for each in sorted(statement.movements, key=lambda one: (one.kind, one.amount, one.note)):
        day = each.on or statement.month.last_on
        party, note = parties.get(each.component, ""), each.note
        if each.kind is FactKind.INVESTMENT:
            note = notes.get(each.note, each.note)
        place = (day, each.kind, party, note)
        before = found.get(place)
        amount = each.amount + (before.amount if before and each.kind in ADDED else 0)
        told = note.partition(":")[0] if each.kind is FactKind.INVESTMENT else ""
        key = "/".join((named, each.kind, str(day), party or "-", *filter(None, (told,))))
        found[place] = Fact(day, each.kind, key, amount, party=party, note=note)
    return tuple(in_order(found.values()))


def fund_differences(
    statement: Statement, terms: FundTerms, state: FundState
) -> tuple[Difference, ...]:
    """Hold a statement against how the fund stands at the month's end.

    Figures that were not stated are neither nothing nor differences.

    Args:
        state: of our replay to the month's end.

    Source: own convention, docs/importing.md, servicer files.
    """
    held = sum(holding.value for holding in state.holdings)
    stated = (
        (DifferenceKind.CASH, statement.cash, state.cash),
        (DifferenceKind.HELD, statement.held, held),
        (DifferenceKind.PAID_IN, statement.paid_in, state.paid_in),
        (DifferenceKind.DISTRIBUTED, statement.distributed, state.distributed),
    )
    return tuple(
        Difference(kind, Money(reported, terms.currency), Money(computed, terms.currency))
        for kind, reported, computed in stated
        if reported is not None and reported != computed
    )


def not_of_funds(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Return the facts that no fund has.

    Source: own convention, docs/importing.md, servicer files.
    """
    return (fact for fact in facts if fact.kind not in OF_FUNDS | {FactKind.REVERSAL})
