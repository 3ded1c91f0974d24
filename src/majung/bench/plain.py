"""A plain loop in C over contracts and scenarios, to see what the exact method saves.

It is compiled when it is measured, where the machine has a compiler; it answers less (no months of
recoveries, no programmes, no present values) and finds the same losses.
"""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from majung.bench.apart import MeasuredCommandError
from majung.risk.arrays import Floats
from majung.risk.draws.words import contract_words
from majung.risk.futures.future import Future
from majung.risk.futures.lost_shares import location_of, slope_of
from majung.risk.futures.scenarios import scenarios
from majung.risk.losses.exact import Run
from majung.risk.losses.portfolio import Portfolio
from majung.values.months import MONTHS_A_YEAR

COMPILERS = ("cc", "gcc", "clang")
OPTIONS = ("-O3", "-march=native", "-shared", "-fPIC")
LINES = 4


def compiler() -> str | None:
    """Return the compiler of the machine; None where there is none."""
    return next((found for name in COMPILERS if (found := shutil.which(name))), None)


@contextmanager
def plain_loop(using: str) -> Iterator[Any]:
    """Yield the compiled loop.

    Raises:
        MeasuredCommandError: the compiler refuses it.
    """
    with tempfile.TemporaryDirectory(prefix="majung-bench-") as folder:
        made = Path(folder) / "plain.so"
        with as_file(files("majung.bench") / "plain.c") as source:
            done = subprocess.run(  # noqa: S603 - the machine's own compiler, no shell
                [using, *OPTIONS, str(source), "-o", str(made), "-lm"],
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode != 0:
            reason = (done.stderr.strip().splitlines() or [""])[-1]
            raise MeasuredCommandError(command=using, reason=reason)
        yield ctypes.CDLL(str(made)).plainly


def plain_losses(loop: Any, portfolio: Portfolio, future: Future, run: Run) -> Floats:
    """Return the loss of each scenario as the plain loop finds it.

    Args:
        loop: of `plain_loop`.
        portfolio: contracts without groups.
        future: a Gaussian one with one class of severity.
        run: which scenarios.
    """
    severity, factors = future.severities[0], future.factors
    drawn = scenarios(factors, first=0, count=run.scenarios, seed=run.seed, spread=run.spread)
    accrued = 1.0 + portfolio.interest_rate * severity.wait_months / MONTHS_A_YEAR
    covered = portfolio.outstanding * portfolio.share
    held = (
        contract_words(portfolio.obligor, seed=run.seed),
        contract_words(portfolio.contract, seed=run.seed),
        *(
            np.ascontiguousarray(each, np.int64)
            for each in (
                portfolio.curve, portfolio.segment, portfolio.maturities, portfolio.profile
            )
        ),
        covered * accrued,
        portfolio.outstanding * portfolio.interest_rate / MONTHS_A_YEAR,
        covered * portfolio.premium_rate / MONTHS_A_YEAR,
        np.ascontiguousarray(portfolio.profiles),
    )  # fmt: skip
    barriers = np.ascontiguousarray(future.barriers[:, : portfolio.months + 1])
    given = (
        drawn.defaults,
        drawn.severities,
        np.ascontiguousarray(drawn.shared),
        barriers,
        np.ascontiguousarray(factors.own_weights[:, 0]),
        factors.shared_deviations,
    )
    numbers = (location_of(severity), slope_of(severity), severity.correlation)
    lines = np.zeros((LINES, portfolio.months + severity.wait_months + 1))
    losses = np.zeros(run.scenarios)
    sizes = (len(portfolio), run.scenarios, *factors.weights.shape[:1], len(barriers),
             portfolio.months, severity.wait_months)  # fmt: skip
    loop(
        ctypes.byref(_record(held)),
        ctypes.byref(_record(given, numbers)),
        *(ctypes.c_int64(size) for size in sizes),
        ctypes.c_void_p(lines.ctypes.data),
        ctypes.c_void_p(losses.ctypes.data),
    )
    return losses


def _record(arrays: tuple[np.ndarray, ...], numbers: tuple[float, ...] = ()) -> ctypes.Structure:
    """Return a record of the arrays' places, then numbers."""
    kinds = [ctypes.c_void_p] * len(arrays) + [ctypes.c_double] * len(numbers)
    names = [(f"field{place}", kind) for place, kind in enumerate(kinds)]
    record = type("Record", (ctypes.Structure,), {"_fields_": names})
    return record(*(each.ctypes.data for each in arrays), *numbers)  # type: ignore[no-any-return]  # made by name
