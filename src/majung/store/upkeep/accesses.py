"""The access log: who looked beyond one institution, when, why and on which legal basis."""

from dataclasses import dataclass
from datetime import datetime

from majung.store import models


@dataclass(frozen=True, slots=True)
class Access:
    """One look."""

    person: str
    purpose: str
    legal_basis: str
    subject: str
    recorded_at: datetime


def accesses(
    *,
    first_at: datetime | None = None,
    last_at: datetime | None = None,
    person: str = "",
    subject: str = "",
) -> tuple[Access, ...]:
    """Return looks, earliest first; the State alone reads the log, and that is a look too."""
    rows = models.AccessLog.objects.order_by("recorded_at", "pk")
    wanted = {
        "recorded_at__gte": first_at,
        "recorded_at__lte": last_at,
        "person": person,
        "subject": subject,
    }
    return tuple(
        Access(row.person, row.purpose, row.legal_basis, row.subject, row.recorded_at)
        for row in rows.filter(**{name: value for name, value in wanted.items() if value})
    )
