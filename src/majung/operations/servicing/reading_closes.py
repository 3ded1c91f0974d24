"""How the daily close went, and what it kept: accruals, classes of arrears, letters to be sent."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from majung.contracts.resets import reset_days
from majung.contracts.terms import LoanTerms
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.operations.servicing.arrears import ArrearsBucket, arrears_rules
from majung.operations.supply.looking import looking, reads_all
from majung.store.access import Purpose, acting_for_state
from majung.store.listing import PageWanted
from majung.store.servicing.closing_lists import (
    AccrualLine,
    NoticeLine,
    accrual_lines,
    arrears_lines,
    month_ends,
    notice_counts,
    notice_lines,
)
from majung.store.servicing.contracts import contracts_by_keys
from majung.store.servicing.index_rates import following_among
from majung.store.upkeep.closes import (
    CloseRun,
    SetAside,
    close_runs,
    last_closed,
    things_set_aside,
)
from majung.values.money import Money

CLOSES_SHOWN = 30
#: As many rows as a file takes.
ROWS_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class CloseShown:
    """A close, with what it kept of the contracts that one may read.

    Attributes:
        set_aside: contracts that it could not take.
        letters: how many letters it says are to be sent.
    """

    run: CloseRun
    set_aside: tuple[SetAside, ...]
    letters: int


@dataclass(frozen=True, slots=True)
class Arrears:
    """The class of a loan at a month's end.

    Attributes:
        before: the class at the month's end before.
    """

    contract: str
    institution: str
    firm: str
    bucket: ArrearsBucket
    before: ArrearsBucket
    days_past_due: int
    overdue: Money
    outstanding: Money


def last_closed_day(actor: Actor, *, at: datetime) -> date | None:
    """Return the latest day that is closed; None before the first.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
    """
    require(actor, Act.CLOSE_DAY)
    with acting_for_state(Purpose.CLOSE, person=actor.person or Role.CLOCKWORK.value, at=at):
        return last_closed()


def closes(actor: Actor, *, at: datetime) -> tuple[CloseShown, ...]:
    """Return the latest closes with what each set aside and told of what the actor may read.

    How a close went is the office's, no institution's: its counts are of all together.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    reads_all(actor)
    with acting_for_state(Purpose.CLOSE, person=actor.person or Role.CLOCKWORK.value, at=at):
        runs = close_runs(count_max=CLOSES_SHOWN)
    with looking(actor, Purpose.CLOSE, at=at):
        aside = things_set_aside()
        letters = notice_counts([run.on for run in runs])
    return tuple(
        CloseShown(run, tuple(each for each in aside if each.on == run.on), letters.get(run.on, 0))
        for run in runs
    )


def letters_on(
    actor: Actor,
    on: date,
    *,
    at: datetime,
    kind: str = "",
    page: PageWanted = PageWanted(ROWS_MAX),  # noqa: B008 - it cannot be changed
) -> tuple[NoticeLine, ...]:
    """Return the letters to be sent on a day that the actor may read.

    Args:
        kind: payment or arrears; empty for both.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.SERVICING, at=at):
        lines = notice_lines(on, kind=kind, page=page)
        floating = following_among(sorted({each.contract for each in lines}))
        terms = {each.key: each.terms for each in contracts_by_keys(floating)}
    return tuple(
        replace(each, is_rate_held=_is_rate_held(each, terms.get(each.contract))) for each in lines
    )


def _is_rate_held(line: NoticeLine, terms: object) -> bool:
    """Whether the rate is fixed anew between the letter and the day on which its amounts fall due.

    What falls due on a reset day is reckoned at the rate before it.
    """
    if not isinstance(terms, LoanTerms):
        return False
    return any(line.noticed_on < day.on < line.due_on for day in reset_days(terms))


def months_ended_shown(actor: Actor, *, at: datetime) -> tuple[date, ...]:
    """Return the latest months' ends that were closed, latest first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.SERVICING, at=at):
        return month_ends(count_max=CLOSES_SHOWN)


def accruals_at(
    actor: Actor,
    on: date,
    *,
    at: datetime,
    page: PageWanted = PageWanted(ROWS_MAX),  # noqa: B008 - it cannot be changed
) -> tuple[AccrualLine, ...]:
    """Return what had accrued on each loan at a month's end: what its entries are the sum of.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.SERVICING, at=at):
        return accrual_lines(on, page=page)


def arrears_at(
    actor: Actor,
    on: date,
    *,
    at: datetime,
    page: PageWanted = PageWanted(ROWS_MAX),  # noqa: B008 - it cannot be changed
) -> tuple[Arrears, ...]:
    """Return the classes of loans in arrears at a month's end, the longest past due first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.SERVICING, at=at):
        lines = arrears_lines(on, page=page)
    rules = arrears_rules()
    return tuple(
        Arrears(
            line.contract,
            line.institution,
            line.firm,
            rules.bucket(line.bucket),
            rules.bucket(line.before),
            line.days_past_due,
            line.overdue,
            line.outstanding,
        )
        for line in lines
    )
