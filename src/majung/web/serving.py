"""The office served: one process, several threads, on loopback unless told otherwise."""

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from majung.web.wsgi import application

LOOPBACK = "127.0.0.1"
THREADS = 8
SECONDS_TO_FINISH = 20


class _Office(BaseApplication):  # type: ignore[misc] # gunicorn carries no types
    def __init__(self, address: str, when_ready: Callable[[], None] | None) -> None:
        self.address = address
        self.when_ready = when_ready
        super().__init__()

    def load_config(self) -> None:
        settings: dict[str, Any] = {
            "bind": self.address,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": SECONDS_TO_FINISH,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        if self.when_ready is not None:
            ready = self.when_ready
            self.cfg.set("when_ready", lambda _: ready())

    def load(self) -> object:
        return application


def serve(port: int, *, host: str = LOOPBACK, when_ready: Callable[[], None] | None = None) -> None:
    """Serve until somebody stops it; requests that run are finished first.

    Args:
        when_ready: told once the office answers.
    """
    _Office(f"{host}:{port}", when_ready).run()
