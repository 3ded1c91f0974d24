"""``majung risk run``: contracts followed through scenarios; a list needs no database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from majung.cli.given import content_of
from majung.cli.output import (
    Json,
    console,
    refuse_problems,
    say_json,
)
from majung.cli.risk_assumed import USUAL, Assumed
from majung.cli.risk_held import HELD, Held
from majung.cli.shown_losses import print_losses
from majung.cli.shown_risk import called_of, office_document, print_office
from majung.errors import Problem
from majung.operations.risk.crews import Progress
from majung.operations.risk.layer_list import Pools, read_pools
from majung.operations.risk.loss_documents import loss_document
from majung.operations.risk.loss_list import read_loss_list
from majung.operations.risk.loss_settings import LossSettings, grades
from majung.operations.risk.losses import losses_of
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place, place_of
from majung.operations.risk.pools import layers_of

app = App(name="losses", help="Losses of lists of contracts.", help_format="plaintext")


@app.command
def run(
    file: Path | None = None,
    /,
    *,
    held: Held = HELD,
    assumed: Assumed = USUAL,
    on: Annotated[
        str, Parameter(help="Where the work is done: local, processes or dask://HOST:PORT.")
    ] = "local",
    layers: Annotated[
        Path | None, Parameter(help="Caps and first losses over programmes, a pool a row.")
    ] = None,
    json: Json = False,
) -> int:
    """Follow contracts through scenarios: losses, lines by month, what they rest on.

    They are those in FILE, or the office's own, or those of a snapshot.
    """
    place = place_of(on)
    office = held.portfolio(has_list=file is not None)
    if office is not None:
        return _run_office(office, held, assumed.settings(), layers, place=place, as_json=json)
    assert file is not None
    found = read_loss_list(str(file), content_of(file), grades=grades())
    if isinstance(found, tuple):
        return refuse_problems(found, as_json=json)
    buckets = found.portfolio.buckets
    pools = pools_in(layers, {name: name for name in buckets})
    if not isinstance(pools, Pools):
        return refuse_problems(pools, as_json=json)
    with bar() as progress:
        reading = losses_of(
            found,
            assumed.settings(),
            place=place,
            layers=layers_of(pools.pools, buckets),
            progress=progress,
        )
    if json:
        say_json(loss_document(reading))
    else:
        print_losses(reading)
    return 0


def pools_in(file: Path | None, known: Mapping[str, str]) -> Pools | tuple[Problem, ...]:
    """Return the caps and first losses of a file, none without one, or all that is wrong."""
    return Pools() if file is None else read_pools(str(file), content_of(file), known=known)


def _run_office(
    office: OfficePortfolio,
    held: Held,
    settings: LossSettings,
    layers: Path | None,
    *,
    place: Place,
    as_json: bool,
) -> int:
    buckets = office.columns.programme.names
    pools = pools_in(layers, {name: name for name in buckets})
    if not isinstance(pools, Pools):
        return refuse_problems(pools, as_json=as_json)
    with bar() as progress:
        found = run_office(
            office,
            settings,
            place=place,
            layers=layers_of(pools.pools, buckets),
            progress=progress,
        )
    files = held.hand_out(office, found.lines())
    if as_json:
        say_json(office_document(office, found, files))
    else:
        print_losses(found.losses, called_of(office))
        print_office(office, found, files)
    return 0


@contextmanager
def bar() -> Iterator[Progress]:
    """Show how many pieces of the work are done, beside what is printed."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    beside = console(stderr=True)
    with Bar(*columns, console=beside, transient=True, disable=not beside.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, pieces: bar.update(task, completed=done, total=pieces)
