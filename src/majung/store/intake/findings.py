"""Findings, indications and internal figures of an application, kept as they were told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from majung.rules.findings import Finding
from majung.store import models
from majung.store.intake.applications import application_row
from majung.store.intake.programmes import version_numbers
from majung.store.numbers import acting_institution, add_rows, own_institution
from majung.store.written import packed, read, written

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the rules of a product said about an application, under which version, on which facts.

    Attributes:
        facts: as the rules read them, by name.
        institution: for whom it was made; empty where it was made for the firm at the window.
    """

    application: str
    programme: str
    version: str
    product: str
    finding: Finding
    facts: Mapping[str, object]
    assessed_on: date
    assessed_by: str
    recorded_at: datetime
    institution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptIndication:
    """Terms a firm may expect, as they were shown to it (예상조건, 비구속).

    Attributes:
        key: names it within the application.
        programme: empty, as `version` is, for a bank's own loan.
        content: the priced quote, a value of the lower packages.
        institution: at whose desk it was shown; empty where the firm looked for itself.
    """

    application: str
    key: str
    programme: str
    version: str
    product: str
    content: object
    indicated_on: date
    recorded_at: datetime
    institution: str = ""


def keep_assessments(number: str, assessments: Iterable[Assessment]) -> None:
    """Keep assessments of an application for whoever acts; earlier ones stay beside them.

    Raises:
        NotRecordedError: the application or a programme version is not known.
    """
    application = application_row(number)
    institution = acting_institution()
    kept = list(assessments)
    versions = version_numbers((each.programme, each.version) for each in kept)
    facts = {id(each.facts): each.facts for each in kept}
    # One application's products are held against the same facts: they are written once.
    facts_written = {key: written(dict(value)) for key, value in facts.items()}
    add_rows(
        models.Finding(
            application=application,
            firm_id=application.firm_id,
            institution_id=institution,
            programme_version_id=versions[each.programme, each.version],
            product=each.product,
            verdict=each.finding.verdict.name,
            content=packed(each.finding),
            facts=facts_written[id(each.facts)],
            assessed_on=each.assessed_on,
            assessed_by=each.assessed_by,
            recorded_at=each.recorded_at,
        )
        for each in kept
    )


def assessments_of(application: str) -> tuple[Assessment, ...]:
    """Return the latest assessment of each product, by programme and product."""
    every = assessment_history(application)
    latest = {(each.programme, each.product, each.institution): each for each in every}
    return tuple(latest[key] for key in sorted(latest))


def assessment_history(application: str) -> tuple[Assessment, ...]:
    """Return every assessment that whoever acts may read, in the order recorded."""
    rows = models.Finding.objects.select_related("programme_version", "institution")
    return tuple(
        Assessment(
            application=application,
            programme=row.programme_version.key,
            version=row.programme_version.version,
            product=row.product,
            finding=read(Finding, row.content),
            facts=read(dict, row.facts),
            assessed_on=row.assessed_on,
            assessed_by=row.assessed_by,
            recorded_at=row.recorded_at,
            institution=row.institution.key if row.institution else "",
        )
        for row in rows.filter(application__number=application).order_by("recorded_at", "pk")
    )


def keep_indications(number: str, indications: Iterable[KeptIndication]) -> None:
    """Keep terms of an application as they were shown to a firm, in that order.

    Raises:
        NotRecordedError: the application or a programme version is not known.
    """
    application = application_row(number)
    institution = acting_institution()
    kept = list(indications)
    versions = version_numbers((each.programme, each.version) for each in kept if each.programme)
    add_rows(
        models.Indication(
            application=application,
            firm_id=application.firm_id,
            institution_id=institution,
            programme_version_id=versions.get((each.programme, each.version)),
            key=each.key,
            product=each.product,
            content=packed(each.content),
            indicated_on=each.indicated_on,
            recorded_at=each.recorded_at,
        )
        for each in kept
    )


def indications_of(application: str) -> tuple[KeptIndication, ...]:
    """Return the indications that whoever acts may read, latest last, in the order shown."""
    rows = models.Indication.objects.select_related("programme_version", "institution")
    content = _ReadOnce()
    return tuple(
        KeptIndication(
            application=application,
            key=row.key,
            programme=row.programme_version.key if row.programme_version else "",
            version=row.programme_version.version if row.programme_version else "",
            product=row.product,
            content=content.of(row.key, row.content),
            indicated_on=row.indicated_on,
            recorded_at=row.recorded_at,
            institution=row.institution.key if row.institution else "",
        )
        for row in rows.filter(application__number=application).order_by("recorded_at", "pk")
    )


class _ReadOnce:
    """Reads what was kept; the same terms shown again are read once, for they are long."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, object]] = {}

    def of(self, key: str, tree: object) -> object:
        """Return the value of a tree, the last one of the key where it is the same."""
        if key not in self._known or self._known[key][0] != tree:
            self._known[key] = (tree, read(object, tree))
        return self._known[key][1]


def keep_internal_figure(
    application: str, product: str, name: str, value: object, *, on: date, at: datetime
) -> None:
    """Keep a figure that no firm and no pack shows: technical premium, aid equivalent.

    Raises:
        NotRecordedError: no such application, or the firm or the State acts.
    """
    models.InternalFigure.objects.create(
        institution_id=own_institution(),
        application=application_row(application),
        product=product,
        name=name,
        value=written(value),
        computed_on=on,
        recorded_at=at,
    )


def internal_figures(application: str) -> Mapping[tuple[str, str], object]:
    """Return the newest internal figures of the acting institution, by product and name."""
    rows = models.InternalFigure.objects.filter(application__number=application)
    return {
        (row.product, row.name): read(object, row.value)
        for row in rows.order_by("recorded_at", "pk")
    }
