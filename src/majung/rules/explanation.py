"""Put a finding into words: an indented outline, one line a rule.

Each line shows the verdict, the rule and the reason with its source; what nobody published is
marked as assumed, and an open line says what to supply.
"""

from majung.errors import Language, sentence
from majung.rules.citations import Status
from majung.rules.findings import Finding, Verdict

MARKS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.OPEN: "?"}


def explain(finding: Finding, language: Language) -> str:
    """Render a finding as an outline, parents before what they rest on.

    Source: own convention: "not checked" stays visible and is not "passed".
    """
    return "\n".join(_lines(finding, language, depth=0))


def _lines(finding: Finding, language: Language, *, depth: int) -> list[str]:
    indent = "  " * depth
    line = f"{indent}{MARKS[finding.verdict]} {sentence(finding.reason, language)}"
    # A branch rests on its leaves; the mark stands where the assumption itself was made.
    if finding.status is Status.ASSUMED and not finding.parts:
        line += f" [{finding.status.spoken(language)}]"
    lines = [line]
    if finding.verdict is Verdict.OPEN and finding.helps is not None:
        lines.append(f"{indent}  → {finding.helps.spoken(language)}")
    for part in finding.parts:
        lines += _lines(part, language, depth=depth + 1)
    return lines
