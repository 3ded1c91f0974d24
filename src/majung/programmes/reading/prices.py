"""Records of a loan's price: the bank's own lines, and the cuts a programme takes off."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from majung.errors import message
from majung.programmes.figures import Figure
from majung.programmes.price_terms import (
    ComponentKind,
    LoanPricing,
    Payer,
    RateComponentRule,
    RateCut,
)
from majung.programmes.reading.figures import figure
from majung.rules.reading.nodes import Node
from majung.rules.reading.quantities import PERCENT, POINTS
from majung.rules.reading.records import Check, Key, Record, list_of, one_word_of
from majung.rules.reading.rule import REACHABLE_RULE
from majung.rules.reading.words import (
    CITED,
    LABEL,
    NAME,
    YES_OR_NO,
    name_of,
    new_name,
)
from majung.values.rates import Rate

#: Cuts, discounts and ratio steps share one list of names, so that a reason can name each.
PRICE_STEP = "price step"

COMPONENT = Record(
    "rate component",
    "A line of the bank's own rate.",
    RateComponentRule,
    (
        Key("key", NAME, "names the line"),
        Key("label", LABEL, "what it is called"),
        Key("kind", one_word_of(ComponentKind), "what it is"),
        Key(
            "rate",
            figure(PERCENT),
            "what indications assume until the bank states its own; left out where only it can say",
            default=None,
        ),
        *CITED,
    ),
)

STEP_KEYS = (
    Key("key", new_name(PRICE_STEP), "names the step"),
    Key("label", LABEL, "what it is called"),
    Key("group", NAME, "steps of one group are alternatives; groups add up"),
    Key(
        "maximum",
        YES_OR_NO,
        "`true` for *up to*, `false` for exactly",
        attribute="is_maximum",
    ),
    Key("when", REACHABLE_RULE, "who gets it; left out for every eligible firm", default=None),
    Key(
        "recommendation",
        name_of("recommendation"),
        "the recommendation that unlocks it, where one is needed",
        default="",
    ),
    *CITED,
)

CUT = Record(
    "rate cut",
    "A preferential cut below the bank's own rate.",
    RateCut,
    (
        *STEP_KEYS,
        Key("payer", one_word_of(Payer), "whose cost it is"),
        Key("rate", figure(POINTS), "how far the rate falls"),
        Key("envelope", name_of("envelope"), "the sub-limit it is granted within", default=""),
    ),
)


class _Grouped(Protocol):
    @property
    def group(self) -> str:
        """Steps of one group are alternatives."""


def _days(figures: Iterable[Figure[Any]]) -> list[date]:
    return sorted({step.valid_from for each_ in figures for step in each_.steps})


def check_cap(
    node: Node,
    cap: Figure[Any] | None,
    steps: Sequence[tuple[_Grouped, Figure[Any]]],
) -> None:
    """Report a cap that no sum of steps reaches, or that a single step already exceeds.

    Source: own convention: a cap that never binds, or that makes a published step unreachable,
    is a mistake of its author.
    """
    if cap is None:
        return
    for day in _days((cap, *(size for _, size in steps))):
        most = cap.value_on(day)
        sizes = [(step.group, size.value_on(day)) for step, size in steps]
        groups: dict[str, Decimal] = {}
        for group, size in sizes:
            if size is not None:
                groups[group] = max(groups.get(group, size.value), size.value)
        if most is None or not groups:
            continue
        total, largest = sum(groups.values(), Decimal(0)), max(groups.values())
        if most.value > total:
            node.report(message("cap-never-reached", cap=most, most=type(most)(total), day=day))
        elif most.value < largest:
            node.report(message("cap-below-step", cap=most, step=type(most)(largest), day=day))


def _check_cuts(node: Node, cuts: tuple[RateCut, ...], cap: Figure[Rate] | None) -> None:
    check_cap(node.members().get("cut-max", node), cap, [(cut, cut.rate) for cut in cuts])


LOAN_PRICING = Record(
    "loan pricing",
    "How the rate of a loan is built up.",
    LoanPricing,
    (
        Key("components", list_of(COMPONENT.reader), "lines of the bank's own rate, in order"),
        Key("cuts", list_of(CUT.reader), "what the programme takes off", default=()),
        Key("cut-max", figure(POINTS), "cap on the sum of all cuts", default=None),
    ),
    checks=(Check(("cuts", "cut_max"), _check_cuts),),
)
