"""Covers and funds over REST: each act once, by whom it falls to, with what it changed."""

from datetime import date, timedelta

import pytest

import claims_world
import funds_world
from api_world import system_of
from claims_world import APPROVER, BANK_OFFICER, COVER, LOAN, OFFICER, PRINCIPAL, START, tell_loan
from majung.applications.firm import identity_key
from majung.contracts.facts import Fact, FactKind
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.conditions import Condition, set_conditions
from majung.store.upkeep.digests import database_digest
from pages_world import live_on

DEFAULTED, CLAIMED = date(2025, 6, 2), date(2025, 9, 2)
HOME = f"/covers/{COVER}"


def won(amount):
    return {"amount": str(amount), "currency": "KRW"}


class Callers:
    """Systems of the three people of a cover, whose requests have keys of their own."""

    def __init__(self):
        live_on(START, OFFICER, APPROVER, BANK_OFFICER)
        claims_world.open_office()
        self.insurer = system_of(OFFICER)
        self.approver = system_of(APPROVER)
        self.bank = system_of(BANK_OFFICER, is_granted=False)
        self.sent = 0

    def does(self, system, path, body=None, status=201):
        self.sent += 1
        answer = system.post(path, body or {}, once=f"request-{self.sent:04}")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


@pytest.fixture
def desks(fresh_database):
    return Callers()


def _claimed(desks):
    desks.does(desks.insurer, f"{HOME}/issues")
    tell_loan(START, Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL))
    live_on(DEFAULTED)
    tell_loan(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))
    notice = {"key": "N-1", "cause": "arrears", "defaulted_on": DEFAULTED.isoformat()}
    desks.does(desks.bank, f"{HOME}/default-notices", notice)
    live_on(CLAIMED)
    return desks.does(desks.bank, f"{HOME}/claims", {"key": "K-1"})


def _paid(desks, accepted=900_000_000):
    _claimed(desks)
    proposal = {"key": "D-1", "accepted": won(accepted), "document": "보상-1", "reason": "감액"}
    desks.does(desks.insurer, f"{HOME}/claims/K-1/proposals", proposal)
    desks.does(desks.approver, "/claim-proposals/D-1/approvals")
    return desks.does(desks.insurer, f"{HOME}/claims/K-1/payments", {"key": "P-1"})


def test_a_cover_goes_from_the_policy_to_the_write_off_over_rest(desks):
    paid = _paid(desks)
    assert (paid["accepted"], paid["paid"]) == (won(900_000_000), won(900_000_000))

    desks.does(desks.bank, f"{HOME}/recoveries", {"key": "V-1", "amount": won(10_000_000)})
    desks.does(desks.insurer, f"{HOME}/recoveries", {"key": "V-2", "amount": won(20_000_000)})
    reversal = {"key": "X-1", "reason": "착오 입금"}
    state = desks.does(desks.insurer, f"{HOME}/recoveries/V-2/reversals", reversal)
    written_off = desks.does(
        desks.approver, f"{HOME}/write-offs", {"key": "W-1", "reason": "회수 불능"}
    )

    assert int(state["recovered"]["amount"]) + int(state["shared"]["amount"]) == 10_000_000
    assert (written_off["recourse"], written_off["damages"]) == (won(0), won(0))
    shown = desks.insurer.get(HOME).json()
    assert shown["stage"] == "ended"
    assert [each["key"] for each in shown["claims"]] == ["K-1"]
    assert (shown["in_force"], shown["ended_on"]) == (won(0), CLAIMED.isoformat())
    work = desks.insurer.get("/cover-work").json()["items"]
    assert work == []
    owed = {"key": "R-1", "amount": shown["premium_unpaid"]}
    assert desks.does(desks.insurer, f"{HOME}/premiums", owed)["premium_unpaid"] == won(0)
    before = database_digest()
    refused = [
        desks.does(system, f"{HOME}{path}", body, status=409)["type"].rpartition(":")[2]
        for system, path, body in (
            (desks.insurer, "/issues", {}),
            (desks.insurer, "/premiums", {"key": "R", "amount": won(1)}),
            (desks.insurer, "/ends", {"key": "E", "reason": "x"}),
            (desks.bank, "/default-notices",
             {"key": "N-2", "cause": "arrears", "defaulted_on": DEFAULTED.isoformat()}),
            (desks.bank, "/claims", {"key": "K-2", "loss": won(1)}),
        )
    ]  # fmt: skip
    assert refused == ["cover-ended"] * 5
    assert database_digest() == before


def test_what_is_to_do_is_told_to_whom_it_falls(desks):
    _claimed(desks)

    ours, theirs = (
        [(each["task"], each["is_ours"]) for each in system.get("/cover-work").json()["items"]]
        for system in (desks.insurer, desks.bank)
    )

    assert (ours, theirs) == ([("propose-decision", True)], [("propose-decision", False)])


@pytest.mark.parametrize(
    ("who", "path", "body", "status", "kind"),
    [
        ("bank", "/write-offs", {"key": "W-1", "reason": "x"}, 403, "not-permitted"),
        ("bank", "/claims/K-1/payments", {"key": "P-9"}, 403, "cover-elsewhere"),
        ("insurer", "/claims/K-9/payments", {"key": "P-9"}, 404, "claim-not-filed"),
        ("insurer", "/claims/K-1/payments", {"key": "P-9"}, 409, "nothing-to-pay"),
        ("insurer", "/premiums", {"key": "R", "amount": {"amount": "1", "currency": "USD"}},
         422, "currency-mismatch"),
        ("insurer", "/premiums", {"key": "R", "amount": {"amount": "-1"}},
         422, "request-unreadable"),
        ("insurer", "/premiums", {"key": "R", "amount": {"amount": "9" * 20}},
         422, "request-unreadable"),
        ("bank", "/default-notices",
         {"key": "N", "cause": "whim", "defaulted_on": "2025-06-02"}, 422, "cause-not-known"),
        ("bank", "/default-notices",
         {"key": "N", "cause": "arrears", "defaulted_on": "2025-02-30"},
         422, "request-unreadable"),
        ("insurer", "/recoveries/V-9/reversals", {"key": "X", "reason": "x"},
         404, "recovery-not-standing"),
        ("insurer", "/recoveries", {"key": "V", "amount": won(1)}, 409, "cover-contradicts"),
    ],
)  # fmt: skip
def test_what_is_refused_is_a_problem_and_changes_nothing(desks, who, path, body, status, kind):
    _claimed(desks)
    before = database_digest()

    answer = desks.does(getattr(desks, who), f"{HOME}{path}", body, status=status)

    assert answer["type"] == f"urn:majung:problem:{kind}"
    assert "—" in answer["detail"]
    assert database_digest() == before


def test_a_proposal_about_something_else_is_not_there(desks):
    _claimed(desks)

    for path in ("/claim-proposals/none/approvals", "/waivers/none/approvals"):
        desks.does(desks.approver, path, status=404)


def test_conditions_are_met_and_waived_over_rest(desks):
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.moment(START)):
        conditions = [
            Condition("premium-paid-first", Label("보험료 납부", "the premium is paid")),
            Condition("site-visit", Label("현장 확인", "the site is visited")),
        ]
        set_conditions(COVER, conditions, at=claims_world.moment(START))
    home = f"/contracts/{COVER}/conditions"
    waiver = {"key": "W-1", "document": "심사-1", "reason": "원격 확인"}
    desks.does(desks.insurer, f"{HOME}/issues", status=409)

    desks.does(desks.insurer, f"{home}/premium-paid-first/waivers", waiver, status=409)
    desks.does(desks.insurer, f"{home}/premium-paid-first/fulfilments", {"evidence": "영수증-1"})
    desks.does(desks.insurer, f"{home}/site-visit/waivers", waiver)
    desks.does(desks.approver, "/claim-proposals/W-1/approvals", status=404)
    waived = desks.does(desks.approver, "/waivers/W-1/approvals")

    assert [each["is_settled"] for each in waived["conditions"]] == [True, True]
    assert desks.does(desks.insurer, f"{HOME}/issues")["issued_on"] == START.isoformat()


def test_a_confirmation_is_revoked_over_rest_until_the_cover_begins(desks):
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.moment(START)):
        visit = Condition("site-visit", Label("현장 확인", "the site is visited"))
        set_conditions(COVER, [visit], at=claims_world.moment(START))
    home = f"/contracts/{COVER}/conditions/site-visit"
    reason = {"reason": "다른 공장의 사진"}
    desks.does(desks.insurer, f"{home}/revocations", reason, status=409)
    desks.does(desks.insurer, f"{home}/fulfilments", {"evidence": "사진-1"})
    desks.does(desks.insurer, f"{home}/revocations", {"reason": ""}, status=422)
    desks.does(desks.bank, f"{home}/revocations", reason, status=403)

    found = desks.does(desks.approver, f"{home}/revocations", reason)

    (shown,) = found["conditions"]
    assert (shown["is_settled"], [act["kind"] for act in shown["acts"]]) == (
        False,
        ["fulfilled", "revoked"],
    )
    assert shown["acts"][1]["evidence"] == reason["reason"]
    desks.does(desks.insurer, f"{HOME}/issues", status=409)
    desks.does(desks.insurer, f"{home}/fulfilments", {"evidence": "사진-2"})
    desks.does(desks.insurer, f"{HOME}/issues")
    late = desks.does(desks.insurer, f"{home}/revocations", reason, status=409)
    assert late["type"] == "urn:majung:problem:condition-relied-on"


def test_what_happens_to_a_loan_is_recorded_and_taken_back_over_rest(desks):
    desks.does(desks.insurer, f"{HOME}/issues")
    home = f"/contracts/{LOAN}/facts"
    drawn = {"key": "d-1", "kind": "drawdown", "effective_on": START.isoformat()}
    before = database_digest()

    for who, path, body, status, kind in (
        (desks.bank, home, drawn, 409, "fact-amount-missing"),
        (desks.bank, home, {**drawn, "kind": "exit"}, 422, "request-unreadable"),
        (desks.insurer, f"/contracts/{COVER}/facts", {**drawn, "amount": won(1)}, 409,
         "not-a-loan"),
        (desks.insurer, home, {**drawn, "amount": won(1)}, 404, "not-recorded"),
        (desks.bank, home, {**drawn, "amount": {"amount": "1", "currency": "USD"}}, 422,
         "currency-mismatch"),
        (desks.bank, f"{home}/none/reversals", {"key": "r", "reason": "착오"}, 404,
         "fact-not-standing"),
    ):  # fmt: skip
        found = desks.does(who, path, body, status=status)
        assert found["type"] == f"urn:majung:problem:{kind}"
    assert database_digest() == before

    made = desks.does(desks.bank, home, {**drawn, "amount": won(PRINCIPAL)})
    assert made["payoff"]["total"] == won(PRINCIPAL)
    above = {**drawn, "key": "p-1", "kind": "payment", "amount": won(PRINCIPAL + 1)}
    told = desks.does(desks.bank, home, above, status=409)
    assert told["type"] == "urn:majung:problem:loan-paid-above-owed"
    assert "갚을 돈 10억 원을 넘음" in told["detail"]
    back = desks.does(desks.bank, f"{home}/d-1/reversals", {"key": "r-1", "reason": "오기"})
    assert [(each["key"], each["reverses"]) for each in back["facts"]] == [
        ("d-1", None),
        ("r-1", "d-1"),
    ]
    period = {"first_on": START.isoformat(), "last_on": START.isoformat()}
    assert desks.bank.get(f"/contracts/{LOAN}/statement", **period).json()["closing"] == won(0)
    kept = desks.does(desks.bank, home, {**above, "keep_excess": True})
    assert kept["payoff"]["overpaid"] == won(PRINCIPAL + 1)


def test_a_waiver_that_is_sent_back_can_be_proposed_anew(desks):
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.moment(START)):
        visit = Condition("site-visit", Label("현장 확인", "the site is visited"))
        set_conditions(COVER, [visit], at=claims_world.moment(START))
    home = f"/contracts/{COVER}/conditions/site-visit/waivers"
    body = {"document": "심사-1", "reason": "원격 확인"}
    desks.does(desks.insurer, home, {"key": "W-1", **body})

    desks.does(desks.approver, "/waivers/W-1/returns", {"reason": "사진을 붙일 것"})
    desks.does(desks.approver, "/waivers/W-1/approvals", status=409)
    desks.does(desks.insurer, home, {"key": "W-2", **body})

    assert desks.does(desks.approver, "/waivers/W-2/approvals")["conditions"][0]["is_settled"]


def test_a_statement_adds_up_and_its_balance_is_what_is_owed(desks):
    desks.does(desks.insurer, f"{HOME}/issues")
    tell_loan(START, Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL))
    later = date(2024, 10, 2)
    tell_loan(later, Fact(later, FactKind.PREPAYMENT, "p1", 187_654_322))
    asked = {"first_on": "2024-10-02", "last_on": "2024-12-31"}

    found = desks.bank.get(f"/contracts/{LOAN}/statement", **asked).json()
    of_cover = desks.insurer.get(f"/contracts/{COVER}/statement", **asked).json()
    book = desks.bank.get(f"/contracts/{LOAN}/statement.xlsx", **asked)
    wrong = desks.bank.get(
        f"/contracts/{LOAN}/statement", first_on="2025-01-01", last_on="2024-01-01"
    )

    assert (found["opening"], found["closing"]) == (won(PRINCIPAL), won(PRINCIPAL - 187_654_322))
    assert found["movements"][-1]["balance"] == found["closing"]
    assert found["totals"]["principal-paid"] == won(187_654_322)
    assert of_cover["closing"] == won((PRINCIPAL - 187_654_322) * 95 // 100)
    assert book.content.startswith(b"PK")
    assert wrong.status_code == 422
    assert desks.insurer.get(f"/contracts/{LOAN}/statement", **asked).status_code == 404


def test_a_fund_goes_from_formation_to_distribution_over_rest(fresh_database):
    live_on(funds_world.FORMED, funds_world.MANAGER)
    (company,) = funds_world.open_office(1)
    manager = system_of(funds_world.MANAGER, is_granted=False)
    eok = 100_000_000
    steps = iter(range(1, 100))

    def does(path, status=201, **body):
        answer = manager.post(path, body, once=f"request-{next(steps):04}")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    partners = [
        {"party": funds_world.POLICY, "partner_class": "policy", "amount": won(200 * eok)},
        {
            "party": funds_world.PRIVATE,
            "partner_class": "private",
            "amount": won(230 * eok),
            "is_institution": False,
        },
        {"party": funds_world.GENERAL, "partner_class": "general", "amount": won(20 * eok)},
    ]
    agreed = {
        "key": "F-1",
        "programme": funds_world.PROGRAMME,
        "product": funds_world.PRODUCT,
        "partners": partners,
    }
    does("/funds", 422, **{**agreed, "first_loss": "0.9"})
    formed = does("/funds", **agreed)
    checked_on = funds_world.FORMED + timedelta(days=1)
    live_on(checked_on)
    funds_world.check(company, checked_on)
    called = does("/funds/F-1/calls", key="c1", amount=won(100 * eok))
    does("/funds/F-1/call-payments", key="c2", amount=won(100 * eok))
    number = str(company)
    made = does("/funds/F-1/investments", key="i1", company=number, amount=won(30 * eok))
    does("/funds/F-1/valuations", key="v1", company=number, amount=won(40 * eok))
    does("/funds/F-1/proceeds", key="v2", company=number, amount=won(eok))
    exited = does("/funds/F-1/exits", key="e1", company=number, amount=won(60 * eok))
    spent = does("/funds/F-1/expenses", key="s1", amount=won(1_000_000), note="감사")
    shares = does("/funds/F-1/distributions", key="d1")
    does("/funds/F-1/distributions", 409, key="d2", amount=won(1))
    ended = does("/funds/F-1/ends", key="end")

    fund = manager.get("/funds/F-1").json()
    assert formed["size"] == won(450 * eok)
    assert sum(int(each["amount"]["amount"]) for each in called["items"]) == 100 * eok
    assert (made["company"], made["is_mandate"]) == (identity_key(company), True)
    assert exited["exited_on"] == checked_on.isoformat()
    paid_out = sum(
        int(each[part]["amount"])
        for each in shares["items"]
        for part in ("capital", "profit", "carry")
    )
    (flow,) = fund["distributions"]
    assert int(spent["cash"]["amount"]) == int(flow["amount"]["amount"])
    assert sum(int(line["amount"]["amount"]) for line in flow["lines"]) == paid_out
    assert fund["mandate"]["is_met"] is False
    assert (fund["stage"], fund["cash"], ended["items"]) == ("ended", won(0), [])
    assert [each["key"] for each in manager.get("/funds").json()["items"]] == ["F-1"]
