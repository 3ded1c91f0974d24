"""Lists of recommended firms: what stands in them, what is wrong with a few rows, and for once."""

from dataclasses import replace
from datetime import date

from majung.applications.lists import COLUMNS
from majung.applications.recommendation import round_of
from majung.example.draws import Draws
from majung.example.plan import plan_of
from majung.example.recommending import csv_of, list_rows, rule_of
from majung.example.world import Slips, world_of
from majung.files import read_rows
from majung.programmes import Programme, load
from majung.values.calendars import korea

WORLD = world_of(2024)
DRAWS = Draws(WORLD.seed)
CASES = [case for case in plan_of(WORLD, korea()).cases if case.stream.name == "motie"][:4]
ON = date(2024, 9, 27)


def _rows(slips, *, is_mended=False):
    world = replace(WORLD, slips=slips)
    return list(list_rows(CASES, world, DRAWS, on=ON, is_mended=is_mended))


def test_a_list_names_each_firm_with_its_numbers_project_amount_and_day():
    read = read_rows("list.csv", csv_of(_rows(Slips(mistyped=0, repeated=0))), COLUMNS)

    first, case = read.rows[0].values, CASES[0]
    assert len(read.rows) == len(CASES)
    assert first == {
        "firm": case.firm.name,
        "corporate-number": case.firm.identity.spoken("ko"),
        "business-number": case.firm.sites[0].number.spoken("ko"),
        "programme": "",
        "project": case.project,
        "amount": case.amount.spoken("ko"),
        "recommended-on": "2024-09-27",
        "valid-until": "",
    }


def test_a_mistyped_number_differs_in_its_last_digit_and_comes_again_as_it_is():
    right, wrong = (_rows(Slips(mistyped=share, repeated=0)) for share in (0, 100))

    assert [row[1][:-1] for row in wrong] == [row[1][:-1] for row in right]
    assert all(one[1] != other[1] for one, other in zip(wrong, right, strict=True))
    assert _rows(Slips(mistyped=100, repeated=100), is_mended=True) == right


def test_a_repeated_firm_stands_once_more_at_the_end_of_the_list():
    once, twice = (_rows(Slips(mistyped=0, repeated=share)) for share in (0, 100))

    assert twice == [*once, *once]


def test_the_rules_by_which_bodies_recommend_are_those_of_the_programmes():
    programmes = {each.key: load(each.files()) for each in WORLD.programmes}

    bodies = {}
    for stream in WORLD.streams:
        for programme in programmes.values():
            assert isinstance(programme, Programme)
            rule = rule_of(programme, stream.recommendation)
            if rule is not None:
                round_ = round_of(
                    rule, key="r", programme=programme.key, opens_on=ON, closes_on=None
                )
                bodies[stream.name] = rule.recommender
                assert stream.product in rule.products
                assert stream.applications <= round_.quota
    assert bodies == {"example": "example-ministry", "motie": "motie"}
