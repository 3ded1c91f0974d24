"""Applications as a list: one question to the database for a page of them, however many there are.

Whoever acts finds the applications they may read; what is counted and summed is what was asked for,
not only the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from majung.applications.stages import Stage
from majung.store.listing import WITH_NAMED_FIRMS, PageWanted, listed, name_pattern
from majung.values.money import Money

STAGES = tuple(stage.value for stage in Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLine:
    """An application as a list shows it.

    Attributes:
        firm: what the firm was called on the day; empty before its first profile.
        requested: None where the form holds no request.
        stage: the furthest one that any of its products reached.
    """

    number: str
    firm: str
    requested: Money | None
    submitted_on: date
    stage: Stage
    is_example: bool


@dataclass(frozen=True, slots=True)
class ApplicationLines:
    """A page of applications, and what all that were asked for come to.

    Attributes:
        count: of all, not of the page.
        totals: requested by all, a currency each.
        stages: how many stand in each stage, before a stage was asked for.
    """

    lines: tuple[ApplicationLine, ...]
    count: int
    totals: tuple[Money, ...]
    stages: tuple[tuple[Stage, int], ...]


def application_lines(
    *, on: date, page: PageWanted, words: str = "", stages: Sequence[Stage] = ()
) -> ApplicationLines:
    """Return a page of the applications that whoever acts may read, latest first.

    Args:
        on: the day on which firms bore the names shown.
        words: a part of the number or of the firm's name; empty for all.
        stages: only what stands in one of them; none for all.
    """
    asked: dict[str, Any] = {
        "on": on,
        "every": list(STAGES),
        "words": words,
        "pattern": name_pattern(words),
        "stages": [stage.value for stage in stages],
    }
    place = {"rows": page.rows, "after": page.after}
    rows = listed(WITH_NAMED_FIRMS, _LISTED, _PAGE, **asked, **place) if page.rows else []
    of_stage: dict[Stage, int] = {}
    totals: dict[str, int] = {}
    count = 0
    for name, currency, number, minor, is_asked in listed(
        WITH_NAMED_FIRMS, _LISTED, _SUMS, **asked
    ):
        stage = Stage(name)
        of_stage[stage] = of_stage.get(stage, 0) + number
        if is_asked:
            count += number
            if currency is not None:
                totals[currency] = totals.get(currency, 0) + int(minor)
    return ApplicationLines(
        tuple(map(_line, rows)),
        count,
        tuple(Money(minor, currency) for currency, minor in totals.items()),
        tuple((stage, of_stage[stage]) for stage in Stage if stage in of_stage),
    )


#: A form is kept as pairs of a name and its value; the request is one of them.
_LISTED = """
, listed AS (
    SELECT a.number, coalesce(n.name, '') AS firm, r.amount, a.submitted_on, a.is_example,
        (%(every)s::text[])[coalesce(f.place, 1)] AS stage
    FROM store_application a
    CROSS JOIN LATERAL (
        SELECT jsonb_path_query_first(a.content, 'strict $.of[*] ? (@[0] == "request")[1].amount')
    ) AS r(amount)
    -- Steps are found from their application: who may read it is asked of few rows, not of all.
    CROSS JOIN LATERAL (
        SELECT max(array_position(%(every)s::text[], latest.stage)) AS place FROM (
            SELECT DISTINCT ON (s.product) s.stage FROM store_applicationstep s
            WHERE s.application_id = a.id ORDER BY s.product, s.number DESC
        ) AS latest
    ) AS f
    LEFT JOIN named n ON n.firm_id = a.firm_id
    WHERE %(words)s = '' OR a.number ILIKE %(pattern)s OR n.name ILIKE %(pattern)s
), asked AS (
    SELECT *, cardinality(%(stages)s::text[]) = 0 OR stage = ANY (%(stages)s) AS is_asked
    FROM listed
)
"""
_PAGE = """
SELECT number, firm, (amount ->> 'minor')::bigint, amount ->> 'currency', submitted_on, stage,
    is_example
FROM asked WHERE is_asked
ORDER BY submitted_on DESC, number DESC LIMIT %(rows)s OFFSET %(after)s
"""
_SUMS = """
SELECT stage, amount ->> 'currency' AS currency, count(*),
    sum((amount ->> 'minor')::bigint)::bigint, is_asked
FROM asked GROUP BY stage, currency, is_asked ORDER BY stage, currency
"""


def _line(row: tuple[Any, ...]) -> ApplicationLine:
    number, firm, minor, currency, submitted_on, stage, is_example = row
    return ApplicationLine(
        number=number,
        firm=firm,
        requested=None if minor is None else Money(minor, currency),
        submitted_on=submitted_on,
        stage=Stage(stage),
        is_example=is_example,
    )
