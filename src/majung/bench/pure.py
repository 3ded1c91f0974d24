"""Measurements that need no database: contracts, findings, comparison, pace, documents."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial

from majung.applications.application import Application, Request, facts_of
from majung.applications.firm import Firm, SizeClass
from majung.applications.indications.assessment import assess_all
from majung.bench.measuring import Measurement, measured
from majung.contracts.facts import Fact, FactKind
from majung.contracts.portfolio import portfolio_of
from majung.contracts.replay import replay, replay_portfolio, schedule
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.files import read_tree
from majung.programmes import shelf, shipped_files
from majung.programmes.supply_plan_files import supply_plan
from majung.rules import explain
from majung.supply.targets import pace, published_series
from majung.values.identifiers import CorporateNumber
from majung.values.money import Money
from majung.values.rates import Rate

ON = date(2024, 10, 2)
INSTALMENTS = 60
CONTRACTS = 20_000
#: What the issue of the spine asks: an application explained against all programmes.
EXPLAINING_SECONDS_MAX = 0.005
MANY_REPEATS = 200


def pure_measurements() -> Iterator[Measurement]:
    """Measure, one piece of work after the other."""
    yield from _contracts()
    yield from _applications()
    plan = supply_plan("five-sectors-2024")
    series = published_series(plan)
    yield measured("pace of a plan", lambda: pace(plan, series, as_of=date(2024, 5, 31)))


def _contracts() -> Iterator[Measurement]:
    terms = _loan(1_000_000_000)
    drawn = (Fact(terms.start_on, FactKind.DRAWDOWN, "d1", terms.committed),)
    until = terms.start_on + timedelta(days=365)
    yield measured(
        "one 60-month loan replayed over a year",
        lambda: replay(terms, drawn, until=until),
        repeats=MANY_REPEATS,
        unit="contract",
    )
    yield measured(
        "schedule of one 60-month loan",
        lambda: schedule(terms),
        repeats=MANY_REPEATS,
        unit="contract",
    )
    many = [_loan(1_000_000 + number) for number in range(CONTRACTS)]
    facts = [(Fact(each.start_on, FactKind.DRAWDOWN, "d1", each.committed),) for each in many]
    portfolio = portfolio_of(many, facts)
    life = terms.start_on + timedelta(days=2000)
    yield measured(
        "60-month loans projected to their end, on columns",
        lambda: replay_portfolio(portfolio, until=life, paid_from=terms.start_on),
        repeats=3,
        count=CONTRACTS,
        unit="contract",
    )


def _applications() -> Iterator[Measurement]:
    programmes = tuple(shelf().values())
    firm = Firm(CorporateNumber.with_check_digit("999999000001"), "예시", SizeClass.MEDIUM, ())
    request = Request(
        amount=Money(5_000_000_000), months=INSTALMENTS, start_on=ON, uses=frozenset({"facility"})
    )
    application = Application(number="예시", firm=firm, request=request, submitted_on=ON)
    facts = facts_of(application, on=ON)
    yield measured(
        "one application assessed against all programmes",
        lambda: assess_all(facts, programmes, on=ON),
        repeats=MANY_REPEATS,
    )
    found = assess_all(facts, programmes, on=ON)
    yield measured(
        "the findings of one application written in Korean",
        lambda: [explain(each.finding, "ko") for each in found],
        repeats=MANY_REPEATS,
    )
    yield measured(
        "one application assessed against all programmes and explained in Korean",
        lambda: [explain(each.finding, "ko") for each in assess_all(facts, programmes, on=ON)],
        repeats=MANY_REPEATS,
        target_seconds=EXPLAINING_SECONDS_MAX,
    )
    files = {
        name: content
        for name, content in shipped_files("ai-autonomous-manufacturing").items()
        if name.endswith(".yaml")
    }
    for name, is_kept in (("parsed", False), ("read again from what is kept", True)):
        yield measured(
            f"the files of one programme {name}",
            partial(_read_all, files, is_kept=is_kept),
            repeats=3,
        )


def _read_all(files: Mapping[str, bytes], *, is_kept: bool) -> None:
    for name, content in files.items():
        read_tree(name, content, is_kept=is_kept)


def _loan(committed: int) -> LoanTerms:
    return LoanTerms(
        committed=committed,
        start_on=date(2024, 1, 25),
        first_due_on=date(2024, 2, 25),
        instalments=INSTALMENTS,
        components=(
            RateComponent("base", BORROWER, Rate.percent("5.2")),
            RateComponent("preferential", "bank", Rate.percent("-0.7")),
        ),
    )
