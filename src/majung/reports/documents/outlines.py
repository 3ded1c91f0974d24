"""Findings as outlines of a document.

"Not checked" stays visible and is not "passed": an open line keeps its question mark and says
what to supply.
"""

from collections.abc import Iterator

from majung.reports.model import Mark, Outline, OutlineLine
from majung.reports.texts import Text
from majung.rules import Finding, Status, Verdict

MARK_OF = {Verdict.MET: Mark.MET, Verdict.NOT_MET: Mark.NOT_MET, Verdict.OPEN: Mark.OPEN}


def outline_of(finding: Finding, caption: Text = "") -> Outline:
    """Lay out a finding, parents before what they rest on, each with reason and source."""
    return Outline(caption, tuple(_lines(finding, depth=0)))


def _lines(finding: Finding, *, depth: int) -> Iterator[OutlineLine]:
    is_open = finding.verdict is Verdict.OPEN
    is_assumed = finding.status is Status.ASSUMED and not finding.parts
    yield OutlineLine(
        depth=depth,
        mark=MARK_OF[finding.verdict],
        text=finding.reason,
        # A reason cites its own source; an assumption of ours is marked where it was made.
        source=finding.status if is_assumed else "",
        helps=finding.helps if is_open and finding.helps is not None else "",
    )
    for part in finding.parts:
        yield from _lines(part, depth=depth + 1)
