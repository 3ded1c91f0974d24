"""A sub-fund from its formation to the distribution through the waterfall."""

from datetime import date
from fractions import Fraction

import pytest

from funds_world import (
    EOK,
    FORMED,
    FUND,
    GENERAL,
    MANAGER,
    POLICY,
    POLICY_DESK,
    PRIVATE,
    a_company,
    balances,
    check,
    form,
    formation,
    moment,
    open_office,
)
from majung.contracts.fund import FundContradictsError
from majung.contracts.fund_measures import CashFlow, internal_rate_of_return
from majung.contracts.fund_terms import PartnerClass
from majung.contracts.states import FundStage
from majung.operations.acting import Actor, Role
from majung.operations.funds.call_capital import CallShare, call_capital, pay_call
from majung.operations.funds.distribute import DistributionShare, distribute, end_fund
from majung.operations.funds.form_fund import (
    FundNotFittingError,
    NotAFundProductError,
    Partner,
    form_fund,
)
from majung.operations.funds.funds import FundElsewhereError
from majung.operations.funds.invest import (
    InvestmentPeriodOverError,
    exit_investment,
    invest,
    spend,
    value_investment,
)
from majung.operations.funds.reading import fund_file, fund_list, stakes
from majung.operations.policy import NotPermittedError
from majung.rules import Verdict
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.limits import limits_of
from majung.store.refusals import NotRecordedError
from majung.store.servicing.ledger import trial_balance_of
from majung.store.upkeep.digests import database_digest
from majung.supply.limits import LimitExceededError
from majung.values.rates import Ratio

FUND_BOOK, STAKE_BOOK = "F-1.fund", "innovation-fund.fund-of-funds"
FIRST_PAID, SECOND_PAID = date(2024, 11, 20), date(2025, 6, 10)
EXITED = date(2026, 3, 2)
#: 9억 a year for 457 days: five quarters from the formation to 2026-02-01, cut to the won.
FEES = 1_126_849_315


def _call(amount, key, on, **changes):
    return call_capital(MANAGER, FUND, amount, key=key, on=on, at=moment(on), **changes)


def _paid(amount, key, on, **changes):
    return pay_call(MANAGER, FUND, amount, key=key, on=on, at=moment(on), **changes)


def _invest(company, amount, key, on):
    check(company, on)
    return invest(MANAGER, FUND, company, amount, key=key, on=on, at=moment(on), reference="투심-1")


def _value(company, value, key, on):
    return value_investment(MANAGER, FUND, company, value, key=key, on=on, at=moment(on))


def _exit(company, proceeds, key, on):
    return exit_investment(MANAGER, FUND, company, proceeds, key=key, on=on, at=moment(on))


def _distribute(key, on, amount=0):
    return distribute(MANAGER, FUND, key=key, on=on, at=moment(on), amount=amount)


def _first_call():
    called = _call(150 * EOK, "call-1", date(2024, 11, 11))
    _paid(150 * EOK, "pay-1", FIRST_PAID)
    return called


def _until_the_exit(companies, proceeds=400 * EOK):
    """Two calls, four investments that meet the mandate to the won, two valuations, one exit."""
    a, b, c, d = companies
    called = _first_call()
    _invest(a, 60 * EOK, "inv-a", date(2024, 12, 2))
    _invest(b, 50 * EOK, "inv-b", date(2024, 12, 16))
    _call(150 * EOK, "call-2", date(2025, 6, 2))
    _paid(150 * EOK, "pay-2", SECOND_PAID)
    _invest(c, 80 * EOK, "inv-c", date(2025, 7, 1))
    _invest(d, 80 * EOK, "inv-d", date(2025, 7, 15))
    _value(a, 90 * EOK, "val-a", date(2025, 12, 30))
    _value(b, 40 * EOK, "val-b", date(2025, 12, 30))
    _exit(a, proceeds, "exit-a", EXITED)
    return called


def test_a_fund_runs_from_formation_to_distribution_to_the_won(fresh_database):
    companies = open_office(companies=4)
    assert form().stage is FundStage.FORMED

    called = _until_the_exit(companies)

    assert called == (
        CallShare(POLICY, 6_666_666_666),
        CallShare(PRIVATE, 7_666_666_667),
        CallShare(GENERAL, 666_666_667),
    )
    cash = (300 - 270 + 400) * EOK - FEES
    assert balances(FUND_BOOK)["cash"] == cash

    shares = _distribute("dist-1", EXITED)

    # 5 % a year on what private partners and the manager paid in, 467 and 265 days, rounded up.
    hurdle = 768_767_124 + 66_849_316
    # The catch-up is as large as the hurdle (0.2 H / (0.4 - 0.2)); all carry is a fifth of profit.
    carry = hurdle * 2 // 5 + (cash - 300 * EOK - 2 * hurdle) // 5
    assert shares == (
        DistributionShare(POLICY, 13_333_333_333, 3_850_179_602, 0),
        DistributionShare(PRIVATE, 15_333_333_333, 5_196_473_668, 0),
        DistributionShare(GENERAL, 1_333_333_334, 451_867_278, carry),
    )
    assert carry == 2_374_630_137 == (cash - 300 * EOK) // 5
    assert sum(share.amount for share in shares) == cash
    book = balances(FUND_BOOK)
    assert "cash" not in book
    assert {
        name: book[name] for name in book if not name.startswith(("investments", "commit"))
    } == {
        f"distributions:{POLICY}": 3_850_179_602,
        f"distributions:{PRIVATE}": 5_196_473_668,
        f"distributions:{GENERAL}": 451_867_278,
        f"carry:{GENERAL}": carry,
        "management-fees": FEES,
        "realised-gains": -340 * EOK,
        # A company was valued up by 30 and sold, the other valued down by 10.
        "unrealised-gains": -30 * EOK,
        "unrealised-losses": 40 * EOK,
    }


def test_the_stake_of_the_fund_of_funds_stands_in_its_own_book(fresh_database):
    companies = open_office(companies=4)
    form()
    _first_call()

    assert balances(STAKE_BOOK) == {
        "stakes": 6_666_666_666,
        "cash": -6_666_666_666,
        "commitments": 200 * EOK - 6_666_666_666,
        "commitments-uncalled": -200 * EOK + 6_666_666_666,
    }

    _until_the_exit(companies)
    _distribute("dist-1", EXITED)

    assert balances(STAKE_BOOK) == {
        "cash": 3_850_179_602,
        "distribution-income": -3_850_179_602,
        "commitments": 200 * EOK - 13_333_333_333,
        "commitments-uncalled": -200 * EOK + 13_333_333_333,
    }


def test_policy_money_bears_the_first_loss(fresh_database):
    companies = open_office(companies=4)
    form(formation(first_loss=Ratio.percent("10")))
    _until_the_exit(companies, proceeds=0)
    for number, company in enumerate(companies[1:]):
        _exit(company, 80 * EOK, f"exit-{number}", EXITED)

    shares = end_fund(MANAGER, FUND, key="end", on=EXITED, at=moment(EXITED))

    # Fees of 486 days; what is missing of the 300 lies within the layer of 45.
    cash = (300 - 270 + 240) * EOK - 45_000_000_000 * 2 * 486 // 36_500
    assert [(share.party, share.lost) for share in shares] == [
        (POLICY, 300 * EOK - cash),
        (PRIVATE, 0),
        (GENERAL, 0),
    ]
    assert sum(share.amount for share in shares) == cash
    assert balances(STAKE_BOOK)["stake-losses"] == 300 * EOK - cash


def test_the_books_of_a_fund_balance(fresh_database):
    companies = open_office(companies=4)
    form()
    _until_the_exit(companies)
    _distribute("dist-1", EXITED)

    for book in (FUND_BOOK, STAKE_BOOK):
        with acting_for_state(Purpose.AUDIT, person="test", at=moment(EXITED)):
            trial = trial_balance_of(book)
        debit, credit = trial.totals["KRW"]
        assert debit == credit
        assert trial.differences == {}


def test_an_act_told_twice_is_done_once(fresh_database):
    companies = open_office(companies=4)
    form()
    called = _until_the_exit(companies)
    shares = _distribute("dist-1", EXITED)
    before = database_digest()

    form()
    assert _first_call() == called
    first, day = companies[0], date(2024, 12, 2)
    invest(MANAGER, FUND, first, 60 * EOK, key="inv-a", on=day, at=moment(day), reference="투심-1")
    _exit(first, 400 * EOK, "exit-a", EXITED)
    assert _distribute("dist-1", EXITED) == shares

    assert database_digest() == before


def test_a_company_of_which_something_is_not_known_is_no_mandate(fresh_database):
    (known,) = open_office(companies=1)
    unknown = a_company(2, **{"ai-fields": None})
    other = a_company(3, **{"ai-fields": frozenset({"autonomous-driving"})})
    form()
    _first_call()
    on = date(2024, 12, 2)

    found = [_invest(each, EOK, f"inv-{n}", on) for n, each in enumerate((known, unknown, other))]

    assert [each.assessment.verdict for each in found] == [
        Verdict.MET,
        Verdict.OPEN,
        Verdict.NOT_MET,
    ]
    assert [each.is_mandate for each in found] == [True, False, False]


def test_no_company_gets_more_than_its_limit(fresh_database):
    (company,) = open_office(companies=1)
    form()
    _first_call()
    _invest(company, 60 * EOK, "inv-1", date(2024, 12, 2))
    before = database_digest()

    with pytest.raises(LimitExceededError):
        invest(
            MANAGER,
            FUND,
            company,
            30 * EOK + 1,
            key="inv-2",
            on=date(2024, 12, 3),
            at=moment(date(2024, 12, 3)),
        )

    assert database_digest() == before
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(FORMED)):
        used = {limit.key.split(":")[0]: limit.used.minor for limit in limits_of()}
    assert used["ai-autonomous-manufacturing.sub-fund-total"] == 60 * EOK
    assert used["ai-autonomous-manufacturing.sub-fund-company"] == 60 * EOK


def test_what_partners_agree_stays_within_the_programme(fresh_database):
    open_office()

    with pytest.raises(FundNotFittingError) as refused:
        form(formation(policy=300 * EOK, private=195 * EOK, general=5 * EOK))

    problems = refused.value.message.value("problems")
    assert [problem.kind for problem in problems] == [
        "fund-above-size",
        "fund-policy-share-above",
        "fund-manager-share-below",
    ]


def test_a_first_loss_above_the_bound_is_refused(fresh_database):
    open_office()

    with pytest.raises(FundNotFittingError) as refused:
        form(formation(first_loss=Ratio.percent("11")))

    problems = refused.value.message.value("problems")
    assert [problem.kind for problem in problems] == ["fund-first-loss-above"]


def test_two_funds_share_the_size_of_the_programme(fresh_database):
    open_office()
    form(formation(policy=100 * EOK, private=190 * EOK, general=10 * EOK))

    with pytest.raises(FundNotFittingError):
        form(formation(policy=50 * EOK, private=96 * EOK, general=5 * EOK), "F-2")
    form(formation(policy=50 * EOK, private=95 * EOK, general=5 * EOK), "F-2")

    assert balances("F-2.fund")[f"commitments:{POLICY}"] == 50 * EOK
    assert balances(STAKE_BOOK)["commitments"] == 150 * EOK


def test_a_fund_is_formed_by_its_own_manager(fresh_database):
    open_office()
    partners = (
        Partner(POLICY, PartnerClass.POLICY, 200 * EOK),
        Partner("kdb", PartnerClass.GENERAL, 250 * EOK),
    )

    with pytest.raises(FundNotFittingError):
        form(formation(partners=partners))


def test_a_fund_needs_a_fund_product(fresh_database):
    open_office()

    with pytest.raises(NotAFundProductError):
        form(formation(product="ai-plus-cover"))


def test_nobody_else_manages_a_fund(fresh_database):
    open_office()
    form()

    with pytest.raises(FundElsewhereError):
        call_capital(POLICY_DESK, FUND, EOK, key="c", on=FORMED, at=moment(FORMED))
    officer = Actor("p-bank", GENERAL, frozenset({Role.PROVIDER_OFFICER}))
    with pytest.raises(NotPermittedError):
        call_capital(officer, FUND, EOK, key="c", on=FORMED, at=moment(FORMED))


def test_no_more_is_called_than_was_committed(fresh_database):
    open_office()
    form()

    with pytest.raises(FundContradictsError):
        _call(450 * EOK + 1, "call-1", FORMED)


def test_no_more_is_spent_than_there_is(fresh_database):
    (company,) = open_office(companies=1)
    form()
    _call(10 * EOK, "call-1", FORMED)
    _paid(10 * EOK, "pay-1", FORMED)

    left = spend(MANAGER, FUND, EOK, key="x-1", on=FORMED, at=moment(FORMED), note="실사 비용")

    assert left == 9 * EOK
    with pytest.raises(FundContradictsError):
        _invest(company, 9 * EOK + 1, "inv-1", FORMED)


def test_after_the_investment_period_only_what_is_held_is_invested_in(fresh_database):
    held, fresh = open_office(companies=2)
    form()
    _first_call()
    _invest(held, 10 * EOK, "inv-1", date(2024, 12, 2))
    late = date(2028, 11, 2)

    assert _invest(held, EOK, "inv-2", late).holding.invested == 11 * EOK
    with pytest.raises(InvestmentPeriodOverError):
        _invest(fresh, EOK, "inv-3", late)


def test_a_partner_who_pays_alone_is_named(fresh_database):
    open_office()
    form()
    _call(150 * EOK, "call-1", FORMED)

    paid = _paid(666_666_667, "pay-1", FORMED, party=GENERAL)

    assert paid == (CallShare(GENERAL, 666_666_667),)
    assert balances(FUND_BOOK)[f"calls-receivable:{PRIVATE}"] == 7_666_666_667


def test_a_fund_of_an_officer_of_no_fund_is_not_formed(fresh_database):
    open_office()
    officer = Actor("p-bank", GENERAL, frozenset({Role.PROVIDER_OFFICER}))

    with pytest.raises(NotPermittedError):
        form_fund(officer, FUND, formation(), on=FORMED, at=moment(FORMED))


def test_a_fund_file_measures_the_fund_before_and_after_the_distribution(fresh_database):
    companies = open_office(companies=4)
    form()
    _until_the_exit(companies)

    before = fund_file(MANAGER, FUND, on=EXITED, at=moment(EXITED))

    cash = (300 - 270 + 400) * EOK - FEES
    # 40 + 80 + 80 are still held, at value; fees of 29 days since February are not charged yet.
    assert before.state.net_asset_value == 200 * EOK + cash
    assert (before.measures.dpi, before.measures.tvpi) == (0, Fraction(200 * EOK + cash, 300 * EOK))
    assert before.mandate.is_met
    assert before.mandate.share == Fraction(60, 100)
    assert before.mandate.invested == before.mandate.required == 270 * EOK
    assert before.dry_powder.uncalled == 150 * EOK
    assert before.dry_powder.cash == cash
    assert sum(before.regions.values()) == 210 * EOK
    worth = sum(each.residual for each in before.partners) + before.carry_accrued
    assert worth == before.state.net_asset_value

    _distribute("dist-1", EXITED)
    after = fund_file(MANAGER, FUND, on=EXITED, at=moment(EXITED))

    assert after.measures.dpi == Fraction(cash - 2_374_630_137, 300 * EOK)
    assert after.dry_powder.cash == 0
    assert [each.state.distributed for each in after.partners] == [
        13_333_333_333 + 3_850_179_602,
        15_333_333_333 + 5_196_473_668,
        1_333_333_334 + 451_867_278,
    ]
    for each in after.partners:
        flows = [
            CashFlow(FIRST_PAID, -_first_share(each.state.party)),
            CashFlow(SECOND_PAID, _first_share(each.state.party) - each.state.paid),
            CashFlow(EXITED, each.state.distributed + each.residual),
        ]
        assert each.rate_of_return == internal_rate_of_return(flows)


def test_a_fund_of_funds_sees_its_stake_down_to_the_companies(fresh_database):
    companies = open_office(companies=4)
    form()
    _until_the_exit(companies)

    (stake,) = stakes(POLICY_DESK, on=EXITED)

    assert stake.partner.state.committed == 200 * EOK
    assert stake.partner.state.paid == 13_333_333_333
    assert [(each.state.cost, each.parts[POLICY]) for each in stake.holdings] == [
        (0, 0),
        (50 * EOK, 50 * EOK * 13_333_333_333 // (300 * EOK)),
        (80 * EOK, 80 * EOK * 13_333_333_333 // (300 * EOK)),
        (80 * EOK, 80 * EOK * 13_333_333_333 // (300 * EOK)),
    ]


def test_a_fund_is_read_by_who_takes_part_and_nobody_else(fresh_database):
    open_office()
    form()
    sponsor = Actor("p-keit", "keit", frozenset({Role.FUND_MANAGER}))
    stranger = Actor("p-ibk", "ibk", frozenset({Role.PROVIDER_OFFICER}))

    assert fund_file(sponsor, FUND, on=FORMED, at=moment(FORMED)).entries == {}
    assert [each.key for each in fund_list(MANAGER, on=FORMED)] == [FUND]
    assert fund_list(stranger, on=FORMED) == ()
    with pytest.raises(NotRecordedError):
        fund_file(stranger, FUND, on=FORMED, at=moment(FORMED))


def _first_share(party):
    return {POLICY: 6_666_666_666, PRIVATE: 7_666_666_667, GENERAL: 666_666_667}[party]
