"""What a firm holds, what that keeps out, and how much room is left: the answer in one line.

Limits and benefits come from whoever knows them; here they are put side by side with the
programmes' exclusions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from majung.applications.holdings.exclusions import Benefit, Excluded, exclusions_between
from majung.errors import Language, Message, message, sentence
from majung.programmes.programme import Programme
from majung.rules import Label
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class LimitLeft:
    """What is left of one limit.

    Attributes:
        left: None where the limit's amount was not published.
    """

    limit: Label
    left: Money | None


@dataclass(frozen=True, slots=True)
class ProductRoom:
    """How much a firm could still get of one product.

    Attributes:
        left: the least of its limits; None where no limit is known.
        tightest: the limit that leaves so little.
        excluded: what keeps it out altogether; empty where nothing does.
    """

    product: str
    name: Label
    left: Money | None
    tightest: Label | None
    excluded: tuple[Excluded, ...] = ()


@dataclass(frozen=True, slots=True)
class FirmRoom:
    """A firm's benefits and the room left for it.

    Attributes:
        firm: its number.
        name: what it is called; empty where it is not registered.
    """

    firm: str
    held: tuple[Benefit, ...]
    products: tuple[ProductRoom, ...]
    names: Mapping[str, Label]
    name: str = ""

    @property
    def message(self) -> Message:
        """The whole answer in words."""
        return message(
            "firm-room" if self.held else "firm-room-nothing-held",
            firm=self.called,
            held=tuple(self._held(benefit) for benefit in self.held),
            room=tuple(self._room(product) for product in self.products),
        )

    def spoken(self, language: Language) -> str:
        """Write the answer in one line."""
        return sentence(self.message, language)

    @property
    def called(self) -> Label:
        """The firm by name and number."""
        if not self.name:
            return Label(self.firm, self.firm)
        return Label(f"{self.name}({self.firm})", f"{self.name} ({self.firm})")

    def _name(self, product: str) -> Label | str:
        return self.names.get(product, product)

    def _held(self, benefit: Benefit) -> Message:
        name = self._name(benefit.product)
        if benefit.amount is None:
            return message("benefit-held-yes", product=name)
        return message("benefit-held", product=name, amount=benefit.amount)

    def _room(self, product: ProductRoom) -> Message:
        if product.excluded:
            rule = product.excluded[0]
            return message(
                "room-excluded",
                product=product.name,
                held=self._name(rule.other.product),
                by=rule.exclusion.label,
            )
        if product.left is None:
            return message("room-open", product=product.name)
        return message("room-left", product=product.name, left=product.left, limit=product.tightest)


def firm_room(
    firm: str,
    held: Iterable[Benefit],
    programmes: Iterable[Programme],
    limits: Mapping[str, tuple[LimitLeft, ...]],
    *,
    on: date,
    country: str,
    name: str = "",
) -> FirmRoom:
    """Answer what a firm holds on a day, what that excludes, and how much room is left.

    Only products that take applications on the day are answered for, and only those of the firm's
    country: under a programme of another one there is room only for a firm that holds something.

    Args:
        firm: its number.
        country: of the register that keeps the firm (ISO 3166-1).
        name: what the firm is called.
        limits: what is left of each limit that the firm's next contract would stand under, by
            product.
    """
    known = tuple(programmes)
    today = tuple(benefit for benefit in held if benefit.is_held_on(on))
    products = tuple(
        _product_room(product.key, product.name, today, known, limits.get(product.key, ()))
        for programme in known
        if programme.country == country or any(_is_under(each, programme) for each in today)
        for product in programme.open_products(on)
    )
    names = {product.key: product.name for each in known for product in each.products}
    return FirmRoom(firm, today, products, names, name)


def _is_under(benefit: Benefit, programme: Programme) -> bool:
    return any(product.key == benefit.product for product in programme.products)


def _product_room(
    key: str,
    name: Label,
    held: tuple[Benefit, ...],
    programmes: tuple[Programme, ...],
    limits: tuple[LimitLeft, ...],
) -> ProductRoom:
    asked = Benefit(product=key)
    excluded = tuple(
        each
        for benefit in held
        if benefit.product != key
        for each in exclusions_between(asked, benefit, programmes)
    )
    known = [(limit.left, limit.limit) for limit in limits if limit.left is not None]
    if not known:
        return ProductRoom(key, name, None, None, excluded)
    left, tightest = min(known, key=lambda pair: pair[0])
    return ProductRoom(key, name, left, tightest, excluded)
