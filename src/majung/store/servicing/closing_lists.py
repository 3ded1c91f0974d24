"""What closes kept beside postings, as lists: each institution finds what concerns its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from majung.store.listing import WITH_NAMED_FIRMS, PageWanted, listed
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrualLine:
    """Interest that had accrued on a loan at a month's end; the party bears it, empty: the firm."""

    contract: str
    institution: str
    party: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrearsLine:
    """The class of a loan at a month's end, and that of the month before.

    Attributes:
        firm: what the firm was called on the day; empty where there is none.
        overdue: principal, interest, late interest and fees past due.
    """

    contract: str
    institution: str
    firm: str
    bucket: str
    before: str
    days_past_due: int
    overdue: Money
    outstanding: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A letter to be sent.

    Attributes:
        firm: to whom; empty where there is none.
        due_on: the day the amounts fall due, or the oldest of them fell due.
        is_rate_held: they rest on a rate that is fixed anew before they fall due.
    """

    contract: str
    institution: str
    firm: str
    kind: str
    noticed_on: date
    due_on: date
    days_past_due: int
    principal: Money
    interest: Money
    late_interest: Money
    fee: Money
    is_rate_held: bool = False

    @property
    def total(self) -> Money:
        """All amounts together."""
        return self.principal + self.interest + self.late_interest + self.fee


def accrual_lines(on: date, *, page: PageWanted) -> tuple[AccrualLine, ...]:
    """Return what had accrued at a month's end, by contract and party."""
    rows = listed(_ACCRUALS, on=on, rows=page.rows, after=page.after)
    return tuple(
        AccrualLine(
            contract=key, institution=institution, party=party, amount=Money(amount, currency)
        )
        for key, institution, party, amount, currency in rows
    )


def arrears_lines(on: date, *, page: PageWanted) -> tuple[ArrearsLine, ...]:
    """Return the classes of loans at a month's end, the longest past due first."""
    rows = listed(WITH_NAMED_FIRMS, _ARREARS, on=on, rows=page.rows, after=page.after)
    return tuple(
        ArrearsLine(
            contract=key,
            institution=institution,
            firm=firm,
            bucket=bucket,
            before=before,
            days_past_due=days,
            overdue=Money(overdue, currency),
            outstanding=Money(outstanding, currency),
        )
        for key, institution, firm, bucket, before, days, overdue, outstanding, currency in rows
    )


def notice_lines(on: date, *, kind: str, page: PageWanted) -> tuple[NoticeLine, ...]:
    """Return letters to be sent on a day, by kind and contract.

    Args:
        kind: payment or arrears; empty for both.
    """
    rows = listed(WITH_NAMED_FIRMS, _NOTICES, on=on, kind=kind, rows=page.rows, after=page.after)
    return tuple(map(_notice, rows))


def notice_counts(days: Sequence[date]) -> Mapping[date, int]:
    """Return how many letters are to be sent on each of some days; one without is left out."""
    return dict(listed(_NOTICE_COUNTS, days=list(days)))


def month_ends(*, count_max: int) -> tuple[date, ...]:
    """Return the latest months' ends at which something accrued or was classed, latest first."""
    return tuple(day for (day,) in listed(_MONTH_ENDS, rows=count_max))


def _notice(row: tuple[Any, ...]) -> NoticeLine:
    key, institution, firm, kind, noticed_on, due_on, days, *minors, currency = row
    principal, interest, late_interest, fee = (Money(minor, currency) for minor in minors)
    return NoticeLine(
        contract=key,
        institution=institution,
        firm=firm,
        kind=kind,
        noticed_on=noticed_on,
        due_on=due_on,
        days_past_due=days,
        principal=principal,
        interest=interest,
        late_interest=late_interest,
        fee=fee,
    )


_ACCRUALS = """
SELECT c.key, i.key, a.party, a.amount, c.currency
FROM store_accrual a JOIN store_contract c ON c.id = a.contract_id
JOIN store_institution i ON i.id = a.institution_id
WHERE a."on" = %(on)s ORDER BY c.key, a.party LIMIT %(rows)s OFFSET %(after)s
"""
_ARREARS = """
SELECT c.key, i.key, coalesce(n.name, ''), a.bucket, a.before, a.days_past_due, a.overdue,
    a.outstanding, c.currency
FROM store_arrearsclass a JOIN store_contract c ON c.id = a.contract_id
JOIN store_institution i ON i.id = a.institution_id
LEFT JOIN named n ON n.firm_id = c.firm_id
WHERE a."on" = %(on)s ORDER BY a.days_past_due DESC, c.key LIMIT %(rows)s OFFSET %(after)s
"""
_NOTICES = """
SELECT c.key, i.key, coalesce(n.name, ''), a.kind, a.noticed_on, a.due_on, a.days_past_due,
    a.principal, a.interest, a.late_interest, a.fee, c.currency
FROM store_notice a JOIN store_contract c ON c.id = a.contract_id
JOIN store_institution i ON i.id = a.institution_id
LEFT JOIN named n ON n.firm_id = c.firm_id
WHERE a.noticed_on = %(on)s AND %(kind)s IN ('', a.kind)
ORDER BY a.kind, c.key LIMIT %(rows)s OFFSET %(after)s
"""
_NOTICE_COUNTS = """
SELECT noticed_on, count(*) FROM store_notice WHERE noticed_on = ANY(%(days)s) GROUP BY 1
"""
_MONTH_ENDS = """
SELECT "on" FROM store_accrual UNION SELECT "on" FROM store_arrearsclass ORDER BY 1 DESC
LIMIT %(rows)s
"""
