"""``majung serve``: the office on loopback."""

from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import open_office
from majung.cli.output import language, say
from majung.web.serving import LOOPBACK, serve

app = App(name="serve", help="The office on loopback.", help_format="plaintext")

PORT = 8000


@app.default
def serve_(
    *,
    port: Annotated[int, Parameter(help="Port to listen on.")] = PORT,
    host: Annotated[str, Parameter(help="Address to listen on; loopback unless named.")] = LOOPBACK,
) -> None:
    """Serve pages and REST until somebody stops it."""
    open_office()

    def when_ready() -> None:
        stop = {"ko": "멈추려면 Ctrl+C", "en": "Ctrl+C stops it"}[language()]
        say(f"http://{host}:{port}/ · {stop}")

    serve(port, host=host, when_ready=when_ready)
