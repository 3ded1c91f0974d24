"""The office's portfolio as Parquet files: for people, and as a snapshot that a run reads.

What is handed out is a file with a row a contract, and one of the stakes in funds.  A snapshot is a
folder of the same rows in parts, with the shapes apart so that a million contracts are read in
seconds, and a page that says of which day it is and what was supposed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from majung.operations.risk.figure_files import MONTHS, SHARE, metadata_of
from majung.operations.risk.office.columns import RiskColumns, Words
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.rows import Remark, Remarked, RiskKind, RiskRow, StakeRow
from majung.rules.citations import Label
from majung.store.lake import (
    Column,
    Kind,
    LakeFileNotUsableError,
    arrays_of,
    digest_in,
    read,
    read_words,
    written,
)

EPOCH = date(1970, 1, 1)
#: Rows of a part of a snapshot: a worker takes one at a time.
ROWS_EACH = 250_000
_TEXTS = (
    "contract", "loan", "kind", "institution", "lender", "programme", "product", "version", "firm",
    "firm_group", "sector", "region", "grade", "stated_grade", "subsidy_payers",
)  # fmt: skip
_FLOATS = ("share", "private", "interest_rate", "premium_rate", "subsidy_rate")
_NUMBERS = ("draw", "obligor", "group")
_WORDS = ("kind", "institution", "programme", "sector", "region", "grade")
_ROW = (
    *(Column(name, Kind.TEXT) for name in _TEXTS),
    Column("signed_on", Kind.DAY),
    Column("outstanding", Kind.INTEGER),
    Column("undrawn", Kind.INTEGER),
    *(Column(name, Kind.FLOAT) for name in _FLOATS),
    Column("months", Kind.SMALL),
)
#: A row of the file for people: what is still outstanding by month stands in it.
HANDED_OUT = (*_ROW, Column("shape", Kind.LIST), Column("drawn_shape", Kind.LIST))
#: A row of a snapshot: numbers to draw from, and the place of its shape.
KEPT = (
    *_ROW,
    *(Column(name, Kind.NUMBER) for name in _NUMBERS),
    Column("shape", Kind.INTEGER),
    Column("drawn", Kind.INTEGER),
)
SHAPES = (Column("shape", Kind.INTEGER), Column("shares", Kind.LIST))
STAKES = (
    *(Column(name, Kind.TEXT) for name in
      ("contract", "institution", "programme", "partner", "partner_class")),
    *(Column(name, Kind.INTEGER) for name in
      ("committed", "called", "paid", "distributed", "value")),
    Column("exit_from", Kind.INTEGER),
    Column("exit_to", Kind.INTEGER),
    Column("calls", Kind.LIST),
    Column("distributions", Kind.LIST),
    Column("payoffs", Kind.LIST),
)  # fmt: skip
#: Units of what is handed out beside amounts.
_UNITS = {
    **dict.fromkeys(("share", "private"), SHARE),
    **dict.fromkeys(("interest_rate", "premium_rate", "subsidy_rate"), f"{SHARE}, a year"),
    **dict.fromkeys(("shape", "drawn_shape"), "parts of a thousand, by month"),
    "months": MONTHS,
}
_STAKE_AMOUNTS = ("committed", "called", "paid", "distributed", "value")
_STAKE_LISTS = ("calls", "distributions", "payoffs")
ABOUT, SHAPES_FILE, STAKES_FILE = "about.json", "shapes.parquet", "stakes.parquet"
PARTS = "contracts-*.parquet"


def write_contracts(file: Path, rows: Sequence[RiskRow], *, unit: str) -> Path:
    """Write a row a contract.

    Args:
        unit: of amounts.
    """
    told = [(*_told(row), _joined(row.shape), _joined(row.drawn_shape)) for row in rows]
    about = metadata_of("contracts", {**_UNITS, "outstanding": unit, "undrawn": unit})
    written(file, HANDED_OUT, arrays_of(HANDED_OUT, told), about=about)
    return file


def write_stakes(file: Path, stakes: Sequence[StakeRow], *, unit: str) -> Path:
    """Write a row a partner of a fund.

    Args:
        unit: of amounts.
    """
    units = dict.fromkeys((*_STAKE_AMOUNTS, *_STAKE_LISTS), unit)
    units |= dict.fromkeys(("exit_from", "exit_to"), MONTHS)
    rows = arrays_of(STAKES, [_stake(each) for each in stakes])
    written(file, STAKES, rows, about=metadata_of("stakes in funds", units))
    return file


def keep_snapshot(office: OfficePortfolio, folder: Path) -> Mapping[str, str]:
    """Write a snapshot into an empty folder; return the digest of each file by its name."""
    digests: dict[str, str] = {}
    rows, columns = office.rows, office.columns
    numbers = {name: getattr(columns, name) for name in _NUMBERS}
    for part, first in enumerate(range(0, max(len(rows), 1), ROWS_EACH)):
        at = slice(first, first + ROWS_EACH)
        arrays = arrays_of(_ROW, [_told(row) for row in rows[at]])
        arrays |= {name: numbers[name][at] for name in _NUMBERS}
        arrays |= {"shape": columns.shape[at], "drawn": columns.drawn[at]}
        name = PARTS.replace("*", f"{part:03d}")
        digests[name] = written(folder / name, KEPT, arrays)
    shapes = [(place, _joined(row)) for place, row in enumerate(columns.shapes.tolist())]
    digests[SHAPES_FILE] = written(folder / SHAPES_FILE, SHAPES, arrays_of(SHAPES, shapes))
    stakes = arrays_of(STAKES, [_stake(each) for each in office.stakes])
    digests[STAKES_FILE] = written(folder / STAKES_FILE, STAKES, stakes)
    about = {
        "on": office.on.isoformat(),
        "currency": office.currency,
        "watermark": office.watermark,
        "is_whole": office.is_whole,
        "names": {key: {"ko": name.ko, "en": name.en} for key, name in office.names.items()},
        "remarks": [[each.remark.value, each.count, each.amount] for each in office.remarks],
    }
    page = (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()
    (folder / ABOUT).write_bytes(page)
    return {**digests, ABOUT: sha256(page).hexdigest()}


def digests_of_snapshot(folder: Path, names: Sequence[str]) -> Mapping[str, str]:
    """Return the digest of what each file of a snapshot says; of one not usable, nothing."""
    digests = {}
    for name in names:
        if name == ABOUT:
            file = folder / name
            digests[name] = sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
            continue
        columns = {SHAPES_FILE: SHAPES, STAKES_FILE: STAKES}.get(name, KEPT)
        try:
            digests[name] = digest_in(folder / name, columns)
        except LakeFileNotUsableError:
            digests[name] = ""
    return digests


def snapshot(folder: Path) -> OfficePortfolio:
    """Read a snapshot: its columns, stakes and remarks, without the rows one by one.

    Raises:
        LakeFileNotUsableError: a file of it is not there or not usable.
    """
    about = _about(folder / ABOUT)
    parts = sorted(folder.glob(PARTS))
    if not parts:
        raise LakeFileNotUsableError(file=str(folder / PARTS), reason=REASONS["no-parts"])
    return OfficePortfolio(
        on=date.fromisoformat(about["on"]),
        currency=about["currency"],
        rows=(),
        columns=columns_in(parts, folder / SHAPES_FILE),
        files=tuple(parts),
        shapes=folder / SHAPES_FILE,
        stakes=_stakes(folder / STAKES_FILE),
        remarks=tuple(
            Remarked(Remark(remark), count, amount) for remark, count, amount in about["remarks"]
        ),
        watermark=about["watermark"],
        is_whole=about["is_whole"],
        names={key: Label(**name) for key, name in about["names"].items()},
    )


REASONS: Mapping[str, Mapping[str, str]] = {
    "no-parts": {"ko": "계약 파일이 하나도 없음", "en": "there is no file of contracts"},
    "about": {
        "ko": "스냅샷의 설명이 없거나 읽을 수 없음",
        "en": "the page about the snapshot is missing or cannot be read",
    },
    "shape": {
        "ko": "상환 모양을 가리키는 번호가 없음",
        "en": "a contract points to a shape that is not there",
    },
}


def _about(file: Path) -> dict[str, Any]:
    try:
        about = json.loads(file.read_text("utf-8"))
        date.fromisoformat(about["on"])
        _ = [Remark(remark) for remark, _, _ in about["remarks"]]
        _ = (about["currency"], about["watermark"], about["is_whole"])
        _ = [Label(**name) for name in about["names"].values()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LakeFileNotUsableError(file=str(file), reason=REASONS["about"]) from error
    return dict(about)


def columns_in(parts: Sequence[Path], shapes_file: Path) -> RiskColumns:
    """Return the columns of files of contracts, one file after the other.

    Raises:
        LakeFileNotUsableError: a file is not there or not usable.
    """
    picked = [column for column in KEPT if column.kind not in (Kind.TEXT, Kind.DAY)]
    found = read(picked, parts)
    words = {name: Words(*each) for name, each in read_words(_WORDS, parts).items()}
    shapes = _shapes(shapes_file)
    shape = found["shape"]
    drawn = found["drawn"]
    if len(shape) and not (shape.min() >= 0 and max(shape.max(), drawn.max()) < len(shapes)):
        raise LakeFileNotUsableError(file=str(shapes_file), reason=REASONS["shape"])
    kind = words["kind"]
    is_cover = np.array([name == RiskKind.COVER.value for name in kind.names], np.bool_)
    return RiskColumns(
        draw=found["draw"],
        obligor=found["obligor"],
        group=found["group"],
        is_cover=is_cover[kind.codes] if kind.names else np.zeros(0, np.bool_),
        institution=words["institution"],
        programme=words["programme"],
        sector=words["sector"],
        region=words["region"],
        grade=words["grade"],
        outstanding=found["outstanding"],
        undrawn=found["undrawn"],
        share=found["share"],
        private=found["private"],
        interest_rate=found["interest_rate"],
        premium_rate=found["premium_rate"],
        subsidy_rate=found["subsidy_rate"],
        shape=shape,
        drawn=drawn,
        shapes=shapes,
    )


def _shapes(file: Path) -> NDArray[np.int64]:
    found = read(SHAPES, [file])
    lists = [_numbers(text) for text in found["shares"].tolist()]
    table = np.zeros((len(lists), max(map(len, lists), default=1)), np.int64)
    for place, shares in zip(found["shape"].tolist(), lists, strict=True):
        table[place, : len(shares)] = shares
    return table


def _stakes(file: Path) -> tuple[StakeRow, ...]:
    found = read(STAKES, [file])
    rows = zip(*(found[column.name].tolist() for column in STAKES), strict=True)
    return tuple(_staked(*row) for row in rows)


def _staked(*row: Any) -> StakeRow:
    told = dict(zip((column.name for column in STAKES), row, strict=True))
    lists = {name: _numbers(told[name]) for name in _STAKE_LISTS}
    return StakeRow(**(told | lists))


def _told(row: RiskRow) -> tuple[Any, ...]:
    """Return a row in the order of `_ROW`."""
    return (
        *(str(getattr(row, name)) for name in _TEXTS),
        (row.signed_on - EPOCH).days,
        row.outstanding,
        row.undrawn,
        *(getattr(row, name) for name in _FLOATS),
        row.months,
    )


def _stake(stake: StakeRow) -> tuple[Any, ...]:
    values = [getattr(stake, each.name) for each in STAKES if each.kind is not Kind.LIST]
    return (*values, *(_joined(getattr(stake, name)) for name in _STAKE_LISTS))


def _joined(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(","))) if text else ()
