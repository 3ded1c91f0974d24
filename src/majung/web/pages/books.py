"""Books: the trial balance of each, and what moved on an account."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from majung.ledger import AsOf
from majung.operations.event_names import event_name
from majung.operations.reading_names import account_names
from majung.operations.servicing.reading import account_extract, book_list, trial_balance
from majung.reports.cells import Cell, count, counter, day, in_full, words
from majung.reports.tables import Row, Table
from majung.store.servicing.books import Book
from majung.web.pages.choosing import Field, choice_of
from majung.web.pages.naming import account_name, columns, members_called
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "books"
INSTITUTION = "institution"
BLOCKS = counter()
FIRST_DAY = date(1900, 1, 1)


@visited
def books_page(visit: Visit) -> HttpResponse:
    """List the books the visitor may read, of one institution where that is asked for."""
    every = book_list(visit.actor, at=visit.at)
    asked = visit.request.GET.get(INSTITUTION, "")
    rows = tuple(
        Row(
            (
                Cell(visit.names.book(each.key), trace=reverse("book", args=[each.key])),
                words(visit.names.institution(each.institution)),
                count(each.head.sequence, BLOCKS),
                words(each.head.digest.hex()[:16]),
            )
        )
        for each in every
        if asked in ("", each.institution)
    )
    heads = ("book", "institution", "blocks", "head")
    head = columns(heads, ends=("blocks",), currency="")
    table = Table(SECTION, "", head, rows, empty=phrase("no-books"))
    shown = Shown(
        title=phrase("menu-books"), section=SECTION, lead=phrase("books-lead"), parts=(table,)
    )
    return answer(visit, "majung/upload.html", shown, choose=_choose(visit, every, asked))


def _choose(visit: Visit, every: tuple[Book, ...], asked: str) -> list[Field]:
    """Let whoever reads the books of several institutions choose one."""
    keys = sorted({each.institution for each in every})
    if len(keys) < 2:
        return []
    named = [(key, visit.said(visit.names.institution(key))) for key in keys]
    everybody = ("", visit.said(phrase("all-institutions")))
    label = visit.said(phrase("only-institution"))
    return [choice_of(INSTITUTION, label, [everybody, *named], asked)]


@visited
def book_page(visit: Visit, book: str) -> HttpResponse:
    """Show the trial balance of a book on the day."""
    balance = trial_balance(visit.actor, book, as_of=AsOf(visit.on), at=visit.at)
    names = account_names(visit.actor, [book], at=visit.at)
    members = members_called(visit, (each.account for each in balance.rows))
    rows = tuple(
        Row(
            (
                Cell(
                    account_name(book, each.account, names, members),
                    trace=reverse("account", args=[book, each.account]),
                ),
                in_full(each.debit),
                in_full(each.credit),
                in_full(each.balance),
            )
        )
        for each in balance.rows
    )
    totals = tuple(
        Row((words(phrase("sum")), in_full(debit), in_full(credit), in_full(debit - credit)))
        for debit, credit in balance.totals.values()
    )
    currency = next(iter(balance.totals), "KRW")
    heads = ("account", "debit", "credit", "balance")
    head = columns(heads, money=heads[1:], currency=currency)
    shown = Shown(
        title=phrase("trial-balance", book=visit.names.book(book), day=visit.on),
        section=SECTION,
        trail=((phrase("menu-books"), reverse(SECTION)),),
        parts=(Table("trial-balance", "", head, rows, totals, empty=phrase("no-postings")),),
    )
    return answer(visit, "majung/page.html", shown)


@visited
def account_page(visit: Visit, book: str, account: str) -> HttpResponse:
    """Show what moved on an account, with the balance after each line."""
    names = account_names(visit.actor, [book], at=visit.at)
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
                words(event_name(each.line.entry.kind)),
                words(phrase(f"side-{each.line.side.value}")),
                in_full(each.line.amount),
                in_full(each.balance),
            )
        )
        for each in found.rows
    )
    heads = ("effective-on", "contract", "event", "side", "amount", "balance")
    currency = found.rows[0].balance.currency if found.rows else "KRW"
    head = columns(heads, money=("amount", "balance"), currency=currency)
    shown = Shown(
        title=phrase(
            "extract", account=account_name(book, account, names, members_called(visit, [account]))
        ),
        section=SECTION,
        trail=(
            (phrase("menu-books"), reverse(SECTION)),
            (visit.names.book(book), reverse("book", args=[book])),
        ),
        parts=(Table("extract", "", head, rows, empty=phrase("no-postings")),),
    )
    return answer(visit, "majung/page.html", shown)
