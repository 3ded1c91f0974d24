"""Refusals as problems (RFC 9457): one table says which refusal is answered with which status."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from majung.applications.appeal import AppealKnownOutsideError, AppealUnreasonedError
from majung.applications.decision import (
    AuthorityElsewhereError,
    AuthorityExceededError,
    AuthorityNotInForceError,
    DecidedAgainError,
    DocumentNumberMissingError,
    FourEyesError,
    GrantNotFittingError,
    MinutesNotCoveringError,
    OverrideMissingError,
    ReasonMissingError,
)
from majung.errors import Message, PolicyFinanceError, Problem, message, sentence
from majung.operations.claims.covers import (
    ClaimNotFiledError,
    CoverElsewhereError,
    NotACoverError,
)
from majung.operations.claims.notify_default import CauseNotKnownError
from majung.operations.claims.record_recovery import RecoveryNotStandingError
from majung.operations.funds.form_fund import FundNotFittingError
from majung.operations.funds.funds import FundElsewhereError, NotAFundError
from majung.operations.importing.import_sba_case import BookElsewhereError, BookTooLargeError
from majung.operations.intake.accounts import (
    AuthorityMisplacedError,
    AuthorityNegativeError,
    RoleEndsFirstError,
    RoleNotHeldError,
    RolePlaceError,
)
from majung.operations.intake.apply import OwnCheckError
from majung.operations.intake.approve_list import OwnListError
from majung.operations.intake.decide import WayUnknownError
from majung.operations.intake.products import ProductElsewhereError, ProductNotInForceError
from majung.operations.intake.recommend import (
    ListReasonMissingError,
    ListUnreadableError,
    RuleUnknownError,
)
from majung.operations.intake.register import MembershipEndsFirstError, ParticipantTwiceError
from majung.operations.intake.room import RoomAmountError, RoomElsewhereError
from majung.operations.intake.succeed import SuccessionSitesError
from majung.operations.policy import NotPermittedError
from majung.operations.servicing.account_statement import PeriodNotFittingError
from majung.operations.servicing.record_facts import ContractElsewhereError
from majung.operations.servicing.sign import OfferElsewhereError
from majung.operations.taking_back import FactNotStandingError
from majung.programmes.supply_plan_files import SupplyPlanUnknownError
from majung.programmes.supply_plans import (
    PlanCurveUnknownError,
    PlanRevisionNotInForceError,
    PlanRevisionUnknownError,
)
from majung.store.access import (
    ActingAlreadyError,
    FirmNotKnownError,
    InstitutionNotKnownError,
    WallsDownError,
)
from majung.store.refusals import DatabaseNotCurrentError, NotRecordedError
from majung.store.upkeep.idempotency import AnsweredOtherwiseError
from majung.values.money import AmountNotReadableError, CurrencyMismatchError
from majung.web.api.callers import ScopeMissingError, tongue

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:majung:problem:"
log = logging.getLogger(__name__)


class BodyUnreadableError(PolicyFinanceError):
    """A body is understood whole, or nothing of it is done."""

    kind = "request-unreadable"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Refuse with everything that is wrong."""
        super().__init__()
        self.problems = problems


STATUS: Mapping[type[PolicyFinanceError], HTTPStatus] = {
    NotPermittedError: HTTPStatus.FORBIDDEN,
    ScopeMissingError: HTTPStatus.FORBIDDEN,
    InstitutionNotKnownError: HTTPStatus.FORBIDDEN,
    FirmNotKnownError: HTTPStatus.FORBIDDEN,
    FourEyesError: HTTPStatus.FORBIDDEN,
    DecidedAgainError: HTTPStatus.FORBIDDEN,
    AuthorityElsewhereError: HTTPStatus.FORBIDDEN,
    AuthorityNotInForceError: HTTPStatus.FORBIDDEN,
    AuthorityExceededError: HTTPStatus.FORBIDDEN,
    ProductElsewhereError: HTTPStatus.FORBIDDEN,
    OwnListError: HTTPStatus.FORBIDDEN,
    CoverElsewhereError: HTTPStatus.FORBIDDEN,
    FundElsewhereError: HTTPStatus.FORBIDDEN,
    RoomElsewhereError: HTTPStatus.FORBIDDEN,
    ContractElsewhereError: HTTPStatus.FORBIDDEN,
    OfferElsewhereError: HTTPStatus.FORBIDDEN,
    BookElsewhereError: HTTPStatus.FORBIDDEN,
    NotRecordedError: HTTPStatus.NOT_FOUND,
    RuleUnknownError: HTTPStatus.NOT_FOUND,
    ClaimNotFiledError: HTTPStatus.NOT_FOUND,
    NotACoverError: HTTPStatus.NOT_FOUND,
    NotAFundError: HTTPStatus.NOT_FOUND,
    RecoveryNotStandingError: HTTPStatus.NOT_FOUND,
    FactNotStandingError: HTTPStatus.NOT_FOUND,
    RoleNotHeldError: HTTPStatus.NOT_FOUND,
    SupplyPlanUnknownError: HTTPStatus.NOT_FOUND,
    PlanRevisionUnknownError: HTTPStatus.NOT_FOUND,
    PlanCurveUnknownError: HTTPStatus.NOT_FOUND,
    PlanRevisionNotInForceError: HTTPStatus.NOT_FOUND,
    BodyUnreadableError: HTTPStatus.UNPROCESSABLE_ENTITY,
    BookTooLargeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    AnsweredOtherwiseError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProductNotInForceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    WayUnknownError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ListUnreadableError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ListReasonMissingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    OwnCheckError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RoomAmountError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RolePlaceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RoleEndsFirstError: HTTPStatus.UNPROCESSABLE_ENTITY,
    MembershipEndsFirstError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ParticipantTwiceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    SuccessionSitesError: HTTPStatus.UNPROCESSABLE_ENTITY,
    AuthorityMisplacedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    AuthorityNegativeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    AppealUnreasonedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    AppealKnownOutsideError: HTTPStatus.UNPROCESSABLE_ENTITY,
    GrantNotFittingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    MinutesNotCoveringError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ReasonMissingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    OverrideMissingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    DocumentNumberMissingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    PeriodNotFittingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    CauseNotKnownError: HTTPStatus.UNPROCESSABLE_ENTITY,
    FundNotFittingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    AmountNotReadableError: HTTPStatus.UNPROCESSABLE_ENTITY,
    CurrencyMismatchError: HTTPStatus.UNPROCESSABLE_ENTITY,
    # These speak of the office's own inside: they are logged, not told.
    ActingAlreadyError: HTTPStatus.INTERNAL_SERVER_ERROR,
    WallsDownError: HTTPStatus.INTERNAL_SERVER_ERROR,
    DatabaseNotCurrentError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
#: Every other refusal: what is asked for does not fit how things stand.
OTHERWISE = HTTPStatus.CONFLICT

UNEXPECTED = message("unexpected")
#: What Ninja and Django refuse before any of our code runs.
BEFORE_US: Mapping[int, Message] = {
    HTTPStatus.BAD_REQUEST: message("request-unreadable"),
    HTTPStatus.UNAUTHORIZED: message("caller-unknown"),
    HTTPStatus.FORBIDDEN: message("form-token-missing"),
    HTTPStatus.NOT_FOUND: message("nothing-at-address"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: message("request-too-large"),
    HTTPStatus.UNPROCESSABLE_ENTITY: message("request-unreadable"),
}


def problem(
    request: HttpRequest, status: int, said: Message, *, errors: Sequence[object] = ()
) -> HttpResponse:
    """Answer with a problem, in the caller's language."""
    language = tongue(request)
    content: dict[str, object] = {
        "type": TYPE + said.kind,
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": sentence(said, language),
        "instance": request.path,
    }
    if errors:
        content["errors"] = list(errors)
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False), status=status, content_type=MEDIA_TYPE
    )
    response.headers["Content-Language"] = language
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def refused(request: HttpRequest, refusal: PolicyFinanceError) -> HttpResponse:
    """Answer a refusal by the table."""
    status = next((STATUS[each] for each in type(refusal).__mro__ if each in STATUS), OTHERWISE)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("refused inside", extra={"kind": refusal.kind})
        return problem(request, status, UNEXPECTED)
    language = tongue(request)
    errors: list[object] = []
    if isinstance(refusal, BodyUnreadableError):
        errors = [
            {
                "place": str(each.place),
                "kind": each.message.kind,
                "detail": sentence(each.message, language),
            }
            for each in refusal.problems
        ]
    return problem(request, status, refusal.message, errors=errors)


def nothing_there(request: HttpRequest) -> HttpResponse:
    """Answer for an address that is none of ours."""
    return problem(request, HTTPStatus.NOT_FOUND, BEFORE_US[HTTPStatus.NOT_FOUND])


def speak_problems(api: NinjaAPI) -> None:
    """Let every failure of an interface be answered as a problem."""

    @api.exception_handler(PolicyFinanceError)
    def on_refusal(request: HttpRequest, refusal: PolicyFinanceError) -> HttpResponse:
        return refused(request, refusal)

    @api.exception_handler(ValidationError)
    def on_unreadable(request: HttpRequest, found: ValidationError) -> HttpResponse:
        # Where and which kind, never what stood there: it may be somebody's number.
        errors = [
            {"place": ".".join(str(part) for part in each["loc"]), "kind": each["type"]}
            for each in found.errors
        ]
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return problem(request, status, BEFORE_US[status], errors=errors)

    @api.exception_handler(AuthenticationError)
    def on_unknown(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
        return problem(request, HTTPStatus.UNAUTHORIZED, BEFORE_US[HTTPStatus.UNAUTHORIZED])

    @api.exception_handler(HttpError)
    def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(request, error.status_code, BEFORE_US.get(error.status_code, UNEXPECTED))

    @api.exception_handler(RequestDataTooBig)
    def on_large(request: HttpRequest, _: RequestDataTooBig) -> HttpResponse:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return problem(request, status, BEFORE_US[status])

    @api.exception_handler(Http404)
    def on_nothing(request: HttpRequest, _: Http404) -> HttpResponse:
        return nothing_there(request)

    @api.exception_handler(Exception)
    def on_unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
        # The address may name a firm: its pattern is kept.
        route = request.resolver_match.route if request.resolver_match else ""
        log.error("unexpected", extra={"route": route}, exc_info=error)
        return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, UNEXPECTED)
