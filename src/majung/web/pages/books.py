"""Books: the trial balance of each, and what moved on an account."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from majung.ledger import AsOf
from majung.operations.servicing.reading import account_extract, book_list, trial_balance
from majung.reports.cells import Cell, amount, day, words
from majung.reports.tables import Align, Column, Row, Table
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "books"
FIRST_DAY = date(1900, 1, 1)


@visited
def books_page(visit: Visit) -> HttpResponse:
    """List the books the visitor may read."""
    rows = tuple(
        Row(
            (
                Cell(each.key, trace=reverse("book", args=[each.key])),
                words(each.institution),
                words(f"{each.head.sequence:,}"),
                words(each.head.digest.hex()[:16]),
            )
        )
        for each in book_list(visit.actor, at=visit.at)
    )
    table = Table(SECTION, "", _columns("book", "institution", "blocks", "head"), rows)
    shown = Shown(
        title=phrase("menu-books"), section=SECTION, lead=phrase("books-lead"), parts=(table,)
    )
    return answer(visit, "majung/page.html", shown)


@visited
def book_page(visit: Visit, book: str) -> HttpResponse:
    """Show the trial balance of a book on the day."""
    balance = trial_balance(visit.actor, book, as_of=AsOf(visit.on), at=visit.at)
    rows = tuple(
        Row(
            (
                Cell(each.account, trace=reverse("account", args=[book, each.account])),
                amount(each.debit),
                amount(each.credit),
                amount(each.balance),
            )
        )
        for each in balance.rows
    )
    totals = tuple(
        Row((words(phrase("sum")), amount(debit), amount(credit), amount(debit - credit)))
        for debit, credit in balance.totals.values()
    )
    columns = _columns("account", "debit", "credit", "balance", ends=("debit", "credit", "balance"))
    shown = Shown(
        title=phrase("trial-balance", book=book, day=visit.on),
        section=SECTION,
        trail=((phrase("menu-books"), reverse(SECTION)),),
        parts=(Table("trial-balance", "", columns, rows, totals),),
    )
    return answer(visit, "majung/page.html", shown)


@visited
def account_page(visit: Visit, book: str, account: str) -> HttpResponse:
    """Show what moved on an account, with the balance after each line."""
    found = account_extract(
        visit.actor, book, account, first_on=FIRST_DAY, as_of=AsOf(visit.on), at=visit.at
    )
    rows = tuple(
        Row(
            (
                day(each.line.entry.effective_on),
                Cell(
                    each.line.entry.contract,
                    trace=reverse("postings", args=[each.line.entry.contract])
                    if each.line.entry.contract
                    else "",
                ),
                words(phrase(f"event-{each.line.entry.kind}")),
                words(phrase(f"side-{each.line.side.value}")),
                amount(each.line.amount),
                amount(each.balance),
            )
        )
        for each in found.rows
    )
    heads = ("effective-on", "contract", "event", "side", "amount", "balance")
    shown = Shown(
        title=phrase("extract", account=account),
        section=SECTION,
        trail=(
            (phrase("menu-books"), reverse(SECTION)),
            (book, reverse("book", args=[book])),
        ),
        parts=(Table("extract", "", _columns(*heads, ends=("amount", "balance")), rows),),
    )
    return answer(visit, "majung/page.html", shown)


def _columns(*heads: str, ends: tuple[str, ...] = ()) -> tuple[Column, ...]:
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in ends else Align.START)
        for head in heads
    )
