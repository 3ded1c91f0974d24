"""The same firm, several times: benefits held together, and rules they break."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from majung.operations.acting import Actor
from majung.operations.intake.reading import programmes_in_force
from majung.operations.supply.looking import looking
from majung.programmes.products import LoanProduct
from majung.programmes.programme import ExclusionScope, Programme
from majung.store.access import Purpose
from majung.store.servicing.contracts import Series
from majung.store.servicing.held import HeldContract, firms_holding, held_beside_others
from majung.supply.overlaps import (
    Benefit,
    ExclusionRule,
    Overlap,
    Violation,
    exclusion_rule,
    overlaps,
    violations,
)


@dataclass(frozen=True, slots=True)
class OverlapReading:
    """Firms that hold several benefits, and pairs of benefits that exclude each other.

    Attributes:
        firms: how many firms hold anything at all.
        is_whole: whether all institutions were looked at, or the reader's own only.
    """

    on: date
    firms: int
    overlaps: tuple[Overlap, ...]
    violations: tuple[Violation, ...]
    is_whole: bool

    def violations_of(self, firm: str) -> tuple[Violation, ...]:
        """Return the broken rules of one firm."""
        return tuple(violation for violation in self.violations if violation.firm == firm)


def overlap_reading(
    actor: Actor, *, on: date, at: datetime, series: Series = Series.REAL
) -> OverlapReading:
    """List the firms that hold more than one benefit on a day, over all institutions.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.REGISTER, at=at) as is_whole:
        return overlaps_of_contracts(on=on, at=at, series=series, is_whole=is_whole)


def overlaps_of_contracts(
    *, on: date, at: datetime, series: Series, is_whole: bool
) -> OverlapReading:
    """List overlaps and violations; runs inside a transaction of whoever reads."""
    contracts = held_beside_others(on=on, series=series)
    benefits = benefits_of(contracts)
    return OverlapReading(
        on=on,
        firms=firms_holding(on=on, series=series),
        overlaps=overlaps(benefits, on=on),
        violations=_violations(contracts, benefits, programmes_in_force(at=at)),
        is_whole=is_whole,
    )


def benefits_of(
    contracts: Iterable[HeldContract], scope: ExclusionScope = ExclusionScope.LOAN
) -> tuple[Benefit, ...]:
    """Make a benefit of each contract, with the need that a scope asks for.

    For one loan, a cover serves the need of the loan it stands on.  For one project, the need is
    the project; where nobody stated one it stays empty, and somebody must look.
    """
    return tuple(
        Benefit(
            contract=contract.key,
            firm=contract.firm,
            programme=contract.programme,
            product=contract.product,
            institution=contract.institution,
            first_on=contract.signed_on,
            last_on=contract.last_on,
            amount=contract.agreed,
            need=_need(contract, scope),
        )
        for contract in contracts
    )


def exclusion_rules(
    programmes: Iterable[Programme],
) -> Mapping[ExclusionScope, tuple[ExclusionRule, ...]]:
    """Return the rules of programmes about benefits that exclude each other, by their scope."""
    read = tuple(programmes)
    preferential = frozenset(
        product.key
        for programme in read
        for product in programme.products
        if isinstance(product, LoanProduct)
    )
    exclusions = [exclusion for programme in read for exclusion in programme.exclusions]
    return {
        scope: tuple(
            exclusion_rule(exclusion, preferential=preferential)
            for exclusion in exclusions
            if exclusion.scope is scope
        )
        for scope in ExclusionScope
    }


def _violations(
    contracts: Iterable[HeldContract], benefits: Iterable[Benefit], programmes: Iterable[Programme]
) -> tuple[Violation, ...]:
    """List broken rules; rules about projects look at projects, all others at loans."""
    rules = exclusion_rules(programmes)
    of_project = benefits_of(contracts, ExclusionScope.PROJECT)
    return (
        *violations(benefits, (*rules[ExclusionScope.FIRM], *rules[ExclusionScope.LOAN])),
        *violations(of_project, rules[ExclusionScope.PROJECT]),
    )


def _need(contract: HeldContract, scope: ExclusionScope) -> str:
    if scope is ExclusionScope.PROJECT:
        return contract.project
    return contract.loan or (contract.key if contract.kind == "loan" else "")
