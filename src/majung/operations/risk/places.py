"""Where a run is done: threads of this process, processes of this machine, a cluster."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from os import cpu_count
from typing import ClassVar, Self

from majung.errors import PolicyFinanceError
from majung.operations.children import hired
from majung.operations.risk.crews import Crew, Progress

#: Pieces for each worker, so that one that is slow or lost holds few of them.
PIECES_EACH = 4
#: Pieces given out beyond the one whose turn it is, for each thread of a cluster.
AHEAD_EACH = 8
CLUSTER = "dask://"


class PlaceNotKnownError(PolicyFinanceError):
    """A run is done in a place that is known."""

    kind = "risk-place-not-known"


class ClusterNotInstalledError(PolicyFinanceError):
    """A cluster is reached through a library that is installed apart."""

    kind = "risk-cluster-not-installed"


class PlaceKind(StrEnum):
    """Kinds of places."""

    LOCAL = "local"
    PROCESSES = "processes"
    CLUSTER = "dask"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run is done.

    Attributes:
        address: of the scheduler, ``HOST:PORT``; of a cluster alone.
    """

    kind: PlaceKind
    address: str = ""

    LOCAL: ClassVar[Self]
    PROCESSES: ClassVar[Self]

    def __str__(self) -> str:
        """Write the place as it is named on the command line."""
        return f"{CLUSTER}{self.address}" if self.address else self.kind.value


Place.LOCAL = Place(PlaceKind.LOCAL)
Place.PROCESSES = Place(PlaceKind.PROCESSES)


def place_of(name: str) -> Place:
    """Return the place that is named ``local``, ``processes`` or ``dask://HOST:PORT``.

    Raises:
        PlaceNotKnownError: it is named otherwise.
    """
    for place in (Place.LOCAL, Place.PROCESSES):
        if name == place.kind:
            return place
    host, colon, port = name.removeprefix(CLUSTER).rpartition(":")
    if not name.startswith(CLUSTER) or not (host and colon and port.isdecimal()):
        raise PlaceNotKnownError(place=name)
    return Place(PlaceKind.CLUSTER, f"{host}:{port}")


@contextmanager
def crew_at(
    place: Place, *, progress: Progress | None = None
) -> Iterator[tuple[Executor, int | None]]:
    """Hire workers for a run, and let them go after it.

    Args:
        place: where they work.
        progress: told how many pieces are done, and of how many.

    Yields:
        the workers, and into how many pieces the work is cut for those that share nothing.

    Raises:
        ClusterNotInstalledError: a cluster is named and its library is not there.
        ClusterNotReachableError: no scheduler answers there, or it has no workers.
        ClusterDiffersError: its workers run another release or processor, and give other bits.
    """
    if place.kind is PlaceKind.CLUSTER:
        with _cluster(place, progress) as found:
            yield found
        return
    workers = cpu_count() or 1
    if place.kind is PlaceKind.LOCAL:
        with Crew(lambda: ThreadPoolExecutor(workers), progress=progress) as threads:
            yield threads, None
        return
    with Crew(lambda: hired(workers), progress=progress) as processes:
        yield processes, PIECES_EACH * workers


@contextmanager
def _cluster(place: Place, progress: Progress | None) -> Iterator[tuple[Executor, int]]:
    try:
        # Only where a cluster is asked for: its library is an extra of the installation.
        clusters = import_module("majung.operations.risk.clusters")
    except ModuleNotFoundError as missing:
        if missing.name != "distributed":
            raise
        raise ClusterNotInstalledError(place=str(place)) from None
    # The scheduler itself gives out again what a worker held that was lost.
    with clusters.workers_at(place.address) as workers:
        ahead = AHEAD_EACH * workers.threads
        with Crew(
            workers.hire,
            renewals=0,
            ahead=ahead,
            lost=workers.lost,
            anyone_left=workers.anyone_left,
            progress=progress,
        ) as crew:
            yield crew, PIECES_EACH * workers.threads
