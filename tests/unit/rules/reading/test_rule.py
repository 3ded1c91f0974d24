from datetime import date
from textwrap import dedent

import pytest

from example_rules import ACT, STAFF, VOCABULARY
from majung.errors import message
from majung.files import read_tree
from majung.rules import Citation, Label, Status, every_rule, parse_rule
from majung.rules.kinds import AtMost, Evidenced, Revised

HEAD = "rule: r\nlabel: {ko: 기준, en: the rule}\nsource: act art. 2\nstatus: assumed\n"
REPORTED = "label: {ko: 가, en: a}, source: act, status: reported"
ASSUMED = "label: {ko: 가, en: a}, source: act, status: assumed"


def _parsed(text):
    return parse_rule(read_tree("rule.yaml", dedent(text).encode()), VOCABULARY, [ACT])


def _said(text, language="en"):
    return [problem.spoken(language) for problem in _parsed(text)]


def test_a_comparison_becomes_a_leaf_with_all_it_says():
    rule = _parsed(HEAD + "fact: staff\nat-most: 300 persons\n")

    assert rule == AtMost(
        key="r",
        label=Label("기준", "the rule"),
        citation=Citation(ACT, "art. 2"),
        status=Status.ASSUMED,
        fact=STAFF,
        helps=STAFF.evidence,
        limit=300,
    )


def test_help_of_the_rule_stands_over_the_evidence_of_the_fact():
    rule = _parsed(HEAD + "fact: staff\nat-most: 3 persons\nhelps: {ko: 명부, en: the list}\n")

    assert rule.helps == Label("명부", "the list")


@pytest.mark.parametrize(
    ("comparison", "attribute", "value"),
    [
        ("fact: size\none-of: [small, large]", "options", frozenset({"small", "large"})),
        ("fact: industry\nstarts-with: [26, '0111']", "prefixes", frozenset({"26", "0111"})),
        ("fact: arrears\nholds: false", "expected", False),
        ("fact: staff\nbetween: [3 persons, 9 persons]", "high", 9),
        ("fact: founded\non-or-after: 2020-01-01", "limit", date(2020, 1, 1)),
        ("fact: founded\non-or-after: '2020-01-01'", "limit", date(2020, 1, 1)),
    ],
)
def test_limits_are_read_in_the_form_of_the_fact(comparison, attribute, value):
    assert getattr(_parsed(HEAD + comparison), attribute) == value


def test_a_combination_takes_source_and_status_from_its_parts_where_it_has_none():
    rule = _parsed(f"""
        rule: all-of-it
        label: {{ko: 모두, en: all of it}}
        all:
          - {{rule: a, {REPORTED}, fact: arrears, holds: true}}
          - rule: b
            label: {{ko: 나, en: b}}
            any:
              - {{rule: c, {ASSUMED}, fact: staff, at-least: 3 persons}}
              - rule: d
                label: {{ko: 라, en: d}}
                not: {{rule: e, {REPORTED}, fact: size, one-of: [large]}}
    """)

    kinds = [type(part).__name__ for part in every_rule(rule)]
    assert kinds == ["AllOf", "Holds", "AnyOf", "AtLeast", "NotRule", "OneOf"]
    assert (rule.citation, rule.status) == (Citation(ACT), Status.ASSUMED)
    assert rule.parts[1].parts[1].status is Status.REPORTED


def test_a_check_with_evidence_wraps_what_the_evidence_shows():
    rule = _parsed(
        HEAD + "fact: arrears\nholds: false\nevidence: checked\nevidence-age-max: 2 weeks\n"
    )

    assert isinstance(rule, Evidenced)
    assert (rule.key, rule.part.key, rule.age_days_max) == ("r", "r-shown", 14)


def test_a_limit_by_date_becomes_versions():
    rule = _parsed(
        HEAD
        + "fact: staff\nat-most: {2024-01-01: 10 persons, 2025-01-01: 20 persons, 2026-01-01: }\n"
    )

    assert isinstance(rule, Revised)
    assert [(day, part.limit if part else None) for day, part in rule.versions] == [
        (date(2024, 1, 1), 10),
        (date(2025, 1, 1), 20),
        (date(2026, 1, 1), None),
    ]


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("fact: stuff\nat-most: 3 persons", "5:7", "fact-name-unknown"),
        ("fact: staff\nat-most: 3", "6:10", "unit-missing"),
        ("fact: staff\nat-most: 3 firms", "6:10", "unit-differs"),
        ("fact: staff\nat-most: 30 %", "6:10", "unit-differs"),
        ("fact: revenue\nat-most: 30 %", "6:10", "unit-differs"),
        ("fact: revenue\nat-most: USD 5.00", "6:10", "unit-differs"),
        ("fact: staff\nholds: true", "6:8", "comparison-unsuited"),
        ("fact: arrears\nholds: ja", "6:8", "shape-differs"),
        ("fact: size\none-of: [small, tiny]", "6:17", "code-unknown"),
        ("fact: size\none-of: [small, small]", "6:17", "listed-twice"),
        ("fact: size\none-of: []", "6:9", "list-empty"),
        ("fact: size\none-of: small", "6:9", "shape-differs"),
        ("fact: staff\nbetween: [1 persons]", "6:10", "between-wants-two"),
        ("fact: staff", "1:1", "rule-kind-missing"),
        ("fact: staff\nat-most: 3 persons\nat-least: 1 persons", "1:1", "rule-kind-twice"),
        ("fact: staff\nat-most: 3 persons\nalso: 1", "7:1", "key-unknown"),
        ("fact: arrears\nholds: false\nevidence: checked", "1:1", "evidence-half-stated"),
        (
            "fact: arrears\nholds: false\nevidence: staff\nevidence-age-max: 3 days",
            "7:11",
            "evidence-not-a-day",
        ),
        (
            "fact: staff\nat-most: {2025-01-01: 3 persons, 2024-01-01: 4 persons}",
            "6:34",
            "dates-out-of-order",
        ),
        ("fact: staff\nat-most: {2025-01-01: , 2026-01-01: 4 persons}", "6:11", "nothing-to-end"),
        (
            "fact: staff\nat-most: {2025-01-01: 3 persons, then: 4 persons}",
            "6:34",
            "day-not-readable",
        ),
        ("use: nothing", "1:1", "key-unknown"),
    ],
)
def test_a_mistake_is_reported_at_its_place(text, place, kind):
    problems = _parsed(HEAD + text)

    assert f"rule.yaml:{place}" in [str(problem.place) for problem in problems]
    assert kind in {problem.message.kind for problem in problems}


def test_all_mistakes_of_a_tree_are_reported_at_once():
    assert _said(f"""
        rule: root
        label: {{ko: 모두, en: all}}
        all:
          - {{rule: a, {REPORTED}, fact: staf, at-most: 3}}
          - {{rule: b, label: {{ko: 나}}, fact: size, one-of: [large], source: acts, status: sure}}
          - {{rule: b, {REPORTED}, fact: founded, on-or-before: 2024-02-30x}}
    """) == [
        "rule.yaml:5:75: the fact 'staf' is not known — the vocabulary does not define it —"
        " write one of these or define it in facts.yaml: staff",
        "rule.yaml:6:22: the key 'en' is missing — label cannot do without it — add the key and"
        " its value",
        "rule.yaml:6:68: the name 'acts' is not known — there is no such source — write one of"
        " these or define it: act",
        "rule.yaml:6:82: the word 'sure' cannot stand here — it is not one of the words that are"
        " defined — write one of: assumed, reported",
        "rule.yaml:7:12: the name 'b' stands twice — a rule has a name of its own, and"
        " rule.yaml:6:12 has this one — rename one of them",
        "rule.yaml:7:98: the day '2024-02-30x' cannot be read — it is not a day of the calendar"
        " — write it like '2024-09-24'",
    ]


def test_a_contradiction_beside_another_mistake_is_reported_too():
    problems = _parsed(f"""
        rule: root
        label: {{ko: 모두, en: all}}
        all:
          - {{rule: a, {REPORTED}, fact: staff, at-most: 3 persons}}
          - {{rule: b, {REPORTED}, fact: staff, at-least: 4 persons}}
          - {{rule: c, {REPORTED}, fact: nobody, holds: true}}
    """)

    assert [problem.message.kind for problem in problems] == ["rule-never-met", "fact-name-unknown"]
    assert problems[0].message == message("rule-never-met", rule="b", other="a", fact="staff")


def test_an_ended_rule_cannot_be_an_alternative():
    problems = _parsed(f"""
        rule: root
        label: {{ko: 하나, en: any}}
        any:
          - {{rule: a, {REPORTED}, fact: staff, at-most: {{2024-01-01: 3 persons, 2025-01-01: }}}}
          - {{rule: b, {REPORTED}, fact: arrears, holds: true}}
    """)

    assert [problem.message for problem in problems] == [message("rule-ends-outside-all", rule="a")]
