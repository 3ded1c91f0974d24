"""Pictures of reports, supply, exposures and the council's papers: run with pytest, look, mend.

``pytest tests/browser/supply_screenshots.py`` writes to ``var/screenshots``.
"""

from pathlib import Path

import pytest

from crawling_worlds import of_council
from pages_world import PASSWORD, may_sign_in
from supply_world import KDB_OFFICER, SECRETARY

pytestmark = pytest.mark.browser

FOLDER = Path("var/screenshots")
SIZES = {"desktop": {"width": 1280, "height": 900}, "telephone": {"width": 360, "height": 740}}
BAD = "기관,기준월,분야,상품,공급액(억원)\nKDB,2024-06,1,대출,많이\nKDB,2024-13,2,대출,1\n".encode()
PLAN = "five-sectors-2024"
PAGES = {
    "reports": (SECRETARY, f"/reports/?plan={PLAN}"),
    "report": (SECRETARY, f"/reports/{PLAN}/kdb/2024-06"),
    "supply-table": (SECRETARY, f"/supply/?plan={PLAN}&source=reported&as-of=2024-06-30"),
    "supply-ledger": (SECRETARY, f"/supply/?plan={PLAN}&source=ledger&as-of=2024-12-31"),
    "register": (SECRETARY, "/register/?q=집행률"),
    "figure": (SECRETARY, f"/register/figures/{PLAN}.total.pace"),
    "exposures": (SECRETARY, "/exposures/"),
    "pack": (SECRETARY, "/packs/council-pack-2024-05"),
    "restate": (SECRETARY, "/packs/council-pack-2024-05/restate"),
    "reports-own": (KDB_OFFICER, f"/reports/?plan={PLAN}"),
    "exposures-own": (KDB_OFFICER, "/exposures/"),
}


def test_pictures(address, browser, tmp_path):
    FOLDER.mkdir(parents=True, exist_ok=True)
    of_council()
    bad = tmp_path / "월보.csv"
    bad.write_bytes(BAD)
    for actor in (SECRETARY, KDB_OFFICER):
        may_sign_in(actor, is_granted=False)
    for size, viewport in SIZES.items():
        for actor in (SECRETARY, KDB_OFFICER):
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
                for name, (whose, path) in PAGES.items():
                    if whose is actor:
                        page.goto(f"{address}{path}")
                        page.screenshot(
                            path=FOLDER / f"{name}-{size}-{language}.png", full_page=True
                        )
                page.goto(f"{address}/reports/?plan={PLAN}")
                page.set_input_files("input[type=file]", bad)
                page.click("form[enctype] button[type=submit]")
                page.screenshot(path=FOLDER / f"refused-{size}-{language}.png", full_page=True)
                with page.expect_download() as saved:
                    page.click("a[download]")
                assert Path(saved.value.path()).read_bytes().startswith(b"PK")
