"""The plan of a year: what it draws besides is drawn apart and moves nothing else."""

from dataclasses import replace

from majung.example.plan import plan_of
from majung.example.world import world_of
from majung.values.calendars import korea


def test_so_many_applicants_look_at_what_they_could_get_as_the_world_says():
    world = world_of(2024)

    cases = plan_of(world, korea()).cases

    assert world.comparing == 10
    assert 35 <= sum(case.compares for case in cases) <= 65
    assert not any(case.compares for case in plan_of(replace(world, comparing=0), korea()).cases)


def test_who_looks_changes_nothing_else_about_a_case():
    world = world_of(2024)

    plans = [plan_of(replace(world, comparing=share), korea()).cases for share in (0, 100)]

    nobody, everybody = ([replace(case, compares=False) for case in plan] for plan in plans)
    assert nobody == everybody
