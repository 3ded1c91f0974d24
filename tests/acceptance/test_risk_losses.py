"""``majung risk run``: a list of contracts followed through scenarios."""

import numpy as np
import pytest

from risk_world import LIST_HEAD as HEAD
from risk_world import LIST_ROWS as ROWS

LINES = {"disbursement", "principal", "interest", "premium", "subsidy", "claim", "recovery"}


@pytest.fixture
def listed(tmp_path):
    """Write a list of contracts and return its name."""

    def written(*rows):
        (tmp_path / "contracts.csv").write_text(HEAD + "".join(rows), "utf-8")
        return "contracts.csv"

    return written


def test_a_list_gives_its_losses_with_intervals_lines_and_the_method(document, listed):
    found = document("risk", "run", listed(*ROWS), "--scenarios", "4096", "--seed", "7")

    assert (found["method"], found["contracts"], found["outstanding"]) == ("exact", 5, 4.6e9)
    expected, value = found["expected_loss"], found["value_at_risk"]
    assert 0 < expected["low"] < expected["value"] < expected["high"] < value["value"]
    assert value["value"] <= found["expected_shortfall"]["value"] < 4.6e9
    assert set(found["lines"]) == LINES
    assert sum(found["lines"]["principal"]) < 4.6e9
    assert set(found["programmes"]) == {"ai-am", "kodit"}
    parts = sum(each["expected_loss"] for each in found["programmes"].values())
    assert parts == pytest.approx(expected["value"])
    assert found["settings"]["withdrawal"] == "leaves"
    assert found["sources"] == [
        "NICE Investors Service, default and transition study 1998–2023 (nicerating.com)"
    ]


def test_the_same_seed_gives_the_same_bits_in_processes(document, listed):
    given = ("risk", "run", listed(*ROWS), "--scenarios", "512", "--seed", "3", "--on")

    assert document(*given, "local") == document(*given, "processes")


def test_how_withdrawn_ratings_are_taken_moves_the_loss_and_is_told(document, listed):
    given = ("risk", "run", listed(*ROWS), "--scenarios", "8192", "--withdrawal")
    found = {each: document(*given, each) for each in ("leaves", "stays", "as-others")}

    losses = [each["expected_loss"]["value"] for each in found.values()]
    assert losses == sorted(losses)
    assert [each["settings"]["withdrawal"] for each in found.values()] == list(found)


def test_tables_are_close_to_the_exact_method(document, listed):
    rows = [
        f"G-{number},F-{number},,{grade},제조,서울,p,{100 + number}000000,36,원금균등,5,85,1,\n"
        for number in range(600)
        for grade in (("A", "BBB", "BB")[number % 3],)
    ]
    given = ("risk", "run", listed(*rows), "--scenarios", "4096", "--method")
    exact, tables = (document(*given, each) for each in ("exact", "tables"))

    assert (exact["method"], tables["method"]) == ("exact", "tables")
    for figure in ("expected_loss", "expected_shortfall"):
        assert tables[figure]["value"] == pytest.approx(exact[figure]["value"], rel=0.05)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("G-6,가,,,제조,서울,p,100,12,,5,85,1,\n", "the cell is blank"),
        ("G-6,가,,AAAA,제조,서울,p,100,12,,5,85,1,\n", "AAAA"),
        ("G-6,가,,A,제조,서울,p,-100,12,,5,85,1,\n", "-100"),
        ("G-6,가,,A,제조,서울,p,100,0,,5,85,1,\n", "from 1 to 480"),
        ("G-6,가,,A,제조,서울,p,100,12,,5,185,1,\n", "185"),
        ("G-6,가,,A,제조,서울,p,,12,,5,85,1,\n", ""),
        (",가,,A,제조,서울,p,100,12,,5,85,1,\n", "the cell is blank"),
    ],
)
def test_a_cell_that_cannot_be_used_is_told_with_its_place(command, listed, row, said):
    status, out, err = command("risk", "run", listed(*ROWS, row))

    assert (status, out) == (1, "")
    assert err.startswith("contracts.csv:7")
    assert said in err


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (("--severity", "1.2"), "the loss given default cannot be used"),
        (("--method", "tables", "--freedom", "4"), "tables are not possible"),
        (("--on", "the-moon"), "the place the-moon is not known"),
        (("--on", "dask://127.0.0.1:9"), "the cluster at 127.0.0.1:9 cannot be used"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(command, listed, given, kind):
    status, _, err = command("risk", "run", listed(*ROWS), "--scenarios", "64", *given)

    assert status == 1
    assert err.startswith(kind)


def test_people_read_a_table_and_the_share_of_the_largest_contract(command, listed):
    status, out, _ = command("risk", "run", listed(*ROWS), "--scenarios", "256")

    assert status == 0
    assert out.startswith(
        "Method: each contract exactly (chosen: 2,000,000,000 contract-scenarios or fewer) · "
        "5 contracts · outstanding 4,600,000,000 · 256 scenarios"
    )
    assert "Expected shortfall" in out
    assert "The largest contract is 43% of what is outstanding" in out


def test_a_tail_of_few_scenarios_is_told_with_every_result(command, document, listed):
    few = document("risk", "run", listed(*ROWS), "--scenarios", "256")
    many = document("risk", "run", listed(*ROWS), "--scenarios", "4096", "--level", "0.99")
    _, stressed, _ = command("risk", "stress", listed(*ROWS), "--scenarios", "256")

    said = "of 256 scenarios only 0 lie beyond 99.9 %"
    assert [each["kind"] for each in few["notes"]] == ["risk-note-thin-tail", "risk-note-largest"]
    assert [each["kind"] for each in many["notes"]] == ["risk-note-largest"]
    assert said in few["notes"][0]["en"]
    assert said in stressed


def test_what_programmes_sectors_regions_and_firms_add_sums_to_the_whole(document, listed):
    found = document("risk", "run", listed(*ROWS), "--scenarios", "4096", "--level", "0.99")

    assert set(found["parts"]) == {"programme", "sector", "region", "firm"}
    for dimension, parts in found["parts"].items():
        sums = [sum(part[key] for part in parts) for key in ("expected", "at_risk", "shortfall")]
        assert sums[1] == pytest.approx(found["value_at_risk"]["value"]), dimension
        assert sums[2] == pytest.approx(found["expected_shortfall"]["value"]), dimension
        assert sums[0] == pytest.approx(found["expected_loss"]["value"], rel=0.1), dimension
    programmes = {each["name"]: each["shortfall"] for each in found["parts"]["programme"]}
    assert programmes == pytest.approx(
        {name: each["shortfall"] for name, each in found["programmes"].items()}
    )
    assert found["parts"]["firm"][0]["name"] == "두레"


def test_a_first_loss_and_a_cap_over_two_programmes_move_losses_elsewhere(
    document, listed, tmp_path
):
    (tmp_path / "layers.csv").write_text(
        "프로그램,우선손실,한도\nai-am+kodit,50000000,400000000\n", "utf-8"
    )
    given = ("risk", "run", listed(*ROWS), "--scenarios", "4096", "--level", "0.99")

    whole, held = document(*given), document(*given, "--layers", "layers.csv")

    assert whole["borne_elsewhere"] == {}
    elsewhere = held["borne_elsewhere"]
    assert 0 < elsewhere["first_loss"] < 50_000_000
    assert elsewhere["beyond_cap"] > 0
    assert held["value_at_risk"]["value"] == pytest.approx(400_000_000)
    assert sum(elsewhere.values()) + held["expected_loss"]["value"] == pytest.approx(
        whole["expected_loss"]["value"]
    )
    parts = [each["shortfall"] for each in held["parts"]["firm"]]
    assert sum(parts) == pytest.approx(held["expected_shortfall"]["value"])
    # By month the same, and in every month the three pay claims less recoveries.
    by_month = held["borne_by_month"]
    assert sum(by_month["first_loss"]) == pytest.approx(elsewhere["first_loss"])
    assert sum(by_month["public"]) == pytest.approx(held["expected_loss"]["value"])
    net = np.subtract(whole["lines"]["claim"], whole["lines"]["recovery"])
    assert sum(np.array(line) for line in by_month.values()) == pytest.approx(net, abs=1.0)
    assert held["present_value"] < whole["present_value"]


def test_a_yearly_cap_holds_in_every_year_and_is_followed_exactly(document, listed, tmp_path):
    (tmp_path / "layers.csv").write_text(
        "프로그램,연간한도\nai-am,100000000\nkodit,50000000\n", "utf-8"
    )
    given = ("risk", "run", listed(*ROWS), "--scenarios", "2048", "--level", "0.99")

    whole, held = document(*given), document(*given, "--layers", "layers.csv")

    assert held["method"] == "exact"
    assert max(whole["yearly_net_claims"]["0.95"]) > 150_000_001
    assert max(held["yearly_net_claims"]["0.95"]) <= 150_000_001
    assert 0 < held["expected_loss"]["value"] < whole["expected_loss"]["value"]
    assert held["borne_elsewhere"]["beyond_cap"] > 0
    assert held["borne_elsewhere"]["first_loss"] == 0


def test_tables_follow_a_yearly_cap_where_the_exact_method_does(document, listed, tmp_path):
    rows = [f"G-{place},,,B,제조,서울,ai-am,100000000,36,,5,85,1,\n" for place in range(400)]
    (tmp_path / "layers.csv").write_text("프로그램,우선손실,연간한도\nai-am,3e8,1e9\n", "utf-8")
    given = ("risk", "run", listed(*rows), "--scenarios", "4096", "--level", "0.99",
             "--layers", "layers.csv", "--method")  # fmt: skip

    exact, tables = (document(*given, each) for each in ("exact", "tables"))

    assert (exact["method"], tables["method"]) == ("exact", "tables")
    for figure in ("expected_loss", "value_at_risk", "expected_shortfall"):
        assert tables[figure]["value"] == pytest.approx(exact[figure]["value"], rel=0.02), figure
    for name in ("first_loss", "beyond_cap"):
        one, two = (each["borne_elsewhere"][name] for each in (exact, tables))
        assert two == pytest.approx(one, rel=0.04), name
    assert max(tables["yearly_net_claims"]["0.95"]) <= 1e9 * (1 + 1e-9)
    by_month = tables["borne_by_month"]
    net = np.subtract(tables["lines"]["claim"], tables["lines"]["recovery"])
    assert sum(np.array(line) for line in by_month.values()) == pytest.approx(net, abs=1.0)


def test_who_bears_each_year_is_printed_where_there_are_caps(command, listed, tmp_path):
    (tmp_path / "layers.csv").write_text("프로그램,한도\nai-am,1000000\n", "utf-8")

    status, out, _ = command(
        "risk", "run", listed(*ROWS), "--layers", "layers.csv", "--scenarios", "256"
    )

    assert status == 0
    assert "Who pays claims less recoveries of each year, on average" in out


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("nobody,1,2\n", "layers.csv:2"),
        ("ai-am,-1,2\n", "the caps and first losses cannot be used"),
        ("ai-am,1,2\nkodit+ai-am,1,2\n", "the caps and first losses cannot be used"),
        ("ai-am,many,2\n", "layers.csv:2"),
    ],
)
def test_caps_that_cannot_be_used_are_told(command, listed, tmp_path, rows, said):
    (tmp_path / "layers.csv").write_text("프로그램,우선손실,한도\n" + rows, "utf-8")

    status, out, err = command("risk", "run", listed(*ROWS), "--layers", "layers.csv")

    assert (status, out) == (1, "")
    assert err.startswith(said)


EARLY = (
    "계약번호,등급,잔액,잔존만기(개월),금리,이차보전율,조기상환율,금리구분\n"
    "G-1,BB,1000000000,60,5,1,{early},{kind}\n"
)


@pytest.fixture
def floating(tmp_path):
    def written(early="", kind=""):
        (tmp_path / "early.csv").write_text(EARLY.format(early=early, kind=kind), "utf-8")
        return "early.csv"

    return written


def test_what_is_repaid_early_is_not_there_to_default(document, floating):
    given = ("--scenarios", "16384", "--severity-correlation", "0")
    usual = document("risk", "run", floating(), *given)
    drawn = document("risk", "run", floating("20"), *given)
    shaped = document("risk", "run", floating("20"), *given, "--prepayment", "shape")

    means = [each["expected_loss"]["value"] for each in (usual, drawn, shaped)]
    assert means[1] < 0.8 * means[0]
    assert means[2] == pytest.approx(means[1], rel=0.05)
    # One loan is there whole or not at all: drawn, the tail keeps its height.
    tails = [each["value_at_risk"]["value"] for each in (usual, drawn, shaped)]
    assert tails[1] == pytest.approx(tails[0], rel=0.1)
    assert tails[2] < tails[1]


@pytest.mark.parametrize(
    ("kind", "moves"), [("변동", "interest"), ("보전변동", "subsidy"), ("floating", "interest")]
)
def test_floating_payments_follow_paths_of_the_rate(document, floating, kind, moves):
    found = document(
        "risk", "run", floating("", kind), "--scenarios", "2048", "--rate-deviation", "0.01"
    )

    others = {"interest", "subsidy"} - {moves}
    fan = found["beyond_todays_rates"]
    assert fan[moves]["0.05"][1] < 0 < fan[moves]["0.95"][1]
    assert [fan[other]["0.95"] for other in others] == [[0.0] * 6]
    assert (
        document("risk", "run", floating("", kind), "--scenarios", "64")["beyond_todays_rates"]
        == {}
    )


def test_a_kind_of_interest_that_is_not_known_is_told(command, floating):
    status, _, err = command("risk", "run", floating("", "가변"))

    assert status == 1
    assert err.startswith("early.csv:2")
