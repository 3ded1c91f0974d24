"""Caps and first losses in runs asked for as jobs: the figures and refusals of the foreground."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_world import system_of
from claims_world import BANK_OFFICER, lend, open_office
from majung.operations.acting import Actor, Role
from majung.operations.jobs.working import tasks_at, work_once
from majung.operations.risk.loss_settings import LossSettings, Method
from majung.operations.risk.office.reading import office_portfolio
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.operations.risk.pools import Pool, PoolsTooManyError, ProgrammeNotFollowedError
from majung.operations.risk.reading_runs import risk_run, risk_runs
from majung.operations.risk.run_documents import run_document
from majung.operations.risk.runs import RunWanted, ask_for_risk_run
from majung.operations.risk.stresses import stress_named
from majung.risk.losses.layers import Layer
from majung.risk.losses.problems import LayerNotUsableError, TablesNotPossibleError
from majung.store.jobs.queue import JobState
from pages_world import signed_in
from risk_world import ASKED

ON = date(2024, 12, 31)
AT = datetime(2025, 1, 2, tzinfo=UTC)
SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
PROGRAMME = "ai-autonomous-manufacturing"
POOL = Pool((PROGRAMME,), first_loss=2e7, cap=3e8, yearly=1.5e8)
WANTED = RunWanted(on=ON, settings=LossSettings(scenarios=512, seed=5, level=0.99), pools=(POOL,))


@pytest.fixture
def office(fresh_database):
    open_office()
    lend()


def _ask(**changes):
    return ask_for_risk_run(SECRETARY, "R-1", replace(WANTED, **changes), at=AT)


def _work(at=AT):
    return work_once("test", clock=lambda: at, tasks=tasks_at(Place.LOCAL))


def _found():
    return risk_run(SECRETARY, "R-1", at=AT)


def test_a_run_asked_for_with_caps_finds_what_the_foreground_does_bit_by_bit(office):
    stresses = (stress_named("mild-recession"),)
    _ask(stresses=stresses)
    assert _work().state is JobState.DONE

    whole = office_portfolio(SECRETARY, on=ON, at=AT)
    layers = (Layer((whole.columns.programme.names.index(PROGRAMME),), 2e7, 3e8, 1.5e8),)
    expected = run_office(
        whole, WANTED.settings, place=Place.LOCAL, layers=layers, stresses=stresses
    )
    run = _found()
    assert run.wanted.pools == (POOL,)
    assert run.result.found == expected
    found = run.result.found.losses
    assert found.elsewhere["first_loss"] > 0
    assert found.elsewhere["beyond_cap"] > 0
    assert sum(found.borne["public"]) == pytest.approx(found.expected.value)
    assert found.value_at_risk.value == pytest.approx(1.5e8)
    assert run_document(run)["pools"][0]["cap"] == 3e8


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"pools": (Pool((PROGRAMME,), first_loss=-1.0),)}, LayerNotUsableError),
        ({"pools": (Pool((PROGRAMME,), cap=float("nan")),)}, LayerNotUsableError),
        ({"pools": (Pool((PROGRAMME,)), Pool((PROGRAMME,)))}, LayerNotUsableError),
        ({"pools": (Pool(()),)}, LayerNotUsableError),
        ({"pools": (Pool(("nobody",)),)}, ProgrammeNotFollowedError),
        ({"programme": "kexim-ax"}, ProgrammeNotFollowedError),
        ({"settings": LossSettings(scenarios=300_000)}, PoolsTooManyError),
        ({"settings": LossSettings(method=Method.TABLES, freedom=4.0)}, TablesNotPossibleError),
    ],
)
def test_what_no_run_could_follow_is_refused_when_it_is_asked_for(office, changes, refusal):
    with pytest.raises(refusal):
        _ask(**changes)

    assert risk_runs(SECRETARY, at=AT) == ()


def test_a_programme_without_contracts_on_the_day_is_told_by_the_run(office):
    _ask(pools=(Pool(("kexim-ax",), cap=1.0),))

    assert _work().state is JobState.FAILED
    problem = _found().job.problem
    assert (problem.kind, problem.value("programme")) == ("risk-pool-not-followed", "kexim-ax")


def test_over_rest_caps_are_taken_kept_and_handed_out(office, tmp_path):
    system = system_of(BANK_OFFICER, is_granted=False)
    pool = {"programmes": [PROGRAMME], "first_loss": 20_000_000, "yearly": 150_000_000}
    body = {"on": "2024-12-31", "scenarios": 256, "seed": 5, "pools": [pool]}

    key = system.post("/risk/runs", body).json()["key"]
    assert _work(datetime.now(UTC)).state is JobState.DONE
    done = system.get(f"/risk/runs/{key}").json()

    assert done["pools"] == [pool | {"cap": None}]
    assert set(done["borne_by_month"]) == {"public", "first_loss", "beyond_cap"}
    answer = system.get(f"/risk/runs/{key}/files/lines.parquet")
    (tmp_path / "lines.parquet").write_bytes(answer.content)
    lines = duckdb.sql(f"SELECT public, beyond_cap FROM '{tmp_path / 'lines.parquet'}'")
    borne = (map(round, done["borne_by_month"][name]) for name in ("public", "beyond_cap"))
    assert lines.fetchall() == list(zip(*borne, strict=True))
    report = system.get(f"/risk/runs/{key}/files/report.json").content.decode()
    assert "손실의 부담(평균)" in report


@pytest.mark.parametrize(
    ("pool", "status"),
    [
        ({"programmes": [PROGRAMME], "cap": -1}, 422),
        ({"programmes": []}, 422),
        ({"programmes": ["nobody"]}, 409),
        ({"programmes": [PROGRAMME, PROGRAMME]}, 409),
    ],
)
def test_over_rest_caps_that_cannot_be_used_are_refused(office, pool, status):
    system = system_of(BANK_OFFICER, is_granted=False)

    assert system.post("/risk/runs", {"pools": [pool]}).status_code == status
    assert system.get("/risk/runs").json() == []


CAPS = f"프로그램,우선손실,연간한도\n{PROGRAMME},20000000,150000000\n"


def test_on_the_command_line_a_worker_finds_what_the_foreground_prints(office, document, tmp_path):
    (tmp_path / "layers.csv").write_text(CAPS, "utf-8")
    asked = ("--day", "2024-12-31", "--scenarios", "256", "--seed", "5", "--layers", "layers.csv")

    job = document("risk", "runs", "ask", *asked, "--once", "mine")
    again = document("risk", "runs", "ask", *asked, "--once", "mine")
    assert (again["key"], job["state"]) == (job["key"], "waiting")
    assert _work(datetime.now(UTC)).state is JobState.DONE
    kept = document("risk", "runs", "show", job["key"], "--report", "run.xlsx")
    front = document("risk", "run", "--office", *asked)

    assert [each["key"] for each in document("risk", "runs", "list")] == [job["key"]]
    assert (tmp_path / "run.xlsx").read_bytes()[:2] == b"PK"
    shared = set(front) & set(kept) - {"watermark"}
    assert {"expected_loss", "borne_by_month", "lines", "parts", "notes"} <= shared
    assert {name: kept[name] for name in shared} == {name: front[name] for name in shared}


def test_stresses_in_the_foreground_take_the_caps_that_a_worker_takes(office, document, tmp_path):
    (tmp_path / "layers.csv").write_text(CAPS, "utf-8")
    asked = ("--day", "2024-12-31", "--scenarios", "256", "--stress", "severe-recession")
    capped = (*asked, "--layers", "layers.csv")
    key = document("risk", "runs", "ask", *capped)["key"]
    assert _work(datetime.now(UTC)).state is JobState.DONE

    front = document("risk", "stress", "--office", *capped)
    whole = document("risk", "stress", "--office", *asked)

    assert front["stresses"] == document("risk", "runs", "show", key)["stresses"]
    (held,), (free,) = (each["stresses"] for each in (front, whole))
    borne = held["losses"]["borne_elsewhere"]
    assert borne["first_loss"] > 0 < borne["beyond_cap"]
    assert sum(borne.values()) + held["losses"]["expected_loss"]["value"] == pytest.approx(
        free["losses"]["expected_loss"]["value"]
    )


def test_on_the_command_line_runs_are_asked_for_listed_and_shown_in_words(
    office, command, tmp_path
):
    (tmp_path / "layers.csv").write_text(CAPS, "utf-8")
    asked = ("--day", "2024-12-31", "--scenarios", "256", "--layers", "layers.csv")
    assert command("risk", "runs", "list")[1] == "no runs were asked for\n"

    status, out, _ = command("risk", "runs", "ask", *asked, "--stress", "mild-recession")
    key = re.search(r"R-[0-9a-f]{16}", out)[0]
    waiting = command("risk", "runs", "show", key)[1]
    _work(datetime.now(UTC))
    shown = command("risk", "runs", "show", key)[1]

    assert status == 0
    assert "waiting 0/0" in waiting
    assert "done" in command("risk", "runs", "list")[1]
    assert "Who pays claims less recoveries of each year, on average" in shown
    assert "Mild recession" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "--layers", "layers.csv"), "layers.csv:2"),
        (("ask", "--lake", "."), "--lake would do nothing with a run that a worker does"),
        (("show", "R-none"), "the job R-none cannot be found"),
    ],
)
def test_on_the_command_line_what_cannot_be_asked_is_told(office, command, tmp_path, words, said):
    (tmp_path / "layers.csv").write_text("프로그램,한도\nnobody,1\n", "utf-8")

    status, _, err = command("risk", "runs", *words)

    assert status == 1
    assert said in err


def _text(page):
    return page.content.decode()


def _sent(browser, content):
    action = re.search(r'action="(/risk-runs/\?once=[0-9]+)"', _text(browser.get("/risk-runs/")))
    file = SimpleUploadedFile("layers.csv", content.encode())
    return browser.post(action[1], ASKED | {"risk-layers": file})


def test_on_the_page_a_list_of_caps_is_taken_and_who_bears_what_is_shown(office):
    browser = signed_in(SECRETARY, is_granted=False)
    rows = f"프로그램,우선손실,한도\n{PROGRAMME},20000000,300000000\n"

    to = _sent(browser, rows)["Location"]
    assert _work(datetime.now(UTC)).state is JobState.DONE
    shown = _text(browser.get(to))

    for told in ("누가 부담하는가", "손실의 부담(평균)", "한도 초과(기관)", "전 기간",
                 "우선손실 2,000만 원 · 한도 3억 원"):  # fmt: skip
        assert told in shown
    english = _text(signed_in(SECRETARY, is_granted=False, language="en").get(to))
    body = english[english.index("<h1") : english.index("</main>")]
    assert "Who bears the losses" in body
    assert not re.search("[가-힣]", re.sub(r"<(desc|style).*?</\1>", "", body))


def test_on_the_page_a_list_that_cannot_be_read_is_told_with_its_place(office):
    browser = signed_in(SECRETARY, is_granted=False)

    answer = _sent(browser, "프로그램,한도\nnobody,1\n")

    assert answer.status_code == 409
    assert "layers.csv:2" in _text(answer)
    assert risk_runs(SECRETARY, at=datetime.now(UTC)) == ()
