"""Who may do what: one table of roles and acts.

An act that is not in the table is refused, so that a new act is closed until somebody opens it.
Which rows a person sees is the database's business (row-level security); which act a person may
do is this table's.
"""

from enum import StrEnum

from majung.errors import Language, PolicyFinanceError
from majung.operations.acting import Actor, Role


class NotPermittedError(PolicyFinanceError):
    """A person acts within the roles they hold."""

    kind = "not-permitted"


class Act(StrEnum):
    """What can be done, named as the functions that do it."""

    OPEN_ACCOUNT = "open-account"
    REGISTER_INSTITUTION = "register-institution"
    REGISTER_FIRM = "register-firm"
    RECORD_GROUP = "record-group"
    RECORD_SUCCESSION = "record-succession"
    REGISTER_PROJECT = "register-project"
    STATE_FACTS = "state-facts"
    LOAD_PROGRAMMES = "load-programmes"
    OPEN_ROUND = "open-round"
    TAKE_RECOMMENDATIONS = "take-recommendations"
    APPROVE_RECOMMENDATIONS = "approve-recommendations"
    WITHDRAW_RECOMMENDATION = "withdraw-recommendation"
    SUBMIT_APPLICATION = "submit-application"
    ASSESS = "assess"
    INDICATE = "indicate"
    HOLD_ROOM = "hold-room"
    PROPOSE_DECISION = "propose-decision"
    APPROVE_DECISION = "approve-decision"
    ACCEPT_OFFER = "accept-offer"
    APPEAL = "appeal"
    EXPIRE = "expire"
    SIGN = "sign"
    FULFIL_CONDITION = "fulfil-condition"
    REVOKE_FULFILMENT = "revoke-fulfilment"
    WAIVE_CONDITION = "waive-condition"
    DRAW = "draw"
    RECORD_FACTS = "record-facts"
    RESTRUCTURE = "restructure"
    TRANSFER = "transfer"
    CLOSE_DAY = "close-day"
    CONDUCT_JOBS = "conduct-jobs"
    TAKE_SERVICER_FILE = "take-servicer-file"
    TAKE_OPENING_BALANCES = "take-opening-balances"
    TAKE_INDEX_RATES = "take-index-rates"
    RECKON_LIMIT_USE = "reckon-limit-use"
    ISSUE_COVER = "issue-cover"
    NOTIFY_DEFAULT = "notify-default"
    FILE_CLAIM = "file-claim"
    PROPOSE_CLAIM_DECISION = "propose-claim-decision"
    APPROVE_CLAIM_DECISION = "approve-claim-decision"
    PAY_CLAIM = "pay-claim"
    RECORD_RECOVERY = "record-recovery"
    WRITE_OFF = "write-off"
    LOOK_UP_FIRM = "look-up-firm"
    FORM_FUND = "form-fund"
    CALL_CAPITAL = "call-capital"
    RECORD_FUND_FACTS = "record-fund-facts"
    DISTRIBUTE = "distribute"
    TAKE_MONTHLY_REPORT = "take-monthly-report"
    LOAD_PLANS = "load-plans"
    DRAFT_PACK = "draft-pack"
    FREEZE_PACK = "freeze-pack"
    IMPORT_BOOK = "import-book"
    READ_OWN = "read-own"
    READ_ALL = "read-all"
    READ_INTERNAL_PRICE = "read-internal-price"
    READ_RISK = "read-risk"
    BUILD_LAKE = "build-lake"
    VERIFY_AUDIT = "verify-audit"
    ERASE_PERSON = "erase-person"

    def spoken(self, language: Language) -> str:
        """Write the act in words; officials read its Korean name."""
        return KOREAN[self] if language == "ko" else self.value.replace("-", " ")


_OFFICIALS = frozenset(
    {
        Role.RECOMMENDER,
        Role.RECOMMENDATION_APPROVER,
        Role.PROVIDER_OFFICER,
        Role.PROVIDER_APPROVER,
        Role.FUND_MANAGER,
        Role.SECRETARIAT,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
_PROVIDER = frozenset({Role.PROVIDER_OFFICER, Role.PROVIDER_APPROVER})
_OFFICER = frozenset({Role.PROVIDER_OFFICER})
_APPROVER = frozenset({Role.PROVIDER_APPROVER})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_FIRM = frozenset({Role.FIRM})
_FUND = frozenset({Role.FUND_MANAGER})
_SECRETARIAT = frozenset({Role.SECRETARIAT})
_CLOCKWORK = frozenset({Role.CLOCKWORK, Role.ADMINISTRATOR})

#: The roles that may do each act; any one of them suffices.
PERMITTED: dict[Act, frozenset[Role]] = {
    Act.OPEN_ACCOUNT: _ADMINISTRATOR,
    Act.REGISTER_INSTITUTION: _ADMINISTRATOR,
    Act.REGISTER_FIRM: _PROVIDER | _FIRM | _FUND | {Role.RECOMMENDER, Role.ADMINISTRATOR},
    # Limits of a group bind all its members: who belongs to it is not theirs to say.
    Act.RECORD_GROUP: _PROVIDER | {Role.RECOMMENDER, Role.ADMINISTRATOR},
    Act.RECORD_SUCCESSION: _PROVIDER | {Role.RECOMMENDER, Role.ADMINISTRATOR},
    Act.REGISTER_PROJECT: _PROVIDER | _FIRM | {Role.RECOMMENDER},
    Act.STATE_FACTS: _PROVIDER | _FIRM | _FUND | {Role.RECOMMENDER},
    Act.LOAD_PROGRAMMES: _ADMINISTRATOR | _CLOCKWORK,
    Act.OPEN_ROUND: frozenset({Role.RECOMMENDER}),
    Act.TAKE_RECOMMENDATIONS: frozenset({Role.RECOMMENDER}),
    Act.APPROVE_RECOMMENDATIONS: frozenset({Role.RECOMMENDATION_APPROVER}),
    Act.WITHDRAW_RECOMMENDATION: frozenset({Role.RECOMMENDATION_APPROVER}),
    Act.SUBMIT_APPLICATION: _FIRM | _OFFICER,
    Act.ASSESS: _PROVIDER | _FIRM,
    Act.INDICATE: _PROVIDER | _FIRM,
    Act.HOLD_ROOM: _OFFICER,
    Act.PROPOSE_DECISION: _OFFICER,
    Act.APPROVE_DECISION: _APPROVER,
    Act.ACCEPT_OFFER: _FIRM | _OFFICER,
    Act.APPEAL: _FIRM,
    Act.EXPIRE: _CLOCKWORK,
    Act.SIGN: _PROVIDER | _FUND,
    Act.FULFIL_CONDITION: _OFFICER,
    Act.REVOKE_FULFILMENT: _PROVIDER,
    Act.WAIVE_CONDITION: _APPROVER,
    Act.DRAW: _OFFICER,
    Act.RECORD_FACTS: _OFFICER | _CLOCKWORK,
    # What was agreed is changed by who may agree; what takes a loan over was decided by itself.
    Act.RESTRUCTURE: _APPROVER,
    Act.TRANSFER: _OFFICER,
    Act.CLOSE_DAY: _CLOCKWORK,
    Act.CONDUCT_JOBS: _PROVIDER | _SECRETARIAT | _CLOCKWORK,
    Act.TAKE_SERVICER_FILE: _OFFICER | _FUND,
    Act.TAKE_OPENING_BALANCES: _OFFICER | _FUND | _ADMINISTRATOR,
    # An index binds loans of every institution.
    Act.TAKE_INDEX_RATES: _SECRETARIAT | _CLOCKWORK,
    Act.RECKON_LIMIT_USE: _ADMINISTRATOR,
    Act.ISSUE_COVER: _PROVIDER,
    Act.NOTIFY_DEFAULT: _OFFICER,
    Act.FILE_CLAIM: _OFFICER,
    Act.PROPOSE_CLAIM_DECISION: _OFFICER,
    Act.APPROVE_CLAIM_DECISION: _APPROVER,
    Act.PAY_CLAIM: _OFFICER,
    Act.RECORD_RECOVERY: _OFFICER,
    Act.WRITE_OFF: _APPROVER,
    Act.LOOK_UP_FIRM: _PROVIDER | _FUND | _SECRETARIAT | {Role.AUDITOR},
    Act.FORM_FUND: _FUND | _APPROVER,
    Act.CALL_CAPITAL: _FUND,
    Act.RECORD_FUND_FACTS: _FUND,
    Act.DISTRIBUTE: _FUND,
    Act.TAKE_MONTHLY_REPORT: _OFFICER | _SECRETARIAT,
    Act.LOAD_PLANS: _SECRETARIAT | _CLOCKWORK,
    Act.DRAFT_PACK: _SECRETARIAT,
    Act.FREEZE_PACK: _SECRETARIAT,
    Act.IMPORT_BOOK: _OFFICER | _ADMINISTRATOR,
    Act.READ_OWN: _OFFICIALS | _FIRM,
    Act.READ_ALL: _SECRETARIAT | {Role.AUDITOR, Role.CLOCKWORK},
    Act.READ_INTERNAL_PRICE: _PROVIDER | _SECRETARIAT | {Role.AUDITOR},
    Act.READ_RISK: _PROVIDER | _SECRETARIAT | {Role.AUDITOR, Role.CLOCKWORK},
    Act.BUILD_LAKE: _CLOCKWORK,
    Act.VERIFY_AUDIT: frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.CLOCKWORK}),
    Act.ERASE_PERSON: _ADMINISTRATOR,
}

KOREAN = {
    Act.OPEN_ACCOUNT: "계정 개설",
    Act.REGISTER_INSTITUTION: "기관 등록",
    Act.REGISTER_FIRM: "기업 등록",
    Act.RECORD_GROUP: "기업집단 기록",
    Act.RECORD_SUCCESSION: "기업 승계 기록",
    Act.REGISTER_PROJECT: "과제 등록",
    Act.STATE_FACTS: "사실 진술",
    Act.LOAD_PROGRAMMES: "프로그램 등재",
    Act.OPEN_ROUND: "추천 차수 개시",
    Act.TAKE_RECOMMENDATIONS: "추천 명단 접수",
    Act.APPROVE_RECOMMENDATIONS: "추천 승인",
    Act.WITHDRAW_RECOMMENDATION: "추천 철회",
    Act.SUBMIT_APPLICATION: "신청 접수",
    Act.ASSESS: "심사",
    Act.INDICATE: "예상조건 산출",
    Act.HOLD_ROOM: "한도 예약",
    Act.PROPOSE_DECISION: "결정 상신",
    Act.APPROVE_DECISION: "결정 승인",
    Act.ACCEPT_OFFER: "승인조건 수락",
    Act.APPEAL: "이의신청",
    Act.EXPIRE: "기한 만료 처리",
    Act.SIGN: "약정 체결",
    Act.FULFIL_CONDITION: "선행조건 충족 확인",
    Act.REVOKE_FULFILMENT: "선행조건 충족 확인 취소",
    Act.WAIVE_CONDITION: "선행조건 면제",
    Act.DRAW: "실행",
    Act.RECORD_FACTS: "사실 기록",
    Act.RESTRUCTURE: "조건변경",
    Act.TRANSFER: "대환",
    Act.CLOSE_DAY: "일 마감",
    Act.CONDUCT_JOBS: "작업 관리",
    Act.TAKE_SERVICER_FILE: "취급기관 월보 접수",
    Act.TAKE_OPENING_BALANCES: "기초 잔액 접수",
    Act.TAKE_INDEX_RATES: "지표금리 접수",
    Act.RECKON_LIMIT_USE: "한도 사용액 재산정",
    Act.ISSUE_COVER: "보험·보증 발급",
    Act.NOTIFY_DEFAULT: "사고 통지",
    Act.FILE_CLAIM: "보험금 청구",
    Act.PROPOSE_CLAIM_DECISION: "보험금 심사 상신",
    Act.APPROVE_CLAIM_DECISION: "보험금 심사 승인",
    Act.PAY_CLAIM: "보험금 지급",
    Act.RECORD_RECOVERY: "회수 기록",
    Act.WRITE_OFF: "상각",
    Act.LOOK_UP_FIRM: "기업 거절·사고 이력 조회",
    Act.FORM_FUND: "펀드 결성",
    Act.CALL_CAPITAL: "출자금 납입요청",
    Act.RECORD_FUND_FACTS: "펀드 사실 기록",
    Act.DISTRIBUTE: "배분",
    Act.TAKE_MONTHLY_REPORT: "공급실적 월보 접수",
    Act.LOAD_PLANS: "공급계획 등재",
    Act.DRAFT_PACK: "안건자료 작성",
    Act.FREEZE_PACK: "안건자료 확정",
    Act.IMPORT_BOOK: "외부 장부 반입",
    Act.READ_OWN: "소속 기관 자료 열람",
    Act.READ_ALL: "전 기관 자료 열람",
    Act.READ_INTERNAL_PRICE: "내부 가격 정보 열람",
    Act.READ_RISK: "위험 산출",
    Act.BUILD_LAKE: "분석 자료 작성",
    Act.VERIFY_AUDIT: "감사 검증",
    Act.ERASE_PERSON: "개인정보 파기",
}


def may(actor: Actor, act: Act) -> bool:
    """Say whether an actor's roles permit an act; an act outside the table is never permitted."""
    return bool(PERMITTED.get(act, frozenset()) & actor.roles)


def require(actor: Actor, act: Act) -> None:
    """Refuse an act that none of the actor's roles permits.

    Raises:
        NotPermittedError: naming the act and the roles that may do it.
    """
    if not may(actor, act):
        raise NotPermittedError(
            act=act,
            person=actor.person or Role.CLOCKWORK,
            roles=tuple(sorted(PERMITTED.get(act, frozenset()))),
        )
