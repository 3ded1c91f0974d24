"""The pages an official reads about risk: a run asked for, looked at, found and handed out."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from api_world import system_of
from claims_world import BANK_OFFICER, PRINCIPAL, lend, open_office
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack
from majung.operations.council.freeze_pack import freeze_pack, rerender_pack
from majung.operations.council.reading import pack_file
from majung.operations.jobs.working import tasks_at, work_once
from majung.operations.risk.places import Place
from majung.operations.risk.reading_runs import risk_run, risk_runs
from majung.operations.supply.load_plans import load_plans
from majung.operations.supply.reading import Wanted
from majung.rules.citations import Label
from majung.store.jobs.queue import JobState
from majung.store.refusals import NotRecordedError
from pages_world import signed_in
from risk_world import ASKED

NOW = datetime.now(UTC)
SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
MINISTRY = Actor("p-ministry", "motie", frozenset({Role.RECOMMENDER}))


@pytest.fixture
def office(fresh_database):
    """A drawn loan under a cover."""
    open_office()
    lend()


def _work():
    return work_once("test", clock=lambda: datetime.now(UTC), tasks=tasks_at(Place.LOCAL))


def _asked(browser, **changes):
    action = re.search(r'action="(/risk-runs/\?once=[0-9]+)"', _text(browser.get("/risk-runs/")))
    return browser.post(action[1], ASKED | changes)


def _text(page):
    return page.content.decode()


def _runs(actor=SECRETARY):
    return risk_runs(actor, at=datetime.now(UTC))


def test_a_run_is_asked_for_on_the_page_and_shows_how_far_it_is(office):
    browser = signed_in(SECRETARY, is_granted=False)
    assert "아직 요청한 산출이 없습니다" in _text(browser.get("/risk-runs/"))

    answer = _asked(browser)

    (run,) = _runs()
    assert (answer.status_code, answer["Location"]) == (302, f"/risk-runs/{run.key}")
    settings = run.wanted.settings
    assert run.wanted.on == date(2024, 12, 31)
    assert (settings.scenarios, settings.seed, settings.level) == (256, 5, 0.99)
    page = browser.get(answer["Location"])
    waiting = _text(page)
    assert page.headers["Refresh"] == "5"
    assert "대기" in waiting
    assert "majung jobs work" in waiting
    assert "<svg" not in waiting[waiting.index("<main") :]
    listed = _text(browser.get("/risk-runs/"))
    assert "2024. 12. 31." in listed
    assert "대기" in listed


def test_a_run_that_is_done_shows_charts_tables_and_what_it_rests_on(office):
    browser = signed_in(SECRETARY, is_granted=False)
    to = _asked(browser)["Location"]
    assert _work().state is JobState.DONE

    done = browser.get(to)
    shown = _text(done)

    assert "Refresh" not in done.headers
    (run,) = _runs()
    found = run.result.found
    assert sum(found.losses.frequencies.shares) == pytest.approx(1.0)
    for told in ("해마다의 순지급", "손실별 시나리오 비중", "프로그램별 기여", "해마다의 우발채무",
                 "민간 자금 배수", "계약별 계산", "워터마크"):  # fmt: skip
        assert told in shown
    assert shown.count('class="chart"') == 2
    english = signed_in(SECRETARY, is_granted=False, language="en")
    page = _text(english.get(to))
    body = page[page.index("<h1") : page.index("</main>")]
    assert "A loss of" in body
    assert not re.search("[가-힣]", re.sub(r"<(desc|style).*?</\1>", "", body)), re.findall(
        ".{20}[가-힣]+.{20}", body
    )


def test_the_same_form_sent_twice_asks_for_one_run_and_shown_anew_for_another(office):
    browser = signed_in(SECRETARY, is_granted=False)
    action = re.search(r'action="(/risk-runs/\?once=[0-9]+)"', _text(browser.get("/risk-runs/")))[1]

    first, again = (browser.post(action, ASKED) for _ in range(2))
    _asked(browser)

    assert first["Location"] == again["Location"]
    assert len(_runs()) == 2


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("risk-scenarios", "10", "100"),
        ("risk-scenarios", "100001", "100000"),
        ("risk-seed", "-1", "0"),
        ("risk-day", "2024-02-30", "날짜"),
        ("risk-level", "2", "2"),
        ("risk-method", "guess", "guess"),
        ("risk-withdrawal", "vanish", "vanish"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_the_field_and_nothing_is_kept(
    office, field, value, told
):
    browser = signed_in(SECRETARY, is_granted=False)

    answer = _asked(browser, **{field: value})

    assert answer.status_code == 409
    beside = re.search(f'id="id_{field}_error">([^<]+)<', _text(answer))
    assert told in beside[1]
    assert _runs() == ()


def test_a_run_is_handed_out_as_files_of_one_report(office):
    browser = signed_in(SECRETARY, is_granted=False)
    to = _asked(browser)["Location"]
    assert browser.get(f"{to}/pdf").status_code == 404
    _work()

    files = {ending: browser.get(f"{to}/{ending}") for ending in ("pdf", "xlsx", "hwpx", "json")}

    assert {each.status_code for each in files.values()} == {200}
    assert files["pdf"].content[:4] == b"%PDF"
    assert files["xlsx"].content[:2] == files["hwpx"].content[:2] == b"PK"
    text = json.dumps(json.loads(files["json"].content), ensure_ascii=False)
    assert "예상손실(EL)" in text
    assert '"internal"' in text
    assert browser.get(f"{to}/svg").status_code == 404


def test_a_run_that_failed_says_why(office):
    browser = signed_in(SECRETARY, is_granted=False)
    to = _asked(browser, **{"risk-day": "2020-01-02"})["Location"]
    assert _work().state is JobState.FAILED

    shown = _text(browser.get(to))

    assert "실패" in shown
    assert risk_run(SECRETARY, _runs()[0].key, at=NOW).job.problem.kind in {
        "risk-portfolio-not-usable"
    }


def test_only_who_may_read_what_contracts_may_cost_sees_the_pages(office):
    to = _asked(signed_in(SECRETARY, is_granted=False))["Location"]

    assert signed_in(MINISTRY, is_granted=False).get("/risk-runs/").status_code == 403
    assert signed_in(MINISTRY, is_granted=False).get(to).status_code == 403
    assert signed_in(BANK_OFFICER, is_granted=False).get(to).status_code == 404


def test_over_rest_a_run_tells_how_losses_are_spread(office):
    system = system_of(BANK_OFFICER, is_granted=False)
    key = system.post("/risk/runs", {"on": "2024-12-31", "scenarios": 256}).json()["key"]
    _work()

    found = system.get(f"/risk/runs/{key}").json()

    assert found["outstanding"] == PRINCIPAL
    assert len(found["frequencies"]["shares"]) == 40
    assert found["frequencies"]["width"] * 40 == pytest.approx(
        1.1 * found["expected_shortfall"]["value"]
    )


def _pack(**changes):
    return Meeting(
        key="council-pack-2024-05",
        number="협의회-2024-07",
        name=Label("제7차", "7th"),
        held_on=date(2025, 1, 2),
        reading=Wanted(plan="five-sectors-2024", as_of=date(2024, 5, 31)),
        **changes,
    )


def test_a_pack_has_the_technical_note_of_the_run_that_was_chosen_and_keeps_it(office):
    load_plans(CLOCKWORK, at=NOW)
    bare = draft_pack(SECRETARY, _pack(), at=NOW)
    browser = signed_in(SECRETARY, is_granted=False)
    to = _asked(browser)["Location"]
    key = to.rpartition("/")[2]
    with pytest.raises(NotRecordedError):
        draft_pack(SECRETARY, _pack(risk_run=key), at=NOW)
    _work()
    assert key in _text(browser.get("/packs/"))

    draft_pack(SECRETARY, _pack(risk_run=key), at=NOW)
    freeze_pack(SECRETARY, bare.key, on=date(2025, 1, 2), at=NOW)

    content = pack_file(SECRETARY, bare.key).paper.content
    (run,) = _runs()
    lines = {line.name.en: line.cell for line in content.risk.settings}
    assert lines["Seed"].value == "5"
    assert [line.name.en for line in content.risk.figures][2:] == [
        "Expected loss (EL)",
        "VaR 99 %",
        "ES 99 %",
    ]
    kinds = [note.kind for note in content.risk.notes]
    assert kinds[:2] == ["risk-note-thin-tail", "risk-note-largest"]
    assert content.risk.notes[2:] == run.result.found.notes
    assert "기술 주석" in _text(browser.get(f"/packs/{bare.key}"))
    assert rerender_pack(SECRETARY, bare.key).differing == ()


def test_a_pack_without_a_run_has_no_note(office):
    load_plans(CLOCKWORK, at=NOW)

    bare = draft_pack(SECRETARY, _pack(), at=NOW)

    assert pack_file(SECRETARY, bare.key).paper.content.risk is None
    assert "기술 주석" not in _text(
        signed_in(SECRETARY, is_granted=False).get(f"/packs/{bare.key}")
    )
