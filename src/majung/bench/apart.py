"""An office of its own for what a measurement writes, taken away when it is done."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from majung.errors import PolicyFinanceError
from majung.store.server import server_folder


class MeasuredCommandError(PolicyFinanceError):
    """A command that is measured ends well."""

    kind = "bench-command-failed"


@contextmanager
def office_apart() -> Iterator[Callable[..., str]]:
    """Yield a function that runs a command in an empty office and returns what it prints.

    The office has an embedded server, whatever the environment names.
    """
    with tempfile.TemporaryDirectory(prefix="majung-bench-") as folder:
        home = Path(folder) / "var"
        environment = {
            name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")
        } | {"MAJUNG_HOME": str(home)}

        def play(*words: str) -> str:
            command = [sys.executable, "-m", "majung.cli", *words]
            done = subprocess.run(  # noqa: S603 - our own module, no shell
                command, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                reason = (done.stderr.strip().splitlines() or [""])[-1]
                raise MeasuredCommandError(command=" ".join(words), reason=reason)
            return done.stdout

        try:
            yield play
        finally:
            # Root's server keeps its data elsewhere; the commands have let go of it by now.
            shutil.rmtree(server_folder(home).home.parent, ignore_errors=True)
