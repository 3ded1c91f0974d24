"""The decision record (결정기록): one paper a decision.

What was known, what was checked, what was waived, by whom, under which rules.  It shows OPEN as
OPEN, keeps the number of the paper in which the approval was given, and names roles, not persons.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from majung.errors import Language
from majung.reports.cells import (
    DAY,
    Cell,
    Open,
    amount,
    day,
    words,
)
from majung.reports.model import (
    DocumentKind,
    Heading,
    KeyValue,
    KeyValues,
    Marking,
    Note,
    Notes,
    Outline,
    Paragraph,
    Part,
    ProgrammeVersion,
    Report,
    Signature,
    Signatures,
    Watermark,
)
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text, word
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A fact that was before the deciders, or was not.

    Attributes:
        value: Open where nobody stated it.
        standing: declared, evidenced, verified.
        source: who stated it, with the evidence.
    """

    name: Text
    value: Cell
    standing: Text = ""
    source: Text = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaivedRule:
    """A rule or condition that was set aside, why, by whose authority."""

    rule: Text
    verdict: Text
    reason: Text
    by: Text
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionContent:
    """What a decision record shows, as operations gathered it.

    Attributes:
        number: of the record in this system.
        document: number of the paper in which the approval was given (결재문서).
        kind: approve, reduce, refuse, in words.
        minutes: the committee's resolution, where the amount needed one.
        terms: what was agreed or offered, line by line.
        checked: outlines of the findings, one a programme or gate.
        appeal: until when and how the firm may object.
        objections: the appeal that was filed and how it was answered, line by line.
    """

    key: str
    number: str
    document: str
    issuer: Text
    firm: Text
    application: str
    programme: Text
    product: Text
    kind: Text
    asked: Money
    granted: Money
    decided_on: date
    reason: Text
    watermark: Watermark
    programme_version: ProgrammeVersion
    terms: tuple[KeyValue, ...] = ()
    known: tuple[KnownFact, ...] = ()
    checked: tuple[Outline, ...] = ()
    waived: tuple[WaivedRule, ...] = ()
    signatures: tuple[Signature, ...] = ()
    minutes: Text = ""
    appeal: Text = ""
    objections: tuple[KeyValue, ...] = ()
    notes: tuple[Note, ...] = ()
    markings: tuple[Marking, ...] = ()


def decision_record(content: DecisionContent, language: Language = "ko") -> Report:
    """Lay out the record of a decision."""
    return Report(
        key=content.key,
        kind=DocumentKind.DECISION_RECORD,
        language=language,
        title=word("decision-title", product=content.product, kind=content.kind),
        subtitle=content.programme,
        number=content.number,
        issuer=content.issuer,
        watermark=content.watermark,
        markings=content.markings,
        programmes=(content.programme_version,),
        parts=tuple(_parts(content)),
    )


def _parts(content: DecisionContent) -> Iterator[Part]:
    yield Heading(word("decision"))
    yield KeyValues(tuple(_decision_lines(content)))
    if content.terms:
        yield Heading(word("terms"), 2)
        yield KeyValues(content.terms)
    yield Heading(word("known"))
    yield _known_table(content.known)
    yield Heading(word("checked"))
    if not content.checked:
        yield Paragraph(word("nothing-checked"))
    yield from content.checked
    yield Heading(word("waived"))
    yield _waived_table(content.waived)
    yield Heading(word("rules-in-force"))
    yield Paragraph(
        word(
            "rules-in-force-means",
            programme=content.programme,
            version=content.programme_version.version,
        )
    )
    yield Heading(word("deciders"))
    yield Signatures(content.signatures)
    if content.appeal:
        yield Heading(word("appeal"))
        yield Paragraph(content.appeal)
    if content.objections:
        yield KeyValues(content.objections)
    if content.notes:
        yield Heading(word("pack-notes"))
        yield Notes("", content.notes)


def _decision_lines(content: DecisionContent) -> Iterator[KeyValue]:
    yield KeyValue(word("firm"), words(content.firm))
    yield KeyValue(word("application"), words(content.application))
    yield KeyValue(word("product"), words(content.product))
    yield KeyValue(word("decision"), words(content.kind))
    yield KeyValue(word("asked"), amount(content.asked))
    yield KeyValue(word("granted"), amount(content.granted))
    yield KeyValue(word("decided-on"), day(content.decided_on))
    yield KeyValue(word("approval-document"), words(content.document))
    if content.minutes:
        yield KeyValue(word("minutes"), words(content.minutes))
    yield KeyValue(word("reason"), words(content.reason))


def _known_table(known: tuple[KnownFact, ...]) -> Table:
    columns = (
        Column(word("fact")),
        Column(word("value")),
        Column(word("standing")),
        Column(word("stated-by")),
        Column(word("as-of"), DAY, Align.START),
    )
    rows = tuple(
        Row(
            (
                words(fact.name),
                fact.value,
                words(fact.standing),
                words(fact.source),
                words("") if fact.as_of is None else day(fact.as_of),
            )
        )
        for fact in known
    )
    open_facts = sum(isinstance(fact.value.value, Open) for fact in known)
    notes = (word("open-facts", count=str(open_facts)),) if open_facts else ()
    return Table("known", word("known-caption"), columns, rows, notes=notes)


def _waived_table(waived: tuple[WaivedRule, ...]) -> Table:
    columns = (
        Column(word("rule")),
        Column(word("verdict")),
        Column(word("reason")),
        Column(word("waived-by")),
        Column(word("waived-on"), DAY, Align.START),
    )
    rows = tuple(
        Row(
            (
                words(line.rule),
                words(line.verdict),
                words(line.reason),
                words(line.by),
                day(line.on),
            )
        )
        for line in waived
    )
    return Table("waived", word("waived-caption"), columns, rows, empty=word("nothing-waived"))
