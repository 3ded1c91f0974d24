"""The lake measured from the store on: written whole, and its contracts read into a run's arrays.

The book is that of the measured closes: different loans, drawn and copied with terms, facts and
events until it is as large as asked for.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from majung.bench.closing import MILLION, QUIET_ON, make_book, target_shown
from majung.bench.lake import READ_MAX, contracts_of
from majung.bench.measuring import Measurement, memory_peak_megabytes
from majung.bench.office import evening
from majung.operations.acting import CLOCKWORK
from majung.operations.lake.building import build_lake
from majung.store.upkeep.memory import backend_memory_peak_megabytes

READ = 3


@dataclass(frozen=True, slots=True)
class LakeMeasured:
    """The lake of one book.

    Attributes:
        steps: writing everything anew, and reading the contracts.
        megabytes: of the files.
        before_megabytes: the most memory the process held before it wrote.
        office_megabytes: the most it held at all.
        server_megabytes: the most that the database's process held which worked for it.
    """

    contracts: int
    steps: tuple[Measurement, ...]
    megabytes: int
    before_megabytes: int
    office_megabytes: int
    server_megabytes: int


def lake_measurements(contracts: int) -> LakeMeasured:
    """Measure the lake of a book of so many loans.

    Args:
        contracts: a multiple of a thousand, or fewer than that.

    Raises:
        OfficeInUseError: the office holds something already.
    """
    make_book(contracts)
    before = memory_peak_megabytes()
    with TemporaryDirectory() as beside:
        folder = Path(beside)
        began = perf_counter()
        built = build_lake(CLOCKWORK, folder, on=QUIET_ON, at=evening(QUIET_ON))
        wrote = perf_counter() - began
        kept = built.manifest.snapshot
        assert kept is not None
        memory, server = memory_peak_megabytes(), backend_memory_peak_megabytes()
        seconds = []
        for _ in range(READ):
            began = perf_counter()
            contracts_of(folder / kept.folder)
            seconds.append(perf_counter() - began)
        size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    target = READ_MAX if contracts == MILLION else None
    steps = (
        Measurement("written from the store", (wrote,), contracts, "contract"),
        Measurement("read into arrays", tuple(seconds), kept.rows, "contract", target),
    )
    return LakeMeasured(contracts, steps, round(size / 2**20), before, memory, server)


def lake_document(measured: LakeMeasured) -> dict[str, Any]:
    """Write what was measured of a book as plain values."""
    return {
        "contracts": measured.contracts,
        "megabytes": measured.megabytes,
        "before_megabytes": measured.before_megabytes,
        "office_megabytes": measured.office_megabytes,
        "server_megabytes": measured.server_megabytes,
        "steps": [
            {
                "name": each.name,
                "seconds": round(each.median, 3),
                "contracts_per_second": round(each.rate),
                "target_seconds": each.target_seconds,
            }
            for each in measured.steps
        ],
    }


def as_lakes(documents: list[dict[str, Any]]) -> str:
    """Write lakes of books of several sizes as a table of Markdown."""
    lines = [
        "| contracts in the book | lake | seconds | contracts a second | target"
        " | office before, office at most and server, MB | files, MB |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    for told in documents:
        memory = (
            f"{told['before_megabytes']:,}, {told['office_megabytes']:,}"
            f" + {told['server_megabytes']:,}"
        )
        lines += [
            f"| {told['contracts']:,} | {each['name']} | {each['seconds']:,.1f} |"
            f" {each['contracts_per_second']:,} | {target_shown(each)} | {memory} |"
            f" {told['megabytes']:,} |"
            for each in told["steps"]
        ]
    return "\n".join(lines)
