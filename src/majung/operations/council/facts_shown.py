"""How a fact that rules read is shown in a document."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from majung.contracts.states import ClaimState
from majung.reports.cells import Cell, amount, count, counter, day, percent, words
from majung.reports.documents.decision_record import KnownFact
from majung.reports.texts import Text, said
from majung.rules.citations import Label
from majung.rules.vocabulary import FactDefinition
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

#: What is before the deciders of claims and waivers, by the name it is kept under.
GROUNDS = {
    "appeal-days": Label("이의신청 처리 일수", "Days the appeal took"),
    "appeal-due-on": Label("이의신청 처리 기한", "Appeal to be answered by"),
    "appeal-filed-on": Label("이의신청일", "Appeal filed on"),
    "appeal-reason": Label("이의신청 사유", "Why the firm objected"),
    "appealed-decision": Label("이의신청 대상 결정", "Decision objected to"),
    "condition": Label("선행조건", "Condition precedent"),
    "conditions-open": Label("충족되지 않은 선행조건", "Conditions precedent not settled"),
    "list-file": Label("추천 명단 파일", "List as handed in"),
    "list-firms": Label("추천 기업 수", "Firms recommended"),
    "premium-unpaid": Label("미납 보험료·보증료", "Premium not paid"),
    "reason": Label("사유", "Reason"),
}
YES, NO = Label("예", "yes"), Label("아니요", "no")
NONE = Label("없음", "none")
NO_NAMES: Mapping[str, Label] = MappingProxyType({})


def fact_cell(
    value: object,
    definition: FactDefinition | None,
    institutions: Mapping[str, Label] = NO_NAMES,
) -> Cell:
    """Show a fact: a claim as yes or no, a count with its unit, codes by their labels.

    Args:
        institutions: what institutions are called, by key: a fact may name one.
    """
    match value:
        case str() if value in institutions:
            return words(institutions[value])
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


def grounds_shown(known: object, *, currency: str) -> Iterator[KnownFact]:
    """List what was before the deciders of a claim or a waiver; facts of rules stand apart.

    Args:
        currency: of amounts that are kept in minor units.
    """
    for name, value in sorted(known.items()) if isinstance(known, Mapping) else ():
        label: Text = GROUNDS[name] if name in GROUNDS else str(name)
        match value:
            case ClaimState():
                yield from _claim(value, currency)
            case tuple():
                codes = frozenset(str(each) for each in value)
                yield KnownFact(name=label, value=fact_cell(codes, None))
            case bool() | int() | str() | Decimal() | Money() | Rate() | Ratio() | date():
                yield KnownFact(name=label, value=fact_cell(value, None))


def _claim(claim: ClaimState, currency: str) -> Iterator[KnownFact]:
    lines = (
        (Label("청구일", "Claim filed on"), day(claim.filed_on)),
        (Label("청구한 손해액", "Loss claimed"), amount(Money(claim.loss, currency))),
        (Label("지급 가능액", "Payable"), amount(Money(claim.payable, currency))),
        (Label("지급 기한", "Payment due on"), day(claim.payment_due_on)),
    )
    for name, value in lines:
        yield KnownFact(name=name, value=value)


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
