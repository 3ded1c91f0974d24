"""Recommending: rounds, lists row by row, approval by a second person, withdrawals.

A list is taken as it comes: its good rows are put forward and recommend once a second person has
approved them; bad rows are kept with their reasons and go back to the sender as an annotated file.
A recommendation promises no credit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from majung.applications.firm import FirmIdentity, identity_key
from majung.applications.lists import (
    Known,
    RecommendationList,
    RecommendedFirm,
    RowFinding,
    merge_lists,
    read_list,
)
from majung.applications.proposed import ProposedRecommendations
from majung.applications.recommendation import (
    Round,
    Withdrawal,
    recommended_in,
    round_of,
    standing_on,
)
from majung.applications.statements import Standing, Statement
from majung.errors import PolicyFinanceError, Problem, message
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.load_programmes import spoken_problems
from majung.operations.policy import Act, require
from majung.programmes import Programme
from majung.store.intake import proposals
from majung.store.intake import recommendations as kept
from majung.store.intake.proposals import Proposal
from majung.store.intake.received import receive
from majung.store.intake.recommendations import ListRow
from majung.store.parties.firms import registered, sites, successions

DOOR = "recommendation-list"
#: What proposals and decisions about lists are about.
LIST = "recommendation-list"


class ListUnreadableError(PolicyFinanceError):
    """A list is read as a table, or not at all."""

    kind = "list-unreadable"


class RoundElsewhereError(PolicyFinanceError):
    """A body recommends in its own rounds."""

    kind = "round-elsewhere"


class RuleUnknownError(PolicyFinanceError):
    """A round is opened under a rule that names the body."""

    kind = "rule-unknown"


class ListReasonMissingError(PolicyFinanceError):
    """What is sent back or withdrawn goes with a reason."""

    kind = "list-reason-missing"


@dataclass(frozen=True, slots=True)
class ListTaken:
    """A list that was taken.

    Attributes:
        found: every row with its finding.
        file: digest of the file.
        proposal: what waits for a second person; None where no row can be taken.
    """

    found: RecommendationList
    file: str
    proposal: Proposal | None


def open_round(
    actor: Actor,
    programme: Programme,
    rule: str,
    *,
    key: str,
    opens_on: date,
    at: datetime,
    closes_on: date | None = None,
) -> Round:
    """Open a round under a programme's rule; those who provide its products may read it.

    Raises:
        NotPermittedError: the actor may not.
        RuleUnknownError: the programme has no such rule.
        RoundElsewhereError: the rule names another body.
        RecordedDifferentlyError: the key names another round.
    """
    require(actor, Act.OPEN_ROUND)
    found = next((each for each in programme.recommendations if each.key == rule), None)
    if found is None:
        raise RuleUnknownError(rule=rule, institution=actor.institution)
    if found.recommender != actor.institution:
        raise RoundElsewhereError(
            rule=found.label, institution=actor.institution, recommender=found.recommender
        )
    round_ = round_of(
        found, key=key, programme=programme.key, opens_on=opens_on, closes_on=closes_on
    )
    addressees = {
        provider for product in found.products for provider in programme.product(product).providers
    }
    with at_desk(actor):
        kept.open_round(round_, addressees=addressees, at=at)
    return round_


def check_recommendations(
    actor: Actor, round_key: str, name: str, content: bytes, *, programmes: Iterable[Programme]
) -> RecommendationList:
    """Read a list of a round without taking it.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such round.
        ListUnreadableError: the file is no table with the columns of a list; all problems named.
    """
    require(actor, Act.TAKE_RECOMMENDATIONS)
    with at_desk(actor):
        return _read(round_key, name, content, programmes)


def take_recommendations(
    actor: Actor,
    round_key: str,
    name: str,
    content: bytes,
    *,
    programmes: Iterable[Programme],
    on: date,
    at: datetime,
) -> ListTaken:
    """Put the good rows of a list forward and keep the bad ones with their reasons.

    They recommend once a second person has approved them.  The same file again puts nothing
    forward twice.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such round.
        ListUnreadableError: the file is no table with the columns of a list; nothing is taken.
    """
    require(actor, Act.TAKE_RECOMMENDATIONS)
    with at_desk(actor):
        found = _read(round_key, name, content, programmes)
        file = receive(DOOR, name, content, by=actor.person, at=at)
        rows = (
            ListRow(
                each.row.place.line,
                each.row.values,
                each.problems,
                each.recommendation.firm if each.recommendation else None,
            )
            for each in found.findings
        )
        kept.keep_list(round_key, file.digest, rows, at=at)
        if not found.taken:
            return ListTaken(found, file.digest, None)
        key = list_key(round_key, file.digest)
        if proposals.proposed_at(key) is None:
            put_forward = Proposal(
                key=key,
                institution=actor.institution,
                subject_kind=LIST,
                subject=round_key,
                content=ProposedRecommendations(round_key, file.digest, found.taken),
                proposed_by=actor.person,
                proposed_on=on,
            )
            proposals.propose(put_forward, at=at)
        return ListTaken(found, file.digest, proposals.proposal_of(key))


def list_key(round_key: str, digest: str) -> str:
    """Name what a list puts forward: the same file in the same round is one list."""
    return f"L-{round_key}-{digest[:12]}"


def withdraw_recommendation(
    actor: Actor, recommendation: str, reason: str, *, on: date, at: datetime
) -> None:
    """Take a recommendation back from a day on, with a reason; contracts that stand are kept.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such recommendation of the actor's institution.
        ListReasonMissingError: no reason is given.
    """
    require(actor, Act.WITHDRAW_RECOMMENDATION)
    with at_desk(actor):
        if not reason.strip():
            raise ListReasonMissingError(subject=recommendation)
        kept.withdraw(Withdrawal(recommendation, on, reason, actor.person), at=at)


def recommended_firms(actor: Actor, *, on: date) -> tuple[RecommendedFirm, ...]:
    """Bring all lists the actor may read together, one entry a firm, whoever recommended it.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return merge_lists(kept.recommendations(), successions=successions(), on=on)


def stated_by_recommendation(
    firm: FirmIdentity, programmes: Iterable[Programme], *, on: date
) -> tuple[Statement, ...]:
    """Return what recommendations that stand on a day say, as the rules of programmes read it.

    Runs inside a transaction of somebody the rounds are addressed to.
    """
    facts: Mapping[tuple[str, str], str] = {
        (programme.key, rule.key): rule.fact
        for programme in programmes
        for rule in programme.recommendations
    }
    recommended, withdrawn = kept.recommended_and_withdrawn(firm=firm)
    standing = standing_on(recommended, withdrawn, on=on)
    return tuple(
        Statement(
            fact=facts[each.programme, each.rule],
            value=True,
            as_of=each.from_on,
            stated_by=each.recommender,
            evidence=each.key,
            standing=Standing.EVIDENCED,
        )
        for each in standing
        if (each.programme, each.rule) in facts
    )


def _read(
    round_key: str, name: str, content: bytes, programmes: Iterable[Programme]
) -> RecommendationList:
    round_ = kept.round_of(round_key)
    names = {
        written: programme.key
        for programme in programmes
        for written in (programme.key, programme.name.ko, programme.name.en)
    }
    recommended = recommended_in(*kept.recommended_and_withdrawn(round_key=round_key))
    known = Known(programmes=names, sites=sites(), recommended=recommended)
    found = read_list(name, content, round_, known)
    if not isinstance(found, RecommendationList):
        raise ListUnreadableError(file=name, problems=spoken_problems(found))
    return _with_unregistered(found)


def _with_unregistered(found: RecommendationList) -> RecommendationList:
    """Send rows back whose firm nobody has registered: a recommendation points to a firm."""
    known = registered(identity_key(each.firm) for each in found.taken)
    return RecommendationList(
        found.round,
        found.rows,
        tuple(
            each
            if each.recommendation is None or identity_key(each.recommendation.firm) in known
            else RowFinding(each.row, None, (_unregistered(each),))
            for each in found.findings
        ),
    )


def _unregistered(finding: RowFinding) -> Problem:
    name = finding.recommendation.firm_name if finding.recommendation else ""
    return Problem(finding.row.place, message("recommended-firm-unregistered", firm=name))
