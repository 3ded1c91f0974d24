"""What the office does is reached by a page, over REST and by a command, or the reason stands here.

Which door does what is read from the code: a door does what a function of operations does when one
of its modules names that function, or names one that calls it.  What only reads is not asked for:
a page shows in one place what a command lists in three.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from majung.operations.policy import Act

SOURCE = Path(__file__).parents[2] / "src" / "majung"
OPERATIONS = "majung.operations"
DOORS = {"page": "web/pages", "rest": "web/api", "command": "cli"}
#: By these a function of operations asks whether the actor may.
ASKS = frozenset({"require", "recorded"})
#: What somebody may see, not what they do.
SEEING = frozenset({Act.READ_OWN, Act.READ_ALL, Act.READ_INTERNAL_PRICE, Act.READ_RISK})

BY_ITSELF = "the daily close does it; nobody asks for it by a form or a request"
KEEPER = "the keeper of the machine does it there: a request would not live to see its end"
ONCE = "an office is put right once, by whoever keeps it, with the report before their eyes"
RELEASE = "programmes and plans come with the release and are taken in when the office opens"
SEEN_BEFORE = "the door shows it before the act itself is done, or the act is done in one step"
PARTLY = "the door has the act whole, by another function"
#: Function of operations, and door that does not have it: why not.
WITHOUT: dict[tuple[str, str], str] = {
    ("intake.decide.expire", "page"): BY_ITSELF,
    ("intake.decide.expire", "rest"): BY_ITSELF,
    ("servicing.close_day.close_day", "page"): KEEPER,
    ("servicing.close_day.close_day", "rest"): KEEPER,
    ("servicing.close_day.take_up", "page"): KEEPER,
    ("servicing.close_day.take_up", "rest"): KEEPER,
    ("servicing.reading_closes.last_closed_day", "page"): KEEPER,
    ("servicing.reading_closes.last_closed_day", "rest"): KEEPER,
    ("jobs.managing.cancel_job", "page"): KEEPER,
    ("jobs.managing.retry_job", "page"): KEEPER,
    ("servicing.audit.sign_root", "page"): KEEPER,
    ("servicing.audit.sign_root", "rest"): KEEPER,
    ("servicing.openings.reckoning.reckon_limit_use", "page"): ONCE,
    ("servicing.openings.reckoning.reckon_limit_use", "rest"): ONCE,
    ("lake.building.build_lake", "page"): KEEPER,
    ("lake.building.build_lake", "rest"): KEEPER,
    ("lake.checking.check_lake", "page"): KEEPER,
    ("lake.checking.check_lake", "rest"): KEEPER,
    ("opening.open_for_use", "page"): KEEPER,
    ("opening.open_for_use", "rest"): KEEPER,
    # A list handed in waits for a second person: what is wrong with it is told then.
    ("intake.recommend.check_recommendations", "page"): SEEN_BEFORE,
    ("intake.recommend.check_recommendations", "rest"): SEEN_BEFORE,
    ("council.freeze_pack.preview_pack", "rest"): SEEN_BEFORE,
    ("council.freeze_pack.preview_pack", "command"): SEEN_BEFORE,
    ("supply.take_monthly_report.blank_report", "rest"): SEEN_BEFORE,
    ("supply.take_monthly_report.blank_report", "command"): "`majung supply template` makes it",
    ("intake.accounts_reading.roles_at_institution", "page"): PARTLY,
    ("intake.accounts_reading.roles_at_institution", "rest"): PARTLY,
    # `majung indication compare` reads the file without an office.
    ("intake.compare_file.compare_file", "command"): PARTLY,
    ("intake.room.rooms_held", "rest"): "who holds room keeps the key it was answered with",
    ("intake.room.rooms_held", "command"): "who holds room keeps the key it was answered with",
    # Freezing a pack registers its figures; what was reported is read with its history.
    ("council.register_figures.register_figures", "page"): PARTLY,
    ("council.register_figures.register_figures", "rest"): PARTLY,
    ("council.register_figures.register_figures", "command"): PARTLY,
    ("supply.take_monthly_report.report_history", "page"): PARTLY,
    ("supply.take_monthly_report.report_history", "rest"): PARTLY,
    ("supply.take_monthly_report.report_history", "command"): PARTLY,
}
Place = tuple[str, str]


@pytest.mark.parametrize("door", DOORS)
def test_what_is_done_is_done_by_every_door_or_the_reason_stands_here(door):
    doing = {_name(place) for place, acts in _acts_of_functions().items() if acts - SEEING}
    done = {_name(place) for place in _reached(door)}

    without = {name for name, of_door in WITHOUT if of_door == door}
    assert sorted(doing - done) == sorted(without)


@pytest.mark.parametrize("act", sorted(frozenset(Act) - SEEING))
def test_every_act_is_asked_for_and_reached_by_some_door(act):
    functions = {place for place, acts in _acts_of_functions().items() if act in acts}

    assert functions
    assert any(functions & _reached(door) for door in DOORS)


def _name(place: Place) -> str:
    return f"{place[0].removeprefix(OPERATIONS + '.')}.{place[1]}"


@cache
def _reached(door: str) -> frozenset[Place]:
    """Return the functions of operations that a door names, or that those it names call."""
    reached: set[Place] = set()
    waiting = [
        place
        for file in (SOURCE / DOORS[door]).rglob("*.py")
        for place in _named(ast.parse(file.read_text("utf-8")), dict(_imported(file)))
    ]
    calls = _functions()
    while waiting:
        place = waiting.pop()
        if place not in reached:
            reached.add(place)
            waiting += calls[place][1] if place in calls else ()
    return frozenset(reached)


@cache
def _acts_of_functions() -> dict[Place, frozenset[Act]]:
    """Return the acts that each public function of operations asks for itself."""
    return {
        place: acts for place, (acts, _) in _functions().items() if not place[1].startswith("_")
    }


@cache
def _functions() -> dict[Place, tuple[frozenset[Act], frozenset[Place]]]:
    """Return of each function of operations the acts it asks for, and what it calls."""
    found = {}
    for file in (SOURCE / "operations").rglob("*.py"):
        module = ".".join(("majung", *file.relative_to(SOURCE).with_suffix("").parts))
        imported = dict(_imported(file))
        for function in ast.parse(file.read_text("utf-8")).body:
            if isinstance(function, ast.FunctionDef):
                names = _named(function, imported, module)
                found[module, function.name] = (frozenset(_asked(function)), frozenset(names))
    return found


def _asked(function: ast.FunctionDef) -> Iterator[Act]:
    """Return the acts of ``require(actor, Act.X)``, also where a name or a default holds them."""
    held = {
        name.id: each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign)
        for name in each.targets
        if isinstance(name, ast.Name)
    }
    for each in ast.walk(function):
        is_asking = isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        if is_asking and each.func.id in ASKS and len(each.args) > 1:
            act = each.args[1]
            yield from _acts_in(held.get(act.id, act) if isinstance(act, ast.Name) else act)
    for default in (*function.args.defaults, *function.args.kw_defaults):
        yield from () if default is None else _acts_in(default)


def _acts_in(tree: ast.AST) -> Iterator[Act]:
    for each in ast.walk(tree):
        if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "Act":
            yield Act[each.attr]


def _named(tree: ast.AST, imported: dict[str, Place], module: str = "") -> Iterator[Place]:
    """Return what of operations a piece of code names; without a module, what is imported only."""
    for each in ast.walk(tree):
        if isinstance(each, ast.Name) and (each.id in imported or module):
            yield imported.get(each.id, (module, each.id))


def _imported(file: Path) -> Iterator[tuple[str, Place]]:
    for each in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(each, ast.ImportFrom) and (each.module or "").startswith(OPERATIONS):
            for name in each.names:
                yield name.asname or name.name, (each.module, name.name)
