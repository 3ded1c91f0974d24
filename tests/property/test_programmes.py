"""What holds for every file of a programme, however it is spoilt, and for all figures."""

import re
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from example_rules import ARTICLE
from majung.programmes import (
    Figure,
    Programme,
    Stated,
    diff,
    entitled,
    load,
    shelf,
    shipped_files,
)
from majung.rules import Status
from majung.values.rates import Rate

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
KEY = "kexim-ax"
FILES = shipped_files(KEY)
YAML_FILES = sorted(name for name in FILES if name.endswith(".yaml"))
LINES = [
    (name, number)
    for name in YAML_FILES
    for number, line in enumerate(FILES[name].decode().splitlines())
    if line.strip() and not line.strip().startswith("#")
]
#: Keys of records, which the reader knows all of; names that authors choose are not among them.
SCHEMA_KEY = re.compile(
    r"^( +(?:- )?)(label|source|status|fact|providers|uses|books|scope|basis|revolving|renewals"
    r"|group|payer|maximum|kind|name|summary|roles|day-count|allocation|cycle|debit)(:)"
)
SCHEMA_LINES = [
    (name, number)
    for name, number in LINES
    if SCHEMA_KEY.match(FILES[name].decode().splitlines()[number])
]
SCALARS = st.sampled_from(
    [
        "",
        "null",
        "0.7 %",
        "0.7 %p",
        "2,000억",
        "-1조",
        "true",
        "[]",
        "{}",
        "2024-02-30",
        "1e9",
        "x: y",
    ]
)


def _with_line(name, number, change):
    lines = FILES[name].decode().splitlines()
    lines[number] = change(lines[number])
    return {**FILES, name: "\n".join(lines).encode()}


@given(st.sampled_from(LINES), SCALARS)
@settings(max_examples=20)
def test_a_spoilt_line_is_read_or_reported_and_never_a_crash(line, scalar):
    files = _with_line(*line, lambda text: f"{text.split(':')[0]}: {scalar}")

    found = load(files)

    assert isinstance(found, Programme) or found


@given(st.sampled_from(LINES))
@settings(max_examples=20)
def test_a_line_that_is_lost_is_read_over_or_reported(line):
    found = load(_with_line(*line, lambda _: ""))

    assert isinstance(found, Programme) or found


@given(st.sampled_from(SCHEMA_LINES))
@settings(max_examples=20)
def test_a_misspelt_key_is_reported_on_its_line(line):
    name, number = line

    found = load(_with_line(name, number, lambda text: SCHEMA_KEY.sub(r"\1\2x\3", text)))

    assert not isinstance(found, Programme)
    assert ("key-unknown", name, number + 1) in {
        (problem.message.kind, problem.place.file, problem.place.line) for problem in found
    }


@given(st.sampled_from(LINES), st.text("# ☂가a", max_size=8))
@settings(max_examples=8)
def test_comments_and_blank_lines_never_change_the_version(line, words):
    name, number = line
    files = _with_line(name, number, lambda text: f"# {words}\n\n{text}")

    found = load(files)

    assert isinstance(found, Programme)
    assert found.version == shelf()[KEY].version
    assert diff(shelf()[KEY], found) == ()


@given(st.integers(1, 99).filter(lambda tenths: tenths != 2))
@settings(max_examples=8)
def test_a_changed_number_changes_the_version_and_is_listed_once(tenths):
    """The regional cut and the cap of all cuts move together, so the file stays consistent."""
    text = FILES["pricing.yaml"].decode()
    cut, cap = f"{tenths / 10} %p", f"{(tenths + 14) / 10} %p"
    edited = text.replace("2026-01-22: 0.2 %p", f"2026-01-22: {cut}")

    found = load({**FILES, "pricing.yaml": edited.replace("최대 1.6 %p", cap).encode()})

    assert found.version != shelf()[KEY].version
    assert len(diff(shelf()[KEY], found)) == 2


def _figure(values):
    steps = sorted(values.items())
    return Figure(tuple(Stated(value, "n", day, ARTICLE, Status.REPORTED) for day, value in steps))


@given(st.dictionaries(DAYS, st.none() | st.integers(), max_size=6), DAYS)
def test_a_figure_holds_what_was_stated_last(values, day):
    begun = [first for first in values if first <= day]

    assert _figure(values).value_on(day) == (values[max(begun)] if begun else None)


@given(st.dictionaries(DAYS, st.integers(), min_size=1, max_size=6), DAYS, DAYS, st.integers())
def test_a_later_statement_never_changes_an_earlier_day(values, day, later, value):
    assume(day < later and later not in values)

    assert _figure({**values, later: value}).value_on(day) == _figure(values).value_on(day)


FIRM = st.fixed_dictionaries(
    {},
    optional={
        "firm-size": st.sampled_from(["large", "mid-cap", "medium", "small", "micro"]),
        "site-region": st.sampled_from(["seoul", "gyeonggi", "busan", "jeju"]),
        "leading-project": st.booleans(),
        "recommended-by-motie": st.booleans(),
    },
)


@given(FIRM, FIRM)
def test_knowing_more_never_takes_a_benefit_away(facts, more):
    known = {**more, **facts}
    on = date(2026, 3, 4)

    before = entitled(shelf()[KEY], "ax-loan", facts, on=on)
    after = entitled(shelf()[KEY], "ax-loan", known, on=on)

    assert before.cut <= after.cut <= Rate.percent("1.6")


@given(FIRM, FIRM)
def test_a_discount_never_passes_its_cap(facts, more):
    programme, on = shelf()["ai-autonomous-manufacturing"], date(2024, 10, 1)
    before = entitled(programme, "ai-plus-cover", facts, on=on)
    after = entitled(programme, "ai-plus-cover", {**more, **facts}, on=on)

    assert before.discount <= after.discount
    assert after.discount <= programme.product("ai-plus-cover").pricing.discount_max.value_on(on)
    assert before.cover_ratio <= after.cover_ratio
