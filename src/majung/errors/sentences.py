"""The Korean and English sentences of every kind of message.

Sentences stand in ``sentences/<package>.toml``, one table a kind::

    [limit-exceeded]
    ko = "{limit:은/는} {left}만 남아 …"
    en = "{limit} has {left} left …"

A Korean place may name a particle pair (``{firm:이/가}``); the one that fits the last syllable
of the value is written.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from string import Formatter

from majung.errors.messages import Language, Message, Speakable

HANGUL_FIRST, HANGUL_LAST = 0xAC00, 0xD7A3
FINAL_CONSONANTS = 28
RIEUL = 8
#: How the digits 0 to 9 end when read in Korean: index of the final consonant, 0 for none.
DIGIT_FINALS = (21, 8, 0, 16, 0, 0, 1, 8, 8, 0)


@cache
def kinds() -> Mapping[str, Mapping[Language, str]]:
    """Return the templates of every kind of message, by language."""
    templates: dict[str, Mapping[Language, str]] = {}
    for file in sorted(resources.files("majung.errors").joinpath("sentences").iterdir(), key=str):
        if not file.name.endswith(".toml"):
            continue
        for kind, pair in tomllib.loads(file.read_text("utf-8")).items():
            if kind in templates:
                raise ValueError(f"message kind {kind} stands twice, again in {file.name}")
            templates[kind] = pair
    return templates


def sentence(message: Message, language: Language) -> str:
    """Put a message into words.

    Raises:
        KeyError: the kind has no sentence, or its template names a value the message lacks.
    """
    return worded(kinds()[message.kind][language], dict(message.values), language)


def worded(template: str, values: Mapping[str, object], language: Language) -> str:
    """Put values into a template, each as its language writes it, with fitting particles.

    >>> worded("{firm:이/가} 신청", {"firm": "마중"}, "ko")
    '마중이 신청'
    """
    return _Sentences(language).vformat(template, (), values)


class _Sentences(Formatter):
    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def format_field(self, value: object, format_spec: str) -> str:
        word = _written(value, self.language)
        return word + _particle(word, format_spec) if "/" in format_spec else word


def _written(value: object, language: Language) -> str:
    if isinstance(value, Message):
        return sentence(value, language)
    if isinstance(value, Speakable):
        return value.spoken(language)
    if isinstance(value, bool):
        return {"ko": ("아니요", "예"), "en": ("no", "yes")}[language][value]
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping) and language in value:
        return str(value[language])
    if isinstance(value, Sequence | frozenset) and not isinstance(value, str):
        items = sorted(value, key=str) if isinstance(value, frozenset) else value
        return ", ".join(_written(item, language) for item in items)
    return str(value)


def _particle(word: str, pair: str) -> str:
    after_consonant, after_vowel = pair.split("/")
    final = _final_consonant(word)
    if after_consonant == "으로" and final == RIEUL:
        return after_vowel
    return after_consonant if final else after_vowel


def _final_consonant(word: str) -> int:
    # A percent sign is read 퍼센트, which ends in a vowel, whatever digit stands before it.
    letters = [letter for letter in word if letter.isalnum() or letter == "%"]
    if not letters:
        return 0
    last = letters[-1]
    if HANGUL_FIRST <= ord(last) <= HANGUL_LAST:
        return (ord(last) - HANGUL_FIRST) % FINAL_CONSONANTS
    if last.isdecimal() and last.isascii():
        return DIGIT_FINALS[int(last)]
    return RIEUL if last in "lLrR" else 16 if last in "mnMN" else 0
