"""Risk runs as jobs: asked for over REST, done by a worker, kept with what they rest on."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb
import pytest

from api_world import system_of
from claims_world import BANK_OFFICER, PRINCIPAL, lend, open_office
from close_processes import close, closing, kill_at
from majung.operations.acting import Actor, Role
from majung.operations.jobs.managing import cancel_job
from majung.operations.jobs.working import tasks_at, work_once
from majung.operations.policy import NotPermittedError
from majung.operations.reading_names import names
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.office.reading import office_portfolio
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.operations.risk.reading_runs import risk_run, risk_runs
from majung.operations.risk.run_documents import run_document
from majung.operations.risk.run_report import run_parts
from majung.operations.risk.runs import RunWanted, ask_for_risk_run, result_of, wanted_of
from majung.operations.risk.stresses import shipped_stresses
from majung.reports.model import Paragraph
from majung.reports.texts import said
from majung.risk.futures.problems import CorrelationNotUsableError, SeverityNotUsableError
from majung.store import models
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.jobs.queue import JobAskedOtherwiseError, JobState, jobs
from majung.store.refusals import NotRecordedError
from majung.store.risk_runs import risk_run_of
from majung.store.upkeep.digests import LEFT_OUT, table_digests
from majung.web.api.risk_runs import RunSent

ON = date(2024, 12, 31)
AT = datetime(2025, 1, 2, tzinfo=UTC)
SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
RECOMMENDER = Actor("p-ministry", "motie", frozenset({Role.RECOMMENDER}))
WANTED = RunWanted(on=ON, settings=LossSettings(scenarios=256, seed=5))
KEY = "R-1"


def _system():
    return system_of(BANK_OFFICER, is_granted=False)


@pytest.fixture
def office(fresh_database):
    open_office()
    lend()


def _ask(actor=SECRETARY, key=KEY, wanted=WANTED):
    return ask_for_risk_run(actor, key, wanted, at=AT)


def _work(place=Place.LOCAL, at=AT):
    return work_once("test", clock=lambda: at, tasks=tasks_at(place))


def _found(key=KEY, actor=SECRETARY):
    return risk_run(actor, key, at=AT)


def test_a_run_is_kept_as_it_was_found_with_what_it_rests_on(office):
    _ask()
    assert _found().result is None

    assert _work().state is JobState.DONE

    whole = office_portfolio(SECRETARY, on=ON, at=AT)
    expected = run_office(whole, WANTED.settings, place=Place.LOCAL)
    run = _found()
    assert run.wanted == WANTED
    assert run.result.found == expected
    assert run.result.stakes == whole.stakes
    assert (run.result.watermark, run.result.is_whole) == (whole.watermark, True)
    assert (run.job.state, run.job.done) == (JobState.DONE, run.job.total)
    assert run.job.total >= 1
    assert [each.result.found for each in risk_runs(SECRETARY, at=AT)] == [expected]


def test_leverage_without_public_money_is_kept_as_infinite(office):
    _ask(wanted=replace(WANTED, programme="no-such-programme"))
    assert _work().state is JobState.FAILED
    assert _found().job.problem.kind == "risk-portfolio-not-usable"


def test_a_run_begun_again_by_another_worker_is_the_same_row(office):
    _ask()
    task = tasks_at(Place.LOCAL)["risk-run"]

    def stumble(taken, tell):
        task.work(taken, tell)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work_once("dying", clock=lambda: AT, tasks={"risk-run": replace(task, work=stumble)})
    assert _found().job.state is JobState.RUNNING
    assert _found().result is None

    assert _work(at=datetime(2025, 1, 3, tzinfo=UTC)).state is JobState.DONE
    first = table_digests(without=LEFT_OUT)["store_riskrun"]
    _ask(key="R-2")
    _work()

    assert _found().job.attempts == 2
    assert _found("R-2").result == _found().result
    assert table_digests(without=LEFT_OUT)["store_riskrun"] != first


def test_a_worker_that_is_killed_in_the_middle_of_a_run_leaves_it_to_the_next_one(
    office, fresh_database
):
    stressed = RunWanted(
        on=ON,
        settings=LossSettings(scenarios=6_000, seed=5),
        stresses=tuple(shipped_stresses().values()),
    )
    _ask(wanted=stressed)
    with closing(fresh_database, "2025-01-02", "5", "asked") as process:
        # A reading of three is done, and what is found in the end waits to be kept.
        third = "SELECT count(*) FROM store_job WHERE done * 3 >= total AND total > 0"
        assert not kill_at(process, fresh_database, third, waits_for="store_riskrun")
        left = _found()
        assert (left.job.state, left.job.attempts, left.result) == (JobState.RUNNING, 1, None)

        assert close(process)
        _ask(key="R-2", wanted=stressed)
        assert close(process)

    with acting_for("fsc"):
        kept, undisturbed = risk_run_of(KEY), risk_run_of("R-2")
    assert (_found().job.state, _found().job.attempts) == (JobState.DONE, 2)
    assert json.dumps(kept.result) == json.dumps(undisturbed.result)
    assert kept == replace(undisturbed, key=KEY)


def test_a_run_kept_before_later_figures_were_is_read_and_shown(office):
    """Runs kept by earlier releases have no distribution, no stresses, no yearly borne amounts."""
    _ask()
    _work()
    with acting_for("fsc"):
        row = models.RiskRun.objects.get(key=KEY)
        job = models.Job.objects.get(key=KEY)
    found, stakes = row.result["found"]
    for name in ("frequencies", "borne"):
        del found["losses"][name]
    del found["stressed"]
    older = {**row.result, "found": [found, stakes]}
    wanted = {name: each for name, each in job.arguments["wanted"].items() if name != "stresses"}

    run = result_of(replace(_kept(), result=older))
    shown = replace(_found(), wanted=wanted_of({"wanted": wanted}), result=run)

    assert run.found.losses.frequencies is None
    assert run.found.stressed == ()
    assert run.found.losses.expected == _found().result.found.losses.expected
    assert shown.wanted == WANTED
    document = run_document(shown)
    assert (document["frequencies"], document["stresses"]) == (None, [])
    told = [part.text for part in run_parts(shown, names(on=ON, at=AT)) if type(part) is Paragraph]
    assert any("이전 산출" in said(text, "ko") for text in told)


def _kept():
    with acting_for("fsc"):
        return risk_run_of(KEY)


def test_processes_find_what_threads_find(office):
    _ask()
    _ask(key="R-2")
    _work()
    _work(Place.PROCESSES)

    assert _found("R-2").result == _found().result


def test_a_run_is_asked_for_once_by_its_key(office):
    assert _ask() == _ask()

    with pytest.raises(JobAskedOtherwiseError):
        _ask(wanted=replace(WANTED, programme="other"))
    assert len(risk_runs(SECRETARY, at=AT)) == 1


def test_a_bank_follows_its_own_contracts_and_sees_its_own_runs(office):
    _ask()
    _ask(BANK_OFFICER, "R-bank")
    for _ in range(2):
        _work()

    (own,) = risk_runs(BANK_OFFICER, at=AT)
    assert own.key == "R-bank"
    assert own.result.is_whole is False
    with pytest.raises(NotRecordedError):
        _found(actor=BANK_OFFICER)


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ({"economy": 0.9, "sector": 0.2}, CorrelationNotUsableError),
        ({"severity": 1.5}, SeverityNotUsableError),
    ],
)
def test_what_cannot_be_assumed_is_refused_when_it_is_asked_for(office, settings, refusal):
    with pytest.raises(refusal):
        _ask(wanted=RunWanted(on=ON, settings=LossSettings(**settings)))

    assert risk_runs(SECRETARY, at=AT) == ()


def test_who_may_not_read_what_contracts_may_cost_is_refused(office):
    for act in (
        lambda: _ask(RECOMMENDER),
        lambda: _found(actor=RECOMMENDER),
        lambda: risk_runs(RECOMMENDER, at=AT),
    ):
        with pytest.raises(NotPermittedError):
            act()


def test_another_job_is_no_run(office):
    _ask()
    with pytest.raises(NotRecordedError):
        risk_run(SECRETARY, "R-none", at=AT)


def test_over_rest_a_run_is_taken_looked_at_and_found(office):
    system = _system()
    body = {"on": "2024-12-31", "scenarios": 256, "seed": 5}

    taken = system.post("/risk/runs", body)
    again = system.post("/risk/runs", body)

    assert (taken.status_code, again.status_code) == (202, 202)
    assert taken.json() == again.json()
    key = taken.json()["key"]
    waiting = system.get(f"/risk/runs/{key}").json()
    assert (waiting["state"], "expected_loss" in waiting) == ("waiting", False)
    now = datetime.now(UTC)
    assert _work(at=now).state is JobState.DONE
    done = system.get(f"/risk/runs/{key}").json()
    assert (done["state"], done["on"], done["method"]) == ("done", "2024-12-31", "exact")
    assert (done["done"], done["settings"]["seed"]) == (done["total"], 5)
    assert done["outstanding"] == PRINCIPAL
    assert done["expected_loss"]["value"] > 0
    assert done["watermark"].startswith("real 2024-12-31")
    assert {each["programme"] for each in done["leverage"]} >= {None}
    # Every setting can be said, and every figure is given.
    assert set(done["settings"]) <= set(RunSent.model_fields)
    assert {"parts", "stages", "lines", "contingent", "notes", "sources"} <= set(done)
    assert [each["key"] for each in system.get("/risk/runs").json()] == [key]
    assert [each["key"] for each in system.get("/jobs").json()] == [key]
    assert system.get(f"/jobs/{key}").json()["kind"] == "risk-run"


def test_over_rest_a_run_is_handed_out_as_report_and_as_columns(office, tmp_path):
    system = system_of(BANK_OFFICER, is_granted=False)
    key = system.post("/risk/runs", {"on": "2024-12-31", "scenarios": 64}).json()["key"]
    assert system.get(f"/risk/runs/{key}/files/lines.parquet").status_code == 404
    assert _work(at=datetime.now(UTC)).state is JobState.DONE
    found = system.get(f"/risk/runs/{key}").json()

    tables = {}
    for name in ("figures", "years", "lines", "contracts", "stakes"):
        answer = system.get(f"/risk/runs/{key}/files/{name}.parquet")
        assert answer.status_code == 200
        (tmp_path / f"{name}.parquet").write_bytes(answer.content)
        tables[name] = duckdb.sql(f"SELECT * FROM '{tmp_path / name}.parquet'")

    assert tables["lines"].project("claim").fetchall() == [
        (round(each),) for each in found["lines"]["claim"]
    ]
    figures = tables["figures"].filter("dimension = 'all'").project("future, expected_loss")
    assert figures.fetchall() == [("usual", round(found["expected_loss"]["value"]))]
    assert tables["years"].aggregate("max(year)").fetchall() == [
        (len(found["yearly_net_claims"]["0.5"]),)
    ]
    assert tables["contracts"].aggregate("sum(outstanding)").fetchall() == [(PRINCIPAL,)]
    assert tables["stakes"].fetchall() == []
    begins = {
        ending: system.get(f"/risk/runs/{key}/files/report.{ending}").content[:4]
        for ending in ("pdf", "xlsx", "hwpx")
    }
    assert begins == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04", "hwpx": b"PK\x03\x04"}
    assert system.get(f"/risk/runs/{key}/files/report.svg").status_code == 404
    assert system.get(f"/risk/runs/{key}/files/other.parquet").status_code == 404


def test_over_rest_the_same_key_with_another_run_is_refused(office):
    system = _system()
    system.post("/risk/runs", {"seed": 5})

    refused = system.post("/risk/runs", {"seed": 6})

    assert refused.status_code == 422
    assert refused.json()["type"].endswith("answered-otherwise")
    assert len(system.get("/risk/runs").json()) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"scenarios": 0},
        {"level": 1},
        {"severity": 2},
        {"seed": -1},
        {"on": "soon"},
        {"method": "x"},
    ],
)
def test_over_rest_what_cannot_be_read_is_refused_and_nothing_is_asked_for(office, body):
    system = _system()

    assert system.post("/risk/runs", body).status_code == 422
    assert system.get("/risk/runs").json() == []


def test_over_rest_a_job_is_cancelled_and_tried_again(office):
    system = _system()
    key = system.post("/risk/runs", {"on": "2024-12-31", "scenarios": 64}).json()["key"]

    cancelled = system.post(f"/jobs/{key}/cancellations", once="cancel-0001")
    refused = system.post(f"/jobs/{key}/cancellations", once="cancel-0002")
    again = system.post(f"/jobs/{key}/retries", once="retry-0001")

    assert (cancelled.status_code, cancelled.json()["state"]) == (201, "cancelled")
    assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (409, "job-over")
    assert (again.status_code, again.json()["state"]) == (201, "waiting")


def test_a_run_that_was_cancelled_is_shown_as_cancelled(office):
    _ask()
    cancel_job(SECRETARY, KEY, at=AT)

    assert _work() is None
    assert _found().job.state is JobState.CANCELLED
    with acting_for_state(Purpose.AUDIT, person="test", at=AT):
        assert [job.key for job in jobs(count_max=9)] == [KEY]
