"""The same loans laid out by the peers, in the environment that holds them, in the same run."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from majung.bench.measuring import Measurement
from majung.errors import PolicyFinanceError

SCRIPTS = ("jactus_loans.py", "quantlib_loans.py", "numpy_financial_loans.py")
HERE = Path(__file__).parent / "peers"
#: Where the environment of the peers is looked for, and what makes it.
ENVIRONMENT = Path(".peers")
RECIPE = "python -m venv .peers && .peers/bin/pip install --require-hashes -r peers.lock"


class PeerFailedError(PolicyFinanceError):
    """A peer that is measured lays out its loans."""

    kind = "bench-peer-failed"


def peers_interpreter(environment: Path) -> Path | None:
    """Return the interpreter of the peers' environment; None where there is none."""
    found = [environment / "bin" / "python", environment / "Scripts" / "python.exe"]
    return next((path for path in found if path.exists()), None)


def peer_measurements(interpreter: Path) -> Iterator[Measurement]:
    """Run each peer's script and read what it measured.

    Raises:
        PeerFailedError: a script does not end well.
    """
    for script in SCRIPTS:
        done = subprocess.run(  # noqa: S603 - our own scripts, no shell
            [str(interpreter), str(HERE / script)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            reason = (done.stderr.strip().splitlines() or [""])[-1]
            raise PeerFailedError(peer=script, reason=reason)
        for told in json.loads(done.stdout):
            yield Measurement(told["name"], tuple(told["seconds"]), told["count"], unit="contract")
