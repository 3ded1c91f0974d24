import hashlib
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from majung.ledger.chain import Head
from majung.ledger.roots import (
    SigningKeyNotReadableError,
    audit_path,
    daily_root,
    is_consistent,
    is_signed,
    leaf_of,
    merkle_root,
    public_key_pem,
    root_by_path,
    seed_of,
    sign,
    signing_key_pem,
)

HEADS = tuple(Head(book, 3, hashlib.sha256(book.encode()).digest()) for book in ("kdb", "ibk"))
#: RFC 8032, 7.1, test 2.
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC_KEY = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
#: Inputs and roots of the reference implementation of RFC 6962.
LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.mark.parametrize("count", range(9))
def test_a_tree_has_the_root_that_the_reference_gives(count):
    assert merkle_root(LEAVES[:count]).hex() == ROOTS[count]


@pytest.mark.parametrize("count", range(1, 9))
def test_every_leaf_proves_that_it_is_under_the_root(count):
    leaves = LEAVES[:count]

    proved = [root_by_path(leaf, audit_path(leaves, i)) for i, leaf in enumerate(leaves)]

    assert proved == [merkle_root(leaves)] * count


def test_another_leaf_does_not_lead_to_the_root():
    path = audit_path(LEAVES, 3)

    assert root_by_path(b"another", path) != merkle_root(LEAVES)


def test_there_is_no_path_from_a_leaf_that_is_not_there():
    with pytest.raises(ValueError, match="no leaf 2"):
        audit_path(LEAVES[:2], 2)


def test_a_root_does_not_depend_on_the_order_of_books():
    day = date(2024, 3, 4)

    assert daily_root(day, HEADS) == daily_root(day, reversed(HEADS))


def test_a_root_covers_day_heads_and_the_root_before():
    day = date(2024, 3, 4)
    root = daily_root(day, HEADS)
    longer = (replace(HEADS[0], sequence=4), HEADS[1])

    others = {
        daily_root(date(2024, 3, 5), HEADS).digest,
        daily_root(day, longer).digest,
        daily_root(day, HEADS, previous=root.digest).digest,
    }

    assert len(others) == 3
    assert root.digest not in others


def test_a_root_whose_head_was_changed_is_not_consistent():
    root = daily_root(date(2024, 3, 4), HEADS)
    changed = replace(root, heads=(replace(root.heads[0], sequence=2), root.heads[1]))

    assert is_consistent(root)
    assert not is_consistent(changed)


def test_a_book_is_proved_under_a_root_without_the_other_books():
    root = daily_root(date(2024, 3, 4), HEADS)
    leaves = [leaf_of(head) for head in root.heads]

    path = audit_path(leaves, 1)

    assert root_by_path(leaf_of(HEADS[0]), path) == root.merkle


def test_a_signature_is_that_of_the_standard():
    signature = sign(b"\x72", SEED)

    assert signature.signature == SIGNATURE
    assert signature.public_key == PUBLIC_KEY
    assert is_signed(b"\x72", signature, public_key=PUBLIC_KEY)


def test_a_changed_digest_or_signature_is_not_signed():
    signature = sign(b"\x72", SEED)
    broken = replace(signature, signature=bytes(64))

    assert not is_signed(b"\x73", signature, public_key=PUBLIC_KEY)
    assert not is_signed(b"\x72", broken, public_key=PUBLIC_KEY)


def test_the_key_a_forger_brings_along_is_not_trusted():
    forged = sign(b"\x72", bytes(32))

    assert is_signed(b"\x72", forged, public_key=forged.public_key)
    assert not is_signed(b"\x72", forged, public_key=PUBLIC_KEY)


def test_a_key_is_read_back_from_the_form_other_tools_read():
    assert seed_of(signing_key_pem(SEED)) == SEED
    assert serialization.load_pem_public_key(public_key_pem(PUBLIC_KEY)).public_bytes_raw() == (
        PUBLIC_KEY
    )


def test_a_file_that_is_no_signing_key_is_refused():
    of_another_kind = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )

    for pem in (b"", b"rubbish", of_another_kind):
        with pytest.raises(SigningKeyNotReadableError):
            seed_of(pem)
