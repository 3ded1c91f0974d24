"""A firm, its sites and its group, and who it is on a day.

A firm is one legal person: a company is known by its corporate registration number, a sole
proprietor by an internal key, because a proprietor's own number is personal.  Business numbers
are its sites.  A firm listed by three ministries under three business numbers is one firm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from majung.applications.regions import Region
from majung.errors import Language, PolicyFinanceError
from majung.values.identifiers import BusinessNumber, CorporateNumber


class SiteUnknownError(PolicyFinanceError):
    """A financed site must be one of the firm's."""

    kind = "site-unknown"


class SizeClass(StrEnum):
    """Size of a firm by law, from large (대기업) and mid-cap (중견기업) to micro (소상공인)."""

    LARGE = "large"
    MID_CAP = "mid-cap"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"

    @property
    def is_sme(self) -> bool:
        """Say whether the law counts the size among small and medium enterprises (중소기업)."""
        return self in {SizeClass.MEDIUM, SizeClass.SMALL, SizeClass.MICRO}

    def spoken(self, language: Language) -> str:
        """Write the size class in the words of the law."""
        return KOREAN_SIZE[self] if language == "ko" else self.value


KOREAN_SIZE = {
    SizeClass.LARGE: "대기업",
    SizeClass.MID_CAP: "중견기업",
    SizeClass.MEDIUM: "중기업",
    SizeClass.SMALL: "소기업",
    SizeClass.MICRO: "소상공인",
}


@dataclass(frozen=True, slots=True, order=True)
class ProprietorKey:
    """The internal key of a sole proprietor (개인사업자).

    The person behind it stands in one table under a key of its own and can be erased there.
    """

    #: The status of a 개인사업자 is one of Korean law (ISO 3166-1).
    COUNTRY: ClassVar[str] = "KR"

    key: str

    def spoken(self, language: Language) -> str:
        """Write the key as it is in both languages."""
        del language
        return self.key


FirmIdentity = CorporateNumber | ProprietorKey


def identity_key(identity: FirmIdentity) -> str:
    """Return one text per identity, for sorting and for keys that two kinds must share."""
    if isinstance(identity, ProprietorKey):
        return f"proprietor:{identity.key}"
    return f"corporate:{identity.spoken('en')}"


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry code of the Korean classification (KSIC) and the revision it belongs to.

    Attributes:
        code: digits only, two to five of them; the section letter is left out.
        revision: 9, 10 or 11: the same digits mean other things in another revision.
    """

    code: str
    revision: int

    def __post_init__(self) -> None:
        if not (self.code.isascii() and self.code.isdigit() and 2 <= len(self.code) <= 5):
            raise ValueError(f"an industry code has two to five digits, not {self.code!r}")

    def is_within(self, other: "Industry") -> bool:
        """Say whether this code lies in the division, group or class of `other`."""
        return self.revision == other.revision and self.code.startswith(other.code)


@dataclass(frozen=True, slots=True)
class Site:
    """A place of business (사업장).

    Attributes:
        from_on: first day the site is the firm's, None where nobody stated it.
        until_on: last day, None while it lasts.
    """

    number: BusinessNumber
    region: Region
    name: str = ""
    from_on: date | None = None
    until_on: date | None = None

    def is_open_on(self, on: date) -> bool:
        """Say whether the site is the firm's on the day."""
        begun = self.from_on is None or self.from_on <= on
        return begun and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Membership:
    """That a firm belongs to a group of firms under one control, from one day until another."""

    group: str
    member: FirmIdentity
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as it is known on one day."""

    identity: FirmIdentity
    name: str
    size: SizeClass
    sites: tuple[Site, ...]
    industries: tuple[Industry, ...] = ()
    established_on: date | None = None

    def site(self, number: BusinessNumber) -> Site:
        """Return the site that a business number names.

        Raises:
            SiteUnknownError: the firm has no such site.
        """
        for site in self.sites:
            if site.number == number:
                return site
        known = tuple(site.number for site in self.sites)
        raise SiteUnknownError(firm=self.name, site=number, known=known)


def group_on(memberships: Iterable[Membership], member: FirmIdentity, *, on: date) -> str:
    """Name the group a firm belongs to on a day; empty where it stands alone.

    Of two memberships that both hold, the later one counts: a firm has one controlling group.
    """
    return groups_on(
        (membership for membership in memberships if membership.member == member), on=on
    ).get(identity_key(member), "")


def groups_on(memberships: Iterable[Membership], *, on: date) -> dict[str, str]:
    """Name the group of each firm that belongs to one on a day, by the firm's key.

    A firm belongs from its first day to its last; as of `group_on`, the later membership counts.
    """
    held = sorted(
        (each.from_on, each.group, identity_key(each.member))
        for each in memberships
        if each.from_on <= on and (each.until_on is None or on <= each.until_on)
    )
    return {member: group for _, group, member in held}
