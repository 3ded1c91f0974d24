"""numpy-financial finds interest and principal of 60-month annuities: one by one, and broadcast."""

import json
import sys
import time

import numpy as np
import numpy_financial as npf

ONE_BY_ONE, BROADCAST, REPEATS = 1_000, 20_000, 3
RATE, MONTHS = 0.045 / 12, 60
PERIODS = np.arange(1, MONTHS + 1)


def one_by_one() -> None:
    """Find the columns of each loan by itself."""
    for number in range(ONE_BY_ONE):
        npf.ipmt(RATE, PERIODS, MONTHS, 1e9 + number)
        npf.ppmt(RATE, PERIODS, MONTHS, 1e9 + number)


def broadcast() -> None:
    """Find the columns of all loans at once."""
    amounts = 1e9 + np.arange(BROADCAST)[:, np.newaxis]
    interest = npf.ipmt(RATE, PERIODS, MONTHS, amounts)
    np.subtract(npf.pmt(RATE, MONTHS, amounts), interest)


told = []
for name, count, work in (
    ("numpy-financial, one by one", ONE_BY_ONE, one_by_one),
    ("numpy-financial, broadcast", BROADCAST, broadcast),
):
    work()
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    told.append({"name": name, "seconds": seconds, "count": count})
json.dump(told, sys.stdout)
