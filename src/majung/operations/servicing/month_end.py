"""What a month's end asks of every loan: interest accrued and not due, and the class of arrears.

Accrued interest is posted to the accounts to which interest goes when it falls due, one entry a
book and payer for all loans together, and taken back on the first day of the next month: between
two months' ends the books hold what fell due.  What each loan adds to the entry is kept beside it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from majung.contracts.events import EventKind
from majung.ledger import Entry, EntryKey, Posting, Side, reversal_of
from majung.ledger.accounts import MEMBER_MARK
from majung.operations.servicing.arrears import arrears_rules
from majung.operations.servicing.posting import Refused
from majung.operations.servicing.posting_rules import (
    OF_CONTRACT,
    BookPosting,
    missing_account,
    signature_read,
)
from majung.operations.servicing.standing_together import Stood, stood
from majung.store.servicing.closing_rows import (
    Found,
    add_accruals,
    add_classes,
    classes_before,
)
from majung.store.servicing.journal import accounts_of
from majung.store.servicing.ledger import entries_without_contract
from majung.store.servicing.posting import post
from majung.store.upkeep.closes import add_to_content, content_of
from majung.values.money import Money
from majung.values.months import Month

#: Kinds of entries about accrued interest: the borrower's, and that of payers of discounts.
ACCRUED, SHARE_ACCRUED = "interest-accrued", "interest-share-accrued"
TAKEN_BACK = {
    ACCRUED: "interest-accrual-reversed",
    SHARE_ACCRUED: "interest-share-accrual-reversed",
}
#: The kind of event whose accounts each is posted to.
_DUE = {ACCRUED: EventKind.INTEREST_DUE.value, SHARE_ACCRUED: EventKind.INTEREST_SHARE_DUE.value}


#: Stands between where something is posted and who bears it.
GROUP = "\x1d"


def months_ended(*, after: date, on: date) -> tuple[date, ...]:
    """Return the last days of months that lie behind a day, up to another, which is included.

    >>> months_ended(after=date(2024, 11, 29), on=date(2024, 12, 2))
    (datetime.date(2024, 11, 30),)
    """
    found = []
    month = Month.of(after)
    while month.last_on <= on:
        if month.last_on > after:
            found.append(month.last_on)
        month = month.next()
    return tuple(found)


def keep_month_end(
    found: Found, *, month_end: date, on: date, at: datetime
) -> tuple[int, tuple[Refused, ...]]:
    """Keep what has accrued on loans by a month's end, and the classes of their arrears.

    Runs inside a transaction of the State.

    Returns:
        how many rows of accruals, and the loans that cannot be replayed.
    """
    loans = stood(found, until=month_end)
    rules = arrears_rules()
    places = rules.places(loans.days_past_due)
    accrues = np.array([each.accrues for each in rules.buckets], np.bool_)[places]
    own = accrues & (loans.accrued != 0)
    shares = accrues[loans.share_rows]
    rows = np.concatenate([np.flatnonzero(own), loans.share_rows[shares]])
    parties = [""] * int(own.sum()) + [
        party
        for party, is_kept in zip(loans.share_parties, shares.tolist(), strict=True)
        if is_kept
    ]
    kept = add_accruals(
        loans.numbers[rows],
        loans.institutions[rows],
        parties,
        np.concatenate([loans.accrued[own], loans.share_amounts[shares]]),
        on=month_end,
        at=at,
    )
    _add_sums(loans, own, shares, month_end=month_end, on=on)
    _keep_classes(loans, places, month_end=month_end, at=at)
    return kept, loans.refused


def _add_sums(
    loans: Stood,
    own: NDArray[np.bool_],
    shares: NDArray[np.bool_],
    *,
    month_end: date,
    on: date,
) -> None:
    """Add what accrued to what the close keeps, by where it is posted and who bears it."""
    sums: dict[str, int] = {}
    accrued = loans.accrued.tolist()
    for row in np.flatnonzero(own).tolist():
        name = loans.signatures[row] + GROUP
        sums[name] = sums.get(name, 0) + accrued[row]
    of_share = zip(
        loans.share_rows.tolist(), loans.share_parties, loans.share_amounts.tolist(), strict=True
    )
    for (row, party, amount), is_kept in zip(of_share, shares.tolist(), strict=True):
        if is_kept:
            name = f"{loans.signatures[row]}{GROUP}{party}"
            sums[name] = sums.get(name, 0) + amount
    if sums:
        add_to_content(on, {_kept(month_end): sums})


def _kept(month_end: date) -> str:
    return f"accrued {month_end}"


def _keep_classes(
    loans: Stood, places: NDArray[np.int64], *, month_end: date, at: datetime
) -> None:
    rules = arrears_rules()
    known = classes_before(month_end)
    was = [known.get(number, rules.normal.key) for number in loans.numbers.tolist()]
    keys = [rules.buckets[place].key for place in places.tolist()]
    # Normal before and now is not worth a row.
    both = zip(keys, was, strict=True)
    told = np.array([{*pair} != {rules.normal.key} for pair in both], np.bool_)
    at_places = np.flatnonzero(told).tolist()
    overdue = loans.principal + loans.interest + loans.late_interest + loans.fee
    add_classes(
        loans.numbers[told],
        loans.institutions[told],
        [keys[place] for place in at_places],
        [was[place] for place in at_places],
        {
            "days_past_due": loans.days_past_due[told],
            "overdue": overdue[told],
            "outstanding": loans.outstanding[told],
        },
        on=month_end,
        at=at,
    )


def post_accruals(month_end: date, *, on: date, at: datetime) -> int:
    """Post what had accrued by a month's end; return how many entries were not posted before.

    Runs inside a transaction of the State.
    """
    return post(_entries(content_of(on, _kept(month_end)), month_end, on), at=at)


def take_back_accruals(month_end: date, *, on: date, at: datetime) -> int:
    """Take back, for the first day of the next month, what was posted at a month's end.

    Runs inside a transaction of the State.

    Returns:
        how many entries were not posted before.
    """
    posted = entries_without_contract(tuple(TAKEN_BACK), effective_on=month_end)
    first = month_end + timedelta(days=1)
    turned = []
    for entry in posted:
        key = entry.key._replace(effective_on=first, kind=TAKEN_BACK[entry.key.kind])
        back = reversal_of(entry, posted_on=on, revision=0)
        turned.append(Entry(key, on, back.postings))
    return post(turned, at=at)


def _entries(sums: Mapping[str, int], month_end: date, on: date) -> Iterator[Entry]:
    amounts: dict[tuple[str, str, str], dict[tuple[str, Side, str], int]] = {}
    for name, amount in sums.items():
        written, _, party = name.partition(GROUP)
        kind = SHARE_ACCRUED if party else ACCRUED
        signature = signature_read(written)
        if signature is None:
            continue
        for reached in signature.posting(_DUE[kind], party):
            sides = _lines(reached)
            named = [(reached.book, account) for account, _ in sides]
            if missing_account(accounts_of([reached.book]), named):
                # Its loans are set aside on the day something falls due on them.
                continue
            of_entry = amounts.setdefault((reached.book, kind, party), {})
            for account, side in sides:
                place = (account, side, signature.currency)
                of_entry[place] = of_entry.get(place, 0) + amount
    for (book, kind, party), lines in sorted(amounts.items()):
        postings = tuple(
            Posting(account, side, Money(amount, currency))
            for (account, side, currency), amount in sorted(lines.items())
            if amount
        )
        if postings:
            yield Entry(EntryKey(book, "", month_end, kind, party, 0), on, postings)


def _lines(reached: BookPosting) -> list[tuple[str, Side]]:
    """Return the accounts for all loans together: a member that is one contract is left out."""
    return [
        (account.replace(OF_CONTRACT, "").removesuffix(MEMBER_MARK), side)
        for pair in reached.pairs
        for account, side in zip(pair, (Side.DEBIT, Side.CREDIT), strict=True)
    ]
