"""What holds for every schedule: drawn loans of every kind try to break it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from example_loans import drawn, fact, loans, plain_loan, told_loans
from majung.contracts.facts import FactKind
from majung.contracts.portfolio import portfolio_of
from majung.contracts.problems import problems_of
from majung.contracts.replay import replay, replay_portfolio, schedule
from majung.contracts.terms import (
    NO_RATE,
    EarlyRepayment,
    InterestBase,
    PrepaymentEffect,
    Repayment,
)
from majung.values.calendars import calendar_of
from majung.values.cycles import BusinessDayConvention, add_months, adjusted, due_dates
from majung.values.day_counts import DayCount, year_fraction
from majung.values.rates import Rate
from majung.values.rounding import Rounding, round_fraction


def fits(terms):
    """Give up an example whose due days cross: one in hundreds."""
    assume(not problems_of(terms))
    return terms


@given(told_loans())
def test_what_is_repaid_is_what_was_lent(told):
    terms, facts = told
    rows = schedule(fits(terms), facts)

    assert sum(row.principal for row in rows) == terms.committed


@given(told_loans())
def test_outstanding_never_rises_and_ends_at_nothing(told):
    terms, facts = told
    rows = schedule(fits(terms), facts)
    outstanding = [terms.committed, *(row.outstanding for row in rows)]

    assert outstanding == sorted(outstanding, reverse=True)
    assert outstanding[-1] == 0
    assert min(row.principal for row in rows) >= 0


@given(told_loans())
def test_the_balloon_stands_until_the_last_due_day(told):
    terms, facts = told
    rows = schedule(fits(terms), facts)

    assert all(row.outstanding >= terms.balloon for row in rows[:-1])


@given(told_loans())
def test_interest_and_shares_add_up_to_the_undiscounted_interest(told):
    terms, facts = told
    fits(terms)
    # The same principal repayments at the undiscounted rate: a bullet repays alike at any rate.
    bullet = replace(terms, repayment=Repayment.BULLET, balloon=0, grace_instalments=0)
    full = tuple(part for part in bullet.components if not part.payer)
    undiscounted = replace(bullet, components=full)

    parts = [row.interest + sum(row.shares.values()) for row in schedule(bullet, facts)]
    wholes = [row.interest for row in schedule(undiscounted, facts)]

    assert [part for part in parts if part] == [whole for whole in wholes if whole]


@given(told_loans())
def test_the_borrowers_interest_is_that_of_its_own_rate(told):
    terms, facts = told
    # Floor and cap hold for the rate before discounts that somebody bears, which differs here.
    terms = fits(replace(terms, rate_min=NO_RATE, rate_max=None))
    borne = tuple(replace(part, payer="") for part in terms.components)

    mine = [(row.due_on, row.interest, row.principal) for row in schedule(terms, facts)]
    alone = [
        (row.due_on, row.interest, row.principal)
        for row in schedule(replace(terms, components=borne), facts)
    ]

    assert [row for row in mine if row[1] or row[2]] == alone


@given(told_loans(loans(amounts=st.integers(10**6, 10**12))), st.sampled_from([10, 1000]))
def test_a_thousandfold_loan_pays_a_thousandfold_within_rounding(told, factor):
    terms, facts = told
    fits(terms)
    large = replace(terms, committed=terms.committed * factor, balloon=terms.balloon * factor)
    assume(terms.instalment_multiple == 1)

    ones = {row.due_on: row.instalment for row in schedule(terms, facts)}
    manies = {row.due_on: row.instalment for row in schedule(large, facts)}

    # Rounding up clears a small loan earlier; the last instalments take what roundings left.
    both = sorted(ones.keys() & manies.keys())[:-1]
    assume(max(ones) == max(manies))
    off = [abs(manies[due_on] - factor * ones[due_on]) for due_on in both]
    assert max(off, default=0) <= 4 * factor * terms.instalments


@given(
    st.integers(10**6, 10**12),
    st.decimals(Decimal("0.01"), Decimal(24), places=2),
    st.integers(1, 120),
    st.sampled_from(list(Repayment)),
)
def test_the_present_value_at_the_contract_rate_is_what_was_lent(committed, rate, count, plan):
    terms = plain_loan(committed, rate, count, repayment=plan, interest_rounding=Rounding.HALF_EVEN)
    monthly = Rate.percent(rate).fraction / 12

    value = Fraction(0)
    for row in reversed(schedule(terms)):
        value = (value + row.instalment) / (1 + monthly)

    # Each interest is at most half a unit off.
    assert abs(value - committed) <= Fraction(count, 2)


@given(loans())
def test_a_schedule_is_the_independent_slow_one(terms):
    fits(terms)
    rates = [part.rate for part in terms.components if not part.payer]
    simple = replace(
        terms,
        components=tuple(
            replace(part, from_on=None, until_on=None) for part in terms.components
            if not part.payer
        )[:1],
        interest_base=InterestBase.OUTSTANDING, rate_min=NO_RATE, rate_max=None,
    )  # fmt: skip
    assume(rates and not problems_of(simple))

    rows = [(row.due_on, row.principal, row.interest) for row in schedule(simple)]

    assert rows == slow_schedule(simple)


def slow_days(terms):
    """Return the due days of a loan, and the days between which its interest runs."""
    calendar = calendar_of(terms.calendar)
    days = list(
        due_dates(
            terms.first_due_on, terms.cycle_months, terms.instalments,
            end_of_month=terms.end_of_month,
        )
    )  # fmt: skip
    days[-1] = terms.matures_on or days[-1]
    dues = [adjusted(day, terms.business_day, calendar) for day in days]
    return dues, [terms.start_on, *(dues if terms.interest_follows_shift else days)]


def slow_schedule(terms):
    """Lay out a loan of one rate from dates, fractions and a level payment of 60 digits."""
    dues, ends = slow_days(terms)
    last = terms.matures_on or add_months(
        terms.first_due_on, (terms.instalments - 1) * terms.cycle_months,
        end_of_month=terms.end_of_month,
    )  # fmt: skip
    rate = terms.components[0].rate.fraction
    parts = [
        rate * year_fraction(terms.day_count, start, end, maturity=last)
        for start, end in pairwise(ends)
    ]
    rows, left, level = [], terms.committed, None
    for place, (due, part) in enumerate(zip(dues, parts, strict=True)):
        interest = round_fraction(left * part, terms.interest_rounding)
        is_last = place == terms.instalments - 1
        principal = left if is_last else 0
        if not is_last and place >= terms.grace_instalments:
            if level is None:
                level = slow_level(terms, left, parts[place:])
            wanted = level
            if terms.repayment is Repayment.EQUAL_INSTALMENTS:
                wanted -= interest
            if terms.repayment is not Repayment.BULLET:
                principal = min(max(wanted, 0), max(left - terms.balloon, 0))
        left -= principal
        if principal or interest:
            rows.append((due, principal, interest))
    return rows


def slow_level(terms, left, parts):
    if terms.repayment is Repayment.EQUAL_PRINCIPAL:
        each = Fraction(max(left - terms.balloon, 0), len(parts))
    else:
        discount, annuity = Fraction(1), Fraction(0)
        for part in parts:
            discount = limited(discount / (1 + part))
            annuity += discount
        each = max((left - terms.balloon * discount) / annuity, Fraction(0))
    return round_fraction(snapped(each), terms.instalment_rounding, terms.instalment_multiple)


def limited(value, digits=60):
    """Cut a fraction to so many digits, so that products of many stay small."""
    return Fraction(value.numerator * 10**digits // value.denominator, 10**digits)


def snapped(value):
    """Take a payment within 1e-12 of half a unit to be on it."""
    halves = Fraction(round(2 * value), 2)
    return halves if abs(value - halves) < Fraction(1, 10**12) else value


@given(
    st.integers(1, 10**15) | st.integers(1, 10**4),
    st.integers(1, 24 * 10**4).map(lambda points: Decimal(points).scaleb(-4)),
    st.integers(2, 360),
    st.sampled_from(list(Rounding)),
)
def test_level_instalments_equal_those_of_fifty_digits(committed, rate, count, rounding):
    terms = plain_loan(committed, rate, count, instalment_rounding=rounding)

    state = replay(terms, [drawn(terms)], until=terms.first_due_on).state

    with localcontext() as context:
        context.prec = 50
        monthly = Decimal(rate) / 1200
        exact = committed * monthly / (1 - (1 + monthly) ** -count)
        expected = round_fraction(snapped(Fraction(exact)), rounding)
    assert state.instalment == expected


def test_four_thousand_large_loans_are_level_to_the_unit():
    random = Random(2024)
    drawn_loans = [
        (random.randrange(10**15, 10**16), random.randrange(1, 2_400), random.randrange(2, 600))
        for _ in range(4_000)
    ]
    terms = [
        plain_loan(committed, Decimal(points) / 100, count, instalment_rounding=Rounding.DOWN)
        for committed, points, count in drawn_loans
    ]
    portfolio = portfolio_of(terms, [[drawn(term)] for term in terms])

    states = replay_portfolio(portfolio, until=terms[0].first_due_on).states

    with localcontext() as context:
        context.prec = 50
        expected = []
        for committed, points, count in drawn_loans:
            monthly = Decimal(points) / 120_000
            exact = committed * monthly / (1 - (1 + monthly) ** -count)
            expected.append(round_fraction(snapped(Fraction(exact)), Rounding.DOWN))
    assert states["level"].tolist() == expected


def test_a_level_instalment_on_the_boundary_is_exact():
    # 5 at 50 % a year over two years is 4.5 a year, exactly half way.
    def level(rounding):
        terms = plain_loan(
            5, "50", 2, cycle_months=12, first_due_on=add_months(plain_loan().start_on, 12),
            instalment_rounding=rounding,
        )  # fmt: skip
        return replay(terms, [drawn(terms)], until=terms.first_due_on).state.instalment

    found = {rounding: level(rounding) for rounding in Rounding}

    assert found == {
        Rounding.DOWN: 4,
        Rounding.UP: 5,
        Rounding.HALF_UP: 5,
        Rounding.HALF_EVEN: 4,
        Rounding.FLOOR: 4,
        Rounding.CEILING: 5,
    }


@given(told_loans())
def test_scheduled_payments_made_when_due_are_the_schedule(told):
    terms, facts = told
    rows = schedule(fits(terms), facts)
    payments = [
        fact(FactKind.PAYMENT, row.due_on, row.instalment) for row in rows if row.instalment
    ]

    known = [drawn(terms), *facts, *payments]

    done = replay(terms, known, until=rows[-1].due_on)

    assert (done.state.outstanding, done.state.overpaid, done.state.days_past_due) == (0, 0, 0)
    assert done.state.next_due_on is None
    assert schedule(terms, known) == rows


@given(told_loans(loans(amounts=st.integers(1, 10**15))))
def test_interest_between_reset_days_is_that_of_the_rates_told(told):
    terms, facts = told
    assume(terms.reset)
    # The rate and its spread alone; what falls due as principal is the schedule's own.
    plain = replace(terms, components=terms.components[:2], interest_base=InterestBase.OUTSTANDING)
    rows = {row.due_on: row for row in schedule(fits(plain), facts)}
    base, spread = plain.components
    told_on = {made.effective_on: made.rate for made in facts}
    dues, ends = slow_days(plain)

    left, held = plain.committed, base.rate
    for due, (start, end) in zip(dues, pairwise(ends), strict=True):
        stops = [start, *(on for on in sorted(told_on) if start < on < end), end]
        accrued = Fraction(0)
        for since, until in pairwise(stops):
            held = told_on.get(since, held)
            rate = max(held + spread.rate, plain.rate_min)
            rate = min(rate, plain.rate_max or rate)
            part = year_fraction(
                plain.day_count, since, until, maturity=plain.matures_on or ends[-1]
            )
            accrued += left * rate.fraction * part
        row = rows.get(due)
        assert (row.interest if row else 0) == round_fraction(accrued, plain.interest_rounding)
        left -= row.principal if row else 0


@given(loans(amounts=st.integers(10**4, 10**12)), st.integers(1, 99), st.integers(0, 700))
def test_a_shorter_term_keeps_the_instalment_and_ends_as_soon_as_it_can(terms, share, days):
    terms = replace(
        fits(terms), balloon=0, repayment=Repayment.EQUAL_INSTALMENTS,
        early=EarlyRepayment(effect=PrepaymentEffect.SHORTENS_TERM),
        components=terms.components[:1],
    )  # fmt: skip
    on = terms.start_on + timedelta(days=days)
    early = fact(FactKind.PREPAYMENT, on, terms.committed * share // 100)
    plain = schedule(terms)

    rows = [row for row in schedule(terms, [drawn(terms), early]) if row.due_on > on]
    assume(len(rows) > 1 and on < plain[-1].due_on)
    level = replay(terms, [drawn(terms), early], until=on).state.instalment

    paying = [row for row in rows[:-1] if row.principal]
    assert all(row.instalment == level or row.interest > level for row in paying)
    # A level rounded to a multiple leaves its rest to the last one, where none can be left out.
    rest = plain[-1].instalment if rows[-1].due_on == plain[-1].due_on else 0
    # Interest that accrued before the early repayment may still come with the last one.
    assert rows[-1].instalment <= max(level, rows[-1].interest, rest) + rows[0].interest


def test_month_ends_leap_days_and_holidays():
    terms = plain_loan(
        1_000_000, "5", 4, start_on=START_OF_2024, first_due_on=END_OF_JANUARY, end_of_month=True,
        calendar="KR", business_day=BusinessDayConvention.MODIFIED_FOLLOWING,
        day_count=DayCount.A365,
    )  # fmt: skip

    # 31 March 2024 is a Sunday at a month's end; 30 April is a Tuesday.
    assert [str(row.due_on) for row in schedule(terms)] == [
        "2024-01-31", "2024-02-29", "2024-03-29", "2024-04-30",
    ]  # fmt: skip


START_OF_2024 = plain_loan().start_on
END_OF_JANUARY = START_OF_2024.replace(day=31)
