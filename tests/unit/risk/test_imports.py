"""The package is light on the way in: compilers and solvers load with what needs them."""

import subprocess
import sys


def test_the_package_itself_loads_neither_compiler_nor_solver():
    code = (
        "import sys, majung.risk, majung.risk.fiscal, majung.risk.aid, majung.risk.accounting,"
        " majung.risk.backtest;"
        "sys.exit(any(name in sys.modules for name in ('numba', 'scipy')))"
    )

    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
