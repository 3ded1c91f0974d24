from datetime import date

from example_rules import (
    ARREARS,
    REVENUE,
    SIZE,
    STAFF,
    all_of,
    any_of,
    at_least,
    at_most,
    evidenced,
    holds,
    one_of,
    won,
)
from majung.rules import ASSESSED_ON, Label, Status, evaluate, explain

RULE = all_of(
    at_most(REVENUE, won(12_000_000_000)),
    evidenced(holds(ARREARS, expected=False, key="clean-shown"), key="clean"),
    any_of(one_of(SIZE, "small"), at_least(STAFF, 50), key="size-or-staff"),
    key="who may apply",
)


def test_an_outline_has_a_line_a_rule_and_says_what_to_supply():
    facts = {
        "revenue": won(13_000_000_000),
        "arrears": False,
        "checked": date(2024, 5, 1),
        ASSESSED_ON: date(2024, 7, 1),
        "size": "large",
    }

    assert explain(evaluate(RULE, facts), "en").splitlines() == [
        "✗ who may apply: not all met",
        "  ✗ revenue KRW 13,000,000,000 exceeds KRW 12,000,000,000 (the Act art. 2)",
        "  ? checked 1 May 2024 is 61 days old on 1 July 2024, at most 30 are allowed"
        " (the Act art. 2)",
        "    → a certificate",
        "    ✓ arrears: no (the Act art. 2)",
        "  ? size-or-staff: none is shown to be met yet",
        "    ✗ size 'large' is not one of small (the Act art. 2)",
        "    ? staff is not stated (the Act art. 2)",
        "      → a certificate",
    ]


def test_the_outline_speaks_korean():
    facts = {"revenue": won(13_000_000_000)}

    assert explain(evaluate(RULE.parts[0], facts), "ko") == (
        "✗ revenue (한) 130억 원: 120억 원을 넘음 (법 art. 2)"
    )


def test_an_assumed_rule_is_marked_where_it_was_assumed():
    rule = at_most(STAFF, 3)
    assumed = type(rule)(
        key="assumed",
        label=Label("가정한 기준", "an assumed rule"),
        citation=rule.citation,
        status=Status.ASSUMED,
        fact=STAFF,
        helps=rule.helps,
        limit=3,
    )

    assert explain(evaluate(assumed, {"staff": 3}), "ko").endswith("[가정]")
    assert explain(evaluate(assumed, {"staff": 3}), "en").endswith("[assumed]")
    assert not explain(evaluate(rule, {"staff": 3}), "en").endswith("[assumed]")
