"""The fixed words of pages in Korean and English, from ``web/words/*.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from majung.errors import Language
from majung.errors.sentences import worded
from majung.rules.citations import Label


def phrase(key: str, /, **values: object) -> Label:
    """Return a fixed phrase in both languages, its places filled.

    Raises:
        KeyError: no phrase has the key.
    """
    pair = phrases()[key]
    return Label(
        worded(pair["ko"], values, "ko"),
        worded(pair["en"], values, "en"),
    )


@cache
def phrases() -> Mapping[str, Mapping[Language, str]]:
    """Return every phrase by its key.

    Raises:
        ValueError: a key stands in two files.
    """
    found: dict[str, Mapping[Language, str]] = {}
    for file in sorted(resources.files("majung.web").joinpath("words").iterdir(), key=str):
        if not file.name.endswith(".toml"):
            continue
        for key, pair in tomllib.loads(file.read_text("utf-8")).items():
            if key in found:
                raise ValueError(f"the phrase {key} stands twice, again in {file.name}")
            found[key] = pair
    return found
