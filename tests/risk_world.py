"""Portfolios and futures for the tests of the risk engine."""

import numpy as np

from majung.risk.futures.factors import one_factor
from majung.risk.futures.future import Future
from majung.risk.futures.severities import Severity
from majung.risk.futures.transitions import even_hazard
from majung.risk.losses.portfolio import Portfolio

MONTHS = 36

#: A list of contracts as ``majung risk run`` takes it.
LIST_HEAD = (
    "계약번호,기업,기업집단,등급,업종,지역,프로그램,잔액,잔존만기(개월),상환방식,금리,보증비율,"
    "보증료율,이차보전율\n"
)
LIST_ROWS = [
    "G-1,한빛,,BBB,제조,서울,ai-am,1000000000,36,원금균등,5,85,1.2,\n",
    "G-2,한빛,,BBB,제조,서울,ai-am,500000000,24,만기일시,5,85,1.2,\n",
    "G-3,두레,나무,BB,제조,부산,ai-am,2000000000,60,원리금균등,5.5,90,1.5,0.7\n",
    "G-4,새봄,나무,B,서비스,부산,kodit,300000000,12,,6,100,2,\n",
    "G-5,온누리,,A,서비스,서울,kodit,800000000,48,원금균등,4.5,80,0.8,\n",
]
#: A run as the page asks for it.
ASKED = {
    "risk-day": "2024-12-31",
    "risk-programme": "",
    "risk-scenarios": "256",
    "risk-seed": "5",
    "risk-level": "0.99",
    "risk-method": "auto",
    "risk-withdrawal": "leaves",
}


def shapes(months=MONTHS):
    """Bullet, equal principal and equal instalments for each term, a row each."""
    rows = []
    for term in range(1, months + 1):
        at = np.arange(months + 1)
        growth = 1.004**at
        rows += [
            (at < term).astype(float),
            np.clip(1 - at / term, 0.0, None),
            np.clip((growth[term] - growth) / (growth[term] - 1.0), 0.0, None),
        ]
    return np.array(rows)


def portfolio(count=500, *, months=MONTHS, segments=1, curves=3, seed=1, **columns):
    """Contracts of all kinds; columns may be given."""
    chance = np.random.Generator(np.random.Philox(seed))
    numbers = np.arange(count, dtype=np.uint64)
    values = {
        "contract": numbers,
        "obligor": numbers + np.uint64(7_000_000),
        "group": np.zeros(count, np.uint64),
        "outstanding": np.exp(chance.normal(18.0, 1.0, count)).round(),
        "curve": chance.integers(0, curves, count),
        "segment": chance.integers(0, segments, count),
        "severity": np.zeros(count, np.int64),
        "profile": chance.integers(0, 3 * months, count),
        "share": np.where(chance.random(count) < 0.5, 0.85, 1.0),
        "interest_rate": np.full(count, 0.048),
        "premium_rate": np.full(count, 0.012),
        "subsidy_rate": np.where(chance.random(count) < 0.3, 0.007, 0.0),
        "bucket": chance.integers(0, 2, count),
        "profiles": shapes(months),
        "buckets": ("one", "two"),
    }
    return Portfolio(**(values | columns))


def future(*, months=MONTHS, factors=None, rates=(0.01, 0.03, 0.10), **more):
    """Three curves, one factor, a severity that varies with it."""
    severity = Severity(0.45, 0.2, 0.3, wait_months=3, lags=((6, 0.5), (18, 0.3), (30, 0.2)))
    values = {
        "curves": even_hazard(rates, months=months),
        "factors": one_factor(0.15) if factors is None else factors,
        "severities": (severity,),
        "discount_rate": 0.03,
    }
    return Future(**(values | more))
