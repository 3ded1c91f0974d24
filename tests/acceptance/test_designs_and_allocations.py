"""``majung risk design`` and ``allocate``, their pages and the interface: the same figures."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from api_world import ROOT, key_of
from file_doors import BANK, MINISTRY, open_doors
from majung.operations.jobs.working import tasks_at, work_once
from majung.operations.risk.design_requests import LOANS_MAX
from majung.operations.risk.examples import example_file
from majung.operations.risk.places import Place
from majung.store.jobs.queue import JobState
from pages_world import signed_in

FIRMS, DESIGNS = example_file("design", "firms.csv"), example_file("design", "designs.yaml")
CONTRACTS = example_file("allocation", "contracts.csv")
ENVELOPE = example_file("allocation", "envelope.yaml")
CELLS = example_file("allocation", "cells.yaml")
SHORT_DESIGNS = b"grid: {cover: [80 %, 90 %], cut: [1 %p]}\nscenarios: 200 scenarios\n"


@pytest.fixture
def files(tmp_path):
    """Write files into the folder of the command line."""

    def written(**contents):
        for name, content in contents.items():
            ending = "csv" if name in {"firms", "contracts"} else "yaml"
            (tmp_path / f"{name}.{ending}").write_bytes(content)

    return written


def _won(amount):
    return int(amount["amount"])


def test_costs_at_yields_by_maturity_do_not_name_the_files_flat_rate(
    command, document, files, tmp_path
):
    files(firms=FIRMS, designs=SHORT_DESIGNS)
    (tmp_path / "curve.csv").write_text("만기(년),수익률(%)\n1,4\n10,5\n", "utf-8")
    given = ("risk", "design", "firms.csv", "--designs", "designs.yaml")

    flat, curved = document(*given), document(*given, "--curve", "curve.csv")
    _, told, _ = command(*given, "--curve", "curve.csv")

    assert (flat["assumed"]["government_rate"], curved["assumed"]["government_rate"]) == (
        "0.03", None
    )  # fmt: skip
    assert _won(curved["designs"][0]["cost"]) < _won(flat["designs"][0]["cost"])
    assert "at the government's rate (yields by maturity)" in told


def test_designs_are_compared_on_the_same_firms_and_draws(document, files):
    files(firms=FIRMS, designs=DESIGNS)

    found = document("risk", "design", "firms.csv", "--designs", "designs.yaml", "--seed", "3")
    again = document("risk", "design", "firms.csv", "--designs", "designs.yaml", "--seed", "3")

    assert found == again
    assert (found["loans"], len(found["designs"])) == (120, 16)
    first, *others = found["designs"]
    assert _won(first["expected_loss_against_first"]["value"]) == 0
    for each in found["designs"]:
        assert _won(each["lent"]) == _won(each["covered"]) + _won(each["private"])
        rate = {key: float(value) for key, value in each["subsidy_rate"].items()}
        parts = rate["defaults"] + rate["interest"] + rate["fees"] + rate["other"]
        assert parts == pytest.approx(rate["rate"], abs=1e-5)
        assert _won(each["cost"]) == pytest.approx(_won(each["lent"]) * rate["rate"] / 100, 1e-4)
        bounds = each["expected_shortfall"]
        assert _won(each["value_at_risk"]["value"]) <= _won(bounds["value"])
    # 80 % and 30 % off: half a point of the State's lowers the rate and reaches more firms.
    plain, cut = found["designs"][4], found["designs"][6]
    assert (plain["cover"], plain["cut"], cut["cut"]) == ("0.8", "0", "0.005")
    assert cut["firms"] > plain["firms"]
    assert found["assumed"]["status"] == "assumed"
    assert any(each["is_beaten"] for each in others)


def test_demand_that_a_file_does_not_state_is_assumed_and_told(document, command, files):
    files(firms=FIRMS, designs=b"grid: {cover: [80 %], cut: [1 %p]}\nscenarios: 200 scenarios\n")

    found = document("risk", "design", "firms.csv", "--designs", "designs.yaml")
    _, out, _ = command("risk", "design", "firms.csv", "--designs", "designs.yaml")

    assert found["assumed"] == {
        "status": "assumed", "source": None, "threshold_min": "0.001000",
        "threshold_max": "0.005000", "elasticity": "0", "pass_through": "0.5000",
        "government_rate": "0.03", "severity": "0.4500",
    }  # fmt: skip
    assert "Demand (assumed)" in out


def test_a_design_report_is_written_in_the_format_of_its_name(command, files, tmp_path):
    files(firms=FIRMS, designs=b"grid: {cover: [80 %], cut: [1 %p]}\nscenarios: 200 scenarios\n")

    for name, begins in (("a.pdf", b"%PDF"), ("a.xlsx", b"PK")):
        status, _, err = command(
            "risk", "design", "firms.csv", "--designs", "designs.yaml", "--report", name
        )

        assert (status, err) == (0, "")
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_everything_wrong_with_both_files_is_told_with_its_place(command, files):
    bad = b"""grid:
  cover: [0 %, 120 %]
  discount: []
  cut: [0.5]
  colour: 3
demand: {status: guessed}
"""
    rows = "계약번호,등급,잔액,잔존만기(개월),금리,보증료율\nA,BBB,100,12,,1\nB,ZZ,100,12,5,1\n"
    files(firms=rows.encode(), designs=bad)

    status, out, err = command("risk", "design", "firms.csv", "--designs", "designs.yaml")

    assert (status, out) == (1, "")
    places = [line.split(" ")[0] for line in err.splitlines() if line.startswith(("f", "d"))]
    assert places == [
        "firms.csv:2:5:", "firms.csv:3:2:", "designs.yaml:2:11:", "designs.yaml:2:16:",
        "designs.yaml:3:13:", "designs.yaml:4:9:", "designs.yaml:5:3:", "designs.yaml:6:18:",
    ]  # fmt: skip


def test_an_envelope_goes_to_the_cells_of_a_list_and_every_limit_has_its_price(document, files):
    files(contracts=CONTRACTS, envelope=ENVELOPE)

    found = document("risk", "allocate", "envelope.yaml", "--from", "contracts.csv")

    limits = {each["key"]: each for each in found["limits"]}
    assert sum(_won(each["amount"]) for each in found["cells"]) == _won(found["allocated"])
    for each in found["limits"]:
        over = _won(each["used"]) - _won(each["size"])
        assert over >= 0 if each["is_floor"] else over <= 0, each["key"]
    assert {key for key, each in limits.items() if each["binds"]} >= {"budget", "tail"}
    for each in found["limits"]:
        assert float(each["price"]) <= 0 if each["is_floor"] else float(each["price"]) >= 0
    assert float(found["gap"]) < 1e-6


def test_the_price_of_the_budget_is_what_more_of_it_draws(document, files):
    def drawn(budget):
        files(contracts=CONTRACTS, envelope=ENVELOPE.replace("20억".encode(), budget.encode()))
        return document("risk", "allocate", "envelope.yaml", "--from", "contracts.csv")

    found, more = drawn("20억"), drawn("20.01억")
    (budget,) = (each for each in found["limits"] if each["key"] == "budget")

    rise = _won(more["private"]) - _won(found["private"])
    assert rise == pytest.approx(float(budget["price"]) * 1_000_000, rel=0.02)


def test_cells_that_stand_in_a_file_are_allocated_to(document, files):
    files(envelope=CELLS)

    found = document("risk", "allocate", "envelope.yaml")

    assert (found["objective"], found["scenarios"], found["level"]) == ("firms", 5, "0.8")
    # Of five scenarios one is the tail: 21 % of the first and 9 % of the second is 3 billion.
    amounts = [_won(each["amount"]) for each in found["cells"]]
    assert 12_000_000_000 <= amounts[1] < 12_000_000_100
    assert 0.21 * amounts[0] + 0.09 * amounts[1] == pytest.approx(3e9)
    assert float(found["firms"]) == pytest.approx(amounts[0] / 5e8 + amounts[1] / 2e9, abs=0.01)


def test_limits_that_contradict_are_told_with_what_would_be_enough(command, files):
    files(envelope=CELLS.replace("120억".encode(), "245억".encode()))

    status, out, err = command("risk", "allocate", "envelope.yaml")

    assert (status, out) == (1, "")
    assert err.startswith("the limits cannot be kept together — these contradict each other: ")
    assert "설비보증 at least KRW 24.50 billion, the rooms of the cells" in err
    assert "설비보증 at least KRW 20.00 billion" in err


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("envelope: 1억\n", "there are no cells to allocate to"),
        ("budget: 1억\n", "envelope"),
        ("envelope: 1억\nquotas: [{least: 1억}]\n", "the quota names nothing"),
        ("envelope: 1억\nquotas: [{region: 영남}]\n", "the quota has no amount"),
        ("envelope: 1억\nquotas: [{region: 영남, least: 2억, most: 1억}]\n", "above the ceiling"),
        ("envelope: 1억\nobjective: jobs\n", "jobs"),
        ("envelope: 1억\ncells: []\n", "empty list"),
        (
            "envelope: 1억\nobjective: firms\ncells: [{region: 영남, room: 1억, private: 1 %,"
            " cost: 1 %, losses: [1 %]}]\n",
            "write ticket",
        ),
        (
            "envelope: 1억\ncells:\n- {region: 영남, room: 1억, private: 1 %, cost: 1 %,"
            " losses: [1 %]}\n- {region: 영남, room: 1억, private: 1 %, cost: 1 %,"
            " losses: [1 %, 2 %]}\n",
            "the cell stands twice",
        ),
        (
            "envelope: 1억\nquotas: [{region: 호남, most: 1억}]\ncells: [{region: 영남, room: 1억,"
            " private: 1 %, cost: 1 %, losses: [1 %]}]\n",
            "envelope.yaml:2:10: 호남 — no cell has that name",
        ),
    ],
)  # fmt: skip
def test_an_envelope_that_cannot_be_read_is_told(command, files, file, told):
    files(envelope=file.encode())

    status, out, err = command("risk", "allocate", "envelope.yaml")

    assert (status, out) == (1, "")
    assert told in err


def _sent(**contents):
    return {
        name.replace("_", "-"): SimpleUploadedFile(f"{name}.{ending}", content)
        for name, (ending, content) in contents.items()
    }


@pytest.fixture
def office(fresh_database):
    """An office with a bank's officer in it."""
    open_doors()


def test_pages_show_what_the_command_line_prints(office, document, files):
    files(firms=FIRMS, designs=DESIGNS, contracts=CONTRACTS, envelope=ENVELOPE)
    printed = document("risk", "design", "firms.csv", "--designs", "designs.yaml")
    browser = signed_in(BANK)

    shown = browser.post(
        "/designs/", _sent(firms_file=("csv", FIRMS), design_file=("yaml", DESIGNS))
    ).content.decode()
    example = browser.get("/designs/?example=1").content.decode()
    allocated = browser.post(
        "/allocations/",
        _sent(envelope_file=("yaml", ENVELOPE), contracts_file=("csv", CONTRACTS)),
    ).content.decode()

    for each in printed["designs"]:
        private = f"{_won(each['private']) / 10**8:,.1f}"
        assert private in shown
        assert private in example
    assert "기대비용과 꼬리비용" in shown
    assert "가장 귀한 한도" in allocated


def test_the_interface_answers_the_document_of_the_command_line(office, document, files):
    files(firms=FIRMS, designs=DESIGNS, envelope=CELLS)
    designs = document("risk", "design", "firms.csv", "--designs", "designs.yaml")
    allocated = document("risk", "allocate", "envelope.yaml")
    client, headers = Client(), {"Authorization": f"Bearer {key_of(BANK)}"}

    first = client.post(
        f"{ROOT}/design-comparisons",
        _sent(firms=("csv", FIRMS), designs=("yaml", DESIGNS)),
        headers=headers,
    )
    second = client.post(f"{ROOT}/allocations", _sent(envelope=("yaml", CELLS)), headers=headers)

    assert (first.status_code, first.json()) == (200, designs)
    assert (second.status_code, second.json()) == (200, allocated)


def test_figures_are_for_internal_roles_alone(office):
    browser = signed_in(MINISTRY)
    pages = [browser.get(path).status_code for path in ("/designs/", "/allocations/")]

    client, headers = Client(), {"Authorization": f"Bearer {key_of(MINISTRY)}"}
    answer = client.post(f"{ROOT}/allocations", _sent(envelope=("yaml", CELLS)), headers=headers)

    assert pages == [403, 403]
    assert answer.status_code == 403


def test_limits_that_contradict_are_a_problem_of_the_interface_and_of_the_page(office):
    bad = CELLS.replace("120억".encode(), "245억".encode())
    client, headers = Client(), {"Authorization": f"Bearer {key_of(BANK)}"}

    answer = client.post(f"{ROOT}/allocations", _sent(envelope=("yaml", bad)), headers=headers)
    shown = signed_in(BANK).post("/allocations/", _sent(envelope_file=("yaml", bad)))

    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert 400 <= answer.status_code < 500
    assert "risk-limits-contradict" in json.dumps(answer.json())
    assert shown.status_code == 409
    assert "설비보증 최소 245.0억 원" in shown.content.decode()


def _work():
    return work_once("test", clock=lambda: datetime.now(UTC), tasks=tasks_at(Place.LOCAL))


def _text(page):
    return page.content.decode()


def test_a_list_too_long_to_wait_for_is_asked_for_and_done_later(office):
    head, *rows = CONTRACTS.decode().splitlines()
    row = rows[0].partition(",")[2]
    long = "\n".join([head, *(f"L-{number},{row}" for number in range(LOANS_MAX + 1))]).encode()
    files = {"envelope_file": ("yaml", ENVELOPE), "contracts_file": ("csv", long)}
    browser = signed_in(BANK)

    answers = [browser.post("/allocations/", _sent(**files)) for _ in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    to = answers[0]["Location"]
    assert answers[1]["Location"] == to
    waiting = _text(browser.get(to))
    assert "대기" in waiting
    assert "contracts_file.csv" in waiting
    assert _text(browser.get("/allocations/")).count(f'href="{to}"') == 1
    assert browser.get(f"{to}/pdf").status_code == 404


def test_what_is_kept_is_what_is_answered_at_once_with_files_of_it(office):
    browser = signed_in(BANK)
    sent = {"firms_file": ("csv", FIRMS), "design_file": ("yaml", SHORT_DESIGNS)}
    at_once = _text(browser.post("/designs/", _sent(**sent)))

    answer = browser.post("/designs/", _sent(**sent) | {"study-later": "on"})
    worked = _work()

    assert worked.state is JobState.DONE
    to = answer["Location"]
    shown = _text(browser.get(to))
    assert "완료" in shown
    table = at_once[at_once.index("<table") : at_once.rindex("</table>")]
    assert table in shown
    files = {ending: browser.get(f"{to}/{ending}").content[:4] for ending in ("pdf", "xlsx")}
    assert files == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04"}
    assert browser.get(f"{to}/svg").status_code == 404
    assert signed_in(MINISTRY).get(to).status_code == 403
    english = _text(signed_in(BANK, language="en").get(to))
    body = english[english.index("<h1") : english.index("</main>")]
    assert not re.search("[가-힣]", re.sub(r"<(desc|style).*?</\1>", "", body))


def test_over_rest_a_study_is_taken_looked_at_and_found(office):
    client, headers = Client(), {"Authorization": f"Bearer {key_of(BANK)}"}
    address = f"{ROOT}/allocations"

    def post(query=""):
        return client.post(f"{address}{query}", _sent(envelope=("yaml", CELLS)), headers=headers)

    at_once, taken, again = post(), post("?later=true"), post("?later=true")

    assert (taken.status_code, again.status_code) == (202, 202)
    assert taken.json() == again.json()
    assert taken.json()["arguments"]["files"]["envelope"]["name"] == "envelope.yaml"
    assert set(taken.json()["arguments"]) == {"files"}
    key = taken.json()["key"]
    waiting = client.get(f"{address}/{key}", headers=headers).json()
    assert (waiting["state"], "result" in waiting) == ("waiting", False)
    assert _work().state is JobState.DONE
    found = client.get(f"{address}/{key}", headers=headers).json()
    assert (found["state"], found["done"], found["result"]) == ("done", 1, at_once.json())
    assert [each["key"] for each in client.get(address, headers=headers).json()] == [key]
    designs = client.get(f"{ROOT}/design-comparisons", headers=headers).json()
    assert designs == []
    assert client.get(f"{ROOT}/design-comparisons/{key}", headers=headers).status_code == 404


def test_a_study_that_cannot_be_worked_out_says_why(office):
    bad = CELLS.replace("120억".encode(), "245억".encode())
    browser = signed_in(BANK)

    to = browser.post("/allocations/", _sent(envelope_file=("yaml", bad)) | {"study-later": "on"})[
        "Location"
    ]
    worked = _work()

    assert (worked.state, worked.problem.kind) == (JobState.FAILED, "risk-limits-contradict")
    shown = _text(browser.get(to))
    assert "실패" in shown
    assert "설비보증 최소 245.0억 원" in shown


def test_what_a_study_cannot_read_is_told_when_it_is_asked_for_and_nothing_is_kept(office):
    browser = signed_in(BANK)
    bad = {"firms_file": ("csv", FIRMS), "design_file": ("yaml", b"grid: {colour: 3}\n")}

    answer = browser.post("/designs/", _sent(**bad) | {"study-later": "on"})

    assert answer.status_code == 409
    assert "design_file.yaml:1:8" in _text(answer)
    assert "아직 보관한 것이 없습니다" in _text(browser.get("/designs/"))
