"""The worked example of docs/ledger.md stands here in numbers."""

from datetime import date

import pytest

from majung.errors import message
from majung.ledger import (
    Account,
    AccountClass,
    Books,
    Chart,
    EntryKey,
    EventKey,
    Posted,
    Posting,
    PostingRule,
    PostingRules,
    Side,
    UnboundEventError,
    entries_of,
    problems_of,
    revisions_of,
)
from majung.values.money import Money

DRAWN_ON = date(2024, 3, 4)
DUE_ON = date(2024, 4, 4)
CORRECTED_ON = date(2024, 5, 2)
RULES = PostingRules.of(
    [
        PostingRule("drawdown", "lender", "loans:{contract}", "cash"),
        PostingRule("interest-share-due", "lender", "share-receivable:{party}", "interest-income"),
        PostingRule("interest-share-due", "state", "interest-subsidy", "share-payable:{contract}"),
        PostingRule.nothing("claim-accepted", "lender"),
    ]
)
BOOKS = Books("L-1", "KRW", {"lender": "kdb", "state": "motie"})


def _sides(entry):
    return tuple(
        (posting.account, posting.side.value, posting.amount.minor) for posting in entry.postings
    )


def test_an_event_makes_one_entry_in_each_book_with_rules_for_it():
    events = [
        Posted(DRAWN_ON, "drawdown", "", 1_000_000_000),
        Posted(DUE_ON, "interest-share-due", "motie", 500_000),
    ]

    entries = entries_of(events, RULES, BOOKS, posted_on=DUE_ON)

    assert [(entry.key, _sides(entry)) for entry in entries] == [
        (
            EntryKey("kdb", "L-1", DRAWN_ON, "drawdown", "", 0),
            (("loans:L-1", "debit", 1_000_000_000), ("cash", "credit", 1_000_000_000)),
        ),
        (
            EntryKey("kdb", "L-1", DUE_ON, "interest-share-due", "motie", 0),
            (("share-receivable:motie", "debit", 500_000), ("interest-income", "credit", 500_000)),
        ),
        (
            EntryKey("motie", "L-1", DUE_ON, "interest-share-due", "motie", 0),
            (("interest-subsidy", "debit", 500_000), ("share-payable:L-1", "credit", 500_000)),
        ),
    ]


def test_a_negative_difference_turns_the_sides_under_the_next_revision():
    drawn = entries_of(
        [Posted(DRAWN_ON, "drawdown", "", 1_000_000_000)], RULES, BOOKS, posted_on=DRAWN_ON
    )

    corrected = entries_of(
        [Posted(DRAWN_ON, "drawdown", "", -100_000_000)],
        RULES,
        BOOKS,
        posted_on=CORRECTED_ON,
        revisions=revisions_of(drawn),
    )

    assert corrected[0].key == EntryKey("kdb", "L-1", DRAWN_ON, "drawdown", "", 1)
    assert corrected[0].posted_on == CORRECTED_ON
    assert _sides(corrected[0]) == (
        ("loans:L-1", "credit", 100_000_000),
        ("cash", "debit", 100_000_000),
    )


def test_amounts_of_one_event_key_are_added_and_zero_moves_nothing():
    events = [Posted(DRAWN_ON, "drawdown", "", amount) for amount in (700, -200)]
    nothing = [Posted(DUE_ON, "drawdown", "", amount) for amount in (5, -5)]

    entries = entries_of([*events, *nothing], RULES, BOOKS, posted_on=DUE_ON)

    assert [_sides(entry) for entry in entries] == [
        (("loans:L-1", "debit", 500), ("cash", "credit", 500))
    ]


def test_an_event_stated_to_post_nothing_posts_nothing():
    events = [Posted(DUE_ON, "claim-accepted", "", 5)]

    assert entries_of(events, RULES, BOOKS, posted_on=DUE_ON) == ()


def test_kinds_that_no_rule_mentions_are_refused_all_at_once():
    events = [Posted(DUE_ON, kind, "", 1) for kind in ("subrogated", "drawdown", "claim-paid")]

    with pytest.raises(UnboundEventError) as refusal:
        entries_of(events, RULES, BOOKS, posted_on=DUE_ON)

    assert refusal.value.message == message(
        "event-unbound", contract="L-1", kinds=("claim-paid", "subrogated")
    )


def test_an_unbound_kind_is_refused_even_where_its_amount_is_zero():
    with pytest.raises(UnboundEventError):
        entries_of([Posted(DUE_ON, "subrogated", "", 0)], RULES, BOOKS, posted_on=DUE_ON)


def test_several_rules_of_one_kind_and_book_make_one_entry():
    rules = PostingRules.of(
        [
            PostingRule("drawdown", "lender", "loans", "cash"),
            PostingRule("drawdown", "lender", "commitments-given", "commitments-contra"),
        ]
    )

    (entry,) = entries_of([Posted(DRAWN_ON, "drawdown", "", 9)], rules, BOOKS, posted_on=DRAWN_ON)

    assert _sides(entry) == (
        ("loans", "debit", 9),
        ("cash", "credit", 9),
        ("commitments-given", "debit", 9),
        ("commitments-contra", "credit", 9),
    )


def test_an_event_without_a_party_is_posted_to_the_account_itself():
    entries = entries_of(
        [Posted(DUE_ON, "interest-share-due", "", 7)], RULES, BOOKS, posted_on=DUE_ON
    )

    assert entries[0].postings[0] == Posting("share-receivable", Side.DEBIT, Money(7))


def test_a_party_is_never_read_as_a_place():
    events = [Posted(DUE_ON, "interest-share-due", "{contract}", 7)]

    entries = entries_of(events, RULES, BOOKS, posted_on=DUE_ON)

    assert entries[0].postings[0].account == "share-receivable:{contract}"


def test_the_next_revision_is_counted_for_each_event():
    entries = entries_of(
        [Posted(DRAWN_ON, "drawdown", "", 1), Posted(DUE_ON, "interest-share-due", "motie", 1)],
        RULES,
        BOOKS,
        posted_on=DUE_ON,
        revisions={EventKey(DRAWN_ON, "drawdown", ""): 4},
    )

    assert revisions_of(entries) == {
        EventKey(DRAWN_ON, "drawdown", ""): 5,
        EventKey(DUE_ON, "interest-share-due", "motie"): 1,
    }


@pytest.mark.parametrize(("debit", "credit"), [("loans", ""), ("", "cash"), ("cash", "cash")])
def test_a_rule_moves_between_two_accounts_or_posts_nothing(debit, credit):
    with pytest.raises(ValueError, match="a posting rule"):
        PostingRule("drawdown", "lender", debit, credit)


def test_everything_wrong_with_rules_is_said_at_once():
    chart = Chart.of(
        [
            Account("loans", "대출금", "Loans", AccountClass.ASSET),
            Account("cash", "현금", "Cash", AccountClass.ASSET),
            Account("covers", "보증채무", "Covers given", AccountClass.MEMORANDUM),
        ]
    )
    rules = PostingRules.of(
        [
            PostingRule("drawdown", "lender", "loans", "cash"),
            PostingRule("drawdown", "lender", "loans", "cash"),
            PostingRule.nothing("drawdown", "lender"),
            PostingRule("issue", "lender", "covers", "cash"),
            PostingRule("fee", "lender", "cash:{bank}", "fees"),
            PostingRule("fee", "insurer", "cash", "loans"),
        ]
    )

    problems = problems_of(rules, {"lender": chart}, ["drawdown", "default", "claim"])

    lender = {"book": "lender"}
    assert problems == (
        message("posting-event-unbound", event="claim"),
        message("posting-event-unbound", event="default"),
        message("posting-rule-twice", event="drawdown", **lender),
        message("posting-rule-contradicts", event="drawdown", **lender),
        message("posting-mixes-memorandum", event="issue", **lender),
        message("posting-placeholder-unknown", event="fee", word="bank", **lender),
        message("posting-account-missing", event="fee", account="fees", **lender),
        message("posting-account-missing", event="fee", account="cash", book="insurer"),
        message("posting-account-missing", event="fee", account="loans", book="insurer"),
    )


def test_rules_without_fault_have_no_problems():
    chart = Chart.of(
        [
            Account(code, code, code, AccountClass.ASSET)
            for code in ("loans", "cash", "share-receivable", "interest-income")
        ]
    )
    state = Chart.of(
        [
            Account("interest-subsidy", "이차보전", "Interest subsidy", AccountClass.EXPENSE),
            Account("share-payable", "미지급금", "Payable", AccountClass.LIABILITY),
        ]
    )

    assert problems_of(RULES, {"lender": chart, "state": state}, ["drawdown"]) == ()
