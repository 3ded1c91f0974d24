"""What banks undertook, beside what they pass on."""

from datetime import date

import pytest

from example_prices import ON, SOURCE, figure, label, line, quote
from majung.pricing.build_up import RateBuildUp
from majung.pricing.undertakings import (
    check_undertaking,
    cover_ratio_undertaken,
    cut_passed_on,
    undertaking_in_force,
)
from majung.programmes.parties import Agreement, Undertaking
from majung.rules import Status, Verdict
from majung.values.rates import Rate, Ratio


def undertaking(cut="0.7", ratio=None, party="shinhan", product="loan"):
    return Undertaking(
        party=party,
        product=product,
        label=label("promise"),
        citation=SOURCE,
        status=Status.REPORTED,
        cover_ratio=None if ratio is None else figure(Ratio.percent(ratio)),
        rate_cut=None if cut is None else figure(Rate.percent(cut), "%p"),
    )


def agreement(*undertakings, signed_on=date(2024, 9, 24), valid_until=None):
    return Agreement(
        key="mou",
        name=label("mou"),
        signed_on=signed_on,
        valid_until=valid_until,
        party_count=None,
        parties=(),
        undertakings=undertakings,
        citation=SOURCE,
        status=Status.REPORTED,
    )


@pytest.mark.parametrize(
    ("passed_on", "verdict", "kind", "withheld"),
    [
        ("0.7", Verdict.MET, "undertaking-kept", "0"),
        ("0.9", Verdict.MET, "undertaking-kept", "0"),
        ("0.699", Verdict.NOT_MET, "undertaking-not-kept", "0.001"),
        ("-0.1", Verdict.NOT_MET, "undertaking-not-kept", "0.8"),
    ],
)
def test_a_cut_smaller_than_undertaken_is_a_finding(passed_on, verdict, kind, withheld):
    finding = check_undertaking(undertaking("0.7"), Rate.percent(passed_on), on=ON)

    assert (finding.verdict, finding.reason.kind, finding.withheld) == (
        verdict,
        kind,
        Rate.percent(withheld),
    )


def test_a_bank_that_does_not_say_leaves_its_undertaking_open():
    finding = check_undertaking(undertaking("0.7"), None, on=ON)

    assert (finding.verdict, finding.withheld) == (Verdict.OPEN, Rate.percent("0"))


def test_there_is_nothing_to_check_where_no_cut_was_undertaken():
    assert check_undertaking(undertaking(None), Rate.percent("0.1"), on=ON) is None


def test_an_undertaking_begins_with_its_first_figure():
    assert check_undertaking(undertaking("0.7"), None, on=date(2023, 1, 1)) is None


def test_a_bank_that_raises_an_add_on_passes_on_what_is_left_of_the_cut():
    own = RateBuildUp(quote(line("margin", "1.0")).lines)
    offered = RateBuildUp(quote(line("margin", "1.3")).lines)

    assert cut_passed_on(own, offered) == Rate.percent("-0.3")


def test_the_latest_agreement_in_force_counts():
    early = agreement(undertaking("0.5"), signed_on=date(2024, 1, 1))
    late = agreement(undertaking("0.7"), signed_on=date(2024, 9, 24))
    over = agreement(undertaking("0.9"), signed_on=date(2024, 9, 25), valid_until=date(2024, 9, 30))

    held = undertaking_in_force((late, over, early), "shinhan", "loan", on=ON)

    assert held == late.undertakings[0]
    assert undertaking_in_force((late,), "shinhan", "loan", on=date(2024, 9, 23)) is None
    assert undertaking_in_force((late,), "ibk", "loan", on=ON) is None


def test_a_cover_ratio_is_undertaken_bank_by_bank():
    assert cover_ratio_undertaken(undertaking(ratio="95"), on=ON) == Ratio.percent("95")
    assert cover_ratio_undertaken(undertaking(), on=ON) is None
    assert cover_ratio_undertaken(None, on=ON) is None
