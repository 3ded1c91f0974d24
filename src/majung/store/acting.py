"""For whom what is asked of the database is asked, and what a block remembers.

`majung.store.access` opens and narrows the blocks; here stands which one is open.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Acting:
    """For whom the block acts, by number; for neither where it is the State.

    Attributes:
        remembered: what was found in the block that never changes once it is there.
    """

    institution: int | None = None
    firm: int | None = None
    remembered: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def is_state(self) -> bool:
        """Say whether the State acts, who sees every institution."""
        return self.institution is None and self.firm is None


#: The block that is open.
ACTING: ContextVar[Acting | None] = ContextVar("acting", default=None)


def acting() -> Acting | None:
    """Return for whom the block acts; None outside of every block."""
    return ACTING.get()


def forget(key: Hashable) -> None:
    """Let what a block remembers be found anew, because it was added to."""
    block = acting()
    if block is not None:
        block.remembered.pop(key, None)


def remembered(key: Hashable, find: Callable[[], T]) -> T:
    """Return what is found, the second time in a block without asking again.

    Only for what never changes once it is there, as the number behind a key.
    """
    block = acting()
    if block is None:
        return find()
    kept = block.remembered
    if key not in kept:
        kept[key] = find()
    found: T = kept[key]
    return found
