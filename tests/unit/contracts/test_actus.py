"""Contracts in ACTUS terms: the official cases, and what they do not try."""

import json
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from majung.cli.main import run
from majung.contracts.actus.cases import cases_from_tree, check
from majung.contracts.actus.corrections import CORRECTIONS
from majung.contracts.actus.words import ContractType
from majung.files import Tree, read_tree

#: How many cases of each type the folder of official figures holds.
GIVEN = {
    "PAM": 17, "LAM": 21, "NAM": 15, "ANN": 21, "LAX": 12, "CLM": 10, "UMP": 6, "CSH": 3,
    "STK": 7, "CEG": 9, "CEC": 10,
}  # fmt: skip


def played(terms, *, until="", observed=None, seen=(), results=()):
    """Play one contract and return what came of it: day, name and numbers of each event."""
    case = {
        "identifier": "one",
        "terms": terms,
        "to": until,
        "dataObserved": {
            code: {"data": [{"timestamp": day, "value": value} for day, value in points]}
            for code, points in (observed or {}).items()
        },
        "eventsObserved": list(seen),
        "results": list(results),
    }
    return verdict_of({"one": case})


def verdict_of(document):
    tree = read_tree("cases.json", json.dumps(document).encode())
    assert isinstance(tree, Tree)
    found = cases_from_tree(tree)
    assert isinstance(found, list), [problem.spoken("en") for problem in found]
    return check(found)[0]


def passes(terms, results, **more):
    """Say that a contract yields just these events."""
    verdict = played(terms, results=results, **more)
    assert verdict.refusal is None, verdict.refusal
    assert verdict.difference is None, verdict.difference


def event(day, name, payoff, notional, rate, accrued):
    return {
        "eventDate": day, "eventType": name, "payoff": payoff, "notionalPrincipal": notional,
        "nominalInterestRate": rate, "accruedInterest": accrued,
    }  # fmt: skip


def bullet(**terms):
    """Return a loan of 1,000 at 6 % over the year 2024, interest by quarters, 30E360."""
    return {
        "contractType": "PAM", "contractID": "one", "contractRole": "RPA",
        "statusDate": "2023-12-31T00:00:00", "contractDealDate": "2023-12-31T00:00:00",
        "initialExchangeDate": "2024-01-01T00:00:00", "maturityDate": "2025-01-01T00:00:00",
        "notionalPrincipal": "1000", "nominalInterestRate": "0.06", "currency": "EUR",
        "cycleAnchorDateOfInterestPayment": "2024-04-01T00:00:00",
        "cycleOfInterestPayment": "P3ML1", "dayCountConvention": "30E360", **terms,
    }  # fmt: skip


# The official cases


@pytest.mark.truth
@pytest.mark.parametrize("kind", GIVEN)
def test_every_official_case_is_reproduced(kind, truth):
    name = f"actus-tests-{kind.lower()}.json"
    tree = read_tree(name, (truth / "actus" / name).read_bytes())
    verdicts = check(cases_from_tree(tree))

    differing = [(each.case.name, each.difference or each.refusal) for each in verdicts
                 if not each.passes]  # fmt: skip
    assert differing == []
    assert len(verdicts) == GIVEN[kind]
    assert {each.case.terms.kind for each in verdicts} == {ContractType(kind)}


@pytest.mark.truth
def test_an_expected_value_that_is_wrong_is_told_with_both_values(truth, tmp_path, capsys):
    document = json.loads((truth / "actus" / "actus-tests-pam.json").read_text())
    name, case = next(iter(document.items()))
    case["results"][3]["payoff"] = "23.1"
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps({name: case}))

    status = run(["actus", "check", str(file), "--json"])
    told = json.loads(capsys.readouterr().out)

    assert status == 1
    assert (told["passed"], told["total"]) == (0, 1)
    found = told["cases"][0]["difference"]
    assert (found["event_number"], found["event"], found["term"]) == (4, "IP", "payoff")
    assert found["expected"] == "23.1"
    assert found["found"].startswith("23.0136986")


@pytest.mark.truth
def test_the_command_says_a_line_a_case_and_how_many_are_reproduced(truth, monkeypatch, capsys):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "en")

    status = run(["actus", "check", str(truth / "actus" / "actus-tests-csh.json")])
    lines = capsys.readouterr().out.splitlines()

    assert status == 0
    assert len(lines) == 4
    assert lines[-1] == "reproduces 3 of 3 official test cases"


@pytest.mark.truth
def test_the_same_source_uncompiled_reproduces_them_and_nothing_overflows(truth):
    files = sorted(str(file) for file in (truth / "actus").glob("*.json"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "majung.cli", "actus", "check", *files, "--json"],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["passed"], told["total"]) == (sum(GIVEN.values()), sum(GIVEN.values()))


def test_no_case_is_known_by_its_name():
    source = Path(__file__).parents[3] / "src"
    names = ("guarantee1", "collateral0", "pam0", "lam1", "nam0", "ann0", "lax0", "clm0", "ump0")
    texts = [path.read_text("utf-8") for path in source.rglob("*.py")]

    assert [name for name in names if any(name in text for text in texts)] == []


# What a file may have wrong


def test_a_file_that_is_no_json_is_refused_with_its_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "en")
    file = tmp_path / "cases.json"
    file.write_text('{"one": {"terms": {"contractType": "PAM",,}}}')

    status = run(["actus", "check", str(file)])
    said = capsys.readouterr().err

    assert status == 1
    assert f"{file}:1:" in said


def test_a_check_of_nothing_is_a_slip_of_the_pen(capsys):
    assert run(["actus", "check"]) == 2


def test_a_file_that_cannot_be_read_leaves_the_others(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "en")
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    bad.write_text("[]")
    case = {"terms": bullet(), "results": [], "to": "2023-12-31T00:00:00"}
    good.write_text(json.dumps({"one": case}))

    status = run(["actus", "check", str(bad), str(good)])
    said = capsys.readouterr()

    assert status == 1
    assert "there are no test cases" in said.err
    assert said.out.splitlines()[-1] == "reproduces 1 of 1 official test cases"


def test_everything_wrong_with_a_case_is_said_at_once(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "en")
    terms = bullet(
        statusDate="31.12.2023", dayCountConvention="A400", cycleOfInterestPayment="monthly",
        notionalPrincipal="a thousand",
    )  # fmt: skip
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"one": {"terms": terms, "results": []}}, indent=1))

    status = run(["actus", "check", str(file), "--json"])
    told = json.loads(capsys.readouterr().out)["problems"]

    assert status == 1
    assert [each["kind"] for each in told] == [
        "actus-term-unreadable",
        "actus-term-unreadable",
        "cycle-not-readable",
        "actus-word-unknown",
    ]
    assert [each["line"] for each in told] == [7, 11, 15, 16]
    parts = told[3]["sentence"]["en"].split(" — ")
    assert len(parts) == 3
    assert "A400" in parts[0]


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ({"maturityDate": "2023-06-01T00:00:00"}, "actus-days-contradict"),
        ({"maturityDate": ""}, "actus-term-missing"),
        ({"initialExchangeDate": None}, "actus-term-missing"),
        ({"notionalPrincipal": "-5"}, "actus-notional-negative"),
        ({"notionalPrincipal": "10000000000000000"}, "actus-amount-too-large"),
        ({"nominalInterestRate": "6"}, "actus-rate-out-of-range"),
        ({"lifeCap": "0.05", "lifeFloor": "0.06"}, "actus-cap-below-floor"),
        ({"maturityDate": "2500-01-01T00:00:00"}, "actus-day-out-of-range"),
        (
            {"cycleAnchorDateOfRateReset": "2024-04-01T00:00:00", "cycleOfRateReset": "P3ML1"},
            "actus-fixings-missing",
        ),
    ],
)  # fmt: skip
def test_terms_that_contradict_are_refused_by_case(terms, kind):
    assert played(bullet(**terms)).refusal.kind == kind


def test_every_day_without_a_fixing_is_named_with_its_contract_and_index():
    terms = bullet(
        cycleAnchorDateOfRateReset="2024-04-01T00:00:00", cycleOfRateReset="P3ML1",
        marketObjectCodeOfRateReset="CD91",
    )  # fmt: skip

    refusal = played(terms, observed={"CD91": [("2024-09-01", "0.04")]}).refusal

    assert refusal.kind == "actus-fixings-missing"
    told = dict(refusal.values)
    assert (told["contract"], told["code"]) == (terms["contractID"], "CD91")
    assert told["days"] == (date(2024, 4, 1), date(2024, 7, 1))


def test_a_payment_that_never_repays_is_refused():
    terms = bullet(
        contractType="ANN", maturityDate="", nextPrincipalRedemptionPayment="4",
        cycleAnchorDateOfPrincipalRedemption="2024-02-01T00:00:00",
        cycleOfPrincipalRedemption="P1ML1",
    )  # fmt: skip

    assert played(terms).refusal.kind == "actus-never-repaid"


def test_one_case_that_cannot_be_played_leaves_the_others():
    case = {"terms": bullet(), "results": [], "to": "2023-12-31T00:00:00"}
    broken = {**case, "terms": bullet(notionalPrincipal="-5")}
    tree = read_tree("cases.json", json.dumps({"bad": broken, "good": case}).encode())

    assert [each.passes for each in check(cases_from_tree(tree))] == [False, True]


# What the official cases do not try; figures by hand


def test_a_rate_keeps_within_its_caps_and_floors():
    terms = bullet(
        cycleAnchorDateOfRateReset="2024-04-01T00:00:00", cycleOfRateReset="P3ML1",
        marketObjectCodeOfRateReset="BASE", rateSpread="0.01", lifeCap="0.09",
        periodCap="0.02", periodFloor="-0.01",
    )  # fmt: skip
    market = {"BASE": [("2024-04-01", "0.2"), ("2024-07-01", "0.2"), ("2024-10-01", "0")]}

    passes(
        terms,
        [
            event("2024-01-01", "IED", -1000, 1000, 0.06, 0),
            event("2024-04-01", "IP", 15, 1000, 0.06, 0),
            event("2024-04-01", "RR", 0, 1000, 0.08, 0),
            event("2024-07-01", "IP", 20, 1000, 0.08, 0),
            event("2024-07-01", "RR", 0, 1000, 0.09, 0),
            event("2024-10-01", "IP", 22.5, 1000, 0.09, 0),
            event("2024-10-01", "RR", 0, 1000, 0.08, 0),
            event("2025-01-01", "IP", 20, 1000, 0.08, 0),
            event("2025-01-01", "MD", 1000, 0, 0.08, 0),
        ],
        observed=market,
    )


def test_a_fee_is_an_amount_or_a_rate_of_what_is_owed():
    fee = {"cycleAnchorDateOfFee": "2024-07-01T00:00:00", "cycleOfFee": "P6ML1"}
    absolute = bullet(feeBasis="A", feeRate="5", cycleOfInterestPayment="P1YL1", **fee)
    notional = bullet(feeBasis="N", feeRate="0.01", cycleOfInterestPayment="P1YL1", **fee)

    for terms in (absolute, notional):
        passes(
            terms,
            [
                event("2024-01-01", "IED", -1000, 1000, 0.06, 0),
                event("2024-04-01", "IP", 15, 1000, 0.06, 0),
                event("2024-07-01", "FP", 5, 1000, 0.06, 15),
                event("2025-01-01", "FP", 5, 1000, 0.06, 45),
                event("2025-01-01", "IP", 45, 1000, 0.06, 0),
                event("2025-01-01", "MD", 1000, 0, 0.06, 0),
            ],
        )


def test_a_fee_accrued_before_the_status_day_falls_due_with_the_first():
    terms = bullet(
        feeBasis="N", feeRate="0.01", feeAccrued="2", cycleAnchorDateOfFee="2024-07-01T00:00:00",
        cycleOfFee="P6ML1", statusDate="2024-04-01T00:00:00", accruedInterest="0",
        cycleAnchorDateOfInterestPayment="", cycleOfInterestPayment="P1YL1",
    )  # fmt: skip

    passes(
        terms,
        [
            event("2024-07-01", "FP", 4.5, 1000, 0.06, 15),
            event("2025-01-01", "FP", 5, 1000, 0.06, 45),
            event("2025-01-01", "IP", 45, 1000, 0.06, 0),
            event("2025-01-01", "MD", 1000, 0, 0.06, 0),
        ],
    )


@pytest.mark.parametrize(
    ("count", "interest"),
    [
        ("30E360", "15"), ("30360", "15"), ("30E360ISDA", "15"), ("28E336", "15"),
        ("A360", "15.166666666667"), ("A365", "14.958904109589"), ("AA", "14.918032786885"),
        # 65 working days from 1 January to 31 March 2024, Monday to Friday.
        ("B252", "15.476190476190"),
    ],
)  # fmt: skip
def test_each_day_count_counts_its_days(count, interest):
    terms = bullet(
        dayCountConvention=count, maturityDate="2024-04-01T00:00:00", calendar="MF",
        cycleAnchorDateOfInterestPayment="", cycleOfInterestPayment="",
    )  # fmt: skip

    passes(
        terms,
        [
            event("2024-01-01", "IED", -1000, 1000, 0.06, 0),
            event("2024-04-01", "IP", interest, 1000, 0.06, 0),
            event("2024-04-01", "MD", 1000, 0, 0.06, 0),
        ],
    )


def test_accrued_interest_that_is_null_is_estimated_and_nought_is_not():
    running = {"statusDate": "2024-05-01T00:00:00", "initialExchangeDate": "2024-01-01T00:00:00"}

    for accrued, paid in ((None, 15), ("0", 10), ("2", 12)):
        terms = bullet(**running, accruedInterest=accrued)
        verdict = played(terms, results=[event("2024-07-01", "IP", paid, 1000, 0.06, 0)])
        assert verdict.difference.expected == "", verdict.difference


def test_an_annuity_below_nought_is_repaid_to_the_end():
    terms = bullet(
        contractType="ANN", nominalInterestRate="-0.06", maturityDate="2024-04-01T00:00:00",
        cycleAnchorDateOfPrincipalRedemption="2024-02-01T00:00:00",
        cycleOfPrincipalRedemption="P1ML1", cycleOfInterestPayment="P1ML1",
        cycleAnchorDateOfInterestPayment="2024-02-01T00:00:00",
    )  # fmt: skip
    # A × (1 + 0.995 + 0.995²) = 1000 × 0.995³, instalment − interest = principal
    payment = Decimal(1000) * Decimal("0.995") ** 3 / (1 + Decimal("0.995") + Decimal("0.990025"))
    first = payment + 5
    second = payment + (1000 - first) * Decimal("0.005")
    left = 1000 - first - second

    passes(
        terms,
        [
            event("2024-01-01", "IED", -1000, 1000, "-0.06", 0),
            event("2024-01-31", "PRF", 0, 1000, "-0.06", "-4.833333333333"),
            event("2024-02-01", "PR", str(first), str(1000 - first), "-0.06", -5),
            event("2024-02-01", "IP", -5, str(1000 - first), "-0.06", 0),
            event("2024-03-01", "PR", str(second), str(left), "-0.06", str((first - 1000) / 200)),
            event("2024-03-01", "IP", str((first - 1000) / 200), str(left), "-0.06", 0),
            event("2024-04-01", "IP", str(-left / 200), str(left), "-0.06", 0),
            event("2024-04-01", "MD", str(left), 0, "-0.06", 0),
        ],
    )


def guarantee(**terms):
    """Return a guarantee of 1,000 from July to the year's end, a fee of 100 a quarter."""
    return {
        "contractType": "CEG", "contractID": "cover", "contractRole": "BUY", "currency": "EUR",
        "contractStructure": [
            {"object": {"contractIdentifier": "L1"}, "referenceType": "CID",
             "referenceRole": "COVE"},
        ],
        "statusDate": "2020-01-01T00:00:00", "purchaseDate": "2020-01-02T00:00:00",
        "priceAtPurchaseDate": "10", "maturityDate": "2020-12-31T00:00:00",
        "notionalPrincipal": "7000000", "coverageOfCreditEnhancement": "0.5",
        "creditEventTypeCovered": "DF", "settlementPeriod": "P5D", "feeBasis": "A",
        "feeRate": "10000", "cycleAnchorDateOfFee": "2020-04-02T00:00:00",
        "cycleOfFee": "P3ML1", **terms,
    }  # fmt: skip


CALLED = {
    "time": "2020-09-20T00:00:00", "type": "CE", "contractId": "L1",
    "states": {"contractPerformance": "DF"},
}  # fmt: skip


def test_a_number_cut_by_hand_is_taken_as_it_is_meant_and_said_out_loud():
    results = [
        {"eventDate": "2020-01-02", "eventType": "PRD", "payoff": -10},
        {"eventDate": "2020-04-02", "eventType": "FP", "payoff": 10000},
        {"eventDate": "2020-07-02", "eventType": "FP", "payoff": 10000},
        {"eventDate": "2020-09-20", "eventType": "XD", "payoff": 0, "exerciseAmount": 3500000},
        {"eventDate": "2020-09-25", "eventType": "STD", "payoff": 3508695},
    ]
    verdict = played(guarantee(), results=results, seen=[CALLED])
    near = [*results[:4], {**results[4], "payoff": 3508696}]

    assert verdict.difference is None
    assert verdict.corrections == CORRECTIONS
    assert played(guarantee(), results=near, seen=[CALLED]).difference.expected == "3508696"


def test_a_correction_is_told_beside_its_case(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "en")
    results = [
        {"eventDate": "2020-01-02", "eventType": "PRD", "payoff": -10},
        {"eventDate": "2020-09-20", "eventType": "XD", "payoff": 0},
        {"eventDate": "2020-09-25", "eventType": "STD", "payoff": 3508695},
    ]
    first = {"cycleAnchorDateOfFee": "2020-07-02T00:00:00", "purchaseDate": "2020-07-02T00:00:00"}
    case = {"terms": guarantee(**first), "eventsObserved": [CALLED], "results": results}
    case["results"][0]["eventDate"] = "2020-07-02"
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"one": case}))

    assert run(["actus", "check", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == (
        "  corrected: STD payoff 3508695 is taken as 3508695.652173913 (3,500,000 + 80/92 × 10,000)"
    )


def test_days_of_an_event_are_days():
    verdict = played(bullet(), results=[event("2024-01-02", "IED", -1000, 1000, 0.06, 0)])

    assert (verdict.difference.expected, verdict.difference.found) == (
        "2024-01-02 IED",
        f"{date(2024, 1, 1)} IED",
    )
