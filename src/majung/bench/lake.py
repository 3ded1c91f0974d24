"""Measurements of the lake: how long a run waits for its contracts.

The contracts are the invented ones of the risk engine, written as a snapshot of the lake is: every
column, a quarter of a million rows a part, shapes apart.
"""

import json
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from majung.bench.measuring import Measurement, measured
from majung.operations.risk.loss_list import LossList
from majung.operations.risk.office.columns import loss_list_of
from majung.operations.risk.office.parquet import (
    ABOUT,
    KEPT,
    PARTS,
    ROWS_EACH,
    SHAPES,
    SHAPES_FILE,
    STAKES,
    STAKES_FILE,
    snapshot,
)
from majung.operations.risk.office.rows import PER_MILLE
from majung.risk.losses.portfolio import Portfolio
from majung.store.lake import Kind, arrays_of, written

GRADES = ("AAA", "AA", "A", "BBB", "BB", "B")
REGIONS = ("busan", "gyeonggi", "seoul")
SECTORS = ("C", "G", "J", "M")
#: What the issue asks of a million contracts, in seconds.
READ_MAX = 10.0


def reading_measurement(portfolio: Portfolio) -> Measurement:
    """Measure how long contracts take from Parquet files into the arrays of a run."""
    with TemporaryDirectory() as beside:
        folder = Path(beside)
        write_snapshot(portfolio, folder)
        return measured(
            f"{len(portfolio):,} contracts of the lake read into arrays",
            partial(contracts_of, folder),
            repeats=3,
            count=len(portfolio),
            unit="contract",
            target_seconds=READ_MAX,
        )


def contracts_of(folder: Path) -> LossList:
    """Return the contracts of a snapshot as a run takes them."""
    return loss_list_of(snapshot(folder).columns, scale=GRADES)


def write_snapshot(portfolio: Portfolio, folder: Path) -> None:
    """Write contracts as the lake keeps them."""
    for part, first in enumerate(range(0, len(portfolio), ROWS_EACH)):
        some = portfolio.part(slice(first, first + ROWS_EACH))
        written(folder / PARTS.replace("*", f"{part:03d}"), KEPT, _arrays(some))
    shares = np.rint(portfolio.profiles * PER_MILLE).astype(np.int64)
    rows = [(place, ",".join(map(str, row))) for place, row in enumerate(shares.tolist())]
    written(folder / SHAPES_FILE, SHAPES, arrays_of(SHAPES, rows))
    written(folder / STAKES_FILE, STAKES, arrays_of(STAKES, []))
    about = {"on": "2024-12-31", "currency": "KRW", "watermark": "", "is_whole": True, "names": {}}
    (folder / ABOUT).write_text(json.dumps({**about, "remarks": []}), "utf-8")


def _arrays(portfolio: Portfolio) -> dict[str, NDArray[Any]]:
    """Lay contracts out as rows of a snapshot."""
    count = len(portfolio)
    keys = np.array([f"invented-{number}" for number in portfolio.contract.tolist()], object)
    arrays: dict[str, NDArray[Any]] = {
        name: np.full(count, "", object) for name, kind in KEPT if kind is Kind.TEXT
    }
    sector, region = np.divmod(portfolio.segment, len(REGIONS))
    return arrays | {
        "contract": keys,
        "loan": keys,
        "kind": np.full(count, "cover", object),
        "institution": np.full(count, "invented", object),
        "programme": np.array(portfolio.buckets, object)[portfolio.bucket],
        "firm": keys,
        "sector": np.array(SECTORS, object)[sector],
        "region": np.array(REGIONS, object)[region],
        "grade": np.array(GRADES, object)[portfolio.curve],
        "signed_on": np.full(count, 19_000),
        "outstanding": portfolio.outstanding.astype(np.int64),
        "undrawn": np.zeros(count, np.int64),
        "share": portfolio.share,
        "private": np.ones(count),
        "interest_rate": portfolio.interest_rate,
        "premium_rate": portfolio.premium_rate,
        "subsidy_rate": portfolio.subsidy_rate,
        "months": portfolio.maturities,
        "draw": portfolio.contract,
        "obligor": portfolio.obligor,
        "group": portfolio.group,
        "shape": portfolio.profile,
        "drawn": np.full(count, -1),
    }
