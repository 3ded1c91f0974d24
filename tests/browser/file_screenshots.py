"""Pictures of the pages that take files: run with pytest, look, mend.

``pytest tests/browser/file_screenshots.py`` writes to ``var/screenshots``.
"""

from pathlib import Path

import pytest

from faults import csv_text
from file_doors import DOORS, open_doors, sba_rows
from majung.operations.acting import Actor, Role
from majung.programmes import shipped_files
from majung.programmes.supply_plan_files import shipped_plan_files
from pages_world import PASSWORD, may_sign_in

pytestmark = pytest.mark.browser

FOLDER = Path("var/screenshots")
SIZES = {"desktop": {"width": 1280, "height": 900}, "telephone": {"width": 360, "height": 740}}
REQUEST = Path(__file__).parents[2] / "examples/indication/mid-cap-robot-line.yaml"
EVERYTHING = Actor(
    "p-everything",
    "sba",
    frozenset({Role.ADMINISTRATOR, Role.SECRETARIAT, Role.PROVIDER_OFFICER}),
)


def _folder(folder: Path, files, changes=()) -> list[Path]:
    folder.mkdir()
    for name, content in files.items():
        text = content.decode()
        for old, new in changes:
            text = text.replace(old, new)
        if name.endswith(".yaml"):
            (folder / name).write_text(text)
    return sorted(folder.iterdir())


def test_pictures(address, browser, tmp_path):
    FOLDER.mkdir(parents=True, exist_ok=True)
    open_doors()
    may_sign_in(EVERYTHING, is_granted=False)
    programme, plan = shipped_files("kexim-ax"), shipped_plan_files("five-sectors-2024")
    raised = [("limit: {2026-01-22: 2조", "limit: {2026-01-22: 3조")]
    headings = DOORS["sba-case"].headings
    case = tmp_path / "case.csv"
    case.write_text(csv_text(headings, sba_rows(headings)))
    bad = tmp_path / "bad.csv"
    bad.write_text(csv_text(headings, sba_rows(headings)).replace("1000", "많이"))
    uploads = {
        "programme-files": ("/programme-files/", _folder(tmp_path / "a", programme, raised)),
        "programme-bad": (
            "/programme-files/",
            _folder(tmp_path / "b", programme, [("currency: KRW", "currancy: KRW")]),
        ),
        "plan": ("/plans/", _folder(tmp_path / "c", plan, [("102.4조", "103조")])),
        "plan-bad": ("/plans/", _folder(tmp_path / "d", plan, [("102.4조", "많이")])),
        "comparison": ("/comparisons/", [REQUEST]),
        "comparison-bad": ("/comparisons/", [case]),
        "import": ("/imports/", [case]),
        "import-bad": ("/imports/", [bad]),
    }
    shown = ("/programme-files/", "/programmes/", "/plans/", "/plans/five-sectors-2024")
    for size, viewport in SIZES.items():
        context = browser.new_context(viewport=viewport)
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#name", EVERYTHING.person)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        for language in ("ko", "en"):
            context.add_cookies([{"name": "majung_language", "value": language, "url": address}])
            for path in (*shown, "/comparisons/", "/imports/"):
                page.goto(f"{address}{path}")
                name = path.strip("/").replace("/", "-")
                page.screenshot(path=FOLDER / f"f-{name}-{size}-{language}.png", full_page=True)
            for name, (path, files) in uploads.items():
                page.goto(f"{address}{path}")
                page.set_input_files("input[type=file]", files)
                button = "button[name=only]" if name.startswith("import") else ""
                page.click(button or "form[enctype] button[type=submit]")
                page.screenshot(
                    path=FOLDER / f"f-{name}-sent-{size}-{language}.png", full_page=True
                )
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= viewport["width"], (name, wide)
