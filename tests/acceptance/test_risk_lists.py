"""``majung risk`` on lists of loans: cost, aid, provisions, capital, calibration."""

import duckdb
import pytest

HEAD = (
    "묶음,지원방식,실행액,만기(개월),상환주기(개월),거치(개월),상환방식,금리,이차보전율,보증비율,"
    "보증료율,부도율,회수율\n"
)
SOFT = '2025,직접대출,"1,000,000,000,000",60,12,0,원금균등,2%,,,,0%,0%\n'
COVER = "2025,보증,10억,60,3,12,원리금균등,5%,,90%,0.7%,8%,40%\n"
CUT = "2026,이차보전,5억,36,1,0,원금균등,4.5%,0.7%p,,,3%,40%\n"


@pytest.fixture
def costs(tmp_path):
    """Write a list of loans and return its name."""

    def written(*rows):
        (tmp_path / "costs.csv").write_text(HEAD + "".join(rows), "utf-8")
        return "costs.csv"

    return written


def test_a_loan_at_2_percent_against_4_costs_5_481777_per_100(document, costs):
    found = document("risk", "cost", costs(SOFT), "--flat", "4")

    (cohort,) = found["cohorts"]
    assert round(cohort["rate"], 6) == 5.481777
    assert cohort["cost"] == {"amount": "54817766898", "currency": "KRW"}


def test_cohorts_and_kinds_of_support_stand_apart_and_parts_sum(document, costs):
    found = document("risk", "cost", costs(SOFT, COVER, CUT), "--flat", "3")

    kinds = [(each["cohort"], each["support"]) for each in found["cohorts"]]
    assert kinds == [("2025", "direct-loan"), ("2025", "guarantee"), ("2026", "interest-support")]
    for each in found["cohorts"]:
        parts = each["defaults"] + each["interest"] + each["fees"] + each["other"]
        assert parts == pytest.approx(each["rate"], abs=1e-9)
    cover, cut = found["cohorts"][1:]
    assert cover["defaults"] > 0 > cover["fees"]
    assert cut["interest"] > 0 == cut["defaults"]


def test_a_curve_is_a_file_of_yields(document, costs, tmp_path):
    (tmp_path / "curve.csv").write_text("만기(년),수익률(%)\n1,4\n10,4\n", "utf-8")

    found = document("risk", "cost", costs(SOFT), "--curve", "curve.csv")

    assert round(found["cohorts"][0]["rate"], 6) == 5.481777


@pytest.mark.parametrize("given", [(), ("--flat", "3", "--curve", "curve.csv")])
def test_a_cost_without_one_curve_is_refused(command, costs, given):
    status, _, err = command("risk", "cost", costs(SOFT), *given)

    assert status == 1
    assert err.startswith("the government's rates are not settled")


def test_every_bad_cell_is_told_with_its_place(command, costs):
    rows = (
        COVER.replace("90%", "190%").replace("보증,", "기부,"),
        CUT.replace("0.7%p", "5%p").replace("5억", "0"),
        SOFT.replace(",60,12,", ",60,7,"),
        SOFT.replace(",60,12,0", ",60,12,60"),
        SOFT.replace(",60,", ",900,"),
        COVER.replace("90%", ""),
        COVER.replace("8%", ""),
    )

    status, _, err = command("risk", "cost", costs(*rows), "--flat", "3")

    assert status == 1
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        "costs.csv:2:2", "costs.csv:2:10", "costs.csv:3:3", "costs.csv:3:9", "costs.csv:4:5",
        "costs.csv:5:6", "costs.csv:6:4", "costs.csv:7:10", "costs.csv:8:12",
    ]  # fmt: skip


def test_the_european_example_of_aid(document, tmp_path):
    head = "cohort,support,amount,currency,term months,months between dues,repayment,rate,default rate\n"  # noqa: E501 - one line of the list
    row = '2024,direct-loan,"500,000",EUR,120,12,equal-principal,6%,0%\n'
    (tmp_path / "soft.csv").write_text(head + row, "utf-8")

    found = document("risk", "aid", "soft.csv", "--reference", "8")

    (loan,) = found["loans"]
    years = [round(float(part) / 100) for part in loan["parts"]]
    assert years == [9259, 7716, 6351, 5145, 4083, 3151, 2334, 1621, 1000, 463]
    assert loan["aid"] == {"amount": "41123.98", "currency": "EUR"}
    assert found["internal"] is True


def test_a_reference_rate_may_be_a_base_rate_with_its_published_margin(document, costs):
    found = document("risk", "aid", costs(SOFT), "--base", "3", "--rating", "weak")

    assert (found["reference"], found["market_premium"]) == ("0.07", "0.038")


def test_a_cover_below_the_safe_harbour_is_aid(document, costs):
    dear = document("risk", "aid", costs(COVER), "--reference", "5", "--market", "0.7")
    cheap = document("risk", "aid", costs(COVER), "--reference", "5")

    aids = [float(each["loans"][0]["aid"]["amount"]) for each in (dear, cheap)]
    assert aids[0] < 0 < aids[1]


def test_stages_and_provisions(document, tmp_path):
    (tmp_path / "loans.csv").write_text(
        "계약번호,잔액,1년 부도율(%),부도시손실률(%),연체일수,잔존만기(년),등급,최초등급\n"
        "L-1,1000000,0.5,25,0,5,BBB,BBB\n"
        "L-2,1000000,0.5,25,45,1,BBB,BBB\n"
        "L-3,1000000,0.5,25,0,2,B,A\n"
        "L-4,1000000,0.5,25,120,2,B,A\n",
        "utf-8",
    )

    found = document("risk", "ecl", "loans.csv")

    assert [each["loans"] for each in found["stages"]] == [1, 2, 1]
    losses = {each["contract"]: each["loss"] for each in found["loans"]}
    # IFRS 9, illustrative example 8: 1,000,000 at 0.5 % and 25 %.
    assert losses["L-1"] == 1250.0 == pytest.approx(losses["L-2"])
    assert losses["L-3"] == pytest.approx(1250.0 + 500_000 * 0.995 * 0.005 * 0.25)
    assert losses["L-4"] == 250_000.0


def test_capital_of_a_list(document, tmp_path):
    (tmp_path / "loans.csv").write_text(
        "계약번호,자산군,잔액,부도율(%),부도시손실률(%),매출액(백만 유로)\n"
        "C-1,기업,1000,1,45,\nC-2,기업,1000,1,45,5\nC-3,소매,1000,1,45,\n",
        "utf-8",
    )

    found = document("risk", "capital", "loans.csv")

    weights = [round(100 * each["risk_weight"], 1) for each in found["loans"]]
    assert weights == [92.3, 72.4, 45.8]
    assert found["capital"] == pytest.approx(sum(each["capital"] for each in found["loans"]))


@pytest.mark.parametrize(
    ("noun", "row", "kind"),
    [
        ("ecl", "L,1,0.5,125,0,3", "of 125 is not from 0 to 100"),
        ("ecl", "L,-1,0.5,25,0,3", "the 잔액 of -1 is below 0"),
        ("ecl", "L,1,,25,0,3", "the cell is blank"),
    ],
)
def test_a_loan_that_means_nothing_is_told(command, tmp_path, noun, row, kind):
    head = "계약번호,잔액,1년 부도율(%),부도시손실률(%),연체일수,잔존만기(년)\n"
    (tmp_path / "loans.csv").write_text(f"{head}{row}\n", "utf-8")

    status, _, err = command("risk", noun, "loans.csv")

    assert status == 1
    assert kind in err


def test_a_grade_that_is_not_on_the_scale_is_told(command, tmp_path):
    head = "계약번호,잔액,1년 부도율(%),부도시손실률(%),연체일수,잔존만기(년),등급\n"
    (tmp_path / "loans.csv").write_text(f"{head}L,1,1,25,0,3,ZZ\n", "utf-8")

    status, _, err = command("risk", "ecl", "loans.csv")

    assert (status, "the word ZZ is not known" in err) == (1, True)


def test_a_rating_is_held_against_what_came(document, tmp_path):
    (tmp_path / "grades.csv").write_text(
        "등급,예측 부도율(%),건수,부도건수\nA,0.5,1000,5\nB,2,1000,60\n", "utf-8"
    )

    found = document("risk", "backtest", "calibration", "grades.csv")

    assert [each["tuning"] for each in found["groups"]] == ["within", "too-low"]


def test_more_defaults_than_loans_are_told(command, tmp_path):
    (tmp_path / "grades.csv").write_text("등급,예측 부도율(%),건수,부도건수\nA,1,5,9\n", "utf-8")

    status, _, err = command("risk", "backtest", "calibration", "grades.csv")

    assert (status, "more defaults than loans" in err) == (1, True)


def test_the_back_test_on_published_budgets(document, truth, tmp_path):
    found = document(
        "risk", "backtest", "budgets", truth / "fcs" / "characteristics_2010_2022.csv",
        "--yields", truth / "stress" / "2025-Table_1A_Historic_Domestic.csv",
        "--report", tmp_path / "budgets.xlsx",
    )  # fmt: skip

    assert found["guarantees"]["is_better"] is True
    assert found["guarantees"]["without_discounting"]["is_better"] is False
    assert found["direct_loans"]["is_better"] is True
    assert (tmp_path / "budgets.xlsx").read_bytes()[:2] == b"PK"


def test_the_back_test_on_charge_offs(document, truth, tmp_path):
    sba = truth / "sba"
    found = document(
        "risk", "backtest", "vintages", sba / "sba7a_cum_chargeoff_by_age_months.csv",
        "--cohorts", sba / "sba7a_cohorts_asof_2026-06-30.csv",
        "--reestimates", truth / "fcs" / "reestimates_sba_7a.csv",
        "--report", tmp_path / "vintages.pdf",
    )  # fmt: skip

    of_2023 = next(each for each in found["completions"] if each["cohort"] == 2023)
    assert round(of_2023["completed"], 2) == 12.43
    assert [len(rows) for rows in found["backcasts"].values()] == [23, 23, 23, 23]
    assert found["reestimates"]["error"] < found["reestimates"]["naive"]
    assert (tmp_path / "vintages.pdf").read_bytes()[:4] == b"%PDF"


def test_a_report_in_an_unknown_format_is_refused_before_anything_is_read(command):
    status, _, err = command(
        "risk", "backtest", "budgets", "none.csv", "--yields", "none.csv", "--report", "a.doc"
    )

    assert status == 1
    assert ".pdf" in err


@pytest.mark.parametrize(
    ("words", "rows", "columns"),
    [
        (("ecl",), ("계약번호,잔액,1년 부도율(%),부도시손실률(%),연체일수,잔존만기(년)",
                    "L,1000000,0.5,25,0,1"), "contract, stage, round(loss)"),
        (("capital",), ("계약번호,잔액,부도율(%),부도시손실률(%)", "L,1000000,100,25"),
         "contract, asset_class, capital"),
        (("backtest", "calibration"), ("등급,예측 부도율(%),건수,부도건수", "BB,2,100,2"),
         '"group", loans, defaults'),
    ],
)  # fmt: skip
def test_figures_are_written_as_parquet_a_row_each(command, tmp_path, words, rows, columns):
    expected = {"ecl": ("L", 1, 1250.0), "capital": ("L", "corporate", 0.0),
                "backtest": ("BB", 100, 2)}[words[0]]  # fmt: skip
    (tmp_path / "list.csv").write_text("\n".join(rows) + "\n", "utf-8")

    status, out, err = command("risk", *words, "list.csv", "--out", "figures.parquet")

    assert (status, err, out.splitlines()[-1]) == (0, "", "file: figures.parquet")
    found = duckdb.sql(f"SELECT {columns} FROM '{tmp_path}/figures.parquet'").fetchall()
    assert found == [expected]
