"""``majung ledger``: books: which there are, trial balances, statements of an account."""

from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import ASKING, As, Asking, actor, day, now, open_office
from majung.cli.output import Json, Words, language, say, say_json, say_table
from majung.ledger import AccountExtract, AsOf, TrialBalance
from majung.ledger.balances import ExtractRow
from majung.operations.acting import Actor
from majung.operations.servicing.reading import account_extract, book_list, trial_balance
from majung.values.money import Money

app = App(name="ledger", help="Books.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "book": "장부", "institution": "기관", "blocks": "블록", "account": "계정",
        "currency": "통화", "debit": "차변", "credit": "대변", "balance": "잔액", "total": "합계",
        "on": "기준일", "day": "일자", "entry": "전표", "amount": "금액", "opening": "이월",
    },
    "en": {
        "book": "Book", "institution": "Institution", "blocks": "Blocks", "account": "Account",
        "currency": "Currency", "debit": "Debit", "credit": "Credit", "balance": "Balance",
        "total": "Total", "on": "as of", "day": "Day", "entry": "Entry", "amount": "Amount",
        "opening": "Opening",
    },
}  # fmt: skip
FIRST_DAY = date(1900, 1, 1)

AsOfDay = Annotated[date | None, Parameter(name="--as-of", help="Last day counted.")]


@app.command
def books(institution: str, /, *, as_: As = "", json: Json = False) -> None:
    """List the books of INSTITUTION."""
    open_office()
    found = book_list(actor(as_, institution), at=now(), institution=institution)
    if json:
        say_json(
            [
                {
                    "book": book.key,
                    "institution": book.institution,
                    "blocks": book.head.sequence,
                    "head": book.head.digest.hex(),
                    "is_example": book.is_example,
                }
                for book in found
            ]
        )
        return
    words = WORDS[language()]
    say_table(
        [(words["book"], "left"), (words["institution"], "left"), (words["blocks"], "right")],
        [(book.key, book.institution, str(book.head.sequence)) for book in found],
    )


@app.command(name="trial-balance")
def trial_balance_(book: str, /, *, as_of: AsOfDay = None, door: Asking = ASKING) -> None:
    """Show all accounts of BOOK (시산표); its debits equal its credits."""
    open_office()
    found = trial_balance(_reader(book, door.as_, door.at), book, as_of=AsOf(as_of), at=now())
    if door.json:
        say_json(_trial_document(found))
    else:
        _print_trial(found, as_of)


@app.command
def statement(
    book: str,
    account: str,
    /,
    *,
    first: Annotated[date, Parameter(help="First day that is listed.")] = FIRST_DAY,
    as_of: AsOfDay = None,
    door: Asking = ASKING,
) -> None:
    """List what moved on ACCOUNT of BOOK, with running balances (계정별 원장)."""
    open_office()
    found = account_extract(
        _reader(book, door.as_, door.at), book, account, first_on=first, as_of=AsOf(as_of), at=now()
    )
    if door.json:
        say_json(_statement_document(found))
    else:
        _print_statement(found)


def _reader(book: str, person: str, institution: str) -> Actor:
    """Return who reads: the institution whose book it is stands before the first point."""
    return actor(person, institution or ("" if person else book.partition(".")[0]))


def _print_trial(found: TrialBalance, as_of: date | None) -> None:
    words = WORDS[language()]
    say(f"{found.book} · {words['on']} {day(as_of)}")
    say_table(
        [(words["account"], "left"), (words["currency"], "left"), (words["debit"], "right"),
         (words["credit"], "right"), (words["balance"], "right")],
        [
            *(
                (row.account, row.debit.currency, row.debit.written(), row.credit.written(),
                 row.balance.written())
                for row in found.rows
            ),
            *(
                (words["total"], currency, debit.written(), credit.written(),
                 (debit - credit).written())
                for currency, (debit, credit) in found.totals.items()
            ),
        ],
    )  # fmt: skip


def _trial_document(found: TrialBalance) -> dict[str, object]:
    return {
        "book": found.book,
        "rows": [
            {
                "account": row.account,
                "debit": row.debit.as_json(),
                "credit": row.credit.as_json(),
                "balance": row.balance.as_json(),
            }
            for row in found.rows
        ],
        "totals": {
            currency: {"debit": debit.as_json(), "credit": credit.as_json()}
            for currency, (debit, credit) in found.totals.items()
        },
        "is_balanced": not found.differences,
    }


def _print_statement(found: AccountExtract) -> None:
    words = WORDS[language()]
    say(f"{found.key.book} {found.key.account} {found.key.currency}")
    say_table(
        [(words["day"], "left"), (words["entry"], "left"), (words["amount"], "right"),
         (words["balance"], "right")],
        [
            (words["opening"], "", "", found.opening.written()),
            *(
                (row.line.entry.effective_on.isoformat(), row.line.entry.written(), _moved(row),
                 row.balance.written())
                for row in found.rows
            ),
        ],
    )  # fmt: skip


def _moved(row: ExtractRow) -> str:
    return Money(row.line.signed_minor, row.line.amount.currency).written()


def _statement_document(found: AccountExtract) -> dict[str, object]:
    return {
        "book": found.key.book,
        "account": found.key.account,
        "opening": found.opening.as_json(),
        "rows": [
            {
                "effective_on": row.line.entry.effective_on.isoformat(),
                "entry": row.line.entry.written(),
                "side": row.line.side.value,
                "amount": row.line.amount.as_json(),
                "balance": row.balance.as_json(),
            }
            for row in found.rows
        ],
        "closing": found.closing.as_json(),
    }
