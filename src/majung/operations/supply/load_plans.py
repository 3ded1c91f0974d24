"""Taking supply plans in: their files for ever, and the institutions they count.

What was published of a plan's execution stands beside the plan and is part of its version, so a
figure can always name exactly what it was computed from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from majung.errors import PolicyFinanceError, Problem
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.programmes import shelf
from majung.programmes.parties import DatedName
from majung.programmes.supply_plan_files import load_plan as read_plan
from majung.programmes.supply_plan_files import shipped_plan_files, supply_plans
from majung.programmes.supply_plans import SupplyPlan
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import programmes as kept
from majung.store.parties.institutions import SUPPLIER, Institution, institutions, register


class SupplyPlanUnreadableError(PolicyFinanceError):
    """A supply plan is taken in whole, or not at all."""

    kind = "supply-plan-unreadable"


@dataclass(frozen=True, slots=True)
class TakenPlan:
    """A plan that was taken in.

    Attributes:
        is_new: this version was not there before.
    """

    plan: SupplyPlan
    is_new: bool


def load_plans(actor: Actor, *, at: datetime) -> tuple[TakenPlan, ...]:
    """Take in every supply plan that ships, with what was published of its execution.

    Raises:
        NotPermittedError: the actor may not.
    """
    return tuple(load_plan(actor, shipped_plan_files(key), at=at) for key in supply_plans())


def load_plan(actor: Actor, files: Mapping[str, bytes], *, at: datetime) -> TakenPlan:
    """Take in a plan from its files: ``plan.yaml``, and ``published.yaml`` where there is one.

    Taking in the same version again does nothing; a new version, as after a further publication,
    stands beside the earlier one and counts from then on.

    Raises:
        NotPermittedError: the actor may not.
        SupplyPlanUnreadableError: the files have problems; all are named.
    """
    require(actor, Act.LOAD_PLANS)
    found = read_plan(files)
    if not isinstance(found, SupplyPlan):
        raise SupplyPlanUnreadableError(count=len(found), problems=_spoken(found))
    person = actor.person or Role.CLOCKWORK.value
    with acting_for_state(Purpose.SUPPLY, person=person, at=at, subject=found.key):
        is_new = kept.keep(kept.SUPPLY_PLAN + found.key, found.version, files, at=at)
        known = {institution.key for institution in institutions()}
        for named in found.institutions:
            if named.key not in known:
                names = (DatedName(found.first_on, named.name),)
                register(Institution(named.key, _kind(named.key), names))
    return TakenPlan(found, is_new)


def _kind(institution: str) -> str:
    """Return what an institution is by the programmes that ship, else a supplier."""
    for programme in shelf().values():
        for party in programme.parties:
            if party.key == institution:
                return party.roles[0].value
    return SUPPLIER


def _spoken(problems: Iterable[Problem]) -> Mapping[str, str]:
    """Write problems one below the other, for both languages."""
    listed = list(problems)
    return {
        "ko": "\n".join(problem.spoken("ko") for problem in listed),
        "en": "\n".join(problem.spoken("en") for problem in listed),
    }
