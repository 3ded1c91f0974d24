"""A loan goes over to another contract, or repays in another way from now on."""

from dataclasses import replace
from datetime import date

import pytest

from example_loans import drawn, fact, plain_loan, shared_loan
from majung.contracts.events import EventKind
from majung.contracts.facts import FactKind
from majung.contracts.problems import FactsContradictError, problems_of_facts
from majung.contracts.replay import replay, schedule
from majung.contracts.terms import EarlyRepayment, PrepaymentEffect, Repayment
from majung.values.rates import Ratio

FAR = date(2030, 1, 1)
NEW = "contract 2"


def changed(term, amount, on=date(2024, 4, 15), key="change"):
    return fact(FactKind.RESTRUCTURING, on, amount, party=term, key=key)


def rows_of(terms, *facts):
    return schedule(terms, [drawn(terms), *facts])


def kinds_of(terms, facts):
    with pytest.raises(FactsContradictError) as refusal:
        replay(terms, facts, until=FAR)
    return [problem.kind for problem in dict(refusal.value.message.values)["problems"]]


# Transfer


def test_a_loan_that_goes_over_leaves_nothing():
    terms = plain_loan(early=EarlyRepayment(fee=Ratio.percent(1)))
    over = fact(FactKind.TRANSFER, date(2024, 1, 16), party=NEW)
    done = replay(terms, [drawn(terms), over], until=FAR)

    gone = [(event.kind, event.party, event.amount) for event in done.events[2:]]
    # Half a month of 6 % on 12,000,000, and no fee for ending early.
    assert gone == [
        (EventKind.INTEREST_DUE, "", 30_000),
        (EventKind.PRINCIPAL_DUE, "", 12_000_000),
        (EventKind.PRINCIPAL_PAID, NEW, 12_000_000),
        (EventKind.INTEREST_PAID, NEW, 30_000),
    ]
    assert (done.state.outstanding, done.state.next_due_on) == (0, None)


def test_arrears_and_late_interest_go_over_too_but_the_share_of_a_payer_stays():
    terms = shared_loan()
    over = fact(FactKind.TRANSFER, date(2024, 3, 16), party=NEW)
    done = replay(terms, [drawn(terms), over], until=FAR)
    paid = sum(event.amount for event in done.events if event.party == NEW)

    before = replay(terms, [drawn(terms)], until=date(2024, 3, 16)).state
    owed = before.outstanding + before.due_interest + before.accrued_interest
    assert paid == owed + before.late_interest
    assert set(done.state.unpaid_shares) == {"bank", "ministry"}
    assert done.state.days_past_due == 0


def test_what_was_overpaid_is_used_before_the_rest_goes_over():
    terms = plain_loan()
    early = fact(FactKind.PAYMENT, date(2024, 1, 10), 500_000)
    over = fact(FactKind.TRANSFER, date(2024, 1, 16), party=NEW)
    done = replay(terms, [drawn(terms), early, over], until=FAR)

    taken = sum(event.amount for event in done.events if event.party == NEW)
    assert taken == 12_000_000 + 30_000 - 500_000
    assert done.state.overpaid == 0


def test_part_of_the_principal_goes_over_and_the_rest_is_repaid_anew():
    terms = plain_loan()
    over = fact(FactKind.TRANSFER, date(2024, 2, 1), 3_000_000, party=NEW)
    rows = rows_of(terms, over)

    assert rows[0].outstanding == 9_000_000 - schedule(terms)[0].principal
    assert sum(row.principal for row in rows) == 12_000_000
    assert rows[-1].outstanding == 0
    assert rows[1].instalment < schedule(terms)[1].instalment


def test_more_than_is_not_yet_due_cannot_go_over():
    terms = plain_loan()
    over = fact(FactKind.TRANSFER, date(2024, 1, 16), 12_000_001, party=NEW)

    assert kinds_of(terms, [drawn(terms), over]) == ["transfer-above-outstanding"]


def test_a_transfer_names_who_takes_over_and_ends_drawing():
    terms = plain_loan()
    nobody = fact(FactKind.TRANSFER, date(2024, 1, 16))
    later = fact(FactKind.DRAWDOWN, date(2024, 1, 20), 1)
    facts = [drawn(terms, 1_000_000), replace(nobody, party=NEW), later]

    assert [each.kind for each in problems_of_facts(terms, [nobody])] == ["transfer-to-nobody"]
    assert [each.kind for each in problems_of_facts(terms, facts)] == ["drawdown-too-late"]


def test_a_transfer_taken_back_never_was():
    terms = plain_loan()
    over = fact(FactKind.TRANSFER, date(2024, 1, 16), party=NEW)
    undo = fact(FactKind.REVERSAL, date(2024, 5, 1), reverses=over.key)

    assert replay(terms, [drawn(terms), over, undo], until=FAR) == replay(
        terms, [drawn(terms)], until=FAR
    )


# Restructuring


def test_what_is_left_spreads_over_more_due_days():
    terms = plain_loan()
    rows = rows_of(terms, changed("instalments", 24))
    before = schedule(terms)

    # Three due days have passed: 24 more follow.
    assert rows[:3] == before[:3]
    assert len(rows) == 27
    assert rows[-1].due_on == date(2026, 4, 1)
    # What a new loan of what is left would pay over two years.
    left = plain_loan(rows[2].outstanding, "6", 24)
    assert [row.instalment for row in rows[3:]] == [row.instalment for row in schedule(left)]


def test_grace_from_now_on_bears_interest_alone():
    terms = plain_loan(repayment=Repayment.EQUAL_PRINCIPAL)
    rows = rows_of(terms, changed("grace", 3))

    assert [row.principal for row in rows] == [1_000_000] * 3 + [0] * 3 + [1_500_000] * 6


def test_a_balloon_and_a_fixed_instalment_are_set_anew():
    terms = plain_loan()
    with_balloon = rows_of(terms, changed("balloon", 5_000_000))
    fixed = rows_of(terms, changed("instalment", 500_000))

    assert with_balloon[-2].outstanding >= 5_000_000
    assert [row.instalment for row in fixed[3:-1]] == [500_000] * 8
    assert sum(row.principal for row in fixed) == 12_000_000


def test_changes_of_one_day_do_not_depend_on_each_other():
    terms = plain_loan()
    changes = [changed("grace", 6), changed("instalments", 36, key="b")]
    swapped = [replace(changes[0], key="z"), replace(changes[1], key="a")]

    assert rows_of(terms, *changes) == rows_of(terms, *swapped)
    assert len(rows_of(terms, *changes)) == 39


def test_grace_that_outlasts_the_loan_leaves_all_to_the_last_day():
    for repayment in (Repayment.EQUAL_PRINCIPAL, Repayment.EQUAL_INSTALMENTS):
        terms = plain_loan(repayment=repayment)
        rows = rows_of(terms, changed("grace", 900))

        assert [row.principal for row in rows[3:-1]] == [0] * 8
        assert rows[-1].outstanding == 0


def test_a_last_day_off_the_cycle_is_given_up():
    terms = plain_loan(matures_on=date(2025, 1, 20))
    rows = rows_of(terms, changed("instalments", 2))

    assert [row.due_on for row in rows[3:]] == [date(2024, 5, 1), date(2024, 6, 1)]


def test_a_bullet_is_prolonged():
    terms = plain_loan(repayment=Repayment.BULLET)
    rows = rows_of(terms, changed("instalments", 12))

    assert (len(rows), rows[-1].due_on) == (15, date(2025, 4, 1))


def test_a_loan_that_was_called_in_has_nothing_to_spread():
    terms = plain_loan()
    facts = [drawn(terms), fact(FactKind.DEFAULT, date(2024, 3, 10)), changed("instalments", 24)]
    done = replay(terms, facts, until=FAR)

    assert done.state.due_principal == 12_000_000


def test_too_many_due_days_are_refused_by_the_replay():
    terms = plain_loan(instalments=1_000)
    facts = [drawn(terms), changed("instalments", 1_200)]

    assert kinds_of(terms, facts) == ["restructured-too-long"]


@pytest.mark.parametrize(
    ("terms", "term", "amount", "kind"),
    [
        ({}, "rate", 1, "restructuring-unknown"),
        ({}, "instalments", 0, "restructuring-out-of-range"),
        ({}, "grace", 1_201, "restructuring-out-of-range"),
        ({"repayment": Repayment.BULLET}, "grace", 1, "restructuring-of-bullet"),
        (
            {"early": EarlyRepayment(effect=PrepaymentEffect.SHORTENS_TERM)},
            "balloon", 1, "balloon-keeps-term",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_restructured_is_refused(terms, term, amount, kind):
    loan = plain_loan(**terms)

    assert [each.kind for each in problems_of_facts(loan, [changed(term, amount)])] == [kind]
