from datetime import UTC, date, datetime

import pytest

from majung.ledger import (
    LATEST,
    Account,
    AccountClass,
    AsOf,
    BalanceKey,
    Books,
    BookUnbalancedError,
    Chart,
    Line,
    Posted,
    PostingRule,
    PostingRules,
    Side,
    TrialBalance,
    TrialRow,
    balances,
    class_totals,
    entries_of,
    extract,
    lines_of,
    revisions_of,
    rolled_up,
    trial_balance,
)
from majung.values.money import Money

DRAWN_ON, DUE_ON, CORRECTED_ON = date(2024, 3, 4), date(2024, 4, 4), date(2024, 5, 2)
DRAWN_AT, DUE_AT, CORRECTED_AT = (
    datetime(2024, day.month, day.day, 9, tzinfo=UTC) for day in (DRAWN_ON, DUE_ON, CORRECTED_ON)
)
RULES = PostingRules.of(
    [
        PostingRule("drawdown", "lender", "loans:{contract}", "cash"),
        PostingRule("interest-due", "lender", "interest-receivable", "interest-income"),
    ]
)
BOOKS = Books("L-1", "KRW", {"lender": "kdb"})


@pytest.fixture
def lines():
    """A drawdown of 1,000, interest of 30, and the news that 900 had been drawn, of one loan."""
    drawn = entries_of([Posted(DRAWN_ON, "drawdown", "", 1_000)], RULES, BOOKS, posted_on=DRAWN_ON)
    due = entries_of([Posted(DUE_ON, "interest-due", "", 30)], RULES, BOOKS, posted_on=DUE_ON)
    corrected = entries_of(
        [Posted(DRAWN_ON, "drawdown", "", -100), Posted(DUE_ON, "interest-due", "", -3)],
        RULES,
        BOOKS,
        posted_on=CORRECTED_ON,
        revisions=revisions_of([*drawn, *due]),
    )
    return [
        line
        for entries, recorded_at in ((drawn, DRAWN_AT), (due, DUE_AT), (corrected, CORRECTED_AT))
        for entry in entries
        for line in lines_of(entry, recorded_at=recorded_at)
    ]


def _loans(lines, as_of):
    return balances(lines, as_of)[BalanceKey("kdb", "loans:L-1", "KRW")]


def test_a_balance_is_had_as_known_today_and_as_known_then(lines):
    as_known_then = AsOf(effective_on_max=DUE_ON, recorded_at_max=DUE_AT)
    as_known_today = AsOf(effective_on_max=DUE_ON)

    assert _loans(lines, as_known_then) == Money(1_000)
    assert _loans(lines, as_known_today) == Money(900)


def test_both_bounds_count_the_day_and_the_moment_itself(lines):
    before = AsOf(effective_on_max=date(2024, 3, 3))
    unknown = AsOf(recorded_at_max=datetime(2024, 3, 4, 8, 59, tzinfo=UTC))

    assert balances(lines, before) == {}
    assert balances(lines, unknown) == {}
    assert _loans(lines, AsOf(DRAWN_ON, DRAWN_AT)) == Money(1_000)


def test_balances_of_all_accounts_are_there(lines):
    assert balances(lines) == {
        BalanceKey("kdb", "cash", "KRW"): Money(-900),
        BalanceKey("kdb", "interest-income", "KRW"): Money(-27),
        BalanceKey("kdb", "interest-receivable", "KRW"): Money(27),
        BalanceKey("kdb", "loans:L-1", "KRW"): Money(900),
    }


def test_sub_accounts_roll_up_into_their_account():
    found = {
        BalanceKey("kdb", "loans:L-1", "KRW"): Money(900),
        BalanceKey("kdb", "loans:L-2", "KRW"): Money(50),
        BalanceKey("kdb", "loans", "KRW"): Money(1),
    }

    assert rolled_up(found) == {BalanceKey("kdb", "loans", "KRW"): Money(951)}


def test_class_totals_count_on_the_side_on_which_the_class_grows(lines):
    chart = Chart.of(
        [
            Account("loans", "대출금", "Loans", AccountClass.ASSET),
            Account("cash", "현금", "Cash", AccountClass.ASSET),
            Account("interest-receivable", "미수이자", "Interest due", AccountClass.ASSET),
            Account("interest-income", "이자수익", "Interest income", AccountClass.INCOME),
        ]
    )

    assert class_totals(balances(lines), chart) == {
        (AccountClass.ASSET, "KRW"): Money(27),
        (AccountClass.INCOME, "KRW"): Money(27),
    }


def test_a_trial_balance_lists_debits_and_credits_and_its_difference_is_zero(lines):
    trial = trial_balance(lines, "kdb")

    assert trial == TrialBalance(
        "kdb",
        LATEST,
        (
            TrialRow("cash", Money(100), Money(1_000)),
            TrialRow("interest-income", Money(3), Money(30)),
            TrialRow("interest-receivable", Money(30), Money(3)),
            TrialRow("loans:L-1", Money(1_000), Money(100)),
        ),
    )
    assert trial.totals == {"KRW": (Money(1_133), Money(1_133))}
    assert trial.differences == {}
    assert [row.balance.minor for row in trial.rows] == [-900, -27, 27, 900]
    trial.require_balanced()


def test_a_trial_balance_is_of_one_book(lines):
    assert trial_balance(lines, "ibk").rows == ()


def test_a_book_that_lost_a_line_is_refused(lines):
    trial = trial_balance(lines[1:], "kdb")

    assert trial.differences == {"KRW": Money(-1_000)}
    with pytest.raises(BookUnbalancedError) as refusal:
        trial.require_balanced()
    assert refusal.value.message.value("difference") == Money(-1_000)


def test_an_extract_runs_from_opening_to_closing(lines):
    key = BalanceKey("kdb", "interest-receivable", "KRW")

    extracted = extract(lines, key, first_on=date(2024, 4, 1))

    assert extracted.opening == Money(0)
    assert [(row.line.posted_on, row.balance.minor) for row in extracted.rows] == [
        (DUE_ON, 30),
        (CORRECTED_ON, 27),
    ]
    assert extracted.closing == Money(27)


def test_what_came_before_an_extract_is_its_opening_balance(lines):
    key = BalanceKey("kdb", "cash", "KRW")

    extracted = extract(lines, key, first_on=date(2024, 4, 1), as_of=AsOf(recorded_at_max=DUE_AT))

    assert extracted.opening == Money(-1_000)
    assert extracted.rows == ()
    assert extracted.closing == Money(-1_000)


def test_lines_carry_their_entry_and_the_moment_of_recording():
    (entry,) = entries_of([Posted(DRAWN_ON, "drawdown", "", 5)], RULES, BOOKS, posted_on=DUE_ON)

    assert lines_of(entry, recorded_at=DUE_AT) == (
        Line(entry.key, 0, DUE_ON, DUE_AT, "loans:L-1", Side.DEBIT, Money(5)),
        Line(entry.key, 1, DUE_ON, DUE_AT, "cash", Side.CREDIT, Money(5)),
    )


def test_the_moment_of_recording_has_its_time_zone():
    (entry,) = entries_of([Posted(DRAWN_ON, "drawdown", "", 5)], RULES, BOOKS, posted_on=DUE_ON)

    with pytest.raises(ValueError, match="time zone"):
        lines_of(entry, recorded_at=DUE_AT.replace(tzinfo=None))
