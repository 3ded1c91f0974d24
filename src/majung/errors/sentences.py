"""The Korean and English sentences of every kind of message.

Sentences stand in ``sentences/<package>.toml``, one table a kind::

    [limit-exceeded]
    ko = "{limit:은/는} {left}만 남아 …"
    en = "{limit} has {left} left …"

A Korean place may name a particle pair (``{firm:이/가}``); the one that fits the last syllable
of the value is written.  An English place of a count may name what is counted, one and many
(``{count:row was/rows were}``): ``1 row was``, ``3 rows were``.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any, TypeAlias

from majung.errors.days import spoken_day, spoken_moment
from majung.errors.messages import Language, Message, Speakable

#: Writes a value of the type it stands for.
Writer: TypeAlias = Callable[[Any, Language], str]

HANGUL_FIRST, HANGUL_LAST = 0xAC00, 0xD7A3
FINAL_CONSONANTS = 28
RIEUL = 8
#: The last syllable of a day when it is read.
DAY_READ = "일"
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
    >>> worded("{count:row/rows}", {"count": 1}, "en")
    '1 row'

    Raises:
        KeyError: the template names a value that is not there.
    """
    parts: list[str] = []
    for text, name, pair in _pieces(template):
        parts.append(text)
        if name is not None:
            word = _written(values[name], language)
            parts.append(word)
            if "/" in pair:
                parts.append(_fitting(values[name], word, pair, language))
    return "".join(parts)


@cache
def _pieces(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """Cut a template into texts, each with the name and the particles of the value after it.

    An outline writes a few templates hundreds of times: each is cut once.
    """
    return tuple((text, name, pair or "") for text, name, pair, _ in Formatter().parse(template))


def _written(value: object, language: Language) -> str:
    return _WRITER_OF[type(value)](value, language)


class _Writers(dict[type, Writer]):
    """How values of each type that was met are written.

    Asking a value whether it can speak is slow, and its type gives the same answer for all.
    """

    def __missing__(self, met: type) -> Writer:
        self[met] = next(write for known, write in _WRITERS if issubclass(met, known))
        return self[met]


def _write_mapping(value: Mapping[object, object], language: Language) -> str:
    return str(value[language]) if language in value else str(value)


def _write_sequence(value: Iterable[object], language: Language) -> str:
    return ", ".join(_written(item, language) for item in value)


#: Types and how their values are written; the first that fits counts: a status is a text that
#: speaks, a truth is a whole number, a moment is a day.
_WRITERS: tuple[tuple[type, Writer], ...] = (
    (Message, sentence),
    (Speakable, lambda value, language: value.spoken(language)),
    (str, lambda value, _: str(value)),
    (bool, lambda value, language: {"ko": ("아니요", "예"), "en": ("no", "yes")}[language][value]),
    (int, lambda value, _: f"{value:,}"),
    (Decimal, lambda value, _: f"{value:,f}"),
    (datetime, spoken_moment),
    (date, spoken_day),
    (Mapping, _write_mapping),
    (frozenset, lambda value, language: _write_sequence(sorted(value, key=str), language)),
    (Sequence, _write_sequence),
    (object, lambda value, _: str(value)),
)
_WRITER_OF = _Writers()


def _fitting(value: object, word: str, pair: str, language: Language) -> str:
    """Return what follows a value: its particle in Korean, what is counted in English."""
    if language == "en":
        one, many = pair.split("/")
        return f" {one if value == 1 else many}"
    # A day is read to its 일, which is not written.
    return _particle(DAY_READ if type(value) is date else word, pair)


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


def noted(notes: Iterable[Message]) -> list[dict[str, str]]:
    """Write notes as plain values, each with its kind and in both languages."""
    return [
        {"kind": note.kind, "ko": sentence(note, "ko"), "en": sentence(note, "en")}
        for note in notes
    ]
