"""A snapshot is followed in parts that workers read by themselves, to the same bits."""

import pickle
from datetime import date

import numpy as np
import pytest

from majung.operations.risk.loss_settings import LossSettings, grades
from majung.operations.risk.office import parquet
from majung.operations.risk.office.columns import columns_of, loss_list_of
from majung.operations.risk.office.lake_parts import lake_parts
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.rows import RiskKind, RiskRow
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.store.lake import LakeFileNotUsableError

ON = date(2024, 12, 31)
COUNT, ROWS_EACH = 300, 110
SETTINGS = LossSettings(scenarios=300, seed=4)


def _row(number):
    # Words are sparse, so that files know different ones.
    return RiskRow(
        contract=f"C-{number:04d}",
        loan=f"C-{number:04d}",
        kind=RiskKind.COVER if number % 2 else RiskKind.LOAN,
        institution=f"bank-{number % 3}",
        lender="hana",
        programme=f"programme-{number // 90}",
        product="p",
        version="v",
        firm=f"firm-{number % 70}",
        firm_group="group" if number % 29 == 0 else "",
        sector="CFG"[number // 120],
        region=("seoul", "busan")[number % 2],
        grade=grades()[-1 - number % 3],
        stated_grade="",
        signed_on=date(2023, 1, 1),
        outstanding=1_000_000 * (number + 1),
        undrawn=0,
        share=0.85,
        private=0.15,
        interest_rate=0.05,
        premium_rate=0.01,
        subsidy_rate=0.0,
        subsidy_payers="",
        shape=tuple(range(1000, 0, -40 - number % 5)),
    )


@pytest.fixture(scope="module")
def office():
    rows = tuple(_row(number) for number in range(COUNT))
    return OfficePortfolio(
        on=ON, currency="KRW", rows=rows, columns=columns_of(rows), stakes=(), remarks=(),
        watermark="real", is_whole=True,
    )  # fmt: skip


@pytest.fixture
def folder(office, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS_EACH", ROWS_EACH)
    parquet.keep_snapshot(office, tmp_path)
    return tmp_path


def _parts(folder):
    kept = parquet.snapshot(folder)
    return lake_parts(kept.files, kept.shapes, kept.columns)


def test_parts_together_are_the_contracts_of_the_snapshot(office, folder):
    whole = loss_list_of(office.columns, scale=grades()).portfolio
    found = [part() for part in _parts(folder)]

    assert [len(part) for part in found] == [110, 110, 80]
    order = np.argsort(np.concatenate([part.contract for part in found]))
    right = np.argsort(whole.contract)
    for name in ("contract", "obligor", "group", "outstanding", "curve", "segment", "bucket"):
        together = np.concatenate([getattr(part, name) for part in found])[order]
        assert together.tolist() == getattr(whole, name)[right].tolist(), name
    assert {part.buckets for part in found} == {whole.buckets}


def test_a_path_travels_and_not_the_contracts(folder):
    assert max(len(pickle.dumps(part)) for part in _parts(folder)) < 1_000


def test_workers_that_read_parts_find_what_threads_find_of_the_office(office, folder):
    kept = parquet.snapshot(folder)

    here = run_office(office, SETTINGS, place=Place.LOCAL)
    apart = run_office(kept, SETTINGS, place=Place.PROCESSES)

    assert apart == here


def test_a_worker_that_cannot_read_its_part_says_so(folder):
    kept = parquet.snapshot(folder)
    kept.files[1].write_bytes(b"no parquet")

    with pytest.raises(LakeFileNotUsableError):
        run_office(kept, SETTINGS, place=Place.PROCESSES)
