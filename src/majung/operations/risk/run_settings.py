"""What a risk run rests on, in words: watermark, method, seed and every setting."""

from collections.abc import Iterator, Mapping, Sequence

from majung.operations.reading_names import Names
from majung.operations.risk.layered_report import pool_lines
from majung.operations.risk.methods import METHODS, WITHDRAWN, level_of, method_taken
from majung.operations.risk.reading_runs import RiskRun
from majung.operations.risk.stresses import Stress
from majung.operations.supply.watermarks import watermark_shown
from majung.reports.cells import count, counter, day, words
from majung.reports.model import KeyValue
from majung.rules.citations import Label
from majung.store.servicing.contracts import Series as ContractSeries

ALL = Label("전체", "All together")
SCENARIOS = counter("개", "scenarios", "scenario")
SERIES: Mapping[ContractSeries, Label] = {
    ContractSeries.REAL: Label("자체 계약", "own contracts"),
    ContractSeries.EXAMPLE: Label("예시 계약", "example contracts"),
}


def setting_lines(run: RiskRun, names: Names) -> Iterator[KeyValue]:
    """Return what a run rests on: watermark, method, seed and every setting."""
    wanted, settings = run.wanted, run.wanted.settings
    programme = names.programme(wanted.programme) if wanted.programme else ALL
    copula = (
        Label("가우스", "Gaussian")
        if settings.freedom is None
        else Label(f"t(자유도 {settings.freedom:g})", f"t, {settings.freedom:g} degrees of freedom")
    )
    shares = (settings.economy, settings.sector, settings.region, settings.group)
    yield KeyValue(Label("기준일", "As of"), day(wanted.on))
    yield KeyValue(Label("대상", "Contracts of"), words(_scope(run, programme)))
    yield KeyValue(Label("방법", "Method"), words(_method_of(run)))
    yield KeyValue(Label("시나리오", "Scenarios"), count(settings.scenarios, SCENARIOS))
    yield KeyValue(Label("시드", "Seed"), words(str(settings.seed)))
    yield KeyValue(Label("VaR·ES 수준", "Level of VaR and ES"), words(level_of(settings)))
    yield KeyValue(Label("철회된 등급", "Withdrawn ratings"), words(WITHDRAWN[settings.withdrawal]))
    yield KeyValue(Label("결합 분포", "Joint distribution"), words(copula))
    yield KeyValue(
        Label("공통 요인(경제·업종·지역·기업집단)", "Shared by economy, sector, region, group"),
        words(" · ".join(f"{100 * each:g} %" for each in shares)),
    )
    yield KeyValue(
        Label("부도 시 손실률(평균·표준편차)", "Loss given default (mean, deviation)"),
        words(f"{100 * settings.severity:g} % · {100 * settings.severity_deviation:g} %"),
    )
    yield from pool_lines(wanted.pools, names, currency=wanted.currency)
    yield from _stress_lines(run.wanted.stresses)
    if run.result is not None:
        yield KeyValue(Label("워터마크", "Watermark"), words(watermark_shown(run.result.watermark)))


def _method_of(run: RiskRun) -> Label:
    if run.result is None:
        return METHODS[run.wanted.settings.method.value]
    return method_taken(run.result.found.losses)


def _stress_lines(stresses: Sequence[Stress]) -> Iterator[KeyValue]:
    """Return the path of each stress, quarter by quarter, and where it comes from."""
    for each in stresses:
        path = " ".join(f"{factor:.2f}".replace("-", "−") for factor in each.factor)
        yield KeyValue(
            Label(f"스트레스: {each.name.ko}", f"Stress: {each.name.en}"),
            words(
                Label(
                    f"분기별 공통 요인 {path} · {each.source.ko}",
                    f"shared factor by quarter {path} · {each.source.en}",
                )
            ),
        )


def _scope(run: RiskRun, programme: Label) -> Label:
    series = SERIES[run.wanted.series]
    is_whole = run.result is None or run.result.is_whole
    whose = Label("", "") if is_whole else Label(", 우리 기관 것만", ", of this institution only")
    return Label(
        f"{programme.ko} · {series.ko}{whose.ko}", f"{programme.en} · {series.en}{whose.en}"
    )
