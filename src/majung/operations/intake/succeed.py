"""Recording that one firm followed another: merger, incorporation, sale of sites.

Identity is asked as of a day everywhere, so a succession is recorded once and changes what an old
number means from its day on; nothing that was recorded before is touched.
"""

from collections.abc import Iterable
from datetime import date, datetime

from majung.applications.firm import FirmIdentity, identity_key
from majung.applications.succession import (
    Succession,
    SuccessionKind,
    SuccessionLoopError,
    identity_on,
    owner_on,
)
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.parties import firms
from majung.store.refusals import RecordedDifferentlyError
from majung.values.identifiers import BusinessNumber


class SuccessionSitesError(PolicyFinanceError):
    """A sale names sites of the seller; a merger and an incorporation take all and name none."""

    kind = "succession-sites"


class SuccessionWithoutEvidenceError(PolicyFinanceError):
    """A succession rests on a document."""

    kind = "succession-without-evidence"


def record_succession(
    actor: Actor,
    kind: SuccessionKind,
    *,
    predecessor: FirmIdentity,
    successor: FirmIdentity,
    effective_on: date,
    evidence: str,
    at: datetime,
    sites: Iterable[BusinessNumber] = (),
) -> Succession:
    """Record that one firm followed another (승계); the same again does nothing.

    Args:
        effective_on: the first day on which the successor is meant.
        evidence: the document that shows it.
        sites: of a sale, the business numbers sold.

    Raises:
        NotPermittedError: the actor may not.
        SuccessionWithoutEvidenceError: no document is named.
        SuccessionSitesError: a sale names no site, or one that is not the seller's that day; or
            something else than a sale names sites.
        NotRecordedError: a firm is not registered.
        SuccessionLoopError: a firm would follow itself.
        SuccessionsConflictError: the predecessor ended already, with another successor.
        RecordedDifferentlyError: it is recorded with other sites or by another document.
    """
    require(actor, Act.RECORD_SUCCESSION)
    sold = frozenset(sites)
    if not evidence.strip():
        raise SuccessionWithoutEvidenceError(firm=predecessor)
    if predecessor == successor:
        raise SuccessionLoopError(firm=predecessor, chain=(predecessor, successor))
    if (kind is SuccessionKind.SALE) is not bool(sold):
        raise SuccessionSitesError(firm=predecessor, sites=_listed(sold))
    told = Succession(kind, predecessor, successor, effective_on, sold, evidence.strip())
    subject = identity_key(predecessor)
    with acting_for_state(Purpose.INTAKE, person=actor.person, at=at, subject=subject):
        known = firms.successions()
        _require_sellers(told, known)
        together = (*known, told)
        # Chains are followed on every day on which something passes on, so that none of them bites.
        for day in {each.effective_on for each in together if each.effective_on >= effective_on}:
            for firm in (predecessor, successor):
                identity_on(firm, together, on=day)
        firms.record_succession(told, at=at)
        if told not in firms.successions():
            raise RecordedDifferentlyError(key=f"{identity_key(predecessor)} {effective_on}")
        return told


def _require_sellers(told: Succession, known: tuple[Succession, ...]) -> None:
    """Refuse the sale of a site that is not the seller's on the day."""
    others = [each for each in known if each != told]
    first = firms.sites()
    strange = {
        site
        for site in told.sites
        if site not in first
        or owner_on(site, first[site], others, on=told.effective_on) != told.predecessor
    }
    if strange:
        raise SuccessionSitesError(firm=told.predecessor, sites=_listed(strange))


def _listed(sites: Iterable[BusinessNumber]) -> str:
    return ", ".join(sorted(map(str, sites))) or "—"
