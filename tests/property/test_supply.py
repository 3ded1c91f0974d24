"""What holds for all supply: open is contagious, rates are exact, limits are never passed."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from example_supply import PAPER, cell, eok, plan, revision, series
from majung.applications.regions import Region
from majung.programmes.programme import EnvelopeScope, SupplyBasis
from majung.programmes.supply_plans import Bound, Curve, Mark, Shape
from majung.programmes.supply_subjects import TOTAL, Subject
from majung.rules.citations import Label
from majung.supply.concentration import concentration
from majung.supply.exposure import ExposureField, Position, Purpose, register, seen_by
from majung.supply.limits import (
    Limit,
    NotReserved,
    Reserved,
    release,
    repay,
    reserve,
    room,
    use,
)
from majung.supply.lines import Instrument, Origin, SupplyLine, cells_of_lines, novelty, reach
from majung.supply.matrix import Axis, matrix, regional_share
from majung.supply.monthly import Desk, MonthlyReport, ReportRow, in_force, read_report, resubmit
from majung.supply.overlaps import Benefit, ExclusionRule, overlaps, violations
from majung.supply.targets import (
    SeriesSource,
    SupplySeries,
    benchmark,
    elapsed,
    forecast,
    pace,
    pace_document,
    profile_of,
    span_of,
)
from majung.values.money import Money
from majung.values.months import Month

YEAR_END = date(2024, 12, 31)
INSTITUTIONS = ("bank", "fund")
SECTORS = ("chips", "robots")
days = st.dates(date(2024, 1, 1), YEAR_END)
eoks = st.integers(0, 10_000)
months = st.integers(1, 12)


@st.composite
def monthly_cells(draw, *, may_be_open=True):
    """Cells of every institution and sector for the first months of a year, some unpublished."""
    last = draw(months)
    amounts = st.none() | eoks if may_be_open else eoks
    return last, [
        cell(Subject(sector, institution), draw(amounts), month, month)
        for month in range(1, last + 1)
        for institution in INSTITUTIONS
        for sector in SECTORS
    ]


def supplied(cells, subject, *, last):
    on = Month(2024, last).last_on
    return span_of(series(*cells), plan(), through_on=on).known(subject).amount


# Elapsed time and curves


@given(days)
def test_elapsed_time_grows_every_day_and_ends_at_one(on):
    assert 0 < elapsed(2024, on) <= 1
    assert elapsed(2024, on) > elapsed(2024, on - timedelta(days=1))
    assert (elapsed(2024, on) == 1) == (on == YEAR_END)


@given(st.integers(1900, 2200), months)
def test_the_last_day_of_a_month_completes_it_in_every_year(year, month):
    assert elapsed(year, Month(year, month).last_on) == Fraction(month, 12)


@given(
    st.lists(st.tuples(days, st.integers(0, 1000)), min_size=1, max_size=6),
    st.sampled_from(Shape),
    days,
    days,
)
def test_a_growing_curve_never_falls_and_ends_at_the_whole(points, shape, one, other):
    ordered = zip(
        sorted(day for day, _ in points), sorted(amount for _, amount in points), strict=True
    )
    marks = tuple(Mark(day, Bound.AT_LEAST, eok(amount)) for day, amount in ordered)
    path = Curve("path", Label("경로", "path"), shape, marks, PAPER)

    def expected(on):
        return benchmark(path, plan(), total=eok(1000), on=on).expected

    assert 0 <= expected(min(one, other)) <= expected(max(one, other)) <= 1
    if marks[-1].on < YEAR_END:
        assert expected(YEAR_END) == 1


# Series and paces


@given(monthly_cells(), st.randoms(use_true_random=False))
def test_the_order_of_cells_changes_nothing(last_and_cells, random):
    last, cells = last_and_cells
    shuffled = random.sample(cells, len(cells))

    assert supplied(cells, TOTAL, last=last) == supplied(shuffled, TOTAL, last=last)


@given(monthly_cells())
def test_a_total_is_open_exactly_when_a_part_is(last_and_cells):
    last, cells = last_and_cells
    amounts = [each.amount for each in cells]

    found = supplied(cells, TOTAL, last=last)

    assert found == (None if None in amounts else sum(amounts, eok(0)))


@given(monthly_cells(may_be_open=False), st.data())
def test_taking_a_cell_away_never_leaves_a_smaller_total_only_an_open_one(last_and_cells, data):
    last, cells = last_and_cells
    gone = data.draw(st.integers(0, len(cells) - 1))

    assert supplied(cells[:gone] + cells[gone + 1 :], TOTAL, last=last) is None


@given(monthly_cells(may_be_open=False), eoks)
def test_a_published_total_stands_whatever_its_parts_say(last_and_cells, total):
    last, cells = last_and_cells
    published = cell(TOTAL, total, 1, last)

    assert supplied([*cells, published], TOTAL, last=last) == eok(total)


@given(monthly_cells(may_be_open=False))
def test_sectors_and_institutions_add_up_to_the_same_total(last_and_cells):
    last, cells = last_and_cells
    of_sectors = [supplied(cells, Subject(sector=key), last=last) for key in SECTORS]
    of_institutions = [supplied(cells, Subject(institution=key), last=last) for key in INSTITUTIONS]

    assert sum(of_sectors, eok(0)) == sum(of_institutions, eok(0))


@given(monthly_cells(), eoks, eoks)
def test_a_rate_times_its_target_is_exactly_what_was_supplied(last_and_cells, chips, total):
    last, cells = last_and_cells
    found = pace(
        plan(revision(chips=chips, total=total)),
        series(*cells),
        as_of=Month(2024, last).last_on,
    )

    for line in found.lines:
        if line.rate is not None:
            assert line.rate * line.target.minor == line.supplied.minor
        else:
            assert line.supplied is None or not (line.target and line.target.minor)


@given(monthly_cells(may_be_open=False), st.integers(2, 1000))
def test_scaling_plan_and_supply_leaves_the_pace(last_and_cells, factor):
    last, cells = last_and_cells
    on = Month(2024, last).last_on
    scaled = [
        cell(c.subject, c.amount.minor // 10**8 * factor, c.first_on, c.last_on) for c in cells
    ]

    plain = pace(plan(revision(total=7)), series(*cells), as_of=on)
    large = pace(plan(revision(total=7 * factor)), series(*scaled), as_of=on)

    assert plain.headline.rate == large.headline.rate


@given(monthly_cells(), st.sampled_from(SeriesSource))
def test_every_figure_of_a_document_is_open_or_known_as_in_the_pace(last_and_cells, source):
    last, cells = last_and_cells
    own = [replace(each, source=source) for each in cells]
    found = pace(plan(), series(*own, source=source), as_of=Month(2024, last).last_on)

    document = pace_document(found, [forecast(found)])

    written = [line["supplied"] for line in (document["headline"], *document["sectors"])]
    amounts = [line.supplied for line in (found.headline, *found.sectors)]
    assert written == [amount and amount.as_json() for amount in amounts]
    assert document["series"] == source.value


@given(monthly_cells(may_be_open=False))
def test_last_years_own_profile_forecasts_last_years_own_end(last_and_cells):
    last, cells = last_and_cells
    whole = [
        *cells,
        *(
            cell(Subject(sector, institution), 5, month, month)
            for month in range(last + 1, 13)
            for institution in INSTITUTIONS
            for sector in SECTORS
        ),
    ]
    profile = profile_of(plan(), series(*whole))
    final = span_of(series(*whole), plan(), through_on=YEAR_END).known(TOTAL).amount
    found = pace(plan(), series(*whole), as_of=Month(2024, last).last_on)

    year_end = forecast(found, profile).headline.year_end

    assert year_end in (final, None)
    assert (year_end is None) == (not found.headline.supplied.minor)


# Lines: two sums, net-new, regions


@st.composite
def supply_lines(draw):
    """Loans, covers and investments of two institutions, covers linked or not."""
    count = draw(st.integers(0, 8))
    return [
        SupplyLine(
            contract=f"C-{number}" if instrument is Instrument.COVER else f"L-{number % 4}",
            institution=draw(st.sampled_from((*INSTITUTIONS, "stranger"))),
            firm=f"F-{draw(st.integers(1, 3))}",
            instrument=instrument,
            sector=draw(st.sampled_from(("", *SECTORS))),
            amount=eok(draw(eoks)),
            on=draw(days),
            region=draw(st.none() | st.sampled_from(Region)),
            is_renewal=draw(st.booleans()),
            loan=f"L-{draw(st.integers(0, 5))}" if instrument is Instrument.COVER else "",
            lender=draw(st.sampled_from(("", "bank", "elsewhere")))
            if instrument is Instrument.COVER
            else "",
        )
        for number in range(count)
        for instrument in (draw(st.sampled_from(Instrument)),)
    ]


PERIMETER = frozenset(INSTITUTIONS)


@given(supply_lines())
def test_money_reaching_firms_never_exceeds_the_institutions_sum(lines):
    found = reach(lines, perimeter=PERIMETER)

    assert eok(0) <= found.at_least <= found.at_most <= found.institutions_sum
    assert (found.reaching_firms is None) == (found.at_least != found.at_most)


@given(supply_lines())
def test_without_covers_both_sums_are_the_same(lines):
    bare = [line for line in lines if line.instrument is not Instrument.COVER]

    found = reach(bare, perimeter=PERIMETER)

    assert found.reaching_firms == found.institutions_sum


@given(supply_lines(), eoks)
def test_a_cover_on_a_counted_loan_never_changes_the_money_reaching_firms(lines, amount):
    loan = SupplyLine(
        contract="L-9",
        institution="bank",
        firm="F",
        instrument=Instrument.LOAN,
        sector="chips",
        amount=eok(100),
        on=YEAR_END,
    )
    cover = SupplyLine(
        contract="C-9",
        institution="fund",
        firm="F",
        instrument=Instrument.COVER,
        sector="chips",
        amount=eok(amount),
        on=YEAR_END,
        loan="L-9",
    )

    before = reach([*lines, loan], perimeter=PERIMETER)
    after = reach([*lines, loan, cover], perimeter=PERIMETER)

    assert (after.at_least, after.at_most) == (before.at_least, before.at_most)
    assert after.institutions_sum == before.institutions_sum + eok(amount)


@given(supply_lines(), days)
def test_months_add_up_where_every_cover_names_its_lender(lines, cut):
    # A cover that names an outside lender and a loan of the perimeter contradicts itself.
    linked = [
        line
        for line in lines
        if line.instrument is not Instrument.COVER
        or line.lender == "bank"
        or (line.lender == "elsewhere" and not line.loan)
    ]
    before = [line for line in linked if line.on <= cut]
    after = [line for line in linked if line.on > cut]

    whole = reach(linked, perimeter=PERIMETER).reaching_firms

    parts = [reach(part, perimeter=PERIMETER).reaching_firms for part in (before, after)]
    assert whole == sum(parts, eok(0))


@given(supply_lines())
def test_net_new_and_renewals_are_gross_supply(lines):
    found = novelty(lines)

    assert found.net_new + found.renewals == found.gross
    assert found.gross == sum((line.amount for line in lines), eok(0))


@given(supply_lines(), days)
def test_cells_of_a_complete_book_are_the_sum_of_its_lines_in_the_sectors(lines, on):
    origin = Origin(SeriesSource.LEDGER, PAPER, PERIMETER)
    cells = cells_of_lines(lines, plan(), origin, through_on=on)

    ledger = SupplySeries(SeriesSource.LEDGER, cells, "mark")

    assert span_of(ledger, plan(), through_on=on).known(TOTAL).amount == sum(
        (
            line.amount
            for line in lines
            if line.on <= on and line.sector and line.institution in PERIMETER
        ),
        eok(0),
    )


@given(supply_lines(), st.lists(st.sampled_from(Axis), unique=True))
def test_a_matrix_adds_up_to_the_same_whole_along_any_sides(lines, axes):
    found = matrix(lines)

    assert sum(found.along(*axes).values(), eok(0)) == found.total
    assert found.total == sum((line.amount for line in lines), eok(0))


@given(supply_lines())
def test_the_regional_share_lies_between_its_bounds_and_both_in_the_whole(lines):
    found = regional_share(matrix(lines))

    if found is not None:
        assert 0 <= found.low <= found.high <= 1
        assert (found.share is None) == bool(found.unplaced.minor)


# Concentration


@given(st.dictionaries(st.text(max_size=3), eoks, min_size=1), st.integers(1, 5))
def test_concentration_lies_between_equal_shares_and_one_holder(held, top):
    found = concentration({key: eok(amount) for key, amount in held.items()}, top=top)

    if found.holders:
        assert Fraction(1, found.holders) <= found.herfindahl <= 1
        assert Fraction(min(top, found.holders), found.holders) <= found.top_share <= 1
        assert (found.top_share == 1) == (top >= found.holders)


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 100), min_size=2))
def test_a_merger_of_two_holders_never_lowers_concentration(held):
    first, second, *_ = sorted(held)
    merged = {key: amount for key, amount in held.items() if key != second}
    merged[first] += held[second]

    def herfindahl(amounts):
        return concentration({key: eok(value) for key, value in amounts.items()}).herfindahl

    assert herfindahl(merged) > herfindahl(held)


# Limits

limits = st.lists(
    st.builds(
        Limit,
        key=st.text("abc", min_size=1, max_size=3),
        scope=st.sampled_from(EnvelopeScope),
        member=st.just(""),
        cap=st.none() | eoks.map(eok),
        used=eoks.map(eok),
        reserved=eoks.map(eok),
        basis=st.just(SupplyBasis.APPROVED),
        is_revolving=st.booleans(),
    ),
    min_size=1,
    max_size=5,
)
amounts = st.integers(1, 20_000).map(eok)


@given(limits, amounts)
def test_a_reservation_fits_exactly_when_the_room_allows_it(several, amount):
    left = room(several).amount

    found = reserve(several, amount)

    assert isinstance(found, Reserved) == (left is None or amount <= left)


@given(limits, amounts)
def test_a_reservation_never_passes_a_cap_and_a_refusal_reserves_nothing(several, amount):
    found = reserve(several, amount)

    if isinstance(found, Reserved):
        assert all(
            each.cap is None or each.used + each.reserved <= each.cap for each in found.limits
        )
    else:
        assert isinstance(found, NotReserved)
        assert found.first == found.shortfalls[0]
        assert all(each.left < amount for each in found.shortfalls)


@given(limits, amounts)
def test_releasing_a_reservation_restores_the_limits(several, amount):
    found = reserve(several, amount)

    if isinstance(found, Reserved):
        restored = release(found.limits, amount)
        assert sorted(restored, key=repr) == sorted(several, key=repr)


@given(limits, amounts)
def test_using_a_reservation_leaves_the_room_and_repaying_frees_revolving_limits(several, amount):
    found = reserve(several, amount)

    if isinstance(found, Reserved):
        used = use(found.limits, amount)
        repaid = repay(used, amount)
        assert [each.room for each in used] == [each.room for each in found.limits]
        for before, after in zip(used, repaid, strict=True):
            freed = amount if before.is_revolving else eok(0)
            assert before.used - after.used == freed


@given(limits, st.lists(amounts, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_limits_stand_changes_no_answer(several, wanted, random):
    shuffled = random.sample(several, len(several))

    for amount in wanted:
        assert isinstance(reserve(several, amount), Reserved) == isinstance(
            reserve(shuffled, amount), Reserved
        )
    assert room(several).amount == room(shuffled).amount


# Exposure

positions = st.lists(
    st.builds(
        Position,
        contract=st.sampled_from(["L-1", "L-2", "C-1", "C-2"]),
        institution=st.sampled_from(["bank", "fund", "guarantor"]),
        firm=st.sampled_from(["one", "two"]),
        group=st.sampled_from(["", "house"]),
        instrument=st.sampled_from(Instrument),
        outstanding=eoks.map(eok),
        loan=st.sampled_from(["", "L-1", "L-2"]),
    ),
    max_size=8,
)


@given(positions)
def test_what_is_covered_never_exceeds_what_is_owed(several):
    found = register(several)

    for exposure in (*found.firms, *found.groups):
        assert eok(0) <= exposure.covered <= exposure.outstanding


@given(positions, st.randoms(use_true_random=False))
def test_the_register_does_not_depend_on_the_order_of_positions(several, random):
    assert register(several) == register(random.sample(several, len(several)))


@given(positions, st.sets(st.sampled_from(ExposureField)))
def test_nothing_is_seen_of_others_beyond_yes_or_no_and_the_fields_opened(several, fields):
    purpose = Purpose("audit", "Act art. 8", frozenset(fields)) if fields else None

    seen = seen_by("bank", several, firm="one", purpose=purpose)

    shown = {field for field in ExposureField if getattr(seen, field.value) is not None}
    assert shown == fields
    assert seen.own is None or seen.own.institutions in ((), ("bank",))


# Overlaps

benefits = st.lists(
    st.builds(
        Benefit,
        contract=st.text("abc", min_size=1, max_size=2),
        firm=st.sampled_from(["one", "two"]),
        programme=st.just("programme"),
        product=st.sampled_from(["loan", "cover", "fund"]),
        institution=st.just("bank"),
        first_on=days,
        last_on=st.none() | days,
        amount=st.just(eok(1)),
        need=st.sampled_from(["", "P-1", "P-2"]),
    ),
    max_size=6,
)
rules = st.builds(
    ExclusionRule,
    key=st.just("rule"),
    products=st.frozensets(st.sampled_from(["loan", "cover", "fund"])),
    others=st.frozensets(st.sampled_from(["loan", "cover", "fund"])),
    is_per_need=st.booleans(),
)


@given(benefits, rules, days)
def test_a_certain_violation_on_a_day_is_also_an_overlap(several, rule, on):
    overlapping = {overlap.firm for overlap in overlaps(several, on=on)}

    for violation in violations(several, [rule]):
        assert violation.first.firm == violation.second.firm == violation.firm
        if violation.first.is_held_on(on) and violation.second.is_held_on(on):
            assert violation.firm in overlapping


@given(benefits, rules)
def test_a_rule_per_need_never_finds_more_than_the_same_rule_per_firm(several, rule):
    per_firm = ExclusionRule(key="rule", products=rule.products, others=rule.others)

    def pairs(the_rule):
        return [(found.first, found.second) for found in violations(several, [the_rule])]

    assert set(map(repr, pairs(rule))) <= set(map(repr, pairs(per_firm)))


# Monthly reports

report_rows = st.builds(
    ReportRow,
    institution=st.sampled_from(INSTITUTIONS),
    month=st.builds(Month, st.just(2024), st.integers(1, 3)),
    sector=st.sampled_from(SECTORS),
    product=st.just(""),
    region=st.none(),
    theme=st.just(""),
    amount=st.none() | eoks.map(eok),
    renewals=st.none(),
    contracts=st.none(),
    firms=st.none(),
    line=st.integers(2, 99),
)
reports = st.lists(report_rows, min_size=1, unique_by=lambda row: row.place).map(
    lambda rows: MonthlyReport("report.csv", tuple(rows), ())
)


@given(st.lists(reports, max_size=5))
def test_changes_lead_from_what_was_in_force_to_what_is(several):
    rows = ()
    for report in several:
        known = {row.place: row.numbers for row in rows}
        rows, changes = resubmit(rows, report)
        for change in changes:
            place = (change.after or change.before).place
            assert known.get(place) == (change.before.numbers if change.before else None)
            known.pop(place, None)
            if change.after is not None:
                known[place] = change.after.numbers
        assert known == {row.place: row.numbers for row in rows}


@given(st.lists(reports, min_size=1, max_size=5))
def test_only_the_last_report_of_a_month_counts(several):
    last = several[-1]

    rows = in_force(several)

    assert {row.place for row in rows if (row.institution, row.month) in last.months} == {
        row.place for row in last.rows
    }
    assert in_force([*several, last]) == rows


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_whatever_is_sent_is_read_or_told_and_never_raises(content):
    headings = "기관,월,분야,공급액(원),지역,건수\n".encode()
    desk = Desk(plan(), YEAR_END)

    for sent in (content, headings + content):
        found = read_report("report.csv", sent, desk)
        assert found.is_taken or found.problems


@given(eoks, st.sampled_from(["억", "백만", "천", ""]))
def test_an_amount_is_worth_the_same_in_every_unit(amount, unit):
    worth = {"억": 10**8, "백만": 10**6, "천": 10**3, "": 1}[unit]
    written = amount * 10**8 // worth
    content = f"기관,월,분야,공급액({unit}원)\nbank,2024-05,chips,{written}\n".encode()

    (row,) = read_report("report.csv", content, Desk(plan(), YEAR_END)).rows

    assert row.amount == Money(amount * 10**8)
