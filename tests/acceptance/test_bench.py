"""An office is measured with what it writes, and nothing of it is left behind elsewhere."""

import tempfile

import pytest

from majung.bench.apart import MeasuredCommandError, office_apart
from majung.store.server import server_folder

MEASURED = [
    "loans signed",
    "drawdowns recorded, to be posted by the close",
    "close of a day on which every loan was drawn",
    "close of a day on which nothing falls due",
    "close of a day on which every loan falls due",
    "a payment recorded and posted",
    "a council pack drafted",
    "a council pack frozen: PDF, XLSX, HWPX, JSON",
    "every chain, balance and limit verified",
]


def test_an_empty_office_is_measured_once(command, document):
    found = document("bench", "office", "--contracts", "3")

    told = {each["name"]: each for each in found["measurements"]}
    assert list(told) == MEASURED
    assert told["a payment recorded and posted"]["repeats"] == 3
    assert told["close of a day on which every loan falls due"]["count"] == 3
    status, out, err = command("bench", "office", "--contracts", "3")
    assert (status, out) == (1, "")
    assert err.startswith("the office cannot be measured — it holds something already")


def test_a_command_runs_in_a_home_of_its_own_that_is_taken_away(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with office_apart() as play:
        words = play("doctor", "--json")
        (home,) = tmp_path.iterdir()

    assert str(home) in words
    assert list(tmp_path.iterdir()) == []
    assert not server_folder(home / "var").home.exists()


def test_a_command_that_fails_is_no_measurement():
    with office_apart() as play, pytest.raises(MeasuredCommandError) as refusal:
        play("programme", "show", "nothing")

    assert refusal.value.message.value("command") == "programme show nothing"


def test_a_book_is_made_and_its_closes_are_measured(document):
    (found,) = document("bench", "close", "--contracts", "2000", "--here")

    names = [each["name"] for each in found["closes"]]
    assert names == [
        "ordinary: 62 due, 124 entries, 0 accruals, 62 letters",
        "month-end: 62 due, 126 entries, 3,876 accruals, 124 letters",
    ]
    assert found["contracts"] == 2_000
    assert min(each["seconds"] for each in found["closes"]) > 0
