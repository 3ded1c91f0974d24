"""What institutions, programmes and products are called, so that no door shows a key for a name.

Names of institutions are dated and known to everybody, before anybody acts; so are programmes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from majung.applications.firm import FirmIdentity, identity_key
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force
from majung.operations.supply.looking import looking
from majung.programmes import Programme, shelf
from majung.programmes.price_terms import Payer
from majung.programmes.products import BookRole
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.parties.firms import firms, identity_of
from majung.store.parties.institutions import Institution, institutions
from majung.store.parties.personal import names_of
from majung.store.servicing.books import names_of_accounts


@dataclass(frozen=True, slots=True)
class Names:
    """Names by key, as they are on a day; a key that nobody named stands for itself."""

    institutions: Mapping[str, Label]
    programmes: Mapping[str, Label]
    products: Mapping[str, Label]

    def institution(self, key: str) -> Label:
        """Return what an institution is called."""
        return self.institutions.get(key, Label(key, key))

    def programme(self, key: str) -> Label:
        """Return what a programme is called."""
        return self.programmes.get(key, Label(key, key))

    def product(self, key: str) -> Label:
        """Return what a product is called."""
        return self.products.get(key, Label(key, key))

    def book(self, key: str) -> Label:
        """Return what a book is called: by its institution, and the part it keeps there."""
        institution, _, role = key.partition(".")
        name = self.institution(institution)
        if not role:
            return name
        part = BOOK_WORDS.get(role, Label(role, role))
        return Label(f"{name.ko} {part.ko}", f"{name.en}, {part.en}")


#: What a book keeps, by the last part of its key.
BOOK_WORDS = {
    BookRole.LENDER.value: Label("대출 장부", "lending book"),
    BookRole.INSURER.value: Label("보험·보증 장부", "cover book"),
    BookRole.FUND.value: Label("펀드 장부", "fund book"),
    BookRole.FUND_OF_FUNDS.value: Label("모펀드 장부", "fund-of-funds book"),
    BookRole.STATE.value: Label("국가 장부", "state book"),
}


#: Who bears a cost or pays, by the part they play.
PAYERS: Mapping[str, Label] = {
    Payer.BORROWER: Label("기업", "the firm"),
    Payer.LENDER: Label("은행", "the bank"),
    Payer.INSURER: Label("보험·보증기관", "the insurer"),
    Payer.STATE: Label("정부", "the State"),
    Payer.ASSOCIATION: Label("협회", "an association"),
}


def names(*, on: date, at: datetime) -> Names:
    """Return what everything is called on a day; programmes in the versions in force."""
    return Names(institution_names(on=on), *_of_programmes(programmes_in_force(at=at)))


def institution_names(*, on: date) -> dict[str, Label]:
    """Return what institutions are called on a day; before its first name, the first."""
    return names_on(institutions(), on)


def names_on(bodies: Iterable[Institution], on: date) -> dict[str, Label]:
    """Return what bodies are called on a day, by key; before its first name, the first."""
    found: dict[str, Label] = {}
    for body in bodies:
        held = [dated.name for dated in body.names if dated.valid_from <= on]
        if body.names:
            found[body.key] = held[-1] if held else body.names[0].name
    return found


def place_names(actor: Actor, places: Sequence[str], *, on: date) -> dict[str, Label]:
    """Return what the places are called that somebody may act for, by key: bodies and firms."""
    found = {key: name for key, name in institution_names(on=on).items() if key in places}
    of_firms = [key for key in places if key not in found]
    if of_firms:
        with at_desk(actor):
            for each in firms([identity_of(key) for key in of_firms], on=on):
                found[identity_key(each.identity)] = Label(each.name, each.name)
    return {key: found.get(key, Label(key, key)) for key in places}


def account_names(
    actor: Actor, book_keys: Iterable[str], *, at: datetime
) -> dict[tuple[str, str], Label]:
    """Return what accounts are called, by key of the book and code, of books the actor reads.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.SERVICING, at=at):
        return names_of_accounts(book_keys)


def firm_names(actor: Actor, keys: Iterable[str], *, on: date) -> dict[str, Label]:
    """Return what firms are called on a day, by key; what is no registered firm is left out."""
    wanted = [identity_of(key) for key in keys if ":" in key]
    if not wanted:
        return {}
    with at_desk(actor):
        found = firms(wanted, on=on)
    return {identity_key(each.identity): Label(each.name, each.name) for each in found}


def member_names(actor: Actor, keys: Iterable[str], *, on: date) -> dict[str, Label]:
    """Return what bodies and firms are called on a day, by key: members of accounts, parties."""
    wanted = set(keys)
    bodies = {key: name for key, name in institution_names(on=on).items() if key in wanted}
    return bodies | firm_names(actor, wanted - bodies.keys(), on=on)


def person_names(actor: Actor, people: Iterable[str]) -> dict[str, str]:
    """Return what people are called, by key, of those whose names the actor may read.

    A key says nothing: it stands where the person was erased or belongs to another institution.
    """
    wanted = {person for person in people if person}
    if not wanted:
        return {}
    with at_desk(actor):
        return names_of(wanted)


def firm_name(actor: Actor, identity: FirmIdentity | None, *, on: date) -> str:
    """Return what a firm is called on a day; empty where there is none."""
    if identity is None:
        return ""
    with at_desk(actor):
        found = firms([identity], on=on)
    return found[0].name if found else str(identity)


def _of_programmes(taken: Iterable[Programme]) -> tuple[dict[str, Label], dict[str, Label]]:
    read = tuple(taken) or tuple(shelf().values())
    programmes = {programme.key: programme.name for programme in read}
    products = {product.key: product.name for each in read for product in each.products}
    return programmes, products
