from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from majung.errors import message
from majung.ledger import (
    Books,
    BrokenBlock,
    Head,
    Posted,
    PostingRule,
    PostingRules,
    chained,
    decision_content,
    digest_of,
    entries_of,
    entry_content,
    read_canonical,
    verify,
)

RECORDED_AT = datetime(2024, 3, 4, 9, tzinfo=UTC)
EMPTY = Head.empty("kdb")


@pytest.fixture
def blocks():
    contents = [decision_content({"application": number}) for number in range(1, 6)]
    return chained(EMPTY, contents)


def _entry():
    rules = PostingRules.of([PostingRule("drawdown", "lender", "loans", "cash")])
    return entries_of(
        [Posted(date(2024, 3, 4), "drawdown", "", 1_000_000_000)],
        rules,
        Books("L-1", "KRW", {"lender": "kdb"}),
        posted_on=date(2024, 3, 4),
    )[0]


def test_a_chain_as_it_was_written_has_no_broken_block(blocks):
    assert verify(blocks, after=EMPTY) is None
    assert [block.sequence for block in blocks] == [1, 2, 3, 4, 5]


def test_a_chain_goes_on_from_its_head(blocks):
    more = chained(blocks[-1].head, [b"more"])

    assert verify((*blocks, *more), after=EMPTY) is None
    assert verify(more, after=blocks[-1].head) is None


def test_a_changed_content_is_found_at_its_block(blocks):
    changed = replace(blocks[2], content=decision_content({"application": 99}))

    found = verify((*blocks[:2], changed, *blocks[3:]), after=EMPTY)

    assert found == BrokenBlock("kdb", 3, message("chain-content-differs"))


def test_a_content_changed_with_its_digest_is_found_at_the_next_block(blocks):
    content = decision_content({"application": 99})
    digest = digest_of(book="kdb", sequence=3, previous=blocks[1].digest, content=content)
    changed = replace(blocks[2], content=content, digest=digest)

    found = verify((*blocks[:2], changed, *blocks[3:]), after=EMPTY)

    assert found == BrokenBlock("kdb", 4, message("chain-link-differs"))


def test_a_removed_block_is_found_where_it_stood(blocks):
    found = verify((*blocks[:2], *blocks[3:]), after=EMPTY)

    assert found == BrokenBlock("kdb", 3, message("chain-number-missing", found=4))


def test_a_block_of_another_book_is_found(blocks):
    other = chained(Head.empty("ibk"), [b"x"])

    found = verify((*other, *blocks[1:]), after=EMPTY)

    assert found == BrokenBlock("kdb", 1, message("chain-book-differs", found="ibk"))


def test_books_of_equal_contents_have_different_digests():
    assert chained(EMPTY, [b"x"])[0].digest != chained(Head.empty("ibk"), [b"x"])[0].digest


def test_the_content_of_an_entry_says_all_of_it():
    label, value = read_canonical(entry_content(_entry(), recorded_at=RECORDED_AT))

    assert label == "entry"
    assert value == {
        "book": "kdb",
        "contract": "L-1",
        "effective_on": date(2024, 3, 4),
        "kind": "drawdown",
        "party": "",
        "revision": 0,
        "posted_on": date(2024, 3, 4),
        "recorded_at": RECORDED_AT,
        "postings": (
            ("loans", "debit", 1_000_000_000, "KRW"),
            ("cash", "credit", 1_000_000_000, "KRW"),
        ),
    }


def test_the_form_of_version_one_never_changes():
    """Digests of books that exist rest on this: a new form is a new version, never this one."""
    (block,) = chained(EMPTY, [entry_content(_entry(), recorded_at=RECORDED_AT)])

    assert block.digest.hex() == (
        "db9588375826e87219c6c7f0e544710a53c65827d752b721b49d4260c0d89278"
    )
