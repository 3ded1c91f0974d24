"""Rules of eligibility: three-valued, explained, and data.

A fact nobody stated leaves a rule OPEN: never met and never not met.
"""

from majung.rules.citations import Citation, Label, Source, Status
from majung.rules.evaluation import Facts, evaluate
from majung.rules.explanation import explain
from majung.rules.findings import Finding, Verdict
from majung.rules.kinds import Rule, every_rule, facts_read
from majung.rules.reading.parsing import parse_rule, parse_vocabulary
from majung.rules.vocabulary import (
    ASSESSED_ON,
    FactDefinition,
    FactType,
    FactValue,
    Vocabulary,
)

__all__ = [
    "ASSESSED_ON",
    "Citation",
    "FactDefinition",
    "FactType",
    "FactValue",
    "Facts",
    "Finding",
    "Label",
    "Rule",
    "Source",
    "Status",
    "Verdict",
    "Vocabulary",
    "evaluate",
    "every_rule",
    "explain",
    "facts_read",
    "parse_rule",
    "parse_vocabulary",
]
