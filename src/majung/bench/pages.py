"""How long pages of a running office take, asked for as a browser asks: sign in, then one by one.

What is measured is the whole answer over loopback, the server's time and the way to it.
"""

import re
from collections.abc import Iterator
from functools import partial
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from majung.bench.measuring import Measurement, measured
from majung.errors import PolicyFinanceError

#: What the spine asks of the dashboard and of a contract's page.
PAGE_SECONDS_MAX = 0.150
REPEATS = 20
PATHS = ("/", "/applications/", "/contracts/")
#: A page that everybody may see.
HOME = "/programmes/"
FORBIDDEN = 403
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_CONTRACT = re.compile(rb'href="(/contracts/[^"/?]+)"')


class SignInRefusedError(PolicyFinanceError):
    """Pages are measured for somebody whom the office lets in."""

    kind = "bench-sign-in-refused"


class OfficeAddressError(PolicyFinanceError):
    """An office is asked over HTTP."""

    kind = "bench-office-address"


def page_measurements(address: str, *, name: str, password: str) -> Iterator[Measurement]:
    """Measure the dashboard, the lists and the first contract of a running office.

    Raises:
        OfficeAddressError: the address is no web address.
        SignInRefusedError: the office did not let the name in.
    """
    if urlsplit(address).scheme not in {"http", "https"}:
        raise OfficeAddressError(address=address)
    browser = _signed_in(address, name, password)
    for path in (*PATHS, *_first_contract(browser, address)):
        yield measured(
            f"page {unquote(path)}",
            partial(_asked, browser, urljoin(address, path)),
            repeats=REPEATS,
            target_seconds=PAGE_SECONDS_MAX,
        )


def _signed_in(address: str, name: str, password: str) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = urljoin(address, "/sign-in")
    found = _TOKEN.search(_asked(browser, page))
    token = found[1].decode("ascii") if found else ""
    sent = {"csrfmiddlewaretoken": token, "name": name, "password": password, "next": HOME}
    try:
        browser.open(page, urlencode(sent).encode("ascii")).read()
    except HTTPError as refusal:
        if refusal.code == FORBIDDEN:
            raise SignInRefusedError(name=name) from refusal
        raise
    return browser


def _first_contract(browser: OpenerDirector, address: str) -> tuple[str, ...]:
    found = _CONTRACT.search(_asked(browser, urljoin(address, "/contracts/")))
    return (quote(found[1].decode("utf-8"), safe="/%"),) if found else ()


def _asked(browser: OpenerDirector, address: str) -> bytes:
    content: bytes = browser.open(address).read()
    return content
