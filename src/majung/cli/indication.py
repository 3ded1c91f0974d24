"""``majung indication``: what a firm might get, from a file and before anybody decides."""

from pathlib import Path

from cyclopts import App

from majung.applications.indications.comparison import Comparison, comparison_from_tree
from majung.applications.indications.documents import comparison_document
from majung.applications.indications.indication import NOT_BINDING, Indication
from majung.cli.given import content_of
from majung.cli.output import (
    Json,
    Words,
    language,
    refuse_problems,
    say,
    say_json,
    say_table,
)
from majung.errors import Language, sentence
from majung.files import Tree, read_tree
from majung.programmes.shelf import shelf
from majung.rules.explanation import MARKS
from majung.values.rates import percent_written

app = App(name="indication", help="Indications before approval.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "application": "신청", "on": "기준일", "way": "금융 방식", "bank": "은행", "rate": "금리",
        "own": "은행 자체", "cover": "부보율", "premium": "보험료 합계", "first": "첫 상환액",
        "cost": "총비용(연)", "total": "총비용", "saving": "절감액", "needed": "더 필요한 사실",
        "left": "제시하지 않은 것", "line": "금리 구성", "payer": "부담", "products": "상품별 판정",
        "notes": "유의",
    },
    "en": {
        "application": "application", "on": "on", "way": "Way", "bank": "Bank", "rate": "Rate",
        "own": "Bank's own", "cover": "Cover", "premium": "Premium", "first": "First repayment",
        "cost": "All-in (year)", "total": "All-in", "saving": "Saving", "needed": "Facts needed",
        "left": "Left out", "line": "Rate", "payer": "payer", "products": "Products",
        "notes": "Notes",
    },
}  # fmt: skip


@app.command
def compare(file: Path, /, *, json: Json = False, lines: bool = False) -> int:
    """Lay every way to finance the request in FILE side by side; nothing of it is binding.

    Args:
        file: a request: the firm, what it wants, what is stated, what banks quoted.
        json: print everything as JSON.
        lines: show the rate of each way line by line.
    """
    tree = read_tree(str(file), content_of(file))
    found = comparison_from_tree(tree, shelf().values()) if isinstance(tree, Tree) else tree
    if not isinstance(found, Comparison):
        return refuse_problems(found, as_json=json)
    if json:
        say_json(comparison_document(found))
    else:
        _print(found, language(), with_lines=lines)
    return 0


def _print(comparison: Comparison, tongue: Language, *, with_lines: bool) -> None:
    words = WORDS[tongue]
    say(f"{words['application']} {comparison.application} · {words['on']} {comparison.on}")
    say(sentence(NOT_BINDING, tongue))
    say()
    say_table(
        [
            (words["way"], "left"), (words["bank"], "left"), (words["rate"], "right"),
            (words["own"], "right"), (words["cover"], "right"), (words["premium"], "right"),
            (words["first"], "right"), (words["cost"], "right"), (words["saving"], "right"),
        ],
        [_row(each, tongue) for each in comparison.indications],
    )  # fmt: skip
    for remark in dict.fromkeys(told for each in comparison.indications for told in each.remarks):
        say(f"* {sentence(remark, tongue)}")
    if with_lines:
        for each in comparison.indications:
            _print_lines(each, tongue)
    _print_rest(comparison, tongue)


def way_name(each: Indication, tongue: Language) -> str:
    """Write a way as its loan and the cover on it."""
    way = each.loan.name.spoken(tongue)
    return f"{way} + {each.cover.cover.name.spoken(tongue)}" if each.cover else way


def yearly_written(each: Indication) -> str:
    """Write the all-in cost of a year; nothing where no rate expresses it."""
    yearly = each.cost.yearly
    return "" if yearly is None else percent_written(yearly.fraction, 2)


def _row(each: Indication, tongue: Language) -> tuple[str, ...]:
    return (
        f"{MARKS[each.verdict]} {way_name(each, tongue)}",
        each.provider_name.spoken(tongue),
        each.rate.rate.spoken(tongue),
        each.rate.own_rate.spoken(tongue),
        each.cover.ratio.spoken(tongue) if each.cover else "",
        each.cover.premium.charged.written() if each.cover else "",
        each.first_repayment.written(),
        yearly_written(each) + (" *" if each.remarks else ""),
        each.saving.amount.written(),
    )


def _print_lines(each: Indication, tongue: Language) -> None:
    say()
    say(f"{each.key}")
    for line in each.rate.lines:
        payer = f" · {WORDS[tongue]['payer']} {line.payer.value}" if line.payer.value else ""
        say(f"  {line.label.spoken(tongue)}: {line.rate.spoken(tongue)}{payer}")
    for note in (*each.remarks, *each.notes):
        say(f"  - {sentence(note, tongue)}")


def _print_rest(comparison: Comparison, tongue: Language) -> None:
    words = WORDS[tongue]
    say()
    say(words["products"])
    for assessed in comparison.assessments:
        say(f"  {MARKS[assessed.verdict]} {assessed.name.spoken(tongue)}")
    if comparison.needed:
        say()
        say(words["needed"])
        for needed in comparison.needed:
            evidence = needed.definition.evidence.spoken(tongue)
            say(f"  ? {needed.definition.label.spoken(tongue)} ({evidence})")
    if comparison.left_out:
        say()
        say(words["left"])
        for left in comparison.left_out:
            say(f"  - {', '.join(left.products)}: {sentence(left.reason, tongue)}")
