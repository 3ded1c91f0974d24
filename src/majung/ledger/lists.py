"""Lists an institution sends when its book is opened: its accounts, and what stands on them.

Both come as CSV or XLSX under the headings accountants use.  A list with a fault gives all its
faults with their places, and nothing is taken from it.
"""

from collections.abc import Mapping
from typing import TypeVar

from majung.errors import Message, Place, Problem, in_order, message
from majung.files import Column, Row, Rows, read_rows
from majung.ledger.accounts import MEMBER_MARK, Account, AccountClass, Chart
from majung.values.money import AmountNotReadableError, CurrencyNotKnownError, Money, parse_money

ACCOUNT_COLUMNS = (
    Column("code", ("계정코드", "계정과목코드", "코드", "account code", "code", "account")),
    Column("name_ko", ("계정과목", "계정명", "계정과목명", "name (Korean)", "name_ko", "name")),
    Column("name_en", ("영문명", "영문계정명", "name (English)", "name_en"), required=False),
    Column("class", ("구분", "계정구분", "계정분류", "분류", "class", "type")),
)

BALANCE_COLUMNS = (
    Column("code", ("계정코드", "계정과목코드", "코드", "account code", "code", "account")),
    Column("member", ("세부계정", "거래처", "관리항목", "member", "sub-account"), required=False),
    Column("debit", ("차변", "차변잔액", "차변 잔액", "debit", "debit balance")),
    Column("credit", ("대변", "대변잔액", "대변 잔액", "credit", "credit balance")),
    Column("currency", ("통화", "통화코드", "currency"), required=False),
)

_CLASS_WORDS: Mapping[str, AccountClass] = {
    **{account_class.value: account_class for account_class in AccountClass},
    "자산": AccountClass.ASSET,
    "부채": AccountClass.LIABILITY,
    "자본": AccountClass.EQUITY,
    "순자산": AccountClass.EQUITY,
    "수익": AccountClass.INCOME,
    "비용": AccountClass.EXPENSE,
    "비망": AccountClass.MEMORANDUM,
    "부외": AccountClass.MEMORANDUM,
}

_Read = TypeVar("_Read")


def read_chart(name: str, content: bytes) -> Chart | tuple[Problem, ...]:
    """Read a chart of accounts.

    Args:
        name: of the file, for places.
    """
    rows = read_rows(name, content, ACCOUNT_COLUMNS, unique_by=("code",))
    if not isinstance(rows, Rows):
        return rows
    problems = list(rows.problems)
    accounts = [_account(rows, row, problems) for row in rows.rows]
    read = tuple(account for account in accounts if account is not None)
    return in_order(problems) or _unless_empty(rows, Chart(read), read)


def read_opening_balances(
    name: str, content: bytes, chart: Chart, *, currency: str = "KRW"
) -> Mapping[str, Money] | tuple[Problem, ...]:
    """Read what stands on each account when a book is opened, debit balances positive.

    Each row has an amount on one side; a row with none is left out, as trial balances list
    accounts without a balance too.

    Args:
        chart: of the book; a row of another account is a problem.
        currency: of amounts that name none.

    Returns:
        amounts by account, or by ``account:member``, as `opening_entry` takes them.
    """
    rows = read_rows(name, content, BALANCE_COLUMNS, unique_by=("code", "member", "currency"))
    if not isinstance(rows, Rows):
        return rows
    problems = list(rows.problems)
    balances: dict[str, Money] = {}
    for row in rows.rows:
        if row.values["code"] not in chart:
            missing = message("opening-account-missing", code=row.values["code"])
            problems.append(Problem(rows.cell_place(row, "code"), missing))
        amount = _balance(rows, row, currency, problems)
        account = MEMBER_MARK.join(filter(None, (row.values["code"], row.values["member"])))
        if amount.minor and account in balances:
            twice = message("opening-currencies-mixed", account=account)
            problems.append(Problem(row.place, twice))
        elif amount.minor:
            balances[account] = amount
    return in_order(problems) or _unless_empty(rows, balances, balances)


def _account(rows: Rows, row: Row, problems: list[Problem]) -> Account | None:
    """Read a row of a chart; its faults are added to `problems`."""
    code, word = row.values["code"], row.values["class"].lower()
    found: list[tuple[str, Message]] = []
    if not code or MEMBER_MARK in code:
        found.append(("code", message("account-code-not-a-word", code=code)))
    if word not in _CLASS_WORDS:
        known = tuple(word for word in _CLASS_WORDS if not word.isascii())
        found.append(
            ("class", message("account-class-unknown", found=row.values["class"], known=known))
        )
    problems += (Problem(rows.cell_place(row, key), fault) for key, fault in found)
    if found:
        return None
    name_en = row.values["name_en"] or row.values["name_ko"]
    return Account(code, row.values["name_ko"], name_en, _CLASS_WORDS[word])


def _balance(rows: Rows, row: Row, currency: str, problems: list[Problem]) -> Money:
    """Read the amount of a row, debits positive; its faults are added to `problems`."""
    named = row.values["currency"].upper() or currency
    read: dict[str, Money] = {}
    for side in ("debit", "credit"):
        try:
            read[side] = parse_money(row.values[side] or "0", named)
        except (AmountNotReadableError, CurrencyNotKnownError) as error:
            problems.append(Problem(rows.cell_place(row, side), error.message))
    both = [amount for amount in read.values() if amount.minor]
    if len(both) > 1 or any(amount.minor < 0 for amount in both):
        problems.append(Problem(row.place, message("opening-not-one-side", row=row.values["code"])))
    if len(read) < len(("debit", "credit")) or len(both) != 1:
        return Money(0)
    return read["debit"] if read["debit"].minor else -read["credit"]


def _unless_empty(rows: Rows, read: _Read, content: object) -> _Read | tuple[Problem, ...]:
    """Return what was read; a list without a single row is a problem."""
    if content:
        return read
    return (Problem(Place(rows.name), message("list-without-rows", file=rows.name)),)
