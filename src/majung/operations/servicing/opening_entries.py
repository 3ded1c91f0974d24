"""The opening entry of a contract: what passed before this office's time goes to capital."""

from collections.abc import Iterator, Mapping
from datetime import date

from majung.contracts.events import EventKind
from majung.errors import PolicyFinanceError
from majung.ledger import OPENING_BALANCE, AccountClass, Entry, EntryKey, Posting, Side, code_of
from majung.operations.servicing.opening_reading import OpeningContract
from majung.operations.versions import pinned
from majung.programmes import BookRole, Programme
from majung.store.servicing.ledger import entries_of_contract
from majung.values.money import Money

#: Whose books must say what the file says.
OWN = frozenset({BookRole.LENDER, BookRole.INSURER, BookRole.FUND})
#: Events whose posting names the cash account of a role, and whether on its debit.
CASH: Mapping[BookRole, tuple[tuple[EventKind, bool], ...]] = {
    BookRole.LENDER: ((EventKind.DRAWDOWN, False),),
    BookRole.INSURER: ((EventKind.PREMIUM_PAID, True), (EventKind.CLAIM_PAID, False)),
    BookRole.FUND_OF_FUNDS: ((EventKind.CAPITAL_PAID, False),),
}


class OpeningBalancesDifferError(PolicyFinanceError):
    """What stands on the books after opening balances is what the file adds up to."""

    kind = "opening-balances-differ"


def opening_entries(of: OpeningContract, *, on: date) -> Iterator[Entry]:
    """Take what passed before this office's time to capital, in each book of a contract.

    Runs behind the posting of the contract's opening facts.

    Args:
        on: the day of posting.

    Raises:
        OpeningBalancesDifferError: the lender's books would not say what the file says.
    """
    contract = of.contract
    programme = pinned(contract.programme, contract.version)
    posted = [entry for entry, _ in entries_of_contract(contract.key)]
    for party in contract.parties:
        if not party.book:
            continue
        role = BookRole(party.role)
        sums: dict[str, int] = {}
        for entry in posted:
            for line in entry.postings if entry.key.book == party.book else ():
                sums[line.account] = sums.get(line.account, 0) + line.signed_minor
        if role in OWN:
            _require_balances(of, programme, role, sums)
        if role is BookRole.FUND:
            continue  # a fund's book is its own, whole since its formation: nothing passed before
        passed = dict(_passed(programme, role, sums))
        if any(passed.values()):
            key = EntryKey(party.book, contract.key, of.opened.as_of, OPENING_BALANCE, "", 0)
            yield Entry(key, on, tuple(_postings(passed, programme, role, contract.currency)))


def _passed(
    programme: Programme, role: BookRole, sums: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    """Return the sums on cash, income and expense: they belong to the time before."""
    chart = programme.charts[role]
    cash = set()
    for kind, is_debit in CASH.get(role, ()):
        for rule in programme.postings.posting(kind.value, role.value)[:1]:
            cash.add(code_of(rule.debit if is_debit else rule.credit))
    flows = {AccountClass.INCOME, AccountClass.EXPENSE}
    for account, amount in sorted(sums.items()):
        code = code_of(account)
        if amount and (code in cash or chart.account(code).account_class in flows):
            yield account, amount


def _postings(
    passed: Mapping[str, int], programme: Programme, role: BookRole, currency: str
) -> Iterator[Posting]:
    capital = next(
        account.code
        for account in programme.charts[role].accounts
        if account.account_class is AccountClass.EQUITY
    )
    for account, amount in (*((a, -minor) for a, minor in passed.items()),
                            (capital, sum(passed.values()))):  # fmt: skip
        if amount:
            side = Side.DEBIT if amount > 0 else Side.CREDIT
            yield Posting(account, side, Money(abs(amount), currency))


def _require_balances(
    of: OpeningContract, programme: Programme, role: BookRole, sums: Mapping[str, int]
) -> None:
    """Refuse where the books of who holds the contract would say anything but the file."""
    for kind, is_debit, wanted in of.opened.balances:
        rules = programme.postings.posting(kind.value, role.value)
        if not rules:
            continue
        code = code_of(rules[0].debit if is_debit else rules[0].credit)
        found = sum(amount for account, amount in sums.items() if code_of(account) == code)
        if found != wanted:
            raise OpeningBalancesDifferError(
                contract=of.contract.key,
                account=code,
                wanted=Money(wanted, of.contract.currency),
                found=Money(found, of.contract.currency),
            )
