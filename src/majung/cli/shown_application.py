"""How applications are printed, for people and as JSON."""

from collections.abc import Sequence

from majung.applications.indications.assessment import ProductAssessment
from majung.applications.indications.comparison import Comparison
from majung.applications.stages import Step
from majung.cli.indication import way_name, yearly_written
from majung.cli.output import Words, language, say, say_table, told
from majung.errors import sentence
from majung.operations.intake.files import ApplicationFile, ApplicationLine
from majung.operations.intake.reading_appeals import AppealFile
from majung.operations.intake.reading_indications import Showing
from majung.operations.reading_names import Names
from majung.rules.explanation import MARKS
from majung.store.intake.decisions import KeptDecision

WORDS: Words = {
    "ko": {
        "number": "신청", "submitted": "접수일", "stage": "단계", "requested": "신청금액",
        "products": "상품별 심사", "proposals": "상신", "decisions": "결정", "offers": "승인조건",
        "appeals": "이의신청", "open": "대기", "closed": "처리됨",
        "shown": "{day} 안내된 예상조건", "by": " · {by}", "bank": "은행",
        "way": "금융 방식", "key": "방식 번호", "rate": "금리", "cost": "총비용(연)",
        "saving": "절감액",
        "until": "{day}까지", "days": "{days}일",
        "accepted": "수락", "declined": "거절", "withdrawn": "철회", "lapsed": "실효",
    },
    "en": {
        "number": "Application", "key": "Key", "submitted": "Handed in", "stage": "Stage",
        "requested": "Asked for", "products": "Findings", "proposals": "Proposals",
        "decisions": "Decisions", "offers": "Offers", "appeals": "Appeals", "open": "waits",
        "shown": "Indications shown on {day}", "by": " · {by}", "bank": "Bank",
        "closed": "done", "way": "Way", "rate": "Rate", "cost": "All-in (year)",
        "saving": "Saving", "until": "until {day}", "days": "{days} days",
        "accepted": "accepted", "declined": "declined", "withdrawn": "withdrawn",
        "lapsed": "lapsed",
    },
}  # fmt: skip


def print_list(found: Sequence[ApplicationLine]) -> None:
    """Print applications as a table."""
    words, tongue = WORDS[language()], language()
    say_table(
        [(words["number"], "left"), (words["submitted"], "left"), (words["stage"], "left")],
        [
            (
                each.application.number,
                str(each.application.submitted_on),
                each.steps[-1].stage.spoken(tongue) if each.steps else "",
            )
            for each in found
        ],
    )


def line_document(line: ApplicationLine) -> dict[str, object]:
    """Write an application as a line of a list."""
    return {
        "number": line.application.number,
        "submitted_on": line.application.submitted_on.isoformat(),
        "stage": line.steps[-1].stage.value if line.steps else None,
        "is_example": line.application.is_example,
    }


def print_assessments(found: Sequence[ProductAssessment]) -> None:
    """Print how each product came out."""
    for each in found:
        say(f"{MARKS[each.verdict]} {each.name.spoken(language())} ({each.product})")


def print_ways(shown: Comparison) -> None:
    """Print the ways to finance a request, with the key that a proposal names."""
    words, tongue = WORDS[language()], language()
    say_table(
        [
            (words["way"], "left"), (words["bank"], "left"), (words["rate"], "right"),
            (words["saving"], "right"), (words["key"], "left"),
        ],
        [
            (
                f"{MARKS[each.verdict]} {way_name(each, tongue)}",
                each.provider_name.spoken(tongue),
                each.rate.rate.spoken(tongue),
                each.saving.amount.written(),
                each.key,
            )
            for each in shown.indications
        ],
    )  # fmt: skip


def print_file(
    file: ApplicationFile, shown: Sequence[Showing], appeals: Sequence[AppealFile], called: Names
) -> None:
    """Print an application with everything on its file."""
    words, tongue = WORDS[language()], language()
    stage = file.steps[-1].stage.spoken(tongue) if file.steps else ""
    say(f"{words['number']} {file.application.number} · {file.application.submitted_on} · {stage}")
    say(f"{words['requested']} {file.request.amount.spoken(tongue)}")
    if file.assessments:
        say(words["products"])
        for found in file.assessments:
            product = f"{called.product(found.product).spoken(tongue)} ({found.product})"
            say(f"  {MARKS[found.finding.verdict]} {product} {found.assessed_on}")
    if file.proposals:
        say(words["proposals"])
        for put in file.proposals:
            say(f"  {put.key} {words['open' if put.is_open else 'closed']}")
    _print_shown(shown, called)
    _print_outcomes(file)
    if appeals:
        say(words["appeals"])
        for each in appeals:
            outcome = each.outcome.spoken(tongue) if each.outcome else words["open"]
            say(f"  {each.appeal.key} {outcome} {words['days'].format(days=each.days)}")


def _print_shown(shown: Sequence[Showing], called: Names) -> None:
    """Print what was indicated on which day, in the order it was shown."""
    words, tongue = WORDS[language()], language()
    if shown:
        say(sentence(shown[-1].marking, tongue))
    for showing in shown:
        place = called.institution(showing.institution).spoken(tongue)
        by = words["by"].format(by=place) if showing.institution else ""
        say(f"{told(words['shown'], day=showing.shown_on)}{by}")
        say_table(
            [
                (words["way"], "left"), (words["bank"], "left"), (words["rate"], "right"),
                (words["cost"], "right"), (words["saving"], "right"),
            ],
            [
                (
                    f"{MARKS[each.verdict]} {way_name(each, tongue)}",
                    each.provider_name.spoken(tongue),
                    each.rate.rate.spoken(tongue),
                    yearly_written(each),
                    each.saving.amount.written(),
                )
                for each in showing.indications
            ],
        )  # fmt: skip


def _print_outcomes(file: ApplicationFile) -> None:
    """Print what was decided and offered."""
    words, tongue = WORDS[language()], language()
    if file.decisions:
        say(words["decisions"])
        for kept in file.decisions:
            taken = kept.decision
            granted = taken.granted.spoken(tongue)
            say(f"  {kept.key} {taken.kind.spoken(tongue)} {granted} {taken.reason}".rstrip())
    if file.offers:
        say(words["offers"])
        for offer in file.offers:
            until = told(words["until"], day=offer.until_on)
            standing = words[offer.outcome.value] if offer.outcome else until
            say(f"  {offer.key} {offer.amount.spoken(tongue)} {standing}")


def file_document(
    file: ApplicationFile, shown: Sequence[Showing], appeals: Sequence[AppealFile]
) -> dict[str, object]:
    """Write an application with everything on its file."""
    asked = file.request
    return {
        "number": file.application.number,
        "submitted_on": file.application.submitted_on.isoformat(),
        "desks": list(file.application.desks),
        "requested": asked.amount.as_json(),
        "months": asked.months,
        "steps": [_step(each) for each in file.steps],
        "products": {
            product: [_step(each) for each in steps]
            for product, steps in file.steps_by_product.items()
        },
        "assessments": [
            {
                "product": each.product,
                "verdict": each.finding.verdict.name.lower().replace("_", "-"),
                "assessed_on": each.assessed_on.isoformat(),
                "missing": sorted(each.finding.missing),
            }
            for each in file.assessments
        ],
        "indications": [_showing(each) for each in shown],
        "proposals": [{"key": each.key, "is_open": each.is_open} for each in file.proposals],
        "decisions": [decision_document(each) for each in file.decisions],
        "offers": [
            {
                "key": each.key,
                "product": each.product,
                "amount": each.amount.as_json(),
                "until_on": each.until_on.isoformat() if each.until_on else None,
                "outcome": each.outcome.value if each.outcome else None,
            }
            for each in file.offers
        ],
        "appeals": [
            {
                "key": each.appeal.key,
                "decision": each.appeal.decision,
                "filed_on": each.appeal.filed_on.isoformat(),
                "days": each.days,
                "days_left": each.days_left,
                "outcome": each.outcome.value if each.outcome else None,
            }
            for each in appeals
        ],
    }


def decision_document(kept: KeptDecision) -> dict[str, object]:
    """Write a decision."""
    taken = kept.decision
    return {
        "key": kept.key,
        "application": taken.application,
        "product": taken.product,
        "kind": taken.kind.value,
        "asked": taken.asked.as_json(),
        "granted": taken.granted.as_json(),
        "document": taken.document,
        "reason": taken.reason or None,
        "decided_on": taken.decided_on.isoformat(),
    }


def _showing(shown: Showing) -> dict[str, object]:
    return {
        "shown_on": shown.shown_on.isoformat(),
        "institution": shown.institution or None,
        "is_binding": False,
        "ways": [
            {
                "key": each.key,
                "product": each.loan.product,
                "cover": each.cover.cover.product if each.cover else None,
                "provider": each.provider,
                "verdict": each.verdict.name.lower().replace("_", "-"),
                "rate": each.rate.rate.as_json(),
                "yearly": each.cost.yearly.as_json() if each.cost.yearly is not None else None,
                "saving": each.saving.amount.as_json(),
            }
            for each in shown.indications
        ],
    }


def _step(step: Step) -> dict[str, object]:
    return {
        "stage": step.stage.value,
        "effective_on": step.effective_on.isoformat(),
        "reason": step.reason or None,
    }
