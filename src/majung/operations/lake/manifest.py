"""The page of the lake that says which files count, what they say, and up to where they know.

Files are named by what they say, and the page is replaced whole: whoever reads it finds files that
belong together, whatever is being built meanwhile.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from majung.store.lake import LakeFileNotUsableError

FILE = "manifest.json"
#: Grows when files get other columns, or digests another form: everything is written anew then.
FORMAT = 3


@dataclass(frozen=True, slots=True)
class MonthFile:
    """A file of a month.

    Attributes:
        file: below the folder of the lake.
        rows: how many.
        digest: SHA-256 of what its columns say.
    """

    file: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class SnapshotFiles:
    """Contracts for risk as they stood on a day.

    Attributes:
        folder: below the folder of the lake.
        digests: of each of its files.
    """

    on: date
    folder: str
    rows: int
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Watermark:
    """Up to where the lake knows.

    Attributes:
        at: the moment of the look at the store.
        root: Merkle root over the last blocks of all books then, hexadecimal.
        blocks: how many blocks all chains had together.
        signed_on: the last signed day; None before the first.
    """

    at: datetime
    root: str
    blocks: int
    signed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the lake holds.

    Attributes:
        series: real contracts, or those of the example world.
        release: that made it.
        programmes: version in force of each, by key.
        events: files by the month in which events were posted.
        supply: files by the month to which supply lines belong.
    """

    series: str
    release: str
    watermark: Watermark
    programmes: Mapping[str, str]
    events: Mapping[str, MonthFile] = field(default_factory=dict)
    supply: Mapping[str, MonthFile] = field(default_factory=dict)
    snapshot: SnapshotFiles | None = None

    @property
    def files(self) -> frozenset[str]:
        """Return every file and folder that counts."""
        named = {each.file for months in (self.events, self.supply) for each in months.values()}
        return frozenset(named | ({self.snapshot.folder} if self.snapshot else set()))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the page, whole."""
    unfinished = folder / f"{FILE}.unfinished"
    text = json.dumps(_written(manifest), ensure_ascii=False, indent=2)
    unfinished.write_text(text + "\n", "utf-8")
    unfinished.replace(folder / FILE)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the page of a lake; None where none was built, or in another form.

    Raises:
        LakeFileNotUsableError: it cannot be read.
    """
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        told = json.loads(file.read_text("utf-8"))
        return _read(told) if told["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LakeFileNotUsableError(file=str(file), reason=REASON) from error


REASON: Mapping[str, str] = {
    "ko": "목록을 읽을 수 없음",
    "en": "the page of the lake cannot be read",
}


def _written(manifest: Manifest) -> dict[str, object]:
    mark, snapshot = manifest.watermark, manifest.snapshot
    return {
        "format": FORMAT,
        "series": manifest.series,
        "release": manifest.release,
        "watermark": {
            "at": mark.at.isoformat(),
            "root": mark.root,
            "blocks": mark.blocks,
            "signed_on": mark.signed_on.isoformat() if mark.signed_on else None,
        },
        "programmes": dict(manifest.programmes),
        "events": {month: _file(each) for month, each in manifest.events.items()},
        "supply": {month: _file(each) for month, each in manifest.supply.items()},
        "snapshot": None
        if snapshot is None
        else {
            "on": snapshot.on.isoformat(),
            "folder": snapshot.folder,
            "rows": snapshot.rows,
            "digests": dict(snapshot.digests),
        },
    }


def _file(each: MonthFile) -> dict[str, object]:
    return {"file": each.file, "rows": each.rows, "digest": each.digest}


def _read(told: Mapping[str, Any]) -> Manifest:
    mark, snapshot = told["watermark"], told["snapshot"]
    return Manifest(
        series=told["series"],
        release=told["release"],
        watermark=Watermark(
            datetime.fromisoformat(mark["at"]),
            mark["root"],
            mark["blocks"],
            date.fromisoformat(mark["signed_on"]) if mark["signed_on"] else None,
        ),
        programmes=told["programmes"],
        events={month: MonthFile(**each) for month, each in told["events"].items()},
        supply={month: MonthFile(**each) for month, each in told["supply"].items()},
        snapshot=None
        if snapshot is None
        else SnapshotFiles(
            date.fromisoformat(snapshot["on"]),
            snapshot["folder"],
            snapshot["rows"],
            snapshot["digests"],
        ),
    )
