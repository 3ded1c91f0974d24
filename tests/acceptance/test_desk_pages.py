"""Covers and funds on pages: what is to do is offered to whom it falls, and done by a form."""

import re
from datetime import date

import pytest

import claims_world
import funds_world
from claims_world import APPROVER, BANK_OFFICER, COVER, LOAN, OFFICER, PRINCIPAL, START, tell_loan
from desk_forms import deeds
from desk_forms import do as sent
from majung.applications.firm import identity_key
from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import CoverStage
from majung.operations.claims.reading import cover_file
from majung.operations.funds.reading import fund_file
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.conditions import Condition, set_conditions
from majung.store.upkeep.digests import LEFT_OUT, database_digest
from majung.values.money import Money
from pages_world import live_on, signed_in

DEFAULTED, CLAIMED = date(2025, 6, 2), date(2025, 9, 2)
#: Sessions hold what was told on the last page; nothing of the office's own.
UNCOUNTED = LEFT_OUT | {"django_session"}
DESK = f"/contracts/{COVER}/desk"


def do(browser, deed, desk=DESK, **given):
    return sent(browser, deed, desk, **given)


def _cover_office():
    live_on(START, OFFICER, APPROVER, BANK_OFFICER)
    claims_world.open_office()
    return (
        signed_in(OFFICER),
        signed_in(APPROVER),
        signed_in(BANK_OFFICER, is_granted=False),
    )


def _state(day):
    return cover_file(OFFICER, COVER, on=day, at=claims_world.moment(day)).state


def test_a_cover_goes_from_the_policy_to_the_write_off_on_pages(fresh_database):
    officer, approver, bank = _cover_office()
    do(officer, "issue")
    do(officer, "premium", amount="665만")
    tell_loan(START, Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL))
    live_on(DEFAULTED)
    tell_loan(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))
    do(bank, "notify", cause="arrears", defaulted_on=DEFAULTED.isoformat())
    live_on(CLAIMED)
    assert "청구" in bank.get("/cover-work/").content.decode()
    do(bank, "file-claim")
    assert "청구 심사 상신" in officer.get("/cover-work/").content.decode()
    do(officer, "propose-claim-0", accepted="9억", reason="자금 용도 확인 지연", document="보상-1")
    assert deeds(officer.get(DESK)).keys() == {"premium", "reverse-fact"}
    do(approver, f"approve-claim-{COVER}-file-claim-{_filed()}-1")
    do(officer, "pay-claim-0", amount="9억")
    do(bank, "recover", amount="1,000만")
    do(officer, "recover", amount="2,000만", note="공매")
    recovered = _state(CLAIMED).recourse
    do(officer, "reverse", recovery=_last_recovery(), reason="착오 입금")
    do(approver, "write-off", amount="5억", reason="회수 불능")

    state = _state(CLAIMED)
    assert (state.stage, state.paid) == (CoverStage.RECOURSE, 900_000_000)
    assert recovered.recovered + recovered.shared == 30_000_000
    assert state.recourse.recovered + state.recourse.shared == 10_000_000
    assert "구상권 회수" in officer.get("/cover-work/").content.decode()
    do(approver, "write-off", amount=Money(_owed(), "KRW").written(), reason="회수 불능")
    state = _state(CLAIMED)
    assert (state.stage, state.in_force, state.ended_on) == (CoverStage.ENDED, 0, CLAIMED)
    assert [deeds(each.get(DESK)).keys() for each in (officer, approver, bank)] == [
        {"recover", "reverse", "reverse-fact"}, set(), {"recover", "reverse"},
    ]  # fmt: skip


def test_a_bank_is_still_asked_for_a_default_when_the_term_has_passed(fresh_database):
    late = date(2027, 10, 20)
    live_on(late, BANK_OFFICER)
    claims_world.open_office()
    claims_world.lend()

    bank = signed_in(BANK_OFFICER, is_granted=False)

    assert _state(late).ended_on == date(2027, 10, 2)
    do(bank, "notify", cause="arrears", defaulted_on="2027-09-30", reason="")
    assert (_state(late).stage, _state(late).ended_on) == (CoverStage.DEFAULTED, None)


def _owed():
    recourse = _state(CLAIMED).recourse
    return recourse.outstanding + recourse.damages


def _filed():
    file = cover_file(OFFICER, COVER, on=CLAIMED, at=claims_world.moment(CLAIMED))
    return file.claims[0].state.key.rpartition("-")[2]


def _last_recovery():
    file = cover_file(OFFICER, COVER, on=CLAIMED, at=claims_world.moment(CLAIMED))
    kept = [each.fact for each in file.facts if each.fact.kind is FactKind.RECOVERY]
    return max(kept, key=lambda fact: fact.amount).key


def test_a_condition_is_met_or_waived_before_a_cover_begins(fresh_database):
    officer, approver, _ = _cover_office()
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.moment(START)):
        set_conditions(
            COVER,
            [
                Condition("site-visit", Label("현장 확인", "the site is visited")),
                Condition("premium-paid-first", Label("보험료 납부", "the premium is paid")),
            ],
            at=claims_world.moment(START),
        )
    assert "issue" not in deeds(officer.get(DESK))
    # Nobody may waive that the premium is paid; a visit may be waived.
    assert "propose-waiver-condition-0" not in deeds(officer.get(DESK))

    do(officer, "fulfil-0", evidence="영수증-1")
    do(officer, "propose-waiver-condition-1", reason="원격 확인으로 갈음", document="심사-1")
    waiting = next(key for key in deeds(approver.get(DESK)) if key.startswith("approve-waiver"))
    do(approver, waiting)
    do(officer, "issue")

    assert _state(START).issued_on == START


def test_a_confirmation_is_revoked_on_pages_until_the_cover_begins(fresh_database):
    officer, approver, _ = _cover_office()
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.moment(START)):
        visit = Condition("site-visit", Label("현장 확인", "the site is visited"))
        set_conditions(COVER, [visit], at=claims_world.moment(START))
    do(officer, "fulfil-0", evidence="사진-1")
    assert "revoke-0" in deeds(approver.get(DESK))

    do(approver, "revoke-0", revocation_reason="다른 공장의 사진")

    page = officer.get(f"/contracts/{COVER}").content.decode()
    assert [word in page for word in ("확인 취소", "다른 공장의 사진", "사진-1")] == [True] * 3
    assert "issue" not in deeds(officer.get(DESK))
    do(officer, "fulfil-0", evidence="사진-2")
    late = deeds(officer.get(DESK))["revoke-0"]
    do(officer, "issue")
    assert "revoke-0" not in deeds(officer.get(DESK))
    answer = officer.post(late, {"revocation-reason": "늦은 취소"})
    assert (answer.status_code, "지금 할 수 없는 일임" in answer.content.decode()) == (409, True)


def test_a_form_sent_twice_records_one_thing(fresh_database):
    officer, _, _ = _cover_office()
    do(officer, "issue")
    address = do(officer, "premium", amount="100만")
    before = _state(START).premiums

    again = officer.post(address, {"amount": "100만"})

    assert again.status_code == 302
    assert _state(START).premiums == before


def test_what_cannot_be_done_is_told_and_nothing_changes(fresh_database):
    officer, approver, bank = _cover_office()
    do(officer, "issue")
    digest = database_digest(without=UNCOUNTED)

    answers = [
        officer.post(f"{DESK}/write-off/1", {"amount": "1", "reason": "x"}),
        bank.post(f"{DESK}/premium/1", {"amount": "1"}),
        officer.post(f"{DESK}/premium/999", {"amount": "1"}),
        approver.post(f"{DESK}/nothing/1", {}),
        officer.post("/contracts/none/desk/premium/1", {"amount": "1"}),
    ]

    assert [each.status_code for each in answers] == [409, 409, 409, 409, 404]
    assert database_digest(without=UNCOUNTED) == digest


FAULTS = {
    "empty": "",
    "words": "많이",
    "below zero": "-1",
    "twenty digits": "9" * 20,
    "another currency": "USD 100",
    "too fine": "0.5원",
    "formula": "=1+1",
    "control": "1\x00",
    "long": "1" * 200_000,
}
#: Fields that hold an amount or a day: any words do for the others.
MEASURED = {"amount", "loss", "accepted", "defaulted-on", "effective-on"}
HARMLESS = {"full width": "１００만", "korean": "백만 원", "comma": "1,000,000"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_form_of_a_cover_s_desk_tells_what_is_wrong(fresh_database, language):
    officer, _, bank = _cover_office()
    for browser in (officer, bank):
        browser.cookies["majung_language"] = language
    do(officer, "issue")
    digest = database_digest(without=UNCOUNTED)
    tried = set()
    for browser in (officer, bank):
        page = browser.get(DESK)
        for deed, address in deeds(page).items():
            names = _fields(page, address)
            if not MEASURED & set(names):
                continue
            tried.add(deed)
            for fault, text in FAULTS.items():
                answer = browser.post(address, dict.fromkeys(names, text))
                assert answer.status_code == 409, (deed, fault)
                # What cannot be written down is refused before any form is read.
                told = "—" if fault in {"control", "long"} else 'class="error"'
                assert told in answer.content.decode(), (deed, fault)

    assert tried == {"premium", "notify"}
    assert database_digest(without=UNCOUNTED) == digest


@pytest.mark.parametrize("form", sorted(HARMLESS))
def test_amounts_are_read_as_officials_write_them(fresh_database, form):
    officer, _, _ = _cover_office()
    do(officer, "issue")

    do(officer, "premium", amount=HARMLESS[form])

    assert _state(START).premiums[0].paid == 1_000_000


def _fields(page, address):
    text = page.content.decode()
    form = text[text.index(f'action="{address}"') :]
    return [
        name
        for name in re.findall(r'name="([^"]+)"', form[: form.index("</form>")])
        if name != "csrfmiddlewaretoken"
    ]


def test_a_fund_goes_from_formation_to_distribution_on_pages(fresh_database):
    formed = funds_world.FORMED
    live_on(formed, funds_world.MANAGER)
    (company,) = funds_world.open_office(1)
    manager = signed_in(funds_world.MANAGER, is_granted=False)
    answer = manager.post(
        "/funds/form",
        {
            "fund-key": "F-1",
            "fund-product": f"{funds_world.PROGRAMME}/{funds_world.PRODUCT}",
            "policy-1-partner": funds_world.POLICY,
            "policy-1-amount": "200억",
            "private-1-name": funds_world.PRIVATE,
            "private-1-amount": "230억",
            "manager-amount": "20억",
            "servicing": "serviced",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    desk = "/contracts/F-1/desk"

    do(manager, "call", desk, amount="100억")
    do(manager, "pay-call", desk, amount="100억")
    do(manager, "invest", desk, company=str(company), amount="30억", reference="투심-1")
    do(manager, "value", desk, holding=identity_key(company), amount="40억")
    do(manager, "proceeds", desk, holding=identity_key(company), amount="1억")
    do(manager, "exit", desk, holding=identity_key(company), amount="60억")
    do(manager, "spend", desk, amount="100만", note="감사 보수")
    do(manager, "distribute", desk)

    file = fund_file(funds_world.MANAGER, "F-1", on=formed, at=funds_world.moment(formed))
    assert file.state.cash == 0
    assert sum(flow.amount for flow in file.flows) == 13_099_000_000
    for language in ("ko", "en"):
        manager.cookies["majung_language"] = language
        page = manager.get("/contracts/F-1").content.decode()
        for part in file.flows[0].slices:
            assert part.amount > 0
        assert {"ko": "주목적투자 의무", "en": "Investment duty"}[language] in page
        assert {"ko": "기준수익", "en": "hurdle"}[language] in page or not any(
            part.tier == "hurdle" for part in file.flows[0].slices
        )


def test_a_statement_of_account_is_shown_and_handed_out(fresh_database):
    officer, _, bank = _cover_office()
    do(officer, "issue")
    tell_loan(START, Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL))

    page = bank.get(f"/contracts/{LOAN}/statement")
    book = bank.get(f"/contracts/{LOAN}/statement?first-on=2024-10-01&last-on=2024-10-01&form=xlsx")
    wrong = bank.get(f"/contracts/{LOAN}/statement?first-on=2024-10-02&last-on=2024-10-01")

    assert page.status_code == 200
    assert "대출 잔액" in page.content.decode()
    assert book.content.startswith(b"PK")
    assert wrong.status_code == 409
    assert officer.get(f"/contracts/{LOAN}/statement").status_code == 404
