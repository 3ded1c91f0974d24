"""What a manager reports of its fund by months becomes facts; where our replay differs is told."""

import random
from datetime import date, timedelta

import pytest

import funds_world
from api_world import system_of
from claims_world import balances
from example_lists import business_number, corporate_number
from faults import csv_text
from funds_world import GENERAL, MANAGER, POLICY
from majung.applications.firm import Firm, Site, SizeClass
from majung.applications.regions import Region
from majung.contracts.facts import FactKind, standing
from majung.operations.acting import CLOCKWORK
from majung.operations.funds.call_capital import call_capital
from majung.operations.funds.invest import invest
from majung.operations.funds.reading import fund_file
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.register import register_firm
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_facts import ContractReportedError
from majung.operations.servicing.statements import Outcome
from majung.operations.servicing.take_servicer_file import take_servicer_file
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.limits import limits_of
from majung.store.parties.institutions import institution
from majung.store.servicing.contracts import Servicing
from majung.store.upkeep.digests import database_digest
from opening_funds_world import FUND, HEAD, INVESTED, PARTNERS
from opening_funds_world import taken as opened
from pages_world import live_on, signed_in
from reported_world import NOW
from servicing_world import AT, moment

HEADINGS = ("펀드번호", "거래일", "거래구분", "거래금액", "출자자", "투자기업", "주목적투자",
            "현금잔액", "보유가치", "누적납입액", "누적배분액")  # fmt: skip
ON = date(2025, 6, 30)
COMPANY, ROBOT = str(corporate_number(8)), str(business_number(7))
#: 90 paid in and 20 invested by the end of 2024; the fee of the quarter leaves the cash.
JANUARY = (
    ("2025-01-10", "출자요청", "90억", "", "", "", "", "", "", ""),
    ("2025-01-20", "출자납입", "90억", "", "", "", "", "", "", ""),
    ("2025-01-24", "투자", "15억", "", COMPANY, "예", "", "", "", ""),
)
FEBRUARY = (
    ("2025-02-03", "비용", "1,000만", "", "", "", "", "", "", ""),
    ("2025-02-14", "평가", "18억", "", COMPANY, "", "", "", "", ""),
    ("2025-02-28", "월말", "", "", "", "", "", "44억", "180억", ""),
)
MARCH = (
    ("2025-03-05", "매각", "30억", "", ROBOT, "", "", "", "", ""),
    ("2025-03-20", "배분", "5억", "", "", "", "", "", "", ""),
    ("2025-03-31", "월말", "", "", "", "", "", "18억", "180억", "5억"),
)
MONTHS = (JANUARY, FEBRUARY, MARCH)


@pytest.fixture
def office(fresh_database):
    """A fund its manager keeps elsewhere, taken over at the end of 2024; a company to invest in."""
    load_shelf(CLOCKWORK, at=AT)
    done = opened({**HEAD, "cash": _cash(), "servicing": "보고"}, *PARTNERS, INVESTED)
    assert [problem.spoken("en") for problem in done.problems] == []
    firm = Firm(
        corporate_number(8), "예시비전", SizeClass.SMALL,
        (Site(business_number(8), Region.DAEJEON),),
    )  # fmt: skip
    register_firm(MANAGER, firm, from_on=date(2025, 1, 2), at=NOW)


def _cash():
    trial = opened({**HEAD, "cash": "0", "servicing": "보고"}, *PARTNERS, INVESTED)
    (problem,) = trial.problems
    return str(dict(problem.message.values)["computed"].minor)


def told(*months, minute=0):
    content = csv_text(HEADINGS, [(FUND, *row) for month in months for row in month])
    at = moment(ON) + timedelta(minutes=minute)
    return take_servicer_file(MANAGER, "gp.csv", content.encode("cp949"), on=ON, at=at)


def state(on=ON):
    return fund_file(MANAGER, FUND, on=on, at=moment(ON)).state


def used():
    with acting_for_state(Purpose.ENVELOPES, person="test", at=AT):
        return {each.key: each.used.minor for each in limits_of() if each.used.minor}


def listed():
    file = contract_file(MANAGER, FUND, on=ON, at=moment(ON))
    return [(str(each.month), each.kind) for each in file.differences]


def test_months_of_a_fund_become_its_facts_and_books(office):
    before = used()

    done = told(*MONTHS)

    assert [problem.spoken("en") for problem in done.problems] == []
    assert [each.outcome for each in done.findings] == [Outcome.TAKEN] * 3
    after = state(date(2025, 3, 31))
    assert (after.called, after.paid_in, after.invested) == (180 * 10**8, 180 * 10**8, 35 * 10**8)
    held = {each.company: each.value for each in after.holdings if each.exited_on is None}
    assert held == {f"corporate:{COMPANY}": 18 * 10**8}
    assert after.distributed == 5 * 10**8
    assert balances(f"{FUND}.fund")["cash"] == after.cash
    raised = {key: value - before.get(key, 0) for key, value in used().items()}
    assert set(raised.values()) <= {0, 15 * 10**8}
    assert sum(raised.values()) > 0


def test_what_differs_is_listed_and_settled_when_the_month_is_sent_again(office):
    wrong = (*FEBRUARY[:2], ("2025-02-28", "월말", "", "", "", "", "1억", "45억", "179억", "3억"))

    done = told(JANUARY, wrong, MARCH)

    february = next(each for each in done.findings if str(each.month) == "2025-02")
    cash = state(date(2025, 2, 28)).cash
    found = {each.kind.value: (each.reported.minor, each.computed.minor)
             for each in february.differences}  # fmt: skip
    assert found == {
        "cash": (10**8, cash),
        "held": (45 * 10**8, 44 * 10**8),
        "paid-in": (179 * 10**8, 180 * 10**8),
        "distributed": (3 * 10**8, 0),
    }
    assert {month for month, _ in listed()} == {"2025-02"}

    again = told(FEBRUARY, minute=1)

    assert [each.outcome for each in again.findings] == [Outcome.REPLACED]
    assert listed() == []


def test_months_in_any_order_give_the_same_fund(office):
    for minute, month in enumerate((FEBRUARY[:1], JANUARY, FEBRUARY, MARCH)):
        rows = list(month)
        random.Random(minute).shuffle(rows)
        taken = told(tuple(rows), minute=minute)
        if minute:
            assert [each.spoken("en") for each in taken.problems] == []

    assert state(date(2025, 3, 31)).distributed == 5 * 10**8
    facts = [each.fact for each in fund_file(MANAGER, FUND, on=ON, at=moment(ON)).facts]
    spent = [fact.amount for fact in standing(facts) if fact.kind is FactKind.EXPENSE]
    assert spent == [10**7]


def test_an_investment_that_was_wrong_gives_its_limits_back(office):
    before = used()
    told(JANUARY)
    with_it = used()

    smaller = (*JANUARY[:2], ("2025-01-24", "투자", "10억", "", COMPANY, "예", "", "", "", ""))
    told(smaller, minute=1)
    now = used()

    assert {with_it[key] - value for key, value in now.items()} == {0, 5 * 10**8}
    told(JANUARY[:2], minute=2)
    assert used() == before


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("2025-01-10", "출자요청", "1억", "없는 출자자", "", "", "", "", "", ""),
         "reported-partner-unknown"),
        (("2025-01-10", "투자", "1억", "", str(corporate_number(99)), "", "", "", "", ""),
         "reported-company-unknown"),
        (("2025-01-10", "투자", "1억", "", "", "", "", "", "", ""), "reported-company-unknown"),
        (("2025-01-10", "투자", "1억", "", COMPANY, "글쎄", "", "", "", ""),
         "opening-word-unknown"),
        (("2025-01-10", "청구", "1억", "", "", "", "", "", "", ""), "reported-not-of-a-fund"),
        (("2025-01-10", "투자", "9999억", "", COMPANY, "", "", "", "", ""), "fund-contradicts"),
    ],
)  # fmt: skip
def test_what_names_nobody_or_cannot_be_goes_back_and_changes_nothing(office, row, kind):
    before = database_digest()

    done = told((row,))

    assert [each.message.kind for each in done.problems] == [kind]
    assert database_digest() == before


def test_a_call_names_a_partner_by_its_name(office):
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        name = institution(POLICY).names[-1].name.ko
    row = ("2025-01-10", "출자요청", "4억", name, "", "", "", "", "", "")

    done = told((row,))

    assert [each.spoken("en") for each in done.problems] == []
    partners = {each.party: each.called for each in state(date(2025, 1, 31)).partners}
    assert partners[POLICY] == 44 * 10**8


def test_nothing_is_done_by_hand_to_a_fund_that_is_reported(office):
    with pytest.raises(ContractReportedError):
        call_capital(MANAGER, FUND, 10**8, key="c", on=ON, at=moment(ON))
    with pytest.raises(ContractReportedError):
        invest(MANAGER, FUND, corporate_number(8), 10**8, key="i", on=ON, at=moment(ON))


def test_a_fund_is_not_reported_by_a_row_a_month(office):
    headings = ("계약번호", "기준월", "원금상환", "이자수납", "잔액")
    content = csv_text(headings, [(FUND, "2025-01", "0", "0", "0")]).encode("cp949")

    done = take_servicer_file(MANAGER, "m.csv", content, on=ON, at=moment(ON))

    assert [each.message.kind for each in done.problems] == ["reported-fund-by-movements"]


def test_a_fund_is_formed_as_reported_by_every_door_and_its_files_tell_the_rest(
    fresh_database, document
):
    live_on(funds_world.FORMED, MANAGER)
    funds_world.open_office()
    manager = system_of(MANAGER, is_granted=False)
    product = {"programme": funds_world.PROGRAMME, "product": funds_world.PRODUCT}
    amounts = ((POLICY, "policy", 40), (GENERAL, "general", 10), ("민간", "private", 50))
    agreed = {
        **product,
        "servicing": "reported",
        "partners": [
            {
                "party": party,
                "partner_class": kind,
                "amount": {"amount": str(eok * 10**8), "currency": "KRW"},
                "is_institution": kind != "private",
            }
            for party, kind, eok in amounts
        ],
    }
    partners = [
        f"{party}={kind}{'!' * (kind == 'private')}:{eok}억" for party, kind, eok in amounts
    ]
    sent = {
        "fund-key": "F-PAGE",
        "fund-product": f"{funds_world.PROGRAMME}/{funds_world.PRODUCT}",
        "policy-1-partner": POLICY,
        "policy-1-amount": "40억",
        "private-1-name": "민간",
        "private-1-amount": "50억",
        "manager-amount": "10억",
        "servicing": "reported",
    }

    page = signed_in(MANAGER).post("/funds/form", sent)
    rest = manager.post("/funds", {"key": "F-REST", **agreed})
    document(
        "fund", "form", "F-CLI", "--programme", product["programme"], "--product",
        product["product"], *(word for each in partners for word in ("--partner", each)),
        "--reported", "--as", MANAGER.person, "--on", funds_world.FORMED,
    )  # fmt: skip

    assert (page.status_code, rest.status_code) == (302, 201), page.content.decode()
    on = date(2024, 12, 31)
    for fund in ("F-PAGE", "F-REST", "F-CLI"):
        formed = contract_file(MANAGER, fund, on=on, at=NOW).contract
        assert (formed.key, formed.servicing) == (fund, Servicing.REPORTED)
        with pytest.raises(ContractReportedError):
            call_capital(MANAGER, fund, 10**8, key="c1", on=on, at=NOW)
    rows = [
        ("F-PAGE", "2024-12-10", "출자요청", "10억", "", "", "", "", "", ""),
        ("F-PAGE", "2024-12-20", "출자납입", "10억", "", "", "", "", "", ""),
    ]
    content = csv_text(HEADINGS, [(*row, "") for row in rows]).encode("cp949")
    done = take_servicer_file(MANAGER, "gp.csv", content, on=ON, at=moment(ON))
    assert [problem.spoken("en") for problem in done.problems] == []
    assert fund_file(MANAGER, "F-PAGE", on=on, at=moment(ON)).state.paid_in == 10 * 10**8
