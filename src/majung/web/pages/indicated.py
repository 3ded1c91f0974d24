"""What was indicated to a firm, on the page of its application: a table a showing."""

from collections.abc import Iterator

from majung.operations.intake.reading_indications import Showing, indications_shown
from majung.reports.model import Heading, Paragraph, Part
from majung.reports.texts import Text
from majung.web.pages.visits import Visit
from majung.web.pages.ways import ways_shown
from majung.web.pages.wording import phrase


def indicated_parts(visit: Visit, number: str) -> Iterator[Part]:
    """Show what was indicated about an application, newest first; nothing where nothing was."""
    shown = indications_shown(visit.actor, number)
    if not shown:
        return
    yield Heading(phrase("indications-shown"))
    yield Paragraph(shown[-1].marking)
    for place, each in enumerate(reversed(shown), 1):
        yield Heading(_looked(each, visit), level=2)
        yield ways_shown(each.indications, visit.language, f"shown-{place}")


def _looked(shown: Showing, visit: Visit) -> Text:
    if not shown.institution:
        return phrase("shown-on", day=shown.shown_on)
    by = visit.names.institution(shown.institution)
    return phrase("shown-on-by", day=shown.shown_on, by=by)
