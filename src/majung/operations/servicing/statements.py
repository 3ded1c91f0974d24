"""A servicer's file held against the contracts it names: the finding of every row.

Nothing is written here.  What a month would make of a contract is worked out from its facts, so
checking a file and taking it find the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from majung.contracts.cover import CoverReplay
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.facts import Fact
from majung.contracts.fund import FundReplay
from majung.contracts.fund_terms import FundTerms
from majung.contracts.reported import columns
from majung.contracts.reported.checking import Difference, differences, not_stated
from majung.contracts.reported.covers import cover_differences, unfitting
from majung.contracts.reported.funds import fund_differences, fund_facts_of, not_of_funds
from majung.contracts.reported.reading import ReportedMonth, ServicerFile
from majung.contracts.reported.statements import (
    Statement,
    cover_facts_of,
    facts_of,
    reversals_of,
)
from majung.contracts.terms import LoanTerms
from majung.errors import Language, Message, PolicyFinanceError, Problem, message
from majung.files import Column
from majung.operations.acting import Actor, Role
from majung.operations.servicing.openings.limits import BroughtUse
from majung.operations.servicing.record_facts import require_conditions
from majung.operations.servicing.replaying import Loan, loan_under, replayed
from majung.operations.servicing.reported_funds import named_in, uses_of
from majung.store.servicing.contracts import Contract, Servicing, contracts_by_keys
from majung.store.servicing.differences import ReportedDifference, differences_of
from majung.store.servicing.facts import facts_of_many
from majung.store.servicing.statements import Submitted, in_force, statements_of
from majung.values.months import Month

#: Which contracts each form tells of, and what is said of the others.
FITTING: Mapping[tuple[Column, ...], tuple[tuple[type, ...], Mapping[type, str]]] = {
    columns.MOVEMENT_FORM: ((LoanTerms, CoverTerms, FundTerms), {}),
    columns.MONTH_FORM: (
        (LoanTerms,),
        {CoverTerms: "reported-cover-in-loan-form", FundTerms: "reported-fund-by-movements"},
    ),
    columns.COVER_MONTH_FORM: (
        (CoverTerms,),
        {LoanTerms: "reported-loan-in-cover-form", FundTerms: "reported-fund-by-movements"},
    ),
}


class Outcome(StrEnum):
    """What became of a month in a file."""

    TAKEN = "taken"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    RETURNED = "returned"

    def spoken(self, language: Language) -> str:
        """Write the outcome in words."""
        return KOREAN[self] if language == "ko" else self.value


KOREAN = {
    Outcome.TAKEN: "접수",
    Outcome.REPLACED: "대체",
    Outcome.UNCHANGED: "변동 없음",
    Outcome.RETURNED: "반려",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFinding:
    """What was found about the rows of one contract and month.

    Attributes:
        lines: of the file, counted from 1.
        problems: why they go back.
        differences: where what was taken and our schedule disagree.
        not_stated: what our schedule says and the file leaves open.
    """

    contract: str
    month: Month | None
    lines: tuple[int, ...]
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    not_stated: tuple[Message, ...] = ()

    @property
    def is_returned(self) -> bool:
        """Whether the rows go back."""
        return self.outcome is Outcome.RETURNED


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be written of one contract.

    Attributes:
        uses: of a fund, what its investments take of limits.
    """

    contract: Contract
    facts: tuple[Fact, ...]
    statements: tuple[tuple[Statement, int, int], ...]
    differences: tuple[ReportedDifference, ...]
    through_on: date
    uses: tuple[BroughtUse, ...] = ()


@dataclass(slots=True)
class _Contract:
    """A contract while the months of a file are held against it."""

    contract: Contract
    terms: LoanTerms | CoverTerms | FundTerms
    facts: list[Fact]
    submitted: tuple[Submitted, ...]
    loan: Loan | None = None
    fresh: list[Fact] = field(default_factory=list)
    statements: list[tuple[Statement, int, int]] = field(default_factory=list)


def findings_of(
    actor: Actor, file: ServicerFile, months: Sequence[ReportedMonth], *, on: date
) -> tuple[tuple[MonthFinding, ...], tuple[Taken, ...]]:
    """Hold months of a file against their contracts, in a transaction of the State.

    Args:
        months: all that the file says of some contracts.

    Returns:
        the finding of each month, in the order given, and what is to be written.
    """
    keys = sorted({each.contract for each in months if each.contract})
    contracts = {each.key: each for each in contracts_by_keys(keys)}
    facts, submitted = facts_of_many(keys), statements_of(keys)
    working = {
        key: _Contract(
            each, each.terms, list(facts.get(key, ())), submitted.get(key, ()), loan_under(each)
        )
        for key, each in contracts.items()
        if isinstance(each.terms, LoanTerms | CoverTerms | FundTerms)
    }
    found: dict[int, MonthFinding] = {}
    order = sorted(range(len(months)), key=lambda index: months[index].month or Month(1, 1))
    for index in order:
        each = months[index]
        problems = each.problems or tuple(
            _problems(actor, file, each, contracts.get(each.contract))
        )
        taking = None if problems else working.get(each.contract)
        if taking is not None and each.statement is not None:
            outcome, problems = _try(file, each, each.statement, taking, on=on)
        else:
            outcome = Outcome.RETURNED
        found[index] = MonthFinding(
            contract=each.contract,
            month=each.month,
            lines=tuple(row.place.line for row in each.rows),
            outcome=outcome,
            problems=problems,
        )
    first: dict[str, Month] = {}
    for each in months:
        if each.contract in working and each.month is not None:
            first[each.contract] = min(first.get(each.contract, each.month), each.month)
    listed = {key: tuple(_compared(working[key], from_)) for key, from_ in first.items()}
    return (
        tuple(
            _with_differences(found[index], listed, each.statement, working.get(each.contract))
            for index, each in enumerate(months)
        ),
        tuple(_taken(working[key], listed[key], on=on) for key in sorted(first)
              if working[key].statements),
    )  # fmt: skip


def _problems(
    actor: Actor, file: ServicerFile, of: ReportedMonth, contract: Contract | None
) -> Iterator[Problem]:
    """Say why a contract cannot be reported in this file; what one may not see is unknown."""

    def problem(key: str, kind: str, **values: object) -> Problem:
        return Problem(file.place(of, key), message(kind, contract=of.contract, **values))

    if contract is None or not _may_see(actor, contract):
        yield problem(columns.CONTRACT, "reported-contract-unknown")
        return
    if contract.institution != actor.institution:
        yield problem(
            columns.CONTRACT, "reported-contract-elsewhere", institution=contract.institution
        )
        return
    if of.institution and of.institution != contract.institution:
        yield problem(
            columns.INSTITUTION, "reported-contract-elsewhere", institution=contract.institution
        )
    fitting, told_otherwise = FITTING[columns.form_of(file.rows.columns)]
    if not isinstance(contract.terms, fitting):
        yield problem(columns.CONTRACT, told_otherwise[type(contract.terms)])
    elif contract.servicing is not Servicing.REPORTED:
        yield problem(columns.CONTRACT, "reported-contract-serviced-here")
    elif of.currency != contract.currency:
        yield problem(
            columns.CURRENCY,
            "reported-currency-differs",
            found=of.currency,
            wanted=contract.currency,
        )
    elif of.month is not None and of.month.last_on < (contract.taken_over_on or date.min):
        yield problem(
            columns.MONTH, "reported-before-opening", month=of.month, on=contract.taken_over_on
        )


def _may_see(actor: Actor, contract: Contract) -> bool:
    taking_part = {contract.institution, *(each.institution for each in contract.parties)}
    return actor.institution in taking_part or Role.CLOCKWORK in actor.roles


def _try(
    file: ServicerFile, of: ReportedMonth, statement: Statement, taking: _Contract, *, on: date
) -> tuple[Outcome, tuple[Problem, ...]]:
    """Add a month to a contract if the contract can be replayed with it."""
    before = [each for each in taking.submitted if each.statement.month == statement.month]
    if before and before[-1].statement == statement:
        return Outcome.UNCHANGED, ()
    number = len(before) + 1
    told, problems = _told(file, of, statement, taking, number, on=on)
    if problems:
        return Outcome.RETURNED, problems
    try:
        require_conditions(taking.contract, told)
        replayed(taking.contract, (*taking.facts, *told), until=on, loan=taking.loan)
    except PolicyFinanceError as refusal:
        return Outcome.RETURNED, (Problem(file.place(of), refusal.message),)
    taking.facts.extend(told)
    taking.fresh.extend(told)
    taking.statements.append((statement, number, of.rows[0].place.line))
    return (Outcome.REPLACED if before else Outcome.TAKEN), ()


def _told(
    file: ServicerFile,
    of: ReportedMonth,
    statement: Statement,
    taking: _Contract,
    number: int,
    *,
    on: date,
) -> tuple[tuple[Fact, ...], tuple[Problem, ...]]:
    """Return the facts a month makes, after those that take its earlier ones back."""
    if isinstance(taking.terms, FundTerms):
        named = named_in(file, of, statement, taking.terms, on=on)
        if named.problems:
            return (), named.problems
        made = fund_facts_of(statement, named.parties, named.notes, submission=number)
        unknown, kind = list(not_of_funds(made)), "reported-not-of-a-fund"
    elif isinstance(taking.terms, CoverTerms):
        made = cover_facts_of(statement, submission=number)
        unknown, kind = list(unfitting(made)), "reported-not-of-a-cover"
    else:
        made, unknown, kind = facts_of(statement, taking.terms, submission=number), [], ""
    if unknown:
        kinds = tuple(sorted({fact.kind.value for fact in unknown}))
        return (), (Problem(file.place(of, columns.KIND), message(kind, kinds=kinds)),)
    return (*reversals_of(taking.facts, statement.month, submission=number), *made), ()


def _differing(statement: Statement, taking: _Contract) -> tuple[Difference, ...]:
    if isinstance(taking.terms, LoanTerms):
        return differences(statement, taking.terms, taking.facts)
    until = statement.month.last_on
    done = replayed(taking.contract, taking.facts, until=until, loan=taking.loan)
    if isinstance(taking.terms, FundTerms) and isinstance(done, FundReplay):
        return fund_differences(statement, taking.terms, done.state)
    if isinstance(taking.terms, CoverTerms) and isinstance(done, CoverReplay):
        return cover_differences(statement, taking.terms, done.state)
    raise TypeError(f"{taking.contract.key} was replayed as another kind than it is")


def _compared(taking: _Contract, first: Month) -> Iterator[tuple[Month, Difference]]:
    """Hold every month that counts, from the first of the file on, against the schedule.

    A late correction of one month settles, or opens, differences of the months behind it.
    """
    counting = {each.statement.month: each.statement for each in in_force(taking.submitted)}
    counting |= {statement.month: statement for statement, _, _ in taking.statements}
    for month in sorted(counting):
        if month >= first:
            for difference in _differing(counting[month], taking):
                yield month, difference


def _with_differences(
    finding: MonthFinding,
    listed: Mapping[str, tuple[tuple[Month, Difference], ...]],
    statement: Statement | None,
    taking: _Contract | None,
) -> MonthFinding:
    if finding.is_returned or statement is None or taking is None:
        return finding
    of_month = tuple(
        difference
        for month, difference in listed.get(finding.contract, ())
        if month == finding.month
    )
    return MonthFinding(
        contract=finding.contract,
        month=finding.month,
        lines=finding.lines,
        outcome=finding.outcome,
        differences=of_month,
        not_stated=(
            not_stated(statement, taking.terms, taking.facts)
            if isinstance(taking.terms, LoanTerms)
            else ()
        ),
    )


def _taken(taking: _Contract, found: Iterable[tuple[Month, Difference]], *, on: date) -> Taken:
    key = taking.contract.key
    reported = {
        (month, each.kind.value): ReportedDifference(
            contract=key,
            month=month,
            kind=each.kind.value,
            reported=each.reported,
            computed=each.computed,
            reason=each.reason,
        )
        for month, each in found
    }
    return Taken(
        taking.contract,
        tuple(taking.fresh),
        tuple(taking.statements),
        (*reported.values(), *_settled(taking, reported)),
        through(taking.contract, taking.submitted, taking.statements),
        tuple(uses_of(taking.contract, taking.fresh, taking.facts, on=on))
        if isinstance(taking.terms, FundTerms)
        else (),
    )


def _settled(
    taking: _Contract, reported: Mapping[tuple[Month, str], ReportedDifference]
) -> Iterator[ReportedDifference]:
    """Return open differences that are no more, as the figures now agree."""
    first = min(statement.month for statement, _, _ in taking.statements)
    for each in differences_of(contract=taking.contract.key):
        if each.month >= first and (each.month, each.kind) not in reported:
            yield ReportedDifference(
                contract=each.contract,
                month=each.month,
                kind=each.kind,
                reported=each.computed,
                computed=each.computed,
                reason=message("reported-difference-settled"),
            )


def through(
    contract: Contract,
    submitted: Iterable[Submitted],
    statements: Iterable[tuple[Statement, int, int]] = (),
) -> date:
    """Return the last day up to which a reported contract is told."""
    ends = [each.statement.month.last_on for each in submitted]
    ends += [statement.month.last_on for statement, _, _ in statements]
    return max([*ends, contract.taken_over_on or contract.signed_on])


def notes_of(findings: Iterable[MonthFinding], file: ServicerFile) -> Mapping[int, list[Message]]:
    """Return the reasons of the rows that go back, by line, beyond those found in reading."""
    known = set(file.rows.problems)
    notes: dict[int, list[Message]] = {}
    for finding in findings:
        told = dict.fromkeys(finding.lines, False) if finding.is_returned else {}
        for problem in finding.problems:
            if problem not in known:
                notes.setdefault(problem.place.line, []).append(problem.message)
                told[problem.place.line] = True
        # The rows of a month go back together, whichever of them the reason names.
        for line in [line for line, is_told in told.items() if not is_told]:
            notes.setdefault(line, []).append(
                message("servicer-month-together", lines=tuple(sorted(finding.lines)))
            )
    return notes
