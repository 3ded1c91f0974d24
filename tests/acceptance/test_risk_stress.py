"""Contracts under named stresses: at the command line, as runs asked for over REST and on pages."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_world import system_of
from claims_world import BANK_OFFICER, lend, open_office
from majung.operations.acting import Actor, Role
from majung.operations.council.risk_note import risk_note
from majung.operations.jobs.working import tasks_at, work_once
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.office.reading import office_portfolio
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.operations.risk.reading_runs import risk_run, risk_runs
from majung.operations.risk.runs import RunWanted, ask_for_risk_run
from majung.operations.risk.stresses import StressesTooManyError, shipped_stresses
from majung.store.jobs.queue import JobState
from pages_world import signed_in
from risk_world import ASKED, LIST_HEAD, LIST_ROWS

ON = date(2024, 12, 31)
AT = datetime(2025, 1, 2, tzinfo=UTC)
SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
STRESSES = tuple(shipped_stresses().values())
WANTED = RunWanted(on=ON, settings=LossSettings(scenarios=256, seed=5), stresses=STRESSES)
HISTORY = "Date,Unemployment rate\n" + "".join(
    f"Q{number},{4 + (number % 7) / 5}\n" for number in range(24)
)
BAD = "분기,실업률\n1,6\n2,7\n3,8\n4,8.5\n"
DAY = ("--day", "2024-12-31", "--scenarios", "256", "--seed", "5")


@pytest.fixture
def office(fresh_database):
    """A drawn loan under a cover."""
    open_office()
    lend()


@pytest.fixture
def files(tmp_path):
    """A list of contracts and a published scenario with its history."""
    (tmp_path / "contracts.csv").write_text(LIST_HEAD + "".join(LIST_ROWS), "utf-8")
    (tmp_path / "past.csv").write_text(HISTORY, "utf-8")
    (tmp_path / "bad.csv").write_text(BAD, "utf-8")


def _work():
    return work_once("test", clock=lambda: datetime.now(UTC), tasks=tasks_at(Place.LOCAL))


def _text(page):
    return page.content.decode()


def test_a_published_scenario_stands_beside_what_is_usual_and_what_ships(document, files):
    usual = document("risk", "run", "contracts.csv", "--scenarios", "512")

    found = document(
        "risk", "stress", "contracts.csv", "--history", "past.csv", "--scenario", "bad.csv",
        "--stress", "mild-recession", "--scenarios", "512",
    )  # fmt: skip

    assert (usual.pop("files"), found["files"], found["usual"]) == ([], [], usual)
    mild, published = found["stresses"]
    assert (mild["key"], published["key"]) == ("mild-recession", None)
    assert published["name"] == {"ko": "bad", "en": "bad"}
    assert (len(published["factor"]), max(published["factor"]) < 0) == (4, True)
    for stress in (mild, published):
        for figure in ("expected_loss", "value_at_risk", "expected_shortfall"):
            more = stress["losses"][figure]["value"] - usual[figure]["value"]
            assert stress["difference"][figure] == more > 0
        yearly = stress["yearly"]
        assert sum(yearly["usual"]) == pytest.approx(usual["expected_loss"]["value"])
        assert sum(stress["difference"]["yearly"]) == pytest.approx(
            stress["difference"]["expected_loss"]
        )
    today, year = published["losses"]["stages"][:2]
    assert today["amounts"] == usual["stages"][0]["amounts"] == [4.6e9, 0.0, 0.0]
    assert year["amounts"][1] > usual["stages"][1]["amounts"][1] > 0
    assert year["amounts"][2] > usual["stages"][1]["amounts"][2] > 0
    assert sum(year["provisions"]) > sum(usual["stages"][1]["provisions"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--stress", "the-flood"), "the stress the-flood is not known"),
        (("--history", "past.csv"), "half a published scenario is given"),
        (("--stress", "mild-recession", "--stress", "mild-recession"), "2 stresses do not stand"),
        (("--history", "bad.csv", "--scenario", "bad.csv"), "the scenario cannot be used"),
        (("--history", "past.csv", "--scenario", "contracts.csv"), "contracts.csv:1"),
    ],
)
def test_a_stress_that_cannot_be_used_is_refused(command, files, given, said):
    status, out, err = command("risk", "stress", "contracts.csv", *given)

    assert (status, out) == (1, "")
    assert err.startswith(said)


def test_people_read_what_is_usual_each_stress_and_the_difference(command, files):
    status, out, _ = command("risk", "stress", "contracts.csv", "--scenarios", "256")

    assert status == 0
    head = next(line for line in out.splitlines() if line.startswith("Figure"))
    assert re.split(r"  +", head.strip()) == [
        "Figure", "As usual", "Mild recession", "Difference", "Severe recession", "Difference"
    ]  # fmt: skip
    assert "Claims less recoveries expected of each year" in out
    assert "shared factor by quarter -2.00 -2.00" in out
    # A title is one line, however narrow its table.
    title = "IFRS 9 stages: amounts at each year's end, and provisions · Severe recession"
    assert title in out.splitlines()


def test_caps_hold_under_each_stress_and_people_read_what_is_borne_elsewhere(
    command, files, tmp_path
):
    (tmp_path / "layers.csv").write_text("프로그램,우선손실\nai-am,50000000\n", "utf-8")

    _, out, _ = command("risk", "stress", "contracts.csv", "--scenarios", "256", "--layers",
                        "layers.csv")  # fmt: skip

    assert "Borne elsewhere on average; the figures above are the public side's" in out
    (row,) = [line for line in out.splitlines() if line.startswith("first loss")]
    usual, mild, severe = (
        int(re.split(r"  +", row.strip())[place].replace(",", "")) for place in (1, 2, 4)
    )
    assert 0 < usual < mild < severe


def test_the_offices_own_contracts_are_held_against_the_stresses_that_ship(document, office):
    usual = document("risk", "run", "--office", *DAY)

    found = document("risk", "stress", "--office", *DAY)

    assert [each["key"] for each in found["stresses"]] == [each.key for each in STRESSES]
    assert {**found, "stresses": []} | {"watermark": ""} == usual | {"watermark": ""}
    mild, severe = (each["difference"]["expected_loss"] for each in found["stresses"])
    assert 0 < mild < severe


def test_people_read_the_offices_stresses_with_the_day_and_what_was_supposed(command, office):
    status, out, _ = command("risk", "stress", "--office", *DAY)

    assert status == 0
    assert out.startswith(
        "On 31 December 2024 · contracts of every institution · amounts in KRW · "
    )
    assert "Severe recession" in out
    assert out.rstrip().splitlines()[-1].startswith("· ")


def test_a_run_is_kept_with_its_stresses_on_the_same_draws(office):
    ask_for_risk_run(SECRETARY, "R-1", WANTED, at=AT)
    assert _work().state is JobState.DONE

    run = risk_run(SECRETARY, "R-1", at=AT)

    whole = office_portfolio(SECRETARY, on=ON, at=AT)
    expected = run_office(whole, WANTED.settings, place=Place.LOCAL, stresses=STRESSES)
    assert run.wanted == WANTED
    assert run.result.found == expected
    assert [each.stress for each in run.result.found.stressed] == list(STRESSES)
    assert (run.job.done, run.job.total % 3) == (run.job.total, 0)
    lines = {line.name.en: line.cell for line in risk_note(SECRETARY, "R-1", at=AT).settings}
    assert "−2.00" in lines["Stress: Severe recession"].value.en
    names = [line.name.en for line in risk_note(SECRETARY, "R-1", at=AT).figures]
    assert names[-2:] == ["EL, Severe recession", "ES 99.9 %, Severe recession"]


def test_the_same_stress_twice_is_refused_when_it_is_asked_for(office):
    with pytest.raises(StressesTooManyError):
        ask_for_risk_run(SECRETARY, "R-1", RunWanted(on=ON, stresses=STRESSES * 2), at=AT)

    assert risk_runs(SECRETARY, at=AT) == ()


def test_over_rest_a_run_has_stresses_that_ship_and_published_ones(office):
    system = system_of(BANK_OFFICER, is_granted=False)
    history = [4 + number % 7 / 5 for number in range(24)]
    published = {"name": "supervisor", "history": history, "scenario": [6, 7, 8, 8.5]}
    body = {"on": "2024-12-31", "scenarios": 64,
            "stresses": [{"key": "severe-recession"}, published]}  # fmt: skip

    key = system.post("/risk/runs", body).json()["key"]
    assert _work().state is JobState.DONE

    found = system.get(f"/risk/runs/{key}").json()
    assert [each["name"]["en"] for each in found["stresses"]] == ["Severe recession", "supervisor"]
    assert found["held_against"][1]["factor"] == found["stresses"][1]["factor"]
    for stress in found["stresses"]:
        assert stress["difference"]["expected_loss"] > 0


@pytest.mark.parametrize(
    ("stresses", "status"),
    [
        ([{"key": "the-flood"}], 409),
        ([{"key": ""}], 422),
        ([{"name": "a"}], 422),
        ([{"name": "a", "history": [4, 5], "scenario": [6]}], 409),
        ([{"name": "a", "history": [4] * 12, "scenario": [6]}], 409),
        ([{"name": "a", "history": [4, 5] * 6, "scenario": [101]}], 422),
        ([{"key": "mild-recession"}, {"key": "mild-recession"}], 409),
        ([{"key": "mild-recession"}] * 4, 422),
    ],
)
def test_over_rest_a_stress_that_cannot_be_used_is_refused_and_nothing_is_asked_for(
    office, stresses, status
):
    system = system_of(BANK_OFFICER, is_granted=False)

    assert system.post("/risk/runs", {"stresses": stresses}).status_code == status
    assert system.get("/risk/runs").json() == []


def _ask(browser, **changes):
    action = re.search(r'action="(/risk-runs/\?once=[0-9]+)"', _text(browser.get("/risk-runs/")))
    return browser.post(action[1], ASKED | changes)


def _file(name, text):
    return SimpleUploadedFile(name, text.encode())


def test_on_the_page_stresses_stand_beside_what_is_usual(office):
    browser = signed_in(SECRETARY, is_granted=False)
    to = _ask(
        browser,
        **{
            "risk-stresses": ["mild-recession", "severe-recession"],
            "risk-history": _file("past.csv", HISTORY),
            "risk-scenario": _file("bad.csv", BAD),
        },
    )["Location"]
    assert _work().state is JobState.DONE

    shown = _text(browser.get(to))

    for told in ("스트레스별 손실", "스트레스별 해마다의 예상 순지급", "완만한 침체", "심한 침체",
                 "평상시", "차이", "실업률: past.csv, bad.csv"):  # fmt: skip
        assert told in shown
    (run,) = risk_runs(SECRETARY, at=datetime.now(UTC))
    assert [each.stress.name.en for each in run.result.found.stressed] == [
        "Mild recession", "Severe recession", "bad"
    ]  # fmt: skip
    files = [browser.get(f"{to}/{ending}") for ending in ("pdf", "xlsx", "hwpx")]
    assert [each.status_code for each in files] == [200, 200, 200]
    english = _text(signed_in(SECRETARY, is_granted=False, language="en").get(to))
    body = english[english.index("<h1") : english.index("</main>")]
    assert "Losses under each stress" in body
    assert not re.search("[가-힣]", re.sub(r"<(desc|style).*?</\1>", "", body))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"risk-stresses": ["the-flood"]}, "the-flood"),
        ({"risk-history": ("past.csv", HISTORY)}, "함께 올려야"),
        (
            {
                "risk-history": ("past.csv", HISTORY),
                "risk-scenario": ("bad.csv", "분기,실업률\n1,칠\n"),
            },
            "bad.csv:2:2",
        ),
    ],
)
def test_on_the_page_what_cannot_be_a_stress_is_told_and_nothing_is_kept(office, changes, told):
    browser = signed_in(SECRETARY, is_granted=False)

    answer = _ask(
        browser,
        **{
            name: _file(*value) if isinstance(value, tuple) else value
            for name, value in changes.items()
        },
    )

    assert answer.status_code == 409
    assert told in _text(answer)
    assert risk_runs(SECRETARY, at=datetime.now(UTC)) == ()
