"""How wide texts and columns are, in half-width characters: a Korean syllable takes two.

Every format shares out the width of a table by these numbers, so the same table looks alike.
"""

import unicodedata
from collections.abc import Iterable

from majung.errors import Language
from majung.reports.tables import Align, Table
from majung.reports.texts import said

#: A column of words grows to this and then wraps.
WORDS_WIDTH_MAX = 34
COLUMN_WIDTH_MIN = 6
#: What an empty margin on both sides of a cell takes.
CELL_MARGIN = 2


def text_width(text: str) -> int:
    """Return the width of the widest line of a text."""
    return max((sum(map(_character_width, line)) for line in text.split("\n")), default=0)


def column_widths(table: Table, language: Language) -> tuple[int, ...]:
    """Return the width each column wants: its numbers whole, its words up to a limit."""
    lines = [table.written(row, language) for row in (*table.rows, *table.totals)]
    return tuple(
        _column_width(
            said(column.head, language),
            [line[place] for line in lines],
            is_number=column.side is Align.END,
        )
        for place, column in enumerate(table.columns)
    )


def _column_width(head: str, texts: Iterable[str], *, is_number: bool) -> int:
    texts = list(texts)
    widest = max(map(text_width, texts), default=0)
    wanted = widest if is_number else min(WORDS_WIDTH_MAX, widest)
    # A head may wrap, but never inside a word.
    words = (word for part in (head, *texts) for word in part.replace("(", " (").split())
    longest = max(map(text_width, words), default=0)
    return max(COLUMN_WIDTH_MIN, wanted, min(longest, WORDS_WIDTH_MAX)) + CELL_MARGIN


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F", "A"} else 1
