"""``majung risk aid|ecl|capital``: what a list of loans gives, and what it ties up.

No database: a list comes in, figures go out.  ``--json`` gives the same unrounded.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.figures_out import Out, figures_out, require_out, say_files
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
from majung.cli.risk_elsewhere import refuse_elsewhere, said_among
from majung.errors import Language, Message, PolicyFinanceError, sentence
from majung.errors.sentences import noted
from majung.operations.risk.aid_list import AidedLoan, aids_of, totals
from majung.operations.risk.cost_list import read_cost_list
from majung.operations.risk.credit_lists import (
    GRADES,
    by_stage,
    capital_notes,
    capital_of,
    provision_notes,
    provisions,
)
from majung.risk.accounting.staging import StagingRules
from majung.risk.aid.grants import AidTotal
from majung.risk.aid.references import reference_margin, safe_harbour_premium
from majung.values.money import Money
from majung.values.rates import Rate
from majung.values.rounding import Rounding

app = App(name="fiscal", help="What lists of loans give and tie up.", help_format="plaintext")

#: Of a firm nobody rated: a usual margin and the dearest published premium.
RATING, COLLATERAL, GRADE = "good", "normal", "start-up"
WORDS: Words = {
    "ko": {
        "cohort": "묶음", "loans": "건수", "aid": "지원 상당액", "stage": "단계",
        "exposure": "잔액", "loss": "대손충당금", "contract": "계약", "weight": "위험가중치(%)",
        "capital": "소요자본", "total": "합계",
        "internal": "내부용: 지원 상당액은 기업과 공개 자료에 내보내지 않습니다",
    },
    "en": {
        "cohort": "Cohort", "loans": "Loans", "aid": "Grant equivalent", "stage": "Stage",
        "exposure": "Exposure", "loss": "Provision", "contract": "Contract",
        "weight": "Risk weight (%)", "capital": "Capital", "total": "Total",
        "internal": "Internal: grant equivalents are not for firms nor for open data",
    },
}  # fmt: skip


class ReferenceNotNamedError(PolicyFinanceError):
    """Aid is measured against one reference rate: as it is, or a base rate with its margin."""

    kind = "risk-reference-not-named"


@app.command
def aid(
    file: Path,
    /,
    *,
    reference: Annotated[float | None, Parameter(help="Reference rate in percent.")] = None,
    base: Annotated[
        float | None, Parameter(help="Base rate in percent, a margin is added.")
    ] = None,
    rating: Annotated[str, Parameter(help="strong, good, satisfactory, weak or bad.")] = RATING,
    collateral: Annotated[str, Parameter(help="high, normal or low.")] = COLLATERAL,
    market: Annotated[float | None, Parameter(help="Market premium a year, in percent.")] = None,
    grade: Annotated[str, Parameter(help="Safe-harbour grade: BB-, B+ or start-up.")] = GRADE,
    json: Json = False,
) -> int:
    """Work out what the loans in FILE are worth to their borrowers as grants."""
    if reference is not None and base is None:
        picked = {"--rating": rating != RATING, "--collateral": collateral != COLLATERAL}
        refuse_elsewhere(said_among(picked), "margin")
    if market is not None:
        refuse_elsewhere(said_among({"--grade": grade != GRADE}), "safe-harbour")
    loans = read_cost_list(str(file), content_of(file))
    if not isinstance(loans, list):
        return refuse_problems(loans, as_json=json)
    against = _reference(reference, base, rating, collateral)
    premium = safe_harbour_premium(grade).rate if market is None else _percent(market)
    aided = aids_of(loans, reference=against, market=premium)
    sums = totals(aided)
    if json:
        say_json(_aid_document(aided, sums, against, premium))
    else:
        _print_aid(sums, language())
    return 0


@app.command
def ecl(
    file: Path,
    /,
    *,
    days_deteriorated: Annotated[int, Parameter(help="Late by more: stage 2.")] = 30,
    days_impaired: Annotated[int, Parameter(help="Late by at least: stage 3.")] = 90,
    grades_down: Annotated[int, Parameter(help="Fallen by so many grades: stage 2.")] = 2,
    grades: Annotated[str, Parameter(help="The scale, best first.")] = ",".join(GRADES),
    out: Out = None,
    json: Json = False,
) -> int:
    """Work out IFRS 9 stages and provisions of the loans in FILE."""
    require_out(out)
    rules = StagingRules(days_deteriorated, days_impaired, grades_down)
    scale = tuple(each.strip() for each in grades.split(","))
    loans = provisions(str(file), content_of(file), grades=scale, rules=rules)
    if not isinstance(loans, list):
        return refuse_problems(loans, as_json=json)
    files = figures_out(out, "write_provisions", loans)
    if json:
        say_json({
            "stages": [
                {"stage": each.stage, "loans": each.loans, "exposure": each.exposure,
                 "loss": each.loss}
                for each in by_stage(loans)
            ],
            "loans": [
                {"line": each.line, "contract": each.contract, "stage": each.stage,
                 "exposure": each.exposure, "twelve_months": each.twelve_months,
                 "lifetime": each.lifetime, "loss": each.loss}
                for each in loans
            ],
            "notes": noted(provision_notes(loans)),
        })  # fmt: skip
        return 0
    words = WORDS[language()]
    say_table(
        [(words["stage"], "left"), *((words[key], "right") for key in ("loans", "exposure",
                                                                       "loss"))],
        [
            (str(each.stage), f"{each.loans:,}", f"{each.exposure:,.0f}", f"{each.loss:,.0f}")
            for each in by_stage(loans)
        ],
    )  # fmt: skip
    _say_notes(provision_notes(loans))
    say_files(files)
    return 0


@app.command
def capital(file: Path, /, *, out: Out = None, json: Json = False) -> int:
    """Work out the Basel capital that the loans in FILE tie up, by internal ratings."""
    require_out(out)
    loans = capital_of(str(file), content_of(file))
    if not isinstance(loans, list):
        return refuse_problems(loans, as_json=json)
    files = figures_out(out, "write_capital", loans)
    exposure, needed = (sum(each.exposure for each in loans), sum(each.capital for each in loans))
    if json:
        say_json({
            "exposure": exposure,
            "capital": needed,
            "loans": [
                {"line": each.line, "contract": each.contract, "class": each.asset_class.value,
                 "exposure": each.exposure, "risk_weight": each.risk_weight,
                 "capital": each.capital}
                for each in loans
            ],
            "notes": noted(capital_notes(loans)),
        })  # fmt: skip
        return 0
    words = WORDS[language()]
    heads = ("exposure", "weight", "capital")
    say_table(
        [(words["contract"], "left"), *((words[key], "right") for key in heads)],
        [
            *(
                (each.contract or str(each.line), f"{each.exposure:,.0f}",
                 f"{100 * each.risk_weight:.2f}", f"{each.capital:,.0f}")
                for each in loans
            ),
            (words["total"], f"{exposure:,.0f}", "", f"{needed:,.0f}"),
        ],
    )  # fmt: skip
    _say_notes(capital_notes(loans))
    say_files(files)
    return 0


def _say_notes(notes: Sequence[Message]) -> None:
    for note in notes:
        say(f"· {sentence(note, language())}")


def _reference(reference: float | None, base: float | None, rating: str, collateral: str) -> Rate:
    if (reference is None) == (base is None):
        raise ReferenceNotNamedError
    if reference is not None:
        return _percent(reference)
    return _percent(base or 0.0) + reference_margin(rating, collateral).rate


def _percent(number: float) -> Rate:
    return Rate.percent(Decimal(f"{number:.6f}"))


def _aid_document(
    aided: Sequence[AidedLoan],
    sums: Mapping[tuple[str, str], AidTotal],
    reference: Rate,
    market: Rate,
) -> dict[str, object]:
    return {
        "internal": True,
        "reference": reference.as_json(),
        "market_premium": market.as_json(),
        "cohorts": [
            {"cohort": cohort, "loans": total.contracts, "aid": _amount(total, currency).as_json()}
            for (cohort, currency), total in sums.items()
        ],
        "loans": [
            {
                "line": each.loan.costed.line,
                "cohort": each.loan.costed.cohort,
                "aid": each.aid.amount.as_json(),
                "parts": [str(round(part, 6)) for part in each.aid.parts],
            }
            for each in aided
        ],
    }


def _print_aid(sums: Mapping[tuple[str, str], AidTotal], tongue: Language) -> None:
    words = WORDS[tongue]
    say_table(
        [(words["cohort"], "left"), (words["loans"], "right"), (words["aid"], "right")],
        [
            (
                cohort,
                f"{total.contracts:,}",
                f"{currency} {_amount(total, currency).written()}",
            )
            for (cohort, currency), total in sums.items()
        ],
    )
    say(words["internal"])


def _amount(total: AidTotal, currency: str) -> Money:
    return Money(1, currency).times(total.exact, Rounding.HALF_EVEN)
