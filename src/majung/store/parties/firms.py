"""Firms: who they are, their sites, their groups, and who followed whom.

A firm is registered once and then only added to: a new name, another site, a succession.  Who is
meant by an old number on a day is decided by `majung.applications`, from what is returned here.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from majung.applications.firm import (
    Firm,
    FirmIdentity,
    Industry,
    Membership,
    ProprietorKey,
    Site,
    SizeClass,
    identity_key,
)
from majung.applications.regions import Region
from majung.applications.succession import Succession, SuccessionKind
from majung.errors import PolicyFinanceError
from majung.store import models
from majung.store.asking import ask
from majung.store.numbers import add_rows, kept_or_made, made_or_kept, missing, number_of, row_of
from majung.store.questions import NarrowedQuestion, Question
from majung.store.written import read, written
from majung.values.identifiers import BusinessNumber, CorporateNumber


class SiteTakenError(PolicyFinanceError):
    """A business number is a site of one firm."""

    kind = "site-taken"


def register(firm: Firm, *, from_on: date, at: datetime, is_example: bool = False) -> str:
    """Register a firm, or add what is new about a known one; return its key.

    Args:
        from_on: the day from which name, size and industries hold.

    Raises:
        SiteTakenError: a business number belongs to another firm.
    """
    key = identity_key(firm.identity)
    number = firm.identity.digits if isinstance(firm.identity, CorporateNumber) else None
    row, _ = made_or_kept(
        models.Firm,
        key=key,
        defaults={
            "corporate_number": number,
            "established_on": firm.established_on,
            "is_example": is_example,
        },
    )
    _add_profile(row, firm, from_on=from_on, at=at)
    for site in firm.sites:
        _add_site(row, site)
    return key


def firm(identity: FirmIdentity, *, on: date) -> Firm:
    """Return a firm as it was on a day; before its first profile, as that profile says.

    Raises:
        NotRecordedError: no such firm.
    """
    found = firms([identity], on=on)
    if not found:
        raise missing(models.Firm, identity_key(identity))
    return found[0]


def firms(identities: Iterable[FirmIdentity], *, on: date) -> tuple[Firm, ...]:
    """Return those of the firms that are registered, by key, as they were on a day."""
    keys = {identity_key(identity) for identity in identities}
    return _firms(_FIRMS(keys=list(keys)), on=on)


def firms_named(words: str, *, on: date, count_max: int = 50) -> tuple[Firm, ...]:
    """Find firms by a part of their name, or of a corporate or business number."""
    digits = "".join(letter for letter in words if letter.isdigit())
    query = Q(pk__in=models.FirmProfile.objects.filter(name__icontains=words).values("firm"))
    if digits:
        query |= Q(corporate_number__startswith=digits) | Q(
            pk__in=models.FirmSite.objects.filter(business_number__startswith=digits).values("firm")
        )
    return _firms(_WHOLE.filter(query)[:count_max], on=on)


def all_firms(*, on: date) -> tuple[Firm, ...]:
    """Return every firm, by key, as it was on a day."""
    return _firms(_WHOLE, on=on)


def registered(keys: Iterable[str]) -> frozenset[str]:
    """Return which of the keys belong to firms that are registered."""
    return frozenset(models.Firm.objects.filter(key__in=set(keys)).values_list("key", flat=True))


def sites() -> Mapping[BusinessNumber, FirmIdentity]:
    """Return the firm that each business number was registered for."""
    rows = models.FirmSite.objects.values_list("business_number", "firm__key")
    return {BusinessNumber(number): identity_of(key) for number, key in rows}


def owner_of_site(number: BusinessNumber) -> FirmIdentity | None:
    """Return the firm a business number was registered for, or None."""
    row = (
        models.FirmSite.objects.select_related("firm").filter(business_number=number.digits).first()
    )
    return identity_of(row.firm.key) if row else None


def close_site(number: BusinessNumber, *, until_on: date) -> None:
    """Say on which day a site was last the firm's."""
    models.FirmSite.objects.filter(business_number=number.digits).update(until_on=until_on)


def join_group(membership: Membership, *, at: datetime) -> None:
    """Record that a firm belongs to a group.

    Raises:
        NotRecordedError: no such firm.
    """
    models.GroupMembership.objects.create(
        group=membership.group,
        firm_id=number_of(models.Firm, key=identity_key(membership.member)),
        from_on=membership.from_on,
        until_on=membership.until_on,
        recorded_at=at,
    )


def memberships(*, group: str = "") -> tuple[Membership, ...]:
    """Return who belongs to which group since when, as recorded last; of one group or of all."""
    latest = {(row.group, row.firm_id, row.from_on): row for row in _MEMBERS(group=group)}
    return tuple(
        Membership(row.group, identity_of(row.firm.key), row.from_on, row.until_on)
        for row in latest.values()
    )


def record_succession(succession: Succession, *, at: datetime) -> None:
    """Record that one firm followed another; recording it again does nothing.

    Raises:
        NotRecordedError: one of the firms is not registered.
    """
    kept_or_made(
        models.Succession,
        kind=succession.kind.value,
        predecessor_id=number_of(models.Firm, key=identity_key(succession.predecessor)),
        successor_id=number_of(models.Firm, key=identity_key(succession.successor)),
        effective_on=succession.effective_on,
        defaults={
            "sites": sorted(site.digits for site in succession.sites),
            "evidence": succession.evidence,
            "recorded_at": at,
        },
    )


def successions() -> tuple[Succession, ...]:
    """Return every succession, earliest first."""
    rows = models.Succession.objects.select_related("predecessor", "successor")
    return tuple(
        Succession(
            kind=SuccessionKind(row.kind),
            predecessor=identity_of(row.predecessor.key),
            successor=identity_of(row.successor.key),
            effective_on=row.effective_on,
            sites=frozenset(BusinessNumber(number) for number in row.sites),
            evidence=row.evidence,
        )
        for row in rows.order_by("effective_on", "pk")
    )


def holds_benefit(identity: FirmIdentity, *, programme: str, product: str = "", on: date) -> bool:
    """Say whether a firm holds a benefit anywhere: all that another institution may know.

    Args:
        product: one product of the programme; empty for any of them.

    Raises:
        NotRecordedError: no such firm.
    """
    number = number_of(models.Firm, key=identity_key(identity))
    question = "SELECT majung_holds_benefit(%s, %s, %s, %s)"
    return bool(ask(question, [number, programme, product, on])[0][0])


def identity_of(key: str) -> FirmIdentity:
    """Return the identity that a key of `identity_key` writes."""
    kind, _, rest = key.partition(":")
    if kind == "corporate":
        return CorporateNumber(rest.replace("-", ""))
    return ProprietorKey(rest)


def is_example(identity: FirmIdentity) -> bool:
    """Say whether a firm was invented for the example world.

    Raises:
        NotRecordedError: no such firm.
    """
    return row_of(models.Firm, key=identity_key(identity)).is_example


def _add_profile(row: models.Firm, firm: Firm, *, from_on: date, at: datetime) -> None:
    profile = {
        "name": firm.name,
        "size": firm.size.value,
        "industries": written(firm.industries),
    }
    (whole,) = _FIRMS(keys=[row.key])
    known = map(_profile, whole.profiles)
    held = _profile_on([each for each in known if each.from_on <= from_on], on=from_on)
    if held is None or {name: getattr(held, name) for name in profile} != profile:
        add_rows([models.FirmProfile(firm=row, from_on=from_on, recorded_at=at, **profile)])


def _add_site(row: models.Firm, site: Site) -> None:
    kept, _ = kept_or_made(
        models.FirmSite,
        business_number=site.number.digits,
        defaults={
            "firm": row,
            "region": site.region.value,
            "name": site.name,
            "from_on": site.from_on,
            "until_on": site.until_on,
        },
    )
    if kept.firm_id != row.pk:
        raise SiteTakenError(site=site.number, firm=kept.firm.key)


_MEMBERS = NarrowedQuestion(
    models.GroupMembership.objects.select_related("firm").order_by("recorded_at", "pk")
)
_PROFILES = ArraySubquery(
    models.FirmProfile.objects.filter(firm=OuterRef("pk"))
    .order_by("from_on", "recorded_at")
    .values(said=JSONObject(from_on="from_on", name="name", size="size", industries="industries"))
)
_SITES = ArraySubquery(
    models.FirmSite.objects.filter(firm=OuterRef("pk"))
    .order_by("business_number")
    .values(
        said=JSONObject(
            number="business_number",
            region="region",
            name="name",
            from_on="from_on",
            until_on="until_on",
        )
    )
)
#: Firms with everything that is said of them, in one question.
_WHOLE = models.Firm.objects.annotate(profiles=_PROFILES, places=_SITES).order_by("key")
_FIRMS: Question[Any] = Question(lambda keys: _WHOLE.filter(key__among=keys))


def _firms(rows: Iterable[Any], *, on: date) -> tuple[Firm, ...]:
    return tuple(_firm(row, _profile_on(map(_profile, row.profiles), on=on)) for row in rows)


class _Profile(NamedTuple):
    """Name, size and industries of a firm from a day on."""

    from_on: date
    name: str
    size: str
    industries: Any


def _profile(said: Mapping[str, Any]) -> _Profile:
    return _Profile(
        date.fromisoformat(said["from_on"]), said["name"], said["size"], said["industries"]
    )


def _profile_on(profiles: Iterable[_Profile], *, on: date) -> _Profile | None:
    """Return the profile that holds on a day: the latest begun; of one day, recorded last.

    Args:
        profiles: in the order of their days and of their recording.
    """
    ordered = list(profiles)
    begun = [profile for profile in ordered if profile.from_on <= on]
    return begun[-1] if begun else next(iter(ordered), None)


def _firm(row: Any, profile: _Profile | None) -> Firm:
    assert profile is not None, f"{row.key} was registered without a profile"
    return Firm(
        identity=identity_of(row.key),
        name=profile.name,
        size=SizeClass(profile.size),
        sites=tuple(map(_site, row.places)),
        industries=tuple(read(Industry, tree) for tree in profile.industries),
        established_on=row.established_on,
    )


def _site(said: Mapping[str, Any]) -> Site:
    until_on = said["until_on"]
    return Site(
        BusinessNumber(said["number"]),
        Region(said["region"]),
        said["name"],
        date.fromisoformat(said["from_on"]) if said["from_on"] else None,
        date.fromisoformat(until_on) if until_on else None,
    )
