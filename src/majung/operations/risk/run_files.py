"""A risk run as files: the report that its page shows, and its figures as Parquet."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from majung.errors import Language
from majung.operations.acting import Actor
from majung.operations.reading_names import names
from majung.operations.risk.gathering import CONTRACTS_MAX
from majung.operations.risk.loss_files import futures_of, write_losses, write_years
from majung.operations.risk.office.handing_out import unit_of, write_office_lines
from majung.operations.risk.office.parquet import write_contracts, write_stakes
from majung.operations.risk.office.reading import office_portfolio
from majung.operations.risk.reading_runs import WORD, RiskRun, risk_run
from majung.operations.risk.run_report import run_report
from majung.reports.freezing import MEDIA_TYPES, Format, render
from majung.store.council.packs import Document
from majung.store.refusals import NotRecordedError

#: What a run is handed out as.
FORMATS = (Format.PDF, Format.XLSX, Format.HWPX, Format.JSON)
PARQUET = "application/vnd.apache.parquet"
#: Figures of a run as columns, by the file's name.
FIGURES, YEARS, LINES = "figures.parquet", "years.parquet", "lines.parquet"
STAKES, CONTRACTS = "stakes.parquet", "contracts.parquet"


def run_file(
    actor: Actor, key: str, ending: str, *, at: datetime, language: Language = "ko"
) -> Document:
    """Return a run that is done as a file.

    Args:
        ending: of the file's name: pdf, xlsx, hwpx or json.

    Raises:
        NotPermittedError: the actor may not read what contracts may cost.
        NotRecordedError: no such run, it is not done, or it is handed out in no such form.
    """
    run = risk_run(actor, key, at=at)
    if run.result is None or ending not in FORMATS:
        raise NotRecordedError(what=WORD, key=f"{key}.{ending}")
    wanted = Format(ending)
    report = run_report(run, names(on=run.wanted.on, at=at), language=language)
    (file,) = render(report, wanted)
    return Document(file.name, MEDIA_TYPES[wanted], file.content)


def run_columns(actor: Actor, key: str, name: str, *, at: datetime) -> Document:
    """Return figures of a run that is done as a Parquet file.

    Figures, lines and stakes are those that were kept; contracts are read again as they were known
    when the run was asked for, as far as the actor may read them.

    Args:
        name: of the file: `FIGURES`, `YEARS`, `LINES`, `STAKES` or `CONTRACTS`.

    Raises:
        NotPermittedError: the actor may not read what contracts may cost.
        NotRecordedError: no such run, it is not done, or it has no such file.
        CohortsTooManyError: there are more contracts than are read while somebody waits.
    """
    run = risk_run(actor, key, at=at)
    if run.result is None or name not in (FIGURES, YEARS, LINES, STAKES, CONTRACTS):
        raise NotRecordedError(what=WORD, key=f"{key}/{name}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        _writer(actor, run, name)(file)
        return Document(f"{key}.{name}", PARQUET, file.read_bytes())


def _writer(actor: Actor, run: RiskRun, name: str) -> Callable[[Path], object]:
    result, wanted = run.result, run.wanted
    assert result is not None
    found, unit = result.found, unit_of(wanted.currency)
    futures = futures_of(found.losses, found.stressed)
    kept: dict[str, Callable[[Path], object]] = {
        FIGURES: lambda file: write_losses(file, futures, unit=unit),
        YEARS: lambda file: write_years(file, futures, unit=unit),
        LINES: lambda file: write_office_lines(file, found, unit=unit),
        STAKES: lambda file: write_stakes(file, result.stakes, unit=unit),
    }
    if name in kept:
        return kept[name]
    office = office_portfolio(
        actor,
        on=wanted.on,
        at=run.job.asked_at,
        programme=wanted.programme,
        series=wanted.series,
        currency=wanted.currency,
        most=CONTRACTS_MAX,
    )
    return lambda file: write_contracts(file, office.rows, unit=unit)
