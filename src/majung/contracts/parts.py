"""A portfolio taken part by part, by as many threads as asked for: the same bits in any number.

Compiled code lets other threads run, and a contract never looks at another one, so parts are
folded side by side and handed over in their order.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from majung.contracts.portfolio import Portfolio

Found = TypeVar("Found")

#: What a part's columns take then still fits a processor's own memory.
CONTRACTS_A_PART = 2_000


def in_parts(
    work: Callable[[Portfolio], Found],
    portfolio: Portfolio,
    *,
    contracts_a_part: int = CONTRACTS_A_PART,
    workers: int = 1,
) -> Iterator[Found]:
    """Yield what a function finds on each part of a portfolio, first part first.

    No more than twice as many parts as workers wait to be taken, so memory stays bounded.

    Source: own convention, docs/contracts.md, columns and kernel.
    """
    count = len(portfolio)
    parts = (
        portfolio.part(first, min(first + contracts_a_part, count))
        for first in range(0, count, contracts_a_part)
    )
    if workers == 1:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(workers) as threads:
        waiting: deque[Future[Found]] = deque()
        for part in parts:
            waiting.append(threads.submit(work, part))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
