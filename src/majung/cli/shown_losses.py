"""What a run found, for people."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType

from majung.cli.output import Justify, Words, language, say, say_table
from majung.errors import sentence
from majung.operations.risk.loss_notes import loss_notes
from majung.operations.risk.loss_readings import LossReading, StagedYear, Stressed, yearly_costs
from majung.operations.risk.methods import WITHDRAWN, level_of, method_taken
from majung.risk.losses.figures import Interval
from majung.values.months import MONTHS_A_YEAR

#: Programmes go by what the list calls them.
NOT_CALLED: Mapping[str, str] = MappingProxyType({})
WORDS: Words = {
    "ko": {
        "figure": "항목", "value": "값", "low": "95 % 하한", "high": "95 % 상한",
        "expected": "예상손실", "quantile": "손실 {level} 분위(VaR)",
        "shortfall": "초과 평균손실(ES)",
        "value-now": "부도 비용의 현재가치", "programme": "프로그램", "mean": "예상손실",
        "tail": "초과손실 기여", "none": "(없음)", "year": "연차",
        "usual": "평상시", "more": "차이", "yearly": "해마다의 예상 순지급(지급 − 회수)",
        "fan": "해마다의 순지급(지급 − 회수): 시나리오의 5 %, 50 %, 95 %",
        "path": "{name}: 분기별 공통 요인 {path} · {source}",
        "method": "방법: {method} · 계약 {contracts:,}건 · 잔액 {outstanding:,.0f} · "
        "시나리오 {scenarios:,} · 시드 {seed} · 철회된 등급: {withdrawal}",
        "source": "부도율 자료: {source}",
        "part": "{dimension}별 기여", "sector": "업종", "region": "지역", "firm": "기업",
        "at-risk": "VaR 기여", "elsewhere": "다른 곳이 부담: 우선손실 {first_loss}, "
        "한도 초과 {beyond_cap} (평균). 위 업종·지역·기업별 예상손실은 이를 빼기 전",
        "borne-elsewhere": "다른 곳이 부담하는 손실(평균); 위 금액은 공공이 부담하는 몫",
        "borne": "청구에서 회수를 뺀 금액의 연도별 부담(평균)", "public": "공공",
        "first_loss": "우선손실", "beyond_cap": "한도 초과(기관)",
        "staged": "IFRS 9 단계: 해마다 연말 잔액과 충당금", "stage": "{stage}단계",
        "provision": "충당금", "today": "오늘",
        "interest": "금리 변동에 따른 이자", "subsidy": "금리 변동에 따른 이차보전",
    },
    "en": {
        "figure": "Figure", "value": "Value", "low": "95 % from", "high": "95 % to",
        "expected": "Expected loss", "quantile": "Value at risk, {level}",
        "shortfall": "Expected shortfall", "value-now": "Present value of defaults' cost",
        "programme": "Programme", "mean": "Expected loss", "tail": "Part of the shortfall",
        "none": "(none)", "year": "Year",
        "usual": "As usual", "more": "Difference",
        "yearly": "Claims less recoveries expected of each year",
        "fan": "Claims less recoveries of each year: 5, 50 and 95 % of scenarios",
        "path": "{name}: shared factor by quarter {path} · {source}",
        "method": "Method: {method} · {contracts:,} contracts · outstanding {outstanding:,.0f} · "
        "{scenarios:,} scenarios · seed {seed} · withdrawn ratings: {withdrawal}",
        "source": "Default rates: {source}",
        "part": "What each adds: {dimension}", "sector": "sector", "region": "region",
        "firm": "firm", "at-risk": "Part of the value at risk",
        "elsewhere": "Borne elsewhere on average: first losses {first_loss}, beyond caps "
        "{beyond_cap}. Expected losses by sector, region and firm are before them",
        "borne-elsewhere": "Borne elsewhere on average; the figures above are the public side's",
        "borne": "Who pays claims less recoveries of each year, on average",
        "public": "public side", "first_loss": "first loss",
        "beyond_cap": "beyond caps (institutions)",
        "staged": "IFRS 9 stages: amounts at each year's end, and provisions",
        "stage": "Stage {stage}", "provision": "Provision", "today": "Today",
        "interest": "Interest beyond today's rates", "subsidy": "Subsidies beyond today's rates",
    },
}  # fmt: skip
#: Who bears what the public side does not.
ELSEWHERE = ("first_loss", "beyond_cap")


def print_stresses(usual: LossReading, stressed: Sequence[Stressed]) -> None:
    """Print losses and yearly costs without and with named stresses, and the stages under each."""
    words, level = WORDS[language()], level_of(usual.settings)
    _say_method(usual)
    names = (words["expected"], words["quantile"].format(level=level), words["shortfall"])
    keys = ("expected", "value_at_risk", "shortfall")
    _say_beside(
        words["figure"],
        [
            (name, [getattr(each, key).value for each in _readings(usual, stressed)])
            for name, key in zip(names, keys, strict=True)
        ],
        stressed,
    )
    if usual.elsewhere:
        _say_beside(
            words["figure"],
            [
                (words[name], [each.elsewhere[name] for each in _readings(usual, stressed)])
                for name in ELSEWHERE
            ],
            stressed,
            title=words["borne-elsewhere"],
        )
    years = zip_longest(*map(yearly_costs, _readings(usual, stressed)), fillvalue=0.0)
    _say_beside(
        words["year"],
        [(str(year), list(row)) for year, row in enumerate(years, start=1) if any(map(round, row))],
        stressed,
        title=words["yearly"],
    )
    _say_notes(usual)
    for each in stressed:
        _say_stages(each.losses.staged, under=each.stress.name.spoken(language()))
        say(words["path"].format(
            name=each.stress.name.spoken(language()),
            path=" ".join(f"{factor:.2f}" for factor in each.stress.factor),
            source=each.stress.source.spoken(language()),
        ))  # fmt: skip


def _readings(usual: LossReading, stressed: Sequence[Stressed]) -> list[LossReading]:
    return [usual, *(each.losses for each in stressed)]


def _say_beside(
    head: str,
    rows: Sequence[tuple[str, Sequence[float]]],
    stressed: Sequence[Stressed],
    *,
    title: str = "",
) -> None:
    """Print what is usual and, for each stress, the figure and by how much it differs."""
    words = WORDS[language()]
    heads: list[tuple[str, Justify]] = [(head, "left"), (words["usual"], "right")]
    for each in stressed:
        heads += [(each.stress.name.spoken(language()), "right"), (words["more"], "right")]
    say_table(
        heads,
        [
            (name, _shown(first), *(
                cell for each in rest for cell in (_shown(each), f"{round(each) - round(first):+,}")
            ))
            for name, (first, *rest) in rows
        ],
        title=title,
    )  # fmt: skip


def print_losses(reading: LossReading, called: Mapping[str, str] = NOT_CALLED) -> None:
    """Print what a run found.

    Args:
        called: what programmes, sectors and regions are called, by what the reading calls them.
    """
    words, settings = WORDS[language()], reading.settings
    _say_method(reading)
    say_table(
        [(words["figure"], "left"), *((words[key], "right") for key in ("value", "low", "high"))],
        [
            _row(words["expected"], reading.expected),
            _row(words["quantile"].format(level=level_of(settings)), reading.value_at_risk),
            _row(words["shortfall"], reading.shortfall),
            (words["value-now"], _shown(reading.present_value), "", ""),
        ],
    )
    say_table(
        [(words["programme"], "left"), (words["mean"], "right"), (words["tail"], "right")],
        [
            (called.get(name, name) or words["none"], _shown(mean), _shown(tail))
            for name, (mean, tail) in reading.programmes.items()
        ],
    )
    _say_fan(reading.fan, words["year"], title=words["fan"])
    for name, fan in reading.floated.items():
        _say_fan(fan, words["year"], title=words[name])
    for dimension in ("sector", "region", "firm"):
        _say_parts(reading, dimension, called)
    if reading.elsewhere:
        shown = {name: _shown(value) for name, value in reading.elsewhere.items()}
        say(words["elsewhere"].format(**shown))
    _say_borne(reading.borne)
    _say_stages(reading.staged)
    _say_notes(reading)
    for source in reading.sources:
        say(words["source"].format(source=source))


def _say_method(reading: LossReading) -> None:
    words, settings = WORDS[language()], reading.settings
    say(
        words["method"].format(
            method=method_taken(reading).spoken(language()),
            contracts=reading.contracts,
            outstanding=reading.outstanding,
            scenarios=settings.scenarios,
            seed=settings.seed,
            withdrawal=WITHDRAWN[settings.withdrawal].spoken(language()),
        )
    )


def _say_notes(reading: LossReading) -> None:
    for note in loss_notes(reading):
        say(sentence(note, language()))


def _say_fan(fan: Mapping[str, list[float]], year: str, *, title: str = "") -> None:
    say_table(
        [(year, "right"), *((f"{float(level):.0%}", "right") for level in fan)],
        [
            (str(place), *(_shown(value) for value in row))
            for place, row in enumerate(zip(*fan.values(), strict=True), start=1)
        ],
        title=title,
    )


def _say_borne(borne: Mapping[str, list[float]]) -> None:
    if borne:
        words = WORDS[language()]
        years = {
            words[name]: [
                sum(months[first : first + MONTHS_A_YEAR])
                for first in range(0, len(months), MONTHS_A_YEAR)
            ]
            for name, months in borne.items()
        }
        say_table(
            [(words["year"], "right"), *((name, "right") for name in years)],
            [
                (str(year), *map(_shown, row))
                for year, row in enumerate(zip(*years.values(), strict=True), start=1)
            ],
            title=words["borne"],
        )


def _say_parts(reading: LossReading, dimension: str, called: Mapping[str, str]) -> None:
    words, parts = WORDS[language()], reading.parts.get(dimension, ())
    if len(parts) > 1:
        heads = ("mean", "at-risk", "tail")
        say_table(
            [(words[dimension], "left"), *((words[key], "right") for key in heads)],
            [
                (called.get(each.name, each.name) or words["none"], _shown(each.expected),
                 _shown(each.at_risk), _shown(each.shortfall))
                for each in parts
            ],
            title=words["part"].format(dimension=words[dimension]),
        )  # fmt: skip


def _say_stages(staged: tuple[StagedYear, ...], *, under: str = "") -> None:
    words = WORDS[language()]
    heads = [words["stage"].format(stage=stage) for stage in (1, 2, 3)] + [words["provision"]]
    say_table(
        [(words["year"], "left"), *((head, "right") for head in heads)],
        [
            (
                str(year) if year else words["today"],
                *map(_shown, each.amounts),
                _shown(sum(each.provisions)),
            )
            for year, each in enumerate(staged)
        ],
        title=words["staged"] + (f" · {under}" if under else ""),
    )


def _row(name: str, figure: Interval) -> tuple[str, str, str, str]:
    return name, _shown(figure.value), _shown(figure.low), _shown(figure.high)


def _shown(amount: float) -> str:
    # Rounded first: a little less than nought is nought, not minus nought.
    return f"{round(amount):,}"
