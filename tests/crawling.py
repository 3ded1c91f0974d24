"""A browser that goes everywhere: it follows links as a role sees them and gathers every form.

So a page or a form that somebody adds is met without being named anywhere; a page that no link
leads to is missed, and the test that asks for every address says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

#: How many addresses of one pattern are looked at: what differs between them is data.
ADDRESSES_MAX = 3
#: Signing out and choosing a language change who looks, not what is recorded.
LEFT_ALONE = frozenset({"sign-out", "language", "place"})


@dataclass
class Field:
    """A field of a form: its kind, what stands in it, and what may be chosen."""

    name: str
    kind: str
    value: str = ""
    is_required: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form that is sent to the office."""

    action: str
    page: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """The name of the address it is sent to."""
        return route_of(self.action)

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        """What it asks for, and at which kind of address."""
        return self.route, tuple(self.fields)

    @property
    def takes_a_file(self) -> bool:
        """Whether a file is handed in by it."""
        return any(each.kind == "file" for each in self.fields.values())

    def filled(self) -> dict[str, object]:
        """Return what a browser would send: what stands there, else the first choice."""
        return {each.name: _sent(each) for each in self.fields.values() if each.kind != "file"}


def _sent(of: Field) -> str:
    if of.value or not of.options:
        return of.value
    return next((each for each in of.options if each), "")


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._field: Field | None = None

    def handle_starttag(self, tag, attributes) -> None:
        given = {name: value or "" for name, value in attributes}
        is_flagged = {name for name, _ in attributes}
        match tag:
            case "a" if "href" in given:
                self.links.append(urljoin(self.page, given["href"]))
            case "form" if given.get("method", "get").lower() == "post":
                action = urljoin(self.page, given.get("action") or self.page)
                self._form = Form(action, self.page)
                self.forms.append(self._form)
            case "form":
                self._form = None
            case "input" | "textarea" | "select" | "button" if self._form is not None:
                self._take(tag, given, is_flagged)
            case "option" if self._field is not None:
                self._field.options.append(given.get("value", ""))
                if "selected" in is_flagged:
                    self._field.value = given.get("value", "")

    def _take(self, tag, given, is_flagged) -> None:
        name = given.get("name", "")
        if not name or name == "csrfmiddlewaretoken" or tag == "button":
            return
        kind = given.get("type", "text") if tag == "input" else tag
        if "money" in given.get("class", "").split():
            kind = "money"
        found = self._form.fields.setdefault(name, Field(name, kind))
        found.is_required |= "required" in is_flagged
        self._field = found if tag == "select" else None
        if kind in {"checkbox", "radio"}:
            found.options.append(given.get("value", "on"))
            if "checked" in is_flagged:
                found.value = given.get("value", "on")
        else:
            found.value = given.get("value", found.value)

    def handle_endtag(self, tag) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._field = None


@dataclass
class Seen:
    """What a role meets: names of addresses, and the forms on them by address and action."""

    routes: set[str] = field(default_factory=set)
    forms: dict[str, Form] = field(default_factory=dict)
    failures: list[tuple[str, int]] = field(default_factory=list)


def crawl(browser: Client, start: str = "/") -> Seen:
    """Follow every link from a page on, a few addresses of each pattern."""
    seen, asked, waiting = Seen(), set(), [start]
    visits: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        split = urlsplit(address)
        name = route_of(split.path)
        if address in asked or not name or name in LEFT_ALONE or name.startswith("static"):
            continue
        if visits.get(name, 0) >= ADDRESSES_MAX:
            continue
        asked.add(address)
        visits[name] = visits.get(name, 0) + 1
        answer = browser.get(address)
        seen.routes.add(name)
        if answer.status_code == 302:
            waiting.append(urljoin(address, answer.headers["Location"]))
            continue
        if answer.status_code >= 400:
            seen.failures.append((address, answer.status_code))
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        reader = _Reader(address)
        reader.feed(answer.content.decode())
        waiting += [link for link in reader.links if link.startswith("/")]
        for form in reader.forms:
            if form.route not in LEFT_ALONE:
                seen.routes.add(form.route)
                alike = [each for each in seen.forms.values() if each.shape == form.shape]
                if len(alike) < ADDRESSES_MAX:
                    seen.forms.setdefault(form.action, form)
    return seen


def route_of(path: str) -> str:
    """Return the name of an address; empty where it is none of ours."""
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def routes_of_pages() -> set[str]:
    """Return the names of every address of the pages."""
    return {name for name, pattern in _patterns(get_resolver()) if "api/" not in pattern}


def _patterns(resolver, before: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, here)
        elif isinstance(each, URLPattern) and each.name:
            yield each.name, here


def summary_of(page: bytes) -> str:
    """Return the text of a page's error summary, or of the page that says why there is none."""
    found = _Summary()
    found.feed(page.decode())
    return " ".join("".join(found.texts).split())


class _Summary(HTMLParser):
    """Keeps the text inside what is marked as told to the reader."""

    TOLD = frozenset({"error-summary", "error", "lead", "told"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag, attributes) -> None:
        classes = set((dict(attributes).get("class") or "").split())
        if self._depth or classes & self.TOLD:
            self._depth += tag not in {"input", "br", "img", "meta", "link"}

    def handle_endtag(self, tag) -> None:
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data) -> None:
        if self._depth:
            self.texts.append(data)
