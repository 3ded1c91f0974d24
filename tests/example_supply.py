"""An invented supply plan of two sectors and two institutions, small enough to add up by hand."""

from datetime import date

from majung.programmes.supply_plans import Revision, SupplyPlan
from majung.programmes.supply_subjects import TOTAL, Counting, Named, Subject
from majung.rules.citations import Citation, Label, Source
from majung.supply.targets import SeriesSource, SupplyCell, SupplySeries
from majung.values.money import Money
from majung.values.months import Month

HUNDRED_MILLION = 10**8
PAPER = Citation(Source("paper", Label("예시 자료", "example paper")))
CHIPS, ROBOTS = Subject(sector="chips"), Subject(sector="robots")
BANK, FUND = Subject(institution="bank"), Subject(institution="fund")
AI = Subject(theme="ai")


def eok(amount):
    """So many hundred million won."""
    return Money(amount * HUNDRED_MILLION)


def named(key, *aliases):
    return Named(key, Label(f"예시 {key}", f"example {key}"), aliases)


def revision(number=1, *, valid_from=date(2023, 12, 20), months=None, **amounts):
    """A revision; amounts by subject key in hundred million won."""
    keys = {"total": TOTAL, "chips": CHIPS, "robots": ROBOTS, "bank": BANK, "fund": FUND, "ai": AI}
    return Revision(
        number=number,
        valid_from=valid_from,
        amounts={keys[key]: eok(amount) for key, amount in amounts.items()},
        citation=PAPER,
        months=months or {},
    )


def plan(*revisions, counting=None, curves=(), executions=(), year=2024):
    return SupplyPlan(
        key="example-2024",
        name=Label("예시 계획", "example plan"),
        year=year,
        scheme="example",
        scheme_version="1",
        institutions=(named("bank"), named("fund")),
        sectors=(named("chips", "1", "반도체"), named("robots", "2", "로봇")),
        themes=(named("ai"),),
        counting=counting or Counting(),
        revisions=revisions or (revision(total=1000, chips=600, robots=400),),
        citation=PAPER,
        curves=curves,
        executions=executions,
        version="0" * 64,
    )


def cell(subject, amount, first, last, source=SeriesSource.REPORTED):
    """A cell; `first` and `last` are months of 2024 by number, or days."""
    first_on = Month(2024, first).first_on if isinstance(first, int) else first
    last_on = Month(2024, last).last_on if isinstance(last, int) else last
    money = None if amount is None else eok(amount)
    return SupplyCell(subject, first_on, last_on, money, source, PAPER)


def series(*cells, source=SeriesSource.REPORTED, counting=None):
    return SupplySeries(source, tuple(cells), "watermark", counting)
