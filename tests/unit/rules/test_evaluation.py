from datetime import date, datetime
from decimal import Decimal

import pytest

from example_rules import (
    AGE,
    ARREARS,
    ARTICLE,
    FOUNDED,
    INDUSTRY,
    RATE,
    REVENUE,
    SHARE,
    SIZE,
    STAFF,
    USES,
    all_of,
    any_of,
    at_least,
    at_most,
    between,
    evidenced,
    holds,
    includes,
    none,
    none_of,
    on_or_after,
    on_or_before,
    one_of,
    only_from,
    revised,
    starts_with,
    won,
)
from majung.errors import message
from majung.rules import ASSESSED_ON, Verdict, evaluate
from majung.rules.citations import Label
from majung.rules.vocabulary import Quantity
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

MET, OPEN, NOT_MET = Verdict.MET, Verdict.OPEN, Verdict.NOT_MET
PERSONS = Label("persons", "persons")


@pytest.mark.parametrize(
    ("rule", "value", "verdict"),
    [
        (at_most(REVENUE, won(120)), won(119), MET),
        (at_most(REVENUE, won(120)), won(120), MET),
        (at_most(REVENUE, won(120)), won(121), NOT_MET),
        (at_most(STAFF, 300), 300, MET),
        (at_most(STAFF, 300), 301, NOT_MET),
        (at_least(STAFF, 5), 5, MET),
        (at_least(STAFF, 5), 4, NOT_MET),
        (at_least(AGE, Decimal("2.5")), Decimal("2.50"), MET),
        (at_least(AGE, Decimal("2.5")), 2, NOT_MET),
        (at_least(RATE, Rate.percent("4.62")), Rate.percent("4.61"), NOT_MET),
        (at_least(SHARE, Ratio.percent(30)), Ratio.percent(30), MET),
        (between(STAFF, 5, 9), 5, MET),
        (between(STAFF, 5, 9), 9, MET),
        (between(STAFF, 5, 9), 4, NOT_MET),
        (between(STAFF, 5, 9), 10, NOT_MET),
        (one_of(SIZE, "small", "medium"), "small", MET),
        (one_of(SIZE, "small", "medium"), "large", NOT_MET),
        (none_of(SIZE, "large"), "small", MET),
        (none_of(SIZE, "large"), "large", NOT_MET),
        (none_of(USES, "land"), frozenset({"facility"}), MET),
        (none_of(USES, "land"), frozenset(), MET),
        (none_of(USES, "land"), frozenset({"facility", "land"}), NOT_MET),
        (includes(USES, "research", "facility"), frozenset({"land", "facility"}), MET),
        (includes(USES, "research"), frozenset({"land"}), NOT_MET),
        (includes(USES, "research"), frozenset(), NOT_MET),
        (only_from(USES, "research", "facility"), frozenset({"facility"}), MET),
        (only_from(USES, "research"), frozenset({"research", "land"}), NOT_MET),
        (only_from(USES, "research"), frozenset(), NOT_MET),
        (starts_with(INDUSTRY, "26", "28"), "26110", MET),
        (starts_with(INDUSTRY, "26", "28"), "27", NOT_MET),
        (starts_with(USES, "re"), frozenset({"land", "research"}), MET),
        (holds(ARREARS), True, MET),
        (holds(ARREARS), False, NOT_MET),
        (holds(ARREARS, expected=False), False, MET),
        (holds(ARREARS, expected=False), True, NOT_MET),
        (on_or_before(FOUNDED, date(2024, 12, 31)), date(2024, 12, 31), MET),
        (on_or_before(FOUNDED, date(2024, 12, 31)), date(2025, 1, 1), NOT_MET),
        (on_or_after(FOUNDED, date(2020, 1, 1)), date(2020, 1, 1), MET),
        (on_or_after(FOUNDED, date(2020, 1, 1)), date(2019, 12, 31), NOT_MET),
    ],
)
def test_a_comparison_passes_at_its_limit_and_not_beyond(rule, value, verdict):
    finding = evaluate(rule, {rule.fact.name: value})

    assert finding.verdict is verdict
    assert finding.missing == frozenset()


def test_a_fact_not_stated_leaves_the_finding_open_and_is_missing():
    finding = evaluate(at_most(STAFF, 300), {})

    assert finding.verdict is OPEN
    assert finding.reason == message("fact-not-stated", fact=STAFF.label, source=ARTICLE)
    assert finding.missing == frozenset({"staff"})
    assert finding.helps == STAFF.evidence


def test_a_reason_shows_the_value_the_limit_and_the_source():
    finding = evaluate(at_most(STAFF, 300), {"staff": 301})

    assert finding.reason == message(
        "at-most-not-met",
        fact=STAFF.label,
        value=Quantity(301, PERSONS),
        limit=Quantity(300, PERSONS),
        source=ARTICLE,
    )


def test_a_reason_shows_the_labels_of_codes():
    finding = evaluate(one_of(SIZE, "small", "medium"), {"size": "large"})

    assert finding.reason == message(
        "one-of-not-met",
        fact=SIZE.label,
        value=Label("large (한)", "large"),
        limit=(Label("medium (한)", "medium"), Label("small (한)", "small")),
        source=ARTICLE,
    )


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (at_most(STAFF, 300), "many"),
        (at_most(STAFF, 300), True),
        (at_most(STAFF, 300), Decimal(3)),
        (at_most(REVENUE, won(120)), 120),
        (at_most(REVENUE, won(120)), Money(120, "USD")),
        (holds(ARREARS), 1),
        (holds(ARREARS), "no"),
        (on_or_before(FOUNDED, date(2024, 1, 1)), datetime(2024, 1, 1)),  # noqa: DTZ001 - wrong on purpose
        (on_or_before(FOUNDED, date(2024, 1, 1)), "2024-01-01"),
        (includes(USES, "research"), "research"),
        (includes(USES, "research"), {"research"}),
        (one_of(SIZE, "small"), frozenset({"small"})),
        (at_least(SHARE, Ratio.percent(30)), Rate.percent(30)),
    ],
)
def test_a_fact_of_a_wrong_type_decides_nothing(rule, value):
    finding = evaluate(rule, {rule.fact.name: value})

    assert finding.verdict is OPEN
    assert finding.reason.kind == "fact-mistyped"
    assert finding.missing == frozenset({rule.fact.name})


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (none_of(SIZE, "large"), "enormous"),
        (includes(USES, "research"), frozenset({"research", "holidays"})),
    ],
)
def test_a_code_nobody_defined_decides_nothing(rule, value):
    finding = evaluate(rule, {rule.fact.name: value})

    assert (finding.verdict, finding.reason.kind) == (OPEN, "fact-code-unknown")


MET_RULE, NOT_MET_RULE, OPEN_RULE = (
    holds(ARREARS),
    holds(ARREARS, expected=False),
    at_most(STAFF, 1),
)
FACTS = {"arrears": True}


@pytest.mark.parametrize(
    ("rule", "verdict", "reason"),
    [
        (all_of(MET_RULE, MET_RULE), MET, "all-met"),
        (all_of(MET_RULE, OPEN_RULE), OPEN, "all-open"),
        (all_of(OPEN_RULE, NOT_MET_RULE), NOT_MET, "all-not-met"),
        (any_of(NOT_MET_RULE, MET_RULE, OPEN_RULE), MET, "any-met"),
        (any_of(NOT_MET_RULE, OPEN_RULE), OPEN, "any-open"),
        (any_of(NOT_MET_RULE, NOT_MET_RULE), NOT_MET, "any-not-met"),
        (none(NOT_MET_RULE), MET, "not-met"),
        (none(MET_RULE), NOT_MET, "not-not-met"),
        (none(OPEN_RULE), OPEN, "not-open"),
    ],
)
def test_a_combined_rule_follows_its_parts(rule, verdict, reason):
    finding = evaluate(rule, FACTS)

    assert finding.verdict is verdict
    assert finding.reason == message(reason, rule=rule.label)


def test_only_open_parts_say_what_is_missing():
    rule = all_of(at_most(STAFF, 1), holds(ARREARS), at_least(AGE, 3))

    assert evaluate(rule, FACTS).missing == frozenset({"staff", "age"})
    assert evaluate(all_of(rule, NOT_MET_RULE), FACTS).missing == frozenset()


CLEAN = evidenced(holds(ARREARS, expected=False, key="clean-shown"), days=30, key="clean")


@pytest.mark.parametrize(
    ("arrears", "checked", "assessed", "verdict", "reason"),
    [
        (False, date(2024, 10, 1), date(2024, 10, 1), MET, "evidence-met"),
        (False, date(2024, 9, 1), date(2024, 10, 1), MET, "evidence-met"),
        (False, date(2024, 8, 31), date(2024, 10, 1), OPEN, "evidence-old"),
        (True, date(2024, 8, 31), date(2024, 10, 1), OPEN, "evidence-old"),
        (True, date(2024, 9, 30), date(2024, 10, 1), NOT_MET, "evidence-not-met"),
        (False, date(2024, 10, 2), date(2024, 10, 1), OPEN, "evidence-later"),
        (None, date(2024, 9, 30), date(2024, 10, 1), OPEN, "evidence-open"),
        (False, None, date(2024, 10, 1), OPEN, "evidence-not-stated"),
        (False, date(2024, 9, 30), None, OPEN, "assessment-day-not-stated"),
        (False, "yesterday", date(2024, 10, 1), OPEN, "fact-mistyped"),
        (False, date(2024, 9, 30), "today", OPEN, "assessment-day-not-stated"),
    ],
)
def test_a_check_counts_only_with_fresh_evidence(arrears, checked, assessed, verdict, reason):
    stated = {"arrears": arrears, "checked": checked, ASSESSED_ON: assessed}
    facts = {name: value for name, value in stated.items() if value is not None}

    finding = evaluate(CLEAN, facts)

    assert (finding.verdict, finding.reason.kind) == (verdict, reason)


def test_old_evidence_says_how_old_it_is_and_how_old_it_may_be():
    facts = {"arrears": False, "checked": date(2024, 8, 1), ASSESSED_ON: date(2024, 10, 1)}

    finding = evaluate(CLEAN, facts)

    values = finding.reason.as_mapping()
    assert (values["age"], values["limit"]) == (61, 30)
    assert finding.missing == frozenset({"checked"})
    assert [part.verdict for part in finding.parts] == [MET]


LIMIT_BY_DATE = revised(
    (date(2024, 1, 1), at_most(STAFF, 10, key="first")),
    (date(2025, 1, 1), at_most(STAFF, 20, key="second")),
    (date(2026, 1, 1), None),
)


@pytest.mark.parametrize(
    ("assessed", "staff", "verdict"),
    [
        (date(2024, 12, 31), 15, NOT_MET),
        (date(2025, 1, 1), 15, MET),
        (date(2025, 12, 31), 21, NOT_MET),
        (date(2026, 1, 1), 21, MET),
        (date(2023, 12, 31), 5, OPEN),
        (None, 5, OPEN),
    ],
)
def test_the_version_of_the_day_decides(assessed, staff, verdict):
    facts = {"staff": staff} | ({ASSESSED_ON: assessed} if assessed else {})

    assert evaluate(LIMIT_BY_DATE, facts).verdict is verdict


def test_an_ended_rule_says_that_it_is_not_in_force():
    finding = evaluate(LIMIT_BY_DATE, {ASSESSED_ON: date(2026, 5, 1)})

    assert finding.reason == message(
        "rule-not-in-force", rule=LIMIT_BY_DATE.label, assessed=date(2026, 5, 1)
    )


def test_a_finding_is_found_by_the_key_of_its_rule():
    finding = evaluate(all_of(at_most(STAFF, 1, key="inner"), key="outer"), {})

    assert finding.of("inner").verdict is OPEN
    with pytest.raises(KeyError, match="no finding of rule elsewhere under outer"):
        finding.of("elsewhere")
