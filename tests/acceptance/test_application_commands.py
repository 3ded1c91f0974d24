"""An application on the command line: from the file to an accepted offer, and an appeal."""

from intake_world import (
    APPROVER,
    BANK,
    EXAMPLE,
    OFFICER,
    ON,
    PRODUCT,
    asked,
    open_office,
    project_of,
)
from intake_world import AT as THEN
from majung.applications.firm import identity_key
from majung.errors.days import spoken_day
from majung.operations.acting import Actor, Role
from majung.operations.intake.register import register_firm, register_project
from majung.values.money import Money
from pages_world import may_sign_in

WAY = f"{PRODUCT}@{BANK}"
NUMBER = "예시-2024-0001"
SECOND = Actor("p-second", BANK, frozenset({Role.PROVIDER_APPROVER}))
DAY = ("--on", str(ON))
OFFICER_DOES = ("--as", OFFICER.person, *DAY)
APPROVER_DOES = ("--as", APPROVER.person, *DAY)


def _firm():
    key = identity_key(asked().application.firm.identity)
    return Actor("p-firm", "", frozenset({Role.FIRM}), key)


def _submitted(document):
    open_office()
    application = asked().application
    register_firm(OFFICER, application.firm, from_on=ON, at=THEN)
    register_project(OFFICER, project_of(application), at=THEN)
    may_sign_in(_firm(), is_granted=False)
    may_sign_in(SECOND, is_granted=False)
    return document(
        "application", "submit", EXAMPLE, "--desk", BANK, "--desk", "ksure", *OFFICER_DOES
    )


def test_an_application_goes_from_the_file_to_an_accepted_offer(command, document):
    submitted = _submitted(document)
    assert submitted["number"] == NUMBER
    assert submitted["stated"] == len(asked().application.statements.stated)

    found = document("application", "assess", NUMBER, *OFFICER_DOES)
    assert {each["product"]: each["verdict"] for each in found}[PRODUCT] == "met"
    ways = document("application", "indicate", NUMBER, "--quotes", EXAMPLE, *OFFICER_DOES)
    assert WAY in {each["key"] for each in ways["indications"]}
    proposed = document(
        "application", "propose", NUMBER, "--product", PRODUCT, "--way", WAY,
        "--document", "여신-17", "--quotes", EXAMPLE, *OFFICER_DOES,
    )  # fmt: skip
    own = command("application", "approve", proposed["key"], *OFFICER_DOES)
    assert (own[0], "—" in own[2]) == (1, True)
    approved = document("application", "approve", proposed["key"], *APPROVER_DOES)
    assert approved["granted"] == asked().application.request.amount.as_json()
    answered = document("application", "answer", proposed["key"], "--as", "p-firm", *DAY)
    assert answered["outcome"] == "accepted"
    shown = document("application", "show", NUMBER, *OFFICER_DOES)
    assert [each["stage"] for each in shown["products"][PRODUCT]][-1] == "accepted"
    (line,) = document("application", "list", "--as", OFFICER.person)
    assert line["number"] == NUMBER
    for words in (("list", "--as", OFFICER.person), ("show", NUMBER, *OFFICER_DOES)):
        status, out, _ = command("application", *words)
        assert (status, NUMBER in out) == (0, True)

    key = proposed["key"]
    own = document("contract", "sign", key, "--reported", *OFFICER_DOES)
    assert own == {"contract": f"C-{key}", "servicing": "reported", "signed_on": str(ON)}
    kept = document("contract", "show", own["contract"], *OFFICER_DOES)
    assert kept["servicing"] == "reported"
    drawn = ("record", own["contract"], "drawdown", "--key", "d", "--amount", "1억", *OFFICER_DOES)
    by_hand = command("contract", *drawn)
    assert (by_hand[0], "core system" in by_hand[2]) == (1, True)


def test_a_refusal_is_proposed_sent_back_approved_appealed_and_answered(command, document):
    _submitted(document)
    document("application", "assess", NUMBER, *OFFICER_DOES)
    refusing = ("application", "refuse", NUMBER, "--product", PRODUCT, "--document", "여신-18",
                "--reason", "매출 근거 부족", *OFFICER_DOES)  # fmt: skip

    first = document(*refusing)
    assert (
        command("application", "send-back", first["key"], "--reason", "보완", *APPROVER_DOES)[0]
        == 0
    )
    second = document(*refusing)
    assert second["key"] != first["key"]
    assert document("application", "approve", second["key"], *APPROVER_DOES)["kind"] == "refuse"
    firm = asked().application.firm.identity.spoken("en")
    on_record = ("firm", "record", firm, "--legal-basis", "동의서-1", *OFFICER_DOES)
    (kept,) = document(*on_record)
    assert (kept["institution"], kept["what"]) == (BANK, "refuse")
    status, out, _ = command(*on_record)
    told = (
        spoken_day(ON, "en"),
        "Industrial Bank of Korea (IBK)",
        "preferential loan for AI manufacturing",
        "refused",
    )
    assert (status, [words for words in told if words not in out]) == (0, [])
    appealed = document(
        "application", "appeal", second["key"], "--reason", "새 등급", "--as", "p-firm", *DAY
    )
    answering = ("application", "answer-appeal", appealed["key"], "--reason", "이미 반영",
                 "--document", "이의-3", "--outcome", "dismissed")  # fmt: skip
    assert command(*answering, *APPROVER_DOES)[0] == 1
    answered = document(*answering, "--as", SECOND.person, *DAY)

    assert answered["outcome"] == "dismissed"
    (appeal,) = document("application", "show", NUMBER, *OFFICER_DOES)["appeals"]
    assert (appeal["outcome"], appeal["days"]) == ("dismissed", 0)
    assert "이의신청" not in command("application", "show", NUMBER, *OFFICER_DOES)[1]


def test_an_override_names_a_rule_that_stands_against_the_grant(command, document):
    _submitted(document)
    document("application", "assess", NUMBER, *OFFICER_DOES)

    status, _, err = command(
        "application", "propose", NUMBER, "--product", PRODUCT, "--way", WAY, "--document", "17",
        "--override", "no-such-rule=why", "--granted", Money(10**9).spoken("ko"),
        "--reason", "감액", *OFFICER_DOES,
    )  # fmt: skip

    assert (status, "no-such-rule" in err) == (1, True)


def test_a_file_that_is_no_request_leaves_nothing(command, tmp_path):
    open_office()
    (tmp_path / "request.yaml").write_text("firm: [")

    status, _, err = command("application", "submit", "request.yaml", "--desk", BANK, *OFFICER_DOES)

    assert (status, "request.yaml" in err) == (1, True)
