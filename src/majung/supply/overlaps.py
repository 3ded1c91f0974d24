"""The same firm, several times: benefits held together, lists that name it, rules broken.

An overlap is a fact to look at, not a fault: a firm may hold a loan and the cover of that loan.
A violation is a fault: two benefits that a programme says exclude each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from majung.errors import Message, message
from majung.programmes.programme import ANY_PREFERENTIAL_RATE, Exclusion, ExclusionScope
from majung.rules.citations import Label
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What a firm holds under a programme, from a day until another.

    Attributes:
        contract: key of the contract, or of the selection where there is no contract yet.
        need: the project, site or loan it serves; empty where nobody stated it.
        last_on: last day it is held; None while it lasts.
        recommended_by: the body that chose the firm; empty for none.
    """

    contract: str
    firm: str
    programme: str
    product: str
    institution: str
    first_on: date
    amount: Money
    last_on: date | None = None
    need: str = ""
    recommended_by: str = ""

    def is_held_on(self, day: date) -> bool:
        """Whether the firm holds it on a day, first and last day included."""
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)

    def meets(self, other: "Benefit") -> bool:
        """Whether there is a day on which both are held."""
        starts_in_time = self.last_on is None or other.first_on <= self.last_on
        return starts_in_time and (other.last_on is None or self.first_on <= other.last_on)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A firm that holds several benefits on one day."""

    firm: str
    benefits: tuple[Benefit, ...]

    @property
    def institutions(self) -> tuple[str, ...]:
        """Who grants them, sorted."""
        return tuple(sorted({benefit.institution for benefit in self.benefits}))

    @property
    def programmes(self) -> tuple[str, ...]:
        """Under which programmes, sorted."""
        return tuple(sorted({benefit.programme for benefit in self.benefits}))


def overlaps(benefits: Iterable[Benefit], *, on: date) -> tuple[Overlap, ...]:
    """List the firms that hold more than one benefit on a day, most benefits first."""
    held: dict[str, list[Benefit]] = {}
    for benefit in benefits:
        if benefit.is_held_on(on):
            held.setdefault(benefit.firm, []).append(benefit)
    found = (
        Overlap(firm, tuple(sorted(several, key=_by_start)))
        for firm, several in held.items()
        if len(several) > 1
    )
    return tuple(sorted(found, key=lambda overlap: (-len(overlap.benefits), overlap.firm)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRule:
    """Products that a firm may not hold together.

    Attributes:
        key: names the rule as its programme does.
        products: the products the rule was written for.
        others: products that exclude them; the same set where at most one of a group may be held.
        is_per_need: whether they exclude each other only for one project, site or loan.
        label: what the rule is called; None where it has no other name than its key.
    """

    key: str
    products: frozenset[str]
    others: frozenset[str]
    is_per_need: bool = False
    label: Label | None = None

    def bars(self, one: str, other: str) -> bool:
        """Whether two products exclude each other, in either order."""
        return (one in self.products and other in self.others) or (
            other in self.products and one in self.others
        )


def exclusion_rule(exclusion: Exclusion, *, preferential: frozenset[str]) -> ExclusionRule:
    """Make a rule of a programme's exclusion.

    Args:
        preferential: keys of all products that carry a preferential rate, for an exclusion that
            names any of them.
    """
    others = frozenset(exclusion.others)
    if ANY_PREFERENTIAL_RATE in others:
        others = others - {ANY_PREFERENTIAL_RATE} | preferential
    return ExclusionRule(
        key=exclusion.key,
        products=frozenset(exclusion.products),
        others=others,
        is_per_need=exclusion.scope is not ExclusionScope.FIRM,
        label=exclusion.label,
    )


@dataclass(frozen=True, slots=True)
class Violation:
    """Two benefits of a firm that exclude each other.

    Attributes:
        is_certain: False where the rule is per need and nobody stated the need of one of them:
            somebody must look.
    """

    rule: ExclusionRule
    firm: str
    first: Benefit
    second: Benefit
    is_certain: bool

    @property
    def message(self) -> Message:
        """The violation in words."""
        return message(
            "exclusion-violated" if self.is_certain else "exclusion-perhaps-violated",
            # A firm is named by its number, without the kind of the number.
            firm=self.firm.partition(":")[2] or self.firm,
            rule=self.rule.label or self.rule.key,
            first=self.first.contract,
            second=self.second.contract,
        )


def violations(
    benefits: Iterable[Benefit], rules: Iterable[ExclusionRule]
) -> tuple[Violation, ...]:
    """List every pair of benefits that were held on one day and exclude each other."""
    of_firm: dict[str, list[Benefit]] = {}
    for benefit in benefits:
        of_firm.setdefault(benefit.firm, []).append(benefit)
    all_rules = tuple(rules)
    return tuple(
        Violation(rule, firm, first, second, is_certain=verdict is True)
        for firm in sorted(of_firm)
        for first, second in combinations(sorted(of_firm[firm], key=_by_start), 2)
        if first.meets(second)
        for rule in all_rules
        if (verdict := _violates(rule, first, second)) is not False
    )


def _violates(rule: ExclusionRule, first: Benefit, second: Benefit) -> bool | None:
    """Tell whether two benefits break a rule; None where a need that nobody stated decides."""
    if not rule.bars(first.product, second.product):
        return False
    if not rule.is_per_need or (first.need and first.need == second.need):
        return True
    return False if first.need and second.need else None


@dataclass(frozen=True, slots=True)
class Selection:
    """That a body put a firm on its list."""

    body: str
    firm: str


@dataclass(frozen=True, slots=True)
class SelectionOverlap:
    """How often bodies chose the same firms.

    Attributes:
        selections: rows of all lists; a firm twice on one list counts once.
        firms: distinct firms.
        chosen_again: firms on more than one list, with the lists, sorted by firm.
        pairs: number of firms that two bodies share, by pair, most first.
    """

    selections: int
    firms: int
    chosen_again: Mapping[str, tuple[str, ...]]
    pairs: tuple[tuple[tuple[str, str], int], ...]


def selection_overlap(selections: Iterable[Selection]) -> SelectionOverlap:
    """Compare the lists of recommending bodies."""
    bodies_of: dict[str, set[str]] = {}
    for selection in selections:
        bodies_of.setdefault(selection.firm, set()).add(selection.body)
    again = {
        firm: tuple(sorted(bodies)) for firm, bodies in sorted(bodies_of.items()) if len(bodies) > 1
    }
    shared = Counter(pair for bodies in again.values() for pair in combinations(bodies, 2))
    return SelectionOverlap(
        selections=sum(len(bodies) for bodies in bodies_of.values()),
        firms=len(bodies_of),
        chosen_again=again,
        pairs=tuple(sorted(shared.items(), key=lambda item: (-item[1], item[0]))),
    )


def _by_start(benefit: Benefit) -> tuple[date, str]:
    return benefit.first_on, benefit.contract
