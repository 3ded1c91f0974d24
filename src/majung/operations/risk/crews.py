"""Workers that share nothing take pieces of work; what a lost worker held is given out again.

A crew is an executor like any other, so the engine does not know where its work is done.  Pieces
come back in the order in which they were given out, whoever did them, and however often.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from typing import Any, TypeVar

from majung.errors import PolicyFinanceError

#: How often new workers take the place of lost ones before a run is given up.
RENEWALS = 3
#: Pieces that are given out beyond the one whose turn it is.
AHEAD = 64
#: Seconds of waiting after which it is asked whether anyone is left to wait for.
GLANCE_SECONDS = 1

_Result = TypeVar("_Result")
#: Told how many pieces are done, and of how many.
Progress = Callable[[int, int], None]


class WorkersLostError(PolicyFinanceError):
    """Workers live until their pieces are done; a few may be lost on the way."""

    kind = "risk-workers-lost"


class Crew(Executor):
    """Workers hired for one run.

    Args:
        hire: makes an executor; called again where its workers were lost.
        renewals: how often it is called again.
        ahead: how many pieces are given out beyond the one whose turn it is, so that answers that
            wait for their turn stay few.
        lost: what an executor raises when workers are lost.
        anyone_left: asked every second while a piece is waited for, for executors that would wait
            for ever for a worker to come.
        progress: told of each piece that is done.
    """

    def __init__(
        self,
        hire: Callable[[], Executor],
        *,
        renewals: int = RENEWALS,
        ahead: int = AHEAD,
        lost: tuple[type[BaseException], ...] = (),
        anyone_left: Callable[[], bool] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._hire = hire
        self._hired = hire()
        self._renewals = renewals
        self._ahead = ahead
        self._lost: tuple[type[BaseException], ...] = (BrokenExecutor, *lost)
        self._anyone_left = anyone_left
        self._progress = progress or _told_nobody

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Give one piece out; it is not given out again."""
        return self._hired.submit(fn, *args, **kwargs)

    def map(
        self,
        fn: Callable[..., _Result],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[_Result]:
        """Give pieces out and yield what they gave, in their order.

        Args:
            fn: does a piece.
            iterables: its arguments, a value each for every piece.
            timeout: seconds that one piece may still take when its turn has come.
            chunksize: not used, pieces are large.

        Raises:
            WorkersLostError: workers were lost more often than they are renewed.
        """
        del chunksize
        return self._gathered(fn, list(zip(*iterables, strict=True)), timeout)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as executors have it
        """Let the workers go."""
        # Not every executor knows the second word, and a run that ended left nothing to cancel.
        more = {"cancel_futures": True} if cancel_futures else {}
        self._hired.shutdown(wait=wait, **more)

    def _gathered(
        self, fn: Callable[..., _Result], pieces: Sequence[tuple[Any, ...]], timeout: float | None
    ) -> Iterator[_Result]:
        given: dict[int, Future[_Result]] = {}
        self._progress(0, len(pieces))
        try:
            renewals = 0
            for turn in range(len(pieces)):
                while True:
                    try:
                        self._give_out(fn, pieces, given, turn)
                        result = self._waited_for(given[turn], timeout)
                        break
                    except self._lost as loss:
                        if renewals == self._renewals:
                            raise WorkersLostError(
                                times=renewals + 1, left=len(pieces) - turn, pieces=len(pieces)
                            ) from loss
                        renewals += 1
                        self._renew(given)
                # What was added up need not be held.
                del given[turn]
                self._progress(turn + 1, len(pieces))
                yield result
        finally:
            for each in given.values():
                each.cancel()

    def _waited_for(self, piece: Future[_Result], timeout: float | None) -> _Result:
        if self._anyone_left is not None:
            while not wait((piece,), GLANCE_SECONDS).done:
                if not self._anyone_left():
                    raise BrokenExecutor
        return piece.result(timeout)

    def _give_out(
        self,
        fn: Callable[..., _Result],
        pieces: Sequence[tuple[Any, ...]],
        given: dict[int, Future[_Result]],
        turn: int,
    ) -> None:
        for number in range(turn, min(turn + 1 + self._ahead, len(pieces))):
            if number not in given:
                given[number] = self._hired.submit(fn, *pieces[number])

    def _renew(self, given: dict[int, Future[Any]]) -> None:
        """Hire anew; what was done stays done."""
        for number, each in list(given.items()):
            if not each.done() or each.cancelled() or each.exception() is not None:
                del given[number]
        self._hired.shutdown(wait=False, cancel_futures=True)
        self._hired = self._hire()


def _told_nobody(_done: int, _pieces: int) -> None:
    return
