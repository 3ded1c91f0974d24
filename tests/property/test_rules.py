"""What holds for all rules and all facts."""

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from example_rules import (
    ARREARS,
    FOUNDED,
    SIZE,
    STAFF,
    USES,
    all_of,
    any_of,
    at_least,
    at_most,
    between,
    evidenced,
    holds,
    includes,
    none,
    none_of,
    on_or_after,
    on_or_before,
    one_of,
    only_from,
    revised,
)
from majung.rules import ASSESSED_ON, Verdict, evaluate, every_rule, explain, facts_read
from majung.rules.kinds import AllOf, AnyOf, AtLeast, AtMost, Evidenced, NotRule, Revised
from majung.rules.reachability import unreachable

DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
COUNTS = st.integers(0, 4)
SIZES = ("small", "medium", "large")
KINDS_OF_USE = ("facility", "research", "land")


def _some(codes):
    return st.lists(st.sampled_from(codes), min_size=1, max_size=len(codes), unique=True)


keys = st.uuids().map(str)
leaves = st.one_of(
    st.builds(lambda limit, key: at_most(STAFF, limit, key), COUNTS, keys),
    st.builds(lambda limit, key: at_least(STAFF, limit, key), COUNTS, keys),
    st.builds(
        lambda ends, key: between(STAFF, *sorted(ends), key), st.tuples(COUNTS, COUNTS), keys
    ),
    st.builds(lambda codes, key: one_of(SIZE, *codes, key=key), _some(SIZES), keys),
    st.builds(lambda codes, key: none_of(SIZE, *codes, key=key), _some(SIZES), keys),
    st.builds(lambda codes, key: includes(USES, *codes, key=key), _some(KINDS_OF_USE), keys),
    st.builds(lambda codes, key: only_from(USES, *codes, key=key), _some(KINDS_OF_USE), keys),
    st.builds(lambda codes, key: none_of(USES, *codes, key=key), _some(KINDS_OF_USE), keys),
    st.builds(lambda expected, key: holds(ARREARS, expected, key), st.booleans(), keys),
)
dated_leaves = st.one_of(
    st.builds(lambda day, key: on_or_before(FOUNDED, day, key), DAYS, keys),
    st.builds(lambda day, key: on_or_after(FOUNDED, day, key), DAYS, keys),
    st.builds(evidenced, leaves, st.integers(0, 90), keys),
    st.builds(
        lambda days, first, second, key: revised((min(days), first), (max(days), second), key=key),
        st.tuples(DAYS, DAYS).filter(lambda days: days[0] != days[1]),
        leaves,
        st.none() | leaves,
        keys,
    ),
)


def _branches(parts):
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(lambda rules, key: all_of(*rules, key=key), several, keys),
        st.builds(lambda rules, key: any_of(*rules, key=key), several, keys),
        st.builds(lambda rule, key: none(rule, key=key), parts, keys),
    )


rules = st.recursive(leaves | dated_leaves, _branches, max_leaves=12)
FACT_VALUES = {
    "staff": COUNTS,
    "size": st.sampled_from(SIZES),
    "uses": st.frozensets(st.sampled_from(KINDS_OF_USE)),
    "arrears": st.booleans(),
    "founded": DAYS,
    "checked": DAYS,
    ASSESSED_ON: DAYS,
}
facts = st.fixed_dictionaries({}, optional=FACT_VALUES)
all_facts = st.fixed_dictionaries(FACT_VALUES)
#: No fact has such a value.
junk = st.floats() | st.binary(max_size=2) | st.lists(st.integers(), max_size=1)
OPEN = Verdict.OPEN


@given(st.lists(rules, min_size=1, max_size=4), facts)
def test_all_is_the_minimum_and_any_the_maximum(parts, stated):
    verdicts = [evaluate(part, stated).verdict for part in parts]

    assert evaluate(all_of(*parts), stated).verdict is min(verdicts)
    assert evaluate(any_of(*parts), stated).verdict is max(verdicts)


@given(rules, all_facts, st.sets(st.sampled_from(list(FACT_VALUES))))
def test_adding_a_fact_never_opens_or_turns_what_was_decided(rule, every_fact, hidden):
    fewer = {name: value for name, value in every_fact.items() if name not in hidden}
    before = evaluate(rule, fewer).verdict

    after = evaluate(rule, every_fact).verdict

    assert before is OPEN or after is before


@given(rules, facts, st.dictionaries(st.sampled_from(list(FACT_VALUES)), junk))
def test_a_value_of_a_wrong_type_decides_as_little_as_silence(rule, stated, rubbish):
    silent = {name: value for name, value in stated.items() if name not in rubbish}

    assert evaluate(rule, stated | rubbish).verdict is evaluate(rule, silent).verdict


def _shuffled(rule, order):
    match rule:
        case AllOf() | AnyOf():
            parts = [_shuffled(part, order) for part in rule.parts]
            order.shuffle(parts)
            return replace(rule, parts=tuple(parts))
        case NotRule() | Evidenced():
            return replace(rule, part=_shuffled(rule.part, order))
        case _:
            return rule


@given(rules, facts, st.randoms(use_true_random=False))
def test_the_order_of_parts_does_not_matter(rule, stated, order):
    straight, mixed = evaluate(rule, stated), evaluate(_shuffled(rule, order), stated)

    assert (straight.verdict, straight.missing) == (mixed.verdict, mixed.missing)


@given(st.lists(rules, min_size=1, max_size=4), facts)
def test_de_morgan_holds_in_three_values(parts, stated):
    turned = [none(part, key=f"not-{number}") for number, part in enumerate(parts)]

    assert (
        evaluate(none(all_of(*parts)), stated).verdict is evaluate(any_of(*turned), stated).verdict
    )
    assert (
        evaluate(none(any_of(*parts)), stated).verdict is evaluate(all_of(*turned), stated).verdict
    )


@given(rules, facts)
def test_only_an_open_finding_misses_facts_and_it_reads_them(rule, stated):
    finding = evaluate(rule, stated)

    assert bool(finding.missing) is (finding.verdict is OPEN)
    assert finding.missing <= facts_read(rule)


@given(rules, all_facts)
def test_with_every_fact_stated_only_evidence_and_dates_leave_anything_open(rule, stated):
    is_dated = any(isinstance(each, Evidenced | Revised) for each in every_rule(rule))

    assert evaluate(rule, stated).verdict is not OPEN or is_dated


def _monotone(parts):
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(lambda rules, key: all_of(*rules, key=key), several, keys),
        st.builds(lambda rules, key: any_of(*rules, key=key), several, keys),
    )


def _tighter(rule, step):
    match rule:
        case AllOf() | AnyOf():
            return replace(rule, parts=tuple(_tighter(part, step) for part in rule.parts))
        case AtMost():
            return replace(rule, limit=rule.limit - step)
        case AtLeast():
            return replace(rule, limit=rule.limit + step)
        case _:
            return rule


@given(st.recursive(leaves, _monotone, max_leaves=8), facts, st.integers(0, 3))
def test_a_tighter_limit_never_qualifies_more_firms(rule, stated, step):
    assert evaluate(_tighter(rule, step), stated).verdict <= evaluate(rule, stated).verdict


@given(rules, facts)
def test_an_outline_has_every_rule_in_both_languages(rule, stated):
    finding = evaluate(rule, stated)
    helped = sum(1 for each in finding.every() if each.verdict is OPEN and each.helps)
    lines = sum(1 for _ in finding.every()) + helped

    assert len(explain(finding, "ko").splitlines()) == lines
    assert len(explain(finding, "en").splitlines()) == lines


def _possible_facts():
    subsets = [
        frozenset(code for code, taken in zip(KINDS_OF_USE, chosen, strict=True) if taken)
        for chosen in product([False, True], repeat=len(KINDS_OF_USE))
    ]
    for staff, size, uses, arrears in product(range(-1, 6), SIZES, subsets, [False, True]):
        yield {"staff": staff, "size": size, "uses": uses, "arrears": arrears}


POSSIBLE = list(_possible_facts())


def _accepted(rule):
    return {
        number
        for number, stated in enumerate(POSSIBLE)
        if evaluate(rule, stated).verdict is Verdict.MET
    }


@given(st.lists(leaves, min_size=1, max_size=4))
def test_a_contradiction_is_reported_exactly_when_nobody_can_pass(parts):
    rule = all_of(*parts)

    reported = {found.kind for _, found in unreachable(rule)}

    assert ("rule-never-met" in reported) is (not _accepted(rule))


bounds = st.one_of(
    st.builds(lambda limit, key: at_most(STAFF, limit, key), COUNTS, keys),
    st.builds(lambda limit, key: at_least(STAFF, limit, key), COUNTS, keys),
    st.builds(lambda codes, key: one_of(SIZE, *codes, key=key), _some(SIZES), keys),
)


@given(st.lists(bounds, min_size=2, max_size=4))
@settings(max_examples=60)
def test_a_rule_reported_without_effect_can_be_left_out(parts):
    rule = all_of(*parts)
    accepted = _accepted(rule)
    idle = [key for key, found in unreachable(rule) if found.kind == "rule-without-effect"]

    for key in idle if accepted else ():
        rest = tuple(part for part in parts if part.key != key)
        assert _accepted(all_of(*rest)) == accepted


@given(st.lists(leaves, min_size=1, max_size=3), st.lists(leaves, min_size=1, max_size=3))
@settings(max_examples=40)
def test_an_alternative_reported_as_never_met_passes_nobody(surrounding, alternatives):
    rule = all_of(*surrounding, any_of(*alternatives))
    never = [key for key, found in unreachable(rule) if found.kind == "rule-never-met"]
    chosen = [part for part in alternatives if part.key in never]
    assume(chosen and not set(never) & {part.key for part in surrounding})

    for part in chosen:
        assert not _accepted(all_of(*surrounding, part))
