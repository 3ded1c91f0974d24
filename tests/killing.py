"""Pieces of work that take their worker with them, for tests of lost workers."""

import os
import signal
from concurrent.futures import Executor
from functools import partial
from pathlib import Path


def fatal_once(marker, fn, *args, **kwargs):
    """Do a piece; whoever does it first, anywhere, is killed before it is done."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return fn(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives this")


def fatal(_number):
    """Kill whoever does it, always."""
    os.kill(os.getpid(), signal.SIGKILL)


class FatalPiece(Executor):
    """An executor among whose pieces one kills the first worker that takes it.

    Args:
        hired: does the work.
        marker: made when a worker was killed.
        turn: number of the piece.
    """

    def __init__(self, hired, marker: Path, turn: int):
        self.hired, self.marker, self.turn, self.given = hired, str(marker), turn, 0

    def submit(self, fn, /, *args, **kwargs):
        self.given += 1
        if self.given - 1 == self.turn:
            fn = partial(fatal_once, self.marker, fn)
        return self.hired.submit(fn, *args, **kwargs)

    def shutdown(self, wait=True, **more):
        self.hired.shutdown(wait=wait, **more)
