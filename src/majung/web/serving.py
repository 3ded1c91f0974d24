"""The office served: one process, several threads, on loopback unless told otherwise.

``python -m majung.web.serving HOST PORT`` is how the command line starts it.
"""

import sys
from typing import Any

from gunicorn.app.base import BaseApplication

from majung.web.wsgi import application

THREADS = 8
SECONDS_TO_FINISH = 20


class _Office(BaseApplication):  # type: ignore[misc] # gunicorn carries no types
    def __init__(self, address: str) -> None:
        self.address = address
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

    def load(self) -> object:
        return application


def serve(host: str, port: int) -> None:
    """Serve until somebody stops it; requests that run are finished first."""
    _Office(f"{host}:{port}").run()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
