"""What a core system says of one contract and month: what moved, and how it stood at the end.

A statement is kept as it was sent.  The facts it makes are named by month and submission, so a
later statement of the same month can take exactly them back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from majung.contracts.facts import Fact, FactKind, in_order, standing
from majung.contracts.terms import LoanTerms
from majung.values.calendars import calendar_of
from majung.values.cycles import add_months, adjusted
from majung.values.months import Month
from majung.values.rates import Rate

#: What every key of a fact from a servicer's file begins with.
REPORTED = "reported"

#: Movements of one kind and day that are one fact: their amounts are added.
ADDED = frozenset(
    {
        FactKind.DRAWDOWN,
        FactKind.PAYMENT,
        FactKind.PREPAYMENT,
        FactKind.RECOVERY,
        FactKind.WRITE_OFF,
        FactKind.PREMIUM_PAYMENT,
        FactKind.PREMIUM_REFUND,
        FactKind.CLAIM_PAYMENT,
        FactKind.CALL,
        FactKind.CALL_PAYMENT,
        FactKind.INVESTMENT,
        FactKind.PROCEEDS,
        FactKind.EXPENSE,
        FactKind.DISTRIBUTION,
    }
)


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing that a core system says happened to a loan.

    Attributes:
        kind: of the fact it makes.
        on: the day; None for the due day of the month, or its last day where nothing falls due.
        amount: minor units.
        rate: of a rate fixing.
        component: whom or what it concerns, as the file names it: of a rate fixing, the rate
            component (empty for the loan's first own one); of a premium, who paid it; of a claim,
            its number; of a fund, the partner or the company.
        note: the reason or cause that was given; of an investment, whether it is of the fund's
            main purpose.
    """

    kind: FactKind
    on: date | None
    amount: int = 0
    rate: Rate | None = None
    component: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A month of a loan as its core system reports it; None for what was not stated.

    Attributes:
        contract: key of the contract.
        movements: what happened, in any order.
        principal_paid: in the month, early repayments included.
        outstanding: principal owed at the month's end; of a cover, the amount in force.
        arrears: principal and interest that fell due and are unpaid at the month's end.
        rate: the borrower's rate in force at the month's end.
        defaulted_on: the day the loan was called in; months after it repeat it.
        unpaid_premium: of a cover, premiums that fell due and are unpaid.
        recourse: of a cover, recourse outstanding.
        cash: of a fund, at the month's end.
        held: of a fund, what the companies it holds are worth.
        paid_in: of a fund, called capital that came in since it was formed.
        distributed: of a fund, paid out to partners and managers since it was formed.
    """

    contract: str
    month: Month
    movements: tuple[Movement, ...] = ()
    principal_paid: int | None = None
    interest_paid: int | None = None
    late_interest_paid: int | None = None
    outstanding: int | None = None
    arrears: int | None = None
    days_past_due: int | None = None
    rate: Rate | None = None
    defaulted_on: date | None = None
    unpaid_premium: int | None = None
    recourse: int | None = None
    cash: int | None = None
    held: int | None = None
    paid_in: int | None = None
    distributed: int | None = None


def facts_of(statement: Statement, terms: LoanTerms, *, submission: int) -> tuple[Fact, ...]:
    """Return the facts that a statement makes, in the order of a replay.

    Movements of one kind and day are one fact, so a file may list them in any order.

    Args:
        submission: 1 for the first statement of the month.

    Source: own convention, docs/importing.md, servicer files.
    """
    return tuple(_facts(statement, terms, submission))


def cover_facts_of(statement: Statement, *, submission: int) -> tuple[Fact, ...]:
    """Return the facts that a statement of a cover makes, in the order of a replay.

    Where a decision or a payment names no claim, it is of the only one the cover has.

    Args:
        submission: 1 for the first statement of the month.

    Source: own convention, docs/importing.md, servicer files.
    """
    named = f"{REPORTED}/{statement.month}/{submission}"
    found: dict[tuple[date, FactKind, str], Fact] = {}
    for each in sorted(statement.movements, key=lambda one: (one.kind, one.amount, one.note)):
        day = each.on or statement.month.last_on
        place = (day, each.kind, each.component)
        before = found.get(place)
        amount = each.amount + (before.amount if before and each.kind in ADDED else 0)
        key = f"{named}/{each.kind}/{day}/{each.component or '-'}"
        found[place] = Fact(day, each.kind, key, amount, party=each.component, note=each.note)
    return tuple(in_order(found.values()))


def reversals_of(known: Iterable[Fact], month: Month, *, submission: int) -> tuple[Fact, ...]:
    """Return what takes back the facts that earlier statements of a month made and that stand.

    Args:
        known: all facts of the contract.
        submission: of the statement that replaces them.

    Source: own convention, docs/importing.md, servicer files.
    """
    of_month = f"{REPORTED}/{month}/"
    return tuple(
        Fact(
            fact.effective_on,
            FactKind.REVERSAL,
            f"{of_month}{submission}/reversal/{fact.key.removeprefix(of_month)}",
            reverses=fact.key,
        )
        for fact in standing(known)
        if fact.key.startswith(of_month)
    )


def due_day(terms: LoanTerms, month: Month) -> date | None:
    """Return the business day in a month on which a loan's dues fall; None where none does.

    Source: own convention, docs/contracts.md, terms.
    """
    calendar = calendar_of(terms.calendar)
    months = Month.of(terms.first_due_on).months_until(month)
    nearest = months // terms.cycle_months
    for number in (nearest, nearest - 1, nearest + 1):
        if number < 0 or (terms.instalments and number >= terms.instalments):
            continue
        is_last = number == terms.instalments - 1
        unmoved = add_months(
            terms.first_due_on, number * terms.cycle_months, end_of_month=terms.end_of_month
        )
        if is_last and terms.matures_on is not None:
            unmoved = terms.matures_on
        day = adjusted(unmoved, terms.business_day, calendar)
        if Month.of(day) == month:
            return day
    return None


def _facts(statement: Statement, terms: LoanTerms, submission: int) -> Iterator[Fact]:
    assumed = due_day(terms, statement.month) or statement.month.last_on
    named = f"{REPORTED}/{statement.month}/{submission}"
    dated = sorted(
        ((each.on or assumed, each.kind.value, each.component), index)
        for index, each in enumerate(statement.movements)
    )
    for (day, word, component), group in groupby(dated, key=lambda pair: pair[0]):
        of_key = [statement.movements[index] for _, index in group]
        kind = FactKind(word)
        key = f"{named}/{word}/{day}"
        if kind is FactKind.RATE_FIXING:
            named_component = component or _own_component(terms)
            yield Fact(
                day, kind, f"{key}/{named_component}", rate=of_key[0].rate, party=named_component
            )
        elif kind in ADDED:
            yield Fact(day, kind, key, sum(each.amount for each in of_key))
        else:
            yield Fact(day, kind, key)


def _own_component(terms: LoanTerms) -> str:
    """Return the component a fixing means that names none: the first that is no discount."""
    return next((each.name for each in terms.components if each.rate.value >= 0), "")
