"""What products and institutions are called, by the programmes that name them."""

from collections.abc import Iterable
from datetime import date

from majung.pricing.quotes import BankQuote
from majung.programmes.programme import Programme
from majung.rules import Label


def product_name(key: str, programmes: Iterable[Programme]) -> Label:
    """Return the name of a product; its key where no programme has it."""
    for programme in programmes:
        for product in programme.products:
            if product.key == key:
                return product.name
    return Label(key, key)


def party_name(key: str, programmes: Iterable[Programme], *, on: date) -> Label:
    """Return what an institution is called on a day; its key where no programme names it."""
    for programme in programmes:
        for party in programme.parties:
            if party.key == key:
                return party.name_on(on)
    return Label(key, key)


def bank_name(quote: BankQuote, programmes: Iterable[Programme], *, on: date) -> Label:
    """Return what the bank of a quote is called on a day."""
    if quote.name:
        return Label(quote.name, quote.name)
    return party_name(quote.provider, programmes, on=on)
