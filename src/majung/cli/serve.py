"""``majung serve``: the office on loopback, as a process of its own."""

import signal
import subprocess
import sys
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import open_office
from majung.cli.output import language, say

app = App(name="serve", help="The office on loopback.", help_format="plaintext")

LOOPBACK = "127.0.0.1"
PORT = 8000
SECONDS_TO_STOP = 30


#: Seconds after which a worker that ended is started anew.
SECONDS_TO_LOOK = 2.0


@app.default
def serve(
    *,
    port: Annotated[int, Parameter(help="Port to listen on.")] = PORT,
    host: Annotated[str, Parameter(help="Address to listen on; loopback unless named.")] = LOOPBACK,
    without_worker: Annotated[
        bool, Parameter(negative="", help="Leave what is asked for and done later to others.")
    ] = False,
) -> int:
    """Serve pages and REST until somebody stops it, and do beside it what is asked for there.

    The daily close is not among it: `majung jobs work` sees to that.
    """
    open_office()
    return run_office(port, host=host, has_worker=not without_worker)


def run_office(port: int, *, host: str = LOOPBACK, has_worker: bool = True) -> int:
    """Run the office until it ends or somebody presses Ctrl+C; return its exit status.

    The database is kept running meanwhile by this process.
    """
    stop = {"ko": "멈추려면 Ctrl+C", "en": "Ctrl+C stops it"}[language()]
    say(f"http://{host}:{port}/ · {stop}")
    command = [sys.executable, "-m", "majung.web.serving", host, str(port)]
    with subprocess.Popen(command) as office:  # noqa: S603 - our own module, no shell
        # Whoever stops this process stops the office, not only the one that watches it.
        signal.signal(signal.SIGTERM, lambda *_: office.terminate())
        try:
            return _until_it_ends(office, has_worker=has_worker)
        except KeyboardInterrupt:
            # The office got the same signal: let it finish what runs.
            return office.wait(SECONDS_TO_STOP)


def _until_it_ends(office: subprocess.Popen[bytes], *, has_worker: bool) -> int:
    """Wait for the office; keep a worker beside it meanwhile."""
    worker = _worker() if has_worker else None
    try:
        while True:
            try:
                return office.wait(SECONDS_TO_LOOK)
            except subprocess.TimeoutExpired:
                if worker is not None and worker.poll() is not None:
                    worker = _worker()
    finally:
        if worker is not None:
            # What it had in hand the next worker takes up.
            worker.terminate()
            worker.wait()


def _worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "majung.cli", "jobs", "work", "--without-closes"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - likewise
