"""A cluster of Dask workers, as an executor; the only module that needs the extra `cluster`.

A scheduler gives the pieces of a lost worker to others by itself, and gives a piece up that took
several workers with it.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, NamedTuple

import numba
from distributed import Client
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker
from llvmlite import binding  # type: ignore[import-untyped]  # it carries no types

from majung.errors import PolicyFinanceError
from majung.values.compiling import digest

#: Seconds in which a scheduler has to answer and to have a worker.
PATIENCE_SECONDS = 10
#: Seconds for which a cluster may have no worker at all, as while its only one starts again.
WITHOUT_WORKERS_SECONDS = 60
#: How often a piece is tried anew whose worker could not hand it in.
RETRIES = 3
LOST = (KilledWorker, CancelledError, FutureCancelledError)


class Workers(NamedTuple):
    """Workers of a cluster that was reached.

    Attributes:
        hire: makes an executor over them.
        lost: what it raises when they are lost.
        anyone_left: says whether there is a worker, or was one a minute ago.
        threads: how many they have.
    """

    hire: Callable[[], Executor]
    lost: tuple[type[BaseException], ...]
    anyone_left: Callable[[], bool]
    threads: int


class ClusterNotReachableError(PolicyFinanceError):
    """A scheduler answers, and has workers."""

    kind = "risk-cluster-not-reachable"


class ClusterDiffersError(PolicyFinanceError):
    """Workers run the release that asks them, so that they find the same bits."""

    kind = "risk-cluster-differs"


@contextmanager
def workers_at(address: str) -> Iterator[Workers]:
    """Reach a cluster for one run.

    Raises:
        ClusterNotReachableError: no scheduler answers there, or it has no workers.
        ClusterDiffersError: its workers run another release.
    """
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]  # the library carries few types
            f"tcp://{address}", timeout=PATIENCE_SECONDS, set_as_default=False
        )
    except (OSError, ValueError) as refusal:
        raise ClusterNotReachableError(address=address, reason=str(refusal)) from refusal
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
        except TimeoutError as refusal:
            raise ClusterNotReachableError(address=address, reason=_NO_WORKERS) from refusal
        _require_alike(client)
        yield Workers(
            hire=lambda: client.get_executor(pure=False, retries=RETRIES),
            lost=LOST,
            anyone_left=_Watch(client).anyone_left,
            threads=_threads(client),
        )


class _Watch:
    """Looks how long a cluster has been without any worker."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._seen = monotonic()

    def anyone_left(self) -> bool:
        # A scheduler that does not answer, or was let go, has nobody.
        with suppress(OSError):
            if _threads(self._client):
                self._seen = monotonic()
        return monotonic() - self._seen < WITHOUT_WORKERS_SECONDS


def _threads(client: Any) -> int:
    found: Mapping[str, int] = client.nthreads()
    return sum(found.values())


def release() -> str:
    """Return what bits depend on: the sources that compile, Numba, the processor."""
    return digest(maker=f"{numba.__version__} {binding.get_host_cpu_name()}")


def _require_alike(client: Any) -> None:
    own = release()
    try:
        told: Mapping[str, Any] = client.run(release)
    except (ImportError, AttributeError) as refusal:
        raise ClusterDiffersError(worker="—", reason=str(refusal)) from refusal
    for worker, theirs in told.items():
        if theirs != own:
            raise ClusterDiffersError(worker=worker, reason=_OTHER_RELEASE)


_NO_WORKERS = {"ko": "작업자가 하나도 없음", "en": "it has no workers"}
_OTHER_RELEASE = {"ko": "다른 판이 설치되어 있음", "en": "another release is installed there"}
