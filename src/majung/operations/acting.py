"""Who acts: a person, for an institution, in roles."""

from dataclasses import dataclass
from enum import StrEnum

from majung.errors import Language


class Role(StrEnum):
    """What a person may be at an institution."""

    RECOMMENDER = "recommender"
    RECOMMENDATION_APPROVER = "recommendation-approver"
    PROVIDER_OFFICER = "provider-officer"
    PROVIDER_APPROVER = "provider-approver"
    FUND_MANAGER = "fund-manager"
    SECRETARIAT = "secretariat"
    AUDITOR = "auditor"
    FIRM = "firm"
    ADMINISTRATOR = "administrator"
    #: The close and other work that runs by itself.
    CLOCKWORK = "clockwork"

    def spoken(self, language: Language) -> str:
        """Write the role as officials call it."""
        return KOREAN[self] if language == "ko" else self.value.replace("-", " ")


KOREAN = {
    Role.RECOMMENDER: "추천 담당",
    Role.RECOMMENDATION_APPROVER: "추천 승인",
    Role.PROVIDER_OFFICER: "취급기관 담당",
    Role.PROVIDER_APPROVER: "취급기관 승인",
    Role.FUND_MANAGER: "펀드 운용",
    Role.SECRETARIAT: "협의회 사무국",
    Role.AUDITOR: "감사",
    Role.FIRM: "기업",
    Role.ADMINISTRATOR: "시스템 관리",
    Role.CLOCKWORK: "자동 처리",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts for an institution.

    Attributes:
        person: key of the person; empty for clockwork.
        institution: key of the institution acted for; of a firm's person, empty.
        firm: key of the firm acted for; empty for officials.
    """

    person: str
    institution: str
    roles: frozenset[Role]
    firm: str = ""


#: The close, expiry and the example year's calendar act as this.
CLOCKWORK = Actor("", "", frozenset({Role.CLOCKWORK}))
