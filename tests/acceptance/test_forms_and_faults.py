"""Every form of every page is tried with every fault of a field.

Nothing names the forms: somebody of each role goes everywhere links lead, in several worlds, and
every form met is sent with one field wrong at a time.  What a form owes: it never falls over, says
in the reader's language what is wrong, and where it refuses nothing is recorded: the digest of all
tables is the same.  An address that no world leads to fails the last test, so a new page or form
has to be reachable before it is done.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import crawling_worlds as worlds
from crawling import Field, Form, crawl, routes_of_pages, summary_of
from file_doors import BOOK_PAGE, PAGES, TREE_PAGES
from majung.store.upkeep.digests import LEFT_OUT, database_digest
from pages_world import signed_in

#: Sessions hold what was told on the last page; nothing of the office's own.
UNCOUNTED = LEFT_OUT | {"django_session"}
MEGABYTE = 1024 * 1024
TWENTY_DIGITS = "12345678901234567890"
#: What no field of a kind may take; a form that answers with a redirect has taken it.
FAULTS: dict[str, tuple[str, ...]] = {
    "money": ("-50억", TWENTY_DIGITS, "많이", "\x00"),
    "date": ("2024-02-30", "0000-00-00", "어제", "2024-13-01\x00"),
    "number": (TWENTY_DIGITS, "많이", "１２가"),
    "select": ("nothing-of-the-kind", "\x00"),
    "radio": ("nothing-of-the-kind",),
    "checkbox": ("nothing-of-the-kind",),
    "text": ("\x00", "가" * 20_000),
    "textarea": ("\x00", "가" * 20_000),
    "search": ("\x00",),
    "password": ("\x00",),
    "hidden": ("\x00",),
}


def spoil(field: Field) -> Iterator[str]:
    """Return what is wrong for a field."""
    yield from FAULTS.get(field.kind, FAULTS["text"])
    if field.is_required:
        yield ""


def sent_wrong(form: Form) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Return what to send, one fault at a time, with the field and the fault."""
    for field in form.fields.values():
        if field.kind == "file":
            continue
        for fault in spoil(field):
            filled = form.filled() | _files(form)
            yield field.name, fault, {**filled, field.name: fault}


def _files(form: Form) -> dict[str, object]:
    # Files are tried on their own; here one stands so that the other fields are read.
    return {
        field.name: SimpleUploadedFile("빈파일.csv", b"")
        for field in form.fields.values()
        if field.kind == "file"
    }


@dataclass(frozen=True)
class World:
    """An office with things in it, and who goes through it from where."""

    build: Callable[[], tuple[worlds.Visitor, ...]]
    #: Names of addresses that links and forms of this world lead to.
    leads_to: frozenset[str]


WORLDS = {
    name: World(build, frozenset(routes.split())) for name, (build, routes) in worlds.WORLDS.items()
}
LANGUAGES = ("ko", "en")
LETTERS = {"ko": re.compile("[가-힣]"), "en": re.compile("[a-z]{3}")}


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_a_form_with_a_fault_is_told_in_words_and_nothing_is_recorded(fresh_database, name):
    world = WORLDS[name]
    met: set[str] = set()
    for visitor in world.build():
        browser = signed_in(visitor.actor, is_granted=visitor.is_granted)
        seen = crawl(browser, visitor.start)
        met |= seen.routes
        tried = PAGES.keys() | TREE_PAGES.keys() | {BOOK_PAGE}
        unknown = {form.route for form in seen.forms.values() if form.takes_a_file} - tried
        assert unknown == set(), "name the form in file_doors.PAGES"
        assert seen.failures == [], visitor
        before = database_digest(without=UNCOUNTED)
        for form in seen.forms.values():
            for number, (field, fault, filled) in enumerate(sent_wrong(form)):
                where = (visitor.actor.person, form.action, field, fault[:30])
                _refuses(browser, form, filled, LANGUAGES[number % 2], where)
        assert database_digest(without=UNCOUNTED) == before, visitor
    assert world.leads_to <= met, world.leads_to - met


def _refuses(browser: Client, form: Form, filled, language: str, where) -> None:
    browser.cookies["majung_language"] = language
    answer = browser.post(form.action, filled)
    assert 400 <= answer.status_code < 500, (where, answer.status_code)
    told = summary_of(answer.content)
    assert LETTERS[language].search(told), (where, told)


def test_a_form_of_ten_megabytes_or_of_broken_letters_is_refused_in_words(fresh_database):
    (visitor, *_) = worlds.of_council()
    for language in ("ko", "en"):
        browser = signed_in(visitor.actor, is_granted=visitor.is_granted, language=language)
        visitor = worlds.Visitor(visitor.actor, is_granted=True)
        before = database_digest(without=UNCOUNTED)

        large = browser.post("/packs/", {"meeting": "가" * (4 * MEGABYTE)})
        larger = browser.post(
            "/reports/", {"report-file": SimpleUploadedFile("a.csv", b"a" * 25 * MEGABYTE)}
        )
        broken = browser.post(
            "/packs/",
            b"meeting=\xff\xfe&pack-number=%00",
            content_type="application/x-www-form-urlencoded",
        )
        korean = browser.post(
            "/packs/",
            "meeting=제7차&pack-number=1",
            content_type="application/x-www-form-urlencoded; charset=cp949",
        )

        assert (large.status_code, larger.status_code) == (413, 413)
        # A form is UTF-8 (files need not be): other letters are no form.
        assert (broken.status_code, korean.status_code) == (409, 400)
        assert "보낸 양식을 읽을 수 없음" in korean.content.decode()
        for answer in (large, larger):
            text = answer.content.decode()
            assert "요청이 너무 큼" in text
            assert "the request is too large" in text
        assert database_digest(without=UNCOUNTED) == before


def test_every_address_is_met_in_some_world():
    met = frozenset().union(*(world.leads_to for world in WORLDS.values()))

    assert sorted(routes_of_pages() - met - worlds.WITHOUT_A_PAGE) == []
    assert sorted(met - routes_of_pages()) == []
