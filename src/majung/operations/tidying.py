"""How often Python looks for values that hold each other in circles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

#: Values made before a look.
VALUES_EACH = 100_000
_turn = Lock()
#: What held before each block that is open now: blocks of several threads may overlap.
_before: list[tuple[tuple[int, int, int], bool]] = []


@contextmanager
def rarely_tidied() -> Iterator[None]:
    """Look for circles of values seldom: work on many makes many values and hardly a circle.

    Each look goes over the values that stay, so that to gather a hundred thousand contracts took
    half as long again.  The last block that ends puts back what held before the first; what is set
    aside already stays so.
    """
    with _turn:
        before, is_set_aside = gc.get_threshold(), gc.get_freeze_count() > 0
        _before.append((before, is_set_aside))
        if len(_before) == 1:
            gc.set_threshold(VALUES_EACH, *before[1:])
            if not is_set_aside:
                gc.freeze()
    try:
        yield
    finally:
        with _turn:
            before, is_set_aside = _before.pop()
            if not _before:
                gc.set_threshold(*before)
                if not is_set_aside:
                    gc.unfreeze()
