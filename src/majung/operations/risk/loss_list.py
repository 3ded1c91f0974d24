"""A list of contracts that is to be followed through scenarios: rows become a portfolio.

A row is a contract: its firm, what is outstanding, a grade, how long and how it is repaid, and what
the public side bears of it.  Nothing is guessed: a grade that is missing or not on the scale is
told with its place, and nothing is reckoned then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np

from majung.errors import Problem, in_order, message
from majung.files import Column
from majung.risk.arrays import Floats
from majung.risk.backtest.reading import Published, outside, read_published
from majung.risk.losses.portfolio import FIXED, FLOATING, FLOATING_SUBSIDY, Portfolio

PERCENT: Final = 100.0
MONTHS_MAX: Final = 480
TEXTS: Final = (
    Column("contract", ("계약번호", "계약", "contract")),
    Column("grade", ("등급", "신용등급", "grade")),
    Column("firm", ("기업", "법인등록번호", "차주", "firm"), required=False),
    Column("group", ("기업집단", "그룹", "group"), required=False),
    Column("sector", ("업종", "산업", "sector"), required=False),
    Column("region", ("지역", "region"), required=False),
    Column("programme", ("프로그램", "사업", "programme"), required=False),
    Column("repayment", ("상환방식", "repayment"), required=False),
    Column("floating", ("금리구분", "interest kind"), required=False),
)
NUMBERS: Final = (
    Column("outstanding", ("잔액", "보증잔액", "outstanding")),
    Column("months", ("잔존만기(개월)", "잔존만기", "months left")),
    Column("interest", ("금리(%)", "금리", "interest rate"), required=False),
    Column("cover", ("보증비율(%)", "부보율(%)", "보증비율", "cover ratio"), required=False),
    Column("premium", ("보증료율(%)", "보증료율", "premium rate"), required=False),
    Column("subsidy", ("이차보전율(%)", "이차보전율", "interest subsidy"), required=False),
    Column("early", ("조기상환율(%)", "조기상환율", "prepayment rate"), required=False),
)
BULLET, PARTS, LEVEL = range(3)
REPAYMENTS: Final[Mapping[str, int]] = {
    "": BULLET, "만기일시": BULLET, "bullet": BULLET,
    "원금균등": PARTS, "equal principal": PARTS,
    "원리금균등": LEVEL, "equal instalments": LEVEL,
}  # fmt: skip
#: Whose payments follow the short rate: nobody's, the debtor's, the State's.
KINDS: Final[Mapping[str, int]] = {
    "": FIXED, "고정": FIXED, "fixed": FIXED,
    "변동": FLOATING, "floating": FLOATING,
    "보전변동": FLOATING_SUBSIDY, "floating subsidy": FLOATING_SUBSIDY,
}  # fmt: skip
EARLY_MAX: Final = 99.0
#: The least and the most that a number may be.
BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "outstanding": (0.0, np.inf), "months": (1.0, MONTHS_MAX), "early": (0.0, EARLY_MAX),
    **dict.fromkeys(("interest", "cover", "premium", "subsidy"), (0.0, PERCENT)),
}  # fmt: skip
_BYTES: Final = 8


@dataclass(frozen=True)
class LossList:
    """Contracts of a list.

    Attributes:
        sectors: as the list calls them, in the order of the portfolio's segments.
        regions: likewise; a segment is a sector in a region.
        firms: of each contract; empty where firms are not told.
        drawing: how many of the last contracts stand for what may still be drawn of others.
    """

    portfolio: Portfolio
    sectors: tuple[str, ...]
    regions: tuple[str, ...]
    firms: tuple[str, ...] = ()
    drawing: int = 0


def read_loss_list(
    name: str, content: bytes, *, grades: Sequence[str]
) -> LossList | tuple[Problem, ...]:
    """Read contracts, or say everything that is wrong with them.

    Args:
        name: of the file.
        content: CSV or XLSX.
        grades: of the scale, best first.
    """
    table = read_published(
        name, content, texts=TEXTS, numbers=NUMBERS, needed=("outstanding", "months"),
        unique="contract",
    )  # fmt: skip
    if isinstance(table, tuple):
        return table
    problems = [*_words(table, grades), *outside(table, BOUNDS)]
    if problems:
        return in_order(problems)
    sectors, sector = _named(table.texts["sector"])
    regions, region = _named(table.texts["region"])
    programmes, programme = _named(table.texts["programme"])
    profile, profiles, early = _shapes(table)
    firms = [
        firm or f"\0{contract}"
        for firm, contract in zip(table.texts["firm"], table.texts["contract"], strict=True)
    ]
    scale = {grade.casefold(): place for place, grade in enumerate(grades)}
    portfolio = Portfolio(
        contract=numbers_of_words(table.texts["contract"]),
        obligor=numbers_of_words(firms),
        group=numbers_of_words(table.texts["group"]),
        outstanding=table.numbers["outstanding"],
        curve=np.array([scale[each.casefold()] for each in table.texts["grade"]], np.int64),
        segment=sector * len(regions) + region,
        severity=np.zeros(len(table), np.int64),
        profile=profile,
        share=_share(table, "cover", PERCENT),
        interest_rate=_share(table, "interest", 0.0),
        premium_rate=_share(table, "premium", 0.0),
        subsidy_rate=_share(table, "subsidy", 0.0),
        bucket=programme,
        profiles=profiles,
        buckets=programmes,
        prepayment=early,
        floating=np.array([KINDS[each.casefold()] for each in table.texts["floating"]], np.int64),
    )
    names = zip(table.texts["firm"], table.texts["contract"], strict=True)
    return LossList(portfolio, sectors, regions, tuple(firm or each for firm, each in names))


def _words(table: Published, grades: Sequence[str]) -> list[Problem]:
    scale = {grade.casefold() for grade in grades}
    known = {
        "grade": (scale, tuple(grades)),
        "repayment": (set(REPAYMENTS), tuple(REPAYMENTS)[1:]),
        "floating": (set(KINDS), tuple(KINDS)[1:]),
    }
    return [
        Problem(
            table.place(place, key),
            message("opening-word-unknown", text=text, known=told)
            if text
            else message("import-cell-missing"),
        )
        for key, (words, told) in known.items()
        for place, text in enumerate(table.texts[key])
        if text.casefold() not in words
    ]


def _named(words: Sequence[str]) -> tuple[tuple[str, ...], np.ndarray]:
    names, places = np.unique(np.array(words, object).astype(str), return_inverse=True)
    return tuple(names.tolist()), places.astype(np.int64)


def numbers_of_words(words: Sequence[str]) -> np.ndarray:
    """Return a number for each word, the same wherever it stands; nought for none."""
    return np.array(
        [
            int.from_bytes(blake2b(word.encode(), digest_size=_BYTES).digest()) if word else 0
            for word in words
        ],
        np.uint64,
    )


def _share(table: Published, key: str, otherwise: float) -> Floats:
    values = table.numbers[key]
    return np.asarray(np.where(np.isnan(values), otherwise, values) / PERCENT, np.float64)


def _shapes(table: Published) -> tuple[np.ndarray, Floats, Floats]:
    """Return the shape of each contract, every shape once, and what is repaid early of it."""
    months = table.numbers["months"].astype(np.int64)
    kind = np.array([REPAYMENTS[each.casefold()] for each in table.texts["repayment"]], np.int64)
    rate = np.where(kind == LEVEL, np.nan_to_num(table.numbers["interest"]), 0.0)
    early = _share(table, "early", 0.0)
    rows, places = np.unique(np.stack([months, kind, rate, early]), axis=1, return_inverse=True)
    at = np.arange(int(months.max()) + 1)
    shapes = np.stack([_shape(at, *row[:3]) for row in rows.T])
    return places.ravel().astype(np.int64), shapes, rows[3]


def _shape(at: np.ndarray, months: float, kind: float, rate: float) -> Floats:
    if kind == BULLET:
        return (at < months).astype(np.float64)
    growth = (1.0 + rate / PERCENT / 12.0) ** at
    if kind == PARTS or rate == 0.0:
        return np.maximum(1.0 - at / months, 0.0)
    whole = growth[int(months)]
    return np.asarray(np.maximum((whole - growth) / (whole - 1.0), 0.0))
