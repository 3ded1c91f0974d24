"""Who may decide what: four eyes, authority, reasons, documents."""

from dataclasses import replace
from datetime import date

import pytest

from majung.applications.decision import (
    Authority,
    AuthorityExceededError,
    Decision,
    DecisionKind,
    FourEyesError,
    Minutes,
    Override,
    decided,
    may_decide,
    override_log,
)
from majung.errors import kinds
from majung.rules import Verdict
from majung.values.money import Money

DAY = date(2024, 10, 10)
DECISION = Decision(
    application="A-1",
    product="loan",
    institution="ibk",
    kind=DecisionKind.APPROVE,
    asked=Money(500),
    granted=Money(500),
    proposed_by="kim",
    decided_on=DAY,
    document="IBK-2024-118",
    programme_version="abc",
)
AUTHORITY = Authority("lee", "ibk", Money(500), date(2024, 1, 1), date(2024, 12, 31))


def refusals(decision=DECISION, authority=AUTHORITY, person="lee"):
    return [refusal.kind for refusal in may_decide(person, decision, authority)]


def changed(**terms):
    return replace(DECISION, **terms)


def test_a_second_person_within_their_authority_may_approve():
    assert refusals() == []
    assert decided("lee", DECISION, AUTHORITY) == DECISION


@pytest.mark.parametrize(
    ("decision", "authority", "person", "found"),
    [
        (DECISION, replace(AUTHORITY, person="kim"), "kim", ["four-eyes"]),
        (changed(decided_before=frozenset({"lee"})), AUTHORITY, "lee", ["decided-again"]),
        (DECISION, replace(AUTHORITY, institution="hana"), "lee", ["authority-elsewhere"]),
        (DECISION, AUTHORITY, "park", ["authority-elsewhere"]),
        (
            DECISION,
            replace(AUTHORITY, products=frozenset({"cover"})),
            "lee",
            ["authority-elsewhere"],
        ),
        (
            DECISION,
            replace(AUTHORITY, until_on=date(2024, 10, 9)),
            "lee",
            ["authority-not-in-force"],
        ),
        (
            DECISION,
            replace(AUTHORITY, from_on=date(2024, 10, 11)),
            "lee",
            ["authority-not-in-force"],
        ),
        (DECISION, replace(AUTHORITY, amount_max=Money(499)), "lee", ["authority-exceeded"]),
        (DECISION, None, "lee", ["authority-exceeded"]),
        (changed(document=" "), AUTHORITY, "lee", ["document-number-missing"]),
        (changed(granted=Money(499)), AUTHORITY, "lee", ["grant-not-fitting"]),
    ],
)
def test_a_decision_is_refused_for_what_it_breaks(decision, authority, person, found):
    assert refusals(decision, authority, person) == found


def test_an_authority_for_the_product_holds_on_its_first_and_last_day():
    products = frozenset({"loan"})

    assert (
        refusals(authority=replace(AUTHORITY, from_on=DAY, until_on=DAY, products=products)) == []
    )
    assert refusals(authority=replace(AUTHORITY, until_on=None)) == []


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        (Minutes("credit committee", "M-7", DAY, Money(500)), []),
        (Minutes("credit committee", "M-7", DAY, Money(499)), ["minutes-not-covering"]),
        (
            Minutes("credit committee", "M-7", date(2024, 10, 11), Money(500)),
            ["minutes-not-covering"],
        ),
    ],
)
def test_a_committee_resolves_what_exceeds_an_authority(minutes, found):
    small = replace(AUTHORITY, amount_max=Money(1))

    assert refusals(changed(minutes=minutes), small) == found
    assert refusals(changed(minutes=minutes), None) == found


@pytest.mark.parametrize(
    ("kind", "granted", "found"),
    [
        (DecisionKind.REDUCE, 400, []),
        (DecisionKind.REDUCE, 500, ["grant-not-fitting"]),
        (DecisionKind.REDUCE, 0, ["grant-not-fitting"]),
        (DecisionKind.REFUSE, 0, []),
        (DecisionKind.REFUSE, 1, ["grant-not-fitting"]),
        (DecisionKind.APPROVE, 0, ["grant-not-fitting"]),
    ],
)
def test_a_grant_fits_the_kind_of_decision(kind, granted, found):
    assert refusals(changed(kind=kind, granted=Money(granted), reason="cash flow")) == found


@pytest.mark.parametrize("kind", [DecisionKind.REDUCE, DecisionKind.REFUSE])
def test_a_reduction_and_a_refusal_are_reasoned(kind):
    granted = Money(400) if kind is DecisionKind.REDUCE else Money(0)

    assert refusals(changed(kind=kind, granted=granted, reason=" ")) == ["reason-missing"]


AGAINST = (("tax-arrears", Verdict.NOT_MET), ("wage-arrears", Verdict.OPEN))


def override(rule, verdict, reason="paid on the day"):
    return Override(rule, verdict, reason, "kim")


def test_every_finding_against_a_grant_needs_its_override():
    one = (override("tax-arrears", Verdict.NOT_MET),)
    both = (*one, override("wage-arrears", Verdict.OPEN))

    assert refusals(changed(against=AGAINST)) == ["override-missing"] * 2
    assert refusals(changed(against=AGAINST, overrides=one)) == ["override-missing"]
    assert refusals(changed(against=AGAINST, overrides=both)) == []


def test_an_override_of_an_open_rule_does_not_reach_one_that_is_not_met():
    open_then = (override("tax-arrears", Verdict.OPEN), override("wage-arrears", Verdict.OPEN))

    assert refusals(changed(against=AGAINST, overrides=open_then)) == ["override-missing"]


def test_an_override_is_reasoned():
    empty = (override("tax-arrears", Verdict.NOT_MET, reason=""),)

    assert refusals(changed(against=AGAINST[:1], overrides=empty)) == ["reason-missing"]


def test_a_refusal_needs_no_override():
    refused = changed(kind=DecisionKind.REFUSE, granted=Money(0), reason="arrears", against=AGAINST)

    assert refusals(refused) == []


def test_all_refusals_come_at_once_in_a_fixed_order():
    worst = changed(
        granted=Money(600),
        document="",
        against=AGAINST[:1],
        decided_before=frozenset({"kim"}),
    )

    assert refusals(worst, replace(AUTHORITY, until_on=date(2024, 1, 2)), "kim") == [
        "four-eyes",
        "decided-again",
        "authority-elsewhere",
        "authority-not-in-force",
        "authority-exceeded",
        "grant-not-fitting",
        "override-missing",
        "document-number-missing",
    ]


def test_the_first_refusal_is_raised():
    with pytest.raises(FourEyesError):
        decided("kim", DECISION, replace(AUTHORITY, person="kim"))
    with pytest.raises(AuthorityExceededError) as refusal:
        decided("lee", DECISION, None)
    assert "KRW 500" in refusal.value.spoken("en")


def test_overrides_are_listed_earliest_first():
    late = changed(
        application="A-9",
        decided_on=date(2024, 11, 1),
        overrides=(override("wage-arrears", Verdict.OPEN), override("tax-arrears", Verdict.OPEN)),
    )
    early = changed(overrides=(override("closed", Verdict.OPEN),))

    assert [
        (decision.application, each.rule) for decision, each in override_log([late, early])
    ] == [
        ("A-1", "closed"),
        ("A-9", "tax-arrears"),
        ("A-9", "wage-arrears"),
    ]


def test_every_refusal_of_a_decision_has_its_sentences():
    worst = changed(granted=Money(600), document="", against=AGAINST, reason="")

    for refusal in may_decide("kim", worst, replace(AUTHORITY, until_on=date(2024, 1, 2))):
        assert refusal.kind in kinds()
        assert refusal.spoken("ko") != refusal.spoken("en")
