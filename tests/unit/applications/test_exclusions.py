"""What keeps what out, and how much room is left."""

from dataclasses import replace
from datetime import date

import pytest

from example_offerings import (
    cover_product,
    exclusion,
    loan_product,
    programme,
)
from example_prices import ON, label
from majung.applications.holdings.exclusions import (
    Benefit,
    exclusions_between,
    preferential_loans,
)
from majung.applications.holdings.room import LimitLeft, firm_room
from majung.pricing.quotes import NO_RATE
from majung.programmes.programme import ANY_PREFERENTIAL_RATE, ExclusionKind, ExclusionScope
from majung.rules import Label
from majung.values.money import Money

LOAN, OTHER = Benefit(product="loan"), Benefit(product="other")


def between(one, other, *exclusions):
    offered = programme(
        loan_product(), loan_product("other"), cover_product(), exclusions=exclusions
    )
    return [each.exclusion.key for each in exclusions_between(one, other, [offered])]


def scoped(scope, other="other"):
    return exclusion("loan", other, scope=scope)


def test_a_rule_binds_both_products_whoever_wrote_it():
    rule = scoped(ExclusionScope.FIRM)

    assert between(LOAN, OTHER, rule) == between(OTHER, LOAN, rule) == ["loan-or-other"]
    assert between(LOAN, Benefit(product="cover"), rule) == []


@pytest.mark.parametrize(
    ("scope", "field"), [(ExclusionScope.PROJECT, "project"), (ExclusionScope.LOAN, "loan")]
)
def test_benefits_for_two_needs_do_not_meet_and_unknown_needs_do(scope, field):
    one, two, unknown = (replace(LOAN, **{field: value}) for value in ("1", "2", ""))
    other = replace(OTHER, **{field: "1"})

    met = [bool(between(each, other, scoped(scope))) for each in (one, two, unknown)]

    assert met == [True, False, True]


def test_a_preferential_rate_is_any_loan_with_a_cut():
    rule = scoped(ExclusionScope.LOAN, ANY_PREFERENTIAL_RATE)
    plain = loan_product("plain", pricing=replace(loan_product().pricing, cuts=()))

    assert between(LOAN, OTHER, rule) == ["loan-or-any-preferential-rate"]
    assert between(LOAN, Benefit(product="cover"), rule) == []
    assert preferential_loans([programme(loan_product(), plain, cover_product())]) == {"loan"}
    assert NO_RATE.value == 0


def room(held, limits=None, **terms):
    offered = programme(loan_product(), cover_product(), **terms)
    return firm_room("예시001", held, [offered], limits or {}, on=ON, country="KR")


def test_room_is_what_the_tightest_limit_leaves():
    limits = {
        "loan": (
            LimitLeft(label("programme"), Money(500)),
            LimitLeft(label("firm"), Money(300)),
            LimitLeft(label("group"), None),
        ),
        "cover": (LimitLeft(label("unpublished"), None),),
    }

    found = room((), limits)

    assert [(each.product, each.left, each.tightest) for each in found.products] == [
        ("loan", Money(300), label("firm")),
        ("cover", None, None),
    ]
    assert found.spoken("en") == (
        "예시001: holds nothing / room the loan KRW 300 (firm), the cover limit not published"
    )


def test_what_is_held_and_what_it_keeps_out_is_one_line():
    held = (Benefit(product="loan", amount=Money(100)), Benefit(product="unknown"))
    rule = exclusion("loan", "cover", ExclusionKind.NEVER_BOTH, ExclusionScope.FIRM)

    found = room(held, exclusions=(rule,))

    assert found.spoken("en") == (
        "예시001: holds the loan KRW 100, unknown held"
        " / room the loan limit not published, the cover excluded (the loan: loan or cover)"
    )
    assert "\n" not in found.spoken("ko")


def test_a_programme_of_another_country_has_room_only_for_a_firm_that_holds_something_there():
    own = programme(loan_product())
    foreign = replace(own, key="foreign", country="US", products=(cover_product(),))

    def products(*held):
        found = firm_room("1", held, [own, foreign], {}, on=ON, country="KR", name="예시")
        return [each.product for each in found.products], found.called

    called = Label("예시(1)", "예시 (1)")
    assert products() == (["loan"], called)
    assert products(Benefit(product="loan")) == (["loan"], called)
    assert products(Benefit(product="cover")) == (["loan", "cover"], called)


def test_what_is_over_is_not_held():
    over = (
        Benefit(product="loan", until_on=date(2024, 10, 1)),
        Benefit(product="cover", from_on=date(2024, 10, 3)),
    )

    assert room(over).held == ()


def test_products_that_take_no_applications_are_left_out():
    found = room((), valid_until=date(2024, 10, 1))

    assert found.products == ()
