"""An allocation as parts of a page or document: who gets what, which limits bind, at what price."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from math import ceil

from majung.errors import Language
from majung.operations.risk.allocation_file import Objective
from majung.operations.risk.allocation_reading import AllocationReading, NamedLimit, unit_of
from majung.operations.risk.design_reading import won
from majung.operations.risk.design_report import FIRMS
from majung.operations.risk.statements import draws_told, internal_statement, source_notes
from majung.reports.cells import (
    NOT_APPLICABLE,
    Cell,
    count,
    hundred_millions,
    percent,
    words,
)
from majung.reports.charts import Bars, Series
from majung.reports.model import (
    Chart,
    KeyValue,
    KeyValues,
    Note,
    Notes,
    Paragraph,
    Part,
    Report,
    Tone,
)
from majung.reports.tables import Table, lined_up
from majung.risk.allocation.results import LimitUse
from majung.rules.citations import Label

#: Prices are told for so much more of a limit.
STEP = 10**8
#: … to the nearest ten thousand won.
TOLD_TO = 10_000
CHARTED_MAX = 20
EXACT_TO = 10**8
TITLE = Label("한도 배분", "An envelope allocated")
ALLOCATED, ROOM = Label("배분액", "Allocated"), Label("여력", "Room")
NO_NAME = Label("(이름 없음)", "(no name)")
NOTHING_MORE = Label("늘려도 그대로임", "more of it changes nothing")
SMALL = 0.005


def allocation_parts(reading: AllocationReading) -> tuple[Part, ...]:
    """Lay an allocation out: what it draws, who gets what, which limits bind, what it rests on."""
    return (
        KeyValues(tuple(_head(reading))),
        Paragraph(_in_short(reading), Tone.LEAD),
        _limits(reading),
        _chart(reading),
        _cells(reading),
        Notes(Label("방법과 출처", "Method and sources"), tuple(_notes(reading))),
    )


def allocation_report(
    reading: AllocationReading, *, at: datetime, language: Language = "ko"
) -> Report:
    """Lay an allocation out as a document.

    Args:
        at: the moment it was made.
    """
    series = Label("배분 파일", "an allocation file")
    return internal_statement(
        "allocation", TITLE, series, allocation_parts(reading), at=at, language=language
    )


def worth_of_more(price: float, objective: Objective) -> Label:
    """Say what a hundred million won more of a limit draws.

    Args:
        price: of one won more, in what the objective counts.
    """
    if objective is Objective.PRIVATE_MONEY:
        amount = won(round(abs(price) * STEP / TOLD_TO) * TOLD_TO)
        if not amount.minor:
            return NOTHING_MORE
        ko, en, of = f"민간 부담액 {amount.spoken('ko')}", amount.spoken("en"), "private money"
    else:
        number = abs(price) * STEP
        if number < SMALL:
            return NOTHING_MORE
        ko, en, of = f"기업 {number:.2f}개사", f"{number:.2f}", "firms"
    rises = price > 0.0
    return Label(
        f"{ko} {'늘어남' if rises else '줄어듦'}", f"{en} {'more' if rises else 'less'} of {of}"
    )


def cell_name(names: tuple[str, str, str]) -> Label:
    """Return what a cell is called: programme, sector and region, those it has."""
    named = " · ".join(each for each in names if each)
    return Label(named, named) if named else NO_NAME


def _head(reading: AllocationReading) -> Iterator[KeyValue]:
    found = reading.found
    allocated = hundred_millions(won(int(found.amounts.sum())))
    yield KeyValue(Label("목표", "Sought"), words(_sought(reading.file.objective)))
    yield KeyValue(Label("배분액", "Allocated"), allocated)
    yield KeyValue(Label("민간 부담액", "Private money"), hundred_millions(won(reading.private)))
    if reading.firms is not None:
        yield KeyValue(Label("기업(평균)", "Firms, on average"), count(round(reading.firms), FIRMS))
    yield KeyValue(Label("기대비용", "Expected cost"), hundred_millions(won(found.cost)))
    yield KeyValue(Label("꼬리손실(ES)", "Tail loss (ES)"), hundred_millions(won(found.shortfall)))


def _sought(objective: Objective) -> Label:
    if objective is Objective.PRIVATE_MONEY:
        return Label("민간 부담액이 가장 크게", "the most private money")
    return Label("닿는 기업이 가장 많게", "the most firms")


def _in_short(reading: AllocationReading) -> Label:
    pairs = list(zip(reading.limits, reading.found.uses, strict=True))
    priced = sorted(
        (pair for pair in pairs if pair[1].price > 0.0), key=lambda pair: -pair[1].price
    )
    if not priced:
        counted = unit_of(reading.file.objective)
        return Label(
            f"늘려서 더 얻을 한도가 없음: 셀의 여력이 먼저 다함(목표: {counted.ko}).",
            f"No limit is worth relaxing: the rooms of the cells end first (sought: {counted.en}).",
        )
    named, use = priced[0]
    worth = worth_of_more(use.price, reading.file.objective)
    others = [each.name for each, _ in priced[1:]]
    tail = Label("", "")
    if others:
        tail = Label(
            f" 함께 걸린 한도: {', '.join(each.ko for each in others)}.",
            f" Others that hold it back: {', '.join(each.en for each in others)}.",
        )
    return Label(
        f"가장 귀한 한도는 {named.name.ko}: 1억 원을 늘리면 {worth.ko}.{tail.ko}",
        f"The dearest limit: {named.name.en}. KRW 100 million more of it draws {worth.en}."
        f"{tail.en}",
    )


def _limits(reading: AllocationReading) -> Table:
    uses = reading.found.uses
    return lined_up(
        "limits",
        Label("한도와 그 값", "Limits and what they are worth"),
        (Label("한도", "Limit"), [words(each.name) for each in reading.limits]),
        (Label("크기", "Size"), [hundred_millions(won(each.size)) for each in uses]),
        (Label("사용", "Used"), [hundred_millions(won(each.used)) for each in uses]),
        (Label("상태", "Standing"), [words(_standing(each)) for each in uses]),
        (
            Label("1억 원을 늘리면", "With KRW 100 million more"),
            [words(worth_of_more(each.price, reading.file.objective)) for each in uses],
        ),
    )


def _standing(use: LimitUse) -> Label:
    return Label("걸림", "binds") if use.binds else Label("여유", "slack")


def _chart(reading: AllocationReading) -> Chart:
    cells, found = reading.cells, reading.found
    places = [place for place in _order(reading) if found.amounts[place]][:CHARTED_MAX]
    return Chart(
        "cells",
        Label(
            f"셀별 배분액(큰 순서로 {len(places)}개)",
            f"Allocated to each cell, the {len(places)} largest",
        ),
        Label(
            "셀마다 막대 하나. 막대는 배분액, 눈금은 여력.",
            "One bar a cell: what it gets, and its room as a mark.",
        ),
        Bars(
            Label("셀", "Cell"),
            tuple(cell_name(cells.names[place]) for place in places),
            Series(
                ALLOCATED,
                tuple(hundred_millions(won(int(found.amounts[place]))) for place in places),
            ),
            Series(ROOM, tuple(hundred_millions(won(int(cells.rooms[place]))) for place in places)),
        ),
        beside="cells-table",
    )


def _order(reading: AllocationReading) -> list[int]:
    """Return the places of cells, those that get most first."""
    amounts = reading.found.amounts.tolist()
    return sorted(range(len(amounts)), key=lambda place: (-amounts[place], place))


def _cells(reading: AllocationReading) -> Table:
    cells, found, places = reading.cells, reading.found, _order(reading)
    prices = found.room_prices.tolist()
    return lined_up(
        "cells-table",
        Label("셀", "Cells"),
        (Label("셀", "Cell"), [words(cell_name(cells.names[place])) for place in places]),
        (ALLOCATED, [hundred_millions(won(int(found.amounts[place]))) for place in places]),
        (ROOM, [hundred_millions(won(int(cells.rooms[place]))) for place in places]),
        (
            Label("1원당 민간", "Private a won"),
            [percent(_share(cells.private[place]), 1) for place in places],
        ),
        (
            Label("1원당 기대비용", "Cost a won"),
            [percent(_share(cells.costs[place]), 2) for place in places],
        ),
        (
            Label("여력을 1억 원 늘리면", "With KRW 100 million more room"),
            [
                words(worth_of_more(prices[place], reading.file.objective))
                if prices[place] > 0.0
                else Cell(NOT_APPLICABLE)
                for place in places
            ],
        ),
    )


def _share(value: float) -> Fraction:
    return Fraction(round(float(value) * EXACT_TO), EXACT_TO)


def _notes(reading: AllocationReading) -> Iterator[Note]:
    found, settings = reading.found, reading.file.settings
    yield Note(
        Label(
            f"선형계획 {found.rounds}회, 절단평면 {found.planes}개로 구함. 원 단위로 맞추면서 "
            f"어긴 한도는 없고, 더 나은 배분이 있어도 차이는 {_gap(found.gap)} % 이내임.",
            f"Found by {found.rounds} linear programmes and {found.planes} cutting planes. Whole "
            f"won break no limit; no allocation is better by more than {_gap(found.gap)} %.",
        )
    )
    yield Note(
        Label(
            "한도의 값은 그 한도만 조금 늘릴 때의 값임. 여러 한도를 함께 크게 늘리면 달라짐.",
            "What a limit is worth holds for a little more of it alone; a lot more of several at "
            "once is worth something else.",
        )
    )
    if reading.sources:
        yield Note(
            Label(
                "셀에 더해지는 금액은 그 셀에 이미 신청된 것과 같은 등급·만기·손실로 봄. 여력은 "
                "목록에서 보증되는 금액임.",
                "What is added to a cell is taken to be like what is asked for there already: its "
                "grades, terms and losses. Its room is what the list has covered.",
            )
        )
        draws = draws_told(reading.scenarios, reading.seed, severity=settings.severity)
        rate = reading.file.government_rate
        yield Note(
            Label(
                f"{draws.ko}. 기대비용은 국채 금리 {rate.spoken('ko')}로 할인함.",
                f"{draws.en}. Costs are discounted at the government's rate, {rate.spoken('en')}.",
            )
        )
    else:
        yield Note(
            Label(
                f"셀의 값, 비용, 시나리오 {reading.scenarios:,}개의 손실은 파일에 적힌 것임.",
                f"Values, costs and losses in {reading.scenarios:,} scenarios are the file's own.",
            )
        )
    yield from source_notes(reading.sources)


def _gap(share: float) -> str:
    """Write a gap in percent, rounded up to a thousandth of one."""
    return f"{ceil(share * 100 * 1000) / 1000:g}"


def named_uses(reading: AllocationReading) -> Iterator[tuple[NamedLimit, LimitUse]]:
    """Return each limit with what is used of it."""
    return zip(reading.limits, reading.found.uses, strict=True)
