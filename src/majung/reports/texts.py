"""Words of a document: what may stand where words stand, and how it becomes Korean or English.

A text is a string, a message, or a value that can speak.  Every output asks `said`, so a name
typed with a hidden control character cannot break one file and deceive in another.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TypeAlias

from majung.errors import Language, Message, Speakable, sentence
from majung.rules import Label

Text: TypeAlias = str | Message | Speakable

#: Stands for a character that no document may hold.
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: Right-to-left overrides can make an amount read as another; they have no use in these documents.
_DECEIVING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT_CONTROLS = frozenset("\n\t")


def said(text: Text, language: Language) -> str:
    r"""Put a text into words, fit for every kind of file.

    Characters that files cannot hold (controls, halves of pairs, direction overrides) become a
    visible replacement; a line end is always one newline.

    >>> said("마중물\x00", "ko")
    '마중물�'
    """
    if isinstance(text, Message):
        words = sentence(text, language)
    elif type(text) is str:  # an enumeration that speaks is a str too
        words = text
    elif isinstance(text, Label):
        words = text.spoken(language)
    else:
        # What a protocol takes to find out is long when a document asks it of every word.
        words = text.spoken(language) if isinstance(text, Speakable) else str(text)
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if words.isprintable():
        return words
    return "".join(_safe(character) for character in words)


def word(key: str, /, **values: Text) -> Label:
    """Return a fixed word or phrase of the documents, from ``words.toml``.

    >>> word("sum").spoken("en")
    'Total'

    Args:
        values: what the places of the phrase are filled with, each put into the same language.
    """
    pair = _words()[key]
    return Label(ko=_filled(pair["ko"], values, "ko"), en=_filled(pair["en"], values, "en"))


def _filled(template: str, values: Mapping[str, Text], language: Language) -> str:
    # Not str.format: a value is a firm's or an officer's text and may hold braces.
    for name, value in values.items():
        template = template.replace("{" + name + "}", said(value, language))
    return template


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("majung.reports").joinpath("words.toml").read_text("utf-8")
    words: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return words


def _safe(character: str) -> str:
    if character in _KEPT_CONTROLS:
        return character
    category = unicodedata.category(character)
    is_unfit = category in {"Cc", "Cs", "Cn", "Zl", "Zp"} or character in _DECEIVING
    return REPLACEMENT if is_unfit else character
