"""Names for keys on pages: who takes part in a contract, who recorded, which account."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.urls import reverse

from majung.applications.firm import FirmIdentity
from majung.ledger.accounts import MEMBER_MARK
from majung.operations.acting import Role
from majung.operations.reading_names import Names, member_names, person_names
from majung.reports.cells import FULL
from majung.reports.tables import Align, Column
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.store.servicing.contracts import Contract
from majung.values.identifiers import CorporateNumber
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase, phrases

#: Of contracts whose events name no firm.
NO_FIRMS: Mapping[str, Label] = MappingProxyType({})


def party_name(
    party: str, contract: Contract, names: Names, firms: Mapping[str, Label] = NO_FIRMS
) -> Text:
    """Name a party of an event: the institution that takes the role, else the role in words.

    Args:
        firms: what firms are called, by key: a fund's events name those it invests in.
    """
    if not party:
        return ""
    if party in firms:
        return firms[party]
    if party in names.institutions:
        return names.institution(party)
    for each in contract.parties:
        if party in (each.role, each.institution, each.name):
            return names.institution(each.institution) if each.institution else each.name
    for key in (f"payer-{party}", f"role-{party}"):
        if key in phrases():
            return phrase(key)
    return party


def firm_address(identity: FirmIdentity) -> str:
    """Return where a firm's page is; a sole proprietor, known by an internal key, has none."""
    if isinstance(identity, CorporateNumber):
        return reverse("firm", args=[str(identity)])
    return ""


def recorder_name(by: str, people: Mapping[str, str]) -> Text:
    """Name who recorded or proposed something: work that runs by itself is called so.

    Args:
        people: what people are called, by key, as far as the visitor may read it.
    """
    if by in set(Role):
        return Role(by)
    return people[by] if by in people else phrase("person-keyed", person=by)


def person_called(visit: Visit, by: str) -> Text:
    """Name one person, as far as the visitor may read the name."""
    return recorder_name(by, person_names(visit.actor, (by,)))


def account_name(
    book: str,
    account: str,
    names: Mapping[tuple[str, str], Label],
    members: Mapping[str, Label],
) -> Label:
    """Name an account, with the member behind its code where there is one.

    Args:
        members: what members are called, by key, as `members_called` says.
    """
    code, _, key = account.partition(MEMBER_MARK)
    name = names.get((book, code), Label(code, code))
    if not key:
        return name
    member = members.get(key, Label(key, key))
    return Label(f"{name.ko}({member.ko})", f"{name.en} ({member.en})")


def members_called(visit: Visit, accounts: Iterable[str]) -> dict[str, Label]:
    """Return what the members behind accounts are called, by key."""
    keys = (account.partition(MEMBER_MARK)[2] for account in accounts)
    return member_names(visit.actor, (key for key in keys if key), on=visit.on)


def columns(
    heads: Iterable[str], *, money: Iterable[str] = (), ends: Iterable[str] = (), currency: str
) -> tuple[Column, ...]:
    """Make columns: those of exact money say their unit once, in the head.

    Args:
        money: heads of columns that hold amounts to the last unit.
        ends: heads of other columns that stand at the end.
    """
    exact, last = frozenset(money), frozenset(ends)
    return tuple(
        Column(phrase(f"head-{head}"), FULL, currency=currency)
        if head in exact
        else Column(phrase(f"head-{head}"), align=Align.END if head in last else Align.START)
        for head in heads
    )
