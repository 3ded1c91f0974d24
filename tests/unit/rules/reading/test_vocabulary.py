from textwrap import dedent

import pytest

from majung.files import read_tree
from majung.programmes import shared_vocabulary
from majung.rules import FactType, Label, Vocabulary, parse_vocabulary
from majung.rules.vocabulary import StatedBy

HEAD = "label: {ko: 가, en: a}, stated-by: firm, evidence: {ko: 서류, en: papers}"


def _parsed(text):
    return parse_vocabulary(read_tree("facts.yaml", dedent(text).encode()))


def test_a_fact_is_read_with_all_it_says():
    vocabulary = _parsed(f"""
        size: {{type: code, {HEAD}, options: {{small: {{ko: 소, en: small}}}}}}
        checked: {{type: claim, {HEAD}, gate: true}}
        staff: {{type: count, {HEAD}, unit: {{ko: 명, en: persons}}}}
        revenue: {{type: money, {HEAD}, currency: KRW}}
    """)

    assert isinstance(vocabulary, Vocabulary)
    assert [each.name for each in vocabulary] == ["size", "checked", "staff", "revenue"]
    assert vocabulary["size"].options == (("small", Label("소", "small")),)
    assert vocabulary["checked"].is_gate
    assert vocabulary["staff"].unit == Label("명", "persons")
    assert (vocabulary["revenue"].currency, vocabulary["revenue"].stated_by) == (
        "KRW",
        StatedBy.FIRM,
    )


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        (f"type: count, {HEAD}", "fact-unit-missing"),
        (f"type: money, {HEAD}", "fact-currency-misplaced"),
        (f"type: claim, {HEAD}, currency: KRW", "fact-currency-misplaced"),
        (f"type: claim, {HEAD}, options: {{a: {{ko: 가, en: a}}}}", "fact-options-misplaced"),
        (f"type: thing, {HEAD}", "word-unknown"),
    ],
)
def test_a_fact_that_contradicts_its_type_is_refused(fact, kind):
    problems = _parsed(f"one: {{{fact}}}\ntwo: {{type: day, {HEAD}}}\n")

    assert [problem.message.kind for problem in problems] == [kind]


def test_every_gate_of_the_shared_vocabulary_has_a_day_for_its_evidence():
    vocabulary = shared_vocabulary()
    gates = [each for each in vocabulary if each.is_gate]
    evidence = {each.evidence for each in vocabulary if each.type is FactType.DAY}

    assert len(gates) == 6
    assert [gate.name for gate in gates if gate.evidence not in evidence] == []
