"""What the own contracts supplied, by basis: sums, new money, regions, concentration.

The institutions' sum and the money reaching firms are two figures: a guarantee on a bank's loan is
supply of both, and reaches the firm once.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from majung.operations.acting import Actor
from majung.operations.supply.lines import (
    Scope,
    by_product,
    counted_events,
    lines_of_contracts,
    lines_of_events,
)
from majung.operations.supply.looking import looking
from majung.operations.supply.plans import plan_in_force
from majung.operations.supply.series import world_of
from majung.programmes.programme import SupplyBasis
from majung.programmes.supply_plans import SupplyPlan
from majung.store.access import Purpose
from majung.supply.concentration import Concentration, concentration
from majung.supply.lines import Novelty, Reach, SupplyLine, novelty, reach
from majung.supply.matrix import Matrix, RegionalShare, matrix, regional_share
from majung.supply.targets import SeriesSource
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class ProductSupply:
    """What was supplied under one product.

    Attributes:
        contracts: how many contracts supplied anything.
    """

    programme: str
    product: str
    contracts: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSupply:
    """What the own contracts supplied from one day through another.

    Attributes:
        basis: None where each institution counts in its own way.
        lines: one each event that counted, by day.
        products: sums by programme and product.
        within: supply of the plan's perimeter, both ways.
        whole: supply of all institutions that keep contracts here, both ways.
        by_firm: how concentrated supply is among firms.
        regional: the share outside the capital area; None where nothing was supplied.
    """

    basis: SupplyBasis | None
    source: SeriesSource
    first_on: date
    through_on: date
    lines: tuple[SupplyLine, ...]
    products: tuple[ProductSupply, ...]
    within: Reach
    whole: Reach
    novelty: Novelty
    by_firm: Concentration
    cells: Matrix
    regional: RegionalShare | None

    @property
    def total(self) -> Money:
        """Everything that all institutions supplied."""
        return self.whole.institutions_sum

    @property
    def top_share(self) -> Fraction | None:
        """What the ten largest firms hold of the whole."""
        return self.by_firm.top_share


def ledger_supply(
    actor: Actor,
    plan: str,
    *,
    as_of: date,
    at: datetime,
    source: SeriesSource = SeriesSource.LEDGER,
    basis: SupplyBasis | None = None,
) -> LedgerSupply:
    """Add up what the own contracts supplied in a plan's year through a day.

    Args:
        source: LEDGER for real contracts, EXAMPLE for those of the example world.
        basis: None to count as institutions do: loans drawn, covers issued, investments made.

    Raises:
        NotPermittedError: the actor may not read supply.
        SupplyPlanUnknownError: there is no such plan.
    """
    with looking(actor, Purpose.SUPPLY, at=at, subject=plan):
        found = plan_in_force(plan)
        return supply_of_contracts(found, as_of=as_of, known_at=at, source=source, basis=basis)


def supply_of_contracts(
    plan: SupplyPlan,
    *,
    as_of: date,
    known_at: datetime,
    source: SeriesSource = SeriesSource.LEDGER,
    basis: SupplyBasis | None = None,
) -> LedgerSupply:
    """Add up what the own contracts supplied; runs inside a transaction of whoever reads."""
    through_on = min(as_of, plan.last_on)
    scope = Scope(
        first_on=plan.first_on,
        through_on=through_on,
        series=world_of(source),
        known_at=known_at,
    )
    products: tuple[ProductSupply, ...] = ()
    if basis is SupplyBasis.OUTSTANDING:
        lines = lines_of_contracts(scope, basis=basis)
    else:
        events = counted_events(scope, basis=basis)
        lines = lines_of_events(events)
        products = tuple(
            ProductSupply(programme, product, contracts, amount)
            for (programme, product), (contracts, amount) in by_product(events).items()
        )
    own = _of_the_plan(lines, plan)
    everybody = frozenset(line.institution for line in lines)
    cells = matrix(lines)
    return LedgerSupply(
        basis=basis,
        source=source,
        first_on=plan.first_on,
        through_on=through_on,
        lines=own,
        products=products,
        within=reach(lines, perimeter=frozenset(plan.perimeter)),
        whole=reach(lines, perimeter=everybody),
        novelty=novelty(lines),
        by_firm=concentration(_held_by_firm(lines)),
        cells=cells,
        regional=regional_share(cells),
    )


def _of_the_plan(lines: tuple[SupplyLine, ...], plan: SupplyPlan) -> tuple[SupplyLine, ...]:
    """Take from lines the sectors and themes that the plan does not have."""
    sectors = {sector.key for sector in plan.sectors}
    themes = {theme.key for theme in plan.themes}
    return tuple(
        replace(
            line,
            sector=line.sector if line.sector in sectors else "",
            theme=line.theme if line.theme in themes else "",
        )
        for line in lines
    )


def _held_by_firm(lines: tuple[SupplyLine, ...]) -> dict[str, Money]:
    """Add up what each firm holds; what was taken back to below zero is nothing."""
    zero = Money.zero("KRW")
    held: dict[str, Money] = {}
    for line in lines:
        if line.firm:
            held[line.firm] = held.get(line.firm, zero) + line.amount
    return {firm: max(amount, zero) for firm, amount in held.items()}
