"""What a run over the office's contracts found beside losses, for people and as JSON."""

from collections.abc import Mapping
from math import isfinite
from pathlib import Path

from majung.applications.industries import SECTION_NAMES
from majung.applications.regions import Region
from majung.cli.output import Words, language, say, say_table, told
from majung.errors.sentences import sentence
from majung.operations.risk.office.documents import office_run_document
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.running import Leverage, OfficeRun
from majung.operations.supply.watermarks import watermark_shown
from majung.reports.texts import said

WORDS: Words = {
    "ko": {
        "head": "기준일 {on} · {scope} · {mark}",
        "whole": "전 기관의 계약", "part": "소속 기관의 계약",
        "leverage": "레버리지: 공공자금 1원에 민간자금 몇 원", "programme": "프로그램",
        "all": "전체", "private": "민간자금", "put-in": "공공자금 투입",
        "expected": "공공자금 예상 소요", "multiple": "배수",
        "contingent": "우발채무: 해마다 최대와 예상", "year": "연차",
        "covers-most": "보험·보증 최대", "covers-expected": "보험·보증 예상 지급",
        "calls-most": "출자 미납입 약정", "calls-expected": "출자 예상 납입",
        "note": "· {note}", "file": "파일: {file}",
    },
    "en": {
        "head": "On {on} · {scope} · {mark}",
        "whole": "contracts of every institution",
        "part": "contracts of one's own institution",
        "leverage": "Leverage: private won beside each public won", "programme": "Programme",
        "all": "All", "private": "Private money", "put-in": "Public, put in",
        "expected": "Public, expected", "multiple": "Multiple",
        "contingent": "Contingent liabilities: at most and as expected, by year", "year": "Year",
        "covers-most": "Covers, at most", "covers-expected": "Claims expected",
        "calls-most": "Commitments not called", "calls-expected": "Calls expected",
        "note": "· {note}", "file": "file: {file}",
    },
}  # fmt: skip


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
    print_ground(found, files)


def print_day(office: OfficePortfolio) -> None:
    """Print whose contracts of which day were followed, and as known when."""
    words = WORDS[language()]
    scope = words["whole" if office.is_whole else "part"]
    mark = said(watermark_shown(office.watermark), language())
    say(told(words["head"], on=office.on, scope=scope, mark=mark))


def print_ground(found: OfficeRun, files: tuple[Path, ...]) -> None:
    """Print what was supposed or left out, and what was written."""
    words = WORDS[language()]
    for note in found.notes:
        say(words["note"].format(note=sentence(note, language())))
    for file in files:
        say(words["file"].format(file=file))


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
