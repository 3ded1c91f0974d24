"""The command line of an office: what it does, answers and refuses."""

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from majung.cli.main import NOUNS, app

ROOT = Path(__file__).parents[2]
ADMINISTRATOR = ("--administrator", "admin")


def test_every_noun_of_the_table_is_there():
    assert [noun for noun, _ in NOUNS if app[noun] is None] == []


@pytest.mark.parametrize("noun", ["programme", "loan", "indication", "supply"])
def test_what_needs_no_database_loads_none(noun):
    code = (
        f"import sys, majung.cli.{noun};"
        "sys.exit(any(name in sys.modules for name in ('django', 'psycopg', 'majung.store')))"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("noun", ["programme", "supply"])
def test_what_reckons_nothing_loads_no_compiler_and_no_arrays(noun):
    code = (
        f"import sys, majung.cli.{noun};"
        "sys.exit(any(name in sys.modules for name in ('numba', 'numpy')))"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("word", ["--version", "--help", "clsoe"])
def test_what_names_no_command_loads_none(word):
    code = (
        f"import sys; from majung.cli.main import run; run(['{word}']);"
        "sys.exit(any(name.startswith('majung.cli.programme') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_an_unknown_command_is_usage_and_a_refusal_is_not(command):
    status, *said = command("clsoe")
    assert (status, "close" in "".join(said)) == (2, True)
    assert command("loan", "schedule", "nothing.yaml")[0] == 1


def test_an_office_is_opened_once_and_names_its_administrator(command, document):
    first, again = document("init", *ADMINISTRATOR), document("init", *ADMINISTRATOR)

    assert (first["is_new"], again["is_new"]) == (True, False)
    assert first["password"]
    assert again["password"] is None
    assert "us-sba-7a" in first["programmes"]
    assert "five-sectors-2024" in first["plans"]
    (held,) = document("account", "list", "office")
    assert (held["person"], held["role"]) == ("admin", "administrator")


def test_a_doctor_finds_nothing_wrong_with_a_fresh_office(document):
    found = document("doctor")

    assert found["is_well"]
    assert {check["standing"] for check in found["checks"]} == {"well"}
    assert "row-level security" in {check["check"] for check in found["checks"]}


def test_a_doctor_sees_a_wall_that_is_down(command, session_database):
    with psycopg.connect(session_database.conninfo(), autocommit=True) as superuser:
        superuser.execute("ALTER TABLE store_contract DISABLE ROW LEVEL SECURITY")
        status, out, _ = command("doctor", "--json")
        superuser.execute("ALTER TABLE store_contract ENABLE ROW LEVEL SECURITY")

    assert status == 1
    wrong = [check for check in json.loads(out)["checks"] if check["standing"] == "wrong"]
    assert ["store_contract" in check["en"] for check in wrong if "row" in check["check"]] == [True]


def test_accounts_are_opened_and_roles_decide_what_is_done(command, document):
    document("init")
    opened = document("account", "open", "p-1", "--role", "secretariat", "--institution", "office")

    assert opened["password"]
    status, _, err = command("close", "--as", "p-1")
    assert status == 1
    assert "—" in err
    status, _, err = command("close", "--as", "nobody")
    assert (status, "nobody" in err) == (1, True)


def test_roles_begin_and_end_and_institutions_change_their_names(command, document):
    document("init")
    first = ("--from", "2024-01-01", "--until", "2030-12-31")
    document(
        "account", "open", "p-1", "--role", "provider-approver", "--institution", "ibk",
        "--authority", "50억", *first,
    )  # fmt: skip
    document("account", "role", "p-1", "provider-officer", "--institution", "ibk", *first)

    ended = document("account", "end", "p-1", "provider-officer", "--place", "ibk",
                     "--until", "2024-06-30")  # fmt: skip
    assert ended["ended"] == 1
    people = {each["person"]: each for each in document("account", "people", "--on", "2024-07-01")}
    assert people["p-1"]["roles"] == [{"role": "provider-approver", "place": "ibk"}]
    wrong = command("account", "role", "p-1", "secretariat", "--institution", "ibk",
                    "--authority", "1억")  # fmt: skip
    assert (wrong[0], "—" in wrong[2]) == (1, True)
    again = command("account", "end", "p-1", "provider-officer", "--place", "ibk",
                    "--until", "2025-06-30")  # fmt: skip
    assert (again[0], "—" in again[2]) == (1, True)

    names = ("--ko", "예시산업부", "--en", "Example ministry", "--from", "2031-01-01")
    document("account", "name-institution", "motie", *names)
    bodies = {each["institution"]: each for each in document("account", "institutions")}
    assert bodies["motie"]["names"][-1]["ko"] == "예시산업부"
    for words in (("people",), ("institutions",)):
        assert command("account", *words)[0] == 0


def test_the_pack_is_drafted_frozen_and_comes_out_the_same(command, document, tmp_path):
    document("init")
    document("account", "open", "p-1", "--role", "secretariat", "--institution", "office")
    who = ("--as", "p-1")

    document("council", "pack", "draft", "five-sectors-2024", "--as-of", "2024-05-31", *who)
    frozen = document("council", "pack", "freeze", "council-pack-2024-05", "--into", "out", *who)
    again = document("council", "pack", "rerender", "council-pack-2024-05", *who)

    assert sorted(Path(file).suffix for file in frozen["files"]) == [
        ".hwpx",
        ".json",
        ".pdf",
        ".xlsx",
    ]
    assert all((tmp_path / file).exists() for file in frozen["files"])
    assert again["differing"] == []
    released = {line["figure"]: line["value"] for line in document("council", "register", *who)}
    assert released["five-sectors-2024.total.pace"] == "0.5322"
    assert released["five-sectors-2024.total.supplied"] == "KRW 54,500,000,000,000"


def test_a_changed_byte_is_found_by_the_audit(command, document, session_database, truth):
    _import_the_real_book(document, truth)
    assert document("audit", "sign", "--on", "2024-12-31")["books"] > 0
    assert document("audit", "verify")["is_whole"]

    with psycopg.connect(session_database.conninfo(), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(
            "UPDATE store_posting SET amount = amount + 1"
            " WHERE ctid = (SELECT min(ctid) FROM store_posting)"
        )
    status, out, _ = command("audit", "verify", "--json")

    assert status == 1
    assert not json.loads(out)["is_whole"]


def test_the_real_book_comes_in_adds_up_and_balances(document, truth):
    found = _import_the_real_book(document, truth)

    assert found["contracts"] == 2_102
    assert {key: value["amount"] for key, value in found["totals"].items() if key != "loans"} == {
        "disbursed": "510233620.00",
        "approved": "489900659.00",
        "guaranteed": "397647716.00",
        "charged-off": "42101130.00",
        "claims": "27313566.46",
    }
    assert found["claims"] == {"amount": "27313566.46", "currency": "USD"}
    trial = document("ledger", "trial-balance", "sba.insurer")
    assert trial["is_balanced"]
    contract = document("contract", "list", "--at", "sba")[0]["contract"]
    shown = document("contract", "show", contract, "--at", "sba", "--on", "2024-01-01")
    assert shown["events"][0]["kind"] == "cover-issued"
    assert shown["events"][0]["entries"][0]["postings"]


def test_a_backup_is_verified_and_refused_where_something_is_recorded(command, document):
    document("init")
    made = document("backup", "create", "office.zip")

    assert document("backup", "verify", "office.zip")["digest"] == made["digest"]
    assert command("backup", "restore", "office.zip")[0] == 1
    Path("office.zip").write_bytes(Path("office.zip").read_bytes()[:-40])
    assert command("backup", "verify", "office.zip")[0] == 1
    assert command("backup", "create", "nowhere/office.zip")[0] == 1


def test_days_are_closed_in_their_order_and_once(document):
    document("init")

    first = document("close", "--until", "2024-01-05", "--first", "2024-01-02")
    again = document("close", "--until", "2024-01-05")

    assert [day["on"] for day in first["days"]] == [
        "2024-01-02",
        "2024-01-03",
        "2024-01-04",
        "2024-01-05",
    ]
    assert again["days"] == []


def test_what_closes_kept_is_listed_and_saved(command, document):
    document("init")
    document("close", "--until", "2024-01-05", "--first", "2024-01-02")

    listed = document("close", "list")
    saved, _, _ = command("close", "letters", "2024-01-05", "--save", "letters.xlsx")
    refused, _, err = command("close", "again", "C-none")

    assert [(each["on"], each["state"], each["letters"]) for each in listed] == [
        ("2024-01-05", "done", 0),
        ("2024-01-04", "done", 0),
        ("2024-01-03", "done", 0),
        ("2024-01-02", "done", 0),
    ]
    assert document("close", "letters", "2024-01-05") == []
    assert document("close", "arrears", "2024-01-31") == []
    assert document("close", "accruals", "2024-01-31") == []
    assert (saved, Path("letters.xlsx").read_bytes()[:2]) == (0, b"PK")
    assert (refused, "C-none" in err) == (1, True)


def test_a_firm_sees_its_room_in_one_line(command, document):
    document("init")

    found = document("firm", "room", "999999-0002047", "--on", "2024-10-02")
    status, out, _ = command("firm", "room", "999999-0002047", "--on", "2024-10-02")

    left = {product["product"]: product["left"] for product in found["products"]}
    assert left["ai-plus-cover"] == {"amount": "50000000000", "currency": "KRW"}
    assert (status, out.count("\n")) == (0, 1)


def _import_the_real_book(document, truth):
    return document("import", "sba-case", truth / "sba" / "sba_case.csv")
