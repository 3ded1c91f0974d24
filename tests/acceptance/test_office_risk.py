"""``majung risk run --office``: the office's own contracts followed through scenarios.

Hana lends under the programme and K-SURE stands for 95 % of the loan, which comes down over three
years.  What a run says of them is what an officer would say with the files on the desk.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

import claims_world
import funds_world
from claims_world import (
    APPROVER,
    BANK_OFFICER,
    COVER,
    LOAN,
    LOAN_TERMS,
    OFFICER,
    PRINCIPAL,
    PROGRAMME,
    START,
    a_cover,
    a_loan,
    cover_terms,
    lend,
    moment,
    open_office,
    tell_loan,
)
from majung.applications.firm import Firm, Industry, Membership, Site, SizeClass
from majung.applications.regions import Region
from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import replay
from majung.contracts.terms import BORROWER, RateComponent
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.policy import NotPermittedError
from majung.operations.risk.gathering import CohortsTooManyError
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.office.reading import office_portfolio
from majung.operations.risk.office.rows import Remark, RiskKind
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.operations.servicing.close_day import close_day
from majung.operations.servicing.record_facts import record_facts
from majung.operations.servicing.replaying import LoanUnseenError, replayed
from majung.risk.losses.problems import PortfolioNotUsableError
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.parties.firms import join_group
from majung.store.servicing.contracts import contract_of, sign
from majung.store.servicing.facts import facts_of
from majung.store.servicing.facts import record_facts as keep
from majung.values.identifiers import BusinessNumber, CorporateNumber
from majung.values.rates import Rate

ON = date(2024, 12, 31)
AT = datetime(2025, 1, 2, tzinfo=UTC)
DAY = ("--day", "2024-12-31", "--scenarios", "512")
SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
MINISTRY = Actor("p-ministry", "motie", frozenset({Role.RECOMMENDER}))
FIRM = Firm(
    identity=CorporateNumber.with_check_digit("110111123456"),
    name="예시정밀",
    size=SizeClass.SMALL,
    sites=(Site(BusinessNumber.with_check_digit("123817123"), Region.DAEGU),),
    industries=(Industry("29280", 10),),
    established_on=date(2015, 3, 2),
)


def signed(*contracts):
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.AT):
        sign(contracts, at=claims_world.AT)


def drawn(loan, amount=PRINCIPAL):
    fact = Fact(START, FactKind.DRAWDOWN, "drawn", amount)
    record_facts(CLOCKWORK, {loan: [fact]}, on=START, at=moment(START))


def held(actor=SECRETARY, **wanted):
    return office_portfolio(actor, **({"on": ON, "at": AT} | wanted))


def remarks(office):
    return {each.remark: (each.count, each.amount) for each in office.remarks}


def rows(office):
    return {row.contract: row for row in office.rows}


def run(office, **settings):
    return run_office(office, LossSettings(scenarios=256, **settings), place=Place.LOCAL)


def test_a_covered_loan_is_two_rows_that_add_up_to_what_is_owed(fresh_database):
    open_office(firm=FIRM)
    lend()

    office = held()

    found, owed = rows(office), replay(LOAN_TERMS, [Fact(START, FactKind.DRAWDOWN, "d", PRINCIPAL)],
                                       until=ON).state.outstanding  # fmt: skip
    assert sorted(found) == [LOAN, COVER]
    assert found[COVER].outstanding + found[LOAN].outstanding == owed == PRINCIPAL
    cover, rest = found[COVER], found[LOAN]
    assert (cover.kind, cover.institution, cover.lender) == (RiskKind.COVER, "ksure", "hana")
    assert (cover.outstanding, cover.share) == (PRINCIPAL * 95 // 100, 1.0)
    # A private bank bears its own part itself.
    assert (rest.kind, rest.share, rest.private) == (RiskKind.LOAN, 0.0, 1.0)
    assert cover.loan == rest.loan == LOAN
    assert (cover.firm, cover.sector) == (rest.firm, rest.sector)
    assert (rest.sector, rest.interest_rate) == ("C", 0.0462)
    # 0.7 % was charged once, on the first day.
    assert cover.premium_rate == 0.0
    assert cover.shape == rest.shape
    assert cover.shape[0] == 1000
    assert list(cover.shape) == sorted(cover.shape, reverse=True)
    assert office.watermark == "real 2024-12-31 @ 2025-01-02T00:00:00Z"


def test_a_grade_nobody_stated_counts_at_the_dearest_and_the_notes_say_so(fresh_database):
    open_office()
    lend()

    office = held()

    assert {row.grade for row in office.rows} == {"B"}
    assert {row.stated_grade for row in office.rows} == {""}
    assert remarks(office)[Remark.WITHOUT_GRADE] == (2, PRINCIPAL)
    assert remarks(office)[Remark.WITHOUT_FIRM] == (2, PRINCIPAL)
    assert remarks(office)[Remark.WITHOUT_SECTOR] == (2, PRINCIPAL)
    assert remarks(office)[Remark.WITHOUT_REGION] == (2, PRINCIPAL)


def test_firms_of_one_group_lean_on_each_other(fresh_database):
    open_office(firm=FIRM)
    lend()
    with acting_for_state(Purpose.REGISTER, person="test", at=AT):
        join_group(Membership("예시그룹", FIRM.identity, START), at=AT)

    office = held()

    assert {row.firm_group for row in office.rows} == {"예시그룹"}
    assert set(office.columns.group.tolist()) != {0}


def test_a_public_lenders_own_loan_is_public_money(fresh_database):
    open_office()
    signed(replace(a_loan("C-L5"), institution="ibk", parties=()))
    drawn("C-L5")

    row = rows(held())["C-L5"]

    assert (row.share, row.private, row.outstanding) == (1.0, 0.0, PRINCIPAL)


def test_interest_in_a_debtors_place_is_public_where_its_payer_is(fresh_database):
    open_office()
    cut = {
        payer: RateComponent(payer, payer, Rate.percent("-0.5")) for payer in ("lender", "state")
    }
    base = RateComponent("base", BORROWER, Rate.percent("4.62"))
    signed(
        a_loan("C-L2", replace(LOAN_TERMS, components=(base, cut["lender"]))),
        a_loan("C-L3", replace(LOAN_TERMS, components=(base, cut["state"]))),
        a_loan("C-L4", replace(LOAN_TERMS, components=(base, cut["lender"], cut["state"]))),
    )
    for loan in ("C-L2", "C-L3", "C-L4"):
        drawn(loan)

    found = rows(held())

    assert [found[key].subsidy_payers for key in ("C-L2", "C-L3", "C-L4")] == [
        "lender", "state", "lender state",
    ]  # fmt: skip
    assert found["C-L2"].subsidy_rate == 0.0
    assert found["C-L3"].subsidy_rate == pytest.approx(0.005)
    assert found["C-L4"].subsidy_rate == pytest.approx(0.005)
    assert found["C-L4"].interest_rate == pytest.approx(0.0362)


def test_a_cover_whose_loan_is_not_known_stays_at_its_insured_amount_to_the_end(fresh_database):
    open_office()
    alone = replace(a_cover("C-V9", "", cover_terms()), institution="ksure")
    signed(alone)
    facts = [
        Fact(START, FactKind.ISSUE, "issue"),
        Fact(START, FactKind.DRAWDOWN, "d", PRINCIPAL),
        Fact(date(2024, 12, 2), FactKind.PAYMENT, "p", 200_000_000),
    ]
    record_facts(CLOCKWORK, {"C-V9": facts}, on=ON, at=moment(ON))

    office = held()

    row = rows(office)["C-V9"]
    assert (row.outstanding, row.lender, row.loan) == (760_000_000, "", "C-V9")
    # From the end of 2024 to 1 October 2027: 34 starts of a month.
    assert row.shape == (1000,) * 34
    assert remarks(office)[Remark.WITHOUT_LOAN] == (1, 760_000_000)


def test_what_is_signed_and_not_drawn_is_expected_to_be_drawn_in_part(fresh_database):
    open_office()

    office = held()

    assert remarks(office)[Remark.TO_DRAW] == (2, PRINCIPAL)
    loan, cover = rows(office)[LOAN], rows(office)[COVER]
    assert (loan.outstanding, cover.outstanding, loan.shape, cover.shape) == (0, 0, (), ())
    assert (loan.undrawn, cover.undrawn) == (PRINCIPAL // 20, PRINCIPAL * 95 // 100)
    assert cover.drawn_shape[0] == 0
    assert max(cover.drawn_shape) == 1000
    assert loan.drawn_shape[: len(cover.drawn_shape)] == cover.drawn_shape
    found = run(office)
    assert (found.losses.contracts, found.losses.outstanding) == (2, 0.0)
    assert found.losses.lines["disbursement"][0] == 0.0
    # Some firms default before they draw.
    assert 0.3 * PRINCIPAL < sum(found.losses.lines["disbursement"]) < 0.4 * PRINCIPAL
    assert found.contingent[0].covers_most == PRINCIPAL * 95 // 100
    assert sum(each.covers_expected for each in found.contingent) > 0
    assert found.losses.expected.value > 0


def test_nothing_that_is_not_drawn_is_expected_where_the_conversion_factor_is_nought(
    fresh_database,
):
    open_office()

    found = run(held(), conversion=0.0)

    assert found.losses.expected.value == 0.0
    assert found.contingent[0].covers_most == PRINCIPAL * 95 // 100


def test_a_defaulted_loan_is_no_default_to_come(fresh_database):
    open_office()
    lend()
    tell_loan(date(2024, 12, 20), Fact(date(2024, 12, 20), FactKind.DEFAULT, "x"))

    office = held()

    assert office.rows == ()
    assert remarks(office) == {Remark.DEFAULTED: (2, PRINCIPAL)}


def test_a_day_in_the_past_knows_nothing_of_later_facts(fresh_database):
    open_office()
    lend()
    tell_loan(date(2024, 12, 20), Fact(date(2024, 12, 20), FactKind.DEFAULT, "x"))

    before = held(on=date(2024, 12, 19))

    assert sum(row.outstanding for row in before.rows) == PRINCIPAL


def test_a_loan_owed_after_its_last_day_is_owed_one_month_more(fresh_database):
    open_office()
    lend()

    office = held(on=date(2028, 1, 3), at=datetime(2028, 1, 4, tzinfo=UTC))

    assert rows(office)[LOAN].shape == (1000,)
    assert remarks(office)[Remark.OVERDUE] == (1, PRINCIPAL)


def test_contracts_in_another_currency_are_left_out(fresh_database):
    open_office()
    lend()

    office = held(currency="USD")

    assert office.rows == ()
    assert remarks(office) == {Remark.OTHER_CURRENCY: (2, 0)}


def test_an_office_without_a_living_contract_has_nothing_to_follow(fresh_database):
    open_office()

    with pytest.raises(PortfolioNotUsableError):
        run(held(programme="ai-policy-finance"))


def test_one_contract_with_nearly_all_of_the_exposure_is_told_of(command, fresh_database):
    open_office()
    lend()
    signed(a_loan("C-L7"))
    drawn("C-L7", PRINCIPAL // 20)

    status, out, _ = command("risk", "run", "--office", *DAY)

    assert status == 0
    assert "The largest contract is 90% of what is outstanding: it sets the tail" in out


@pytest.mark.parametrize("severity", ["1.2", "-0.1"])
def test_a_loss_given_default_outside_nought_and_one_is_refused(command, severity):
    open_office()
    lend()

    status, _, err = command("risk", "run", "--office", *DAY, f"--severity={severity}")

    assert status == 1
    assert err.startswith("the loss given default cannot be used")


def test_too_many_contracts_for_somebody_who_waits_are_refused(fresh_database):
    open_office()

    with pytest.raises(CohortsTooManyError):
        held(most=1)


def test_an_insurer_sees_its_own_and_a_recommender_nothing(fresh_database):
    open_office()
    lend()

    close_day(CLOCKWORK, on=START, at=moment(START))

    assert held().is_whole
    insurers = held(OFFICER)
    assert [(row.contract, row.outstanding) for row in insurers.rows] == [
        (COVER, PRINCIPAL * 95 // 100)
    ]
    assert remarks(insurers)[Remark.WITHOUT_LOAN] == (1, PRINCIPAL * 95 // 100)
    assert {row.contract for row in held(BANK_OFFICER).rows} >= {LOAN}
    assert not held(APPROVER).is_whole
    with pytest.raises(NotPermittedError):
        held(MINISTRY)


def test_a_cover_on_a_loan_the_insurer_may_not_read_does_not_look_lapsed(fresh_database):
    open_office()
    lend()
    close_day(CLOCKWORK, on=START, at=moment(START))
    # A cover that nobody draws on lapses after 60 days.
    later = START + timedelta(days=90)

    with acting_for(OFFICER.institution):
        seen = contract_of(COVER)
        facts = facts_of(COVER)
    told = held(OFFICER, on=later, at=moment(later))

    assert (seen.loan, seen.is_loan_unseen) == ("", True)
    with pytest.raises(LoanUnseenError) as refusal:
        replayed(seen, facts, until=later)
    assert COVER in refusal.value.spoken("ko")
    assert [(row.contract, row.outstanding) for row in told.rows] == [
        (COVER, PRINCIPAL * 95 // 100)
    ]
    assert remarks(told)[Remark.WITHOUT_LOAN] == (1, PRINCIPAL * 95 // 100)


def test_a_default_noticed_on_a_cover_is_no_contradiction_where_its_loan_is_unseen(fresh_database):
    open_office()
    lend()
    close_day(CLOCKWORK, on=START, at=moment(START))
    on = date(2024, 12, 20)
    notice = Fact(on, FactKind.DEFAULT_NOTICE, "notice")
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(on)):
        keep({COVER: [notice]}, by="test", at=moment(on))

    told = held(OFFICER)

    assert told.rows == ()
    assert set(remarks(told)) == {Remark.DEFAULTED}


def test_private_money_stands_beside_public_money(fresh_database):
    open_office()
    lend()

    found = run(held())

    whole = found.leverage[-1]
    assert [each.programme for each in found.leverage] == [PROGRAMME, ""]
    # Hana lent it all; K-SURE put nothing in and is expected to lose what the run says.
    assert (whole.private, whole.put_in) == (PRINCIPAL, 0.0)
    assert whole.expected == pytest.approx(found.losses.expected.value)
    assert whole.multiple == pytest.approx(PRINCIPAL / whole.expected)


def test_what_may_be_called_falls_with_the_loan_and_ends_with_the_cover(fresh_database):
    open_office()
    lend()

    found = run(held())

    most = [each.most for each in found.contingent]
    assert most[0] == PRINCIPAL * 95 // 100
    assert most == sorted(most, reverse=True)
    assert all(each.expected <= each.most for each in found.contingent if each.most)
    assert [each.calls_most for each in found.contingent] == [0.0] * len(found.contingent)


def test_public_money_in_a_fund_is_called_and_comes_back(fresh_database):
    funds_world.open_office()
    funds_world.form()
    open_office()
    lend()

    office = held()
    found = run(office)

    policy = office.stakes[0]
    assert [each.partner_class for each in office.stakes] == ["policy", "private", "general"]
    assert (policy.committed, policy.uncalled) == (200 * funds_world.EOK, 200 * funds_world.EOK)
    assert sum(policy.calls) == policy.uncalled
    assert sum(policy.distributions) == policy.value + policy.uncalled
    assert sum(found.capital_calls) == policy.uncalled
    assert sum(found.distributions) == sum(policy.distributions)
    # Nothing was invested yet: what will be called comes back at cost on average, and is drawn.
    stakes = found.stakes
    assert stakes.at_stake == policy.value + policy.uncalled
    assert sum(found.lines()["distribution"]) == pytest.approx(sum(policy.distributions), rel=0.05)
    assert stakes.expected.low < 0 < stakes.expected.high
    assert 0 < stakes.value_at_risk.value <= stakes.shortfall.value < stakes.at_stake
    together = found.losses.together
    assert together["expected"].value == pytest.approx(
        found.losses.expected.value + stakes.expected.value
    )
    assert together["value_at_risk"].value > found.losses.value_at_risk.value
    assert found.contingent[0].calls_most == policy.uncalled


def test_the_command_prints_the_portfolio_and_writes_it_with_its_lines(document, tmp_path):
    open_office()
    lend()

    found = document("risk", "run", "--office", *DAY, "--out", "held.parquet")

    assert (found["on"], found["currency"], found["is_whole"]) == ("2024-12-31", "KRW", True)
    assert (found["contracts"], found["outstanding"]) == (2, PRINCIPAL)
    assert found["files"] == [
        "held.parquet", "held.stakes.parquet", "held.figures.parquet", "held.years.parquet",
        "held.lines.parquet",
    ]  # fmt: skip
    kinds = [note["kind"] for note in found["notes"]]
    assert "risk-remark-without-grade" in kinds
    told = duckdb.sql(
        f"SELECT contract, kind, outstanding, months, shape[1] FROM '{tmp_path}/held.parquet'"
    ).fetchall()
    assert told == [
        (LOAN, "loan", PRINCIPAL // 20, 34, 1000),
        (COVER, "cover", PRINCIPAL * 95 // 100, 34, 1000),
    ]
    lines = duckdb.sql(f"SELECT sum(claim), max(month) FROM '{tmp_path}/held.lines.parquet'")
    ((claimed, months),) = lines.fetchall()
    assert claimed == sum(map(round, found["lines"]["claim"]))
    assert months == len(found["lines"]["claim"])


@pytest.mark.parametrize(
    "words",
    [(), ("list.csv", "--office"), ("--lake", "x", "--office"), ("list.csv", "--lake", "x")],
)
def test_a_run_follows_one_thing(command, words):
    status, _, err = command("risk", "run", *words)

    assert status == 1
    assert err.startswith("what to follow is not settled")


def test_what_cannot_be_written_is_told_before_anything_is_reckoned(command):
    status, out, err = command("risk", "run", "--office", *DAY, "--out", "nowhere/held.parquet")

    assert (status, out) == (1, "")
    assert "nothing is there" in err


def test_people_read_the_office_in_korean(command, monkeypatch):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "ko")
    open_office()
    lend()

    status, out, _ = command("risk", "run", "--office", *DAY)

    assert status == 0
    for words in ("레버리지", "우발채무", "신청서에 등급이 적혀 있지 않습니다", "전 기관의 계약"):
        assert words in out
