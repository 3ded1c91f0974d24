"""Which cuts and discounts count: groups, caps, conditions."""

from example_prices import cut, found, label
from majung.errors import message
from majung.pricing.ladders import selected
from majung.rules import Verdict
from majung.values.rates import Rate


def offered(*steps):
    return [(each, each.step.rate.value_on(each.step.rate.steps[0].valid_from)) for each in steps]


def outcome(*steps, cap=None):
    chosen = selected(offered(*steps), cap=None if cap is None else Rate.percent(cap))
    taken = {each.found.step.key: each.size for each in chosen.taken}
    dropped = {each.key: (each.size, each.reason.kind) for each in chosen.dropped}
    return taken, dropped


def test_the_largest_of_a_group_counts():
    large = found(cut("large", "1.2", group="size"))
    small = found(cut("small", "1.4", group="size"))

    taken, dropped = outcome(large, small)

    assert taken == {"small": Rate.percent("1.4")}
    assert dropped == {"large": (Rate.percent("1.2"), "step-other-larger")}


def test_groups_add_up_to_the_cap_and_the_last_one_gives_way():
    taken, dropped = outcome(found(cut("size", "1.4")), found(cut("region", "0.2")), cap="1.5")

    assert taken == {"size": Rate.percent("1.4"), "region": Rate.percent("0.1")}
    assert dropped == {"region": (Rate.percent("0.1"), "step-capped")}


def test_a_cap_of_zero_leaves_nothing():
    taken, dropped = outcome(found(cut("size", "1.4")), cap="0")

    assert taken == {}
    assert dropped == {"size": (Rate.percent("1.4"), "step-capped")}


def test_a_step_that_is_not_met_says_why_and_gives_way_to_a_smaller_one():
    refused = found(cut("small", "1.4", group="size"), Verdict.NOT_MET)
    standing = found(cut("large", "1.2", group="size"))

    chosen = selected(offered(refused, standing), cap=None)

    assert [each.found.step.key for each in chosen.taken] == ["large"]
    assert [each.reason for each in chosen.dropped] == [message("all-met", rule="rule")]


def test_an_open_step_counts_where_its_facts_are_supposed_and_says_what_is_missing():
    waiting = found(cut("region", "0.2"), Verdict.OPEN, {"site-region"})

    chosen = selected(offered(waiting), cap=None, supposed=frozenset({"site-region", "other"}))

    assert [each.found.missing for each in chosen.taken] == [frozenset({"site-region"})]


def test_an_open_step_does_not_count_for_a_contract_and_says_what_it_waits_for():
    waiting = found(cut("region", "0.2"), Verdict.OPEN, {"site-region"})

    chosen = selected(offered(waiting), cap=None)

    (dropped,) = chosen.dropped
    assert chosen.taken == ()
    assert dropped.reason == message(
        "step-open", step=label("region"), reason=message("all-met", rule="rule")
    )


def test_an_open_step_that_waits_for_more_than_is_supposed_does_not_count():
    waiting = found(cut("region", "0.2"), Verdict.OPEN, {"site-region", "firm-size"})

    assert selected(offered(waiting), cap=None, supposed=frozenset({"firm-size"})).taken == ()


def test_of_two_equal_steps_the_surer_one_counts():
    waiting = found(cut("one", "0.5", group="g"), Verdict.OPEN, {"fact"})
    met = found(cut("two", "0.5", group="g"))

    chosen = selected(offered(waiting, met), cap=None, supposed=frozenset({"fact"}))

    assert [each.found.step.key for each in chosen.taken] == ["two"]


def test_of_two_equal_met_steps_the_first_counts():
    taken, _ = outcome(found(cut("one", "0.5", group="g")), found(cut("two", "0.5", group="g")))

    assert taken == {"one": Rate.percent("0.5")}
