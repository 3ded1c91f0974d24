"""Pictures of the pages that register, form and revoke, in both languages, wide and narrow.

``pytest tests/browser/registering_screenshots.py`` writes to ``var/screenshots``.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import claims_world
import funds_world
from api_world import live_in_the_example
from example_lists import corporate_number
from intake_world import APPROVER, AT, OFFICER, ON, open_office
from majung.applications.firm import Firm, Membership, SizeClass
from majung.applications.project import (
    Arrangement,
    Financing,
    Outcome,
    Participant,
    ParticipantRole,
    Project,
    StandardModel,
)
from majung.applications.succession import SuccessionKind
from majung.operations.acting import Actor, Role
from majung.operations.intake.name_institution import name_institution
from majung.operations.intake.register import register_firm, register_group, register_project
from majung.operations.intake.succeed import record_succession
from majung.operations.servicing.conditions import fulfil_condition
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.institutions import Institution
from majung.store.servicing.conditions import Condition, set_conditions
from majung.store.servicing.contracts import sign
from majung.values.money import Money
from pages_world import PASSWORD, may_sign_in

pytestmark = pytest.mark.browser

FOLDER = Path("var/screenshots")
SIZES = {"desktop": {"width": 1280, "height": 900}, "telephone": {"width": 360, "height": 740}}
ADMINISTRATOR = Actor("p-admin", "office", frozenset({Role.ADMINISTRATOR}))
NUMBER = "AM-2024-예시-7"


def test_pictures(address, browser):
    FOLDER.mkdir(parents=True, exist_ok=True)
    _world()
    first = corporate_number(1)
    pages = {
        "projects": (OFFICER, "/projects/"),
        "project": (OFFICER, f"/projects/{NUMBER}"),
        "register-project": (OFFICER, "/register-project"),
        "describe-project": (OFFICER, f"/projects/{NUMBER}/describe"),
        "groups": (OFFICER, "/groups/"),
        "firm-followed": (OFFICER, f"/firms/{first}"),
        "form-fund": (funds_world.MANAGER, "/funds/form"),
        "person-products": (ADMINISTRATOR, "/people/p-approver"),
        "revoking-desk": (claims_world.OFFICER, f"/contracts/{claims_world.COVER}/desk"),
        "revoking-contract": (claims_world.OFFICER, f"/contracts/{claims_world.COVER}"),
    }
    for size, viewport in SIZES.items():
        for actor in (OFFICER, funds_world.MANAGER, ADMINISTRATOR, claims_world.OFFICER):
            context = browser.new_context(viewport=viewport)
            page = context.new_page()
            # A loaded machine compiles the kernel anew on the first contract.
            page.set_default_timeout(240_000)
            page.goto(f"{address}/sign-in")
            page.fill("#name", actor.person)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url(lambda url: "sign-in" not in url)
            for language in ("ko", "en"):
                cookie = {"name": "majung_language", "value": language, "url": address}
                context.add_cookies([cookie])
                for name, (whose, path) in pages.items():
                    if whose is actor:
                        _picture(page, f"{address}{path}", f"{name}-{size}-{language}", viewport)
                if actor is OFFICER:
                    _wrong_form(page, address, f"project-told-{size}-{language}", viewport)
            context.close()


def _picture(page, at, name, viewport):
    answer = page.goto(at)
    assert answer.status == 200, (name, answer.status)
    for each in page.query_selector_all("details.fold"):
        each.evaluate("each => each.open = true")
    _taken(page, name, viewport)


def _wrong_form(page, address, name, viewport):
    """A form with more rows, and then with what is wrong told beside its fields."""
    page.goto(f"{address}/register-project")
    page.fill('[name="project-name"]', "로봇 용접 자율화")
    page.fill('[name="participant-1-firm"]', "1")
    page.click('button[name="more"][value="participant"]')
    assert page.input_value('[name="project-name"]') == "로봇 용접 자율화"
    page.click("main form > .acts button[type=submit]:not([name])")
    _taken(page, name, viewport)


def _taken(page, name, viewport):
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"], (name, width)


def _world():
    people = (OFFICER, funds_world.MANAGER, claims_world.OFFICER, claims_world.BANK_OFFICER)
    live_in_the_example(*people, APPROVER)
    open_office()
    called = (DatedName(date(2024, 1, 1), Label("예시 운영사무국", "Example office")),)
    name_institution(ADMINISTRATOR, Institution("office", "operator", called), at=AT)
    for number in (1, 2, 3):
        firm = Firm(corporate_number(number), f"예시정밀 {number}", SizeClass.MEDIUM, ())
        register_firm(OFFICER, firm, from_on=date(2024, 1, 1), at=AT)
    register_project(OFFICER, _project(), at=AT)
    members = [
        Membership("예시그룹", corporate_number(1), date(2024, 3, 1)),
        Membership("예시그룹", corporate_number(2), date(2024, 3, 1), date(2024, 9, 30)),
    ]
    register_group(OFFICER, members, at=AT)
    record_succession(
        OFFICER,
        SuccessionKind.MERGER,
        predecessor=corporate_number(3),
        successor=corporate_number(1),
        effective_on=date(2024, 6, 1),
        evidence="등기 2024-77",
        at=AT,
    )
    _cover()
    for actor in (OFFICER,):
        may_sign_in(actor)
    for actor in (funds_world.MANAGER, ADMINISTRATOR, claims_world.OFFICER):
        may_sign_in(actor, is_granted=False)


def _cover():
    loan, cover = claims_world.LOAN, claims_world.COVER
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        sign([claims_world.a_loan(loan)], at=AT)
        sign([claims_world.a_cover(cover, loan, claims_world.cover_terms())], at=AT)
        visit = Condition("site-visit", Label("현장 확인", "the site is visited"))
        paid = Condition("premium-paid-first", Label("보험료 납부", "the premium is paid"))
        set_conditions(cover, [visit, paid], at=AT)
    given = {"on": ON, "at": AT}
    fulfil_condition(claims_world.OFFICER, cover, "site-visit", "현장사진-2024-18", **given)


def _project() -> Project:
    lead, supplier = ParticipantRole.LEAD, ParticipantRole.SUPPLIER
    return Project(
        number=NUMBER,
        name="로봇 용접 자율화",
        participants=(
            Participant(corporate_number(1), lead),
            Participant(corporate_number(2), supplier),
        ),
        financing=Financing(
            Money(9 * 10**9),
            (
                Arrangement("국비", Money(3 * 10**9), is_public=True),
                Arrangement("자체 조달", Money(2 * 10**9), is_public=False),
            ),
        ),
        standard_model=StandardModel("용접 셀 표준", "차체 용접", date(2024, 9, 2)),
        outcomes=(
            Outcome("불량률", "%", Decimal("3.2"), Decimal("1.0"), Decimal("2.1"), ON),
            Outcome("생산성", "대/시간", Decimal(40), Decimal(55)),
        ),
    )
