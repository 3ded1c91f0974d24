"""What doors read about recommending: rounds with the room left, their lists, who is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from majung.applications.lists import COLUMNS
from majung.applications.recommendation import (
    Recommendation,
    Round,
    Withdrawal,
    recommended_in,
)
from majung.errors import Language, Message
from majung.files import Rows, annotated_rows, read_rows
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force
from majung.operations.intake.recommend import LIST, list_key
from majung.operations.policy import Act, require
from majung.programmes import Programme
from majung.programmes.programme import RecommendationRule
from majung.store.intake import decisions, proposals
from majung.store.intake import recommendations as kept
from majung.store.intake.decisions import KeptDecision
from majung.store.intake.proposals import Proposal
from majung.store.intake.received import content_of
from majung.store.intake.recommendations import KeptList, ListRow


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list.

    Attributes:
        recommended: firms it recommends.
        withdrawn: recommendations taken back; they free their place.
        waiting: lists that wait for a second person; zero for those it is addressed to.
    """

    round: Round
    recommended: int
    withdrawn: int
    waiting: int

    @property
    def left(self) -> int | None:
        """Return how many firms it can still recommend; None where it has no quota."""
        return None if self.round.quota is None else max(self.round.quota - self.recommended, 0)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that was handed in, and what became of it.

    Attributes:
        proposal: what its good rows put forward; None where it had none.
        approval: None while nobody has approved it.
    """

    kept: KeptList
    proposal: Proposal | None
    approval: KeptDecision | None

    @property
    def state(self) -> str:
        """Say where it stands: all rows went back, waiting, approved, sent back."""
        if self.proposal is None:
            return "all-back"
        if self.approval is not None:
            return "approved"
        return "waiting" if self.proposal.is_open else "sent-back"


@dataclass(frozen=True, slots=True)
class RoundFile:
    """A round with everything about it that the actor may read."""

    line: RoundLine
    lists: tuple[ListFile, ...]
    recommendations: tuple[tuple[Recommendation, Withdrawal | None], ...]


def round_list(actor: Actor) -> tuple[RoundLine, ...]:
    """Return the rounds of the actor's body, or addressed to its institution, by opening day.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        recommendations, withdrawals = kept.recommendations(), kept.withdrawals()
        waiting = [each.subject for each in proposals.waiting(subject_kind=LIST)]
        return tuple(
            _line(each, recommendations, withdrawals, waiting.count(each.key))
            for each in kept.rounds()
        )


def round_file(actor: Actor, key: str) -> RoundFile:
    """Return a round, its lists and its recommendations.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such round, or it is not addressed to the actor's institution.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        round_ = kept.round_of(key)
        recommendations = kept.recommendations(round_key=key)
        withdrawals = kept.withdrawals(round_key=key)
        lists = tuple(_list(key, each) for each in kept.lists_of(key))
        waiting = sum(each.state == "waiting" for each in lists)
        taken_back = {each.recommendation: each for each in withdrawals}
        return RoundFile(
            _line(round_, recommendations, withdrawals, waiting),
            lists,
            tuple((each, taken_back.get(each.key)) for each in recommendations),
        )


def list_findings(actor: Actor, round_key: str, digest: str) -> tuple[ListRow, ...]:
    """Return the rows of a list that went back, with their reasons, in the order of the file.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such round, or it is not addressed to the actor's institution.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        kept.round_of(round_key)
        return tuple(each for each in kept.list_rows(round_key, digest=digest) if each.problems)


def returned_rows(actor: Actor, round_key: str, digest: str, *, language: Language) -> bytes:
    """Write the rows of a list that went back as a workbook, with the reasons of that day.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such list of the actor's body, or none of its rows went back.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        kept.round_of(round_key)
        rows = kept.list_rows(round_key, digest=digest)
        notes: dict[int, list[Message]] = {
            each.row: [problem.message for problem in each.problems]
            for each in rows
            if each.problems
        }
        content = content_of(digest)
        name = next(each.name for each in kept.lists_of(round_key) if each.digest == digest)
    read = read_rows(name, content, COLUMNS)
    assert isinstance(read, Rows), "a list that was taken was readable"
    return annotated_rows(read, notes, language=language)


def rules_of(actor: Actor, *, at: datetime) -> tuple[tuple[Programme, RecommendationRule], ...]:
    """Return the rules under which the actor's body can open a round.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return tuple(
            (programme, rule)
            for programme in programmes_in_force(at=at)
            for rule in programme.recommendations
            if rule.recommender == actor.institution
        )


def _line(
    round_: Round,
    recommendations: Iterable[Recommendation],
    withdrawals: Iterable[Withdrawal],
    waiting: int,
) -> RoundLine:
    own = [each for each in recommendations if each.round == round_.key]
    keys = {each.key for each in own}
    taken_back = [each for each in withdrawals if each.recommendation in keys]
    return RoundLine(round_, len(recommended_in(own, taken_back)), len(taken_back), waiting)


def _list(round_key: str, found: KeptList) -> ListFile:
    key = list_key(round_key, found.digest)
    proposal = proposals.proposal_of(key) if proposals.proposed_at(key) else None
    approved = [
        each for each in decisions.decisions_on(round_key, subject_kind=LIST) if each.key == key
    ]
    return ListFile(found, proposal, approved[0] if approved else None)
