"""Daily roots: one hash over the heads of all books, signed, so that no book can be rewritten.

The heads are the leaves of a Merkle tree, so an institution can prove that its own book is under
the published root without seeing any other book.  Each root also covers the root of the day
before.  Whoever keeps a printed root and the public key can check the books years later.

Source: RFC 6962, 2.1 (tree and audit path); RFC 8032 (Ed25519).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from majung.errors import PolicyFinanceError
from majung.ledger.canonical import canonical_bytes
from majung.ledger.chain import DIGEST_BYTES, Head

#: What stands before the first root.
FIRST_PREVIOUS = bytes(DIGEST_BYTES)
SEED_BYTES = 32
_LEAF_MARK = b"\x00"
_NODE_MARK = b"\x01"


class SigningKeyNotReadableError(PolicyFinanceError):
    """A signing key is an Ed25519 private key, PKCS #8 in PEM, without passphrase."""

    kind = "signing-key-not-readable"


class PublicKeyNotReadableError(PolicyFinanceError):
    """A public key is an Ed25519 key, SubjectPublicKeyInfo in PEM."""

    kind = "public-key-not-readable"


@dataclass(frozen=True, slots=True)
class PathStep:
    """A neighbour on the way from a leaf to the root.

    Attributes:
        is_left: the neighbour stands left of what is proved.
    """

    digest: bytes
    is_left: bool


@dataclass(frozen=True, slots=True)
class DailyRoot:
    """The books of a day under one hash.

    Attributes:
        heads: of every book, by name.
        previous: digest of the root before.
        merkle: root of the tree over the heads.
        digest: over day, previous and merkle; this is what is signed and printed.
    """

    rooted_on: date
    heads: tuple[Head, ...]
    previous: bytes
    merkle: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature under a digest, with the public key that verifies it; both raw bytes."""

    signature: bytes
    public_key: bytes


def daily_root(
    rooted_on: date, heads: Iterable[Head], *, previous: bytes = FIRST_PREVIOUS
) -> DailyRoot:
    """Put the heads of all books under one hash."""
    ordered = tuple(sorted(heads, key=lambda head: head.book))
    merkle = merkle_root([leaf_of(head) for head in ordered])
    digest = _root_digest(rooted_on, previous=previous, merkle=merkle)
    return DailyRoot(rooted_on, ordered, previous, merkle, digest)


def is_consistent(root: DailyRoot) -> bool:
    """Whether the hashes of a root are those of its heads, day and predecessor."""
    return root == daily_root(root.rooted_on, root.heads, previous=root.previous)


def leaf_of(head: Head) -> bytes:
    """Write the head of a book as the leaf of a tree."""
    return canonical_bytes("head", (head.book, head.sequence, head.digest))


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Hash leaves into one: pairs of subtrees, the left one a full power of two.

    Source: RFC 6962, 2.1.
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(_LEAF_MARK + leaves[0]).digest()
    split = _left_size(len(leaves))
    return _node(merkle_root(leaves[:split]), merkle_root(leaves[split:]))


def audit_path(leaves: Sequence[bytes], index: int) -> tuple[PathStep, ...]:
    """Return the neighbours that lead from a leaf up to the root.

    Source: RFC 6962, 2.1.1.
    """
    if not 0 <= index < len(leaves):
        raise ValueError(f"there is no leaf {index} among {len(leaves)}")
    if len(leaves) == 1:
        return ()
    split = _left_size(len(leaves))
    if index < split:
        right = PathStep(merkle_root(leaves[split:]), is_left=False)
        return (*audit_path(leaves[:split], index), right)
    left = PathStep(merkle_root(leaves[:split]), is_left=True)
    return (*audit_path(leaves[split:], index - split), left)


def root_by_path(leaf: bytes, path: Iterable[PathStep]) -> bytes:
    """Return the root that a leaf and its audit path lead to."""
    digest = hashlib.sha256(_LEAF_MARK + leaf).digest()
    for step in path:
        digest = _node(step.digest, digest) if step.is_left else _node(digest, step.digest)
    return digest


def sign(digest: bytes, seed: bytes) -> Signature:
    """Sign a digest.

    Args:
        seed: the private key, `SEED_BYTES` long; where it comes from is the caller's business.
    """
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return Signature(key.sign(digest), key.public_key().public_bytes_raw())


def is_signed(digest: bytes, signature: Signature, *, public_key: bytes) -> bool:
    """Whether a digest bears a signature of the key that the verifier trusts.

    The key inside the signature is not trusted: a forger would bring a key along.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature.signature, digest)
    except InvalidSignature:
        return False
    return True


def signing_key_pem(seed: bytes) -> bytes:
    """Write a private key the way other tools read it: PKCS #8, PEM, no passphrase."""
    return Ed25519PrivateKey.from_private_bytes(seed).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def seed_of(pem: bytes) -> bytes:
    """Read a private key from its PEM form.

    Raises:
        SigningKeyNotReadableError: not PEM, not Ed25519, or locked with a passphrase.
    """
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SigningKeyNotReadableError from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyNotReadableError
    return key.private_bytes_raw()


def public_key_pem(public_key: bytes) -> bytes:
    """Write a public key the way other tools read it: SubjectPublicKeyInfo, PEM."""
    return Ed25519PublicKey.from_public_bytes(public_key).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def public_key_of(seed: bytes) -> bytes:
    """Return the raw public key that belongs to a private one."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def read_public_key(pem: bytes) -> bytes:
    """Read a public key, as it was published, from its PEM form.

    Raises:
        PublicKeyNotReadableError: not PEM, or not Ed25519.
    """
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise PublicKeyNotReadableError from error
    if not isinstance(key, Ed25519PublicKey):
        raise PublicKeyNotReadableError
    return key.public_bytes_raw()


def _root_digest(rooted_on: date, *, previous: bytes, merkle: bytes) -> bytes:
    return hashlib.sha256(canonical_bytes("root", (rooted_on, previous, merkle))).digest()


def _left_size(count: int) -> int:
    """Return the largest power of two below a count of two or more."""
    return 1 << ((count - 1).bit_length() - 1)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE_MARK + left + right).digest()
