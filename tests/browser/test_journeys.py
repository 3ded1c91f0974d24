"""Three journeys in a real browser, each page checked with axe, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from intake_world import APPROVER, OFFICER, apply, asked, open_office, state_everything
from majung.applications.firm import identity_key
from majung.operations.acting import Actor, Role
from pages_world import PASSWORD, may_sign_in

pytestmark = pytest.mark.browser

SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
SIZES = [{"width": 1280, "height": 900}, {"width": 360, "height": 740}]


def _serious(page):
    found = Axe().run(page).response["violations"]
    return [
        (each["id"], each["nodes"][0]["html"][:160])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def _enter(browser, address, actor, size):
    page = browser.new_context(viewport=size, locale="ko-KR").new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#name", actor.person)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def _sound(page):
    assert _serious(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, page.url


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "telephone"])
def test_a_firm_applies_and_compares_offers(address, browser, size):
    open_office()
    apply()
    firm = Actor(
        "p-firm", "", frozenset({Role.FIRM}), identity_key(asked().application.firm.identity)
    )
    may_sign_in(firm, is_granted=False)
    page = _enter(browser, address, firm, size)

    page.goto(f"{address}/apply")
    _sound(page)
    page.click("main button[type=submit]")
    assert page.locator(".error-summary a[href='#id_amount']").count() == 1
    _sound(page)
    page.fill("#id_amount", "50억")
    page.fill("#id_months", "60")
    page.check("input[name=uses][value=facility]")
    page.check("input[name=desks][value=ibk]")
    page.locator("main button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/applications/A-*")
    _sound(page)
    page.goto(f"{page.url}/comparison?bank=ibk&base=3.5&add-on=1.5&cover-cut=0.5")
    assert page.locator("article.way").count() >= 1
    page.locator("article.way summary").first.focus()
    page.keyboard.press("Enter")
    _sound(page)


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "telephone"])
def test_an_officer_proposes_a_second_person_approves_and_it_is_signed(address, browser, size):
    open_office()
    number = apply()
    state_everything()
    for actor in (OFFICER, APPROVER):
        may_sign_in(actor)
    page = _enter(browser, address, OFFICER, size)
    here = f"{address}/applications/{number}"

    page.goto(here)
    page.click("form[action$='/assess'] button")
    _sound(page)
    page.goto(f"{here}/comparison?bank=ibk&base=3.5&add-on=1.5")
    page.click("a[href*='way=ai-am-preferential-loan%40ibk']")
    page.fill("#id_document", "여신-17")
    for field in page.locator("input[name^=override]").all():
        field.fill("원본을 다시 확인함")
    _sound(page)
    page.click("main button[type=submit]")
    assert page.locator("form[action$='/approve']").count() == 0

    second = _enter(browser, address, APPROVER, size)
    second.goto(here)
    second.click("form[action$='/approve'] button")
    _sound(second)
    page.goto(here)
    page.click("form[action$='/accept'] button")
    page.click("form[action$='/sign'] button")
    page.wait_for_url("**/contracts/*")
    _sound(page)


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "telephone"])
def test_the_secretariat_freezes_the_pack_and_downloads_it(address, browser, size):
    open_office()
    may_sign_in(SECRETARY, is_granted=False)
    page = _enter(browser, address, SECRETARY, size)

    page.goto(f"{address}/?plan=five-sectors-2024&source=reported")
    _sound(page)
    page.goto(f"{address}/packs/")
    _sound(page)
    page.fill("#id_pack-number", "2024-07")
    page.fill("#id_meeting", "제7차 정책금융지원협의회")
    page.select_option("#id_plan", "five-sectors-2024")
    page.select_option("#id_supply-source", "reported")
    page.fill("#id_as-of", "2024-05-31")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/packs/council-pack-*")
    _sound(page)
    page.click("form[action$='/freeze'] button")
    with page.expect_download() as download:
        page.click("a[href$='.pdf']")
    with open(download.value.path(), "rb") as file:
        assert file.read(4) == b"%PDF"
