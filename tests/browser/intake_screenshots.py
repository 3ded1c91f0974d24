"""Pictures of the intake desks in both languages, wide and narrow: run with pytest, look, mend.

``pytest tests/browser/intake_screenshots.py`` writes to ``var/screenshots``.
"""

from datetime import date
from pathlib import Path

import pytest

from api_world import live_in_the_example
from example_lists import business_number, corporate_number
from intake_world import (
    APPROVER,
    AT,
    OFFICER,
    ON,
    PRODUCT,
    apply,
    asked,
    grant,
    open_office,
    state_everything,
)
from majung.applications.decision import DecisionKind
from majung.applications.firm import Firm, SizeClass, identity_key
from majung.operations.acting import Actor, Role
from majung.operations.intake.appeal import file_appeal
from majung.operations.intake.approve_list import approve_recommendations
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import approve_decision, propose_decision
from majung.operations.intake.name_institution import name_institution
from majung.operations.intake.recommend import open_round, take_recommendations
from majung.operations.intake.room import hold_room
from majung.programmes import shelf
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.firms import register
from majung.store.parties.institutions import Institution
from majung.values.money import Money
from pages_world import PASSWORD, may_sign_in

pytestmark = pytest.mark.browser

FOLDER = Path("var/screenshots")
SIZES = {"desktop": {"width": 1280, "height": 900}, "telephone": {"width": 360, "height": 740}}
PROGRAMME = shelf()["ai-autonomous-manufacturing"]
MINISTRY = Actor("p-motie", "motie", frozenset({Role.RECOMMENDER}))
DIRECTOR = Actor("p-director", "motie", frozenset({Role.RECOMMENDATION_APPROVER}))
ADMINISTRATOR = Actor("p-admin", "office", frozenset({Role.ADMINISTRATOR}))
SECOND = Actor("p-second", "ibk", frozenset({Role.PROVIDER_APPROVER}))


def test_pictures(address, browser):
    FOLDER.mkdir(parents=True, exist_ok=True)
    firm_actor, number, digest = _world()
    here, firm = f"/applications/{number}", asked().application.firm.identity
    pages = {
        "appeal-application": (firm_actor, here),
        "appeal-answer": (SECOND, f"{here}/appeals/AP-D-1/answer"),
        "rounds": (MINISTRY, "/recommendations/"),
        "round": (MINISTRY, "/recommendations/2024-1"),
        "round-list": (MINISTRY, f"/recommendations/2024-1/lists/{digest}"),
        "round-approving": (DIRECTOR, "/recommendations/2024-1"),
        "recommended-firms": (DIRECTOR, "/recommended-firms"),
        "firms": (OFFICER, "/firms/?q=예시"),
        "firm": (OFFICER, f"/firms/{firm}"),
        "people": (ADMINISTRATOR, "/people/"),
        "person": (ADMINISTRATOR, "/people/p-approver"),
        "institutions": (ADMINISTRATOR, "/institutions/"),
    }
    for size, viewport in SIZES.items():
        for actor in (firm_actor, SECOND, MINISTRY, DIRECTOR, OFFICER, ADMINISTRATOR):
            context = browser.new_context(viewport=viewport)
            page = context.new_page()
            page.goto(f"{address}/sign-in")
            page.fill("#name", actor.person)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url(lambda url: "sign-in" not in url)
            for language in ("ko", "en"):
                context.add_cookies(
                    [{"name": "majung_language", "value": language, "url": address}]
                )
                for name, (whose, path) in pages.items():
                    if whose is actor:
                        answer = page.goto(f"{address}{path}")
                        assert answer.status == 200, (name, answer.status)
                        file = FOLDER / f"{name}-{size}-{language}.png"
                        page.screenshot(path=file, full_page=True)
                        width = page.evaluate("document.documentElement.scrollWidth")
                        assert width <= viewport["width"], (name, size, language, width)
            context.close()


def _world():
    key = identity_key(asked().application.firm.identity)
    firm_actor = Actor("p-firm", "", frozenset({Role.FIRM}), key)
    live_in_the_example(firm_actor, SECOND, MINISTRY, DIRECTOR, OFFICER, APPROVER)
    open_office()
    called = (DatedName(date(2024, 1, 1), Label("예시 운영사무국", "Example office")),)
    name_institution(ADMINISTRATOR, Institution("office", "operator", called), at=AT)
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    refused = {"kind": DecisionKind.REFUSE, "granted": Money(0), "reason": "매출 근거 부족"}
    propose_decision(OFFICER, grant(number, **refused), "", (), key="D-1", on=ON, at=AT)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)
    why = "심사 뒤에 받은 신용등급을 반영해 주십시오"
    file_appeal(firm_actor, "D-1", why, on=ON, at=AT)
    firm = asked().application.firm.identity
    hold_room(OFFICER, firm, PRODUCT, Money(3 * 10**9), key="H-1", on=ON, at=AT)
    digest = _lists()
    for actor in (firm_actor, SECOND, MINISTRY, DIRECTOR, ADMINISTRATOR):
        may_sign_in(actor, is_granted=False)
    may_sign_in(OFFICER)
    return firm_actor, number, digest


def _lists():
    with acting_for_state(Purpose.INTAKE, person="test", at=AT):
        for each in range(1, 7):
            firm = Firm(corporate_number(each), f"예시{each:03}", SizeClass.MEDIUM, ())
            register(firm, from_on=date(2024, 1, 1), at=AT)
    rule = PROGRAMME.recommendations[0].key
    open_round(MINISTRY, PROGRAMME, rule, key="2024-1", opens_on=date(2024, 9, 24), at=AT)
    first, second = _take(range(1, 4)), _take((4, 5, 8, 9))
    approve_recommendations(DIRECTOR, first.proposal.key, "산업AI-2024-77", on=ON, at=AT)
    return second.file


def _take(numbers):
    rows = ["기업명,법인등록번호,사업자등록번호,추천일"]
    rows += [
        f"예시{each:03},{corporate_number(each)},{business_number(each)},2024-10-01"
        for each in numbers
    ]
    content = "\n".join(rows).encode()
    programmes = tuple(shelf().values())
    return take_recommendations(
        MINISTRY, "2024-1", "추천명단.csv", content, programmes=programmes, on=ON, at=AT
    )
