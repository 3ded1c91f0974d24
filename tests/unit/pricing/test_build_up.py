"""Rates built up line by line."""

from datetime import date

from example_prices import ON, SOURCE, cut, found, line, loan_pricing, quote
from majung.contracts.terms import RateComponent
from majung.pricing.build_up import RateBuildUp, build_up, cover_cut_line, with_cover_cut
from majung.programmes.price_terms import ComponentKind, Payer
from majung.rules import Status, Verdict
from majung.values.money import Money
from majung.values.rates import Rate


def percent(written):
    return Rate.percent(written)


def test_a_rate_is_the_bank_s_own_less_the_programme_s_cut():
    own = quote(line("credit", "1.5"), line("salary-account", "-0.38", ComponentKind.ADJUSTMENT))
    preferential = cut("preferential", "0.7", payer=Payer.LENDER)

    built = build_up(own, loan_pricing(preferential), [found(preferential)], on=ON)

    assert (built.own_rate, built.cut, built.rate) == (
        percent("4.62"),
        percent("0.7"),
        percent("3.92"),
    )


def test_the_lines_shown_are_the_components_serviced():
    own = quote(line("credit", "1.5"))
    subsidy = cut("subsidy", "0.7", payer=Payer.STATE)

    built = build_up(own, loan_pricing(subsidy), [found(subsidy)], on=ON)

    assert built.components() == (
        RateComponent("base", "", percent("3.5")),
        RateComponent("credit", "", percent("1.5")),
        RateComponent("subsidy", "state", percent("-0.7")),
    )


def test_a_line_can_end_before_the_loan():
    own = quote()
    subsidy = cut("subsidy", "0.7", payer=Payer.STATE)
    built = build_up(own, loan_pricing(subsidy), [found(subsidy)], on=ON)

    components = built.components({"subsidy": date(2026, 1, 1)})

    assert [component.until_on for component in components] == [None, date(2026, 1, 1)]


def test_the_regional_cut_stacks_to_the_published_maximum():
    size, region = cut("size", "1.4"), cut("region", "0.2", envelope="regional")

    built = build_up(
        quote(base="4.5"),
        loan_pricing(size, region, cut_max="1.6"),
        [found(size), found(region)],
        on=ON,
        room={"regional": Money(10**10)},
        asked=Money(10**10),
    )

    assert built.cut == percent("1.6")


def test_a_cut_without_room_in_its_sub_limit_is_not_granted():
    size, region = cut("size", "1.4"), cut("region", "0.2", envelope="regional")

    built = build_up(
        quote(base="4.5"),
        loan_pricing(size, region),
        [found(size), found(region)],
        on=ON,
        room={"regional": Money(10**10 - 1)},
        asked=Money(10**10),
    )

    assert built.cut == percent("1.4")
    assert [(each.key, each.reason.kind) for each in built.dropped] == [
        ("region", "cut-without-room")
    ]


def test_a_cut_that_is_not_met_is_not_refused_for_want_of_room():
    region = cut("region", "0.2", envelope="regional")

    built = build_up(
        quote(),
        loan_pricing(region),
        [found(region, Verdict.NOT_MET)],
        on=ON,
        room={"regional": Money(0)},
        asked=Money(1),
    )

    assert [each.reason.kind for each in built.dropped] == ["all-met"]


def test_a_bank_that_grants_less_than_the_maximum_is_taken_at_its_word():
    size = cut("size", "1.2")

    built = build_up(quote(cuts={"size": percent("0.5")}), loan_pricing(size), [found(size)], on=ON)

    assert built.cut == percent("0.5")


def test_a_bank_that_says_more_than_the_maximum_grants_the_maximum():
    size = cut("size", "1.2")

    built = build_up(quote(cuts={"size": percent("2")}), loan_pricing(size), [found(size)], on=ON)

    assert built.cut == percent("1.2")


def test_a_cut_never_makes_a_rate_negative():
    large = cut("large", "5")

    built = build_up(quote(base="3.5"), loan_pricing(large), [found(large)], on=ON)

    assert built.rate == percent("0")
    assert [(each.key, each.size) for each in built.dropped] == [("large", percent("1.5"))]


def test_a_cut_that_is_not_in_force_on_the_day_is_passed_over():
    size = cut("size", "1.2")

    built = build_up(quote(), loan_pricing(size), [found(size)], on=date(2023, 12, 31))

    assert built == RateBuildUp(quote().lines)


def test_a_covered_loan_falls_by_what_the_bank_says_and_never_below_zero():
    built = RateBuildUp(quote(base="0.3").lines)
    lower = cover_cut_line(percent("0.5"), citation=SOURCE, status=Status.REPORTED)

    covered = with_cover_cut(built, lower)

    assert (covered.rate, covered.cut) == (percent("0"), percent("0.3"))
    assert with_cover_cut(covered, lower) == covered
