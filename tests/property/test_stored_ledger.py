"""The sums the database makes are those the pure ledger makes of the same lines."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majung import ledger as pure
from majung.ledger import AsOf, Entry, EntryKey, Posting, Side
from majung.store.servicing import books, ledger, posting
from majung.store.servicing.chain import verify_book
from majung.store.upkeep.audit import balance_differences
from majung.values.money import Money
from store_world import ACCOUNTS, AT, found_institutions, state

FIRST_ON = date(2024, 1, 1)
_example = iter(range(1_000_000))

names = st.sampled_from(["loans", "cash", "income", "loans:a", "loans:b"])
moves = st.tuples(names, names, st.integers(1, 10**12), st.sampled_from(["KRW", "USD"]))
given_entries = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 5), st.lists(moves, min_size=1, max_size=3)),
    max_size=8,
)
bounds = st.tuples(
    st.none() | st.integers(-1, 20).map(lambda days: FIRST_ON + timedelta(days)),
    st.none() | st.integers(-1, 5).map(lambda hours: AT + timedelta(hours=hours)),
)


def entry_of(book, number, day, lines):
    postings = tuple(
        posting
        for debit, credit, amount, currency in lines
        for posting in (
            Posting(debit, Side.DEBIT, Money(amount, currency)),
            Posting(credit, Side.CREDIT, Money(amount, currency)),
        )
    )
    on = FIRST_ON + timedelta(day)
    return Entry(EntryKey(book, "", on, "by-hand", "", number), on, postings)


@given(given_entries, bounds)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_stored_and_pure_sums_are_the_same(database, told, bound):
    book = f"book-{next(_example)}"
    as_of = AsOf(*bound)
    lines = []
    found_institutions("bank-a")
    with state():
        books.open_book(book, institution="bank-a", chart=ACCOUNTS)
        for number, (day, hour, moved) in enumerate(told):
            entry, at = entry_of(book, number, day, moved), AT + timedelta(hours=hour)
            posting.post([entry], at=at)
            lines += pure.lines_of(entry, recorded_at=at)

        key = pure.BalanceKey(book, "loans:a", "KRW")
        assert ledger.balances_of(book) == pure.balances(lines)
        assert ledger.balances_of(book, as_of=as_of) == pure.balances(lines, as_of)
        assert ledger.trial_balance_of(book, as_of=as_of) == pure.trial_balance(lines, book, as_of)
        assert ledger.trial_balance_of(book, as_of=as_of).differences == {}
        stored = ledger.extract_of(book, "loans:a", first_on=FIRST_ON + timedelta(5), as_of=as_of)
        reckoned = pure.extract(lines, key, first_on=FIRST_ON + timedelta(5), as_of=as_of)
        assert (stored.opening, stored.closing) == (reckoned.opening, reckoned.closing)
        assert sorted(map(str, ledger.lines_of_book(book))) == sorted(map(str, lines))
        assert verify_book(book).is_whole
        assert balance_differences() == ()
