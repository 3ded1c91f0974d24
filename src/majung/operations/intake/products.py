"""The product an act is about: its programme in force, and whether it is the actor's to provide."""

from collections.abc import Sequence

from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.programmes import Programme
from majung.programmes.products import Product


class ProductElsewhereError(PolicyFinanceError):
    """An institution decides on the products it provides."""

    kind = "product-elsewhere"


class ProductNotInForceError(PolicyFinanceError):
    """What is decided on is a product of a programme in force."""

    kind = "product-not-in-force"


def programme_of(product: str, programmes: Sequence[Programme]) -> Programme:
    """Return the programme in force that has a product.

    Raises:
        ProductNotInForceError: none has.
    """
    for programme in programmes:
        if any(each.key == product for each in programme.products):
            return programme
    raise ProductNotInForceError(product=product)


def require_provider(actor: Actor, product: Product) -> None:
    """Refuse a product that the actor's institution does not provide.

    Raises:
        ProductElsewhereError: naming who does.
    """
    if actor.institution not in product.providers:
        raise ProductElsewhereError(
            product=product.name, institution=actor.institution, providers=product.providers
        )
