"""``majung loan``: a loan from a file: what falls due, and what ends it on a day; no database."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.given import content_of
from majung.cli.output import (
    Json,
    Justify,
    Words,
    language,
    refuse_problems,
    say,
    say_json,
    say_table,
    told,
)
from majung.contracts import replay
from majung.contracts.drawing import drawn_facts
from majung.contracts.fixings import rate_held, remarks_of, resets_of
from majung.contracts.instalments import Instalment
from majung.errors import Language, Problem, sentence
from majung.files import Tree, read_tree
from majung.programmes.loan_file import LoanFile, loan_from_tree
from majung.values.money import Money

app = App(name="loan", help="Loans as files.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "due": "상환일", "principal": "원금", "interest": "이자", "share": "이자 부담({payer})",
        "instalment": "납입액", "outstanding": "잔액", "total": "합계", "count": "{count}회",
        "late": "연체이자", "fee": "중도상환수수료", "overpaid": "선납액", "payoff": "완제금액",
        "on": "기준일", "charge": "수수료",
        "resets": "금리 재산정일({index})", "fixed": "결정 금리", "observed": "관찰일",
        "unfixed": "미정",
    },
    "en": {
        "due": "Due", "principal": "Principal", "interest": "Interest",
        "share": "Borne by {payer}", "instalment": "Instalment", "outstanding": "Outstanding",
        "total": "Total", "count": "{count} rows", "late": "Late interest", "fee": "Fees",
        "overpaid": "Paid before due", "payoff": "Pay-off", "on": "as of", "charge": "Fees",
        "resets": "Reset day ({index})", "fixed": "Rate fixed", "observed": "Observed",
        "unfixed": "not fixed yet",
    },
}  # fmt: skip


@app.command
def schedule(
    file: Path,
    /,
    *,
    paid_from: Annotated[
        date | None, Parameter(help="Count recorded payments before this day.")
    ] = None,
    json: Json = False,
) -> int:
    """Lay out what falls due over the life of the loan in FILE."""
    found = _loan(file)
    if not isinstance(found, LoanFile):
        return refuse_problems(found, as_json=json)
    rows = replay.schedule(found.terms, found.facts, paid_from=paid_from)
    if json:
        say_json(_document(found, rows))
    else:
        _print(found, rows, language())
    return 0


@app.command
def payoff(
    file: Path,
    /,
    *,
    on: Annotated[date, Parameter(help="The day it is to end.")],
    json: Json = False,
) -> int:
    """Say what ends the loan in FILE on a day, after all that happened until then.

    Where the file names no drawdown, everything was drawn on the first day.
    """
    found = _loan(file)
    if not isinstance(found, LoanFile):
        return refuse_problems(found, as_json=json)
    ends = replay.payoff(found.terms, drawn_facts(found.terms, found.facts), on=on)
    parts = {
        "principal": ends.principal,
        "interest": ends.interest,
        "late": ends.late_interest,
        "fee": ends.fee,
        "overpaid": ends.overpaid,
        "payoff": ends.total,
    }
    amounts = {name: Money(minor, found.terms.currency) for name, minor in parts.items()}
    if json:
        say_json({"on": on.isoformat(), **{name: each.as_json() for name, each in amounts.items()}})
        return 0
    words = WORDS[language()]
    say_table(
        [(f"{words['on']} {on}", "left"), (found.terms.currency, "right")],
        [(words[name], amount.written()) for name, amount in amounts.items()],
    )
    return 0


def _loan(file: Path) -> LoanFile | tuple[Problem, ...]:
    tree = read_tree(str(file), content_of(file))
    return loan_from_tree(tree) if isinstance(tree, Tree) else tree


def _totals(rows: tuple[Instalment, ...]) -> tuple[int, int, int]:
    return (
        sum(row.principal for row in rows),
        sum(row.interest for row in rows),
        sum(row.instalment for row in rows),
    )


def _print(loan: LoanFile, rows: tuple[Instalment, ...], tongue: Language) -> None:
    words, payers = WORDS[tongue], loan.terms.payers

    def written(minor: int) -> str:
        return Money(minor, loan.terms.currency).written()

    if loan.name:
        say(f"{loan.name} · {loan.terms.currency}")
    principal, interest, instalment = _totals(rows)
    totals = [sum(row.shares.get(payer, 0) for row in rows) for payer in payers]
    fee = sum(row.fee for row in rows)
    charged: list[tuple[str, Justify]] = [(words["charge"], "right")] if fee else []
    say_table(
        [
            (words["due"], "left"), (words["principal"], "right"), (words["interest"], "right"),
            *((words["share"].format(payer=payer), "right") for payer in payers),
            *charged,
            (words["instalment"], "right"), (words["outstanding"], "right"),
        ],
        [
            *(
                (
                    row.due_on.isoformat() + (" *" if row.is_rate_held else ""),
                    written(row.principal),
                    written(row.interest),
                    *(written(row.shares.get(payer, 0)) for payer in payers),
                    *([written(row.fee)] if fee else []),
                    written(row.instalment),
                    written(row.outstanding),
                )
                for row in rows
            ),
            (
                f"{words['total']} {words['count'].format(count=len(rows))}",
                *(written(each) for each in (principal, interest, *totals)),
                *([written(fee)] if fee else []),
                written(instalment),
                "",
            ),
        ],
    )  # fmt: skip
    _print_resets(loan, words)


def _print_resets(loan: LoanFile, words: Mapping[str, str]) -> None:
    """Print the reset days of a floating rate, and what is reckoned at a rate that is held."""
    reset, told_of = loan.terms.reset, resets_of(loan.terms, loan.facts)
    if reset is None or not told_of:
        return
    say_table(
        [
            (words["resets"].format(index=reset.index), "left"), (words["observed"], "left"),
            (words["fixed"], "right"),
        ],
        [
            (
                each.on.isoformat(),
                each.observed_on.isoformat(),
                words["unfixed"] if each.rate is None else told("{rate}", rate=each.rate),
            )
            for each in told_of
        ],
    )  # fmt: skip
    for remark in remarks_of(loan.terms, loan.facts):
        say(f"* {sentence(remark, language())}")


def _document(loan: LoanFile, rows: tuple[Instalment, ...]) -> dict[str, object]:
    currency = loan.terms.currency

    def amount(minor: int) -> dict[str, str]:
        return Money(minor, currency).as_json()

    principal, interest, instalment = _totals(rows)
    return {
        "name": loan.name,
        "currency": currency,
        "instalments": [
            {
                "due_on": row.due_on.isoformat(),
                "principal": amount(row.principal),
                "interest": amount(row.interest),
                "shares": {payer: amount(share) for payer, share in row.shares.items()},
                **({"fee": amount(row.fee)} if row.fee else {}),
                "instalment": amount(row.instalment),
                "outstanding": amount(row.outstanding),
                **({"is_rate_held": row.is_rate_held} if loan.terms.reset else {}),
            }
            for row in rows
        ],
        "totals": {
            "principal": amount(principal),
            "interest": amount(interest),
            "instalment": amount(instalment),
        },
        **_resets_document(loan),
    }


def _resets_document(loan: LoanFile) -> dict[str, object]:
    if loan.terms.reset is None:
        return {}
    return {
        "index": loan.terms.reset.index,
        "rate_held": rate_held(loan.terms, loan.facts).as_json(),
        "resets": [
            {
                "on": each.on.isoformat(),
                "observed_on": each.observed_on.isoformat(),
                "rate": None if each.rate is None else each.rate.as_json(),
            }
            for each in resets_of(loan.terms, loan.facts)
        ],
    }
