"""Supply plans as they are in force: those taken in, else those that ship."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.operations.reading_names import names_on
from majung.operations.supply.looking import looking
from majung.programmes.supply_plan_files import SupplyPlanUnknownError, load_plan, supply_plans
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Named
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.intake import programmes as kept
from majung.store.parties.institutions import institutions

VERSIONS_HELD = 64


def plan_list(actor: Actor) -> tuple[SupplyPlan, ...]:
    """Return every plan in force, by key.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return tuple(plans_in_force().values())


def plan_file(actor: Actor, key: str, *, at: datetime) -> SupplyPlan:
    """Return a plan in force.

    Args:
        at: the moment of the look.

    Raises:
        NotPermittedError: the actor may read nothing.
        SupplyPlanUnknownError: there is none of that key.
    """
    with looking(actor, Purpose.SUPPLY, at=at, subject=key):
        return plan_in_force(key)


def plan_in_force(key: str) -> SupplyPlan:
    """Return a plan: its latest version taken in, else the one that ships.

    Runs inside a transaction of anybody.

    Raises:
        SupplyPlanUnknownError: there is none of that key.
    """
    plans = plans_in_force()
    if key not in plans:
        raise SupplyPlanUnknownError(plan=key, known=tuple(plans))
    return plans[key]


def plans_in_force() -> dict[str, SupplyPlan]:
    """Return every plan by key, those taken in before those that ship.

    Its institutions are called what the register calls them at the end of its year, so that a body
    has one name in all that is shown; reports may still use the plan's.  Runs inside a transaction
    of anybody.
    """
    plans = dict(supply_plans())
    for version in kept.plan_versions():
        plans[version.key] = _read(version.key, version.version)
    bodies = institutions()
    return {
        key: _called(plan, names_on(bodies, plan.last_on)) for key, plan in sorted(plans.items())
    }


def _called(plan: SupplyPlan, names: Mapping[str, Label]) -> SupplyPlan:
    institutions = tuple(_named(each, names) for each in plan.institutions)
    return plan if institutions == plan.institutions else replace(plan, institutions=institutions)


def _named(body: Named, names: Mapping[str, Label]) -> Named:
    name = names.get(body.key, body.name)
    if name == body.name:
        return body
    return replace(body, name=name, aliases=(*body.aliases, body.name.ko, body.name.en))


@lru_cache(maxsize=VERSIONS_HELD)
def _read(key: str, version: str) -> SupplyPlan:
    found = load_plan(kept.files_of(kept.SUPPLY_PLAN + key, version))
    if not isinstance(found, SupplyPlan):
        lines = "\n".join(problem.spoken("en") for problem in found)
        raise ValueError(f"the plan {key} was taken in and cannot be read:\n{lines}")
    return found
