"""The invented contracts as a snapshot of the lake."""

from dataclasses import fields

import numpy as np

from majung.bench.lake import contracts_of, write_snapshot
from majung.bench.risk import invented_portfolio
from majung.operations.risk.office.parquet import PARTS, ROWS_EACH

#: Two parts and a little: what is read back stands in the order in which it was written.
COUNT = ROWS_EACH + 1_000


def test_the_snapshot_holds_the_contracts_that_were_invented(tmp_path):
    written = invented_portfolio(COUNT)
    write_snapshot(written, tmp_path)

    read = contracts_of(tmp_path).portfolio

    assert len(list(tmp_path.glob(PARTS))) == 2
    assert read.buckets == written.buckets
    for each in fields(read):
        if each.name not in ("buckets", "profiles", "severity"):
            assert np.array_equal(getattr(read, each.name), getattr(written, each.name)), each.name
    assert np.abs(read.profiles - written.profiles).max() <= 0.0005 + 1e-12
