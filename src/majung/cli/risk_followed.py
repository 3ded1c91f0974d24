"""Contracts followed for ``majung risk run`` and ``stress``: a list, the office or a snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from majung.cli.figures_out import LOSS_FILES, OFFICE_FILES, figures_out
from majung.cli.given import content_of
from majung.cli.output import console
from majung.cli.risk_assumed import Assumed
from majung.cli.risk_held import Held
from majung.errors import Problem
from majung.operations.risk.crews import Progress
from majung.operations.risk.layer_list import Pools, read_pools
from majung.operations.risk.loss_list import read_loss_list
from majung.operations.risk.loss_readings import LossReading, Stressed
from majung.operations.risk.loss_settings import grades
from majung.operations.risk.office.office_run import OfficeRun
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.operations.risk.pools import layers_of
from majung.operations.risk.stresses import Stress
from majung.operations.risk.stressing import stressed_losses
from majung.risk.losses.layers import Layer

On = Annotated[str, Parameter(help="Where the work is done: local, processes or dask://HOST:PORT.")]
Layers = Annotated[
    Path | None, Parameter(help="Caps and first losses over programmes, a pool a row.")
]
Problems = tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class OfOffice:
    """The office's contracts, or a snapshot of them, and what a run over them found."""

    portfolio: OfficePortfolio
    found: OfficeRun


@dataclass(frozen=True, slots=True)
class Followed:
    """What was found, and the files that were written.

    Attributes:
        office: None where a list was followed.
    """

    losses: LossReading
    stressed: tuple[Stressed, ...]
    files: tuple[Path, ...]
    office: OfOffice | None = None


def followed(
    file: Path | None,
    held: Held,
    assumed: Assumed,
    *,
    place: Place,
    layers: Path | None,
    stresses: Sequence[Stress] = (),
) -> Followed | Problems:
    """Follow contracts as usual and under named stresses, or say what is wrong with the files.

    Raises:
        RiskSourceNotNamedError: not one of a list, the office and a snapshot is named.
        OptionElsewhereError: an option would do nothing.
    """
    settings = assumed.settings(of_list=file is not None)
    office = held.portfolio(has_list=file is not None)
    if office is not None:
        held_back = _layers(layers, office.columns.programme.names)
        if not isinstance(held_back, _Layers):
            return held_back
        with bar() as progress:
            found = run_office(
                office, settings, place=place, layers=held_back.layers, progress=progress,
                stresses=stresses,
            )  # fmt: skip
        files = figures_out(held.out, "hand_out", office, found, module=OFFICE_FILES)
        return Followed(found.losses, found.stressed, files, OfOffice(office, found))
    assert file is not None
    listed = read_loss_list(str(file), content_of(file), grades=grades())
    if isinstance(listed, tuple):
        return listed
    held_back = _layers(layers, listed.portfolio.buckets)
    if not isinstance(held_back, _Layers):
        return held_back
    with bar() as progress:
        usual, *readings = stressed_losses(
            listed, settings, stresses, place=place, layers=held_back.layers, progress=progress
        )
    stressed = tuple(map(Stressed, stresses, readings))
    files = figures_out(held.out, "hand_out_losses", usual, stressed, module=LOSS_FILES)
    return Followed(usual, stressed, files)


@dataclass(frozen=True, slots=True)
class _Layers:
    layers: tuple[Layer, ...]


def _layers(file: Path | None, buckets: tuple[str, ...]) -> _Layers | Problems:
    pools = pools_in(file, {name: name for name in buckets})
    return _Layers(layers_of(pools.pools, buckets)) if isinstance(pools, Pools) else pools


def pools_in(file: Path | None, known: Mapping[str, str]) -> Pools | Problems:
    """Return the caps and first losses of a file, none without one, or all that is wrong."""
    return Pools() if file is None else read_pools(str(file), content_of(file), known=known)


@contextmanager
def bar() -> Iterator[Progress]:
    """Show how many pieces of the work are done, beside what is printed."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    beside = console(stderr=True)
    with Bar(*columns, console=beside, transient=True, disable=not beside.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, pieces: bar.update(task, completed=done, total=pieces)
