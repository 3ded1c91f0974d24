"""Risk runs over the office's contracts: asked for now, kept with their ground, read back.

Who asks and who reads loads no engine; the worker that follows the contracts does (`run_task`).

A run is known by the key of its job.  It follows the contracts as they were known at the moment it
was asked for, so that one that is begun again by another worker finds the same.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from pydantic import ConfigDict, TypeAdapter

from majung.errors import Message
from majung.operations.acting import Actor, Role
from majung.operations.desks import at_desk
from majung.operations.jobs.kinds import JobKind
from majung.operations.policy import Act, require
from majung.operations.reading_names import Names, names
from majung.operations.risk.loss_settings import LossSettings, require_method
from majung.operations.risk.office.office_run import OfficeRun
from majung.operations.risk.office.rows import CURRENCY, StakeRow
from majung.operations.risk.pools import Pool, require_pools
from majung.operations.risk.stresses import Stress, require_few
from majung.risk.futures.exits import Exits
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.severities import Severity
from majung.store.access import Purpose, acting_for_state
from majung.store.jobs.queue import Job, JobWanted, queue_job
from majung.store.risk_runs import RiskRunKept
from majung.store.servicing.contracts import Series
from majung.store.written import read, written


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWanted:
    """A run that is asked for.

    Attributes:
        on: the day on which contracts live.
        settings: what is assumed.
        programme: of one programme only; all where empty.
        stresses: named stresses that stand beside it.
        pools: caps and first losses over programmes.
    """

    on: date
    settings: LossSettings = field(default_factory=LossSettings)
    programme: str = ""
    series: Series = Series.REAL
    currency: str = CURRENCY
    stresses: tuple[Stress, ...] = ()
    pools: tuple[Pool, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run found, as it was kept.

    Attributes:
        found: every figure.
        stakes: of partners in funds.
        watermark: up to when the contracts were followed, and as known when.
        is_whole: whether they were those of every institution.
    """

    found: OfficeRun
    stakes: tuple[StakeRow, ...]
    watermark: str
    is_whole: bool


#: Leverage without public money is infinite, which JSON has no number for.
_INFINITE: Final = ConfigDict(ser_json_inf_nan="strings")
_RUN: Final = TypeAdapter(tuple[OfficeRun, tuple[StakeRow, ...]], config=_INFINITE)
_WANTED: Final = TypeAdapter(RunWanted)


def ask_for_risk_run(actor: Actor, key: str, wanted: RunWanted, *, at: datetime) -> Job:
    """Ask for a run; the same key and the same run, asked for again, is one run.

    Raises:
        NotPermittedError: the actor may not read what contracts may cost.
        CorrelationNotUsableError, SeverityNotUsableError: what is assumed cannot be.
        StressesTooManyError: more stresses than stand side by side, or one of them twice.
        ProgrammeNotFollowedError, LayerNotUsableError, PoolsTooManyError: caps or first losses that
            no run could follow.
        TablesNotPossibleError: tables are asked for where they do not settle the result.
        JobAskedOtherwiseError: the key names another job.
    """
    require(actor, Act.READ_RISK)
    _require_usable(wanted.settings)
    require_few(wanted.stresses)
    _require_pools(wanted, at=at)
    arguments = {
        "wanted": _WANTED.dump_python(wanted, mode="json"),
        "roles": sorted(actor.roles),
    }
    person = actor.person or Role.CLOCKWORK.value
    with desk_for_runs(actor, at=at):
        return queue_job(
            JobWanted(key=key, kind=JobKind.RISK_RUN, arguments=arguments, person=person), at=at
        )


def words_of_programmes(called: Names) -> Mapping[str, str]:
    """Return the key of each programme by its key and by what it is called."""
    keys = {key: key for key in called.programmes}
    return keys | {
        name: key for key, label in called.programmes.items() for name in (label.ko, label.en)
    }


def wanted_of(arguments: Mapping[str, Any]) -> RunWanted:
    """Return the run that a job's arguments ask for."""
    return _WANTED.validate_python(arguments["wanted"])


def kept_tree(found: OfficeRun, stakes: tuple[StakeRow, ...]) -> Mapping[str, Any]:
    """Return what a run found, with the stakes it followed, as it is kept: see `result_of`."""
    whole = (replace(found, notes=()), stakes)
    return {
        "found": _RUN.dump_python(whole, mode="json"),
        "notes": [written(note) for note in found.notes],
    }


def result_of(kept: RiskRunKept) -> RunResult:
    """Return what a run found, as the values it was."""
    found, stakes = _RUN.validate_python(kept.result["found"])
    notes = tuple(read(Message, note) for note in kept.result["notes"])
    return RunResult(
        found=replace(found, notes=notes),
        stakes=stakes,
        watermark=kept.watermark["told"],
        is_whole=kept.watermark["is_whole"],
    )


@contextmanager
def desk_for_runs(actor: Actor, *, at: datetime) -> Iterator[None]:
    """Open a transaction that sees the runs the actor's institution asked for, or the office's."""
    if actor.institution:
        with at_desk(actor):
            yield
    else:
        person = actor.person or Role.CLOCKWORK.value
        with acting_for_state(Purpose.LAKE, person=person, at=at, subject="runs"):
            yield


def _require_usable(settings: LossSettings) -> None:
    """Refuse now what the run would refuse later."""
    require_method(settings)
    sectors_and_regions(
        1, 1, economy=settings.economy, sector=settings.sector, region=settings.region,
        group=settings.group, freedom=settings.freedom,
    )  # fmt: skip
    Exits(settings.fund_growth, settings.fund_deviation, settings.fund_economy)
    Severity(
        settings.severity, settings.severity_deviation, settings.severity_correlation,
        settings.wait_months,
    )  # fmt: skip


def _require_pools(wanted: RunWanted, *, at: datetime) -> None:
    """Refuse now the caps and first losses that the run would refuse later."""
    if wanted.pools:
        known = names(on=wanted.on, at=at).programmes
        asked = {wanted.programme: ()} if wanted.programme else known
        require_pools(wanted.pools, known=asked, scenarios=wanted.settings.scenarios)
