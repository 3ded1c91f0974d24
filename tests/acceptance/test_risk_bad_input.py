"""What the risk commands answer to a list or a setting that means nothing: never a silent number.

Each figure that cannot be is told with file, line and column, as it is called in the list; what
is taken under a supposition is told beside the result.  A matrix of ratings or of correlations
comes with the engine and in no list: `tests/unit/risk/test_futures.py` tries those.
"""

import pytest

LIST = "계약번호,등급,기업,잔액,잔존만기(개월),금리(%),보증비율(%)\n"
GOOD = "A,BB,f1,100000000,36,5,80\n"
LOANS = "계약번호,잔액,1년 부도율(%),부도시손실률(%),연체일수,잔존만기(년)\n"
CAPITAL = "계약번호,잔액,부도율(%),부도시손실률(%)\n"
COSTS = "묶음,지원방식,실행액,만기(개월),금리,부도율\n2024,대출,100,12,2%,1%\n"
CURVE = "만기(년),수익률(%)\n"
QUARTERS = "분기,실업률\n"
PAST = QUARTERS + "".join(
    f"{2019 + number // 4} Q{number % 4 + 1},{3.5 + 0.1 * (number % 5)}\n" for number in range(24)
)


@pytest.fixture
def lists(tmp_path):
    """Write a list beside the command and return its name."""

    def write(name, text):
        (tmp_path / name).write_text(text, "utf-8")
        return name

    return write


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (GOOD + "B,,f2,100,36,5,80\n", "3:2: the cell is blank"),
        (GOOD + "B,ZZ,f2,100,36,5,80\n", "3:2: the word ZZ is not known"),
        (
            GOOD + "B,BB,f2,-100000000,36,5,80\n",
            "3:4: the 잔액 of -100,000,000 is below 0",
        ),
        (
            GOOD + "B,BB,f2,100,36,5,180\n",
            "3:7: the 보증비율(%) of 180 is not from 0 to 100",
        ),
        (
            GOOD + "B,BB,f2,100,481,5,80\n",
            "3:5: the 잔존만기(개월) of 481 is not from 1 to",
        ),
        (
            GOOD + "A,BB,f2,100,36,5,80\n",
            "3:1: the 계약번호 A stands at list.csv:2:1",
        ),
        ("", "1: the file has headings and no rows"),
    ],
)
def test_a_list_in_which_a_figure_cannot_be_is_refused_with_the_place(command, lists, rows, said):
    status, out, err = command("risk", "run", lists("list.csv", LIST + rows))

    assert (status, out) == (1, "")
    assert f"list.csv:{said}" in err


def test_every_row_of_a_number_that_comes_twice_names_the_first(command, lists, monkeypatch):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "ko")
    file = lists("list.csv", LIST + GOOD + "B,BB,f2,100,36,5,80\n" + GOOD + GOOD)

    _, _, err = command("risk", "run", file)

    assert [line.split(" — ")[0] for line in err.splitlines()] == [
        "list.csv:4:1: 계약번호 A: list.csv:2:1에 같은 값의 행이 이미 있음",
        "list.csv:5:1: 계약번호 A: list.csv:2:1에 같은 값의 행이 이미 있음",
    ]


def test_one_contract_with_nine_tenths_of_all_is_named_as_what_sets_the_tail(command, lists):
    file = lists("list.csv", LIST + GOOD + "B,BB,f2,900000000,36,5,80\n")

    status, out, _ = command("risk", "run", file, "--scenarios", "256")

    assert status == 0
    assert "The largest contract is 90% of what is outstanding: it sets the tail" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--severity", "1.2"), "the mean lies outside 0 to 1"),
        (("--severity=-0.1",), "the mean lies outside 0 to 1"),
        (("--freedom", "0"), "the correlation cannot be used"),
        (("--severity-correlation", "1.5"), "the factor's weight is outside 0 to 1"),
        (("--level", "1"), "a level of 1 is not between 0 and 1"),
        (("--level", "nan"), "a level of nan is not between 0 and 1"),
        (("--scenarios", "0"), "a run of 0 scenarios has no losses to count"),
    ],
)
def test_a_setting_of_which_no_run_can_be_made_is_refused(command, lists, words, said):
    status, out, err = command("risk", "run", lists("list.csv", LIST + GOOD), *words)

    assert (status, out) == (1, "")
    assert said in err


@pytest.mark.parametrize(
    "words",
    [
        ("--probability", "1.5", "--correlation", "0.2"),
        ("--probability", "0.02", "--correlation", "1"),
        ("--probability", "0.02", "--correlation", "0.2", "--level", "1"),
    ],
)
def test_a_quantile_of_what_is_no_share_is_refused(command, words):
    status, out, err = command("risk", "quantile", *words)

    assert (status, out) == (1, "")
    assert "cannot be reckoned with" in err


def test_a_default_rate_of_nought_or_one_is_told_beside_the_provisions(document, lists):
    file = lists("loans.csv", LOANS + "A,1000,0,25,0,3\nB,1000,100,25,0,3\nC,1000,2,25,0,3\n")

    found = document("risk", "ecl", file)

    assert [(note["kind"], note["en"][:6]) for note in found["notes"]] == [
        ("risk-note-never-defaults", "1 loan"),
        ("risk-note-surely-defaults", "1 loan"),
    ]


def test_a_default_rate_of_nought_or_one_is_told_beside_the_capital(command, lists):
    file = lists("loans.csv", CAPITAL + "A,1000,0,25\nB,1000,100,25\n")

    _, out, _ = command("risk", "capital", file)

    assert "1 loan with a default rate below 0.03 % counted at the regulator's floor" in out
    assert "1 loan with a default rate of 100 % counted as in default" in out


def test_a_loss_given_default_above_one_is_refused_with_the_place(command, lists):
    _, _, err = command("risk", "ecl", lists("loans.csv", LOANS + "A,1000,1,125,0,3\n"))

    assert err.startswith("loans.csv:2:4: the 부도시손실률(%) of 125 is not from 0 to 100")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,2.5\n1,2.6\n", "curve.csv:3:1: the government curve cannot be used"),
        ("1,2.5\n3,250\n", "curve.csv:3:2: the government curve cannot be used"),
        ("1,2.5\n3,\n", "curve.csv:3:2: the cell is blank"),
    ],
)
def test_yields_that_make_no_curve_are_refused_with_the_place(command, lists, rows, said):
    costs = lists(
        "costs.csv", "묶음,지원방식,실행액,만기(개월),금리,부도율\n2024,대출,100,12,2%,1%\n"
    )

    status, _, err = command("risk", "cost", costs, "--curve", lists("curve.csv", CURVE + rows))

    assert status == 1
    assert said in err


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2025 Q1,4.1\n2025 Q3,5.0\n", "scenario.csv:3:1: '2025 Q3' does not follow"),
        ("2025 Q1,4.1\n2025 Q2,\n", "scenario.csv:3:2: the cell is blank"),
    ],
)
def test_a_scenario_with_gaps_is_refused_with_the_place(command, lists, rows, said):
    status, _, err = command(
        "risk", "stress", lists("list.csv", LIST + GOOD),
        "--history", lists("past.csv", PAST), "--scenario", lists("scenario.csv", QUARTERS + rows),
    )  # fmt: skip

    assert status == 1
    assert said in err


def test_a_column_that_designs_need_is_named_when_it_is_missing(command, lists, tmp_path):
    designs = lists("designs.yaml", "grid: {cover: [80 %], cut: [1 %p]}\n")

    _, _, err = command("risk", "design", lists("list.csv", LIST + GOOD), "--designs", designs)

    assert err.startswith("list.csv:1:1: a required column is missing — one of 보증료율(%)")
