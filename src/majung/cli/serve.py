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


@app.default
def serve(
    *,
    port: Annotated[int, Parameter(help="Port to listen on.")] = PORT,
    host: Annotated[str, Parameter(help="Address to listen on; loopback unless named.")] = LOOPBACK,
) -> int:
    """Serve pages and REST until somebody stops it."""
    open_office()
    return run_office(port, host=host)


def run_office(port: int, *, host: str = LOOPBACK) -> int:
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
            return office.wait()
        except KeyboardInterrupt:
            # The office got the same signal: let it finish what runs.
            return office.wait(SECONDS_TO_STOP)
