"""What the ledger holds for all inputs: balance, time, order, idempotency and the chain."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from majung.contracts.events import Event, EventKind, difference
from majung.ledger import (
    AsOf,
    BalanceKey,
    Books,
    Head,
    Line,
    Posted,
    PostingRule,
    PostingRules,
    balances,
    canonical_bytes,
    chained,
    decision_content,
    entries_of,
    entry_content,
    extract,
    imbalances,
    lines_of,
    read_canonical,
    reversal_of,
    revisions_of,
    trial_balance,
    verify,
)
from majung.values.money import Money

KINDS = ("drawdown", "interest-due", "claim-paid", "distributed")
ROLES = ("lender", "insurer", "fund", "state")
ACCOUNTS = ("cash", "loans:{contract}", "income", "payable:{party}", "equity")
FIRST_ON = date(2024, 1, 1)
FIRST_AT = datetime(2024, 1, 1, tzinfo=UTC)

days = st.dates(FIRST_ON, date(2024, 1, 6))
moments = st.integers(0, 5).map(lambda hours: FIRST_AT + timedelta(days=hours))
pairs = st.lists(st.sampled_from(ACCOUNTS), min_size=2, max_size=2, unique=True)
posting_rules = st.builds(
    lambda kind, role, pair: PostingRule(kind, role, *pair),
    st.sampled_from(KINDS),
    st.sampled_from(ROLES),
    pairs,
)
nothing_rules = tuple(PostingRule.nothing(kind, "none") for kind in KINDS)
rule_sets = st.lists(posting_rules, max_size=12).map(
    lambda rules: PostingRules.of([*nothing_rules, *rules])
)
events = st.lists(
    st.builds(
        Posted,
        effective_on=days,
        kind=st.sampled_from(KINDS),
        party=st.sampled_from(("", "kdb", "a:b")),
        amount=st.integers(-(10**15), 10**15),
    ),
    max_size=12,
)
books_of_contract = st.builds(
    Books,
    contract=st.sampled_from(("L-1", "C-2")),
    currency=st.sampled_from(("KRW", "USD")),
    by_role=st.dictionaries(st.sampled_from(ROLES), st.sampled_from(("kdb", "ksure", "motie"))),
)


@given(events, rule_sets, books_of_contract)
def test_every_entry_balances_in_each_currency(events, rules, books):
    entries = entries_of(events, rules, books, posted_on=FIRST_ON)

    assert [imbalances(entry.postings) for entry in entries] == [{books.currency: 0}] * len(entries)
    assert all(posting.amount.minor > 0 for entry in entries for posting in entry.postings)


@given(events, rule_sets, books_of_contract, st.randoms(use_true_random=False))
def test_the_order_of_events_changes_no_entry(events, rules, books, random):
    shuffled = list(events)
    random.shuffle(shuffled)

    first = entries_of(events, rules, books, posted_on=FIRST_ON)

    assert entries_of(shuffled, rules, books, posted_on=FIRST_ON) == first


@given(events, rule_sets, books_of_contract)
def test_an_event_taken_back_leaves_every_balance_at_zero(events, rules, books):
    entries = entries_of(events, rules, books, posted_on=FIRST_ON)
    taken_back = [replace(event, amount=-event.amount) for event in events]
    again = entries_of(
        taken_back, rules, books, posted_on=FIRST_ON, revisions=revisions_of(entries)
    )
    reversed_ = [reversal_of(entry, posted_on=FIRST_ON, revision=1) for entry in entries]

    lines = [line for entry in (*entries, *again) for line in lines_of(entry, recorded_at=FIRST_AT)]

    assert {balance.minor for balance in balances(lines).values()} <= {0}
    assert [set(entry.postings) for entry in again] == [set(entry.postings) for entry in reversed_]


wanted_events = st.lists(
    st.builds(
        Event,
        effective_on=days,
        kind=st.sampled_from((EventKind.DRAWDOWN, EventKind.INTEREST_DUE)),
        party=st.sampled_from(("", "kdb")),
        amount=st.integers(0, 10**12),
    ),
    max_size=8,
)


@given(wanted_events, wanted_events)
def test_a_difference_posted_twice_posts_nothing_new(first, corrected):
    rules = PostingRules.of(
        [
            PostingRule("drawdown", "lender", "loans", "cash"),
            PostingRule("interest-due", "lender", "receivable:{party}", "income"),
        ]
    )
    books = Books("L-1", "KRW", {"lender": "kdb"})
    posted, journal = {}, []
    for wanted in (first, corrected, corrected):
        delta = difference(wanted, posted)
        journal += entries_of(
            delta, rules, books, posted_on=FIRST_ON, revisions=revisions_of(journal)
        )
        for event in delta:
            posted[event.key] = posted.get(event.key, 0) + event.amount
        last_delta = delta

    assert last_delta == ()
    assert len({entry.key for entry in journal}) == len(journal)
    straight = entries_of(corrected, rules, books, posted_on=FIRST_ON)
    assert _without_zeros(balances(_lines(journal))) == balances(_lines(straight))


def _lines(entries):
    return [line for entry in entries for line in lines_of(entry, recorded_at=FIRST_AT)]


def _without_zeros(found):
    return {key: balance for key, balance in found.items() if balance.minor}


recorded_lines = st.lists(st.tuples(events, rule_sets, books_of_contract, moments), max_size=4).map(
    lambda batches: [
        line
        for events, rules, books, recorded_at in batches
        for entry in entries_of(events, rules, books, posted_on=FIRST_ON)
        for line in lines_of(entry, recorded_at=recorded_at)
    ]
)


@given(recorded_lines, days, moments)
def test_a_balance_at_any_pair_of_times_is_the_plain_sum(lines, day, moment):
    expected: dict[BalanceKey, int] = {}
    for line in lines:
        if line.entry.effective_on <= day and line.recorded_at <= moment:
            key = BalanceKey(line.entry.book, line.account, line.amount.currency)
            sign = 1 if line.side == "debit" else -1
            expected[key] = expected.get(key, 0) + sign * line.amount.minor

    found = balances(lines, AsOf(effective_on_max=day, recorded_at_max=moment))

    assert found == {key: Money(minor, key.currency) for key, minor in expected.items()}


@given(recorded_lines, days, moments)
def test_a_trial_balance_is_zero_at_any_pair_of_times(lines, day, moment):
    as_of = AsOf(effective_on_max=day, recorded_at_max=moment)
    for book in {line.entry.book for line in lines}:
        trial = trial_balance(lines, book, as_of)

        assert trial.differences == {}
        assert {
            BalanceKey(book, row.account, row.balance.currency): row.balance for row in trial.rows
        } == {key: balance for key, balance in balances(lines, as_of).items() if key.book == book}


@given(recorded_lines, days, moments)
def test_an_extract_closes_at_the_balance(lines, first_on, moment):
    as_of = AsOf(recorded_at_max=moment)
    for key, balance in balances(lines, as_of).items():
        extracted = extract(lines, key, first_on=first_on, as_of=as_of)

        assert extracted.closing == balance
        moved = sum(row.line.signed_minor for row in extracted.rows)
        assert extracted.opening + Money(moved, key.currency) == balance


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False).filter(lambda d: abs(d.adjusted()) < 50)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
)
values = st.recursive(
    scalars,
    lambda parts: (
        st.lists(parts, max_size=4).map(tuple)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), parts, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_canonical_bytes_are_read_back_whole(value):
    label, found = read_canonical(canonical_bytes("x", value))

    assert label == "x"
    assert found == value
    assert canonical_bytes("x", found) == canonical_bytes("x", value)


@given(values, values)
def test_different_values_have_different_bytes(one, other):
    are_same = one == other and _types(one) == _types(other)

    assert (canonical_bytes("x", one) == canonical_bytes("x", other)) == are_same


def _types(value):
    if isinstance(value, dict):
        return {key: _types(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_types, value))
    return type(value)


chains = st.lists(
    st.binary(max_size=40).map(lambda raw: decision_content({"raw": raw})), min_size=1
)


@given(chains, st.data())
def test_a_changed_byte_is_found_at_its_block(contents, data):
    empty = Head.empty("kdb")
    blocks = list(chained(empty, contents))
    place = data.draw(st.integers(0, len(blocks) - 1))
    part = data.draw(st.sampled_from(("content", "previous", "digest")))
    whole = getattr(blocks[place], part)
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))

    blocks[place] = replace(
        blocks[place],
        **{part: whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]},
    )

    found = verify(blocks, after=empty)
    assert found is not None
    assert found.sequence == place + 1


@given(chains, st.data())
def test_blocks_in_another_order_are_found(contents, data):
    empty = Head.empty("kdb")
    blocks = chained(empty, contents)
    shuffled = data.draw(st.permutations(blocks))

    found = verify(shuffled, after=empty)

    differing = [i for i, (was, now) in enumerate(zip(blocks, shuffled, strict=True)) if was != now]
    assert (found.sequence if found else None) == (differing[0] + 1 if differing else None)


@given(events, rule_sets, books_of_contract)
def test_a_chain_written_in_parts_is_the_chain_written_at_once(events, rules, books):
    entries = entries_of(events, rules, books, posted_on=FIRST_ON)
    contents = [entry_content(entry, recorded_at=FIRST_AT) for entry in entries]
    empty = Head.empty("kdb")
    half = len(contents) // 2
    first = chained(empty, contents[:half])
    head = first[-1].head if first else empty

    assert (*first, *chained(head, contents[half:])) == chained(empty, contents)


@given(recorded_lines, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_balance(lines: list[Line], random):
    shuffled = list(lines)
    random.shuffle(shuffled)

    assert balances(shuffled) == balances(lines)


def test_equal_decimals_are_one_value():
    assert canonical_bytes("x", Decimal("0.70")) == canonical_bytes("x", Decimal("0.7"))
