"""What institutions, programmes and products are called, so that no door shows a key for a name.

Names of institutions are dated and known to everybody, before anybody acts; so are programmes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from majung.operations.intake.reading import programmes_in_force
from majung.programmes import Programme, shelf
from majung.rules.citations import Label
from majung.store.parties.firms import identity_of
from majung.store.parties.institutions import institutions


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

    def place(self, key: str) -> Label:
        """Return what an institution or a firm is called that somebody acts for."""
        if key in self.institutions:
            return self.institutions[key]
        number = str(identity_of(key)) if ":" in key else key
        return Label(number, number)

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
    "lender": Label("대출 장부", "lending book"),
    "insurer": Label("보험·보증 장부", "cover book"),
    "fund": Label("펀드 장부", "fund book"),
    "investor": Label("출자 장부", "investor book"),
    "state": Label("국고 장부", "state book"),
}


def names(*, on: date, at: datetime) -> Names:
    """Return what everything is called on a day; programmes in the versions in force."""
    return Names(institution_names(on=on), *_of_programmes(programmes_in_force(at=at)))


def institution_names(*, on: date) -> dict[str, Label]:
    """Return what institutions are called on a day; before its first name, the first."""
    found: dict[str, Label] = {}
    for body in institutions():
        held = [dated.name for dated in body.names if dated.valid_from <= on]
        if body.names:
            found[body.key] = held[-1] if held else body.names[0].name
    return found


def _of_programmes(taken: Iterable[Programme]) -> tuple[dict[str, Label], dict[str, Label]]:
    read = tuple(taken) or tuple(shelf().values())
    programmes = {programme.key: programme.name for programme in read}
    products = {product.key: product.name for each in read for product in each.products}
    return programmes, products
