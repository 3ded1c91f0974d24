"""Covers that were held before: premiums, claims and recourse go on to the won."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_world import system_of
from claims_world import balances as book_balances
from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import CoverStage
from majung.ledger import AsOf
from majung.operations.acting import CLOCKWORK
from majung.operations.claims.decide_claim import approve_claim_decision, propose_claim_decision
from majung.operations.claims.issue_cover import end_cover, pay_premium
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.reading import cover_file
from majung.operations.claims.record_recovery import record_recovery
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.servicing.close_day import close_day
from majung.operations.servicing.opening_template import opening_template
from majung.operations.servicing.openings.forms import OpeningForm
from majung.operations.servicing.reading import trial_balance
from majung.operations.servicing.record_facts import record_facts
from majung.operations.servicing.take_opening_balances import (
    check_opening_balances,
    opening_findings,
    take_opening_balances,
)
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.limits import limit_of
from majung.store.parties.people import RoleHeld, add_person, grant_role
from majung.store.upkeep.digests import database_digest
from majung.values.money import Money
from opening_covers_world import (
    APPROVER,
    CLAIMED,
    COVER,
    GOOD,
    INSURER,
    OPEN_CLAIM,
    PAID,
    RECOURSE,
    a_list,
    taken,
)
from opening_world import FIRST
from opening_world import GOOD as LOAN
from opening_world import a_list as loans
from pages_world import signed_in
from reported_world import NOW, ON
from servicing_world import AT, OFFICER, moment


@pytest.fixture
def office(fresh_database):
    load_shelf(CLOCKWORK, at=AT)


def good(*rows, **how):
    done = taken(*rows, **how)
    assert [problem.spoken("en") for problem in done.problems] == []
    return done


def sent(content):
    return SimpleUploadedFile("covers.xlsx", content)


def state(key, on=ON):
    return cover_file(INSURER, key, on=on, at=NOW).state


def test_the_trial_balance_says_what_the_file_adds_up_to(office):
    done = good(GOOD, OPEN_CLAIM, RECOURSE)

    (totals,) = done.totals
    found = trial_balance(INSURER, "ksure.insurer", as_of=AsOf(), at=NOW)
    assert not found.differences
    standing = {row.account: row.balance.minor for row in found.rows if row.balance.minor}
    assert standing == {
        "covers-in-force": totals.in_force.minor,
        "covers-given": -totals.in_force.minor,
        "claims-in-examination": totals.claimed.minor,
        "claims-filed": -totals.claimed.minor,
        "recourse-claims": totals.recourse.minor,
        "damages-receivable": totals.damages.minor,
        "capital": -totals.recourse.minor - totals.damages.minor,
    }
    assert (totals.contracts, totals.insured_amount.minor) == (3, 3 * 1_140_000_000)
    assert (totals.claimed.minor, totals.claims_paid.minor) == (855_000_000, 855_000_000)
    state_book = book_balances("state.state")
    assert state_book["covers-backed"] == totals.in_force.minor


def test_the_next_premium_falls_due_as_it_always_would(office):
    good(GOOD)

    for day in (date(2025, 9, 30), date(2025, 10, 1)):
        close_day(CLOCKWORK, on=day, at=moment(day))

    day = date(2025, 10, 1)
    found = cover_file(INSURER, COVER, on=day, at=moment(day))
    due = [(each.event.effective_on, each.event.amount) for each in found.events
           if each.event.kind.value == "premium-due"]  # fmt: skip
    # 1.14 billion at 0.7 % a year: a year of 365 days, and the next.
    assert due == [(date(2024, 10, 1), 7_980_000), (day, 7_980_000)]
    assert book_balances("ksure.insurer")["premiums-receivable"] == 7_980_000
    assert book_balances("ksure.insurer")["premium-income"] == -7_980_000
    pay_premium(INSURER, COVER, 7_980_000, key="p2", on=day, at=moment(day))
    assert "premiums-receivable" not in book_balances("ksure.insurer")


def test_a_premium_that_is_unpaid_is_receivable(office):
    done = good({**GOOD, "premium-to": "", "unpaid-premium": "0"}, {
        **GOOD, "contract": "V-9", "premium-to": "2024-10-01", "unpaid-premium": "7,980,000",
    })  # fmt: skip

    assert done.totals[0].unpaid_premium.minor == 7_980_000
    assert state(COVER).premium_unpaid == 0
    assert book_balances("ksure.insurer")["premiums-receivable"] == 7_980_000


def test_an_open_claim_is_decided_and_paid_here(office):
    good(OPEN_CLAIM)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        for actor in (INSURER, APPROVER):
            (role,) = actor.roles
            add_person(actor.person)
            grant_role(RoleHeld(person=actor.person, role=role.value, institution="ksure",
                                from_on=date(2024, 1, 1), authority=Money(10**12)))  # fmt: skip

    propose_claim_decision(INSURER, CLAIMED, "K-1", key="D-1", accepted=855_000_000, document="D",
                           on=ON, at=NOW)  # fmt: skip
    approve_claim_decision(APPROVER, "D-1", on=ON, at=NOW)
    paid = pay_claim(INSURER, CLAIMED, "K-1", key="P-1", on=ON, at=NOW)

    assert paid.paid == 855_000_000
    assert state(CLAIMED).stage is CoverStage.RECOURSE
    assert book_balances("ksure.insurer")["recourse-claims"] == 855_000_000
    assert book_balances("ksure.insurer")["claims-paid"] == 855_000_000


def test_recourse_goes_on_with_its_damages_and_shares(office):
    good(RECOURSE)

    opened = state(PAID, on=date(2024, 12, 31)).recourse
    # 95 % of 100 and 50 million are the insurer's; damages of 10 % from 2 May on what was left.
    assert (opened.outstanding, opened.shared) == (855_000_000 - 142_500_000, 7_500_000)
    damages = 85_500_000 * 90 // 365 + 76_000_000 * 92 // 365 + 71_250_000 * 61 // 365
    assert abs(opened.damages - damages) <= 3

    on = date(2025, 1, 31)
    after = record_recovery(INSURER, PAID, 800_000_000, key="R-9", on=on, at=moment(on))

    # 760 million are the insurer's: all that is left of the recourse, then damages.
    assert (after.recourse.outstanding, after.recourse.shared) == (0, 47_500_000)
    assert after.recourse.recovered == 142_500_000 + 760_000_000
    left = book_balances("ksure.insurer")
    assert "recourse-claims" not in left
    assert left["damages-receivable"] == after.recourse.damages
    assert (after.in_force, after.stage) == (0, CoverStage.RECOURSE)


def test_an_early_end_gives_back_what_the_balance_of_the_last_premium_says(office):
    falling = {
        **GOOD, "issued-on": "2023-10-01", "premium-basis": "보험잔액", "premium-to": "2025-10-01",
        "outstanding": "800,000,000", "premium-balance": "1,000,000,000",
        "drawn-on": "2023-10-01",
    }  # fmt: skip

    good(falling)

    found = cover_file(INSURER, COVER, on=ON, at=NOW)
    due = [each.event.amount for each in found.events if each.event.kind.value == "premium-due"]
    # Of the first year on all that was drawn, of the second on the billion that was left then.
    assert due == [1_140_000_000 * 7 * 366 // 365_000, 950_000_000 * 7 * 365 // 365_000]
    assert found.state.in_force == 760_000_000
    end_cover(INSURER, COVER, key="E", reason="repaid", on=ON, at=NOW)
    assert state(COVER).stage is CoverStage.ENDED


def test_what_does_not_follow_from_the_terms_is_told_cell_by_cell(office):
    before = database_digest()
    rows = (
        {**GOOD, "insured-amount": "1"},
        {**GOOD, "contract": "V-4", "premium-to": "", "unpaid-premium": ""},
        {**GOOD, "contract": "V-5", "insured": ""},
        {**GOOD, "contract": "V-6", "loan": "C-NONE"},
        {**RECOURSE, "contract": "V-7", "recourse": "1", "damages": "1"},
        {**RECOURSE, "contract": "V-8", "recoveries": "2024-07-31"},
        {**GOOD, "contract": "V-9", "paid": "5"},
        {**GOOD, "contract": "V-10", "product": "ai-am-preferential-loan"},
        {**GOOD, "contract": "V-11", "issued-on": "2020-01-02", "ends-on": "2022-01-02",
         "drawn-on": "2020-01-02"},
        {**OPEN_CLAIM, "contract": "V-12", "claimed-on": "2024-06-20"},
    )  # fmt: skip

    done = taken(*rows)

    assert [(each.place.line, each.message.kind) for each in done.problems] == [
        (2, "opening-figure-differs"),
        (3, "opening-premium-not-stated"),
        (4, "opening-insured-missing"),
        (5, "opening-loan-unknown"),
        (6, "opening-figure-differs"), (6, "opening-figure-differs"),
        (7, "opening-recoveries-not-readable"),
        (8, "servicer-cell-missing"),
        (9, "opening-product-unknown"),
        (10, "opening-cover-over"),
        (11, "cover-contradicts"),
    ]  # fmt: skip
    assert opening_findings(done)[:2] == b"PK"
    assert database_digest() == before


def test_a_cover_uses_its_limits_on_what_is_insured_and_what_is_in_force(office):
    good(RECOURSE, GOOD)

    with acting_for_state(Purpose.ENVELOPES, person="test", at=NOW):
        total = limit_of("ai-autonomous-manufacturing.ai-plus-total")
        firm = limit_of(
            f"ai-autonomous-manufacturing.ai-plus-firm:corporate:{GOOD['corporate-number']}"
        )
        year = limit_of("ai-autonomous-manufacturing.ai-plus-year:2024")
    assert total.used.minor == 2 * 1_140_000_000
    assert firm.used.minor == sum(state(key).in_force for key in (COVER, PAID))
    assert year.used.minor == 1_140_000_000


def test_the_same_list_again_changes_nothing_and_a_check_writes_nothing(office):
    before = database_digest()
    checked = check_opening_balances(INSURER, "k.xlsx", a_list(GOOD, RECOURSE), on=ON, at=NOW)
    assert ([each.contracts for each in checked.totals], database_digest()) == ([2], before)
    good(GOOD, RECOURSE)
    before = database_digest()

    again = taken(GOOD, RECOURSE, at=NOW + timedelta(hours=1))

    assert (again.problems, again.contracts) == ((), 0)
    assert database_digest() == before


def test_every_blank_list_is_read_back_without_its_example(office):
    for form in OpeningForm:
        for language in ("ko", "en"):
            done = take_opening_balances(
                INSURER, "template.xlsx", opening_template(language, form), on=ON, at=NOW
            )

            assert [each.message.kind for each in done.problems] == ["opening-without-rows"]


def test_a_cover_on_a_loan_that_was_held_before_goes_on_with_that_loan(office):
    partly = {
        **LOAN, "committed": "1,200,000,000", "drawn": "1,100,000,000", "repaid": "100,000,000",
        "outstanding": "1,000,000,000",
    }  # fmt: skip
    done = take_opening_balances(OFFICER, "hana.xlsx", loans(partly), on=ON, at=NOW)
    assert [problem.spoken("en") for problem in done.problems] == []
    on_it = {
        **GOOD, "insured": "", "loan": FIRST, "drawn": "1,100,000,000",
        "outstanding": "1,000,000,000",
    }  # fmt: skip

    wrong = taken({**on_it, "outstanding": "900,000,000"})
    good(on_it)

    assert [each.message.kind for each in wrong.problems] == ["opening-figure-differs"]
    # 1 billion is owed, 100 million can still be drawn; of the 1.2 billion 95 % is insured.
    assert state(COVER, on=date(2024, 12, 31)).in_force == 1_100_000_000 * 95 // 100
    held = cover_file(INSURER, COVER, on=ON, at=NOW)
    assert held.owed == 1_000_000_000
    on = date(2025, 1, 20)
    drawn = Fact(on, FactKind.DRAWDOWN, "d2", 100_000_000)
    record_facts(OFFICER, {FIRST: [drawn]}, on=on, at=moment(on))
    assert state(COVER, on=on).in_force == 1_100_000_000 * 95 // 100
    assert book_balances("ksure.insurer")["covers-in-force"] == 1_100_000_000 * 95 // 100


def test_covers_are_taken_on_the_page(office):
    browser = signed_in(INSURER, is_granted=False)

    page = browser.post("/opening-balances/", {"opening-file": sent(a_list(GOOD))})

    assert (page.status_code, "유효 보험금액" in page.content.decode()) == (200, True)
    for form in OpeningForm:
        assert browser.get(f"/opening-balances/blank/{form}").content[:2] == b"PK"
    assert browser.get("/opening-balances/blank/nothing").status_code == 404


def test_covers_are_taken_by_the_interface(office):
    system = system_of(INSURER, is_granted=False)

    answer = system.client.post(
        "/api/v1/opening-balances", {"file": sent(a_list(GOOD))},
        headers={**system.headers, "Idempotency-Key": "request-0001"},
    )  # fmt: skip

    assert answer.json()["totals"][0]["in_force"] == {"amount": "1045000000", "currency": "KRW"}


def test_covers_are_taken_by_command(command, tmp_path):
    load_shelf(CLOCKWORK, at=AT)
    signed_in(INSURER, is_granted=False)
    file = tmp_path / "covers.xlsx"
    file.write_bytes(a_list(GOOD))

    status, out, err = command(
        "contract", "opening-balances", str(file), "--as", INSURER.person, "--on", str(ON)
    )
    blank, _, _ = command("contract", "opening-balances", "--template", "t.xlsx", "--of", "covers")

    assert (status, err, blank) == (0, "", 0)
    assert "1 contract, insured amount" in out


FURTHER = {"contract": CLAIMED, "claim": "K-9", "claimed-on": "2024-11-20", "loss": "200,000,000"}


def test_further_claims_have_rows_of_their_own(office):
    first = {**OPEN_CLAIM, "loss": "500,000,000"}
    decided = {**FURTHER, "decided-on": "2024-12-10", "accepted": "190,000,000",
               "paid-on": "2024-12-20", "paid": "190,000,000"}  # fmt: skip

    done = taken(first, {**decided, "claim": "K-8"}, {**FURTHER, "loss": "100,000,000"})

    assert [problem.spoken("en") for problem in done.problems] == []
    claims = {each.key: (each.loss, each.accepted, each.paid)
              for each in cover_file(INSURER, CLAIMED, on=ON, at=NOW).state.claims}  # fmt: skip
    assert claims == {
        "K-1": (500_000_000, 0, 0),
        "K-8": (200_000_000, 190_000_000, 190_000_000),
        "K-9": (100_000_000, 0, 0),
    }


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({**FURTHER, "claim": "K-1"}, "servicer-claim-twice"),
        ({**FURTHER, "principal": "1"}, "opening-contract-twice"),
        ({**FURTHER, "loss": ""}, "servicer-cell-missing"),
        ({**FURTHER, "paid-on": "2024-12-20", "paid": "1"}, "servicer-cell-missing"),
        ({**FURTHER, "claimed-on": "2025-12-20"}, "opening-day-ahead"),
    ],
)  # fmt: skip
def test_a_further_claim_that_cannot_be_is_told_in_its_cell(office, row, kind):
    before = database_digest()

    done = taken({**OPEN_CLAIM, "loss": "500,000,000"}, row)

    assert kind in {problem.message.kind for problem in done.problems}
    assert database_digest() == before
