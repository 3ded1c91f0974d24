"""What a run over the office's contracts found beside losses, for people and as JSON."""

from collections.abc import Mapping
from math import isfinite
from pathlib import Path

from majung.applications.industries import SECTION_NAMES
from majung.applications.regions import Region
from majung.cli.figures_out import say_files
from majung.cli.output import Words, language, say, say_table, told
from majung.errors.sentences import sentence
from majung.operations.risk.office.documents import office_run_document
from majung.operations.risk.office.office_run import Leverage, OfficeRun
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.supply.watermarks import watermark_shown
from majung.reports.texts import said
from majung.values.money import SCALE_OF

WORDS: Words = {
    "ko": {
        "head": "기준일 {on} · {scope} · 금액 단위 {unit} · {mark}",
        "whole": "전 기관의 계약", "part": "소속 기관의 계약",
        "unit": "{currency}", "minor": "{currency} 보조단위",
        "leverage": "레버리지: 공공자금 1원에 민간자금 몇 원", "programme": "프로그램",
        "all": "전체", "private": "민간자금", "put-in": "공공자금 투입",
        "expected": "공공자금 예상 소요", "multiple": "배수",
        "contingent": "우발채무: 해마다 최대와 예상", "year": "연차",
        "covers-most": "보험·보증 최대", "covers-expected": "보험·보증 예상 지급",
        "calls-most": "출자 미납입 약정", "calls-expected": "출자 예상 납입",
        "funds": "출자: 오늘 가치와 남은 납입 {stake}에 대한 손실(음수는 이익)",
        "figure": "항목", "alone": "출자만", "together": "대출·보증과 함께",
        "mean": "예상손실", "quantile": "VaR", "shortfall": "ES",
        "funds-years": "출자: 해마다 회수에서 납입을 뺀 금액",
        "assumed": "가정: 펀드 가치의 연 성장 {growth:.1%}, 연 변동성 {deviation:.0%}, "
        "경제 요인의 몫 {economy:.0%}; 한 펀드는 한 번에 회수",
        "note": "· {note}",
    },
    "en": {
        "head": "On {on} · {scope} · amounts in {unit} · {mark}",
        "whole": "contracts of every institution",
        "part": "contracts of one's own institution",
        "unit": "{currency}", "minor": "minor units of {currency}",
        "leverage": "Leverage: private won beside each public won", "programme": "Programme",
        "all": "All", "private": "Private money", "put-in": "Public, put in",
        "expected": "Public, expected", "multiple": "Multiple",
        "contingent": "Contingent liabilities: at most and as expected, by year", "year": "Year",
        "covers-most": "Covers, at most", "covers-expected": "Claims expected",
        "calls-most": "Commitments not called", "calls-expected": "Calls expected",
        "funds": "Stakes in funds: lost of today's value and what is still called, {stake} "
        "(below nought: gained)",
        "figure": "Figure", "alone": "Stakes alone", "together": "With loans and covers",
        "mean": "Expected loss", "quantile": "Value at risk", "shortfall": "Expected shortfall",
        "funds-years": "Stakes in funds: what comes back less what is called, by year",
        "assumed": "Assumed: what funds hold grows {growth:.1%} a year with a deviation of "
        "{deviation:.0%}, {economy:.0%} of it the economy's; a fund is sold at once",
        "note": "· {note}",
    },
}  # fmt: skip


#: Places of a minor unit where nobody said otherwise.
MINOR_PLACES = 2


def print_office(office: OfficePortfolio, found: OfficeRun, files: tuple[Path, ...]) -> None:
    """Print what only the office's contracts say."""
    words, called = WORDS[language()], called_of(office)
    print_day(office)
    say_table(
        [(words["programme"], "left"),
         *((words[key], "right") for key in ("private", "put-in", "expected", "multiple"))],
        [
            (called.get(each.programme, each.programme) or words["all"],
             _amount(each.private), _amount(each.put_in),
             _amount(each.expected), _multiple(each))
            for each in found.leverage
        ],
        title=words["leverage"],
    )  # fmt: skip
    heads = ("covers-most", "covers-expected", "calls-most", "calls-expected")
    say_table(
        [(words["year"], "right"), *((words[key], "right") for key in heads)],
        [
            (str(each.year), _amount(each.covers_most), _amount(each.covers_expected),
             _amount(each.calls_most), _amount(each.calls_expected))
            for each in found.contingent
        ],
        title=words["contingent"],
    )  # fmt: skip
    _say_stakes(found)
    print_ground(found, files)


def print_day(office: OfficePortfolio) -> None:
    """Print whose contracts of which day were followed, and as known when."""
    words = WORDS[language()]
    scope = words["whole" if office.is_whole else "part"]
    mark = said(watermark_shown(office.watermark), language())
    is_whole = SCALE_OF.get(office.currency, MINOR_PLACES) == 0
    unit = words["unit" if is_whole else "minor"].format(currency=office.currency)
    say(told(words["head"], on=office.on, scope=scope, unit=unit, mark=mark))


def print_ground(found: OfficeRun, files: tuple[Path, ...]) -> None:
    """Print what was supposed or left out, and what was written."""
    words = WORDS[language()]
    for note in found.notes:
        say(words["note"].format(note=sentence(note, language())))
    say_files(files)


def _say_stakes(found: OfficeRun) -> None:
    words, stakes, together = WORDS[language()], found.stakes, found.losses.together
    if stakes is None:
        return
    rows = (("mean", "expected"), ("quantile", "value_at_risk"), ("shortfall", "shortfall"))
    say_table(
        [(words["figure"], "left"), *((words[key], "right") for key in ("alone", "together"))],
        [
            (words[key], _amount(getattr(stakes, name).value), _amount(together[name].value))
            for key, name in rows
        ],
        title=told(words["funds"], stake=_amount(stakes.at_stake)),
    )
    say_table(
        [(words["year"], "right"), *((f"{float(level):.0%}", "right") for level in stakes.fan)],
        [
            (str(year), *map(_amount, row))
            for year, row in enumerate(zip(*stakes.fan.values(), strict=True), start=1)
        ],
        title=words["funds-years"],
    )
    say(
        words["assumed"].format(
            growth=stakes.growth, deviation=stakes.deviation, economy=stakes.economy
        )
    )


def office_document(
    office: OfficePortfolio, found: OfficeRun, files: tuple[Path, ...]
) -> Mapping[str, object]:
    """Write everything for JSON."""
    return {
        "on": office.on.isoformat(),
        "currency": office.currency,
        "watermark": office.watermark,
        "is_whole": office.is_whole,
        **office_run_document(found, office.stakes),
        "files": [str(file) for file in files],
    }


def called_of(office: OfficePortfolio) -> Mapping[str, str]:
    """Return what programmes, sectors and regions are called, by key."""
    tongue = language()
    return {
        **{section: name.spoken(tongue) for section, name in SECTION_NAMES.items()},
        **{region.value: region.spoken(tongue) for region in Region},
        **{key: name.spoken(tongue) for key, name in office.names.items()},
    }


def _multiple(each: Leverage) -> str:
    return f"{each.multiple:,.2f}" if isfinite(each.multiple) else "∞"


def _amount(amount: float) -> str:
    return f"{amount:,.0f}"
