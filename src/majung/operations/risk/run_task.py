"""What a worker does of a risk run that was asked for: it follows the contracts and keeps it."""

from dataclasses import asdict

from majung.operations.acting import Actor, Role
from majung.operations.jobs.kinds import Effects, Task, Tell
from majung.operations.risk.office.reading import office_portfolio
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.operations.risk.pools import layers_of
from majung.operations.risk.runs import kept_tree, wanted_of
from majung.store.access import Purpose
from majung.store.jobs.work import Taken
from majung.store.risk_runs import RiskRunKept, keep_risk_run


def risk_run_task(place: Place) -> Task:
    """Return what a worker does of a run.

    Args:
        place: where the work is done.
    """

    def follow(taken: Taken, tell: Tell) -> Effects:
        wanted = wanted_of(taken.arguments)
        roles = frozenset(map(Role, taken.arguments["roles"]))
        office = office_portfolio(
            Actor(taken.person, taken.institution, roles),
            on=wanted.on,
            at=taken.asked_at,
            programme=wanted.programme,
            series=wanted.series,
            currency=wanted.currency,
            most=None,
        )
        found = run_office(
            office,
            wanted.settings,
            place=place,
            layers=layers_of(wanted.pools, office.columns.programme.names),
            progress=tell,
            stresses=wanted.stresses,
        )
        kept = RiskRunKept(
            key=taken.key,
            person=taken.person,
            on=wanted.on,
            series=wanted.series.value,
            settings=asdict(wanted.settings),
            watermark={"told": office.watermark, "is_whole": office.is_whole},
            result=kept_tree(found, office.stakes),
            recorded_at=taken.asked_at,
        )
        return lambda: keep_risk_run(kept)

    return Task(Purpose.LAKE, follow)
