"""Why a YAML file cannot be parsed, in words that name the usual slip.

A parser stops at the first error and describes it in its own terms; tabs are the exception, they
are found on every line at once.
"""

import re
from collections.abc import Iterable, Iterator

from ruamel.yaml.error import StringMark

from majung.errors import Message, Place, Problem, message

_TAB_INDENTED = re.compile(r" *\t")
#: What the parser says, and the kind of message that explains it.
_KINDS = (
    ("mapping values are not allowed", "yaml-colon-in-text"),
    ("cannot start any token", "yaml-quotes-needed"),
    ("expected <block end>", "yaml-indentation"),
    ("found unexpected end of stream", "yaml-quote-open"),
    ("could not find expected ':'", "yaml-colon-missing"),
    ("found undefined alias", "yaml-alias-not-known"),
    ("expected ',' or", "yaml-bracket-open"),
    ("expected the node content", "yaml-value-missing"),
)


def syntax_problems(
    name: str, text: str, said: str, mark: StringMark | None
) -> tuple[Problem, ...]:
    """Explain a parser's complaint.

    Args:
        name: of the file.
        said: the parser's words.
        mark: where the parser stopped.
    """
    tabs = tuple(_tab_problems(name, text.splitlines()))
    if tabs:
        return tabs
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    return (Problem(place, _reason(said)),)


def _tab_problems(name: str, lines: Iterable[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        indent = _TAB_INDENTED.match(line)
        if indent:
            yield Problem(Place(name, number, indent.end()), message("yaml-tab"))


def _reason(said: str) -> Message:
    for words, kind in _KINDS:
        if words in said:
            return message(kind)
    return message("yaml-not-readable", said=said)
