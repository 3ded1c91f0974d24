"""From the files of a supply plan to the plan, or to everything that is wrong with them.

A plan is a folder: ``plan.yaml`` says what is to be supplied, ``published.yaml``, where there is
one, what was published since.  Loading is pure: the same bytes give the same plan and the same
version.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TypeAlias, TypeVar

from majung.errors import Place, PolicyFinanceError, Problem, in_order, message
from majung.files import Tree, read_tree
from majung.programmes.supply_plan_reading import Read, executions_of, plan_of
from majung.programmes.supply_plan_schema import Form, PlanForm, PublishedForm, read_form
from majung.programmes.supply_plans import SupplyPlan

F = TypeVar("F", bound=Form)
Unread: TypeAlias = tuple[Problem, ...]

PLAN_FILE = "plan.yaml"
PUBLISHED_FILE = "published.yaml"


class SupplyPlanUnknownError(PolicyFinanceError):
    """A supply plan is one of those on the shelf."""

    kind = "supply-plan-unknown"


def load_plan(files: Mapping[str, bytes]) -> SupplyPlan | tuple[Problem, ...]:
    """Read a plan from the files of its folder.

    Args:
        files: content by file name; other files than the two (a README) are not read.
    """
    if PLAN_FILE not in files:
        return (Problem(Place(PLAN_FILE), message("plan-file-missing", file=PLAN_FILE)),)
    plan_form = _form(PlanForm, PLAN_FILE, files)
    published_form = _form(PublishedForm, PUBLISHED_FILE, files)
    unreadable = [*_problems_of(plan_form), *_problems_of(published_form)]
    if not isinstance(plan_form, Read):
        return in_order(unreadable)
    plan, problems = plan_of(plan_form, version=_version(files))
    if isinstance(published_form, Read):
        executions, found = executions_of(published_form, plan_form, plan)
        plan, problems = replace(plan, executions=executions), (*problems, *found)
    problems = (*unreadable, *problems)
    return in_order(problems) if problems else plan


def _form(form: type[F], name: str, files: Mapping[str, bytes]) -> Read[F] | Unread:
    """Read one file; a file that is not there has no problems."""
    if name not in files:
        return ()
    tree = read_tree(name, files[name], is_kept=True)
    if not isinstance(tree, Tree):
        return tree
    found = read_form(form, tree)
    return found if isinstance(found, tuple) else Read(tree, found)


def _problems_of(read: object) -> Unread:
    return read if isinstance(read, tuple) else ()


@cache
def supply_plans() -> Mapping[str, SupplyPlan]:
    """Return the plans that ship, by key, in the order of their keys.

    Raises:
        ValueError: a shipped plan has problems; a test reads them all.
    """
    plans: dict[str, SupplyPlan] = {}
    shelf = resources.files("majung.programmes").joinpath("plans")
    for folder in sorted(shelf.iterdir(), key=lambda folder: folder.name):
        if not folder.is_dir() or folder.name.startswith("_"):
            continue
        loaded = load_plan(shipped_plan_files(folder.name))
        if not isinstance(loaded, SupplyPlan):
            raise ValueError("\n".join(problem.spoken("en") for problem in loaded))
        if loaded.key != folder.name:
            raise ValueError(f"plan {loaded.key} stands in the folder {folder.name}")
        plans[loaded.key] = loaded
    return plans


def shipped_plan_files(key: str) -> Mapping[str, bytes]:
    """Return the files of a plan that ships, by name.

    Args:
        key: of the plan, which is the name of its folder.
    """
    folder = resources.files("majung.programmes").joinpath("plans").joinpath(key)
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def supply_plan(key: str) -> SupplyPlan:
    """Return a plan that ships.

    Raises:
        SupplyPlanUnknownError: there is none of that key.
    """
    plans = supply_plans()
    if key not in plans:
        raise SupplyPlanUnknownError(plan=key, known=tuple(plans))
    return plans[key]


def _version(files: Mapping[str, bytes]) -> str:
    """Hash the files that are read, each with its name, in order of names."""
    digest = sha256()
    for name in (PLAN_FILE, PUBLISHED_FILE):
        if name in files:
            digest.update(f"{name}\0{len(files[name])}\0".encode())
            digest.update(files[name])
    return digest.hexdigest()
