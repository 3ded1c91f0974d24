"""The plan of a year: which firm asks for what on which day, and how it ends.

A plan is decided before anything is played, by draws alone; the play then follows it, and what
the acts answer (terms, dues, entries) is never foreseen here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from majung.applications.firm import Firm, SizeClass
from majung.example.draws import Draws
from majung.example.firms import firm_of
from majung.example.world import EOK, Projects, Stream, World
from majung.values.calendars import BusinessCalendar
from majung.values.money import Money

#: Of the loans that may default, so many in a hundred do, until the world has its number.
DEFAULTING_PER_HUNDRED = 60


class Ending(StrEnum):
    """How an application ends."""

    GRANTED = "granted"
    REFUSED = "refused"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Conduct(StrEnum):
    """How a borrower pays."""

    PROMPT = "prompt"
    LATE = "late"
    DEFAULTS = "defaults"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application and what becomes of it.

    Attributes:
        number: on the receipt.
        index: unique in the world: what draws about the case go by.
        is_covered: the loan gets the stream's cover.
        compares: the firm looks at what it could get before it is assessed.
    """

    number: str
    index: int
    stream: Stream
    firm: Firm
    lender: str
    project: str
    submit_on: date
    amount: Money
    months: int
    grade: str
    ending: Ending
    conduct: Conduct
    is_covered: bool
    compares: bool


@dataclass(frozen=True, slots=True)
class ProposedProject:
    """A project as it was proposed: who leads, who takes part, whether it was chosen."""

    number: str
    lead: Firm
    members: tuple[Firm, ...]
    needed: Money
    proposed_on: date
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is going to happen in a world."""

    projects: tuple[ProposedProject, ...]
    cases: tuple[Case, ...]


def plan_of(world: World, calendar: BusinessCalendar) -> Plan:
    """Decide a year."""
    draws = Draws(world.seed)
    projects = tuple(_projects(world.projects, draws, calendar))
    return Plan(projects, tuple(_cases(world, draws, calendar, projects)))


def _projects(
    wanted: Projects, draws: Draws, calendar: BusinessCalendar
) -> Iterator[ProposedProject]:
    """Lay out the proposals; the chosen ones come first in the draw, not in the numbering."""
    days = calendar.business_days(wanted.proposed_from, wanted.proposed_until)
    ranks = sorted(range(wanted.proposals), key=lambda at: draws.below(2**64, "chosen", at))
    place = {index: rank for rank, index in enumerate(ranks[: wanted.chosen])}
    others = wanted.participants - wanted.chosen
    next_member = wanted.proposals
    for index in range(wanted.proposals):
        rank = place.get(index)
        count = 0
        if rank is not None:
            # What is left over goes to the first ones, one each.
            count = others // wanted.chosen + (rank < others % wanted.chosen)
        least, most = wanted.needed
        yield ProposedProject(
            number=f"{wanted.prefix}-{index + 1:03d}",
            lead=firm_of(draws, index, size=_lead_size(rank, wanted)),
            members=tuple(firm_of(draws, next_member + at) for at in range(count)),
            needed=Money(draws.between(least, most, "project-cost", index) * EOK),
            proposed_on=draws.one_of(days, "proposed-on", index),
            is_chosen=rank is not None,
        )
        next_member += count


def _lead_size(rank: int | None, wanted: Projects) -> SizeClass | None:
    """A chosen project is led by one of the large firms, or by a mid-cap or small firm."""
    return SizeClass.LARGE if rank is not None and rank < wanted.chosen_large else None


def _cases(
    world: World, draws: Draws, calendar: BusinessCalendar, projects: tuple[ProposedProject, ...]
) -> Iterator[Case]:
    first = 0
    for stream in world.streams:
        last_on = min(stream.last_on, world.last_on)
        days = calendar.business_days(stream.first_on, last_on)
        firms = _applicants(stream, draws, projects, first)
        submitted = sorted(
            draws.below(len(days), f"{stream.name}/day", at) for at in range(stream.applications)
        )
        covered, uncovered = stream.defaults, stream.defaults_uncovered
        for at in range(stream.applications):
            on = days[submitted[at]]
            case = _case(world, stream, firms[at], index=first + at, at=at, on=on)
            may_default = (
                case.ending is Ending.GRANTED
                and stream.defaults_until is not None
                and on <= stream.defaults_until
                and draws.happens(DEFAULTING_PER_HUNDRED, "defaults", case.index)
            )
            if may_default and case.is_covered and covered:
                covered -= 1
                case = replace(case, conduct=Conduct.DEFAULTS)
            elif may_default and not case.is_covered and uncovered:
                uncovered -= 1
                case = replace(case, conduct=Conduct.DEFAULTS)
            yield case
        first += stream.applications


def _case(
    world: World, stream: Stream, applicant: tuple[Firm, str], *, index: int, at: int, on: date
) -> Case:
    draws = Draws(world.seed)
    firm, project = applicant
    least, most = stream.amount
    return Case(
        number=f"예시-{stream.name}-{on.year}-{at + 1:04d}",
        index=index,
        stream=stream,
        firm=firm,
        lender=draws.one_of(stream.lenders, "lender", index),
        project=project,
        submit_on=on,
        amount=Money(draws.between(least, most, "amount", index) * EOK),
        months=draws.one_of(stream.months, "months", index),
        grade=draws.weighted(world.grades, "grade", index),
        ending=Ending(draws.weighted(stream.outcomes, "ending", index)),
        conduct=Conduct.LATE if draws.happens(stream.late, "late", index) else Conduct.PROMPT,
        is_covered=bool(stream.cover) and draws.happens(stream.covered, "covered", index),
        compares=draws.happens(world.comparing, "compares", index),
    )


def _applicants(
    stream: Stream, draws: Draws, projects: tuple[ProposedProject, ...], first: int
) -> list[tuple[Firm, str]]:
    """Return who applies, and for which project: the ministry recommends members of projects."""
    if stream.product == "ai-am-preferential-loan":
        chosen = [each for each in projects if each.is_chosen]
        members = [(firm, each.number) for each in chosen for firm in (each.lead, *each.members)]
        if members:
            return [members[at % len(members)] for at in range(stream.applications)]
    return [(firm_of(draws, 1_000 + first + at), "") for at in range(stream.applications)]
