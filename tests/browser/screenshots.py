"""Pictures of every page in both languages, wide and narrow: run with pytest, look, mend.

``pytest tests/browser/screenshots.py`` writes to ``var/screenshots``.
"""

from pathlib import Path

import pytest

from intake_world import APPROVER, OFFICER, apply, asked, grant, open_office, state_everything
from intake_world import AT as THEN
from intake_world import ON as DAY
from majung.operations.acting import Actor, Role
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import answer_offer, approve_decision, propose_decision
from majung.operations.servicing.sign import sign
from majung.store.intake.decisions import OfferOutcome
from pages_world import PASSWORD, may_sign_in

pytestmark = pytest.mark.browser

FOLDER = Path("var/screenshots")
SIZES = {"desktop": {"width": 1280, "height": 900}, "telephone": {"width": 360, "height": 740}}
WATCHER = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT, Role.AUDITOR}))


def test_pictures(address, browser):
    FOLDER.mkdir(parents=True, exist_ok=True)
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=DAY, at=THEN)
    quotes = tuple(asked().quotes.values())
    way = "ai-am-preferential-loan@ibk"
    propose_decision(OFFICER, grant(number), way, quotes, key="D-1", on=DAY, at=THEN)
    approve_decision(APPROVER, "D-1", on=DAY, at=THEN)
    answer_offer(OFFICER, "D-1", OfferOutcome.ACCEPTED, on=DAY, at=THEN)
    sign(OFFICER, "D-1", on=DAY, at=THEN)
    may_sign_in(OFFICER)
    may_sign_in(WATCHER, is_granted=False)
    here = f"/applications/{number}"
    pages = {
        "dashboard": (WATCHER, "/?plan=five-sectors-2024&source=reported"),
        "packs": (WATCHER, "/packs/"),
        "audit": (WATCHER, "/audit"),
        "programmes": (OFFICER, "/programmes/"),
        "programme": (OFFICER, "/programmes/ai-autonomous-manufacturing"),
        "applications": (OFFICER, "/applications/"),
        "application": (OFFICER, here),
        "comparison": (OFFICER, f"{here}/comparison?bank=ibk&base=3.5&add-on=1.5&cover-cut=0.5"),
        "propose": (OFFICER, f"{here}/propose?way=ai-am-preferential-loan%40ibk"),
        "state": (OFFICER, f"{here}/state"),
        "contracts": (OFFICER, "/contracts/"),
        "contract": (OFFICER, "/contracts/C-D-1"),
        "postings": (OFFICER, "/contracts/C-D-1/postings"),
        "book": (OFFICER, "/books/ibk.lender"),
        "books": (OFFICER, "/books/"),
        "firms": (OFFICER, "/firms/"),
        "rounds": (OFFICER, "/recommendations/"),
        "cover-work": (OFFICER, "/cover-work/"),
        "servicer-files": (OFFICER, "/servicer-files/"),
        "opening-balances": (OFFICER, "/opening-balances/"),
        "index-rates": (WATCHER, "/index-rates/"),
        "contract-desk": (OFFICER, "/contracts/C-D-1/desk"),
        "reports": (WATCHER, "/reports/"),
        "supply-table": (WATCHER, "/supply/"),
        "register": (WATCHER, "/register/"),
        "exposures": (WATCHER, "/exposures/"),
        "not-there": (OFFICER, "/programmes/none"),
    }
    for size, viewport in SIZES.items():
        for actor in (OFFICER, WATCHER):
            context = browser.new_context(viewport=viewport)
            page = context.new_page()
            page.goto(f"{address}/sign-in")
            if actor is OFFICER:
                page.screenshot(path=FOLDER / f"sign-in-{size}-ko.png")
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
                        page.goto(f"{address}{path}")
                        file = FOLDER / f"{name}-{size}-{language}.png"
                        page.screenshot(path=file, full_page=True)
