"""Problems stand in the order of their places and say where, what, why and what helps."""

import pytest

from majung.errors import Place, Problem, in_order, message


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (Place("p.yaml"), "p.yaml"),
        (Place("p.yaml", 3), "p.yaml:3"),
        (Place("p.yaml", 3, 7), "p.yaml:3:7"),
        (Place("list.xlsx", 3, 7, "목록"), "list.xlsx[목록]:3:7"),
        (Place("list.xlsx", sheet="목록"), "list.xlsx[목록]"),
    ],
)
def test_a_place_is_written_as_far_as_it_is_known(place, written):
    assert str(place) == written


def test_problems_are_ordered_by_file_line_and_column():
    places = [Place("b"), Place("a", 2, 1), Place("a", 1, 9), Place("a", 1, 2), Place("a")]
    problems = [Problem(place, message("file-empty")) for place in places]

    assert [problem.place for problem in in_order(problems)] == [
        Place("a"),
        Place("a", 1, 2),
        Place("a", 1, 9),
        Place("a", 2, 1),
        Place("b"),
    ]


def test_problems_of_one_place_keep_their_order():
    first, second = (
        Problem(Place("a", 1), message(kind)) for kind in ("cell-error", "cell-merged")
    )

    assert [problem.message.kind for problem in in_order([first, second])] == [
        "cell-error",
        "cell-merged",
    ]


def test_a_problem_is_one_line():
    problem = Problem(Place("list.csv", 4, 2), message("cell-formula"))

    assert problem.spoken("en") == (
        "list.csv:4:2: the cell holds a formula — what it shows may depend on where it is opened"
        " — replace it by its value"
    )


def test_a_message_gives_its_values_by_name():
    said = message("rows-too-many", most=10, file="a")

    assert said.values == (("file", "a"), ("most", 10))
    assert said.value("most") == 10
    assert dict(said.as_mapping()) == {"most": 10, "file": "a"}
    with pytest.raises(KeyError, match="rows-too-many has no value least"):
        said.value("least")
