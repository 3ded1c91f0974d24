"""The figures of contracts: what is told, beside peers that print what they measured."""

import json
import os
import sys
from datetime import timedelta

import pytest

from majung.bench import beside
from majung.bench.beside import PeerFailedError, peer_measurements, peers_interpreter
from majung.bench.contracts import START, Form, WriteLimit, _facility, _floating
from majung.bench.contracts_page import ContractFigures, contracts_block, contracts_document
from majung.bench.measuring import Machine, Measurement
from majung.contracts.problems import problems_by_row
from majung.contracts.replay import replay

MACHINE = Machine("a processor", 2, "Linux 6", "3.11.7", (("numpy", "2.4.6"),))
FORM = Form(Measurement("a form", (0.2, 0.1, 0.4), 1_000, "contract", 0.25), 0.05, 120, 1_920)
PEER = Measurement("a peer", (2.0,), 100, "contract")
FIGURES = ContractFigures(
    MACHINE, 2, WriteLimit(memory=19.2e6, near=40e6), [FORM],
    [Measurement("one loan", (0.0001,), target_seconds=0.0002)], [PEER],
)  # fmt: skip


def test_a_form_tells_its_rates_its_bytes_and_how_many_times_a_peer_it_is():
    lines = contracts_block(FIGURES).splitlines()

    assert lines[5] == "| a form | 5,000 | 20,000 | 600,000 | 1,920 | 50% | 4,000, met |"
    assert "| one loan | 0.100 ms | 0.100 ms | 0.200 ms, met |" in lines
    assert lines[-1] == "| a form | 100 |"


def test_the_document_holds_the_same_figures():
    told = json.loads(json.dumps(contracts_document(FIGURES)))

    assert told["forms"][0]["contracts_a_second"] == 5_000
    assert told["forms"][0]["of_write_limit"] == 0.5
    assert told["forms"][0]["times_a_peer"] == {"a peer": 100}


def test_without_peers_there_is_no_table_of_them():
    alone = ContractFigures(MACHINE, 2, FIGURES.limit, [FORM], FIGURES.singles, [])

    assert "peer" not in contracts_block(alone)


def test_the_interpreter_of_the_peers_is_found_in_their_environment(tmp_path):
    assert peers_interpreter(tmp_path) is None
    place = tmp_path / "bin" / "python"
    place.parent.mkdir()
    os.symlink(sys.executable, place)

    assert peers_interpreter(tmp_path) == place


def test_what_a_peer_prints_is_read_and_what_fails_is_refused(tmp_path, monkeypatch):
    told = [{"name": "a peer", "seconds": [2.0], "count": 100}]
    (tmp_path / "good.py").write_text(f"print({json.dumps(json.dumps(told))})")
    (tmp_path / "bad.py").write_text("raise SystemExit('no such library')")
    monkeypatch.setattr(beside, "HERE", tmp_path)

    monkeypatch.setattr(beside, "SCRIPTS", ("good.py",))
    assert list(peer_measurements(sys.executable)) == [PEER]
    monkeypatch.setattr(beside, "SCRIPTS", ("bad.py",))
    with pytest.raises(PeerFailedError) as refusal:
        list(peer_measurements(sys.executable))

    assert refusal.value.message.value("reason") == "no such library"


@pytest.mark.parametrize(("made", "days"), [(_facility, 460), (_floating, 290)])
def test_the_loans_that_are_measured_have_twelve_facts_and_no_problem(made, days):
    terms, facts = made(7)

    assert problems_by_row([terms], [facts]) == {}
    assert len(facts) == 12
    assert max(fact.effective_on for fact in facts) <= START + timedelta(days=days)
    assert replay(terms, facts, until=START + timedelta(days=days)).state.days_past_due == 0
