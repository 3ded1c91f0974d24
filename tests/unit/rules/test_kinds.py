from datetime import date

from example_rules import (
    ARREARS,
    SIZE,
    STAFF,
    all_of,
    any_of,
    at_most,
    evidenced,
    holds,
    none,
    one_of,
    revised,
)
from majung.rules import ASSESSED_ON, every_rule, facts_read

TREE = all_of(
    any_of(at_most(STAFF, 3, key="a"), none(one_of(SIZE, "large", key="b"), key="n"), key="any"),
    evidenced(holds(ARREARS, key="c"), key="e"),
    revised((date(2024, 1, 1), at_most(STAFF, 9, key="d")), (date(2025, 1, 1), None), key="r"),
)


def test_a_walk_meets_parents_before_parts():
    assert [rule.key for rule in every_rule(TREE)] == [
        "all", "any", "a", "n", "b", "e", "c", "r", "d",
    ]  # fmt: skip


def test_a_rule_knows_which_facts_can_decide_it():
    assert facts_read(TREE) == {"staff", "size", "arrears", "checked", ASSESSED_ON}
    assert facts_read(at_most(STAFF, 3)) == {"staff"}


def test_a_revised_rule_has_the_version_of_a_day():
    rule = TREE.parts[2]

    assert rule.version_on(date(2023, 12, 31)) is None
    assert rule.version_on(date(2024, 1, 1)).key == "d"
    assert rule.version_on(date(2025, 6, 1)) is None
    assert rule.has_gap
