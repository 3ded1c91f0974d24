"""Checking the lake: every file is read, everything is made anew from the store, and compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from majung.operations.acting import Actor, Role
from majung.operations.lake.building import EVENTS, RISK, SUPPLY, touched_months, watermark
from majung.operations.lake.manifest import Manifest, MonthFile, SnapshotFiles, read_manifest
from majung.operations.lake.pages import Page, events_page, supply_page
from majung.operations.policy import Act, require
from majung.operations.risk.office.parquet import digests_of_snapshot, keep_snapshot
from majung.operations.risk.office.reading import portfolio_seen
from majung.operations.tidying import rarely_tidied
from majung.store.access import Purpose, acting_for_state
from majung.store.lake import Digest, LakeFileNotUsableError, digest_in
from majung.store.servicing.contracts import Series
from majung.store.servicing.lake_rows import effective_months, event_counts
from majung.store.turns import in_turn
from majung.values.months import parse_month


class Standing(StrEnum):
    """How a file of the lake stands beside the store."""

    #: It says what the store says.
    WHOLE = "whole"
    #: The store knows more since the watermark: building brings it in.
    BEHIND = "behind"
    #: The file is not there, cannot be read, or does not say what it was written to say.
    SPOILED = "spoiled"
    #: It says what it was written to say, and the store says something else.
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class FileFinding:
    """How one file, or one snapshot, stands."""

    file: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class LakeFinding:
    """How the lake stands beside the store.

    Attributes:
        manifest: None where no lake was built.
    """

    manifest: Manifest | None
    files: tuple[FileFinding, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is spoiled and nothing differs."""
        wrong = (Standing.SPOILED, Standing.DIFFERS)
        return self.manifest is not None and not any(each.standing in wrong for each in self.files)


def check_lake(
    actor: Actor, folder: Path, *, at: datetime, series: Series = Series.REAL
) -> LakeFinding:
    """Make everything the lake holds anew and compare; nothing is written.

    Raises:
        NotPermittedError: the actor may not build it.
        LakeFileNotUsableError: the page of the lake cannot be read.
    """
    require(actor, Act.BUILD_LAKE)
    person = actor.person or Role.CLOCKWORK.value
    with in_turn(RISK, str(folder.absolute())), rarely_tidied():
        manifest = read_manifest(folder)
        if manifest is None:
            return LakeFinding(None, ())
        with acting_for_state(
            Purpose.LAKE, person=person, at=at, subject=series.value, as_one_moment=True
        ):
            return LakeFinding(manifest, tuple(_findings(folder, manifest, series)))


def _findings(folder: Path, manifest: Manifest, series: Series) -> Iterator[FileFinding]:
    counts = event_counts(series)
    touched = touched_months(counts, manifest)
    belonging = effective_months(touched, series) if touched else frozenset()
    known_at = manifest.watermark.at
    for month, kept in manifest.events.items():
        page = events_page(parse_month(month), series)
        is_behind = parse_month(month) in touched
        yield _finding(folder, kept, page, is_behind=is_behind)
    yield from _missing(EVENTS, {str(month) for month in touched}, manifest.events)
    for month, kept in manifest.supply.items():
        page = supply_page(parse_month(month), series, known_at=known_at)
        yield _finding(folder, kept, page, is_behind=parse_month(month) in belonging)
    yield from _missing(SUPPLY, {str(month) for month in belonging}, manifest.supply)
    if manifest.snapshot is not None:
        moved = watermark(at=known_at).root != manifest.watermark.root
        yield _snapshot_finding(folder, manifest.snapshot, manifest, series, moved=moved)


def _missing(kind: str, months: set[str], held: Mapping[str, MonthFile]) -> Iterator[FileFinding]:
    for month in sorted(months - held.keys()):
        yield FileFinding(f"{kind}/{month}", Standing.BEHIND)


def _finding(folder: Path, kept: MonthFile, page: Page, *, is_behind: bool) -> FileFinding:
    try:
        held = digest_in(folder / kept.file, page.columns)
    except LakeFileNotUsableError:
        held = ""
    if held != kept.digest:
        return FileFinding(kept.file, Standing.SPOILED)
    if Digest(page.columns).of_parts(page.parts) == kept.digest:
        return FileFinding(kept.file, Standing.WHOLE)
    return FileFinding(kept.file, Standing.BEHIND if is_behind else Standing.DIFFERS)


def _snapshot_finding(
    folder: Path, kept: SnapshotFiles, manifest: Manifest, series: Series, *, moved: bool
) -> FileFinding:
    if digests_of_snapshot(folder / kept.folder, tuple(kept.digests)) != kept.digests:
        return FileFinding(kept.folder, Standing.SPOILED)
    office = portfolio_seen(
        on=kept.on, at=manifest.watermark.at, series=series, most=None, is_whole=True
    )
    with TemporaryDirectory(prefix=RISK, dir=folder) as beside:
        anew = keep_snapshot(office, Path(beside))
    if anew == kept.digests:
        return FileFinding(kept.folder, Standing.WHOLE)
    return FileFinding(kept.folder, Standing.BEHIND if moved else Standing.DIFFERS)
