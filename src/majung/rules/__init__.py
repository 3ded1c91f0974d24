"""Rules of eligibility: three-valued, explained, and data.

A fact nobody stated leaves a rule OPEN: never met and never not met.
"""

from majung.rules.citations import Citation, Label, Source, Status
from majung.rules.findings import Finding, Verdict
from majung.rules.kinds import Rule
from majung.rules.vocabulary import FactDefinition, FactType, FactValue, Vocabulary

__all__ = [
    "Citation",
    "FactDefinition",
    "FactType",
    "FactValue",
    "Finding",
    "Label",
    "Rule",
    "Source",
    "Status",
    "Verdict",
    "Vocabulary",
]
