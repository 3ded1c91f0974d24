"""Addresses of databases are read as they are written, or refused with the part that is wrong."""

import pytest

from majung.store.addresses import Address, address_of
from majung.store.refusals import DatabaseAddressNotReadableError


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("postgresql://me@db.example/majung", Address("db.example", 5432, "majung", "me")),
        ("postgres://me:p%40ss@db:6432/m", Address("db", 6432, "m", "me", "p@ss")),
        (
            "postgresql://me@/m?host=/run/postgresql&sslmode=require",
            Address("/run/postgresql", 5432, "m", "me", "", {"sslmode": "require"}),
        ),
    ],
)
def test_an_address_is_read(url, address):
    assert address_of(url) == address


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("mysql://me@db/m", "scheme"),
        ("postgresql://db/m", "user"),
        ("postgresql://me@db", "database"),
        ("postgresql://me@db/", "database"),
        ("postgresql://me@db:x/m", "port"),
        ("majung", "scheme"),
    ],
)
def test_an_address_that_lacks_something_is_refused_with_what(url, part):
    with pytest.raises(DatabaseAddressNotReadableError) as refusal:
        address_of(url)

    assert refusal.value.message.value("part") == part


def test_a_password_is_not_printed():
    assert "secret" not in repr(address_of("postgresql://me:secret@db/m"))


def test_words_of_a_connection_are_quoted():
    address = Address("db", 5432, "m", "me", "it's a 'word'", {"sslmode": "require"})

    assert address.conninfo() == (
        "host=db port=5432 dbname=m user=me password='it\\'s a \\'word\\'' sslmode=require"
    )
