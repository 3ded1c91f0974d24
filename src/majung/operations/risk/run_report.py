"""A risk run as parts of a page or document: what it found, and all that it rests on.

Figures are those that were kept with the run; nothing is reckoned here but sums for a reader's eye.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isfinite

from majung.applications.industries import SECTION_NAMES
from majung.errors import Language
from majung.operations.reading_names import Names
from majung.operations.risk.layered_report import layered_parts
from majung.operations.risk.loss_notes import run_notes
from majung.operations.risk.loss_readings import FAN, LossReading
from majung.operations.risk.methods import level_of
from majung.operations.risk.office.office_run import Leverage, StakesReading
from majung.operations.risk.reading_runs import RiskRun
from majung.operations.risk.run_settings import ALL, SERIES, setting_lines
from majung.operations.risk.runs import RunResult
from majung.operations.risk.stress_report import stress_figures, stress_parts
from majung.reports.cells import (
    NOT_APPLICABLE,
    TIMES,
    Cell,
    count,
    counter,
    hundred_millions,
    percent,
    words,
    written,
)
from majung.reports.charts import Fan, Histogram, Series
from majung.reports.model import (
    Chart,
    DocumentKind,
    Heading,
    KeyValue,
    KeyValues,
    Marking,
    Note,
    Notes,
    Paragraph,
    Part,
    Report,
    Tone,
    Watermark,
)
from majung.reports.tables import Table, lined_up
from majung.reports.texts import Text
from majung.risk.losses.figures import Interval
from majung.rules.citations import Label
from majung.store.servicing.contracts import Series as ContractSeries
from majung.values.money import Money

TITLE = Label("위험 산출 결과", "What it may cost")
EXPECTED = Label("예상손실(EL)", "Expected loss (EL)")
NO_SECTOR = Label("업종 없음", "no sector")
NO_PROGRAMME = Label("프로그램 없음", "no programme")
CONTRACTS = counter("건", "contracts", "contract")
EXACT_TO = 10**8


def run_parts(run: RiskRun, names: Names) -> tuple[Part, ...]:
    """Lay a run out: what it says in a line, charts, tables, what it rests on.

    A run that is not done shows what was asked for.

    Args:
        names: of programmes.
    """
    settings = KeyValues(tuple(setting_lines(run, names)), _RESTS_ON)
    if run.result is None:
        return (settings,)
    money = _Money(run.wanted.currency)
    losses = run.result.found.losses
    return (
        Paragraph(in_short(run), Tone.LEAD),
        money.figures(losses),
        Heading(Label("해마다 드는 비용", "Cost by year")),
        *money.years(losses),
        Heading(Label("손실의 분포", "How losses are spread")),
        *money.distribution(losses),
        *layered_parts(losses, currency=money.currency),
        *stress_parts(losses, run.result.found.stressed, currency=money.currency),
        Heading(Label("무엇이 더하는가", "What adds to it")),
        money.programmes(losses, names),
        *money.sectors(losses),
        Heading(Label("우발채무와 레버리지", "Contingent liabilities and leverage")),
        *money.liabilities(run.result, names),
        *money.funds(run.result),
        Heading(Label("산출 근거", "How it was found")),
        settings,
        Notes(
            Label("가정과 빠진 것", "Assumptions and what is missing"), tuple(_notes(run.result))
        ),
    )


def run_report(run: RiskRun, names: Names, *, language: Language = "ko") -> Report:
    """Lay a run out as a document."""
    wanted = run.wanted
    is_example = wanted.series is ContractSeries.EXAMPLE
    return Report(
        key=f"risk-run-{wanted.on}-{run.key}",
        kind=DocumentKind.STATEMENT,
        language=language,
        title=TITLE,
        number=run.key,
        watermark=Watermark(wanted.on, run.job.asked_at, SERIES[wanted.series]),
        parts=run_parts(run, names),
        markings=(*((Marking.EXAMPLE,) if is_example else ()), Marking.INTERNAL),
    )


def in_short(run: RiskRun) -> Label:
    """Say what a run found, in a sentence."""
    assert run.result is not None
    losses, money = run.result.found.losses, _Money(run.wanted.currency)
    mean, value, short = (
        money.cell(each.value) for each in (losses.expected, losses.value_at_risk, losses.shortfall)
    )
    worst = f"{100 * (1 - losses.settings.level):.4g}"
    return Label(
        f"평균 {written(mean, 'ko')}의 손실이 예상됨. 가장 나쁜 {worst} % 시나리오는 "
        f"{written(value, 'ko')} 이상이고, 그 평균은 {written(short, 'ko')}임.",
        f"A loss of {written(mean, 'en')} is expected. The worst {worst} % of scenarios lose "
        f"{written(value, 'en')} or more, {written(short, 'en')} on average.",
    )


def figure_lines(run: RiskRun) -> tuple[KeyValue, ...]:
    """Return the headline figures of a run that is done."""
    assert run.result is not None
    money, losses = _Money(run.wanted.currency), run.result.found.losses
    level = level_of(losses.settings)
    return (
        KeyValue(Label("계약", "Contracts"), count(losses.contracts, CONTRACTS)),
        KeyValue(Label("잔액", "Outstanding"), money.cell(losses.outstanding)),
        KeyValue(EXPECTED, money.cell(losses.expected.value)),
        KeyValue(Label(f"VaR {level}", f"VaR {level}"), money.cell(losses.value_at_risk.value)),
        KeyValue(Label(f"ES {level}", f"ES {level}"), money.cell(losses.shortfall.value)),
        *stress_figures(run.result.found.stressed, currency=money.currency),
    )


_RESTS_ON = Label("설정", "Settings")


class _Money:
    """Charts and tables whose amounts are of one currency."""

    def __init__(self, currency: str) -> None:
        self.currency = currency

    def cell(self, amount: float) -> Cell:
        """Write an amount of the engine."""
        return hundred_millions(Money(round(amount), self.currency))

    def figures(self, losses: LossReading) -> Table:
        """The figures of the distribution, each with how sure it is."""
        level = level_of(losses.settings)
        rows: tuple[tuple[Label, Interval], ...] = (
            (EXPECTED, losses.expected),
            (Label(f"VaR {level}", f"Value at risk, {level}"), losses.value_at_risk),
            (Label(f"ES {level}", f"Expected shortfall, {level}"), losses.shortfall),
        )
        return lined_up(
            "figures",
            Label("손실", "Losses"),
            (Label("항목", "Figure"), [words(name) for name, _ in rows]),
            (Label("값", "Value"), [self.cell(each.value) for _, each in rows]),
            (Label("95 % 하한", "95 % from"), [self.cell(each.low) for _, each in rows]),
            (Label("95 % 상한", "to"), [self.cell(each.high) for _, each in rows]),
        )

    def years(self, losses: LossReading) -> Iterator[Part]:
        """Claims less recoveries of each year: the middle and a band."""
        low, middle, high = (tuple(map(self.cell, losses.fan[f"{level:g}"])) for level in FAN)
        if not middle:
            return
        names = [_year(place) for place in range(1, len(middle) + 1)]
        yield Chart(
            "fan",
            Label("해마다의 순지급(지급 − 회수)", "Claims less recoveries of each year"),
            Label(
                "선은 중앙값, 띠는 열 시나리오 가운데 아홉이 들어가는 범위(5~95 %)입니다.",
                "The line is the median; nine scenarios in ten lie in the band (5 to 95 %).",
            ),
            Fan(
                Label("연차", "Year"),
                tuple(names),
                Series(Label("5 %", "5 %"), low),
                Series(Label("중앙값", "Median"), middle),
                Series(Label("95 %", "95 %"), high),
            ),
        )

    def distribution(self, losses: LossReading) -> Iterator[Part]:
        """How often losses fall into which part, with the figures marked."""
        found = losses.frequencies
        if found is None:
            yield Paragraph(
                Label(
                    "분포를 보관하지 않은 이전 산출입니다.",
                    "A run kept before its distribution was.",
                ),
                Tone.FINE,
            )
            return
        level = level_of(losses.settings)
        marks = (
            (Label("EL", "EL"), losses.expected),
            (Label(f"VaR {level}", f"VaR {level}"), losses.value_at_risk),
            (Label(f"ES {level}", f"ES {level}"), losses.shortfall),
        )
        bounds = tuple(self.cell(found.width * place) for place in range(len(found.shares) + 1))
        yield Chart(
            "distribution",
            Label("손실별 시나리오 비중", "Scenarios by what they lose"),
            Label(
                "막대는 손실이 그 구간에 드는 시나리오의 비중이고, 마지막 막대는 그 위를 모두 "
                "담습니다. 세로선은 예상손실(EL), VaR, ES입니다.",
                "A bar is the share of scenarios that lose so much, the last one all beyond. "
                "Upright lines mark expected loss (EL), VaR and ES.",
            ),
            Histogram(
                Series(Label("손실", "Loss"), bounds),
                Series(
                    Label("시나리오 비중", "Share of scenarios"),
                    tuple(percent(_share(each), 2) for each in found.shares),
                ),
                tuple(Series(name, (self.cell(each.value),)) for name, each in marks),
            ),
        )

    def programmes(self, losses: LossReading, names: Names) -> Table:
        """What each programme adds to the mean and to the shortfall, the largest first."""
        found = sorted(losses.programmes.items(), key=lambda each: -each[1][1])
        head = Label("프로그램", "Programme")
        rows = [(_called(key, names), *added) for key, added in found]
        return self._adding("programmes", Label("프로그램별 기여", "What each adds"), head, rows)

    def sectors(self, losses: LossReading) -> Iterator[Part]:
        """What each sector adds, where there are several."""
        found = losses.parts.get("sector", ())
        if len(found) > 1:
            rows = [
                (SECTION_NAMES.get(each.name, each.name) or NO_SECTOR, each.expected,
                 each.shortfall)
                for each in found
            ]  # fmt: skip
            head = Label("업종", "Sector")
            yield self._adding("sectors", Label("업종별 기여", "What each adds"), head, rows)

    def _adding(
        self, key: str, caption: Text, head: Text, rows: Sequence[tuple[Text, float, float]]
    ) -> Table:
        mean, tail = sum(row[1] for row in rows), sum(row[2] for row in rows)
        return lined_up(
            key,
            caption,
            (head, [words(row[0]) for row in rows]),
            (EXPECTED, [self.cell(row[1]) for row in rows]),
            (Label("EL 비중", "Share of EL"), [_part(row[1], mean) for row in rows]),
            (Label("ES 기여", "Added to ES"), [self.cell(row[2]) for row in rows]),
            (Label("ES 비중", "Share of ES"), [_part(row[2], tail) for row in rows]),
        )

    def liabilities(self, result: RunResult, names: Names) -> Iterator[Part]:
        """What may be called by year, and private money beside public money."""
        found = result.found.contingent
        if found:
            yield lined_up(
                "contingent",
                Label("해마다의 우발채무", "Contingent liabilities by year"),
                (Label("연차", "Year"), [words(_year(each.year)) for each in found]),
                (Label("최대", "At most"), self._cells([each.most for each in found])),
                (Label("예상", "Expected"), self._cells([each.expected for each in found])),
                (Label("보증·보험 최대", "Covers, at most"),
                 self._cells([each.covers_most for each in found])),
                (Label("보증·보험 예상", "Covers, expected"),
                 self._cells([each.covers_expected for each in found])),
                (Label("출자 미납 최대", "Funds, at most"),
                 self._cells([each.calls_most for each in found])),
                (Label("출자 납입 예상", "Funds, expected"),
                 self._cells([each.calls_expected for each in found])),
            )  # fmt: skip
        several = result.found.leverage
        yield lined_up(
            "leverage",
            Label("민간 자금 배수(레버리지)", "Leverage: private money a won of public money"),
            (Label("프로그램", "Programme"),
             [words(_called(each.programme, names) if each.programme else ALL)
              for each in several]),
            (Label("민간", "Private"), self._cells([each.private for each in several])),
            (Label("공공 투입", "Public, put in"), self._cells([each.put_in for each in several])),
            (Label("공공 예상 지출", "Public, expected"),
             self._cells([each.expected for each in several])),
            (Label("배수", "Multiple"), [_multiple(each) for each in several]),
        )  # fmt: skip

    def funds(self, result: RunResult) -> Iterator[Part]:
        """Gains and losses of public money in funds, alone and beside loans and covers."""
        stakes, together = result.found.stakes, result.found.losses.together
        if stakes is None:
            return
        level = level_of(result.found.losses.settings)
        names = ("expected", "value_at_risk", "shortfall")
        yield lined_up(
            "funds",
            Label("출자의 손실(음수는 이익)", "Lost on stakes in funds (below nought: gained)"),
            (Label("항목", "Figure"),
             [words(EXPECTED), *(words(Label(f"{name} {level}", f"{name} {level}"))
                                 for name in ("VaR", "ES"))]),
            (Label("출자만", "Stakes alone"),
             self._cells([getattr(stakes, name).value for name in names])),
            (Label("대출·보증과 함께", "With loans and covers"),
             self._cells([together[name].value for name in names])),
        )  # fmt: skip
        low, middle, high = (self._cells(stakes.fan[f"{level:g}"]) for level in FAN)
        yield lined_up(
            "funds-years",
            Label("출자의 순회수(회수 − 납입)", "Stakes: what comes back less what is called"),
            (Label("연차", "Year"), [words(_year(place + 1)) for place in range(len(middle))]),
            (Label("5 %", "5 %"), low),
            (Label("중앙값", "Median"), middle),
            (Label("95 %", "95 %"), high),
        )

    def _cells(self, amounts: Sequence[float]) -> list[Cell]:
        return [self.cell(each) for each in amounts]


def _on_stakes(stakes: StakesReading) -> Label:
    grows, varies, shared = (
        f"{100 * each:g} %" for each in (stakes.growth, stakes.deviation, stakes.economy)
    )
    return Label(
        f"펀드는 투자기간 끝과 존속기간 끝 사이의 한 달에 모두 회수되고, 가치는 해마다 "
        f"평균 {grows} 늘며 변동성 {varies}, 그 분산의 {shared}가 경제 요인이라고 "
        "가정했습니다. 국내 경험값이 아닙니다.",
        f"A fund is sold in one month between the ends of its investment period and of its "
        f"life; its value is assumed to grow {grows} a year with a deviation of {varies}, "
        f"{shared} of its variance the economy's. No Korean experience.",
    )


def _year(number: int) -> Text:
    return Label(f"{number}년차", f"year {number}")


def _called(programme: str, names: Names) -> Text:
    return names.programme(programme) if programme else NO_PROGRAMME


def _part(amount: float, whole: float) -> Cell:
    return percent(_share(amount / whole) if whole > 0.0 else NOT_APPLICABLE)


def _multiple(each: Leverage) -> Cell:
    is_known = isfinite(each.multiple) and each.private > 0.0
    return Cell(_share(each.multiple) if is_known else NOT_APPLICABLE, TIMES, 1)


def _share(value: float) -> Fraction:
    return Fraction(round(value * EXACT_TO), EXACT_TO)


def _notes(result: RunResult) -> Iterator[Note]:
    found = result.found
    yield Note(
        Label(
            "순지급은 대위변제(공공 대출은 회수 전 손실)에서 회수를 뺀 것입니다. 손실은 전 기간의 "
            "합이며 할인하지 않습니다.",
            "Claims are those paid under covers, and losses of public loans; losses are those of "
            "the whole life, undiscounted.",
        )
    )
    yield Note(
        Label(
            "요인의 몫, 부도 시 손실률, 회수 시차는 가정이며 국내 경험값이 아닙니다.",
            "Shares of factors, loss given default and lags of recovery are assumptions, not "
            "Korean experience.",
        )
    )
    if found.stakes is not None:
        yield Note(_on_stakes(found.stakes))
    for told in run_notes(found):
        yield Note(told)
    for source in found.losses.sources:
        yield Note(Label("부도율 곡선", "Curves of default"), source)
