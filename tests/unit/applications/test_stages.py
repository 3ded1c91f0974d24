"""Stages of an application, and the days spent in each."""

from datetime import date

import pytest

from majung.applications.stages import (
    FOLLOWING,
    ROAD,
    Course,
    Desk,
    Stage,
    StageNotReachableError,
    StageSpan,
    Step,
    StepBeforeLastError,
    course_of,
    days_at,
    furthest,
    next_step,
    stage_on,
    stage_spans,
    walked,
)


def step(stage, day):
    return Step(stage, date(2024, 10, day), "officer")


LIFE = (
    step(Stage.SUBMITTED, 1),
    step(Stage.COMPLETION, 4),
    step(Stage.ASSESSMENT, 10),
    step(Stage.PROPOSED, 15),
    step(Stage.OFFERED, 17),
    step(Stage.ACCEPTED, 18),
    step(Stage.SIGNED, 21),
)


@pytest.mark.parametrize(
    ("after", "stages", "place"),
    [
        ((), ROAD, 3),
        ((Stage.ACCEPTED, Stage.SIGNED), ROAD, 5),
        ((Stage.LAPSED,), (*ROAD[:4], Stage.LAPSED), 4),
        ((Stage.APPEALED,), (*ROAD[:4], Stage.APPEALED), 4),
        # An appeal that is upheld goes back on the road.
        ((Stage.APPEALED, Stage.ASSESSMENT), ROAD, 1),
    ],
)
def test_the_course_of_an_application_ends_where_it_left_the_road(after, stages, place):
    steps = (*LIFE[:5], *(step(stage, 20) for stage in after))

    assert course_of(steps) == Course(stages, place)


def test_a_refusal_is_the_end_and_an_appeal_follows_it():
    refused = (*LIFE[:4], step(Stage.REFUSED, 20))
    end = (*ROAD[:3], Stage.REFUSED)

    assert course_of(refused) == Course(end, 3)
    assert course_of((*refused, step(Stage.APPEALED, 21))) == Course((*end, Stage.APPEALED), 4)


def test_papers_to_complete_stand_before_the_assessment():
    waiting = (Stage.SUBMITTED, Stage.COMPLETION, *ROAD[1:])

    assert course_of(LIFE[:2]) == Course(waiting, 1)


def test_the_product_furthest_on_the_road_counts_and_one_that_left_it_only_alone():
    refused = (*LIFE[:4], step(Stage.REFUSED, 30))

    assert furthest([LIFE[:3], LIFE, refused]) == LIFE
    assert furthest([refused, LIFE[:3]]) == LIFE[:3]
    assert furthest([(*LIFE[:4], step(Stage.REFUSED, 16)), refused]) == refused


def test_days_are_measured_stage_by_stage():
    spans = stage_spans(walked(LIFE), on=date(2024, 12, 31))

    assert [(span.stage, span.days) for span in spans] == [
        (Stage.SUBMITTED, 3),
        (Stage.COMPLETION, 6),
        (Stage.ASSESSMENT, 5),
        (Stage.PROPOSED, 2),
        (Stage.OFFERED, 1),
        (Stage.ACCEPTED, 3),
        (Stage.SIGNED, 0),
    ]


def test_days_count_for_the_desk_the_application_lay_on():
    spans = stage_spans(LIFE, on=date(2024, 12, 31))

    assert (days_at(spans, Desk.INSTITUTION), days_at(spans, Desk.FIRM)) == (13, 7)


def test_a_stage_that_goes_on_is_measured_to_the_day_of_asking():
    spans = stage_spans(LIFE[:3], on=date(2024, 10, 12))

    assert spans[-1] == StageSpan(Stage.ASSESSMENT, Desk.INSTITUTION, date(2024, 10, 10), None, 2)


def test_steps_after_the_day_of_asking_have_not_happened():
    assert stage_on(LIFE, on=date(2024, 10, 9)) is Stage.COMPLETION
    assert stage_on(LIFE, on=date(2024, 9, 30)) is None
    assert stage_spans(LIFE, on=date(2024, 9, 30)) == ()


def test_a_stage_visited_twice_is_two_visits():
    again = (*LIFE[:3], step(Stage.COMPLETION, 12), step(Stage.ASSESSMENT, 20))

    spans = stage_spans(walked(again), on=date(2024, 10, 20))

    assert [span.days for span in spans if span.stage is Stage.COMPLETION] == [6, 8]


def test_an_application_begins_by_being_submitted():
    with pytest.raises(StageNotReachableError):
        next_step((), step(Stage.ASSESSMENT, 1))


def test_nothing_is_signed_without_being_offered():
    with pytest.raises(StageNotReachableError):
        next_step(LIFE[:4], step(Stage.SIGNED, 16))


def test_a_step_is_never_earlier_than_the_one_before():
    with pytest.raises(StepBeforeLastError):
        next_step(LIFE[:3], step(Stage.PROPOSED, 9))


def test_a_refusal_can_be_appealed_and_decided_again():
    life = (
        *LIFE[:4],
        step(Stage.REFUSED, 17),
        step(Stage.APPEALED, 20),
        step(Stage.OFFERED, 25),
    )

    assert walked(life) == life


@pytest.mark.parametrize("stage", [Stage.SIGNED, Stage.WITHDRAWN, Stage.LAPSED])
def test_an_application_that_ended_goes_nowhere(stage):
    assert stage.is_last


def test_every_stage_can_be_reached():
    reached, front = {Stage.SUBMITTED}, {Stage.SUBMITTED}
    while front:
        front = {after for stage in front for after in FOLLOWING[stage]} - reached
        reached |= front

    assert reached == set(Stage)
