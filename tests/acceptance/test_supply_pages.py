"""Monthly reports, the supply table, exposures and the number register, as pages show them."""

import base64
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from majung.files import Column, read_rows
from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack
from majung.operations.council.freeze_pack import freeze_pack
from majung.operations.council.register_figures import register_figures
from majung.operations.supply.reading import Wanted
from majung.operations.supply.take_monthly_report import take_monthly_report
from majung.rules.citations import Label
from majung.store.upkeep.digests import database_digest
from majung.supply.figures import Definition, Figure
from majung.values.money import Money
from pages_world import signed_in
from supply_world import (
    AUDITOR,
    IBK_OFFICER,
    KDB_OFFICER,
    SECRETARY,
    cover,
    live,
    loan,
    open_office,
)

HEADINGS = "기관,기준월,분야,상품,지역,공급액(억원),기한연장(억원)"
PLAN = "five-sectors-2024"
REPORTS = f"/reports/?plan={PLAN}"
AT = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)
ON = date(2024, 7, 4)


@pytest.fixture
def office(fresh_database):
    """An office with the plans of the council."""
    open_office()


def report(*amounts, institution="KDB", month="2024-06", name="월보.csv"):
    lines = [
        f"{institution},{month},{number},대출,경남,{amount},0"
        for number, amount in enumerate(amounts, start=1)
    ]
    content = "\n".join((HEADINGS, *lines)).encode("cp949")
    return SimpleUploadedFile(name, content)


def kdb(language="ko"):
    return signed_in(KDB_OFFICER, is_granted=False, language=language)


def text_of(page):
    return page.content.decode()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_officer_hands_a_report_in_and_it_stands_in_the_calendar(office, language):
    browser = kdb(language)

    sent = browser.post(REPORTS, {"report-file": report(1, 2, 3, 4, 5)}, follow=True)

    assert sent.redirect_chain == [(REPORTS, 302)]
    assert f"/reports/{PLAN}/kdb/2024-06" in text_of(sent)
    assert f"/reports/{PLAN}/kdb/2024-05" not in text_of(sent)
    assert "ibk" not in text_of(sent)


def test_a_report_handed_in_again_shows_what_changed(office):
    browser = kdb()
    browser.post(REPORTS, {"report-file": report(1, 2, 3, 4, 5)})
    browser.post(REPORTS, {"report-file": report(1, 2, 3, 4, 6, name="월보-정정.csv")})

    page = text_of(browser.get(f"/reports/{PLAN}/kdb/2024-06"))

    assert "월보-정정.csv" in page
    assert "6억 원" in page
    assert page.count("1차") == 1
    assert page.count("2차") == 3


def test_a_report_with_a_bad_row_goes_back_annotated_and_nothing_is_recorded(office):
    browser = kdb()
    before = database_digest()

    page = browser.post(REPORTS, {"report-file": report(1, 2, "많이", 4, 5)})

    assert page.status_code == 409
    assert database_digest() == before
    back = re.search(
        r'href="data:[^;]*;base64,([^"]+)" download="rows-to-mend.xlsx"', text_of(page)
    )
    rows = read_rows("back.xlsx", base64.b64decode(back[1]), (Column("amount", ("공급액(억원)",)),))
    assert [row.values["amount"] for row in rows.rows] == ["많이"]
    assert "4행" in text_of(page)


def test_checking_a_report_records_nothing(office):
    browser = kdb()
    before = database_digest(without={"store_accesslog", "store_pendingentry", "django_session"})

    sent = browser.post(REPORTS, {"report-file": report(1, 2, 3, 4, 5), "only": "check"})

    assert sent.status_code == 302
    assert (
        database_digest(without={"store_accesslog", "store_pendingentry", "django_session"})
        == before
    )


def test_the_blank_workbook_is_read_back_as_a_report_without_rows(office):
    blank = kdb().get(f"/reports/{PLAN}/blank")

    assert blank.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert io.BytesIO(blank.content).read(2) == b"PK"


def test_the_secretariat_sees_who_has_not_reported_yet(office):
    _report_for(KDB_OFFICER, "KDB")

    page = text_of(signed_in(SECRETARY, is_granted=False).get(REPORTS))

    # Three institutions of the perimeter, twelve months that have ended, one report.
    assert "미보고 35건" in page


def _report_for(actor, institution):
    content = report(10, 20, 30, 40, 50, institution=institution).read()
    taken = take_monthly_report(actor, plan=PLAN, name="월보.csv", content=content, on=ON, at=AT)
    assert taken.is_new


def test_each_amount_of_the_supply_table_leads_to_the_rows_it_was_made_from(office):
    _report_for(KDB_OFFICER, "KDB")
    browser = signed_in(SECRETARY, is_granted=False)

    table = text_of(browser.get(f"/supply/?plan={PLAN}&source=reported&as-of=2024-06-30"))
    link = re.search(r'href="(/supply/[^"]*/kdb/2024-06[^"]*)">20.0<', table)

    assert "(단위: 억 원)" in table
    behind = text_of(browser.get(link[1].replace("&amp;", "&")))
    unknown = text_of(browser.get(link[1].replace("&amp;", "&").replace("/kdb/", "/ibk/")))

    assert "54조 5,000억 원" in table
    assert "20억 원" in behind
    assert "30억 원" not in behind
    assert "미집계" in unknown


def test_a_figure_of_the_ledger_leads_to_contracts_and_their_postings(office):
    live(loan("L-1", "kdb", "kdb-ai-low-rate-loan"))
    browser = signed_in(AUDITOR, is_granted=False)

    table = text_of(browser.get(f"/supply/?plan={PLAN}&source=ledger&as-of=2024-10-31"))
    link = re.search(r'href="(/supply/[^"]*/kdb/2024-10[^"]*)">75.0<', table)
    behind = text_of(browser.get(link[1].replace("&amp;", "&")))
    postings = re.search(r'href="(/contracts/L-1/postings[^"]*)">75억 원<', behind)

    # Lent and paid out, and what is committed no longer: two entries of two postings.
    assert browser.get(postings[1]).content.count(b"7,500,000,000") == 4
    assert browser.get("/contracts/L-1").status_code == 200


@pytest.mark.parametrize("language", ["ko", "en"])
def test_exposures_over_institutions_are_for_those_who_watch_all(office, language):
    live(
        loan("L-1", "ibk", "ai-am-preferential-loan"),
        cover("C-1", "L-1"),
        loan("L-2", "kdb", "kdb-ai-low-rate-loan"),
    )

    whole = text_of(signed_in(AUDITOR, is_granted=False, language=language).get("/exposures/"))
    own = text_of(signed_in(IBK_OFFICER, is_granted=False, language=language).get("/exposures/"))

    amount = {"ko": "150억 원", "en": "KRW 15,000,000,000"}[language]
    assert amount in whole
    assert amount not in own


def test_the_register_flags_what_was_released_with_another_value(office):
    meeting = Meeting(
        key="council-pack-2024-05",
        number="협의회-2024-07",
        name=Label("제7차", "7th"),
        held_on=ON,
        reading=Wanted(plan=PLAN, as_of=date(2024, 5, 31)),
    )
    draft_pack(SECRETARY, meeting, at=AT)
    freeze_pack(SECRETARY, meeting.key, on=ON, at=AT)
    said = Figure(
        key=f"{PLAN}.total.supplied",
        definition=Definition.SUPPLIED,
        value=Money(54_000_000_000_000),
        as_of=date(2024, 5, 31),
        series="reported",
        watermark="",
    )
    register_figures(SECRETARY, [said], document="답변-12", on=ON, at=AT + timedelta(days=1))
    browser = kdb()

    everything = text_of(browser.get("/register/"))
    flagged = text_of(browser.get("/register/?only=flagged"))
    sought = text_of(browser.get("/register/?q=집행률"))
    history = text_of(browser.get(f"/register/figures/{said.key}"))
    export = browser.get("/register/export?only=flagged")

    assert "54.5조" in everything
    assert flagged.count("답변-12") == 1
    assert "54.0조" in flagged
    assert "53.2" in sought
    assert "54.5조" not in sought
    assert history.index("54.5조") < history.index("54.0조")
    rows = read_rows("register.xlsx", export.content, (Column("document", ("문서",)),))
    assert [row.values["document"] for row in rows.rows] == ["답변-12"]
    assert browser.get("/register/figures/nothing.of.the.kind").status_code == 404


def test_who_watches_all_institutions_narrows_books_to_one(office):
    live(loan("L-1", "ibk", "ai-am-preferential-loan"), loan("L-2", "kdb", "kdb-ai-low-rate-loan"))
    auditor = signed_in(AUDITOR, is_granted=False)

    every = text_of(auditor.get("/books/"))
    one = text_of(auditor.get("/books/?institution=kdb"))

    assert ("/books/ibk.lender" in every, "/books/kdb.lender" in every) == (True, True)
    assert ("/books/ibk.lender" in one, "/books/kdb.lender" in one) == (False, True)
