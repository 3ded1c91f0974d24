"""A fact in words and figures: what happened, and what it says, in the unit it says it in."""

from collections.abc import Sequence

from majung.contracts.changes import is_counted
from majung.contracts.facts import Fact, FactKind
from majung.reports.cells import Cell, count, counter, day, in_full, percent, written
from majung.rules.citations import Label
from majung.values.money import Money
from majung.web.pages.wording import phrase

TIMES = counter("회", "due days", "due day")


def fact_name(fact: Fact, among: Sequence[Fact] = ()) -> Label:
    """Say what happened: of a restructuring also what of, of a reversal what it takes back.

    Args:
        among: the facts of its contract.
    """
    kind = phrase(f"fact-{fact.kind.value}")
    about: Label | None = None
    if fact.kind is FactKind.RESTRUCTURING:
        about = phrase(f"restructured-{fact.party}")
    elif fact.kind is FactKind.REVERSAL:
        wrong = next((each for each in among if each.key == fact.reverses), None)
        about = None if wrong is None else _dated(wrong)
    if about is None:
        return kind
    return Label(f"{kind.ko} · {about.ko}", f"{kind.en} · {about.en}")


def fact_value(fact: Fact, currency: str) -> Cell:
    """Make a cell of what a fact says: an amount, a rate, or a number of due days."""
    if fact.rate is not None and fact.kind is FactKind.RATE_FIXING:
        return percent(fact.rate, None)
    if is_counted(fact):
        return count(fact.amount, TIMES)
    return in_full(Money(fact.amount, currency))


def _dated(fact: Fact) -> Label:
    name, when = fact_name(fact), day(fact.effective_on)
    return Label(f"{name.ko}({written(when, 'ko')})", f"{name.en} ({written(when, 'en')})")
