"""A loan as a file: what was agreed and what happened, written as officials write it.

`majung loan schedule FILE` reads one and needs no database.  Everything that is wrong with the
file is said at once, with its line.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from majung.contracts.drawing import drawn_facts
from majung.contracts.facts import Fact, FactKind
from majung.contracts.problems import problems_of
from majung.contracts.refusals import refusals_of
from majung.contracts.terms import (
    CUSTOMARY_ALLOCATION,
    NO_FEE,
    NO_RATE,
    EarlyRepayment,
    InterestBase,
    LateInterest,
    LoanTerms,
    Portion,
    PrepaymentEffect,
    RateComponent,
    RateReset,
    Repayment,
)
from majung.errors import Problem, message
from majung.files import Tree
from majung.programmes.loan_plan import PLAN_DAY, PlanDay, plan_of, plan_sum_problems
from majung.rules.citations import Label
from majung.rules.reading.korean import spoken_name
from majung.rules.reading.nodes import Node, Reading, UnreadableError
from majung.rules.reading.quantities import COUNT, DAYS, MONEY, MONTHS, SHARE, Measured, Unit
from majung.rules.reading.records import (
    Key,
    Reader,
    Record,
    list_of,
    one_word_of,
)
from majung.rules.reading.words import DAY, TEXT_READER, YES_OR_NO
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.money import SCALE_OF, Money
from majung.values.rates import Rate, Ratio, parse_rate
from majung.values.rounding import Rounding

WON = "KRW"


@dataclass(frozen=True, slots=True)
class LoanFile:
    """What a file says of a loan.

    Attributes:
        facts: what happened; empty while nothing did.
        kept: keys of payments of which what is above all that is owed is kept.
    """

    name: str
    terms: LoanTerms
    facts: tuple[Fact, ...]
    kept: frozenset[str]


def loan_from_tree(tree: Tree) -> LoanFile | tuple[Problem, ...]:
    """Read a loan, or say everything that is wrong with the file.

    Source: own convention, docs/programmes.md.
    """
    reading = Reading()
    root = Node(tree.value, (), tree, reading)
    said = root.value if isinstance(root.value, dict) else {}
    if said.get("currency") in SCALE_OF:
        reading.currency = str(said["currency"])
    try:
        found = _loan(root)
    except UnreadableError:
        return reading.found()
    return reading.found() or found


def _rate_of_any_unit(text: str, _currency: str) -> Measured[Rate]:
    return Measured(parse_rate(text), "%")


RATE = Unit(Label("금리", "a rate"), "4.62 %", _rate_of_any_unit)


def _currency(node: Node) -> str:
    if node.value not in SCALE_OF:
        node.refuse(message("word-unknown", word=node.shown(), meant=tuple(sorted(SCALE_OF))))
    return str(node.value)


def _calendar(node: Node) -> str:
    if node.value not in CALENDARS:
        node.refuse(message("word-unknown", word=node.shown(), meant=CALENDARS))
    return str(node.value)


CALENDARS = ("KR", "US", "NONE")
CURRENCY = Reader("a currency, `KRW`", _currency)
CALENDAR = Reader("`KR` / `US` / `NONE`", _calendar)


def _component(
    *, name: str, payer: str, rate: Measured[Rate], from_on: date | None, until_on: date | None
) -> RateComponent:
    return RateComponent(name, payer, rate.value, from_on, until_on)


COMPONENT = Record(
    "rate component",
    "One line of the rate: base, add-on, or discount with who bears it.",
    _component,
    (
        Key("name", TEXT_READER, "unique in the loan"),
        Key("payer", TEXT_READER, "who bears a discount; left out for the borrower", default=""),
        Key("rate", RATE.reader, "a year; below nought for a discount"),
        Key("from-on", DAY, "the first day it counts", default=None),
        Key("until-on", DAY, "the first day it no longer counts", default=None),
    ),
)


def _reset(
    *,
    observed_days_before: Measured[int] | None,
    published_days_max: Measured[int] | None,
    cycle: Measured[int],
    **terms: object,
) -> RateReset:
    days = (observed_days_before, published_days_max)
    observed, published = (each.value if each else 0 for each in days)
    return RateReset(
        cycle_months=cycle.value,
        observed_days_before=observed,
        published_days_max=published,
        **terms,  # type: ignore[arg-type] # by record
    )


RESET = Record(
    "rate reset",
    "On which days a line of the rate is fixed anew, and from which published rate.",
    _reset,
    (
        Key("component", TEXT_READER, "which line of the rate the published rate stands for"),
        Key("index", TEXT_READER, "what the published rate is called, `CD91`, `COFIX`"),
        Key("cycle", MONTHS.reader, "months between reset days"),
        Key("first-on", DAY, "the first reset day, before business days are regarded; a cycle "
            "after the start where left out", default=None),
        Key("observed-days-before", DAYS.reader,
            "business days before a reset day on which the index is observed", default=None),
        Key("published-days-max", DAYS.reader,
            "days before that it may have been published", default=None),
    ),
)  # fmt: skip


def _late(
    *,
    addition: Measured[Rate] | None,
    rate_max: Measured[Rate] | None,
    on_interest: bool,
    without_discounts: bool,
) -> LateInterest:
    return LateInterest(
        addition=addition.value if addition else NO_RATE,
        rate_max=rate_max.value if rate_max else None,
        on_interest=on_interest,
        without_discounts=without_discounts,
    )


LATE = Record(
    "late interest",
    "What being late costs.",
    _late,
    (
        Key("addition", RATE.reader, "added to the rate in force", default=None),
        Key("rate-max", RATE.reader, "the late rate never exceeds it", default=None),
        Key("on-interest", YES_OR_NO, "unpaid interest earns it too", default=False),
        Key("without-discounts", YES_OR_NO, "discounts are lost on what is late", default=False),
    ),
)


def _early(
    *,
    fee: Measured[Ratio] | None,
    fee_until_on: date | None,
    fee_declines: bool,
    effect: PrepaymentEffect,
) -> EarlyRepayment:
    share = fee.value if fee is not None else NO_FEE
    return EarlyRepayment(share, fee_until_on, fee_declines, effect)


EARLY = Record(
    "early repayment",
    "What repaying early costs, and what it changes.",
    _early,
    (
        Key("fee", SHARE.reader, "share of the principal repaid early", default=None),
        Key("fee-until-on", DAY, "the first day without a fee", default=None),
        Key("fee-declines", YES_OR_NO, "it shrinks with the days left", default=False),
        Key(
            "effect",
            one_word_of(PrepaymentEffect),
            "what the instalments left do",
            default=PrepaymentEffect.LOWERS_INSTALMENTS,
        ),
    ),
)


def _fact(
    *,
    on: date,
    kind: FactKind,
    amount: Measured[Money] | None,
    rate: Measured[Rate] | None,
    keep_excess: bool,
    **words: str,
) -> tuple[Fact, bool]:
    fact = Fact(
        effective_on=on,
        kind=kind,
        amount=amount.value.minor if amount else 0,
        rate=rate.value if rate else None,
        **words,
    )
    return fact, keep_excess


FACT = Record(
    "fact of a loan",
    "What happened on a day.",
    _fact,
    (
        Key("on", DAY, "the day it is true"),
        Key("kind", one_word_of(FactKind), "what happened"),
        Key("key", TEXT_READER, "names it; its position where left out", default=""),
        Key("amount", MONEY.reader, "how much", default=None),
        Key("rate", RATE.reader, "of a rate fixing", default=None),
        Key("party", TEXT_READER, "who, or which rate component", default=""),
        Key("reverses", TEXT_READER, "key of the fact that never happened", default=""),
        Key("note", TEXT_READER, "why", default=""),
        Key("keep-excess", YES_OR_NO, "a payment above all that is owed is kept", default=False),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A loan as written."""

    name: str
    facts: tuple[tuple[Fact, bool], ...]
    plan: tuple[PlanDay, ...]
    bounds: tuple[Measured[Rate] | None, Measured[Rate] | None]
    terms: Mapping[str, object]


def _written(
    *,
    name: str,
    facts: tuple[tuple[Fact, bool], ...],
    plan: tuple[PlanDay, ...],
    rate_min: Measured[Rate] | None,
    rate_max: Measured[Rate] | None,
    **terms: object,
) -> _Written:
    return _Written(name=name, facts=facts, plan=plan, bounds=(rate_min, rate_max), terms=terms)


LOAN_FILE = Record(
    "loan file",
    "A loan: what was agreed, and what happened.",
    _written,
    (
        Key("name", TEXT_READER, "what it is called", default=""),
        Key("currency", CURRENCY, "of its amounts", default=WON),
        Key("amount", MONEY.reader, "the most that can be drawn", attribute="committed"),
        Key("start-on", DAY, "the first day money can be drawn"),
        Key("first-due-on", DAY, "the first due day, before business days are regarded",
            default=None),
        Key("instalments", COUNT.reader, "number of due days, grace included", default=None),
        Key("instalment", MONEY.reader, "fixed, for as long as it takes", default=None),
        Key("repayment", one_word_of(Repayment), "how principal comes back",
            default=Repayment.EQUAL_INSTALMENTS),
        Key("cycle", MONTHS.reader, "months between due days", default=None),
        Key("grace", COUNT.reader, "due days that bear interest alone", default=None),
        Key("balloon", MONEY.reader, "principal left to the last due day", default=None),
        Key("matures-on", DAY, "the last due day where it is not on the cycle", default=None),
        Key("draws-until-on", DAY, "the first day without drawdowns", default=None),
        Key("end-of-month", YES_OR_NO, "due days keep to the month's end", default=False),
        Key("rate", list_of(COMPONENT.reader), "the lines of the rate", attribute="components"),
        Key("interest-base", one_word_of(InterestBase), "what interest is reckoned on",
            default=InterestBase.OUTSTANDING),
        Key("interest-rounding", one_word_of(Rounding), "of every interest", default=Rounding.DOWN),
        Key("instalment-rounding", one_word_of(Rounding), "of a level instalment",
            default=Rounding.HALF_UP),
        Key("instalment-multiple", MONEY.reader, "a level instalment is whole in it", default=None),
        Key("day-count", one_word_of(DayCount), "how days become years", default=DayCount.A365),
        Key("calendar", CALENDAR, "its business days", default="KR"),
        Key("business-day", one_word_of(BusinessDayConvention), "where a due day is none",
            default=BusinessDayConvention.FOLLOWING),
        Key("rate-min", RATE.reader, "the rate before discounts never falls below it",
            default=None),
        Key("rate-max", RATE.reader, "nor rises above it", default=None),
        Key("reset", RESET.reader, "reset days of a floating rate", default=None),
        Key("plan", list_of(PLAN_DAY.reader), "what falls due day by day, in place of a cycle",
            default=()),
        Key("allocation", list_of(one_word_of(Portion)), "the order in which a payment is divided",
            default=CUSTOMARY_ALLOCATION),
        Key("allocation-after-default", list_of(one_word_of(Portion)),
            "the same once the loan was called in", default=CUSTOMARY_ALLOCATION),
        Key("late", LATE.reader, "what being late costs", default=LateInterest()),
        Key("early", EARLY.reader, "what repaying early costs", default=EarlyRepayment()),
        Key("facts", list_of(FACT.reader), "what happened", default=()),
    ),
)  # fmt: skip
#: Keys of a file whose value is measured, and the term each becomes.
MEASURED = {
    "committed": "committed",
    "instalments": "instalments",
    "instalment": "instalment",
    "cycle": "cycle_months",
    "grace": "grace_instalments",
    "balloon": "balloon",
    "instalment_multiple": "instalment_multiple",
}


def _loan(root: Node) -> LoanFile:
    written = LOAN_FILE.read(root)
    said = dict(written.terms)
    measured = {name: said.pop(key) for key, name in MEASURED.items()}
    known = {name: _plain(value) for name, value in measured.items() if value is not None}
    known |= _planned(root, written) if written.plan else {}
    if said["first_due_on"] is None:
        said["first_due_on"] = _first_due(root, written)
    for name, bound in zip(("rate_min", "rate_max"), written.bounds, strict=True):
        known |= {} if bound is None else {name: bound.value}
    terms = LoanTerms(**{"instalments": 0, **said, **known})  # type: ignore[arg-type] # by record
    committed = Money(terms.committed, terms.currency)
    for problem in plan_sum_problems(written.plan, committed):
        root.members().get("plan", root).report(problem)
    facts = tuple(
        fact if fact.key else replace(fact, key=f"{position:04}")
        for position, (fact, _) in enumerate(written.facts, start=1)
    )
    told = zip(facts, written.facts, strict=True)
    kept = frozenset(fact.key for fact, (_, keeps_excess) in told if keeps_excess)
    for problem in problems_of(terms):
        root.report(problem)
    if facts and not root.reading.problems:
        at = root.members().get("facts", root)
        for problem in refusals_of(terms, drawn_facts(terms, facts), kept=kept):
            at.report(problem)
    return LoanFile(written.name, terms, facts, kept)


def _first_due(root: Node, written: _Written) -> date:
    """Return the first day of a plan; without a plan, the file must say it."""
    if not written.plan:
        record = spoken_name(LOAN_FILE.name)
        root.refuse(message("key-missing", key="first-due-on", record=record))
    return written.plan[0].on


def _planned(root: Node, written: _Written) -> dict[str, object]:
    """Return the terms that a plan stands for; what only a cycle has may not stand beside it."""
    cyclic = ("instalments", "instalment", "repayment", "grace", "balloon", "matures-on")
    for name in cyclic:
        if name in root.members():
            root.members()[name].report(message("plan-beside-cycle"))
    return {
        "plan": plan_of(written.plan),
        "instalments": 1,
        "repayment": Repayment.EQUAL_PRINCIPAL,
    }


def _plain(value: object) -> object:
    """Return the minor units of an amount, the number of a count."""
    assert isinstance(value, Measured)
    return value.value.minor if isinstance(value.value, Money) else value.value
