"""Every command starts in a process of its own, as it does when it is typed.

Inside the test suite Django is set up before anything is imported; on the command line a command
sets it up itself, and before it imports anything that needs it.
"""

import re
import subprocess
import sys
from pathlib import Path

import majung.cli
from majung.cli.main import NOUNS

COMMANDS = Path(majung.cli.__file__).parent
#: A module of commands that another one names, to be imported when it is asked for.
NAMED = re.compile(r'"(majung\.cli\.\w+)[:"]')
#: Each module of commands in a child of one fresh interpreter: what it imports is not there for the
#: next.  What others wrote and takes long is there for all, but for Django, whose order matters.
START = """
import importlib, os, sys
import duckdb, holidays, numba, numpy, psycopg, ruamel.yaml, scipy.stats, structlog, xlsxwriter
for module in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(module)
        except Exception as error:
            print(module, type(error).__name__, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def test_every_command_imports_what_it_needs_in_an_order_that_works(tmp_path):
    nouns = {f"majung.cli.{'importing' if noun == 'import' else noun}" for noun, _ in NOUNS}
    named = {name for file in COMMANDS.glob("*.py") for name in NAMED.findall(file.read_text())}
    modules = sorted(nouns | named)
    assert {"majung.cli.risk", "majung.cli.risk_losses", "majung.cli.bench_close"} <= set(modules)

    # A process with one thread may be forked.
    bare = {"MAJUNG_HOME": str(tmp_path), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    bare["OPENBLAS_NUM_THREADS"] = "1"

    done = subprocess.run(
        [sys.executable, "-c", START, *modules], env=bare, capture_output=True, text=True
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
