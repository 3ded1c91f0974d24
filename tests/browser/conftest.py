"""A real browser on a real server: skipped loudly where no Chromium is installed."""

import os
import shutil
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium")
DESKTOP = {"width": 1280, "height": 900}
TELEPHONE = {"width": 360, "height": 740}


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        """Say nothing of each request."""


@pytest.fixture
def address(fresh_database):
    """The address of the office, served from a thread of its own."""
    server = make_server(
        "127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=_Quiet
    )
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser():
    """Chromium without a sandbox where root runs it."""
    if CHROMIUM is None:
        pytest.skip("no chromium is installed: the browser journeys did not take place")
    # The driver runs an event loop in this thread; the store is asked from it all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
