"""Designs side by side as parts of a page or document: what each sets, reaches, draws and costs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction

from majung.errors import Language
from majung.operations.risk.design_reading import DesignReading, won
from majung.operations.risk.statements import draws_told, internal_statement, source_notes
from majung.reports.cells import (
    NOT_APPLICABLE,
    POINTS,
    TIMES,
    Cell,
    count,
    counter,
    hundred_millions,
    percent,
    words,
    written,
)
from majung.reports.charts import Bubbles, Series
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
from majung.reports.texts import Text
from majung.risk.design.designs import Design
from majung.risk.design.figures import DesignFigures
from majung.risk.losses.figures import Interval, leverage_multiple
from majung.rules.citations import Label
from majung.values.money import Money
from majung.values.rates import Ratio

FIRMS = counter("개사", "firms", "firm")
LOANS = counter("건", "loans", "loan")
DESIGNS = counter("개", "designs", "design")
EXACT_TO = 10**8
TITLE = Label("설계안 비교", "Programme designs compared")
NUMBER = Label("번호", "No.")
COST, TAIL = Label("기대비용", "Expected cost"), Label("꼬리비용(ES)", "Tail cost (ES)")
PRIVATE = Label("민간 부담액", "Private money")
NONE_SET = words(Label("없음", "none"))


def design_parts(reading: DesignReading) -> tuple[Part, ...]:
    """Lay a comparison out: what the figures say in a line, chart, tables, what they rest on."""
    return (
        KeyValues(tuple(_head(reading))),
        Paragraph(_in_short(reading), Tone.LEAD),
        _chart(reading),
        _effects(reading),
        _costs(reading),
        Notes(Label("가정과 출처", "What it rests on"), tuple(_notes(reading))),
    )


def design_report(reading: DesignReading, *, at: datetime, language: Language = "ko") -> Report:
    """Lay a comparison out as a document.

    Args:
        at: the moment it was made.
    """
    series = Label("신청 예상기업 목록", "a list of firms that may apply")
    return internal_statement(
        "design-comparison", TITLE, series, design_parts(reading), at=at, language=language
    )


def design_name(design: Design) -> Label:
    """Name a design by what it sets."""
    named = [
        Label(f"보증 {design.cover.spoken('ko')}", f"cover {design.cover.spoken('en')}"),
        Label(f"할인 {design.discount.spoken('ko')}", f"discount {design.discount.spoken('en')}"),
        Label(f"인하 {design.cut.spoken_points('ko')}", f"cut {design.cut.spoken_points('en')}"),
    ]
    if design.firm_cap is not None:
        cap = Money(design.firm_cap, "KRW")
        billions = written(hundred_millions(cap), "en")
        named.append(Label(f"기업당 {cap.spoken('ko')}", f"{billions} a firm"))
    if design.loss_cap is not None:
        named.append(
            Label(
                f"손실상한 {design.loss_cap.spoken('ko')}",
                f"losses to {design.loss_cap.spoken('en')}",
            )
        )
    return Label(" · ".join(each.ko for each in named), " · ".join(each.en for each in named))


def _head(reading: DesignReading) -> Iterator[KeyValue]:
    yield KeyValue(Label("신청 예상 대출", "Loans in the list"), count(reading.loans, LOANS))
    yield KeyValue(Label("희망액", "Asked for"), hundred_millions(reading.asked))
    yield KeyValue(Label("설계안", "Designs"), count(len(reading.found), DESIGNS))


def _in_short(reading: DesignReading) -> Label:
    if not any(each.loans for each in reading.found):
        return Label(
            "어느 설계안에서도 신청하는 기업이 없음: 절감액이 신청 기준에 못 미침.",
            "No firm applies under any design: none saves as much as its threshold.",
        )
    most = max(range(len(reading.found)), key=lambda place: reading.found[place].private)
    kept = [str(place + 1) for place, is_best in enumerate(reading.best) if is_best]
    name = design_name(reading.found[most].design)
    drawn = hundred_millions(won(reading.found[most].private))
    return Label(
        f"민간 부담액이 가장 큰 설계안은 {most + 1}번({name.ko}), {written(drawn, 'ko')}임. "
        f"다른 설계안이 모든 면에서 앞서지 못하는 후보는 {', '.join(kept)}번임.",
        f"Design {most + 1} ({name.en}) draws the most private money, {written(drawn, 'en')}. "
        f"Candidates, which no other beats in every respect: {', '.join(kept)}.",
    )


def _chart(reading: DesignReading) -> Chart:
    found = reading.found
    return Chart(
        "designs",
        Label("기대비용과 꼬리비용", "Expected and tail cost"),
        Label(
            "설계안마다 원 하나. 가로는 국가의 기대비용, 세로는 꼬리비용(ES), 넓이는 민간 부담액. "
            "색이 찬 원은 다른 설계안이 모든 면에서 앞서지 못하는 후보.",
            "One disc a design: expected cost to the State across, tail cost (ES) up, private money"
            " as its area. Filled ones are beaten by no other in every respect.",
        ),
        Bubbles(
            NUMBER,
            tuple(str(place) for place in range(1, len(found) + 1)),
            Series(COST, tuple(hundred_millions(won(each.cost)) for each in found)),
            Series(TAIL, tuple(hundred_millions(won(each.shortfall.value)) for each in found)),
            Series(PRIVATE, tuple(hundred_millions(won(each.private)) for each in found)),
            reading.best,
        ),
        beside="costs",
    )


def _effects(reading: DesignReading) -> Table:
    found = reading.found
    designs = [each.design for each in found]
    caps, loss_caps = (
        [each.firm_cap for each in designs],
        [each.loss_cap for each in designs],
    )
    standing = [
        words(_standing(each, is_best=is_best))
        for each, is_best in zip(found, reading.best, strict=True)
    ]
    return lined_up(
        "effects",
        Label("설계안과 효과", "What each sets and does"),
        (NUMBER, _numbers(reading)),
        (Label("보증비율", "Cover"), [percent(each.cover, None) for each in designs]),
        (Label("보증료 할인", "Premium discount"), [percent(e.discount, None) for e in designs]),
        (Label("금리 인하", "Rate cut"), [Cell(each.cut, POINTS, None) for each in designs]),
        *([(Label("기업당 한도", "Cap a firm"), [_cap(each) for each in caps])]
          if any(caps) else []),
        *([(Label("손실 상한", "Cap on losses"), [_loss_cap(each) for each in loss_caps])]
          if any(each is not None for each in loss_caps) else []),
        (Label("신청 기업", "Firms reached"), [count(each.firms, FIRMS) for each in found]),
        (Label("대출", "Lent"), [hundred_millions(won(each.drawn)) for each in found]),
        (PRIVATE, [hundred_millions(won(each.private)) for each in found]),
        (Label("평균 절감", "Saving"), [Cell(_share(each.saving), POINTS, 2) for each in found]),
        (Label("판단", "Standing"), standing),
    )  # fmt: skip


def _costs(reading: DesignReading) -> Table:
    found = reading.found
    level = Ratio.percent(f"{100 * reading.settings.level:.6g}")
    rates = [
        percent(NOT_APPLICABLE)
        if each.rate is None
        else percent(_share(float(each.rate.rate) / 100), 2)
        for each in found
    ]
    more = [hundred_millions(won(each.more.value), is_signed=True) for each in found]
    return lined_up(
        "costs",
        Label("국가가 부담하는 비용(억 원)", "What each costs the State, KRW 100 million"),
        (NUMBER, _numbers(reading)),
        (COST, [hundred_millions(won(each.cost)) for each in found]),
        (Label("보조율", "Subsidy rate"), rates),
        (Label("예상손실", "Expected loss"), _amounts(each.expected for each in found)),
        (
            Label(f"VaR {level.spoken('ko')}", f"VaR {level.spoken('en')}"),
            _amounts(each.value_at_risk for each in found),
        ),
        (TAIL, _amounts(each.shortfall for each in found)),
        (Label("1번 대비 예상손실", "Expected loss against 1"), more),
        (Label("95 % 하한", "95 % from"), _bounds(each.more.low for each in found)),
        (Label("95 % 상한", "95 % to"), _bounds(each.more.high for each in found)),
        (
            Label("기대비용 1원당 민간", "Private a won of cost"),
            [_leverage(each) for each in found],
        ),
        unit_is_said=True,
    )


def _numbers(reading: DesignReading) -> list[Cell]:
    return [words(str(place)) for place in range(1, len(reading.found) + 1)]


def _amounts(figures: Iterable[Interval]) -> list[Cell]:
    return [hundred_millions(won(each.value)) for each in figures]


def _bounds(figures: Iterable[float]) -> list[Cell]:
    return [hundred_millions(won(each), is_signed=True) for each in figures]


NOT_DRAWN = Cell(NOT_APPLICABLE, TIMES, 1)


def _standing(found: DesignFigures, *, is_best: bool) -> Text:
    if not found.loans:
        return Label("신청 없음", "nobody applies")
    return Label("후보", "candidate") if is_best else Label("뒤짐", "beaten")


def _leverage(found: DesignFigures) -> Cell:
    if found.cost <= 0.0:
        return NOT_DRAWN
    times = leverage_multiple(private=float(found.private), public=found.cost)
    return Cell(_share(times), TIMES, 1)


def _cap(minor: int | None) -> Cell:
    return NONE_SET if minor is None else hundred_millions(Money(minor, "KRW"), places=0)


def _loss_cap(share: Ratio | None) -> Cell:
    return NONE_SET if share is None else percent(share, None)


def _share(value: float) -> Fraction:
    return Fraction(round(value * EXACT_TO), EXACT_TO)


def _notes(reading: DesignReading) -> Iterator[Note]:
    demand, file, settings = reading.file.demand, reading.file, reading.settings
    low, high = (100 * each for each in (demand.threshold_min, demand.threshold_max))
    source = Label(file.source, file.source) if file.source else Label("", "")
    yield Note(
        Label(
            f"수요({file.status.spoken('ko')}): 총 조달비용 절감이 기업별 기준"
            f"({low:g}~{high:g} %p) 이상이면 신청함. 탄력성 {demand.elasticity:g}, "
            f"은행은 덜어 낸 예상손실의 {100 * demand.pass_through:g} %를 금리에 반영함.",
            f"Demand ({file.status.spoken('en')}): a firm applies where its yearly cost falls by "
            f"its threshold ({low:g} to {high:g} pp) or more. Elasticity {demand.elasticity:g}; "
            f"banks give on {100 * demand.pass_through:g} % of the expected loss taken off them.",
        ),
        source,
    )
    yield Note(
        Label(
            "민간 부담액은 대출 가운데 은행이 스스로 위험을 지는 부분임(대출 × (1 − 보증비율)).",
            "Private money is what banks lend at their own risk: the loan less what is covered.",
        )
    )
    rate = (
        Label("만기별 수익률 목록", "yields by maturity")
        if reading.has_curve
        else Label(file.government_rate.spoken("ko"), file.government_rate.spoken("en"))
    )
    yield Note(
        Label(
            f"기대비용은 국채 금리({rate.ko})로 할인한 대위변제 − 회수 + 이차보전 − "
            "보증료임. 꼬리비용은 할인하지 않은 대위변제 − 회수에서 가장 나쁜 "
            f"{100 * (1 - settings.level):.4g} % 시나리오의 평균임.",
            f"Expected cost is claims less recoveries, plus interest support, less premiums, at the"
            f" government's rate ({rate.en}). Tail cost is the mean of claims less "
            f"recoveries in the worst {100 * (1 - settings.level):.4g} % of scenarios, "
            "undiscounted.",
        )
    )
    draws = draws_told(settings.scenarios, settings.seed, severity=settings.severity)
    yield Note(
        Label(
            f"모든 설계안이 같은 기업, 같은 시나리오, 같은 난수를 씀: {draws.ko}.",
            f"Every design meets the same firms, scenarios and draws: {draws.en}.",
        )
    )
    yield from source_notes(reading.sources)
