"""Monthly reports, the supply table, exposures and overlaps, each with what stands behind it."""

import base64
from datetime import date
from typing import Annotated, Any

from ninja import Query, Router

from majung.operations.policy import Act
from majung.operations.supply.envelope_use import EnvelopeUse, envelope_use
from majung.operations.supply.exposures import exposure_register
from majung.operations.supply.overlaps import overlap_reading
from majung.operations.supply.reading import Wanted
from majung.operations.supply.reading_reports import month_history, report_calendar
from majung.operations.supply.series import world_of
from majung.operations.supply.supply_table import TablePlace, supply_behind, supply_table
from majung.operations.supply.take_monthly_report import (
    TakenReport,
    check_monthly_report,
    report_findings,
    take_monthly_report,
)
from majung.store.council.monthly import Submission
from majung.store.servicing.contracts import Series
from majung.supply.concentration import Concentration
from majung.supply.exposure import Exposure
from majung.supply.figures import ratio_text
from majung.supply.lines import SupplyLine
from majung.supply.monthly import ReportRow
from majung.supply.targets import SeriesSource
from majung.values.months import parse_month
from majung.web.api.callers import AuthenticatedRequest, Caller, caller
from majung.web.api.problems import BodyUnreadableError
from majung.web.api.shapes import (
    Day,
    Document,
    InPath,
    Key,
    amount,
    both,
    day,
    said,
)
from majung.web.api.writing import MADE, Sent, findings, read, written_once

router = Router()
World = Annotated[Series, Query(description="Real figures, or those of the example world.")]
Sector = Annotated[str, Query(pattern=r"^[0-9A-Za-z._-]{0,60}$")]
TOP = 10


@router.post("/plans/{key}/reports", response={MADE: Document}, tags=["supply"])
def take_report(
    request: AuthenticatedRequest,
    key: InPath,
    file: Sent,
    once: Key,
    series: World = Series.REAL,
) -> Any:
    """Take a monthly report; with any problem in it nothing is taken, and every problem is told."""
    who = caller(request, Act.TAKE_MONTHLY_REPORT)
    name, content = read(file)

    def act() -> Document:
        taken = take_monthly_report(
            who.actor, plan=key, name=name, content=content, on=who.on, at=who.at, series=series
        )
        if taken.problems:
            raise BodyUnreadableError(taken.problems)
        return _taken(taken)

    return written_once(request, who, once, act, content=content)


@router.post("/plans/{key}/report-checks", response=Document, tags=["supply"])
def check_report(request: AuthenticatedRequest, key: InPath, file: Sent) -> Document:
    """Read a monthly report without taking it; bad rows come back as a workbook (Base64)."""
    who = caller(request, Act.TAKE_MONTHLY_REPORT)
    name, content = read(file)
    found = check_monthly_report(
        who.actor, plan=key, name=name, content=content, on=who.on, at=who.at
    )
    mended = report_findings(found) if found.problems else b""
    return {
        "rows": len(found.report.rows),
        "findings": findings(found.problems),
        "rows_to_mend": base64.b64encode(mended).decode("ascii") or None,
    }


@router.get("/plans/{key}/reports", response=Document, tags=["supply"])
def calendar_of_reports(
    request: AuthenticatedRequest, key: InPath, series: World = Series.REAL
) -> Document:
    """Say which institution has reported which month, and which months are missing."""
    who = caller(request, Act.READ_OWN)
    found = report_calendar(who.actor, key, on=who.on, at=who.at, series=series)
    return {
        "plan": key,
        "series": series.value,
        "months": [str(month) for month in found.months],
        "institutions": [
            {
                "institution": each.institution,
                "name": both(each.name),
                "is_counted": each.is_counted,
                "reported": [
                    _submission(each.submissions[month]) for month in sorted(each.submissions)
                ],
            }
            for each in found.reporting
        ],
        "missing": [
            {"institution": institution, "month": str(month)}
            for institution, month in found.missing
        ],
        "is_whole": found.is_whole,
    }


@router.get("/plans/{key}/reports/{institution}/{month}", response=Document, tags=["supply"])
def history_of_report(
    request: AuthenticatedRequest,
    key: InPath,
    institution: InPath,
    month: InPath,
    series: World = Series.REAL,
) -> Document:
    """Show every submission of an institution for a month, and what each changed."""
    who = caller(request, Act.READ_OWN)
    found = month_history(who.actor, key, institution, parse_month(month), at=who.at, series=series)
    return {
        "plan": key,
        "institution": institution,
        "month": str(found.month),
        "submissions": [
            {
                **_submission(each.submission),
                "changes": [said(change.message) for change in each.changes],
            }
            for each in found.submissions
        ],
        "rows": [_row(row) for row in found.counting.rows],
    }


@router.get("/plans/{key}/supply", response=Document, tags=["supply"])
def table_of_supply(
    request: AuthenticatedRequest,
    key: InPath,
    as_of: Day = None,
    source: SeriesSource = SeriesSource.REPORTED,
) -> Document:
    """Show supply by sector, institution and month; a cell that is absent is OPEN."""
    who = caller(request, Act.READ_OWN)
    found = supply_table(who.actor, _wanted(who, key, as_of, source), at=who.at)
    return {
        "plan": key,
        "source": source.value,
        "months": [str(month) for month in found.months],
        "cells": [
            {
                "sector": place.sector or None,
                "institution": place.institution,
                "month": str(place.month),
                "supplied": amount(found.amounts[place]),
            }
            for place in sorted(found.amounts)
        ],
        "is_whole": found.is_whole,
    }


@router.get("/plans/{key}/supply/{institution}/{month}", response=Document, tags=["supply"])
def what_stands_behind_supply(
    request: AuthenticatedRequest,
    key: InPath,
    institution: InPath,
    month: InPath,
    sector: Sector = "",
    as_of: Day = None,
    source: SeriesSource = SeriesSource.REPORTED,
) -> Document:
    """Show the rows of a report, or the contracts, that a figure of the table was made from."""
    who = caller(request, Act.READ_OWN)
    place = TablePlace(sector, institution, parse_month(month))
    found = supply_behind(who.actor, _wanted(who, key, as_of, source), place, at=who.at)
    return {
        "supplied": amount(found.amount),
        "submission": _submission(found.submission) if found.submission else None,
        "rows": [_row(row) for row in found.rows],
        "contracts": [_line(line) for line in found.lines],
    }


@router.get("/exposures", response=Document, tags=["supply"])
def exposures(request: AuthenticatedRequest, on: Day = None, series: World = Series.REAL) -> Any:
    """Show what firms and groups owe over all institutions, and how few owe how much."""
    who = caller(request, Act.READ_ALL)
    found = exposure_register(who.actor, on=on or who.on, at=who.at, series=series)
    return {
        "firms": [_exposure(each) for each in found.firms],
        "groups": [_exposure(each) for each in found.groups],
        "concentration": _concentration(found.concentration(top=TOP)),
    }


@router.get("/overlaps", response=Document, tags=["supply"])
def overlaps(request: AuthenticatedRequest, on: Day = None, series: World = Series.REAL) -> Any:
    """List the firms that hold several benefits, and the exclusions that are broken."""
    who = caller(request, Act.READ_OWN)
    found = overlap_reading(who.actor, on=on or who.on, at=who.at, series=series)
    return {
        "on": day(found.on),
        "firms": found.firms,
        "overlaps": [
            {
                "firm": each.firm,
                "benefits": [
                    {
                        "contract": one.contract,
                        "programme": one.programme,
                        "product": one.product,
                        "institution": one.institution,
                        "amount": amount(one.amount),
                    }
                    for one in each.benefits
                ],
                "broken": [said(broken.message) for broken in found.violations_of(each.firm)],
            }
            for each in found.overlaps
        ],
        "is_whole": found.is_whole,
    }


@router.get("/envelopes", response=Document, tags=["supply"])
def envelopes(
    request: AuthenticatedRequest,
    programme: Annotated[str, Query(pattern=r"^[0-9a-z-]{0,100}$")] = "",
) -> Document:
    """Show how much of each envelope is used and reserved, and what is left."""
    who = caller(request, Act.READ_OWN)
    found = envelope_use(who.actor, at=who.at, programme=programme)
    return {"envelopes": [envelope_document(each) for each in found]}


def envelope_document(use: EnvelopeUse) -> Document:
    """Write the use of an envelope; a cap nobody published is null, and so is its room."""
    return {
        "programme": use.programme,
        "envelope": use.envelope,
        "label": both(use.label),
        "member": both(use.member_name) if use.member_name else None,
        "cap": amount(use.limit.cap),
        "used": amount(use.limit.used),
        "reserved": amount(use.limit.reserved),
        "room": amount(use.room),
        "status": use.status.value,
    }


def _wanted(who: Caller, plan: str, as_of: date | None, source: SeriesSource) -> Wanted:
    return Wanted(plan=plan, as_of=as_of or who.on, source=source, series=world_of(source))


def _taken(taken: TakenReport) -> Document:
    return {
        "rows": len(taken.report.rows),
        "is_new": taken.is_new,
        "submissions": [_submission(each) for each in taken.submissions],
        "changes": [said(change.message) for change in taken.changes],
    }


def _submission(found: Submission) -> Document:
    return {
        "institution": found.institution,
        "month": str(found.month),
        "number": found.number,
        "file": found.file,
        "recorded_at": found.recorded_at.isoformat(),
    }


def _row(row: ReportRow) -> Document:
    return {
        "sector": row.sector,
        "product": row.product or None,
        "region": row.region.value if row.region else None,
        "theme": row.theme or None,
        "supplied": amount(row.amount),
        "renewals": amount(row.renewals),
        "contracts": row.contracts,
        "firms": row.firms,
        "row": row.line,
    }


def _line(line: SupplyLine) -> Document:
    return {
        "contract": line.contract,
        "on": day(line.on),
        "instrument": line.instrument.value,
        "region": line.region.value if line.region else None,
        "supplied": amount(line.amount),
    }


def _exposure(found: Exposure) -> Document:
    return {
        "holder": found.holder,
        "outstanding": amount(found.outstanding),
        "covered": amount(found.covered),
        "uncovered": amount(found.uncovered),
        "institutions": list(found.institutions),
    }


def _concentration(found: Concentration) -> Document:
    share, index = found.top_share, found.herfindahl
    return {
        "holders": found.holders,
        "total": amount(found.total),
        "top": TOP,
        "top_share": None if share is None else ratio_text(share),
        "herfindahl": None if index is None else ratio_text(index),
    }
