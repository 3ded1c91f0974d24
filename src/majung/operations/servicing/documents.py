"""What became of files about contracts, as plain values for the command line and interfaces."""

from collections.abc import Sequence
from datetime import date

from majung.contracts.changes import is_counted
from majung.contracts.facts import Fact, FactKind
from majung.contracts.index_rates import IndexRate
from majung.contracts.reported.checking import Difference, Figure
from majung.errors import Message, sentence
from majung.operations.servicing.openings.totals import amounts_of
from majung.operations.servicing.reading_differences import DifferencesRead
from majung.operations.servicing.reading_fixings import MissingFixing
from majung.operations.servicing.statements import MonthFinding, Outcome
from majung.operations.servicing.take_index_rates import IndexRatesTaken
from majung.operations.servicing.take_opening_balances import OpeningTaken
from majung.operations.servicing.take_servicer_file import ServicerFileTaken
from majung.store.servicing.differences import ReportedDifference
from majung.store.servicing.index_rates import ToldRate
from majung.values.money import Money
from majung.values.rates import Rate

Document = dict[str, object]


def fact_document(fact: Fact, currency: str) -> Document:
    """Write a fact: what happened, and what it says in the unit it says it in.

    `about` is who or what it concerns: of a restructuring the term that is set anew, of a transfer
    the contract that takes over, of a rate fixing the component.
    """
    is_money = fact.kind is not FactKind.RATE_FIXING and not is_counted(fact)
    return {
        "key": fact.key,
        "kind": fact.kind.value,
        "effective_on": fact.effective_on.isoformat(),
        "about": fact.party or None,
        "amount": Money(fact.amount, currency).as_json() if is_money else None,
        "count": fact.amount if is_counted(fact) else None,
        "rate": None if fact.rate is None else fact.rate.as_json(),
        "reverses": fact.reverses or None,
        "note": fact.note or None,
    }


def servicer_document(taken: ServicerFileTaken) -> Document:
    """Write what became of every contract and month of a servicer's file."""
    return {
        "counts": {outcome.value: taken.count(outcome) for outcome in Outcome},
        "differences": taken.differences,
        "not_stated": taken.not_stated,
        "entries": taken.posting.entries,
        "months": [_finding(each) for each in taken.findings],
    }


def opening_document(taken: OpeningTaken) -> Document:
    """Write what a list of opening balances adds up to, and how much of it was new."""
    return {
        "contracts": taken.contracts,
        "entries": taken.entries,
        "totals": [
            {
                "currency": each.currency,
                "contracts": each.contracts,
                **{name: money.as_json() for name, money in amounts_of(each).items()},
            }
            for each in taken.totals
        ],
        "limits_exceeded": [_said(each) for each in taken.findings],
    }


def index_rates_document(taken: IndexRatesTaken) -> Document:
    """Write what became of a list of index rates."""
    return {
        "rates": len(taken.rates),
        "new": [_index_rate(each) for each in taken.fresh],
        "not_followed": list(taken.not_followed),
        "loans_fixed": taken.fixed,
        "entries": taken.posting.entries,
        "refused": [{"contract": each.contract, **_said(each.reason)} for each in taken.refused],
    }


def told_rates_document(told: Sequence[ToldRate], missing: Sequence[MissingFixing]) -> Document:
    """Write what indexes were, as it was told, and which rates loans wait for."""
    return {
        "missing": [
            {
                "index": each.index,
                "observed_on": each.observed_on.isoformat(),
                "reset_on": each.reset_on.isoformat(),
                "loans_serviced": each.serviced,
                "loans_reported": each.reported,
            }
            for each in missing
        ],
        "index_rates": [
            {
                **_index_rate(each.rate),
                "recorded_by": each.recorded_by,
                "recorded_at": each.recorded_at.isoformat(),
            }
            for each in told
        ],
    }


def _index_rate(rate: IndexRate) -> Document:
    return {
        "index": rate.index,
        "published_on": rate.published_on.isoformat(),
        "rate": rate.rate.as_json(),
    }


def differences_document(found: DifferencesRead) -> Document:
    """Write the open differences."""
    return {
        "count": len(found.lines),
        "by_kind": {kind.value: count for kind, count in found.by_kind},
        "differences": [_line(each) for each in found.lines],
    }


def _finding(finding: MonthFinding) -> Document:
    return {
        "contract": finding.contract,
        "month": str(finding.month) if finding.month else None,
        "rows": list(finding.lines),
        "outcome": finding.outcome.value,
        "problems": [
            {"row": each.place.line, "column": each.place.column or None, **_said(each.message)}
            for each in finding.problems
        ],
        "differences": [_difference(each) for each in finding.differences],
        "not_stated": [_said(each) for each in finding.not_stated],
    }


def _line(each: ReportedDifference) -> Document:
    return {
        "institution": each.institution,
        "contract": each.contract,
        "month": str(each.month),
        "figure": each.kind,
        "reported": _figure(each.reported),
        "computed": _figure(each.computed),
        **_said(each.reason),
    }


def _difference(each: Difference) -> Document:
    return {
        "figure": each.kind.value,
        "reported": _figure(each.reported),
        "computed": _figure(each.computed),
        **_said(each.reason),
    }


def _figure(figure: Figure) -> object:
    match figure:
        case Money() | Rate():
            return figure.as_json()
        case date():
            return figure.isoformat()
        case _:
            return figure


def _said(told: Message) -> Document:
    return {"kind": told.kind, "ko": sentence(told, "ko"), "en": sentence(told, "en")}
