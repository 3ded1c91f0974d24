"""Figures of ``majung risk`` as Parquet: what a reader with other tools finds in the files."""

import json

import duckdb
import pytest

from majung.operations.risk.examples import example_file
from risk_world import LIST_HEAD, LIST_ROWS

LAYERS = "프로그램,우선손실,한도\nai-am+kodit,50000000,400000000\n"


@pytest.fixture
def contracts(tmp_path):
    """A list of contracts, with caps and first losses over its programmes."""
    (tmp_path / "contracts.csv").write_text(LIST_HEAD + "".join(LIST_ROWS), "utf-8")
    (tmp_path / "layers.csv").write_text(LAYERS, "utf-8")
    return "contracts.csv"


@pytest.fixture
def rows(tmp_path):
    """Ask SQL of a file that was written."""

    def asked(columns, file, where="true"):
        return duckdb.sql(f"SELECT {columns} FROM '{tmp_path / file}' WHERE {where}").fetchall()

    return asked


@pytest.fixture
def about(tmp_path):
    """Return what a file says of itself."""

    def told(file):
        kept = duckdb.sql(
            f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{tmp_path / file}')"
        )
        return dict(kept.fetchall())

    return told


@pytest.fixture
def kinds(tmp_path):
    """Return the kind of each column of a file, by name."""

    def told(file):
        found = duckdb.sql(f"SELECT * FROM '{tmp_path / file}'")
        return dict(zip(found.columns, map(str, found.types), strict=True))

    return told


def test_a_run_over_a_list_is_written_as_figures_years_and_lines(
    document, contracts, rows, about, kinds
):
    found = document("risk", "run", contracts, "--scenarios", "512", "--out", "run.parquet")

    assert found["files"] == ["run.parquet", "run.years.parquet", "run.lines.parquet"]
    whole = ("expected_loss", "value_at_risk", "expected_shortfall")
    columns = ", ".join(f"{name}, {name}_low, {name}_high" for name in whole)
    assert rows(f"{columns}, present_value", "run.parquet", "dimension = 'all'") == [
        (
            *(round(found[name][each]) for name in whole for each in ("value", "low", "high")),
            round(found["present_value"]),
        )
    ]
    assert rows("name, value_at_risk", "run.parquet", "dimension = 'firm'") == [
        (each["name"], round(each["at_risk"])) for each in found["parts"]["firm"]
    ]
    # Of a part there are no bounds: the cell is empty, not nought.
    assert rows("count(*)", "run.parquet", "expected_loss_low IS NULL")[0][0] == sum(
        map(len, found["parts"].values())
    )
    assert rows("year, percentile_95", "run.years.parquet") == list(
        enumerate(map(round, found["yearly_net_claims"]["0.95"]), start=1)
    )
    assert rows("month, claim, recovery", "run.lines.parquet") == [
        (month, *map(round, paid))
        for month, paid in enumerate(
            zip(found["lines"]["claim"], found["lines"]["recovery"], strict=True), start=1
        )
    ]
    assert {kinds("run.parquet")[name] for name in (*whole, "present_value")} == {"BIGINT"}
    told = about("run.parquet")
    assert (told["figures"], json.loads(told["units"])["value_at_risk"]) == (
        "losses", "as the list counts"
    )  # fmt: skip
    settings = json.loads(told["settings"])
    assert (settings["seed"], settings["scenarios"], settings["contracts"]) == (0, 512, 5)


def test_under_stresses_each_future_has_its_rows(document, contracts, rows):
    found = document(
        "risk", "stress", contracts, "--scenarios", "512", "--layers", "layers.csv",
        "--out", "stress.parquet",
    )  # fmt: skip

    losses = {"usual": found["usual"]} | {each["key"]: each["losses"] for each in found["stresses"]}
    assert rows("future, expected_loss", "stress.parquet", "dimension = 'all'") == [
        (name, round(each["expected_loss"]["value"])) for name, each in losses.items()
    ]
    for name, each in losses.items():
        where = f"future = '{name}'"
        assert rows("sum(public), sum(beyond_cap)", "stress.lines.parquet", where) == [
            tuple(sum(map(round, each["borne_by_month"][who])) for who in ("public", "beyond_cap"))
        ]
    assert rows("sum(expected)", "stress.years.parquet", "future = 'severe-recession'") == [
        (sum(map(round, found["stresses"][1]["yearly"]["stressed"])),)
    ]


def test_designs_are_written_a_row_each_with_empty_cells_where_there_is_no_figure(
    document, tmp_path, rows, about, kinds
):
    (tmp_path / "firms.csv").write_bytes(example_file("design", "firms.csv"))
    (tmp_path / "designs.yaml").write_text(
        "grid:\n  cover: [80 %]\n  discount: [0 %, 60 %]\n  firm-cap: [30억]\n"
        "scenarios: 256 scenarios\n",
        "utf-8",
    )

    found = document(
        "risk", "design", "firms.csv", "--designs", "designs.yaml", "--out", "designs.parquet"
    )

    columns = "number, cover, firm_cap, loss_cap, firms, private, cost, subsidy_rate, is_beaten"
    assert rows(columns, "designs.parquet") == [
        (
            each["number"], float(each["cover"]),
            None if each["firm_cap"] is None else int(each["firm_cap"]["amount"]), None,
            each["firms"], int(each["private"]["amount"]), int(each["cost"]["amount"]),
            each["subsidy_rate"]
            and pytest.approx(float(each["subsidy_rate"]["rate"]), abs=1e-6), each["is_beaten"],
        )
        for each in found["designs"]
    ]  # fmt: skip
    # Without a discount nobody applies, so there is no subsidy rate.
    assert [each["subsidy_rate"] is None for each in found["designs"]] == [True, False]
    assert (kinds("designs.parquet")["firm_cap"], kinds("designs.parquet")["cost"]) == (
        "BIGINT", "BIGINT"
    )  # fmt: skip
    assert json.loads(about("designs.parquet")["units"])["private"] == "KRW"


def test_a_back_test_on_budgets_is_written_a_row_a_programme_and_cohort(document, truth, rows):
    found = document(
        "risk", "backtest", "budgets", truth / "fcs" / "characteristics_2010_2022.csv",
        "--yields", truth / "stress" / "2025-Table_1A_Historic_Domestic.csv",
        "--out", "budgets.parquet",
    )  # fmt: skip

    judged = rows(
        "test, count(*), median(abs(engine - published)), median(abs(naive - published))",
        "budgets.parquet", "true GROUP BY test ORDER BY test",
    )  # fmt: skip
    whole = [found[name]["overall"] for name in ("direct_loans", "guarantees")]
    assert [row[:2] for row in judged] == [("direct-loans", 546), ("guarantees", 564)]
    assert [row[2:] for row in judged] == [
        pytest.approx((each["engine"], each["naive"])) for each in whole
    ]


def test_a_back_test_on_cohorts_is_written_with_what_was_completed_and_re_estimated(
    command, document, truth, rows
):
    sba = truth / "sba"
    given = (
        "risk", "backtest", "vintages", sba / "sba7a_cum_chargeoff_by_age_months.csv",
        "--cohorts", sba / "sba7a_cohorts_asof_2026-06-30.csv",
        "--reestimates", truth / "fcs" / "reestimates_sba_7a.csv", "--out", "cohorts.parquet",
    )  # fmt: skip

    found = document(*given)

    assert rows("cohort, predicted", "cohorts.parquet", "age = 48") == [
        (each["cohort"], each["predicted"]) for each in found["backcasts"]["48"]
    ]
    of_2023 = rows("completed", "cohorts.completions.parquet", "cohort = 2023")
    assert round(of_2023[0][0], 2) == 12.43
    assert rows("published", "cohorts.reestimates.parquet", "cohort = 2007") == [(11.51,)]
    _, out, _ = command(*given)
    assert "Technical re-estimates, per 100 disbursed" in out.splitlines()
    assert out.splitlines()[-3:] == [
        "file: cohorts.parquet",
        "file: cohorts.completions.parquet",
        "file: cohorts.reestimates.parquet",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("run", "contracts.csv"),
        ("stress", "contracts.csv"),
        ("design", "none.csv", "--designs", "none.yaml"),
        ("backtest", "budgets", "none.csv", "--yields", "none.csv"),
        ("backtest", "vintages", "none.csv"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_reckoned(
    command, contracts, words
):
    status, out, err = command("risk", *words, "--out", "nowhere/figures.parquet")

    assert (status, out) == (1, "")
    assert "nowhere/figures.parquet" in err
