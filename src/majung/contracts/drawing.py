"""Until when money can be drawn, and what is wrong with drawdowns that do not fit."""

from collections.abc import Iterator, Sequence
from datetime import date

from majung.contracts.facts import Fact, FactKind
from majung.contracts.kernel.layout import INSTALMENTS_MAX
from majung.contracts.terms import LoanTerms
from majung.errors import Message, message
from majung.values.cycles import add_months
from majung.values.money import Money

#: Late interest of the largest loan fits 64 bits up to here.
LAST_ON = date(2199, 12, 31)


def drawable_until(terms: LoanTerms) -> date:
    """Return the first day on which nothing can be drawn any more, whatever happens.

    Source: own convention, docs/contracts.md, facts.
    """
    last = terms.plan[-1].on if terms.plan else terms.matures_on
    last = last or due_day(terms, (terms.instalments or INSTALMENTS_MAX) - 1)
    return min(last, terms.draws_until_on or last)


def drawn_facts(terms: LoanTerms, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return what happened; where no drawdown is named, everything was drawn on the first day.

    Source: own convention, docs/programmes.md.
    """
    if any(fact.kind is FactKind.DRAWDOWN for fact in facts):
        return facts
    return (Fact(terms.start_on, FactKind.DRAWDOWN, "", terms.committed), *facts)


def drawdown_problems(terms: LoanTerms, facts: Sequence[Fact]) -> Iterator[Message]:
    """Check that each drawdown comes while money can be drawn, and fits what was agreed.

    Source: own convention, docs/contracts.md, facts.
    """
    ends = [fact.effective_on for fact in facts if ends_drawing(fact)]
    closes_on = drawable_until(terms)
    drawn = 0
    for fact in facts:
        if fact.kind is not FactKind.DRAWDOWN:
            continue
        drawn += fact.amount
        if drawn > terms.committed:
            yield message(
                "drawdown-above-commitment",
                key=fact.key,
                amount=Money(fact.amount, terms.currency),
                committed=Money(terms.committed, terms.currency),
                drawn=Money(drawn, terms.currency),
            )
        if fact.effective_on >= closes_on or any(fact.effective_on > end for end in ends):
            yield message("drawdown-too-late", key=fact.key, on=fact.effective_on)


def due_day(terms: LoanTerms, number: int) -> date:
    """Return a due day before business days are regarded, or the last day there is.

    Source: own convention, docs/contracts.md, terms.
    """
    months = number * terms.cycle_months
    if terms.first_due_on.year + months // 12 + 1 > LAST_ON.year:
        return LAST_ON
    return add_months(terms.first_due_on, months, end_of_month=terms.end_of_month)


def ends_drawing(fact: Fact) -> bool:
    """Whether nothing can be drawn once a fact is true.

    Source: own convention, docs/contracts.md, facts.
    """
    if fact.kind in (FactKind.WRITE_OFF, FactKind.TRANSFER):
        return fact.amount == 0
    return fact.kind in (FactKind.DEFAULT, FactKind.END)
