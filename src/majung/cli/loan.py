"""``majung loan``: a loan from a file: what falls due, and what ends it on a day; no database."""

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
)
from majung.contracts import replay
from majung.contracts.excess import require_no_excess
from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import Instalment
from majung.errors import Language, Problem
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
    },
    "en": {
        "due": "Due", "principal": "Principal", "interest": "Interest",
        "share": "Borne by {payer}", "instalment": "Instalment", "outstanding": "Outstanding",
        "total": "Total", "count": "{count} rows", "late": "Late interest", "fee": "Fees",
        "overpaid": "Paid before due", "payoff": "Pay-off", "on": "as of",
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
    ends = replay.payoff(found.terms, _drawn(found), on=on)
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


def _drawn(loan: LoanFile) -> tuple[Fact, ...]:
    if any(fact.kind is FactKind.DRAWDOWN for fact in loan.facts):
        return loan.facts
    terms = loan.terms
    return (Fact(terms.start_on, FactKind.DRAWDOWN, "", terms.committed), *loan.facts)


def _loan(file: Path) -> LoanFile | tuple[Problem, ...]:
    tree = read_tree(str(file), content_of(file))
    found = loan_from_tree(tree) if isinstance(tree, Tree) else tree
    if isinstance(found, LoanFile) and found.facts:
        require_no_excess(found.terms, _drawn(found), kept=found.kept)
    return found


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
                    row.due_on.isoformat(),
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
            }
            for row in rows
        ],
        "totals": {
            "principal": amount(principal),
            "interest": amount(interest),
            "instalment": amount(instalment),
        },
    }
