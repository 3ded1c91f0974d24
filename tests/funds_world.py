"""A sub-fund of the industrial innovation fund, its manager, and companies it may invest in."""

from datetime import UTC, date, datetime

from majung.applications.firm import Firm, Site, SizeClass
from majung.applications.regions import Region
from majung.applications.statements import Standing, Statement
from majung.contracts.fund_terms import PartnerClass
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.funds.form_fund import Formation, Partner, form_fund
from majung.operations.intake.apply import state_facts
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.register import register_firm
from majung.programmes import shelf
from majung.rules import Verdict
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.ledger import balances_of
from majung.values.identifiers import BusinessNumber, CorporateNumber

AT = datetime(2024, 10, 31, tzinfo=UTC)
FORMED = date(2024, 11, 1)
PROGRAMME, PRODUCT = "ai-autonomous-manufacturing", "ai-am-sub-fund"
POLICY, PRIVATE, GENERAL = "innovation-fund", "private-partners", "sub-fund-manager"
MANAGER = Actor("p-manager", GENERAL, frozenset({Role.FUND_MANAGER}))
POLICY_DESK = Actor("p-policy", POLICY, frozenset({Role.FUND_MANAGER}))
FUND = "F-1"
EOK = 100_000_000
REGIONS = (Region.DAEJEON, Region.GYEONGGI, Region.GWANGJU, Region.SEOUL)


def moment(day: date) -> datetime:
    """Nine in the evening of a day, Korean time."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def formation(policy=200 * EOK, private=230 * EOK, general=20 * EOK, **changes) -> Formation:
    """450억: the fund of funds, private partners who are no institution here, the manager."""
    given = {
        "programme": PROGRAMME,
        "product": PRODUCT,
        "partners": (
            Partner(POLICY, PartnerClass.POLICY, policy),
            Partner(PRIVATE, PartnerClass.PRIVATE, private, is_institution=False),
            Partner(GENERAL, PartnerClass.GENERAL, general),
        ),
    }
    return Formation(**(given | changes))


def open_office(companies: int = 0) -> tuple[CorporateNumber, ...]:
    """Take the shelf in and register companies of which everything the fund asks is stated."""
    load_shelf(CLOCKWORK, at=AT)
    return tuple(a_company(number) for number in range(1, companies + 1))


def form(agreed: Formation | None = None, fund: str = FUND):
    """Form the fund on its first day."""
    return form_fund(MANAGER, fund, agreed or formation(), on=FORMED, at=moment(FORMED))


def a_company(number: int, **changes) -> CorporateNumber:
    """Register a company; what is stated of it is that of the programme's own example case."""
    identity = CorporateNumber.with_check_digit(f"{110111700000 + number:012d}")
    company = Firm(
        identity=identity,
        name=f"예시로봇{number}",
        size=SizeClass.SMALL,
        sites=(
            Site(
                BusinessNumber.with_check_digit(f"{123817000 + number:09d}"),
                REGIONS[number % len(REGIONS)],
            ),
        ),
        established_on=date(2020, 9, 1),
    )
    register_firm(MANAGER, company, from_on=date(2020, 9, 1), at=AT)
    stated = {**_facts_of_the_case(), **changes}
    state_facts(
        MANAGER,
        identity,
        [
            Statement(fact, value, FORMED, GENERAL, "실사-1", Standing.CHECKED)
            for fact, value in stated.items()
            if value is not None
        ],
        at=AT,
    )
    return identity


def check(company: CorporateNumber, on: date) -> None:
    """Let the manager look up on a day what restrictions there are; there are none."""
    names = [
        name for name in _facts_of_the_case() if name.endswith(("-check-on", "-certificate-on"))
    ]
    state_facts(
        MANAGER,
        company,
        [Statement(name, on, on, GENERAL, f"조회-{on}", Standing.CHECKED) for name in names],
        at=moment(on),
    )


def balances(book: str) -> dict[str, int]:
    """What stands on each account of a book, debits above zero, without zeros."""
    with acting_for_state(Purpose.AUDIT, person="test", at=AT):
        found = balances_of(book)
    return {key.account: money.minor for key, money in found.items() if money.minor}


def _facts_of_the_case():
    registered = {"assessed-on", "firm-size", "years-in-business", "industry-code"}
    case = next(
        case
        for case in shelf()[PROGRAMME].cases
        if case.product == PRODUCT and case.verdict is Verdict.MET
    )
    return {name: value for name, value in case.facts.items() if name not in registered}
