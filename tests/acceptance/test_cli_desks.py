"""Covers, conditions, funds and statements on the command line."""

from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

import claims_world
import funds_world
from claims_world import APPROVER, BANK_OFFICER, COVER, LOAN, OFFICER, PRINCIPAL, START, tell_loan
from cli_door import command, document
from majung.applications.firm import identity_key
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import Actor
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import RoleHeld, add_person, grant_role
from majung.store.servicing.conditions import Condition, set_conditions
from majung.store.upkeep.digests import database_digest

__all__ = ["command", "document"]

DEFAULTED, CLAIMED = date(2025, 6, 2), date(2025, 9, 2)
INSURER, SECOND, BANK = (("--as", each.person) for each in (OFFICER, APPROVER, BANK_OFFICER))


NO_PRODUCT = ("--programme", "p", "--product", "q")


def _gives_roles(actor: Actor):
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=claims_world.AT):
        add_person(actor.person)
        for role in actor.roles:
            grant_role(
                RoleHeld(
                    person=actor.person,
                    role=role.value,
                    institution=actor.institution,
                    from_on=date(2024, 1, 1),
                )
            )


@pytest.fixture
def office(document):
    claims_world.open_office()
    _gives_roles(BANK_OFFICER)
    return document


def won(amount):
    return {"amount": str(amount), "currency": "KRW"}


def test_a_cover_goes_from_the_policy_to_the_write_off_by_commands(office, command):
    on = ("--on", START)
    office("cover", "issue", COVER, *INSURER, *on)
    paid = office("cover", "premium", COVER, "665만", "--key", "R-1", *INSURER, *on)
    assert paid["premium_unpaid"] == won(0)
    tell_loan(START, Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL))
    tell_loan(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))
    notice = ("--key", "N-1", "--cause", "arrears", "--defaulted-on", DEFAULTED)
    office("cover", "notify", COVER, *notice, *BANK, "--on", DEFAULTED)
    on = ("--on", CLAIMED)
    office("cover", "claim", COVER, "--key", "K-1", *BANK, *on)
    (work,) = office("cover", "work", *INSURER, *on)
    assert (work["task"], work["is_ours"]) == ("propose-decision", True)
    proposal = ("--key", "D-1", "--document", "보상-1", "--reason", "감액")
    office("cover", "propose", COVER, "K-1", "9억", *proposal, *INSURER, *on)
    assert command("cover", "approve", "D-1", *SECOND, *on)[0] == 0
    office("cover", "pay", COVER, "K-1", "--key", "P-1", *INSURER, *on)
    office("cover", "recover", COVER, "3,000만", "--key", "V-1", *INSURER, *on)
    office("cover", "reverse", COVER, "V-1", "--key", "X-1", "--reason", "착오", *INSURER, *on)
    office("cover", "recover", COVER, "1,000만", "--key", "V-2", *BANK, *on)
    state = office("cover", "write-off", COVER, "--key", "W", "--reason", "회수 불능", *SECOND, *on)

    assert (state["stage"], state["paid"]) == ("ended", won(900_000_000))
    shares = [int(state[name]["amount"]) for name in ("recovered", "shared")]
    assert sum(shares) == 10_000_000
    text = command("cover", "show", COVER, *INSURER, *on)[1]
    assert f"Cover {COVER} · Stage ended" in text
    refused = command("cover", "end", COVER, "--key", "E", "--reason", "x", *INSURER, *on)
    assert refused[:2] == (1, "")
    assert refused[2].startswith(f"act on cover {COVER} refused: it ended on 2 September 2025 — ")


def test_a_refusal_is_told_in_words_and_changes_nothing(office, command):
    before = database_digest()

    refused = [
        command("cover", "premium", COVER, "많이", "--key", "R", *INSURER, "--on", START),
        command("cover", "premium", COVER, "USD 5", "--key", "R", *INSURER, "--on", START),
        command("cover", "write-off", COVER, "--key", "W", "--reason", "x", *BANK, "--on", START),
        command("cover", "show", "none", *INSURER),
        command("fund", "show", COVER, *INSURER, "--on", START),
        command(
            "fund", "form", "F", "--programme", "p", "--product", "q", "--partner", "x", *INSURER
        ),
        command("contract", "statement", LOAN, "--from", "2025-01-02", "--to", "2025-01-01", *BANK),
    ]

    assert [(status, "—" in err) for status, _, err in refused] == [(1, True)] * 7
    assert database_digest() == before


def test_conditions_are_met_and_waived_by_commands(office, command):
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.moment(START)):
        conditions = [
            Condition("premium-paid-first", Label("보험료 납부", "the premium is paid")),
            Condition("site-visit", Label("현장 확인", "the site is visited")),
        ]
        set_conditions(COVER, conditions, at=claims_world.moment(START))
    on = ("--on", START)
    assert command("cover", "issue", COVER, *INSURER, *on)[0] == 1
    evidence = ("--evidence", "영수증-1")
    office("contract", "fulfil", COVER, "premium-paid-first", *evidence, *INSURER, *on)
    for key in ("W-1", "W-2"):
        waiver = ("--key", key, "--reason", "원격 확인", "--document", "심사-1")
        assert command("contract", "waive", COVER, "site-visit", *waiver, *INSURER, *on)[0] == 0
        if key == "W-1":
            back = ("contract", "send-waiver-back", key, "--reason", "사진", *SECOND, *on)
            assert command(*back)[0] == 0
    waived = office("contract", "approve-waiver", "W-2", *SECOND, *on)

    assert [each["is_settled"] for each in waived] == [True, True]
    assert office("cover", "issue", COVER, *INSURER, *on)["stage"] == "in-force"


def test_a_confirmation_is_revoked_by_a_command(office, command):
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.moment(START)):
        visit = Condition("site-visit", Label("현장 확인", "the site is visited"))
        set_conditions(COVER, [visit], at=claims_world.moment(START))
    words = ("contract", "revoke", COVER, "site-visit", "--reason", "다른 공장의 사진")
    on = ("--on", START)
    assert command(*words, *INSURER, *on)[0] == 1
    office("contract", "fulfil", COVER, "site-visit", "--evidence", "사진-1", *INSURER, *on)

    (found,) = office(*words, *SECOND, *on)

    assert found["is_settled"] is False
    shown = office("contract", "show", COVER, *INSURER, "--on", START)["conditions"][0]["acts"]
    assert [(act["kind"], act["evidence"]) for act in shown] == [
        ("fulfilled", "사진-1"),
        ("revoked", "다른 공장의 사진"),
    ]


def test_what_happens_to_a_loan_is_recorded_and_taken_back_by_commands(office, command):
    on = ("--on", START)
    office("cover", "issue", COVER, *INSURER, *on)
    drawn = ("contract", "record", LOAN, "drawdown", "--key", "d-1", *BANK, *on)
    assert command(*drawn)[0] == 1
    assert command(*drawn, "--amount", "USD 5")[0] == 1

    (made,) = office(*drawn, "--amount", "10억")
    paid = ("contract", "record", LOAN, "payment", "--key", "p-1", *BANK, *on)
    status, _, err = command(*paid, "--amount", "10억 1원")
    assert (status, "1,000,000,000" in err, "pay-off" in err) == (1, True, True)
    back = office("contract", "reverse", LOAN, "d-1", "--key", "r", "--reason", "오기", *BANK, *on)

    assert (made["kind"], made["amount"]) == ("drawdown", won(PRINCIPAL))
    assert [each["reverses"] for each in back] == [None, "d-1"]
    period = ("--from", START, "--to", START)
    assert office("contract", "statement", LOAN, *period, *BANK)["closing"] == won(0)


def test_what_was_lent_on_a_loan_kept_elsewhere_is_told_to_the_insurer_by_a_command(
    office, command
):
    on = ("--on", START)
    office("cover", "issue", COVER, *INSURER, *on)
    words = ("cover", "report-loan", COVER, "drawdown", "1억", "--key", "t-1")

    status, _, err = command(*words, *BANK, *on)
    foreign = command(*words[:4], "USD 5", "--key", "t-2", *BANK, *on)

    assert (status, "—" in err) == (1, True), "this loan is kept here: its facts are recorded on it"
    assert (foreign[0], "—" in foreign[2]) == (1, True)


def test_a_statement_of_account_is_printed(office, command):
    office("cover", "issue", COVER, *INSURER, "--on", START)
    tell_loan(START, Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL))
    period = ("--from", "2024-10-01", "--to", "2024-12-31")

    found = office("contract", "statement", LOAN, *period, *BANK)
    text = command("contract", "statement", LOAN, *period, *BANK)[1]

    assert (found["opening"], found["closing"]) == (won(0), won(PRINCIPAL))
    assert "closing outstanding" in text
    assert "drawdown" in text

    said = command("contract", "statement", LOAN, *period, "--xlsx", "거래내역.xlsx", *BANK)
    book = CalamineWorkbook.from_path("거래내역.xlsx")
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    cells = [cell for sheet in sheets for row in sheet for cell in row]
    assert (said[0], said[1]) == (0, "거래내역.xlsx: 2 movements\n")
    assert (PRINCIPAL in cells, LOAN in " ".join(map(str, cells))) == (True, True)
    nowhere = command("contract", "statement", LOAN, *period, "--xlsx", "없음/a.xlsx", *BANK)
    assert (nowhere[0], "—" in nowhere[2]) == (1, True)


def test_a_fund_goes_from_formation_to_distribution_by_commands(document, command):
    (company,) = funds_world.open_office(1)
    _gives_roles(funds_world.MANAGER)
    day = funds_world.FORMED + timedelta(days=1)
    funds_world.check(company, day)
    manager = ("--as", funds_world.MANAGER.person)
    on = (*manager, "--on", day)
    partners = (
        "--partner", f"{funds_world.POLICY}=policy:200억",
        "--partner", f"{funds_world.PRIVATE}=private!:230억",
        "--partner", f"{funds_world.GENERAL}=general:20억",
    )  # fmt: skip
    product = ("--programme", funds_world.PROGRAMME, "--product", funds_world.PRODUCT)
    formed = document("fund", "form", "F-1", *product, *partners, *on)
    document("fund", "call", "F-1", "100억", "--key", "c1", *on)
    paid = document("fund", "pay-call", "F-1", "100억", "--key", "c2", *on)
    document("fund", "invest", "F-1", str(company), "30억", "--key", "i1", *on)
    document("fund", "value", "F-1", str(company), "40억", "--key", "v1", *on)
    document("fund", "proceeds", "F-1", str(company), "1억", "--key", "v2", *on)
    document("fund", "exit", "F-1", str(company), "60억", "--key", "e1", *on)
    document("fund", "spend", "F-1", "100만", "--key", "s1", "--note", "감사", *on)
    found = document("fund", "distribute", "F-1", "--key", "d1", *on)
    ended = document("fund", "end", "F-1", "--key", "end", *on)

    assert formed["size"] == won(45_000_000_000)
    assert sum(int(each["amount"]["amount"]) for each in paid) == 10_000_000_000
    (company_line,) = found["companies"]
    assert company_line["company"] == identity_key(company)
    assert company_line["mandate"] == won(3_000_000_000)
    (flow,) = found["distributions"]
    lines = sum(int(line["amount"]["amount"]) for line in flow["lines"])
    assert flow["amount"] == won(lines) == won(13_099_000_000)
    assert (ended["stage"], ended["cash"]) == ("ended", won(0))
    assert [each["key"] for each in document("fund", "list", *on)] == ["F-1"]
    assert "Distribution of" in command("fund", "show", "F-1", *on)[1]
