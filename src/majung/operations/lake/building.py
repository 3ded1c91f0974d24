"""Building the lake: what is new since the watermark is written, the rest stays as it is."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from majung import __version__
from majung.errors import PolicyFinanceError
from majung.ledger.roots import leaf_of, merkle_root
from majung.operations.acting import Actor, Role
from majung.operations.intake.reading import programmes_in_force
from majung.operations.lake.manifest import (
    Manifest,
    MonthFile,
    SnapshotFiles,
    Watermark,
    read_manifest,
    write_manifest,
)
from majung.operations.lake.pages import Page, events_page, supply_page
from majung.operations.policy import Act, require
from majung.operations.risk.office.parquet import keep_snapshot
from majung.operations.risk.office.reading import portfolio_seen
from majung.operations.tidying import rarely_tidied
from majung.store.access import Purpose, acting_for_state
from majung.store.lake import written_in_parts
from majung.store.servicing.chain import heads, latest_signed_day
from majung.store.servicing.contracts import Series
from majung.store.servicing.lake_rows import effective_months, event_counts
from majung.store.turns import in_turn
from majung.values.months import Month

EVENTS, SUPPLY, RISK = "events", "supply", "risk"
#: Letters of a digest that name a file: enough that two never meet.
NAMED_BY = 16


class LakeNotWrittenError(PolicyFinanceError):
    """The lake is written into a folder that may be written."""

    kind = "lake-not-written"


@dataclass(frozen=True, slots=True)
class Built:
    """What building did.

    Attributes:
        months: of events and of supply lines that were written, as ``events/2024-09``.
    """

    manifest: Manifest
    months: tuple[str, ...]


def build_lake(
    actor: Actor,
    folder: Path,
    *,
    on: date,
    at: datetime,
    series: Series = Series.REAL,
    is_whole: bool = False,
) -> Built:
    """Bring the lake up to now: months with new events, and the contracts as they stand on a day.

    Files are written under names of their own, then the page that names them is replaced, and last
    what no longer counts is taken away: whoever is killed on the way leaves the lake as it was.
    Two who build one lake do so one after the other.

    Args:
        folder: of the lake of this series.
        is_whole: whether everything is made anew, whatever is there.

    Raises:
        NotPermittedError: the actor may not build it.
        LakeFileNotUsableError: the page of the lake cannot be read.
        LakeNotWrittenError: the folder is no folder, or may not be written.
    """
    require(actor, Act.BUILD_LAKE)
    try:
        with in_turn(RISK, str(folder.absolute())), rarely_tidied():
            return _built(actor, folder, on=on, at=at, series=series, is_whole=is_whole)
    except OSError as error:
        reason = REASONS.get(type(error), REASONS[OSError])
        raise LakeNotWrittenError(folder=str(folder), reason=reason) from error


_NO_FOLDER = {"ko": "폴더가 아니라 파일이 있음", "en": "a file stands where a folder is needed"}
REASONS: Mapping[type[OSError], Mapping[str, str]] = {
    FileNotFoundError: {"ko": "그 자리에 폴더를 만들 수 없음", "en": "no folder can be made there"},
    FileExistsError: _NO_FOLDER,
    NotADirectoryError: _NO_FOLDER,
    PermissionError: {"ko": "쓸 권한이 없음", "en": "it may not be written"},
    OSError: {"ko": "디스크가 받지 않음", "en": "the disk does not take it"},
}


def _built(
    actor: Actor, folder: Path, *, on: date, at: datetime, series: Series, is_whole: bool
) -> Built:
    folder.mkdir(parents=True, exist_ok=True)
    before = None if is_whole else read_manifest(folder)
    if before is not None and (before.release, before.series) != (__version__, series.value):
        before = None
    person = actor.person or Role.CLOCKWORK.value
    with acting_for_state(
        Purpose.LAKE, person=person, at=at, subject=series.value, as_one_moment=True
    ):
        counts = event_counts(series)
        touched = touched_months(counts, before)
        events = {
            month: keep_month(folder, EVENTS, month, events_page(month, series))
            for month in sorted(touched)
        }
        belonging = effective_months(touched, series) if touched else ()
        supply = {
            month: keep_month(folder, SUPPLY, month, supply_page(month, series, known_at=at))
            for month in sorted(belonging)
        }
        snapshot = _kept_snapshot(folder, on=on, at=at, series=series)
        manifest = Manifest(
            series=series.value,
            release=__version__,
            watermark=watermark(at=at),
            programmes={each.key: each.version for each in programmes_in_force(at=at)},
            events=_months(before.events if before else {}, events),
            supply=_months(before.supply if before else {}, supply),
            snapshot=snapshot,
        )
    write_manifest(folder, manifest)
    _sweep(folder, manifest)
    return Built(
        manifest,
        (*(f"{EVENTS}/{each}" for each in events), *(f"{SUPPLY}/{each}" for each in supply)),
    )


def touched_months(counts: Mapping[Month, int], before: Manifest | None) -> frozenset[Month]:
    """Return the months in which events were posted that a lake does not hold."""
    known = before.events if before else {}
    return frozenset(
        month
        for month, count in counts.items()
        if str(month) not in known or known[str(month)].rows != count
    )


def watermark(*, at: datetime) -> Watermark:
    """Return up to where the store knows.  Runs inside a transaction of the State."""
    last = heads()
    signed = latest_signed_day()
    return Watermark(
        at,
        merkle_root([leaf_of(head) for head in last]).hex(),
        sum(head.sequence for head in last),
        signed[0].rooted_on if signed else None,
    )


def keep_month(folder: Path, kind: str, month: Month, page: Page) -> MonthFile:
    """Write the file of a month under the name of what it says, unless it is there."""
    (folder / kind).mkdir(exist_ok=True)
    made = folder / kind / f"{month}.unfinished"
    digest, rows = written_in_parts(made, page.columns, page.parts)
    name = f"{kind}/{month}.{digest[:NAMED_BY]}.parquet"
    if (folder / name).is_file():
        made.unlink()
    else:
        made.replace(folder / name)
    return MonthFile(name, rows, digest)


def _kept_snapshot(folder: Path, *, on: date, at: datetime, series: Series) -> SnapshotFiles:
    """Write the contracts for risk into a folder of their own.  Runs inside a transaction."""
    office = portfolio_seen(on=on, at=at, series=series, most=None, is_whole=True)
    unfinished = folder / RISK / f"{on}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    digests = keep_snapshot(office, unfinished)
    name = f"{RISK}/{on}.{at:%Y%m%dT%H%M%S%f}"
    shutil.rmtree(folder / name, ignore_errors=True)
    unfinished.replace(folder / name)
    return SnapshotFiles(on, name, len(office.rows), digests)


def _months(
    before: Mapping[str, MonthFile], now: Mapping[Month, MonthFile]
) -> dict[str, MonthFile]:
    merged = {**before, **{str(month): each for month, each in now.items()}}
    return {month: merged[month] for month in sorted(merged)}


def _sweep(folder: Path, manifest: Manifest) -> None:
    """Take away what a lake held before and holds no longer, and what was left half done."""
    for path in _held(folder):
        if path.relative_to(folder).as_posix() not in manifest.files:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _held(folder: Path) -> Iterable[Path]:
    for kind in (EVENTS, SUPPLY, RISK):
        if (folder / kind).is_dir():
            yield from sorted((folder / kind).iterdir())
