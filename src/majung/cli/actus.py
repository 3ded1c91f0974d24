"""``majung actus``: official ACTUS test files, checked against the loan kernel; no database."""

from pathlib import Path

from cyclopts import App

from majung.cli.given import content_of
from majung.cli.output import Json, Words, language, problem_document, refuse, say, say_json
from majung.contracts.actus.cases import Verdict, cases_from_tree, check
from majung.errors import Language, Problem, sentence
from majung.files import Tree, read_tree

app = App(name="actus", help="Contracts in ACTUS terms.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "pass": "{name}: 일치, 비교한 사건 {events}건",
        "differs": (
            "{name}: 다름 — {place}번째 사건 {on} {event}, {term}: 파일 {expected}, 계산 {found}"
        ),
        "refused": "{name}: 계산 못 함 — {reason}",
        "corrected": "  정정: {event} {term} {printed} → {meant} ({working})",
        "total": "공식 시험 사례 {total}건 가운데 {passed}건을 재현했습니다",
        "nothing": "없음",
    },
    "en": {
        "pass": "{name}: pass, events compared: {events}",
        "differs": (
            "{name}: differs — event {place}, {on} {event}, {term}: "
            "expected {expected}, found {found}"
        ),
        "refused": "{name}: not reckoned — {reason}",
        "corrected": "  corrected: {event} {term} {printed} is taken as {meant} ({working})",
        "total": "reproduces {passed} of {total} official test cases",
        "nothing": "nothing",
    },
}  # fmt: skip


@app.command(name="check")
def check_files(file: Path, /, *files: Path, json: Json = False) -> int:
    """Play every case of official test files and compare each event.

    A line a case: pass, or the first difference with both values.  One printed number of the
    official files is known to be cut by hand; where it is met, its line says what it is taken as.
    """
    read = {each: _read(each) for each in (file, *files)}
    broken = {each: found for each, found in read.items() if isinstance(found, tuple)}
    verdicts = {each: found for each, found in read.items() if isinstance(found, list)}
    if json:
        say_json(_document(broken, verdicts))
    else:
        _print(broken, verdicts, language())
    passes = all(verdict.passes for found in verdicts.values() for verdict in found)
    return 0 if passes and not broken else 1


def _read(file: Path) -> list[Verdict] | tuple[Problem, ...]:
    tree = read_tree(str(file), content_of(file))
    if not isinstance(tree, Tree):
        return tree
    found = cases_from_tree(tree)
    if isinstance(found, list):
        return check(found)
    return found


def _print(
    broken: dict[Path, tuple[Problem, ...]], verdicts: dict[Path, list[Verdict]], tongue: Language
) -> None:
    for problems in broken.values():
        for problem in problems:
            refuse(problem.spoken(tongue))
    every = [verdict for found in verdicts.values() for verdict in found]
    for verdict in every:
        for line in lines(verdict, tongue):
            say(line)
    if every:
        passed = sum(verdict.passes for verdict in every)
        say(WORDS[tongue]["total"].format(passed=passed, total=len(every)))


def lines(verdict: Verdict, tongue: Language) -> list[str]:
    """Return what is said of a case: its line, and one for each correction it needed."""
    words, name = WORDS[tongue], verdict.case.name
    said = words["pass"].format(name=name, events=verdict.events)
    if verdict.refusal is not None:
        said = words["refused"].format(name=name, reason=sentence(verdict.refusal, tongue))
    if verdict.difference is not None:
        differs = verdict.difference
        said = words["differs"].format(
            name=name, place=differs.place, on=differs.on, event=differs.event, term=differs.term,
            expected=differs.expected or words["nothing"], found=differs.found or words["nothing"],
        )  # fmt: skip
    corrections = [
        words["corrected"].format(
            event=each.event, term=each.term, printed=each.printed, meant=each.meant,
            working=each.working,
        )
        for each in verdict.corrections
    ]  # fmt: skip
    return [said, *corrections]


def _document(
    broken: dict[Path, tuple[Problem, ...]], verdicts: dict[Path, list[Verdict]]
) -> dict[str, object]:
    every = [verdict for found in verdicts.values() for verdict in found]
    return {
        "problems": [problem_document(each) for found in broken.values() for each in found],
        "cases": [
            {"file": str(file), **_verdict(verdict)}
            for file, found in verdicts.items()
            for verdict in found
        ],
        "passed": sum(verdict.passes for verdict in every),
        "total": len(every),
    }


def _verdict(verdict: Verdict) -> dict[str, object]:
    differs, refusal = verdict.difference, verdict.refusal
    return {
        "name": verdict.case.name,
        "type": verdict.case.terms.kind.value,
        "passes": verdict.passes,
        "events": verdict.events,
        "difference": None
        if differs is None
        else {
            "event_number": differs.place,
            "on": differs.on.isoformat(),
            "event": differs.event,
            "term": differs.term,
            "expected": differs.expected or None,
            "found": differs.found or None,
        },
        "refusal": None
        if refusal is None
        else {tongue: sentence(refusal, tongue) for tongue in ("ko", "en")},
        "corrections": [
            {
                "event": each.event,
                "term": each.term,
                "printed": str(each.printed),
                "meant": str(each.meant),
                "working": each.working,
            }
            for each in verdict.corrections
        ],
    }
