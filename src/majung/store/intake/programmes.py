"""Programmes as they were loaded, for ever: contracts and decisions are pinned to a version.

Supply plans are kept in the same way, under keys that begin with `SUPPLY_PLAN`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from majung.store import models
from majung.store.acting import remembered
from majung.store.numbers import kept_or_made, missing, row_of
from majung.store.questions import Question

#: How the key of a supply plan begins, so that it is no programme's.
SUPPLY_PLAN = "supply-plan/"


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version of a programme that was loaded.

    Attributes:
        version: digest of its files.
    """

    key: str
    version: str
    loaded_at: datetime


def keep(key: str, version: str, files: Mapping[str, bytes], *, at: datetime) -> bool:
    """Keep the files of a programme; return whether the version is new."""
    row, is_new = kept_or_made(
        models.ProgrammeVersion, key=key, version=version, defaults={"loaded_at": at}
    )
    if is_new:
        models.ProgrammeFile.objects.bulk_create(
            models.ProgrammeFile(programme_version=row, path=path, content=content)
            for path, content in sorted(files.items())
        )
    return is_new


def version_numbers(
    versions: Iterable[tuple[str, str]],
) -> Mapping[tuple[str, str], int]:
    """Return the numbers of versions, named by key and digest.

    Raises:
        NotRecordedError: naming the first that was never loaded.
    """
    wanted = dict.fromkeys(versions)
    rows = _VERSIONS(digests=[digest for _, digest in wanted])
    found = {(key, digest): pk for key, digest, pk in rows}
    for key, digest in sorted(wanted.keys() - found.keys()):
        raise missing(models.ProgrammeVersion, f"{key}, {digest}")
    return found


_VERSIONS: Question[tuple[Any, ...]] = Question(
    lambda digests: models.ProgrammeVersion.objects.filter(version__among=digests).values_list(
        "key", "version", "pk"
    )
)


def files_of(key: str, version: str) -> Mapping[str, bytes]:
    """Return the files of a version, byte for byte.

    Raises:
        NotRecordedError: the version was never loaded.
    """
    row = row_of(models.ProgrammeVersion, key=key, version=version)
    rows = models.ProgrammeFile.objects.filter(programme_version=row).order_by("path")
    return {file.path: bytes(file.content) for file in rows}


def versions(key: str = "") -> tuple[KeptVersion, ...]:
    """Return the versions of a programme, or of all, in the order in which they were loaded."""
    rows = models.ProgrammeVersion.objects.order_by("loaded_at", "key")
    rows = rows.filter(key=key) if key else rows.exclude(key__startswith=SUPPLY_PLAN)
    return tuple(KeptVersion(row.key, row.version, row.loaded_at) for row in rows)


def plan_versions() -> tuple[KeptVersion, ...]:
    """Return the versions of all supply plans, in the order in which they were loaded."""
    rows = models.ProgrammeVersion.objects.filter(key__startswith=SUPPLY_PLAN)
    return tuple(
        KeptVersion(row.key.removeprefix(SUPPLY_PLAN), row.version, row.loaded_at)
        for row in rows.order_by("loaded_at", "key")
    )


def versions_in_force(*, at: datetime) -> tuple[KeptVersion, ...]:
    """Return of each programme the version loaded last up to a moment, first loaded first."""
    loaded = remembered(("loaded", at), lambda: _LOADED(moment=at))
    latest = {row.key: KeptVersion(row.key, row.version, row.loaded_at) for row in loaded}
    return tuple(latest.values())


_LOADED = Question(
    lambda moment: (
        models.ProgrammeVersion.objects.filter(loaded_at__lte=moment)
        .exclude(key__startswith=SUPPLY_PLAN)
        .order_by("loaded_at", "key", "pk")
    )
)
