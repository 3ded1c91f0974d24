"""Recommendations of the example world: weekly lists, rows that go back, a second person.

A body opens its round on the day its programme begins and hands in, at the end of each week, the
list of the firms that are to apply in the next one.  Rows that go back come again, mended, on the
next business day: before their firms apply.  Applications find what was approved by themselves.
"""

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from majung.applications.firm import FirmIdentity
from majung.example import people
from majung.example.draws import Draws
from majung.example.moments import during
from majung.example.plan import Case, Plan
from majung.example.world import World
from majung.operations.intake.approve_list import approve_recommendations
from majung.operations.intake.recommend import open_round, take_recommendations
from majung.operations.intake.register import register_firm
from majung.programmes import Programme
from majung.programmes.programme import RecommendationRule
from majung.values.calendars import BusinessCalendar

#: What stands above the columns of a list.
HEADER = ("기업명", "법인등록번호", "사업자등록번호", "과제번호", "추천금액", "추천일")
TEN = 10


@dataclass(slots=True)
class ListDesk:
    """A round, and the firms that its body has yet to recommend.

    Attributes:
        waiting: cases whose firms were in no list yet, earliest first, each firm once.
        returned: cases whose rows went back.
    """

    round: str
    recommender: str
    programme: Programme
    waiting: deque[Case]
    returned: list[Case] = field(default_factory=list)
    lists: int = 0


@dataclass(slots=True)
class Recommending:
    """All rounds of a world as they are played."""

    world: World
    plan: Plan
    draws: Draws
    calendar: BusinessCalendar
    desks: list[ListDesk] = field(default_factory=list)

    def begin(self, programme: Programme, *, on: date) -> None:
        """Open the rounds of a programme that has just begun, and hand the first lists in."""
        for stream in self.world.streams:
            rule = rule_of(programme, stream.recommendation)
            if rule is None:
                continue
            desk = ListDesk(
                round=f"예시-{stream.name}-{on.year}",
                recommender=rule.recommender,
                programme=programme,
                waiting=deque(_once(each for each in self.plan.cases if each.stream == stream)),
            )
            recommender = people.recommender(rule.recommender).actor
            open_round(
                recommender, programme, rule.key, key=desk.round, opens_on=on, at=during(on, 2)
            )
            self.desks.append(desk)
            self._hand_in(desk, self._next(desk, on), on=on)

    def live(self, on: date) -> int:
        """Hand in what a day brings; return how many lists that were."""
        handed_in = 0
        for desk in self.desks:
            mended, desk.returned = desk.returned, []
            handed_in += self._hand_in(desk, mended, on=on, is_mended=True)
            if self._ends_week(on):
                handed_in += self._hand_in(desk, self._next(desk, on), on=on)
        return handed_in

    def _next(self, desk: ListDesk, on: date) -> list[Case]:
        """Return the cases to list now: those that apply until the end of the week to come."""
        until = self.calendar.plus(on, 1)
        while not self._ends_week(until):
            until = self.calendar.plus(until, 1)
        cases = []
        while desk.waiting and desk.waiting[0].submit_on <= until:
            cases.append(desk.waiting.popleft())
        return cases

    def _ends_week(self, on: date) -> bool:
        return self.calendar.plus(on, 1).isocalendar().week != on.isocalendar().week

    def _hand_in(
        self, desk: ListDesk, cases: Sequence[Case], *, on: date, is_mended: bool = False
    ) -> int:
        """Hand a list in and let the second person approve its good rows; none where nobody is."""
        if not cases:
            return 0
        desk.lists += 1
        recommender = people.recommender(desk.recommender).actor
        for case in cases:
            # The members of projects are registered with their project.
            if not (case.project or is_mended):
                register_firm(recommender, case.firm, from_on=on, at=during(on, 3), is_example=True)
        rows = list(list_rows(cases, self.world, self.draws, on=on, is_mended=is_mended))
        taken = take_recommendations(
            recommender,
            desk.round,
            f"{desk.round}-{desk.lists:02d}.csv",
            csv_of(rows),
            programmes=[desk.programme],
            on=on,
            at=during(on, 4),
        )
        recommended = {each.firm for each in taken.found.taken}
        desk.returned += [case for case in cases if case.firm.identity not in recommended]
        if taken.proposal is not None:
            approve_recommendations(
                people.recommendation_approver(desk.recommender).actor,
                taken.proposal.key,
                f"{desk.round}-추천-{desk.lists:02d}",
                on=on,
                at=during(on, 5),
            )
        return 1


def rule_of(programme: Programme, key: str) -> RecommendationRule | None:
    """Return the rule of a programme under which a body recommends; None where it has none."""
    return next((each for each in programme.recommendations if each.key == key), None)


def list_rows(
    cases: Sequence[Case], world: World, draws: Draws, *, on: date, is_mended: bool = False
) -> Iterator[tuple[str, ...]]:
    """Write the rows of a list: a digit is wrong here and there, a firm stands in it twice.

    Args:
        is_mended: the rows come again after they went back, and are right.
    """
    again = []
    for case in cases:
        row = _row(case, on=on)
        if not is_mended and draws.happens(world.slips.repeated, "row-repeated", case.index):
            again.append(row)
        if not is_mended and draws.happens(world.slips.mistyped, "row-mistyped", case.index):
            row = (row[0], _mistyped(row[1]), *row[2:])
        yield row
    yield from again


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Write a list as its body sends it."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([HEADER, *rows])
    return written.getvalue().encode("utf-8-sig")


def _row(case: Case, *, on: date) -> tuple[str, ...]:
    firm = case.firm
    return (
        firm.name,
        firm.identity.spoken("ko"),
        firm.sites[0].number.spoken("ko"),
        case.project,
        case.amount.spoken("ko"),
        on.isoformat(),
    )


def _mistyped(number: str) -> str:
    """Write a number with a wrong last digit, which checks the others."""
    return f"{number[:-1]}{(int(number[-1]) + 1) % TEN}"


def _once(cases: Iterable[Case]) -> Iterator[Case]:
    """Return the first case of each firm: a round recommends a firm once."""
    seen: set[FirmIdentity] = set()
    for case in cases:
        if case.firm.identity not in seen:
            seen.add(case.firm.identity)
            yield case
