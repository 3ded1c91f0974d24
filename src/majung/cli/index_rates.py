"""``majung contract index-rates``: what published indexes were, for loans that follow them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from majung.cli.contract_files import Check, Returned
from majung.cli.given import content_of, require_place, written_to
from majung.cli.office import DOING, Doing, now
from majung.cli.output import (
    Words,
    language,
    problem_document,
    refuse,
    say,
    say_json,
    say_table,
    told,
)
from majung.errors import sentence
from majung.operations.servicing.documents import index_rates_document, told_rates_document
from majung.operations.servicing.reading_fixings import MissingFixing, missing_fixings
from majung.operations.servicing.take_index_rates import (
    IndexRatesTaken,
    check_index_rates,
    index_rate_findings,
    index_rates,
    take_index_rates,
)

SHOWN_MAX = 100
WORDS: Words = {
    "ko": {
        "index": "지표", "day": "공시일", "rate": "금리", "by": "등록자",
        "none": "등록된 지표금리가 없음",
        "missing": "대출이 기다리는 금리", "wanted": "필요한 공시일", "counts-from": "재산정일",
        "serviced": "마중물 관리 대출", "reported": "취급기관 보고 대출",
        "good": "지표금리 {count}건을 읽음, 아직 접수하지 않음",
        "taken": "지표금리 {count}건 새로 접수, 대출 {loans}건의 금리 결정, 전표 {entries}건",
        "not-followed": "{index:을/를} 따르는 대출이 없음: 이름을 확인",
        "refused": "{contract}: 전기하지 못함 — {reason}",
    },
    "en": {
        "index": "Index", "day": "Published", "rate": "Rate", "by": "Told by",
        "none": "no index rate is known",
        "missing": "rates that loans wait for", "wanted": "Rate wanted of",
        "counts-from": "Counts from", "serviced": "Loans serviced here",
        "reported": "Loans reported",
        "good": "{count:index rate/index rates} read, nothing was taken",
        "taken": "{count:new index rate/new index rates}, rates of {loans:loan/loans} fixed,"
        " {entries:entry/entries}",
        "not-followed": "no loan follows {index}: check the name",
        "refused": "{contract}: not posted — {reason}",
    },
}  # fmt: skip


def index_rates_(
    file: Path | None = None,
    /,
    *,
    check: Check = False,
    returned: Returned = None,
    door: Doing = DOING,
) -> int:
    """Take FILE, CSV or XLSX with index, day and rate; any problem, and nothing is taken.

    Without FILE the index rates that are known are listed.
    """
    if file is None:
        return _listed(door)
    if returned is not None:
        require_place(returned)
    act = check_index_rates if check else take_index_rates
    found = act(door.enter(), str(file), content_of(file), on=door.day, at=now())
    if returned is not None and found.problems and found.rows is not None:
        written_to(returned, index_rate_findings(found, language()))
    return _said(found, is_check=check, as_json=door.json)


def _listed(door: Doing) -> int:
    who = door.enter()
    known = index_rates(who, count_max=SHOWN_MAX)
    missing = missing_fixings(who, on=door.day, at=now())
    words = WORDS[language()]
    if door.json:
        say_json(told_rates_document(known, missing))
    elif not known:
        say(words["none"])
    else:
        say_table(
            [
                (words["index"], "left"),
                (words["day"], "left"),
                (words["rate"], "right"),
                (words["by"], "left"),
            ],
            [
                (
                    each.rate.index,
                    each.rate.published_on.isoformat(),
                    told("{rate}", rate=each.rate.rate),
                    each.recorded_by,
                )
                for each in known
            ],
        )
    if missing and not door.json:
        _print_missing(missing, words)
    return 0


def _print_missing(missing: Sequence[MissingFixing], words: Mapping[str, str]) -> None:
    """Print which rates loans wait for."""
    say()
    say(words["missing"])
    say_table(
        [
            (words["index"], "left"), (words["wanted"], "left"), (words["counts-from"], "left"),
            (words["serviced"], "right"), (words["reported"], "right"),
        ],
        [
            (
                each.index,
                each.observed_on.isoformat(),
                each.reset_on.isoformat(),
                f"{each.serviced:,}",
                f"{each.reported:,}",
            )
            for each in missing
        ],
    )  # fmt: skip


def _said(found: IndexRatesTaken, *, is_check: bool, as_json: bool) -> int:
    if as_json:
        problems = [problem_document(problem) for problem in found.problems]
        say_json({**index_rates_document(found), "problems": problems})
        return 1 if found.problems else 0
    words = WORDS[language()]
    for problem in found.problems:
        refuse(problem.spoken(language()))
    if found.problems:
        return 1
    for index in found.not_followed:
        say(told(words["not-followed"], index=index))
    if is_check:
        say(told(words["good"], count=len(found.rates)))
        return 0
    counts = {"loans": found.fixed, "entries": found.posting.entries}
    say(told(words["taken"], count=len(found.fresh), **counts))
    for each in found.refused:
        reason = sentence(each.reason, language())
        say(told(words["refused"], contract=each.contract, reason=reason))
    return 0
