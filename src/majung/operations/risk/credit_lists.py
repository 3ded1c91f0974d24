"""Lists for accounting and supervision: loans to be provided for, loans that tie up capital."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from majung.errors import Message, Problem, in_order, message
from majung.files import Column
from majung.risk.accounting.capital import (
    PROBABILITY_MIN,
    TURNOVER_MAX,
    USUAL_MATURITY_YEARS,
    AssetClass,
    capital_ratio,
    risk_weight,
)
from majung.risk.accounting.losses import expected_credit_loss, lifetime_loss, twelve_month_loss
from majung.risk.accounting.staging import StagingRules, stages
from majung.risk.arrays import Floats
from majung.risk.backtest.calibration import calibration
from majung.risk.backtest.reading import Published, outside, read_published
from majung.risk.backtest.tuning import Calibrated

PERCENT = 100.0
KEY = Column("contract", ("계약번호", "계약", "contract"))
EXPOSURE = Column("exposure", ("잔액", "익스포저", "exposure"))
PD = Column("pd", ("1년 부도율(%)", "부도율(%)", "부도율", "pd"))
LGD = Column("lgd", ("부도시손실률(%)", "부도시손실률", "lgd"))
LOSS_TEXTS: Final = (
    KEY,
    Column("grade", ("등급", "현재등급", "grade"), required=False),
    Column("grade-at-start", ("최초등급", "취급등급", "grade at start"), required=False),
)
LOSS_NUMBERS: Final = (
    EXPOSURE, PD, LGD,
    Column("days", ("연체일수", "days past due")),
    Column("years", ("잔존만기(년)", "잔존만기", "years left")),
    Column("rate", ("유효이자율(%)", "유효이자율", "effective rate"), required=False),
)  # fmt: skip
CAPITAL_TEXTS: Final = (KEY, Column("class", ("자산군", "class"), required=False))
CAPITAL_NUMBERS: Final = (
    EXPOSURE, PD, LGD,
    Column("turnover", ("매출액(백만 유로)", "turnover millions"), required=False),
    Column("years", ("잔존만기(년)", "만기(년)", "years left"), required=False),
)  # fmt: skip
CLASSES: Final[Mapping[str, AssetClass]] = {
    "": AssetClass.CORPORATE,
    "기업": AssetClass.CORPORATE, "corporate": AssetClass.CORPORATE,
    "주택담보": AssetClass.MORTGAGE, "mortgage": AssetClass.MORTGAGE,
    "회전": AssetClass.REVOLVING, "revolving": AssetClass.REVOLVING,
    "소매": AssetClass.RETAIL, "retail": AssetClass.RETAIL,
}  # fmt: skip
#: The scale of grades, best first, where none is named.
GRADES: Final = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC")
YEARS_LEFT_MAX = 60.0


@dataclass(frozen=True, slots=True)
class StageTotal:
    """The loans of one stage together.

    Attributes:
        exposure: in the unit of the list.
        loss: what is provided for.
    """

    stage: int
    loans: int
    exposure: float
    loss: float


@dataclass(frozen=True, slots=True)
class ProvidedLoan:
    """A loan with its stage and its provision; probability of default in a year, from 0 to 1."""

    line: int
    contract: str
    stage: int
    exposure: float
    twelve_months: float
    lifetime: float
    loss: float
    probability: float


@dataclass(frozen=True, slots=True)
class CapitalLoan:
    """A loan with its risk weight and what capital it ties up, in the unit of the list.

    Attributes:
        probability: of default in a year as it was given, from 0 to 1.
    """

    line: int
    contract: str
    asset_class: AssetClass
    exposure: float
    risk_weight: float
    capital: float
    probability: float


def provisions(
    name: str, content: bytes, *, grades: Sequence[str] = GRADES, rules: StagingRules
) -> list[ProvidedLoan] | tuple[Problem, ...]:
    """Read loans, place each in its stage and work out what is provided for.

    The probability of a year holds for each year that is left; what is owed falls evenly to
    nought at the end.

    Source: IFRS 9, 5.5; docs/risk.md for the two simplifications.
    """
    table = read_published(
        name, content, texts=LOSS_TEXTS, numbers=LOSS_NUMBERS,
        needed=("exposure", "pd", "lgd", "days", "years"), unique="contract",
    )  # fmt: skip
    if isinstance(table, tuple):
        return table
    bounds = {"pd": PERCENT, "lgd": PERCENT, "years": YEARS_LEFT_MAX}
    problems = [*_outside(table, bounds), *_grade_problems(table, grades)]
    if problems:
        return in_order(problems)
    numbers = table.numbers
    exposure, chance = numbers["exposure"], numbers["pd"] / PERCENT
    severity = numbers["lgd"] / PERCENT
    placed = stages(
        numbers["days"],
        grade=_places(table.texts["grade"], grades),
        grade_at_start=_places(table.texts["grade-at-start"], grades),
        rules=rules,
    )
    twelve = twelve_month_loss(exposure, probability=chance, severity=severity)
    lifetime = _lifetime(exposure, chance, severity, numbers["years"],
                         np.nan_to_num(numbers["rate"]) / PERCENT)  # fmt: skip
    loss = expected_credit_loss(
        placed, twelve_months=twelve, lifetime=lifetime, exposure=exposure, severity=severity
    )
    return [
        ProvidedLoan(*each)
        for each in zip(
            table.lines.tolist(), table.texts["contract"], placed.tolist(), exposure.tolist(),
            twelve.tolist(), lifetime.tolist(), loss.tolist(), chance.tolist(), strict=True,
        )
    ]  # fmt: skip


def by_stage(loans: Sequence[ProvidedLoan]) -> tuple[StageTotal, ...]:
    """Sum loans by stage, all three stages."""
    return tuple(
        StageTotal(
            stage,
            sum(each.stage == stage for each in loans),
            sum(each.exposure for each in loans if each.stage == stage),
            sum(each.loss for each in loans if each.stage == stage),
        )
        for stage in (1, 2, 3)
    )


def capital_of(name: str, content: bytes) -> list[CapitalLoan] | tuple[Problem, ...]:
    """Read loans and work out the capital each ties up.

    Source: Basel Committee (2006), International Convergence, paragraphs 272 and 328 to 330.
    """
    table = read_published(
        name, content, texts=CAPITAL_TEXTS, numbers=CAPITAL_NUMBERS,
        needed=("exposure", "pd", "lgd"), unique="contract",
    )  # fmt: skip
    if isinstance(table, tuple):
        return table
    problems = _outside(table, {"pd": PERCENT, "lgd": PERCENT})
    classes = [CLASSES.get(text.casefold()) for text in table.texts["class"]]
    problems += [
        _problem(table, place, "class", message("opening-word-unknown", text=text,
                                               known=tuple(filter(None, CLASSES))))
        for place, (text, known) in enumerate(zip(table.texts["class"], classes, strict=True))
        if known is None
    ]  # fmt: skip
    if problems:
        return in_order(problems)
    numbers = table.numbers
    ratio = np.zeros(len(table))
    for asset_class in AssetClass:
        chosen = np.array([each is asset_class for each in classes], np.bool_)
        ratio[chosen] = capital_ratio(
            numbers["pd"][chosen] / PERCENT,
            severity=numbers["lgd"][chosen] / PERCENT,
            asset_class=asset_class,
            turnover_millions=np.nan_to_num(numbers["turnover"][chosen], nan=TURNOVER_MAX),
            maturity_years=np.nan_to_num(numbers["years"][chosen], nan=USUAL_MATURITY_YEARS),
        )
    exposure = numbers["exposure"]
    return [
        CapitalLoan(line, contract, each or AssetClass.CORPORATE, *figures)
        for line, contract, each, *figures in zip(
            table.lines.tolist(), table.texts["contract"], classes, exposure.tolist(),
            risk_weight(ratio).tolist(), (ratio * exposure).tolist(),
            (numbers["pd"] / PERCENT).tolist(), strict=True,
        )
    ]  # fmt: skip


def provision_notes(loans: Sequence[ProvidedLoan]) -> tuple[Message, ...]:
    """Say how loans were taken that never default, or surely do."""
    never = sum(each.probability == 0.0 for each in loans)
    surely = sum(each.probability == 1.0 for each in loans)
    return _notes({"risk-note-never-defaults": never, "risk-note-surely-defaults": surely})


def capital_notes(loans: Sequence[CapitalLoan]) -> tuple[Message, ...]:
    """Say how loans were taken whose probability is below the regulator's floor, or one."""
    floored = sum(each.probability < PROBABILITY_MIN for each in loans)
    defaulted = sum(each.probability == 1.0 for each in loans)
    return _notes({"risk-note-floored": floored, "risk-note-in-default": defaulted})


def _notes(counts: Mapping[str, int]) -> tuple[Message, ...]:
    return tuple(message(kind, count=count) for kind, count in counts.items() if count)


def calibrated(name: str, content: bytes) -> list[Calibrated] | tuple[Problem, ...]:
    """Read predictions by grade or year, and what came of them."""
    table = read_published(
        name,
        content,
        texts=(Column("group", ("등급", "구분", "연도", "group")),),
        numbers=(
            Column("predicted", ("예측 부도율(%)", "예측부도율", "predicted")),
            Column("loans", ("건수", "차주수", "loans")),
            Column("defaults", ("부도건수", "부도", "defaults")),
        ),
        needed=("predicted", "loans", "defaults"),
    )
    if isinstance(table, tuple):
        return table
    numbers = table.numbers
    problems = _outside(table, {"predicted": PERCENT, "loans": 1e9, "defaults": 1e9})
    problems += [
        _problem(table, int(place), "defaults", message("risk-defaults-above-loans"))
        for place in np.flatnonzero(numbers["defaults"] > numbers["loans"])
    ]
    if problems:
        return in_order(problems)
    found = calibration(
        table.texts["group"],
        predicted=numbers["predicted"] / PERCENT,
        loans=numbers["loans"],
        defaults=numbers["defaults"],
    )
    return list(found)


def _lifetime(
    exposure: Floats, chance: Floats, severity: Floats, years: Floats, rate: Floats
) -> Floats:
    """Spread a yearly probability over the years left, on what is still owed in each."""
    count = np.maximum(np.ceil(years), 1.0)
    ends = np.arange(1, int(count.max(initial=1.0)) + 1)
    is_left = ends <= count[:, None]
    owed = exposure[:, None] * np.where(is_left, 1.0 - (ends - 1) / count[:, None], 0.0)
    happened = 1.0 - (1.0 - chance[:, None]) ** np.minimum(ends, count[:, None])
    return lifetime_loss(owed, cumulative=happened, severity=severity, effective_rate=rate)


def _outside(table: Published, bounds: Mapping[str, float]) -> list[Problem]:
    most = {"exposure": np.inf, **bounds}
    return outside(table, {key: (0.0, value) for key, value in most.items()})


def _grade_problems(table: Published, grades: Sequence[str]) -> list[Problem]:
    return [
        _problem(table, place, key, message("opening-word-unknown", text=text, known=tuple(grades)))
        for key in ("grade", "grade-at-start")
        for place, text in enumerate(table.texts[key])
        if text and text not in grades
    ]


def _places(texts: Sequence[str], grades: Sequence[str]) -> list[int]:
    return [grades.index(text) if text else -1 for text in texts]


def _problem(table: Published, place: int, key: str, reason: Message) -> Problem:
    return Problem(table.place(place, key), reason)
