"""Accounts: the lines of an institution's chart, as data.

An account is a code with a name in two languages and a class; the class says on which side it
grows.  A posting names an account by its code, or a sub-account of it as ``code:member``: a
partner of a fund, the payer of an interest share.  Sub-accounts need no line in the chart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from majung.errors import Language, PolicyFinanceError

#: Stands between the code of an account and its member.
MEMBER_MARK = ":"


class Side(StrEnum):
    """The side of an account an amount stands on."""

    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def sign(self) -> int:
        """1 for a debit, -1 for a credit: balances count debits as positive, everywhere."""
        return 1 if self is Side.DEBIT else -1

    @property
    def opposite(self) -> "Side":
        """The other side."""
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class AccountClass(StrEnum):
    """What an account counts."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"
    #: Off balance: commitments and covers.  Memorandum accounts balance among themselves.
    MEMORANDUM = "memorandum"

    @property
    def grows_on(self) -> Side:
        """The side on which the account grows; a memorandum account is read on its debit side."""
        debit = {AccountClass.ASSET, AccountClass.EXPENSE, AccountClass.MEMORANDUM}
        return Side.DEBIT if self in debit else Side.CREDIT


class AccountCodeTwiceError(PolicyFinanceError):
    """A chart has each code once."""

    kind = "account-code-twice"


class AccountMissingError(PolicyFinanceError):
    """What is posted to stands in the chart."""

    kind = "account-missing"


@dataclass(frozen=True, slots=True)
class Account:
    """A line of a chart of accounts.

    Attributes:
        code: what postings name it by; without a colon, which marks a member.
    """

    code: str
    name_ko: str
    name_en: str
    account_class: AccountClass

    def __post_init__(self) -> None:
        if not self.code or MEMBER_MARK in self.code:
            raise ValueError(f"an account code is a word without a colon, not {self.code!r}")

    def spoken(self, language: Language) -> str:
        """Write the account as officials list it: code and name."""
        return f"{self.code} {self.name_ko if language == 'ko' else self.name_en}"


@dataclass(frozen=True, slots=True)
class Chart:
    """The accounts of a book, in the order they are printed.

    Raises:
        AccountCodeTwiceError: two accounts have one code.
    """

    accounts: tuple[Account, ...]
    _by_code: Mapping[str, Account] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[str, Account] = {}
        for account in self.accounts:
            if account.code in by_code:
                raise AccountCodeTwiceError(code=account.code, first=by_code[account.code])
            by_code[account.code] = account
        object.__setattr__(self, "_by_code", by_code)

    @classmethod
    def of(cls, accounts: Iterable[Account]) -> "Chart":
        """Make a chart of accounts in the order given."""
        return cls(tuple(accounts))

    def __iter__(self) -> Iterator[Account]:
        return iter(self.accounts)

    def __contains__(self, name: object) -> bool:
        """Whether an account or the account of a sub-account stands in the chart."""
        return isinstance(name, str) and code_of(name) in self._by_code

    def account(self, name: str) -> Account:
        """Return the account of a name, for a sub-account the account it belongs to.

        Raises:
            AccountMissingError: the chart has no such code.
        """
        code = code_of(name)
        if code not in self._by_code:
            raise AccountMissingError(code=code)
        return self._by_code[code]


def code_of(name: str) -> str:
    """Return the code in the name of an account or sub-account.

    >>> code_of("interest-share-receivable:state")
    'interest-share-receivable'
    """
    return name.partition(MEMBER_MARK)[0]


def member_of(name: str) -> str:
    """Return the member in the name of a sub-account; empty for the account itself."""
    return name.partition(MEMBER_MARK)[2]
