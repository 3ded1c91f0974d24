"""Pictures of the fiscal cost of programmes: run with pytest, look, mend.

``pytest tests/browser/risk_screenshots.py`` writes to ``var/screenshots``.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import claims_world
from claims_world import LOAN_TERMS, START, a_loan, lend, open_office
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import BORROWER, RateComponent
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import book_of
from majung.operations.jobs.working import tasks_at, work_once
from majung.operations.risk.examples import example_file
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.places import Place
from majung.operations.risk.pools import Pool
from majung.operations.risk.runs import RunWanted, ask_for_risk_run
from majung.operations.risk.stresses import shipped_stresses
from majung.operations.risk.studies import allocate_now_or_later, compare_now_or_later
from majung.operations.servicing.record_facts import record_facts
from majung.programmes import BookRole
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import ContractParty, sign
from majung.values.rates import Rate
from pages_world import PASSWORD, may_sign_in

pytestmark = pytest.mark.browser

FOLDER = Path("var/screenshots")
SIZES = {"desktop": {"width": 1280, "height": 900}, "telephone": {"width": 360, "height": 740}}
SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
PAGES = {
    "fiscal-cost": "/fiscal-cost/",
    "reestimates": "/fiscal-cost/reestimates/?actual=4",
    "reestimates-none": "/fiscal-cost/reestimates/?programme=kexim-ax",
    "reestimates-refused": "/fiscal-cost/reestimates/?budget=x",
    "fiscal-cost-none": "/fiscal-cost/?programme=kexim-ax",
    "fiscal-cost-refused": "/fiscal-cost/?rate=x",
    "designs": "/designs/?example=1",
    "designs-empty": "/designs/",
    "allocations": "/allocations/?example=1",
    "allocations-empty": "/allocations/",
}


def _runs():
    """One run that is done, one that waits, and the addresses of both."""
    now = datetime.now(UTC)
    wanted = RunWanted(
        on=START + timedelta(days=30),
        settings=LossSettings(scenarios=2000),
        stresses=tuple(shipped_stresses().values()),
        pools=(Pool((claims_world.PROGRAMME,), first_loss=2e7, cap=3e8, yearly=1.5e8),),
    )
    ask_for_risk_run(SECRETARY, "R-done", wanted, at=now)
    work_once("test", clock=lambda: now, tasks=tasks_at(Place.LOCAL))
    cells, grid = example_file("allocation", "cells.yaml"), example_file("design", "designs.yaml")
    firms = example_file("design", "firms.csv")
    done = allocate_now_or_later(SECRETARY, ("cells.yaml", cells), None, later=True, at=now)
    work_once("test", clock=lambda: now, tasks=tasks_at(Place.LOCAL))
    ask_for_risk_run(SECRETARY, "R-waiting", wanted, at=now)
    waits = compare_now_or_later(
        SECRETARY, ("firms.csv", firms), ("designs.yaml", grid), later=True, at=now
    )
    return {
        "study": f"/allocations/{done.key}",
        "study-waiting": f"/designs/{waits.key}",
        "designs-kept": "/designs/",
        "risk-runs": "/risk-runs/",
        "risk-run": "/risk-runs/R-done",
        "risk-run-waiting": "/risk-runs/R-waiting",
    }


def test_pictures(address, browser):
    FOLDER.mkdir(parents=True, exist_ok=True)
    open_office()
    lend()
    cut = RateComponent("cut", "lender", Rate.percent("-0.7"))
    base = RateComponent("base", BORROWER, Rate.percent("4.62"))
    terms = replace(LOAN_TERMS, components=(base, cut))
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.AT):
        bank = ContractParty("lender", "ibk", book_of("ibk", BookRole.LENDER))
        lent = replace(a_loan("C-P1", terms), institution="ibk", parties=(bank,))
        sign([a_loan("C-L2", terms), lent], at=claims_world.AT)
    drawn = Fact(START, FactKind.DRAWDOWN, "drawn", LOAN_TERMS.committed)
    record_facts(
        CLOCKWORK, {"C-L2": [drawn], "C-P1": [drawn]}, on=START, at=claims_world.moment(START)
    )
    may_sign_in(SECRETARY, is_granted=False)
    pages = PAGES | _runs()
    for size, viewport in SIZES.items():
        context = browser.new_context(viewport=viewport)
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#name", SECRETARY.person)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        for language in ("ko", "en"):
            context.add_cookies([{"name": "majung_language", "value": language, "url": address}])
            for name, path in pages.items():
                page.goto(f"{address}{path}")
                page.screenshot(path=FOLDER / f"{name}-{size}-{language}.png", full_page=True)
