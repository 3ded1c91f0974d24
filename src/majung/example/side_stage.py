"""A side stage: a second process that plays what the rest of a day does not wait for.

An office has more than one desk.  What is handed over is done there in the order in which it was
handed over, in the database of the main stage.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import django
from django.db import connections

from majung.operations.children import hired

if TYPE_CHECKING:
    from majung.example.play import Play
    from majung.example.world import World


class Side(Protocol):
    """Where work is done that is handed over."""

    @property
    def is_awake(self) -> bool:
        """Whether it would begin at once."""
        ...

    def hand_over(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Hand work over: a function of a module, given the play of that side and what it needs."""
        ...


class Here:
    """No other stage: what is handed over is done at once."""

    is_awake = True

    def __init__(self, play: Play) -> None:
        self._play = play

    def hand_over(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Do it."""
        done: Future[Any] = Future()
        done.set_result(work(self._play, *given))
        return done


class SideStage:
    """A side stage as the main stage sees it."""

    def __init__(self, process: Executor) -> None:
        self._process = process
        # It takes seconds to wake, in which the main stage is built.
        self._opened = process.submit(_wake)

    @contextmanager
    def open(self, world: World, databases: Mapping[str, Any]) -> Iterator[SideStage]:
        """Let it play a world for the length of a block.

        Args:
            databases: what the connections of the main stage speak to.
        """
        self._opened = self._process.submit(_open, world, dict(databases))
        try:
            yield self
        finally:
            self._process.submit(_close).result()

    @property
    def is_awake(self) -> bool:
        """Whether the process is there and the play open; it takes seconds."""
        return self._opened.done()

    def hand_over(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Let it be done after what was handed over before."""
        if self.is_awake:
            # What kept it from opening is said before what came of that.
            self._opened.result()
        return self._process.submit(_do, work, given)


@contextmanager
def side_stage() -> Iterator[SideStage]:
    """Wake a side stage, for the length of a block."""
    with hired(1) as process:
        yield SideStage(process)


_plays: list[Play] = []


def _wake() -> None:
    # Whoever stops the main stage stops it between two acts of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    # Only now: models can be imported when Django is set up, and a process begins without it.
    import_module("majung.example.play")


def _open(world: World, databases: dict[str, Any]) -> None:
    # In place, because a connection that was made keeps hold of where it was to go.
    connections.close_all()
    for alias, spoken_to in databases.items():
        connections.settings[alias].update(spoken_to)
    play_of: Callable[[World], Play] = import_module("majung.example.play").play_of
    _plays[:] = [play_of(world)]


def _do(work: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    return work(*_plays, *given)


def _close() -> None:
    connections.close_all()
    _plays.clear()
