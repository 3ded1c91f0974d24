"""Processes that another process starts: they end with it, however it ends."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from threading import Thread


def hired(workers: int) -> ProcessPoolExecutor:
    """Return processes that take nothing from this one but what they are given.

    A worker waits for work on a pipe of which it holds both ends, so that it would wait for ever
    for one who was killed.
    """
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_end_with_parent
    )


def _end_with_parent() -> None:
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
