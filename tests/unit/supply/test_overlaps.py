from datetime import date

import pytest

from example_supply import PAPER, eok
from majung.programmes.programme import Exclusion, ExclusionKind, ExclusionScope
from majung.rules.citations import Label, Status
from majung.supply.overlaps import (
    Benefit,
    ExclusionRule,
    Selection,
    exclusion_rule,
    overlaps,
    selection_overlap,
    violations,
)

JUNE = date(2024, 6, 1)


def benefit(contract, product="loan", *, firm="firm", first=JUNE, last=None, need=""):
    return Benefit(
        contract=contract,
        firm=firm,
        programme="programme",
        product=product,
        institution="bank",
        first_on=first,
        amount=eok(1),
        last_on=last,
        need=need,
    )


NEVER_BOTH = ExclusionRule(
    key="never-both", products=frozenset({"loan"}), others=frozenset({"better-loan"})
)
PER_NEED = ExclusionRule(
    key="one-a-need",
    products=frozenset({"loan"}),
    others=frozenset({"better-loan"}),
    is_per_need=True,
)


def test_a_firm_with_two_benefits_on_a_day_is_an_overlap():
    (found,) = overlaps([benefit("B"), benefit("A"), benefit("C", firm="another")], on=JUNE)

    assert (found.firm, [held.contract for held in found.benefits]) == ("firm", ["A", "B"])
    assert (found.institutions, found.programmes) == (("bank",), ("programme",))


def test_a_benefit_that_ended_or_has_not_begun_overlaps_nothing():
    ended = benefit("A", first=date(2024, 1, 1), last=date(2024, 5, 31))
    later = benefit("C", first=date(2024, 6, 2))

    assert overlaps([ended, benefit("B"), later], on=JUNE) == ()


def test_the_last_day_of_a_benefit_is_still_a_day_on_which_it_is_held():
    ending = benefit("A", first=date(2024, 1, 1), last=JUNE)

    assert len(overlaps([ending, benefit("B")], on=JUNE)) == 1


def test_firms_with_most_benefits_come_first():
    several = [benefit(key, firm="b") for key in "12"] + [benefit(key, firm="c") for key in "345"]

    assert [found.firm for found in overlaps(several, on=JUNE)] == ["c", "b"]


@pytest.mark.parametrize("order", [1, -1])
def test_two_products_that_exclude_each_other_are_a_violation_in_either_order(order):
    held = [benefit("A"), benefit("B", "better-loan")][::order]

    (found,) = violations(held, [NEVER_BOTH])

    assert (found.first.contract, found.second.contract, found.is_certain) == ("A", "B", True)
    assert found.message.kind == "exclusion-violated"


def test_products_that_do_not_exclude_each_other_are_none():
    assert violations([benefit("A"), benefit("B")], [NEVER_BOTH]) == ()


def test_benefits_held_one_after_the_other_are_no_violation():
    first = benefit("A", first=date(2024, 1, 1), last=date(2024, 5, 31))

    assert violations([first, benefit("B", "better-loan")], [NEVER_BOTH]) == ()


def test_benefits_of_two_firms_exclude_nothing():
    other = benefit("B", "better-loan", firm="another")

    assert violations([benefit("A"), other], [NEVER_BOTH]) == ()


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [("P-1", "P-1", [True]), ("P-1", "P-2", []), ("P-1", "", [False]), ("", "", [False])],
)
def test_a_rule_per_need_asks_somebody_to_look_where_the_need_is_not_stated(one, other, certain):
    held = [benefit("A", need=one), benefit("B", "better-loan", need=other)]

    found = violations(held, [PER_NEED])

    assert [violation.is_certain for violation in found] == certain
    kinds = {True: "exclusion-violated", False: "exclusion-perhaps-violated"}
    assert [violation.message.kind for violation in found] == [kinds[each] for each in certain]


@pytest.mark.parametrize(
    ("scope", "is_per_need"),
    [(ExclusionScope.FIRM, False), (ExclusionScope.LOAN, True), (ExclusionScope.PROJECT, True)],
)
def test_a_programmes_exclusion_becomes_a_rule(scope, is_per_need):
    exclusion = Exclusion(
        key="one-rate",
        label=Label("예시", "example"),
        kind=ExclusionKind.ONE_RATE_A_LOAN,
        products=("loan",),
        others=("fund", "any-preferential-rate"),
        scope=scope,
        citation=PAPER,
        status=Status.ASSUMED,
    )

    assert exclusion_rule(exclusion, preferential=frozenset({"loan", "better-loan"})) == (
        ExclusionRule(
            key="one-rate",
            products=frozenset({"loan"}),
            others=frozenset({"fund", "loan", "better-loan"}),
            is_per_need=is_per_need,
            label=Label("예시", "example"),
        )
    )


def test_542_selections_of_13_ministries_are_509_firms_of_which_30_were_chosen_again():
    """Innovation Premier 1000: 27 firms on two lists and 3 on three make 33 rows more."""
    bodies = [f"ministry-{number}" for number in range(13)]
    rows = [Selection(bodies[number % 13], f"firm-{number}") for number in range(509)]
    rows += [Selection(bodies[(number + 1) % 13], f"firm-{number}") for number in range(30)]
    rows += [Selection(bodies[(number + 2) % 13], f"firm-{number}") for number in range(3)]

    found = selection_overlap(rows)

    assert (found.selections, found.firms, len(found.chosen_again)) == (542, 509, 30)
    assert found.chosen_again["firm-0"] == ("ministry-0", "ministry-1", "ministry-2")
    assert sum(count for _, count in found.pairs) == 27 + 3 * 3


def test_a_firm_twice_on_one_list_counts_once():
    found = selection_overlap([Selection("a", "firm"), Selection("a", "firm")])

    assert (found.selections, found.firms, dict(found.chosen_again)) == (1, 1, {})


def test_pairs_of_bodies_come_with_the_most_shared_firms_first():
    rows = [Selection(body, firm) for body, firm in ("ax", "bx", "cx", "ay", "by")]

    assert selection_overlap(rows).pairs == ((("a", "b"), 2), (("a", "c"), 1), (("b", "c"), 1))
