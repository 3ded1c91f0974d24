"""Whoever reads or asks loads no engine: SciPy and compiled kernels are seconds and 150 MB.

Processes that write a pack, show a kept run or ask for one start without what follows contracts
through scenarios, those that serve pages and REST among them; the worker that follows them, and the
commands that do so at once, load it.
"""

import os
import subprocess
import sys

#: What reads, keeps, shows or asks for runs, of every door.
READERS = (
    "majung.operations.risk.runs",
    "majung.operations.risk.run_documents",
    "majung.operations.risk.run_report",
    "majung.operations.council.draft_pack",
    "majung.operations.council.freeze_pack",
    "majung.cli.council",
    "majung.cli.year",
    "majung.web.pages.urls",
    "majung.web.api.urls",
)
WORKER = "majung.operations.risk.run_task"
ENGINE = {
    "scipy.optimize",
    "scipy.special",
    "scipy.stats",
    "majung.risk.draws.words",
    "majung.risk.losses.kernel",
}

#: Each module after the others, and what of SciPy and of the engine it is the first to load.  Numba
#: looks whether SciPy is there and loads its top; what reckons lies in its public packages.
LOADED = """
import importlib, sys
import majung.cli.settled

def is_of_engine(name):
    of = name.split(".")
    if of[0] == "scipy":
        return len(of) == 2 and not of[1].startswith("_") and of[1] != "version"
    return name == "majung.risk.losses.kernel" or (
        of[:3] == ["majung", "risk", "draws"] and len(of) > 3
    )

for module in sys.argv[1:]:
    before = set(sys.modules)
    importlib.import_module(module)
    print(module, *sorted(filter(is_of_engine, sys.modules.keys() - before)))
"""


def test_what_reads_or_asks_loads_no_engine_and_what_follows_contracts_does(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *READERS, WORKER],
        env=os.environ | {"MAJUNG_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
    )

    loaded = [line.split() for line in done.stdout.splitlines()]
    assert (done.stderr, loaded[:-1]) == ("", [[module] for module in READERS])
    assert (loaded[-1][0], ENGINE - {*loaded[-1]}) == (WORKER, set())
