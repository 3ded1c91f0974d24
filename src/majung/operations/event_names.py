"""What events of contracts are called, in Korean and English, wherever somebody reads them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from majung.contracts.events import EventKind
from majung.rules.citations import Label


def event_name(kind: str) -> Label:
    """Return what a kind of event, or of an entry without one, is called.

    Raises:
        KeyError: nothing is posted under the kind.
    """
    return _named()[kind]


def event_names() -> Mapping[EventKind, Label]:
    """Return what every kind of event is called."""
    return {kind: event_name(kind) for kind in EventKind}


@cache
def _named() -> Mapping[str, Label]:
    text = resources.files("majung.operations").joinpath("event_names.toml").read_text("utf-8")
    return {kind: Label(pair["ko"], pair["en"]) for kind, pair in tomllib.loads(text).items()}
