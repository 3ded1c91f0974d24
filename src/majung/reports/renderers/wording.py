"""Lines that every format prints alike: notes with their sources, findings with their marks."""

from dataclasses import dataclass

from majung.errors import Language
from majung.reports.cells import day, written
from majung.reports.model import Note, OutlineLine
from majung.reports.texts import said, word


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A line of an outline in words; what is missing is empty.

    Attributes:
        mark: the sign and the word of the verdict: ``✓ 충족``.
        source: in brackets.
        helps: after an arrow.
    """

    mark: str
    text: str
    source: str
    helps: str

    @property
    def whole(self) -> str:
        """The reason with its source, and what helps on a line of its own."""
        reason = f"{self.text} {self.source}".rstrip()
        return f"{reason}\n{self.helps}" if self.helps else reason


def finding_words(line: OutlineLine, language: Language) -> FindingWords:
    """Put a line of an outline into words."""
    verdict = "" if line.mark is None else said(word(f"verdict-{line.mark}"), language)
    source, helps = said(line.source, language), said(line.helps, language)
    return FindingWords(
        f"{line.mark} {verdict}" if line.mark is not None else "",
        said(line.text, language),
        f"({source})" if source else "",
        f"→ {helps}" if helps else "",
    )


def source_words(note: Note, language: Language) -> str:
    """Write what a note rests on: ``출처: 보도자료 (2024. 6. 26.)``; empty for nothing."""
    source = said(note.source, language)
    words = f"{said(word('source'), language)}: {source}" if source else ""
    if note.published_on is not None:
        words += f" ({written(day(note.published_on), language)})"
    return words.strip()


def note_words(note: Note, language: Language) -> str:
    """Write a note with what it rests on."""
    return f"{said(note.text, language)} {source_words(note, language)}".rstrip()
