"""Measurements in an office of their own: signing, closing, posting, the council's pack, the audit.

They write what they measure, so they ask for an office that holds nothing, and leave it full.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

from majung.bench.measuring import Measurement, measured_each
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.errors import PolicyFinanceError
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack
from majung.operations.council.freeze_pack import freeze_pack
from majung.operations.intake.load_programmes import book_of, load_shelf
from majung.operations.servicing.audit import verify_audit
from majung.operations.servicing.close_day import close_day
from majung.operations.servicing.record_facts import record_facts
from majung.operations.supply.load_plans import load_plans
from majung.operations.supply.reading import Wanted
from majung.programmes import BookRole, shelf
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Contract, ContractParty, sign
from majung.store.upkeep.standing import has_rows
from majung.values.calendars import korea
from majung.values.rates import Rate

SIGNED_ON = date(2024, 9, 25)
FIRST_DUE_ON = date(2024, 10, 25)
PRINCIPAL = 1_200_000_000
INSTALMENTS = 12
PROGRAMME, PRODUCT, BANK = "ai-autonomous-manufacturing", "ai-am-preferential-loan", "hana"
OFFICER = Actor("bench", BANK, frozenset({Role.PROVIDER_OFFICER}))
SECRETARY = Actor("bench", "fsc", frozenset({Role.SECRETARIAT}))
AUDITOR = Actor("bench", "fsc", frozenset({Role.AUDITOR}))
EVENING_HOUR = 12
PAYMENTS, PACKS = 20, 3


class OfficeInUseError(PolicyFinanceError):
    """Measurements write, so they are taken in an office that holds nothing."""

    kind = "bench-office-in-use"


def office_measurements(contracts: int, *, public_key: bytes) -> Iterator[Measurement]:
    """Measure a month of some loans of one bank, three packs and an audit.

    Args:
        contracts: how many loans.
        public_key: the office's, to verify what it signed.

    Raises:
        OfficeInUseError: the office holds something already.
    """
    if has_rows():
        raise OfficeInUseError
    load_shelf(CLOCKWORK, at=evening(SIGNED_ON))
    load_plans(CLOCKWORK, at=evening(SIGNED_ON))
    keys = [f"B-{number:07d}" for number in range(contracts)]
    yield from _drawn(keys)
    yield from _closed(keys)
    yield _paid(keys[:PAYMENTS])
    yield from _packs()
    verify = partial(verify_audit, AUDITOR, public_key=public_key, at=evening(FIRST_DUE_ON))
    yield measured_each("every chain, balance and limit verified", [verify])


def _drawn(keys: list[str]) -> Iterator[Measurement]:
    yield measured_each("loans signed", [partial(_sign, keys)], count=len(keys), unit="contract")
    facts = {key: [Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)] for key in keys}
    at = evening(SIGNED_ON)
    yield measured_each(
        "drawdowns recorded, to be posted by the close",
        [partial(record_facts, OFFICER, facts, on=SIGNED_ON, at=at, posts=False)],
        count=len(keys),
        unit="fact",
    )


def _closed(keys: list[str]) -> Iterator[Measurement]:
    """Close every day to the first instalment: a day of drawing, days of nothing, a day of dues."""
    quiet = korea().business_days(SIGNED_ON + timedelta(days=1), FIRST_DUE_ON - timedelta(days=1))
    for name, days, count, unit in (
        ("close of a day on which every loan was drawn", (SIGNED_ON,), len(keys), "contract"),
        ("close of a day on which nothing falls due", quiet, 1, "day"),
        ("close of a day on which every loan falls due", (FIRST_DUE_ON,), len(keys), "contract"),
    ):
        yield measured_each(name, [partial(_close, day) for day in days], count=count, unit=unit)


def _paid(keys: list[str]) -> Measurement:
    """Pay instalments, one loan after another, each posted at once."""
    paid = Fact(FIRST_DUE_ON, FactKind.PAYMENT, "p1", PRINCIPAL // INSTALMENTS)
    at = evening(FIRST_DUE_ON)
    works: list[Callable[[], object]] = [
        partial(record_facts, OFFICER, {key: [paid]}, on=FIRST_DUE_ON, at=at) for key in keys
    ]
    return measured_each("a payment recorded and posted", works, unit="payment")


def _packs() -> Iterator[Measurement]:
    at, numbers = evening(FIRST_DUE_ON), range(1, PACKS + 1)
    meetings = [_meeting(number) for number in numbers]
    yield measured_each(
        "a council pack drafted",
        [partial(draft_pack, SECRETARY, each, at=at) for each in meetings],
        unit="pack",
    )
    yield measured_each(
        "a council pack frozen: PDF, XLSX, HWPX, JSON",
        [partial(freeze_pack, SECRETARY, each.key, on=FIRST_DUE_ON, at=at) for each in meetings],
        unit="pack",
    )


def _meeting(number: int) -> Meeting:
    return Meeting(
        key=f"bench-{number}",
        number=f"bench-{number}",
        name=Label("측정용 안건", "a pack to be measured"),
        held_on=FIRST_DUE_ON,
        reading=Wanted(plan="five-sectors-2024", as_of=date(2024, 5, 31)),
    )


def _sign(keys: list[str]) -> None:
    at = evening(SIGNED_ON)
    with acting_for_state(Purpose.SERVICING, person=OFFICER.person, at=at):
        sign((_loan(key) for key in keys), at=at)


def _close(day: date) -> None:
    close_day(CLOCKWORK, on=day, at=evening(day))


def _loan(key: str) -> Contract:
    return Contract(
        key=key,
        kind="loan",
        institution=BANK,
        terms=LoanTerms(
            committed=PRINCIPAL,
            start_on=SIGNED_ON,
            first_due_on=FIRST_DUE_ON,
            instalments=INSTALMENTS,
            components=(
                RateComponent("base", BORROWER, Rate.percent("5.2")),
                RateComponent("preferential", "bank", Rate.percent("-0.7")),
            ),
        ),
        currency="KRW",
        signed_on=SIGNED_ON,
        programme=PROGRAMME,
        version=shelf()[PROGRAMME].version,
        product=PRODUCT,
        parties=(ContractParty("lender", BANK, book_of(BANK, BookRole.LENDER)),),
        next_due_on=SIGNED_ON,
    )


def evening(day: date) -> datetime:
    """Return nine in the evening, Korean time."""
    return datetime(day.year, day.month, day.day, EVENING_HOUR, tzinfo=UTC)
