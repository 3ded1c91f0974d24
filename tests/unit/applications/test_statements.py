"""What is stated, and which statement counts."""

from datetime import date

import pytest

from majung.applications.statements import Standing, Statement, Statements

ON = date(2024, 10, 2)


def stated(fact="wage-arrears", value=False, day=1, by="firm", standing=Standing.DECLARED):
    evidence = "" if standing is Standing.DECLARED else "look-up 7"
    return Statement(fact, value, date(2024, 9, day), by, evidence, standing)


def values(*statements, on=ON):
    return Statements(statements).values(on=on)


def test_what_nobody_stated_is_not_there():
    assert values() == {}


def test_the_latest_of_equally_founded_statements_counts():
    assert values(stated(value=True, day=2), stated(value=False, day=1)) == {"wage-arrears": True}


def test_a_statement_about_a_later_day_does_not_count_yet():
    assert values(stated(day=2), on=date(2024, 9, 1)) == {}


def test_a_declaration_never_displaces_what_was_checked():
    checked = stated(value=True, day=1, by="labour ministry", standing=Standing.CHECKED)

    assert values(checked, stated(value=False, day=30)) == {"wage-arrears": True}


def test_newer_evidence_displaces_an_older_check():
    checked = stated(value=True, day=1, standing=Standing.CHECKED)
    newer = stated(value=False, day=2, standing=Standing.EVIDENCED)

    assert values(checked, newer) == {"wage-arrears": False}


def test_of_one_day_the_better_founded_counts():
    evidenced = stated(value=True, standing=Standing.EVIDENCED)
    checked = stated(value=False, standing=Standing.CHECKED)

    assert values(checked, evidenced) == values(evidenced, checked) == {"wage-arrears": False}


def test_equally_good_statements_that_contradict_leave_the_fact_open():
    one, other = stated(value=True, by="firm"), stated(value=False, by="bank")

    assert values(one, other) == {}
    assert Statements((one, other)).contradictions(on=ON) == {"wage-arrears": (one, other)}


def test_equally_good_statements_that_agree_count():
    assert values(stated(by="firm"), stated(by="bank")) == {"wage-arrears": False}


def test_a_later_statement_settles_a_contradiction():
    settled = Statements((stated(value=True), stated(value=False, by="bank"))).with_more(
        [stated(value=True, day=2)]
    )

    assert settled.values(on=ON) == {"wage-arrears": True}
    assert settled.contradictions(on=ON) == {}


def test_what_is_more_than_declared_names_its_evidence():
    with pytest.raises(ValueError, match="not named"):
        Statement("wage-arrears", False, ON, "bank", standing=Standing.CHECKED)


def test_a_counting_statement_keeps_who_said_it():
    statement = stated(by="labour ministry", standing=Standing.CHECKED)

    assert Statements((statement,)).counting(on=ON) == {"wage-arrears": statement}
