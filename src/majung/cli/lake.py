"""``majung lake``: posted events, supply lines and contracts for risk as Parquet files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import ASKING, Asking, On, day, now
from majung.cli.output import Json, Words, language, refuse, say, say_json, say_table, told
from majung.cli.settled import settings
from majung.errors.days import spoken_moment
from majung.operations.lake.building import build_lake
from majung.operations.lake.checking import LakeFinding, Standing, check_lake
from majung.operations.lake.manifest import Manifest, read_manifest
from majung.store.servicing.contracts import Series

app = App(
    name="lake", help="The office's figures as Parquet files, made from the database.",
    help_format="plaintext",
)  # fmt: skip

FOLDER = "lake"
WORDS: Words = {
    "ko": {
        "none": "{folder}: 분석 자료가 없습니다: majung lake build 로 만듭니다",
        "mark": "{at}까지 · 사슬 블록 {blocks:,}개 · 뿌리 {root} · 서명된 날 {signed}",
        "wrote": "새로 쓴 달 {count}개: {months}", "nothing": "새로 쓸 달이 없음",
        "file": "파일", "rows": "행", "digest": "해시", "standing": "상태",
        "programme": "프로그램", "version": "판",
        "snapshot": "위험 계산용 계약 {rows:,}행 · 기준일 {on} · {folder}",
        "whole": "데이터베이스와 같음", "behind": "그 뒤로 새로 쓰인 것이 있음",
        "spoiled": "파일이 없거나 상함", "differs": "데이터베이스와 다름",
        "well": "모두 온전함", "unsigned": "없음",
    },
    "en": {
        "none": "{folder}: there is no lake: majung lake build makes it",
        "mark": "up to {at} · {blocks:,} blocks · root {root} · last signed day {signed}",
        "wrote": "{count:month/months} written: {months}", "nothing": "no month to write",
        "file": "File", "rows": "Rows", "digest": "Digest", "standing": "Standing",
        "programme": "Programme", "version": "Version",
        "snapshot": "contracts for risk: {rows:,} rows · on {on} · {folder}",
        "whole": "as the database", "behind": "more was recorded since",
        "spoiled": "the file is missing or spoiled", "differs": "differs from the database",
        "well": "all whole", "unsigned": "none",
    },
}  # fmt: skip
DIGITS = 12
Place = Annotated[
    Path | None, Parameter(help="Folder of the lake; under the office's own where not said.")
]
Example = Annotated[
    bool, Parameter(negative="", help="Of the example world, not the real contracts.")
]


@app.command
def build(
    *,
    on: On = None,
    folder: Place = None,
    example: Example = False,
    anew: Annotated[
        bool, Parameter(negative="", help="Make everything anew, whatever is there.")
    ] = False,
    door: Asking = ASKING,
) -> int:
    """Write what is new since the watermark, and the contracts as they stand on a day."""
    actor = door.enter()
    built = build_lake(
        actor, _folder(folder, example), on=day(on), at=now(), series=_series(example),
        is_whole=anew,
    )  # fmt: skip
    if door.json:
        say_json({**_document(built.manifest), "written": list(built.months)})
        return 0
    words = WORDS[language()]
    months = ", ".join(built.months)
    say(told(words["wrote"], count=len(built.months), months=months) if months
        else words["nothing"])  # fmt: skip
    _print(built.manifest)
    return 0


@app.command
def check(*, folder: Place = None, example: Example = False, door: Asking = ASKING) -> int:
    """Make everything anew and compare; exit status 1 if a file is spoiled or differs."""
    place = _folder(folder, example)
    found = check_lake(door.enter(), place, at=now(), series=_series(example))
    if door.json:
        say_json(_finding_document(found))
        return 0 if found.is_whole else 1
    words = WORDS[language()]
    if found.manifest is None:
        refuse(words["none"].format(folder=place))
        return 1
    say_table(
        [(words["file"], "left"), (words["standing"], "left")],
        [(each.file, words[each.standing.value]) for each in found.files],
    )
    if all(each.standing is Standing.WHOLE for each in found.files):
        say(f"✓ {words['well']}")
    return 0 if found.is_whole else 1


@app.command
def show(*, folder: Place = None, example: Example = False, json: Json = False) -> int:
    """Show what the lake holds and up to where it knows; the database is not asked."""
    place = _folder(folder, example)
    manifest = read_manifest(place)
    if manifest is None:
        refuse(WORDS[language()]["none"].format(folder=place))
        return 1
    if json:
        say_json(_document(manifest))
    else:
        _print(manifest)
    return 0


def _folder(folder: Path | None, example: bool) -> Path:  # noqa: FBT001 - as the command takes it
    return folder or settings.VAR / FOLDER / _series(example).value


def _series(example: bool) -> Series:  # noqa: FBT001 - as the command takes it
    return Series.EXAMPLE if example else Series.REAL


def _print(manifest: Manifest) -> None:
    words, mark = WORDS[language()], manifest.watermark
    signed = _day(mark.signed_on) or words["unsigned"]
    at = spoken_moment(mark.at, language())
    say(words["mark"].format(at=at, blocks=mark.blocks, root=mark.root[:DIGITS], signed=signed))
    say_table(
        [(words["file"], "left"), (words["rows"], "right"), (words["digest"], "left")],
        [
            (each.file, f"{each.rows:,}", each.digest[:DIGITS])
            for months in (manifest.events, manifest.supply)
            for each in months.values()
        ],
    )
    say_table(
        [(words["programme"], "left"), (words["version"], "left")],
        [(key, version[:DIGITS]) for key, version in manifest.programmes.items()],
    )
    kept = manifest.snapshot
    if kept is not None:
        say(words["snapshot"].format(rows=kept.rows, on=_day(kept.on), folder=kept.folder))


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _document(manifest: Manifest) -> Mapping[str, object]:
    mark, kept = manifest.watermark, manifest.snapshot
    return {
        "series": manifest.series,
        "release": manifest.release,
        "watermark": {
            "at": mark.at.isoformat(), "root": mark.root, "blocks": mark.blocks,
            "signed_on": _day(mark.signed_on) or None,
        },
        "programmes": dict(manifest.programmes),
        "files": [
            {"file": each.file, "rows": each.rows, "digest": each.digest}
            for months in (manifest.events, manifest.supply)
            for each in months.values()
        ],
        "snapshot": None if kept is None else {
            "on": _day(kept.on), "folder": kept.folder, "rows": kept.rows,
            "digests": dict(kept.digests),
        },
    }  # fmt: skip


def _finding_document(found: LakeFinding) -> Mapping[str, object]:
    return {
        "is_whole": found.is_whole,
        "files": [{"file": each.file, "standing": each.standing.value} for each in found.files],
    }
