"""A loan's life in worked examples: 12,000,000 won at 6 % a year, twelve months, 30/360.

Interest of the first month is 60,000, the level instalment 1,032,797, the first principal 972,797.
"""

from dataclasses import replace
from datetime import date

import pytest

from example_loans import drawn, fact, plain_loan, shared_loan
from majung.contracts.events import EventKind
from majung.contracts.facts import FactKind
from majung.contracts.problems import FactsContradictError, TermsContradictError
from majung.contracts.replay import Payoff, next_due_on, payoff, replay, schedule
from majung.contracts.terms import (
    EarlyRepayment,
    InterestBase,
    LateInterest,
    Portion,
    PrepaymentEffect,
    RateComponent,
    Repayment,
)
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

FEBRUARY, MARCH, APRIL = date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)
LATE = LateInterest(addition=Rate.percent(3))


def events(terms, *facts, until, first=None):
    """Return day, kind and amount of each event from `first` on, with the party where one is."""
    done = replay(terms, [drawn(terms), *facts], until=until)
    named = [
        (str(event.effective_on), event.kind.value, event.amount, event.party)
        for event in done.events
        if first is None or event.effective_on >= first
    ]
    return [event if event[-1] else event[:-1] for event in named]


def state(terms, *facts, until):
    return replay(terms, [drawn(terms), *facts], until=until).state


def paid(on, amount, **more):
    return fact(FactKind.PAYMENT, on, amount, **more)


def test_a_loan_is_agreed_drawn_and_repaid_month_by_month():
    terms = plain_loan()

    assert events(terms, paid(FEBRUARY, 1_032_797), until=FEBRUARY) == [
        ("2024-01-01", "committed", 12_000_000),
        ("2024-01-01", "drawdown", 12_000_000),
        ("2024-02-01", "interest-due", 60_000),
        ("2024-02-01", "principal-due", 972_797),
        ("2024-02-01", "principal-paid", 972_797),
        ("2024-02-01", "interest-paid", 60_000),
    ]


def test_before_its_start_a_loan_yields_nothing():
    done = replay(plain_loan(), [], until=date(2023, 12, 31))

    assert done.events == ()
    assert (done.state.undrawn, done.state.next_due_on) == (12_000_000, date(2024, 1, 1))


def test_the_state_between_two_due_days():
    now = state(plain_loan(), paid(FEBRUARY, 1_032_797), until=date(2024, 2, 16))

    # 11,027,203 × 6 % × 15 / 360 = 27,568.0075
    assert (now.outstanding, now.accrued_interest, now.due_principal) == (11_027_203, 27_568, 0)
    assert (now.rate, now.instalment, now.next_due_on) == (Rate.percent(6), 1_032_797, MARCH)
    assert (now.days_past_due, now.is_called) == (0, False)


class TestLateInterest:
    def test_overdue_principal_bears_the_rate_and_the_addition(self):
        terms = plain_loan(late=LATE)
        on = date(2024, 2, 11)

        # 972,797 × 9 % × 10 / 360 = 2,431.99
        assert events(terms, paid(on, 1_035_228), until=on, first=on) == [
            ("2024-02-11", "late-interest-due", 2_431),
            ("2024-02-11", "principal-paid", 972_797),
            ("2024-02-11", "interest-paid", 60_000),
            ("2024-02-11", "late-interest-paid", 2_431),
        ]

    def test_unpaid_interest_bears_it_where_terms_say_so(self):
        terms = plain_loan(late=replace(LATE, on_interest=True))

        # 1,032,797 × 9 % × 10 / 360 = 2,581.99
        assert state(terms, until=date(2024, 2, 11)).late_interest == 2_581

    def test_the_late_rate_has_a_legal_bound(self):
        terms = plain_loan(late=replace(LATE, rate_max=Rate.percent(8)))

        # 972,797 × 8 % × 10 / 360 = 2,161.77
        assert state(terms, until=date(2024, 2, 11)).late_interest == 2_161

    def test_a_borrower_who_is_late_loses_discounts_where_terms_say_so(self):
        keeps = shared_loan(late=LATE)
        loses = shared_loan(late=replace(LATE, without_discounts=True))
        on = date(2024, 2, 11)

        principal = state(keeps, until=on).due_principal

        # 3.1 % + 3 % and 5 % + 3 %
        assert state(keeps, until=on).late_interest == principal * 61 * 10 // 360_000
        assert state(loses, until=on).late_interest == principal * 80 * 10 // 360_000

    def test_it_is_charged_on_due_days_and_no_won_is_lost_between(self):
        terms = plain_loan(late=LATE)
        often = [paid(date(2024, 2, day), 1) for day in range(2, 12)]

        once = state(terms, until=MARCH).late_interest
        charged = replay(terms, [drawn(terms), *often], until=MARCH).events

        # Ten won paid go to late interest first; the principal stays.
        total = sum(e.amount for e in charged if e.kind is EventKind.LATE_INTEREST_DUE)
        assert once == total == 7_295

    def test_days_past_due_count_from_the_oldest_unpaid(self):
        terms = plain_loan()

        assert state(terms, until=FEBRUARY).days_past_due == 0
        assert state(terms, until=date(2024, 3, 2)).days_past_due == 30
        # Late interest 4,863, both months' interest, and February's principal.
        first_paid = paid(MARCH, 4_863 + 60_000 + 55_136 + 972_797)
        assert state(terms, first_paid, until=date(2024, 3, 2)).days_past_due == 1


class TestAllocation:
    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            ((Portion.LATE_INTEREST, Portion.FEE, Portion.INTEREST, Portion.PRINCIPAL),
             {"late-interest-paid": 2_431, "fee-paid": 5_000, "interest-paid": 60_000,
              "principal-paid": 2_569}),
            ((Portion.PRINCIPAL, Portion.INTEREST, Portion.LATE_INTEREST, Portion.FEE),
             {"principal-paid": 70_000}),
            ((Portion.INTEREST, Portion.FEE, Portion.PRINCIPAL, Portion.LATE_INTEREST),
             {"interest-paid": 60_000, "fee-paid": 5_000, "principal-paid": 5_000}),
        ],
    )  # fmt: skip
    def test_a_part_payment_is_divided_in_the_terms_order(self, order, expected):
        terms = plain_loan(late=LATE, allocation=order)
        on = date(2024, 2, 11)
        charge = fact(FactKind.FEE, FEBRUARY, 5_000)

        found = events(terms, charge, paid(on, 70_000), until=on, first=on)

        assert {kind: amount for _, kind, amount in found if "paid" in kind} == expected

    def test_the_oldest_due_is_paid_first(self):
        terms = plain_loan()
        # Late interest of 29 and 1 days on February's principal, both interests, and but one won.
        most = paid(MARCH, 4_863 + 60_000 + 55_136 + 972_796)

        now = state(terms, most, until=date(2024, 3, 11))

        assert now.due_principal == 1 + 1_032_797 - 55_136
        assert now.days_past_due == 39

    def test_after_a_default_another_order_may_hold(self):
        first_principal = (
            Portion.PRINCIPAL, Portion.INTEREST, Portion.LATE_INTEREST, Portion.FEE,
        )  # fmt: skip
        terms = plain_loan(allocation_after_default=first_principal)
        called = fact(FactKind.DEFAULT, date(2024, 2, 20))
        recovered = fact(FactKind.RECOVERY, date(2024, 3, 20), 500_000)

        found = events(terms, called, recovered, until=date(2024, 3, 20), first=date(2024, 3, 20))

        assert ("2024-03-20", "principal-paid", 500_000) in found


class TestOverpayment:
    def test_it_is_kept_and_pays_what_falls_due_next(self):
        terms = plain_loan()
        early = paid(date(2024, 1, 20), 1_100_000)

        assert events(terms, early, until=FEBRUARY, first=date(2024, 1, 2)) == [
            ("2024-01-20", "overpaid", 1_100_000),
            ("2024-02-01", "interest-due", 60_000),
            ("2024-02-01", "principal-due", 972_797),
            ("2024-02-01", "principal-paid", 972_797),
            ("2024-02-01", "interest-paid", 60_000),
            ("2024-02-01", "overpayment-used", 1_032_797),
        ]
        assert state(terms, early, until=FEBRUARY).overpaid == 67_203

    def test_it_can_be_refunded_but_no_more_than_it_is(self):
        terms = plain_loan()
        early = paid(date(2024, 1, 20), 50_000)
        back = fact(FactKind.REFUND, date(2024, 1, 22), 50_000)

        assert state(terms, early, back, until=date(2024, 1, 31)).overpaid == 0
        with pytest.raises(FactsContradictError) as refusal:
            state(terms, early, replace(back, amount=50_001), until=date(2024, 1, 31))
        assert [problem.kind for problem in refusal.value.message.value("problems")] == [
            "refund-above-overpayment"
        ]

    def test_it_pays_a_fee_at_once(self):
        terms = plain_loan()
        early = paid(date(2024, 1, 20), 50_000)
        charge = fact(FactKind.FEE, date(2024, 1, 25), 20_000)

        now = state(terms, early, charge, until=date(2024, 1, 31))

        assert (now.overpaid, now.due_fee) == (30_000, 0)


class TestShares:
    def test_each_payer_of_a_discount_owes_its_own_share(self):
        found = events(shared_loan(), until=FEBRUARY, first=FEBRUARY)

        # 12,000,000 over a month: 5 % is 50,000; 3.1 %, 0.7 % and 1.2 % are its parts.
        assert found[:3] == [
            ("2024-02-01", "interest-due", 31_000),
            ("2024-02-01", "interest-share-due", 7_000, "bank"),
            ("2024-02-01", "interest-share-due", 12_000, "ministry"),
        ]

    def test_shares_sum_to_the_undiscounted_interest_to_the_won(self):
        terms = shared_loan(committed=999_999)

        row = schedule(terms)[0]

        # 999,999 × 5 % / 12 = 4,166.66; 3.1 % gives 2,583.33, to 3.8 % 3,166.66, to 5 % the rest.
        assert (row.interest, dict(row.shares)) == (2_583, {"bank": 583, "ministry": 1_000})

    def test_a_payer_pays_its_share_and_no_more(self):
        terms = shared_loan()
        pays = fact(FactKind.SHARE_PAYMENT, MARCH, 12_000, party="ministry")

        assert dict(state(terms, pays, until=MARCH).unpaid_shares)["bank"] == 13_425
        found = events(terms, pays, until=MARCH, first=MARCH)
        assert ("2024-03-01", "interest-share-paid", 12_000, "ministry") in found
        with pytest.raises(FactsContradictError):
            state(terms, replace(pays, amount=50_000), until=MARCH)

    def test_the_end_of_a_discount_raises_the_rate_and_the_instalment(self):
        terms = shared_loan()
        ended = fact(FactKind.COMPONENT_END, date(2024, 2, 16), party="preferential")

        before = state(terms, until=date(2024, 2, 15))
        after = state(terms, ended, until=date(2024, 2, 16))

        assert (before.rate, after.rate) == (Rate.percent("3.1"), Rate.percent("3.8"))
        assert after.full_rate == Rate.percent(5)
        assert schedule(terms, [ended])[1].instalment > schedule(terms)[1].instalment

    def test_a_discount_larger_than_the_rate_is_borne_as_far_as_it_goes(self):
        parts = (
            RateComponent("base", "", Rate.percent(1)),
            RateComponent("one", "bank", Rate.percent("-0.7")),
            RateComponent("two", "ministry", Rate.percent("-0.9")),
        )
        row = schedule(plain_loan(components=parts))[0]

        assert (row.interest, dict(row.shares)) == (0, {"bank": 7_000, "ministry": 3_000})

    def test_accrued_shares_stand_beside_the_accrued_interest(self):
        now = state(shared_loan(), until=date(2024, 1, 16))

        assert now.accrued_interest == 15_500
        assert dict(now.accrued_shares) == {"bank": 3_500, "ministry": 6_000}


class TestEarlyRepayment:
    def test_the_fee_comes_out_of_it_and_instalments_shrink(self):
        terms = plain_loan(early=EarlyRepayment(fee=Ratio.percent("1.2")))
        on = date(2024, 2, 1)
        early = fact(FactKind.PREPAYMENT, on, 1_032_797 + 5_060_000)

        found = events(terms, early, until=on, first=on)

        assert found == [
            ("2024-02-01", "interest-due", 60_000),
            ("2024-02-01", "principal-due", 5_972_797),
            ("2024-02-01", "early-repayment-fee-due", 60_000),
            ("2024-02-01", "principal-paid", 5_972_797),
            ("2024-02-01", "interest-paid", 60_000),
            ("2024-02-01", "early-repayment-fee-paid", 60_000),
        ]
        # 6,027,203 over eleven months at 0.5 % a month.
        alone = replace(early, amount=5_060_000)
        assert schedule(terms, [drawn(terms), alone])[1].instalment == 564_502

    def test_or_the_term_shrinks_and_instalments_stay(self):
        terms = plain_loan(early=EarlyRepayment(effect=PrepaymentEffect.SHORTENS_TERM))
        early = fact(FactKind.PREPAYMENT, FEBRUARY, 5_000_000)

        rows = schedule(terms, [drawn(terms), early])

        assert [row.instalment for row in rows[1:-1]] == [1_032_797] * 5
        assert 0 < rows[-1].instalment <= 1_032_797
        assert rows[-1].outstanding == 0

    def test_after_the_last_due_day_no_term_is_left_to_shrink(self):
        terms = plain_loan(
            instalments=1, early=EarlyRepayment(effect=PrepaymentEffect.SHORTENS_TERM)
        )
        late = fact(FactKind.PREPAYMENT, date(2024, 2, 11), 12_080_000)

        after = state(terms, late, until=date(2024, 2, 11))

        assert (after.outstanding, after.due_interest, after.overpaid) == (0, 0, 0)

    def test_a_fee_declines_with_the_days_left(self):
        terms = plain_loan(
            early=EarlyRepayment(
                fee=Ratio.percent("1.2"), fee_until_on=date(2024, 12, 31), fee_declines=True
            )
        )

        # 365 days from the start, 335 left: 1.2 % of 335/365 of what is not yet due.
        assert state(terms, until=date(2024, 1, 31)).early_fee == 12_000_000 * 12 * 335 // 365_000
        assert state(terms, until=date(2025, 1, 1)).early_fee == 0

    def test_the_quote_of_a_day(self):
        terms = plain_loan(late=LATE, early=EarlyRepayment(fee=Ratio.percent(1)))
        on = date(2024, 2, 11)

        # 11,027,203 × 6 % × 10 / 360 = 18,378.67; its fee is 110,272.03.
        assert payoff(terms, [drawn(terms)], on=on) == Payoff(
            principal=12_000_000,
            interest=60_000 + 18_378,
            late_interest=2_431,
            fee=110_272,
            overpaid=0,
            total=12_191_081,
        )

    def test_an_odd_won_repays_principal(self):
        terms = plain_loan(early=EarlyRepayment(fee=Ratio.percent(50)))
        early = fact(FactKind.PREPAYMENT, date(2024, 1, 15), 11)

        found = events(terms, early, until=date(2024, 1, 15), first=date(2024, 1, 15))

        # 7 and its fee of 3 leave one; 8 would need a fee of 4.
        assert ("2024-01-15", "principal-paid", 8) in found
        assert ("2024-01-15", "early-repayment-fee-paid", 3) in found


class TestDefault:
    CALLED = fact(FactKind.DEFAULT, date(2024, 2, 16))

    def test_everything_falls_due(self):
        found = events(plain_loan(), self.CALLED, until=date(2024, 2, 16), first=date(2024, 2, 2))

        assert found == [
            ("2024-02-16", "interest-due", 27_568),
            ("2024-02-16", "principal-due", 11_027_203),
            ("2024-02-16", "late-interest-due", 2_431),
            ("2024-02-16", "defaulted", 12_000_000),
        ]

    def test_late_interest_goes_on_or_stops(self):
        on = date(2024, 3, 16)
        goes_on = state(plain_loan(), self.CALLED, until=on).late_interest
        stops = state(
            plain_loan(late=LateInterest(after_default=False)), self.CALLED, until=on
        ).late_interest

        # 12,000,000 × 6 % × 30 / 360 = 60,000 more.
        assert goes_on == stops + 60_000

    def test_a_claim_paid_to_the_lender_reduces_what_is_owed(self):
        on = date(2024, 5, 16)
        claim = paid(on, 10_800_000, party="insurer")
        terms = plain_loan(
            allocation_after_default=(
                Portion.PRINCIPAL, Portion.INTEREST, Portion.LATE_INTEREST, Portion.FEE,
            ),
        )  # fmt: skip

        found = events(terms, self.CALLED, claim, until=on, first=on)

        assert ("2024-05-16", "principal-paid", 10_800_000, "insurer") in found
        assert state(terms, self.CALLED, claim, until=on).outstanding == 1_200_000

    def test_a_write_off_gives_up_all_and_a_recovery_after_it_is_seen(self):
        gone = fact(FactKind.WRITE_OFF, date(2024, 2, 16))
        back = fact(FactKind.RECOVERY, date(2024, 6, 1), 300_000)
        terms = plain_loan()

        found = events(
            terms, self.CALLED, gone, back, until=date(2024, 6, 1), first=gone.effective_on
        )

        assert found[4:] == [
            ("2024-02-16", "written-off", 12_000_000),
            ("2024-02-16", "interest-written-off", 87_568),
            ("2024-02-16", "late-interest-written-off", 2_431),
            ("2024-06-01", "written-off-recovered", 300_000),
        ]

    def test_a_part_can_be_written_off_but_no_more_than_is_outstanding(self):
        part = fact(FactKind.WRITE_OFF, date(2024, 2, 16), 2_000_000)
        terms = plain_loan()

        now = state(terms, part, until=date(2024, 2, 16))

        assert (now.outstanding, now.written_off) == (10_000_000, 2_000_000)
        with pytest.raises(FactsContradictError):
            state(terms, replace(part, amount=12_000_001), until=date(2024, 2, 16))


class TestDrawdowns:
    def test_a_later_drawdown_spreads_over_the_due_days_left(self):
        terms = plain_loan()
        first = drawn(terms, 6_000_000)
        second = fact(FactKind.DRAWDOWN, MARCH, 6_000_000)

        rows = schedule(terms, [first, second])

        # 6,000,000 over twelve months; then what is left and 6,000,000 over ten.
        assert [row.instalment for row in rows[:2]] == [516_399, 516_399]
        assert rows[2].interest == rows[1].outstanding * 5 // 1000 == 55_123
        assert {row.instalment for row in rows[2:-1]} == {1_133_022}
        assert sum(row.principal for row in rows) == 12_000_000

    def test_interest_runs_from_each_drawdown(self):
        terms = plain_loan(repayment=Repayment.BULLET, day_count=DayCount.A365)
        parts = [drawn(terms, 5_000_000), fact(FactKind.DRAWDOWN, date(2024, 1, 20), 7_000_000)]

        # 5,000,000 × 6 % × 31 / 365 + 7,000,000 × 6 % × 12 / 365 = 25,479.45 + 13,808.22
        assert schedule(terms, parts)[0].interest == 39_287

    def test_a_first_drawdown_in_mid_period_begins_its_own_period(self):
        terms = plain_loan(
            start_on=date(2024, 1, 15), first_due_on=date(2024, 2, 15),
            day_count=DayCount.THIRTY_360, repayment=Repayment.BULLET,
        )  # fmt: skip
        last_of_january = fact(FactKind.DRAWDOWN, date(2024, 1, 31), 12_000_000)

        # From the 31st, which counts as the 30th, to the 15th: 15 days of 2,000.
        assert schedule(terms, [last_of_january])[0].interest == 30_000

    def test_what_is_not_drawn_lapses(self):
        terms = plain_loan(draws_until_on=date(2024, 3, 15))
        found = replay(terms, [drawn(terms, 5_000_000)], until=date(2024, 3, 15)).events

        assert (found[-1].kind, found[-1].amount) == (EventKind.COMMITMENT_ENDED, 7_000_000)

    def test_the_end_of_a_contract_ends_drawing(self):
        terms = plain_loan()
        end = fact(FactKind.END, date(2024, 1, 10))
        found = replay(terms, [drawn(terms, 5_000_000), end], until=date(2024, 1, 10))

        assert (found.events[-1].kind, found.state.undrawn) == (EventKind.COMMITMENT_ENDED, 0)


class TestPlans:
    def test_a_balloon_stays_to_the_last_due_day(self):
        rows = schedule(plain_loan(balloon=6_000_000))

        assert rows[10].outstanding > 6_000_000
        assert rows[11].principal == rows[10].outstanding
        # 12,000,000 - 6,000,000 / 1.005^12, over twelve months.
        assert rows[0].instalment == 546_399

    def test_grace_bears_interest_alone(self):
        rows = schedule(plain_loan(grace_instalments=3))

        assert [row.principal for row in rows[:3]] == [0, 0, 0]
        # 12,000,000 over nine months.
        assert rows[3].instalment == 1_366_888

    def test_equal_principal_with_a_multiple(self):
        terms = plain_loan(
            10_000_001, "6", 3, repayment=Repayment.EQUAL_PRINCIPAL,
            instalment_rounding=Rounding.DOWN, instalment_multiple=1_000,
        )  # fmt: skip

        assert [row.principal for row in schedule(terms)] == [3_333_000, 3_333_000, 3_334_001]

    def test_flat_interest_runs_on_all_that_was_drawn(self):
        rows = schedule(plain_loan(interest_base=InterestBase.DRAWN))

        assert {row.interest for row in rows} == {60_000}
        assert {row.instalment for row in rows} == {1_060_000}

    def test_a_maturity_off_the_cycle_ends_with_a_short_period(self):
        terms = plain_loan(repayment=Repayment.BULLET, matures_on=date(2024, 12, 16))

        last = schedule(terms)[-1]

        assert (last.due_on, last.interest) == (date(2024, 12, 16), 30_000)

    def test_due_days_move_to_business_days_and_interest_with_them(self):
        terms = plain_loan(
            first_due_on=date(2024, 2, 10), calendar="KR", day_count=DayCount.A365,
            business_day=BusinessDayConvention.FOLLOWING, repayment=Repayment.BULLET,
        )  # fmt: skip
        stays = replace(terms, interest_follows_shift=False)

        # Lunar New Year: 9 to 12 February 2024.
        assert [str(rows[0].due_on) for rows in (schedule(terms), schedule(stays))] == [
            "2024-02-13",
            "2024-02-13",
        ]
        # 43 and 40 days of 12,000,000 × 6 % / 365.
        assert (schedule(terms)[0].interest, schedule(stays)[0].interest) == (84_821, 78_904)

    def test_without_a_rate_principal_alone_is_repaid(self):
        rows = schedule(plain_loan(10, "0", 3, instalment_rounding=Rounding.UP))

        assert [row.instalment for row in rows] == [4, 4, 2]

    def test_one_won_over_three_months(self):
        rows = schedule(plain_loan(1, "6", 3))

        assert [(row.due_on.month, row.principal) for row in rows] == [(4, 1)]


def test_a_projection_pays_when_due_from_a_day_on():
    terms = plain_loan(late=LATE)
    facts = [drawn(terms), paid(FEBRUARY, 500_000)]

    rows = schedule(terms, facts, paid_from=MARCH)

    # February's arrears of 532,797 are paid with March's instalment.
    assert rows[0].outstanding == 12_000_000 - 440_000
    assert rows[1].outstanding == schedule(terms)[1].outstanding


def test_the_next_day_to_look_at_a_contract():
    terms = plain_loan(draws_until_on=date(2024, 1, 20))

    partly = [drawn(terms, 1_000)]

    assert next_due_on(terms, partly, after=date(2024, 1, 1)) == date(2024, 1, 20)
    assert next_due_on(terms, partly, after=date(2024, 1, 20)) == FEBRUARY


def test_terms_and_facts_with_problems_are_refused_with_all_of_them():
    wrong = plain_loan(0, "6", 0)

    with pytest.raises(TermsContradictError) as terms_refused:
        replay(wrong, [], until=MARCH)
    with pytest.raises(FactsContradictError) as facts_refused:
        replay(plain_loan(), [paid(date(2023, 1, 1), 0)], until=MARCH)

    assert [p.kind for p in terms_refused.value.message.value("problems")] == [
        "commitment-out-of-range",
        "instalments-out-of-range",
    ]
    assert [p.kind for p in facts_refused.value.message.value("problems")] == [
        "fact-outside-loan",
        "fact-amount-out-of-range",
    ]
