"""How a fact that rules read is shown in a document."""

from datetime import date
from decimal import Decimal

from majung.reports.cells import Cell, amount, count, counter, day, percent, words
from majung.reports.texts import Text, said
from majung.rules.citations import Label
from majung.rules.vocabulary import FactDefinition
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

YES, NO = Label("예", "yes"), Label("아니요", "no")
NONE = Label("없음", "none")


def fact_cell(value: object, definition: FactDefinition | None) -> Cell:
    """Show a fact: a claim as yes or no, a count with its unit, codes by their labels."""
    match value:
        case bool():
            return words(YES if value else NO)
        case int():
            unit = definition.unit if definition is not None and definition.unit else Label("", "")
            return count(value, counter(unit.ko, unit.en))
        case Money():
            return amount(value)
        case Rate() | Ratio():
            return percent(value, None)
        case date():
            return day(value)
        case Decimal():
            return words(f"{value:f}")
        case frozenset():
            return words(_codes(value, definition))
        case _:
            return words(_code(str(value), definition))


def _code(code: str, definition: FactDefinition | None) -> Text:
    return definition.code_label(code) if definition is not None else code


def _codes(codes: frozenset[str], definition: FactDefinition | None) -> Text:
    """Join codes, sorted, in both languages."""
    if not codes:
        return NONE
    labels = [_code(code, definition) for code in sorted(codes)]
    return Label(
        ", ".join(said(label, "ko") for label in labels),
        ", ".join(said(label, "en") for label in labels),
    )
