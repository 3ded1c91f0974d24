"""The play: every business day of a year, act by act, and the close at its end."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from majung.applications.project import (
    Financing,
    Participant,
    ParticipantRole,
    Project,
    StandardModel,
)
from majung.contracts.terms import LoanTerms
from majung.example import applying, people
from majung.example.covering import Claims, Trouble, cover_begins, troubles
from majung.example.draws import Draws
from majung.example.funding import FundPlay, fund_play
from majung.example.lending import Loans
from majung.example.moments import during, evening
from majung.example.plan import Case, Ending, Plan, ProposedProject, plan_of
from majung.example.recommending import Recommending, rule_of
from majung.example.side_stage import Here, Side
from majung.example.world import Beginning, World
from majung.operations.acting import CLOCKWORK
from majung.operations.intake.decide import expire
from majung.operations.intake.load_programmes import load_programme
from majung.operations.intake.register import register_firm, register_project
from majung.operations.servicing.audit import sign_root
from majung.operations.servicing.close_day import close_day
from majung.programmes import Programme
from majung.values.calendars import BusinessCalendar, korea


class Step(StrEnum):
    """What is done about a case on a day."""

    SUBMIT = "submit"
    COMPARE = "compare"
    ASSESS = "assess"
    PROPOSE = "propose"
    APPROVE = "approve"
    ANSWER = "answer"
    SIGN = "sign"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Day:
    """What a day brought, for whoever watches.

    Attributes:
        number: of the day among all, from one.
        days: how many there are.
    """

    on: date
    number: int
    days: int
    acts: int
    payments: int


#: What desks do before anybody decides: nothing that is posted when a day is closed.
DESK_STEPS = frozenset({Step.SUBMIT, Step.ASSESS, Step.PROPOSE})


class Aside(NamedTuple):
    """What was done beside the rest of a day.

    Attributes:
        acts: how many.
        drawn: loans that were paid out, with what was agreed.
    """

    acts: int
    drawn: tuple[tuple[Case, LoanTerms], ...]


@dataclass(slots=True)
class Play:
    """A world that is being played.

    Attributes:
        signing_seed: the office's Ed25519 seed, with which each day is signed; None for unsigned.
        aside: what may be done beside the rest of a day; the rest stands in `agenda`.
        side: where desks work beside the rest of a day; here, where there is no other stage.
        told_aside: products of whose programmes it was told there.
    """

    world: World
    calendar: BusinessCalendar
    plan: Plan
    loans: Loans
    claims: Claims
    fund: FundPlay
    recommending: Recommending
    signing_seed: bytes | None = None
    programmes: dict[str, Programme] = field(default_factory=dict)
    agenda: dict[date, list[tuple[Step | Trouble, Case]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    aside: dict[date, list[tuple[Step, Case]]] = field(default_factory=lambda: defaultdict(list))
    side: Side = field(init=False)
    told_aside: set[str] = field(default_factory=set)

    def run(self, progress: Callable[[Day], None] | None = None) -> None:
        """Play every business day, from the first to the last."""
        days = self.calendar.business_days(self.world.first_on, self.world.last_on)
        for number, on in enumerate(days, start=1):
            lists = self._begin_day(on)
            aside, desks = self._work_aside(on)
            acts, payments = self.live(on)
            done_aside = aside.result()
            for case, terms in done_aside.drawn:
                self._follow(case, terms, on)
            self._end_day(on)
            # Desks may work on while a day is closed, until the next one begins.
            acts += lists + done_aside.acts + desks.result()
            if progress is not None:
                progress(Day(on, number, len(days), acts, payments))

    def _begin_day(self, on: date) -> int:
        """Recommend and begin what begins; return how many acts that were."""
        lists = self.recommending.live(on)
        for beginning in self.world.programmes:
            if self.calendar.following(beginning.on) == on:
                self._begin(beginning)
        proposals = [each for each in self.plan.projects if each.proposed_on == on]
        if on == self.calendar.following(self.world.projects.chosen_on):
            proposals = [each for each in self.plan.projects if each.is_chosen]
        for project in proposals:
            self._propose_project(project, on)
        return lists + len(proposals)

    def live(self, on: date) -> tuple[int, int]:
        """Decide, sign and pay; return how many acts and payments that were."""
        acts = self.agenda.pop(on, [])
        for step, case in acts:
            self._take(step, case, on)
        return len(acts), self.loans.pay(on)

    def _end_day(self, on: date) -> None:
        close_day(CLOCKWORK, on=on, at=evening(on))
        if self._begins_week(on):
            expire(CLOCKWORK, on=on, at=evening(on))
        if self.signing_seed is not None:
            sign_root(CLOCKWORK, on=on, seed=self.signing_seed, at=evening(on))

    def live_aside(self, on: date) -> Aside:
        """Do what may be done beside the rest of a day and is posted at its end."""
        acts, drawn = [each for each in self.aside.get(on, ()) if each[0] not in DESK_STEPS], []
        for step, case in acts:
            if step is Step.DRAW:
                drawn.append((case, self._draw(case, on)))
            else:
                self._take(step, case, on)
        return Aside(len(acts) + self.fund.live(on), tuple(drawn))

    def work_at_desks(self, on: date) -> int:
        """Do what desks do on a day before anybody decides; return how many acts that were."""
        acts = [each for each in self.aside.get(on, ()) if each[0] in DESK_STEPS]
        for step, case in acts:
            self._take(step, case, on)
        return len(acts)

    def _work_aside(self, on: date) -> tuple[Future[Aside], Future[int]]:
        side = self.side if self.side.is_awake else Here(self)
        begun = {key: it for key, it in self.programmes.items() if key not in self.told_aside}
        if side is self.side:
            self.told_aside.update(begun)
        return side.hand_over(live_aside, on, begun), side.hand_over(work_at_desks, on)

    def _begins_week(self, on: date) -> bool:
        return self.calendar.plus(on, -1).isocalendar().week != on.isocalendar().week

    def _begin(self, beginning: Beginning) -> None:
        taken = load_programme(
            CLOCKWORK, beginning.files(), at=during(beginning.on), is_example=beginning.is_example
        )
        for product in taken.programme.products:
            self.programmes[product.key] = taken.programme
        own = [each for each in self.world.streams if each.product in self.programmes]
        institutions = {
            name
            for stream in own
            if self.programmes[stream.product] is taken.programme
            for name in (*stream.lenders, *([stream.insurer] if stream.insurer else []))
        }
        staff = [
            each
            for name in sorted(institutions)
            for each in (people.officer(name), people.approver(name))
        ]
        if beginning.is_example:
            staff += people.OFFICIALS
        rules = [rule_of(taken.programme, each.recommendation) for each in own]
        for body in sorted({rule.recommender for rule in rules if rule is not None}):
            staff += [people.recommender(body), people.recommendation_approver(body)]
        people.welcome(
            tuple(dict.fromkeys(staff)), from_on=self.world.first_on, at=during(beginning.on, 1)
        )
        self.recommending.begin(taken.programme, on=self.calendar.following(beginning.on))

    def _propose_project(self, project: ProposedProject, on: date) -> None:
        """Register a project as proposed, and once more as chosen, with its standard model."""
        desk, at = people.RECOMMENDER.actor, during(on, 15)
        for firm in (project.lead, *project.members):
            register_firm(desk, firm, from_on=on, at=at, is_example=True)
        is_chosen = on >= self.world.projects.chosen_on
        members = tuple(
            Participant(firm.identity, ParticipantRole.SUPPLIER) for firm in project.members
        )
        register_project(
            desk,
            Project(
                number=project.number,
                name=f"[예시] {project.lead.name.removeprefix('예시 ')} AI 자율제조",
                participants=(Participant(project.lead.identity, ParticipantRole.LEAD), *members),
                financing=Financing(needed=project.needed),
                site=project.lead.sites[0].number,
                standard_model=StandardModel("예시 표준모델", "조립·검사") if is_chosen else None,
            ),
            at=at,
            is_example=True,
        )

    def _take(self, step: Step | Trouble, case: Case, on: date) -> None:
        if isinstance(step, Trouble):
            self.claims.take(step, self.loans.stories[applying.loan_of(case)], on=on)
            return
        match step:
            case Step.SUBMIT:
                draw_on = self.calendar.plus(on, self.world.steps["draw"])
                applying.submit(self.world, case, on=on, draw_on=draw_on)
            case Step.COMPARE:
                applying.compare(case, on=on)
            case Step.ASSESS:
                applying.consider(case, on=on)
            case Step.PROPOSE:
                programme = self.programmes[case.stream.product]
                applying.propose(self.world, case, programme, on=on)
            case Step.APPROVE:
                applying.approve(case, on=on)
            case Step.ANSWER:
                applying.answer(case, on=on)
            case Step.SIGN:
                applying.conclude(case, on=on)
            case Step.DRAW:
                self._follow(case, self._draw(case, on), on)

    def _draw(self, case: Case, on: date) -> LoanTerms:
        if case.is_covered:
            cover_begins(case, on=on)
        return self.loans.draw(case, on=on)

    def _follow(self, case: Case, terms: LoanTerms, on: date) -> None:
        story = self.loans.follow(case, terms, on=on)
        for day, trouble in troubles(story, self.calendar, last_on=self.world.last_on):
            self.agenda[day].append((trouble, case))


def live_aside(play: Play, on: date, begun: Mapping[str, Programme]) -> Aside:
    """Do, on whatever stage, what may be done beside a day and is posted at its end.

    Args:
        begun: programmes by product that began since it was last told.
    """
    play.programmes.update(begun)
    return play.live_aside(on)


def work_at_desks(play: Play, on: date) -> int:
    """Do, on whatever stage, what desks do on a day; return how many acts that were."""
    return play.work_at_desks(on)


def play_of(world: World, *, signing_seed: bytes | None = None, side: Side | None = None) -> Play:
    """Lay out a world, ready to be played.

    Args:
        signing_seed: the office's, to sign each day when it is closed; None leaves days unsigned.
        side: where desks work beside the rest of a day; None for the same process.
    """
    calendar = korea()
    plan = plan_of(world, calendar)
    loans = Loans(Draws(world.seed), calendar, world.last_on)
    draws = Draws(world.seed)
    fund = fund_play(world.fund, world.statements, draws, calendar)
    recommending = Recommending(world, plan, draws, calendar)
    claims = Claims(draws, loans)
    play = Play(world, calendar, plan, loans, claims, fund, recommending, signing_seed)
    play.side = side or Here(play)
    for case in plan.cases:
        for step in _steps_of(case):
            count = world.steps.get(step.value, 0)
            on = calendar.plus(case.submit_on, count) if count else case.submit_on
            (play.aside if _is_aside(step, case) else play.agenda)[on].append((step, case))
    return play


def _is_aside(step: Step, case: Case) -> bool:
    """Say whether an act may be done beside the other acts of a day.

    It reads what stood in the morning and writes of its own application alone; or the limits it
    moves and the books it seals in are those of no act that is not done there.
    """
    match step:
        case Step.SUBMIT | Step.COMPARE:
            # Who compares does so on the day of the application, and of all programmes.
            return not case.compares
        case Step.ASSESS | Step.PROPOSE:
            return True
        case Step.APPROVE | Step.SIGN:
            return case.stream.apart
        case Step.ANSWER:
            # Who declines frees room.
            return case.stream.apart or case.ending is Ending.GRANTED
        case Step.DRAW:
            # A cover begins with its premium, which is posted at once.
            return case.stream.apart or not case.is_covered


def _steps_of(case: Case) -> Iterable[Step]:
    """Return the steps a case takes, in order."""
    yield Step.SUBMIT
    if case.compares:
        yield Step.COMPARE
    yield from (Step.ASSESS, Step.PROPOSE, Step.APPROVE)
    if case.ending in {Ending.GRANTED, Ending.DECLINED}:
        yield Step.ANSWER
    if case.ending is Ending.GRANTED:
        yield Step.SIGN
        yield Step.DRAW
