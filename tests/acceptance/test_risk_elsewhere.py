"""Options of ``majung risk`` that would do nothing where they are said are refused."""

import pytest

from risk_world import LIST_HEAD, LIST_ROWS

LIST = ("contracts.csv", "--scenarios", "64")


@pytest.fixture(autouse=True)
def contracts(tmp_path):
    (tmp_path / "contracts.csv").write_text(LIST_HEAD + "".join(LIST_ROWS), "utf-8")


@pytest.mark.parametrize("verb", ["run", "stress"])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--conversion", "1"), "--conversion would do nothing with a list of contracts"),
        (("--fund-growth", "0.05", "--fund-economy", "0.5"), "--fund-growth, --fund-economy would"),
        (("--day", "2024-12-31", "--as", "p-1"), "--day, --as would do nothing with a list"),
        (("--currency", "USD"), "--currency would do nothing with a list of contracts"),
        (("--rate-start", "0.05"), "--rate-start would do nothing without --rate-deviation"),
    ],
)
def test_what_no_list_has_is_refused_with_what_helps(command, verb, given, told):
    status, out, err = command("risk", verb, *LIST, *given)

    assert (status, out) == (1, "")
    assert err.startswith(told)
    _, why, helps = err.split(" — ")
    assert why
    assert helps.startswith("leave it out, or ")


def test_the_refusal_is_written_in_korean_too(command, monkeypatch):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "ko")

    _, _, err = command("risk", "run", *LIST, "--conversion", "1")

    assert err == (
        "--conversion: 계약 목록에는 쓰이지 않음 — 목록에는 더 인출될 금액도 펀드도 없음 — "
        "그 선택을 빼거나, --office나 --lake로 사무소의 계약을 볼 것\n"
    )


def test_a_rate_that_is_drawn_takes_its_start(document):
    found = document("risk", "run", *LIST, "--rate-start", "0.05", "--rate-deviation", "0.01")

    assert found["settings"]["rate_start"] == 0.05


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("run", "--lake", ".", "--day", "2024-12-31"),
            "--day would do nothing with a snapshot of the lake",
        ),
        (
            ("runs", "ask", "--out", "held.parquet"),
            "--out would do nothing with a run that a worker does",
        ),
        (
            ("cost", "costs.csv", "--flat", "3", "--programme", "p"),
            "--programme would do nothing with a list of loans",
        ),
        (("cost", "--office", "--fall", "0.2"), "--fall would do nothing with --office"),
        (("cost", "--office", "--actual", "3"), "--actual would do nothing without --reestimate"),
        (
            ("aid", "costs.csv", "--reference", "5", "--rating", "weak"),
            "--rating would do nothing with --reference",
        ),
        (
            ("aid", "costs.csv", "--reference", "5", "--market", "1", "--grade", "B+"),
            "--grade would do nothing with --market",
        ),
        (("allocate", "cells.yaml", "--seed", "7"), "--seed would do nothing without --from"),
        (
            ("backtest", "vintages", "ages.csv", "--program", "another"),
            "--program would do nothing without --reestimates",
        ),
    ],
)
def test_each_command_refuses_what_it_would_pass_over(command, words, told):
    status, out, err = command("risk", *words)

    assert (status, out) == (1, "")
    assert err.startswith(told)
