"""How wide texts and columns are, in half-width characters: a Korean syllable takes two.

Every format shares out the width of a table by these numbers, so the same table looks alike.
"""

import unicodedata

from majung.errors import Language
from majung.reports.tables import Align, Table

#: A column of words grows to this and then wraps.
WORDS_WIDTH_MAX = 34
COLUMN_WIDTH_MIN = 6
#: What an empty margin on both sides of a cell takes.
CELL_MARGIN = 2


def text_width(text: str) -> int:
    """Return the width of the widest line of a text, rounded up."""
    tenths = max((sum(map(_tenths, line)) for line in text.split("\n")), default=0)
    return -(-tenths // 10)


def column_widths(table: Table, language: Language) -> tuple[int, ...]:
    """Return the width each column wants: its numbers whole, its words up to a limit."""
    lines = [table.written(row, language) for row in (*table.rows, *table.totals)]
    return tuple(
        max(
            _head_width(*column.lines(language)),
            _body_width([line[place] for line in lines], is_number=column.side is Align.END),
        )
        + CELL_MARGIN
        for place, column in enumerate(table.columns)
    )


def _head_width(head: str, unit: str) -> int:
    """A head may wrap, but not inside a word; its unit takes two lines at most."""
    return max(
        COLUMN_WIDTH_MIN, _longest_word(head), _longest_word(unit), text_width(unit) // 2 + 2
    )


def _body_width(texts: list[str], *, is_number: bool) -> int:
    widest = max(map(text_width, texts), default=0)
    if is_number:
        return widest
    longest = max(map(_longest_word, texts), default=0)
    return min(WORDS_WIDTH_MAX, max(widest, longest))


def _longest_word(text: str) -> int:
    return max(map(text_width, text.replace("(", " (").split()), default=0)


def _tenths(character: str) -> int:
    """Return the width of a character in tenths; capitals and figures are wider than letters."""
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F", "A"}:
        return 20
    return 13 if character.isupper() else 11 if character.isdecimal() else 10
