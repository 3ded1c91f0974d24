"""Risk runs over the office's contracts: asked for, then looked at until they are done."""

from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from majung.operations.jobs.managing import job_document
from majung.operations.policy import Act
from majung.operations.risk.loss_settings import LossSettings, Method, Prepayment
from majung.operations.risk.office.rows import CURRENCY
from majung.operations.risk.pools import Pool
from majung.operations.risk.reading_runs import risk_run, risk_runs
from majung.operations.risk.run_documents import run_document, run_headline
from majung.operations.risk.run_files import run_columns, run_file
from majung.operations.risk.runs import RunWanted, ask_for_risk_run
from majung.operations.risk.stress_list import NAME_MAX, published_stress
from majung.operations.risk.stresses import STRESSES_MAX, Stress, stress_named
from majung.risk.futures.spreads import Spread
from majung.risk.futures.transitions import Withdrawal
from majung.rules.citations import Label
from majung.store.servicing.contracts import Series
from majung.web.api.callers import AuthenticatedRequest, Caller, caller
from majung.web.api.shapes import FIRST_ON, LAST_ON, Document, InPath, Key, Limit
from majung.web.api.writing import TAKEN, written_once

router = Router(tags=["risk"])
DEFAULTS = LossSettings()
#: Enough for a tail of one in a thousand; more are asked for in several runs of other seeds.
SCENARIOS_MAX = 100_000
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Rate = Annotated[float, Field(ge=-0.05, le=0.5)]
#: In per cent of the labour force.
Unemployment = Annotated[float, Field(ge=0.0, le=100.0)]
#: Up to a century of them.
Quarters = Annotated[tuple[Unemployment, ...], Field(min_length=1, max_length=400)]
ProgrammeKey = Annotated[str, Field(pattern=r"^[0-9a-z-]{1,100}$")]
#: In minor units; more than any office has.
Money = Annotated[float, Field(ge=0.0, le=1e18)]
POOLS_MAX = 100
HANDED_IN = Label("실업률: 요청에 적힌 값", "unemployment: as sent")


class ShippedStressSent(Schema):
    """A stress that ships, by its key."""

    key: Annotated[str, Field(pattern=r"^[0-9a-z-]{1,60}$")]

    def stress(self) -> Stress:
        """Return the stress that is meant."""
        return stress_named(self.key)


class PublishedStressSent(Schema):
    """A published scenario by its unemployment, measured against history, the oldest first."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX)]
    history: Quarters
    scenario: Quarters

    def stress(self) -> Stress:
        """Return the stress that it tells."""
        return published_stress(self.name, self.history, self.scenario, told=HANDED_IN)


class PoolSent(Schema):
    """A cap and a first loss over programmes, in minor units."""

    programmes: Annotated[tuple[ProgrammeKey, ...], Field(min_length=1, max_length=100)]
    first_loss: Money = 0.0
    cap: Money | None = None
    yearly: Money | None = None

    def pool(self) -> Pool:
        """Return the pool that is meant."""
        return Pool(self.programmes, self.first_loss, self.cap, self.yearly)


class RunSent(Schema):
    """A run: on which day, of what, and what is assumed."""

    on: Annotated[date, Field(ge=FIRST_ON, le=LAST_ON)] | None = None
    programme: Annotated[str, Field(pattern=r"^[0-9a-z-]{0,100}$")] = ""
    series: Series = Series.REAL
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = CURRENCY
    stresses: Annotated[
        tuple[ShippedStressSent | PublishedStressSent, ...], Field(max_length=STRESSES_MAX)
    ] = ()
    pools: Annotated[tuple[PoolSent, ...], Field(max_length=POOLS_MAX)] = ()
    scenarios: Annotated[int, Field(ge=16, le=SCENARIOS_MAX)] = DEFAULTS.scenarios
    seed: Annotated[int, Field(ge=0, lt=1 << 63)] = DEFAULTS.seed
    level: Annotated[float, Field(ge=0.5, le=0.9999)] = DEFAULTS.level
    method: Method = DEFAULTS.method
    spread: Spread = DEFAULTS.spread
    withdrawal: Withdrawal = DEFAULTS.withdrawal
    freedom: Annotated[float, Field(gt=2.0, le=1000.0)] | None = None
    severity: Share = DEFAULTS.severity
    severity_deviation: Share = DEFAULTS.severity_deviation
    severity_correlation: Share = DEFAULTS.severity_correlation
    wait_months: Annotated[int, Field(ge=0, le=60)] = DEFAULTS.wait_months
    prepayment: Prepayment = DEFAULTS.prepayment
    rate_start: Rate = DEFAULTS.rate_start
    rate_mean: Rate = DEFAULTS.rate_mean
    rate_speed: Annotated[float, Field(gt=0.0, le=10.0)] = DEFAULTS.rate_speed
    rate_deviation: Annotated[float, Field(gt=0.0, le=0.5)] | None = None
    conversion: Share = DEFAULTS.conversion
    fund_growth: Rate = DEFAULTS.fund_growth
    fund_deviation: Annotated[float, Field(ge=0.0, le=2.0)] = DEFAULTS.fund_deviation
    fund_economy: Share = DEFAULTS.fund_economy
    economy: Share = DEFAULTS.economy
    sector: Share = DEFAULTS.sector
    region: Share = DEFAULTS.region
    group: Share = DEFAULTS.group
    discount_rate: Rate = DEFAULTS.discount_rate

    def wanted(self, today: date) -> RunWanted:
        """Return the run that is asked for."""
        asked = {"on", "programme", "series", "currency", "stresses", "pools"}
        given = self.model_dump(exclude=asked)
        return RunWanted(
            on=self.on or today,
            settings=LossSettings(**given),
            programme=self.programme,
            series=self.series,
            currency=self.currency,
            stresses=tuple(each.stress() for each in self.stresses),
            pools=tuple(each.pool() for each in self.pools),
        )


@router.post("/risk/runs", response={TAKEN: Document})
def ask_for_run(request: AuthenticatedRequest, sent: RunSent, once: Key) -> Any:
    """Ask for a run; it is done by a worker, and looked at under its key until then."""
    who = caller(request, Act.READ_RISK)

    def act() -> Document:
        job = ask_for_risk_run(who.actor, _key(who, once), sent.wanted(who.on), at=who.at)
        return job_document(job)

    return written_once(request, who, once, act, status=TAKEN)


@router.get("/risk/runs", response=list[Document])
def list_runs(request: AuthenticatedRequest, limit: Limit = 30) -> list[Document]:
    """List the latest runs of one's institution, the latest first, with the losses they found."""
    who = caller(request, Act.READ_RISK)
    return [run_headline(each) for each in risk_runs(who.actor, at=who.at, count_max=limit)]


@router.get("/risk/runs/{key}", response=Document)
def show_run(request: AuthenticatedRequest, key: InPath) -> Document:
    """Show how far a run is; when it is done, every figure with what it rests on."""
    who = caller(request, Act.READ_RISK)
    return run_document(risk_run(who.actor, key, at=who.at))


@router.get("/risk/runs/{key}/files/{name}", response=bytes)
def file_of_run(request: AuthenticatedRequest, key: InPath, name: InPath) -> HttpResponse:
    """Hand a run out: report.pdf, .xlsx, .hwpx or .json; or as Parquet, in whole minor units.

    figures, years, lines, stakes or contracts.parquet.
    """
    who = caller(request, Act.READ_RISK)
    what, _, ending = name.partition(".")
    if what == "report":
        file = run_file(who.actor, key, ending, at=who.at)
    else:
        file = run_columns(who.actor, key, name, at=who.at)
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _key(who: Caller, once: str) -> str:
    """Name a run by who asked with which key, so that asking again names the same."""
    told = "\n".join((who.actor.institution, who.actor.person, once))
    return f"R-{sha256(told.encode()).hexdigest()[:16]}"
