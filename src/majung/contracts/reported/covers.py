"""A statement of a cover held against our own replay: every figure on which the two disagree."""

from collections.abc import Iterable, Iterator

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.facts import Fact, FactKind
from majung.contracts.reported.checking import Difference, DifferenceKind
from majung.contracts.reported.statements import Statement
from majung.contracts.states import CoverState
from majung.values.money import Money

#: What a core system may report of a cover.
OF_COVERS = frozenset(
    {
        FactKind.ISSUE,
        FactKind.DRAWDOWN,
        FactKind.PAYMENT,
        FactKind.PREPAYMENT,
        FactKind.PREMIUM_PAYMENT,
        FactKind.PREMIUM_REFUND,
        FactKind.DEFAULT,
        FactKind.DEFAULT_NOTICE,
        FactKind.CLAIM,
        FactKind.CLAIM_DECISION,
        FactKind.CLAIM_PAYMENT,
        FactKind.RECOVERY,
        FactKind.WRITE_OFF,
        FactKind.END,
    }
)


def cover_differences(
    statement: Statement, terms: CoverTerms, state: CoverState
) -> tuple[Difference, ...]:
    """Hold a statement against how the cover stands at the month's end.

    Figures that were not stated are neither nothing nor differences.

    Args:
        state: of our replay to the month's end.

    Source: own convention, docs/importing.md, servicer files.
    """
    stated = (
        (DifferenceKind.IN_FORCE, statement.outstanding, state.in_force),
        (DifferenceKind.UNPAID_PREMIUM, statement.unpaid_premium, state.premium_unpaid),
        (DifferenceKind.RECOURSE, statement.recourse, state.recourse.outstanding),
    )
    return tuple(
        Difference(kind, Money(reported, terms.currency), Money(computed, terms.currency))
        for kind, reported, computed in stated
        if reported is not None and reported != computed
    )


def unfitting(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Return the facts that no cover has.

    Source: own convention, docs/importing.md, servicer files.
    """
    return (fact for fact in facts if fact.kind not in OF_COVERS | {FactKind.REVERSAL})
