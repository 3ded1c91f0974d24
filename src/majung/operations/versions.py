"""Programmes as they were pinned: the version a contract or a decision was made under.

A version is the digest of its content, so what was read once under it never changes.
"""

from functools import lru_cache

from majung.errors import PolicyFinanceError
from majung.programmes import Programme, load
from majung.store.intake import programmes as kept

VERSIONS_HELD = 256
VERSION_SHOWN = 12


class PinnedProgrammeUnreadableError(PolicyFinanceError):
    """A version that was once taken in can be read again."""

    kind = "pinned-programme-unreadable"


class VersionInForceMovedError(PolicyFinanceError):
    """A difference that was looked at is that from the version still in force."""

    kind = "version-in-force-moved"


def require_in_force(key: str, shown: str | None, now: str) -> None:
    """Refuse to go on from a difference that was shown against another version.

    Args:
        shown: version the difference was shown against, empty for none; None where none was shown.
        now: version in force, empty for none.

    Raises:
        VersionInForceMovedError: somebody admitted another version in between.
    """
    if shown is not None and shown != now:
        raise VersionInForceMovedError(
            key=key, shown=shown[:VERSION_SHOWN] or "-", now=now[:VERSION_SHOWN] or "-"
        )


@lru_cache(maxsize=VERSIONS_HELD)
def pinned(key: str, version: str) -> Programme:
    """Return a programme as it was under a version.

    Raises:
        NotRecordedError: the version was never loaded.
        PinnedProgrammeUnreadableError: its files can no longer be read.
    """
    found = load(kept.files_of(key, version))
    if not isinstance(found, Programme):
        raise PinnedProgrammeUnreadableError(programme=key, version=version[:VERSION_SHOWN])
    return found
