"""Who says so: labels in two languages, sources, and whether a thing was reported or assumed.

Nothing a rule or a number says stands alone: it cites a source, and what nobody published is
marked *assumed*, so that a reader never takes our guess for the ministry's word.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.errors import Language


class Status(StrEnum):
    """How well a rule or a number is known."""

    REPORTED = "reported"
    ASSUMED = "assumed"

    def spoken(self, language: Language) -> str:
        """Write the status as a word beside a figure."""
        return _STATUS_WORDS[self][language]


_STATUS_WORDS: dict[Status, dict[Language, str]] = {
    Status.REPORTED: {"ko": "공표", "en": "reported"},
    Status.ASSUMED: {"ko": "가정", "en": "assumed"},
}


@dataclass(frozen=True, slots=True)
class Label:
    """What officials call a thing, in Korean and in English."""

    ko: str
    en: str

    def spoken(self, language: Language) -> str:
        """Return the words of one language."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True)
class Source:
    """A text that says what a programme is: a law, a release, a report, or our own assumption.

    Attributes:
        key: what rules and numbers refer to.
        title: how it is cited.
        publisher: the body or paper that published it.
        published_on: None where the source bears no day.
        address: where it can be read; empty where no address is known.
    """

    key: str
    title: Label
    publisher: str = ""
    published_on: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source.

    >>> act = Source("act", Label("무역보험법", "Trade Insurance Act"))
    >>> Citation(act, "art. 53").spoken("en")
    'Trade Insurance Act art. 53'

    Attributes:
        source: the text.
        pinpoint: article, page or table within it; empty for the whole.
    """

    source: Source
    pinpoint: str = ""

    def spoken(self, language: Language) -> str:
        """Cite the source the way a footnote does."""
        return f"{self.source.title.spoken(language)} {self.pinpoint}".strip()
