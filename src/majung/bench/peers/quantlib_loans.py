"""QuantLib lays out 60-month annuities with Korean holidays and actual/365, one by one."""

import json
import sys
import time

import QuantLib as ql  # noqa: N813 - as its own manual abbreviates it

COUNT, REPEATS = 500, 3
NOT_AT_MONTHS_END = False
START, END = ql.Date(25, 1, 2024), ql.Date(25, 1, 2029)


def lay_out(number: int) -> list[tuple[object, float]]:
    """Return the cash flows of one loan."""
    schedule = ql.Schedule(
        START, END, ql.Period(ql.Monthly), ql.SouthKorea(ql.SouthKorea.Settlement),
        ql.Following, ql.Following, ql.DateGeneration.Forward, NOT_AT_MONTHS_END,
    )  # fmt: skip
    notionals = ql.sinkingNotionals(ql.Period(5, ql.Years), ql.Monthly, 0.045, 1e9 + number)
    bond = ql.AmortizingFixedRateBond(0, notionals, schedule, [0.045], ql.Actual365Fixed())
    return [(flow.date(), flow.amount()) for flow in bond.cashflows()]


seconds = []
for _ in range(REPEATS):
    began = time.perf_counter()
    for number in range(COUNT):
        lay_out(number)
    seconds.append(time.perf_counter() - began)
json.dump([{"name": "QuantLib", "seconds": seconds, "count": COUNT}], sys.stdout)
