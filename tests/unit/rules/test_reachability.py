from datetime import date

import pytest

from example_rules import (
    ARREARS,
    FOUNDED,
    INDUSTRY,
    REVENUE,
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
from majung.rules.reachability import unreachable

NEVER, IDLE, ALWAYS = "rule-never-met", "rule-without-effect", "rule-always-met"


def _found(rule):
    return [(key, found.kind, found.as_mapping().get("other")) for key, found in unreachable(rule)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (at_least(STAFF, 10, key="a"), at_most(STAFF, 9, key="b")),
        (between(STAFF, 1, 5, key="a"), at_least(STAFF, 6, key="b")),
        (at_most(REVENUE, won(5), key="a"), at_least(REVENUE, won(6), key="b")),
        (
            on_or_before(FOUNDED, date(2020, 1, 1), key="a"),
            on_or_after(FOUNDED, date(2020, 1, 2), key="b"),
        ),
        (holds(ARREARS, key="a"), holds(ARREARS, expected=False, key="b")),
        (one_of(SIZE, "small", key="a"), one_of(SIZE, "large", key="b")),
        (one_of(SIZE, "small", key="a"), none_of(SIZE, "small", key="b")),
        (only_from(USES, "research", key="a"), includes(USES, "land", key="b")),
        (none_of(USES, "land", key="a"), includes(USES, "land", key="b")),
        (starts_with(INDUSTRY, "26", key="a"), starts_with(INDUSTRY, "27", key="b")),
        (starts_with(INDUSTRY, "26", key="a"), one_of(INDUSTRY, "27110", key="b")),
        (starts_with(USES, "re", key="a"), none_of(USES, "research", key="b")),
    ],
)
def test_rules_that_contradict_each_other_are_found(first, second):
    assert _found(all_of(first, second)) == [("b", NEVER, "a")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (at_most(STAFF, 9, key="a"), at_most(STAFF, 9, key="b")),
        (at_most(STAFF, 9, key="a"), at_most(STAFF, 10, key="b")),
        (one_of(SIZE, "small", key="a"), none_of(SIZE, "large", key="b")),
        (one_of(SIZE, "small", key="a"), one_of(SIZE, "small", "large", key="b")),
        (holds(ARREARS, key="a"), holds(ARREARS, key="b")),
        (starts_with(INDUSTRY, "2611", key="a"), starts_with(INDUSTRY, "26", key="b")),
    ],
)
def test_a_rule_that_changes_nothing_is_found_on_either_side(first, second):
    assert _found(all_of(first, second)) == [("b", IDLE, "a")]


def test_a_wide_rule_before_a_narrow_one_is_the_idle_one():
    rule = all_of(at_most(STAFF, 10, key="wide"), at_most(STAFF, 9, key="narrow"))

    assert _found(rule) == [("wide", IDLE, "narrow")]


def test_a_list_of_every_code_is_always_met():
    assert _found(all_of(one_of(SIZE, "small", "medium", "large", key="a"))) == [
        ("a", ALWAYS, None)
    ]


def test_an_alternative_excluded_by_what_surrounds_it_is_found():
    rule = all_of(
        any_of(one_of(SIZE, "large", key="large"), at_most(STAFF, 3, key="staff")),
        one_of(SIZE, "small", "medium", key="small"),
    )

    assert _found(rule) == [("large", NEVER, "small")]


def test_an_alternative_within_another_is_found():
    rule = any_of(at_most(STAFF, 3, key="narrow"), at_most(STAFF, 9, key="wide"))

    assert _found(rule) == [("narrow", IDLE, "wide")]


def test_alternatives_on_different_facts_are_left_alone():
    assert _found(any_of(at_most(STAFF, 3), holds(ARREARS), includes(USES, "land"))) == []


def test_evidence_and_negation_are_looked_through():
    rule = all_of(
        evidenced(holds(ARREARS, key="a-shown"), key="a"),
        none(holds(ARREARS, key="b"), key="not-b"),
    )

    assert _found(rule) == [("b", NEVER, "a-shown")]


def test_each_version_of_a_revised_rule_is_looked_at():
    rule = all_of(
        at_least(STAFF, 10, key="a"),
        revised((date(2024, 1, 1), at_most(STAFF, 20, key="v1")),
                (date(2025, 1, 1), at_most(STAFF, 9, key="v2"))),
    )  # fmt: skip

    assert _found(rule) == [("v2", NEVER, "a")]


def test_nested_requirements_count_together():
    rule = all_of(all_of(at_least(STAFF, 10, key="a")), all_of(at_most(STAFF, 9, key="b")))

    assert _found(rule) == [("b", NEVER, "a")]


def test_rules_that_can_decide_are_not_reported():
    rule = all_of(
        between(STAFF, 1, 9),
        one_of(SIZE, "small", "medium"),
        includes(USES, "research"),
        only_from(USES, "research", "facility"),
        starts_with(INDUSTRY, "26", "28"),
        none_of(INDUSTRY, "26110"),
        holds(ARREARS, expected=False),
    )

    assert _found(rule) == []


def test_alternatives_that_combine_rules_are_looked_into():
    rule = any_of(
        all_of(at_least(STAFF, 10, key="a"), at_most(STAFF, 9, key="b")),
        any_of(holds(ARREARS, key="c")),
    )

    assert _found(rule) == [("b", NEVER, "a")]


def test_the_same_alternative_twice_is_found():
    assert _found(any_of(holds(ARREARS, key="a"), holds(ARREARS, key="b"))) == [("b", IDLE, "a")]


def test_a_wide_alternative_before_a_narrow_one_leaves_the_narrow_one_idle():
    rule = any_of(at_most(STAFF, 9, key="wide"), at_most(STAFF, 3, key="narrow"))

    assert _found(rule) == [("narrow", IDLE, "wide")]


def test_the_inside_of_a_negation_is_looked_at_by_itself():
    rule = none(all_of(at_least(STAFF, 10, key="a"), at_most(STAFF, 9, key="b")))

    assert _found(rule) == [("b", NEVER, "a")]


def test_a_negated_list_is_the_list_of_the_others():
    rule = all_of(none(none_of(SIZE, "small", key="a")), one_of(SIZE, "large", key="b"))

    assert _found(rule) == [("b", NEVER, "a")]
