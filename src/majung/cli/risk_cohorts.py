"""What the office's own cohorts cost, and how that moved, for ``majung risk cost --office``."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from majung.cli.figures_out import say_files
from majung.cli.office import actor, day, now, open_office
from majung.cli.output import Words, language, say, say_json, say_table, told
from majung.cli.risk_cost import WORDS as COST_WORDS
from majung.cli.risk_cost import Moved, parts_shown
from majung.cli.risk_held import HeldHere
from majung.operations.reading_names import PAYERS
from majung.operations.risk.cost_documents import cost_document, reestimate_document
from majung.operations.risk.cost_files import write_costs, write_reestimates
from majung.operations.risk.reading_cost import USUAL_RATE, CostReading, fiscal_cost
from majung.operations.risk.reading_reestimates import ReestimateLine, cost_reestimates
from majung.store.servicing.contracts import Series
from majung.values.rates import Rate

WORDS: Words = {
    "ko": {
        "programme": "프로그램", "product": "상품", "year": "약정 연도", "payer": "부담자",
        "curve": "할인: 모든 만기에 연 {rate}(가정)",
        "undrawn": "아직 실행되지 않은 계약 {count}건은 뺐습니다",
        "without_loan": "대출을 볼 수 없는 보증 {count}건은 뺐습니다",
        "without_figures": "프로그램에 부도확률이나 손실률이 없는 보증 {count}건은 뺐습니다",
        "without_grade": "등급을 알 수 없는 보증 {count}건은 가장 낮은 등급으로 보았습니다",
        "lent_without_grade": "등급을 알 수 없는 직접대출 {count}건은 가장 낮은 등급으로 "
        "보았습니다",
        "cut_and_lent": "직접대출 {count}건의 금리 우대는 그 대출의 이자에 이미 들어 있으므로 "
        "두 줄을 더하지 않습니다",
        "own": "소속 기관이 볼 수 있는 계약만 셉니다",
        "internal": "내부용: 기업과 공개 자료에 내보내지 않습니다",
        "rates": "예산 금리 연 {budget}, 실제 조달금리 연 {actual}, 모든 만기에 같음(가정)",
        "none": "실행된 대출에 붙은 보증도, 국가가 직접 빌려준 대출도 아직 없습니다",
        "original": "당초(%)", "by-interest": "이자 재추정", "by-technical": "기술 재추정",
        "current": "현재(%)", "claimed": "대위변제(보험금)", "recovered": "회수",
        "left_out": "{cohort}: 조건과 사실이 어긋나 다시 계산할 수 없는 대출 {count}건은 뺐습니다",
        "agrees": "지난 해들의 현금은 장부와 모두 같습니다",
        "differs": "{cohort} · {line} · {year}년차: 계산 {reckoned}, 장부 {posted}",
        "line-claims": "대위변제(보험금)", "line-recovered": "회수", "line-fees": "보험료·수수료",
        "line-lent": "실행", "line-repaid": "원금 상환", "line-interest": "이자 수입",
    },
    "en": {
        "programme": "Programme", "product": "Product", "year": "Year signed", "payer": "Borne by",
        "curve": "discounted at {rate} a year for every maturity (assumed)",
        "undrawn": "{count:contract/contracts} not drawn yet left out",
        "without_loan": "{count:cover/covers} whose loan is not known here left out",
        "without_figures": "{count:cover/covers} of programmes without default or loss figures "
        "left out",
        "without_grade": "{count:cover/covers} of unknown grade counted at the lowest grade",
        "lent_without_grade": "{count:direct loan/direct loans} of unknown grade counted at the "
        "lowest grade",
        "cut_and_lent": "rate cuts of {count:direct loan/direct loans} are in the interest of the "
        "loan already: the two lines do not add up",
        "own": "only contracts your institution may see are counted",
        "internal": "Internal: not for firms nor for open data",
        "rates": "budgeted at {budget}, borrowed at {actual} a year, for every maturity (assumed)",
        "none": "no cover stands on a drawn loan yet, and the State lends none itself",
        "original": "Budgeted (%)", "by-interest": "Interest re-estimate",
        "by-technical": "Technical re-estimate", "current": "Current (%)", "claimed": "Claims paid",
        "recovered": "Recovered",
        "left_out": "{cohort}: {count:loan/loans} whose terms and facts contradict left out",
        "agrees": "the cash of past years is that of the ledger",
        "differs": "{cohort} · {line} · year {year}: reckoned {reckoned}, posted {posted}",
        "line-claims": "claims", "line-recovered": "recovered", "line-fees": "premiums and fees",
        "line-lent": "lent", "line-repaid": "repaid", "line-interest": "interest received",
    },
}  # fmt: skip


def show(
    held: HeldHere, moved: Moved, *, flat: float | None, out: Path | None, as_json: bool
) -> int:
    """Show what the office's cohorts cost, or how that moved; write them where that is asked."""
    rate = _rate(flat, USUAL_RATE)
    if moved.reestimate:
        return _show_reestimates(held, rate, _rate(moved.actual, rate), out, as_json=as_json)
    open_office()
    found = fiscal_cost(
        actor(held.as_, held.at),
        on=day(held.day),
        at=now(),
        programme=held.programme,
        curve_rate=rate,
        series=_series(held),
    )
    if out is not None:
        write_costs(out, found)
    if as_json:
        say_json(cost_document(found))
    else:
        _print_costs(found)
        say_files(() if out is None else (out,))
    return 0


def _show_reestimates(
    held: HeldHere, budget: Rate, actual: Rate, out: Path | None, *, as_json: bool
) -> int:
    open_office()
    found = cost_reestimates(
        actor(held.as_, held.at),
        on=day(held.day),
        at=now(),
        programme=held.programme,
        budget_rate=budget,
        actual_rate=actual,
        series=_series(held),
    )
    if out is not None:
        write_reestimates(out, found)
    if as_json:
        say_json(reestimate_document(found))
    else:
        say(told(WORDS[language()]["rates"], budget=budget, actual=actual))
        _print_reestimates(found)
        say_files(() if out is None else (out,))
    return 0


def _series(held: HeldHere) -> Series:
    return Series.EXAMPLE if held.example else Series.REAL


def _rate(percent: float | None, usual: Rate) -> Rate:
    return usual if percent is None else Rate.percent(Decimal(f"{percent:.6f}"))


def _print_costs(found: CostReading) -> None:
    words, tongue = {**COST_WORDS[language()], **WORDS[language()]}, language()
    heads = ("loans", "disbursed", "rate", "defaults", "interest", "fees", "other", "cost")
    say_table(
        [
            *((words[key], "left") for key in ("programme", "product", "year", "support", "payer")),
            *((words[key], "right") for key in heads),
        ],
        [
            (
                line.programme_name.spoken(tongue),
                line.product_name.spoken(tongue),
                str(line.year),
                words[line.support.value],
                PAYERS[line.payer].spoken(tongue) if line.payer in PAYERS else line.payer,
                f"{line.contracts:,}",
                f"{line.disbursed.currency} {line.disbursed.written()}",
                *parts_shown(line.rate),
                line.cost.written(),
            )
            for line in found.lines
        ],
    )
    say(told(words["curve"], rate=found.curve_rate))
    for note in _notes(found):
        say(note)
    say(words["internal"])


def _notes(found: CostReading) -> Iterator[str]:
    words = WORDS[language()]
    for key in ("undrawn", "without_loan", "without_figures", "without_grade",
                "lent_without_grade", "cut_and_lent"):  # fmt: skip
        count = getattr(found, key)
        if count:
            yield told(words[key], count=count)
    if not found.is_whole:
        yield words["own"]


def _print_reestimates(found: Sequence[ReestimateLine]) -> None:
    words = {**COST_WORDS[language()], **WORDS[language()]}
    if not found:
        say(words["none"])
        return
    heads = ("loans", "disbursed", "original", "by-interest", "by-technical", "current", "claimed",
             "recovered")  # fmt: skip
    say_table(
        [
            *((words[key], "left") for key in ("programme", "product", "year", "support")),
            *((words[key], "right") for key in heads),
        ],
        [
            (
                *_named(line),
                words[line.support.value],
                f"{line.contracts:,}",
                f"{line.disbursed.currency} {line.disbursed.written()}",
                f"{float(line.found.original.rate):.6f}",
                f"{line.found.interest:+.6f}",
                f"{line.found.technical:+.6f}",
                f"{float(line.found.current.rate):.6f}",
                line.claimed.written(),
                line.recovered.written(),
            )
            for line in found
        ],
    )
    for line in found:
        for sentence in _differing(line):
            say(sentence)
    if not any(line.differences for line in found):
        say(words["agrees"])
    say(words["internal"])


def _differing(line: ReestimateLine) -> Iterator[str]:
    """Say which loans were left out, and where the ledger says otherwise."""
    words, cohort = WORDS[language()], " · ".join(_named(line))
    if line.left_out:
        yield told(words["left_out"], cohort=cohort, count=line.left_out)
    for each in line.differences:
        yield words["differs"].format(
            cohort=cohort,
            line=words[f"line-{each.line}"],
            year=each.year + 1,
            reckoned=f"{each.reckoned:,.0f}",
            posted=f"{each.posted:,.0f}",
        )


def _named(line: ReestimateLine) -> tuple[str, str, str]:
    tongue = language()
    return line.programme_name.spoken(tongue), line.product_name.spoken(tongue), str(line.year)
