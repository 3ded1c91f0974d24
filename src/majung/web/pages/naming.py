"""Names for keys on pages: who takes part in a contract, who recorded, which account."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from majung.applications.firm import FirmIdentity
from majung.ledger.accounts import MEMBER_MARK
from majung.operations.acting import Role
from majung.operations.reading_names import Names, person_names
from majung.reports.cells import FULL
from majung.reports.tables import Align, Column
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.store.servicing.contracts import Contract
from majung.values.identifiers import CorporateNumber
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase, phrases


def party_name(party: str, contract: Contract, names: Names) -> Text:
    """Name a party of an event: the institution that takes the role, else the role in words."""
    if not party:
        return ""
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


def account_name(book: str, account: str, names: Mapping[tuple[str, str], Label]) -> Label:
    """Name an account, with the member behind its code where there is one."""
    code, _, member = account.partition(MEMBER_MARK)
    name = names.get((book, code), Label(code, code))
    return Label(f"{name.ko}({member})", f"{name.en} ({member})") if member else name


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
