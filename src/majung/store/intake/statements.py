"""What is stated about firms: by whom, as of which day, on which evidence; only ever added to.

A firm reads what was stated for its requests, an institution what it recorded itself and what was
stated for the applications on its desk.  What an institution marks as internal stays with it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, cast

from django.db.models import F, QuerySet

from majung.applications.firm import FirmIdentity, identity_key
from majung.applications.statements import Standing, Statement, Statements
from majung.errors import PolicyFinanceError
from majung.rules import FactValue
from majung.store import models
from majung.store.intake.applications import application_row
from majung.store.numbers import acting_institution, add_rows, number_of
from majung.store.questions import Question
from majung.store.written import read, written


class StatedDifferentlyError(PolicyFinanceError):
    """A body states one value of a fact at one moment."""

    kind = "stated-differently"


def state(
    firm: FirmIdentity,
    statements: Iterable[Statement],
    *,
    at: datetime,
    application: str = "",
    legal_basis: str = "",
    is_internal: bool = False,
) -> None:
    """Record what is stated about a firm, for an application or in general.

    The same thing told again at the same moment is recorded once.

    Args:
        legal_basis: the article or consent on which somebody else's data were looked up.
        is_internal: neither the firm nor another institution reads it.

    Raises:
        NotRecordedError: the firm or the application is not known.
        StatedDifferentlyError: the same body stated another value of it at the same moment.
    """
    firm_number = number_of(models.Firm, key=identity_key(firm))
    application_number = application_row(application).pk if application else None
    institution = acting_institution()
    told = _TOLD_AT(firm=firm_number, moment=at)
    known = {
        _place(row): _content(row)
        for row in told
        if (row.application_id, row.institution_id) == (application_number, institution)
    }
    fresh = []
    for statement in statements:
        row = models.Statement(
            firm_id=firm_number,
            application_id=application_number,
            institution_id=institution,
            fact=statement.fact,
            value=written(statement.value),
            as_of=statement.as_of,
            stated_by=statement.stated_by,
            evidence=statement.evidence,
            standing=statement.standing.value,
            legal_basis=legal_basis,
            is_internal=is_internal,
            recorded_at=at,
        )
        if _place(row) not in known:
            known[_place(row)] = _content(row)
            fresh.append(row)
        elif known[_place(row)] != _content(row):
            raise StatedDifferentlyError(
                fact=statement.fact, stated_by=statement.stated_by, day=statement.as_of
            )
    add_rows(fresh)


_TOLD_AT = Question(
    lambda firm, moment: models.Statement.objects.filter(firm=firm, recorded_at=moment)
)


def statements_about(
    firm: FirmIdentity, *, application: str = "", known_at: datetime | None = None
) -> Statements:
    """Return what is stated about a firm that whoever acts may read, in the order recorded.

    Args:
        application: with what was stated for this application; empty for what holds in general.
        known_at: only what had been recorded by then; None for everything.
    """
    named: dict[str, object] = {"firm": identity_key(firm)}
    if application:
        named["application"] = application
    if known_at is not None:
        named["known_at"] = known_at
    return Statements(tuple(_statement(row) for row in _statements_named(tuple(named))(**named)))


@cache
def _statements_named(names: tuple[str, ...]) -> Question[models.Statement]:
    def ask(**places: Any) -> QuerySet[models.Statement]:
        rows = models.Statement.objects.filter(firm__key=places["firm"])
        found = rows.filter(application__isnull=True)
        if "application" in places:
            found |= rows.filter(application__number=places["application"])
        if "known_at" in places:
            found = found.filter(recorded_at__lte=places["known_at"])
        return found.order_by("recorded_at", "pk")

    return Question(ask, names)


def latest_stated(
    fact: str, applications: Iterable[str], *, known_at: datetime
) -> Mapping[str, FactValue]:
    """Return what was stated last of a fact for applications, by their numbers, in one question."""
    found: dict[str, FactValue] = {}
    named = {"fact": fact, "applications": list(applications), "known_at": known_at}
    for row in _LATEST(**named):
        found[row.application_number] = cast("FactValue", read(object, row.value))
    return found


_LATEST = Question(
    lambda fact, applications, known_at: (
        models.Statement.objects.filter(
            fact=fact, application__number__among=applications, recorded_at__lte=known_at
        )
        .annotate(application_number=F("application__number"))
        .order_by("recorded_at", "pk")
    )
)


def _place(row: models.Statement) -> tuple[object, ...]:
    """Return what tells statements of one moment apart."""
    return row.fact, row.as_of, row.stated_by, row.standing


def _content(row: models.Statement) -> tuple[object, ...]:
    return row.value, row.evidence, row.legal_basis, row.is_internal


def _statement(row: models.Statement) -> Statement:
    return Statement(
        fact=row.fact,
        value=cast("FactValue", read(object, row.value)),
        as_of=row.as_of,
        stated_by=row.stated_by,
        evidence=row.evidence,
        standing=Standing(row.standing),
    )
