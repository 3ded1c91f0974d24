"""Keys of other systems are shown once and open what they may, while they may."""

from datetime import timedelta

import pytest
from django.db import connection

from majung.store.parties import api_keys
from store_world import AT, CLERK, found_institutions

END = AT + timedelta(days=30)


@pytest.fixture
def key(database):
    found_institutions()
    return api_keys.issue(
        CLERK, institution="bank-a", scopes=frozenset({"read"}), at=AT, expires_at=END
    )


def test_a_key_speaks_for_its_person_and_institution(key):
    holder = api_keys.holder_of(key, at=AT)

    assert (holder.person, holder.institution, holder.scopes) == (CLERK, "bank-a", {"read"})
    assert api_keys.keys_of(CLERK) == (holder,)


def test_a_key_ends_with_its_day(key):
    assert api_keys.holder_of(key, at=END - timedelta(seconds=1)) is not None
    assert api_keys.holder_of(key, at=END) is None


def test_a_revoked_key_opens_nothing(key):
    api_keys.revoke(key.split("_")[1], at=AT)

    assert api_keys.holder_of(key, at=AT) is None
    assert api_keys.keys_of(CLERK) == ()


@pytest.mark.parametrize("spoil", [lambda key: key[:-1], lambda key: "xx" + key[2:], lambda _: "x"])
def test_a_key_that_is_not_whole_opens_nothing(key, spoil):
    assert api_keys.holder_of(spoil(key), at=AT) is None


def test_the_secret_of_a_key_is_not_kept(key):
    secret = key.split("_", 2)[2]

    with connection.cursor() as cursor:
        cursor.execute("SELECT store_apikey::text FROM store_apikey")
        assert secret not in cursor.fetchone()[0]
