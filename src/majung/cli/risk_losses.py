"""``majung risk run``: contracts followed through scenarios; a list needs no database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from majung.cli.given import content_of
from majung.cli.output import (
    Json,
    Words,
    console,
    language,
    refuse_problems,
    say,
    say_json,
    say_table,
)
from majung.cli.risk_held import HELD, Held
from majung.cli.shown_risk import office_document, print_office
from majung.operations.risk.crews import Progress
from majung.operations.risk.loss_list import read_loss_list
from majung.operations.risk.losses import (
    LossReading,
    LossSettings,
    Method,
    grades,
    losses_of,
)
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place, place_of
from majung.operations.risk.stress_list import path_of, read_unemployment
from majung.risk.futures.scenarios import Spread
from majung.risk.futures.transitions import Withdrawal
from majung.risk.losses.measures import Interval

app = App(name="losses", help="Losses of lists of contracts.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "figure": "항목", "value": "값", "low": "95 % 하한", "high": "95 % 상한",
        "expected": "예상손실", "quantile": "손실 {level} 분위(VaR)",
        "shortfall": "초과 평균손실(ES)",
        "value-now": "부도 비용의 현재가치", "programme": "프로그램", "mean": "예상손실",
        "tail": "초과손실 기여", "none": "(없음)", "year": "연차",
        "usual": "평상시", "stressed": "시나리오",
        "method": "방법 {method} · 계약 {contracts:,}건 · 잔액 {outstanding:,.0f} · "
        "시나리오 {scenarios:,} · 시드 {seed} · 철회 등급 {withdrawal}",
        "largest": "가장 큰 계약이 잔액의 {share:.0%}입니다: 꼬리는 그 계약이 정합니다",
        "source": "부도율 자료: {source}",
        "exact": "계약별 계산", "tables": "표 계산과 큰 계약의 계약별 계산",
        "leaves": "관찰에서 빠짐", "stays": "등급 유지", "as-others": "같은 등급의 다른 기업처럼",
    },
    "en": {
        "figure": "Figure", "value": "Value", "low": "95 % from", "high": "95 % to",
        "expected": "Expected loss", "quantile": "Value at risk, {level}",
        "shortfall": "Expected shortfall", "value-now": "Present value of defaults' cost",
        "programme": "Programme", "mean": "Expected loss", "tail": "Part of the shortfall",
        "none": "(none)", "year": "Year",
        "usual": "As usual", "stressed": "Under the scenario",
        "method": "Method {method} · {contracts:,} contracts · outstanding {outstanding:,.0f} · "
        "{scenarios:,} scenarios · seed {seed} · withdrawn ratings: {withdrawal}",
        "largest": "The largest contract is {share:.0%} of what is outstanding: it sets the tail",
        "source": "Default rates: {source}",
        "exact": "exact", "tables": "tables, large names exact",
        "leaves": "observed no more", "stays": "kept their grade", "as-others": "fare as others",
    },
}  # fmt: skip
#: From this share on a single contract is told of.
LARGE = 0.10


@app.command
def run(
    file: Path | None = None,
    /,
    *,
    held: Held = HELD,
    scenarios: Annotated[int, Parameter(help="How many scenarios.")] = 10_000,
    seed: Annotated[int, Parameter(help="Of every draw; the same seed gives the same bits.")] = 0,
    level: Annotated[float, Parameter(help="Of value at risk and shortfall.")] = 0.999,
    method: Annotated[Method, Parameter(help="auto, exact or tables.")] = Method.CHOSEN,
    on: Annotated[
        str, Parameter(help="Where the work is done: local, processes or dask://HOST:PORT.")
    ] = "local",
    spread: Annotated[Spread, Parameter(help="How factors are spread.")] = Spread.SOBOL,
    withdrawal: Annotated[
        Withdrawal, Parameter(help="What becomes of firms whose rating is withdrawn.")
    ] = Withdrawal.LEAVES,
    freedom: Annotated[
        float | None, Parameter(help="Degrees of freedom of a t copula; Gaussian without.")
    ] = None,
    severity: Annotated[float, Parameter(help="Mean loss given default, 0 to 1.")] = 0.45,
    json: Json = False,
) -> int:
    """Follow contracts through scenarios: losses, lines by month, what they rest on.

    They are those in FILE, or the office's own, or those of a snapshot.
    """
    place = place_of(on)
    office = held.portfolio(has_list=file is not None)
    settings = LossSettings(
        scenarios=scenarios, seed=seed, level=level, method=method, spread=spread,
        withdrawal=withdrawal, freedom=freedom, severity=severity,
    )  # fmt: skip
    if office is not None:
        return _run_office(office, held, settings, place=place, as_json=json)
    assert file is not None
    found = read_loss_list(str(file), content_of(file), grades=grades())
    if isinstance(found, tuple):
        return refuse_problems(found, as_json=json)
    with _bar() as progress:
        reading = losses_of(found, settings, place=place, progress=progress)
    if json:
        say_json(_document(reading))
    else:
        _print(reading)
    return 0


def _run_office(
    office: OfficePortfolio, held: Held, settings: LossSettings, *, place: Place, as_json: bool
) -> int:
    with _bar() as progress:
        found = run_office(office, settings, place=place, progress=progress)
    files = held.hand_out(office, found.lines())
    if as_json:
        document = {**_document(found.losses), "lines": found.lines()}
        say_json({**document, **office_document(office, found, files)})
    else:
        _print(found.losses)
        print_office(office, found, files)
    return 0


@app.command
def stress(
    file: Path,
    /,
    *,
    history: Annotated[Path, Parameter(help="Unemployment of past quarters, oldest first.")],
    scenario: Annotated[Path, Parameter(help="Unemployment in each quarter of the scenario.")],
    scenarios: Annotated[int, Parameter(help="How many scenarios.")] = 10_000,
    seed: Annotated[int, Parameter(help="Of every draw, with and without the stress.")] = 0,
    level: Annotated[float, Parameter(help="Of value at risk and shortfall.")] = 0.999,
    json: Json = False,
) -> int:
    """Hold the contracts in FILE against a published scenario: losses without and with it."""
    found = read_loss_list(str(file), content_of(file), grades=grades())
    past = read_unemployment(str(history), content_of(history))
    ahead = read_unemployment(str(scenario), content_of(scenario))
    if isinstance(found, tuple) or isinstance(past, tuple) or isinstance(ahead, tuple):
        read = [each for each in (found, past, ahead) if isinstance(each, tuple)]
        return refuse_problems([problem for each in read for problem in each], as_json=json)
    settings = LossSettings(scenarios=scenarios, seed=seed, level=level)
    path = path_of(past, ahead)
    usual, stressed = (
        losses_of(found, settings, place=Place.LOCAL, path=each) for each in (None, path)
    )
    if json:
        both = {"usual": _document(usual), "stressed": _document(stressed)}
        say_json({"factor": path.tolist(), **both})
    else:
        _print_stress(usual, stressed)
    return 0


@contextmanager
def _bar() -> Iterator[Progress]:
    """Show how many pieces of the work are done, beside what is printed."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    beside = console(stderr=True)
    with Bar(*columns, console=beside, transient=True, disable=not beside.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, pieces: bar.update(task, completed=done, total=pieces)


def _print_stress(usual: LossReading, stressed: LossReading) -> None:
    words, level = WORDS[language()], f"{usual.settings.level:.1%}"
    names = (words["expected"], words["quantile"].format(level=level), words["shortfall"])
    pairs = [
        (getattr(usual, name).value, getattr(stressed, name).value)
        for name in ("expected", "value_at_risk", "shortfall")
    ]
    say_table(
        [(words["figure"], "left"), *((words[key], "right") for key in ("usual", "stressed"))],
        [(name, *map(_shown, pair)) for name, pair in zip(names, pairs, strict=True)],
    )


def _print(reading: LossReading) -> None:
    words, settings = WORDS[language()], reading.settings
    say(
        words["method"].format(
            method=words[reading.method],
            contracts=reading.contracts,
            outstanding=reading.outstanding,
            scenarios=settings.scenarios,
            seed=settings.seed,
            withdrawal=words[settings.withdrawal.value],
        )
    )
    say_table(
        [(words["figure"], "left"), *((words[key], "right") for key in ("value", "low", "high"))],
        [
            _row(words["expected"], reading.expected),
            _row(words["quantile"].format(level=f"{settings.level:.1%}"), reading.value_at_risk),
            _row(words["shortfall"], reading.shortfall),
            (words["value-now"], _shown(reading.present_value), "", ""),
        ],
    )
    say_table(
        [(words["programme"], "left"), (words["mean"], "right"), (words["tail"], "right")],
        [
            (name or words["none"], _shown(mean), _shown(tail))
            for name, (mean, tail) in reading.programmes.items()
        ],
    )
    say_table(
        [(words["year"], "right"), *((f"{float(level):.0%}", "right") for level in reading.fan)],
        [
            (str(year), *(_shown(value) for value in row))
            for year, row in enumerate(zip(*reading.fan.values(), strict=True), start=1)
        ],
    )
    if reading.largest >= LARGE:
        say(words["largest"].format(share=reading.largest))
    for source in reading.sources:
        say(words["source"].format(source=source))


def _row(name: str, figure: Interval) -> tuple[str, str, str, str]:
    return name, _shown(figure.value), _shown(figure.low), _shown(figure.high)


def _shown(amount: float) -> str:
    return f"{amount:,.0f}"


def _document(reading: LossReading) -> Mapping[str, object]:
    return {
        "method": reading.method,
        "settings": asdict(reading.settings),
        "contracts": reading.contracts,
        "outstanding": reading.outstanding,
        "expected_loss": asdict(reading.expected),
        "value_at_risk": asdict(reading.value_at_risk),
        "expected_shortfall": asdict(reading.shortfall),
        "present_value": reading.present_value,
        "programmes": {
            name: {"expected_loss": mean, "shortfall": tail}
            for name, (mean, tail) in reading.programmes.items()
        },
        "lines": reading.lines,
        "yearly_net_claims": reading.fan,
        "largest_share": reading.largest,
        "sources": list(reading.sources),
    }
