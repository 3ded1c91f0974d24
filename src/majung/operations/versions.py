"""Programmes as they were pinned: the version a contract or a decision was made under.

A version is the digest of its content, so what was read once under it never changes.
"""

from functools import lru_cache

from majung.errors import PolicyFinanceError
from majung.programmes import Programme, load
from majung.store.intake import programmes as kept

VERSIONS_HELD = 256


class PinnedProgrammeUnreadableError(PolicyFinanceError):
    """A version that was once taken in can be read again."""

    kind = "pinned-programme-unreadable"


@lru_cache(maxsize=VERSIONS_HELD)
def pinned(key: str, version: str) -> Programme:
    """Return a programme as it was under a version.

    Raises:
        NotRecordedError: the version was never loaded.
        PinnedProgrammeUnreadableError: its files can no longer be read.
    """
    found = load(kept.files_of(key, version))
    if not isinstance(found, Programme):
        raise PinnedProgrammeUnreadableError(programme=key, version=version[:12])
    return found
