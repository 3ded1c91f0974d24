"""YAML files: what scalars mean, where nodes stand, and what is said about slips."""

from datetime import date
from decimal import Decimal

import pytest

from majung.errors import Place, Problem, message
from majung.files import Tree, read_tree
from majung.files.growing import DEPTH_MAX, NODES_MAX


def _value(text):
    tree = read_tree("p.yaml", text.encode())
    assert isinstance(tree, Tree), tree
    return tree.value


def _problems(text):
    found = read_tree("p.yaml", text.encode())
    if isinstance(found, Tree):
        # Not an assertion: its message would unfold every alias of the tree.
        pytest.fail("read without a problem")
    return [(problem.place.line, problem.place.column, problem.message) for problem in found]


SCALARS = [
    ("0.70", Decimal("0.70")),
    ("-0.7", Decimal("-0.7")),
    ("12", 12),
    ("-3", -3),
    ("0", 0),
    ("01110", "01110"),
    ("0o17", "0o17"),
    ("0x1F", "0x1F"),
    ("1_000", "1_000"),
    ("1,000", "1,000"),
    ("30E360", "30E360"),
    ("1e3", "1e3"),
    ("30360", 30360),
    ("12345678901234567890", "12345678901234567890"),
    ("2024-09-24", date(2024, 9, 24)),
    ("2024-09-24 10:30", "2024-09-24 10:30"),
    ("10:30", "10:30"),
    ("true", True),
    ("False", False),
    ("on", "on"),
    ("no", "no"),
    ("~", None),
    ("null", None),
    ("", None),
    ("2,000억", "2,000억"),
    ("최대 30 %", "최대 30 %"),
    ("△0.7 %p", "△0.7 %p"),
    ("'12'", "12"),
    ('"2024-09-24"', "2024-09-24"),
    ("''", ""),
    ("!!str 12", "12"),
    ("! 12", "12"),
]


@pytest.mark.parametrize(("written", "meant"), SCALARS, ids=[row[0] for row in SCALARS])
def test_scalars_keep_what_was_meant(written, meant):
    value = _value(f"a: {written}\n")["a"]

    assert (value, type(value)) == (meant, type(meant))


def test_block_text_keeps_its_lines():
    assert _value("a: |\n  one\n  two\nb: >\n  one\n  two\n") == {
        "a": "one\ntwo\n",
        "b": "one two\n",
    }


def test_keys_are_always_text():
    assert _value("2024: a\n2024-01-01: b\ntrue: c\n0.5: d\n") == {
        "2024": "a",
        "2024-01-01": "b",
        "true": "c",
        "0.5": "d",
    }


def test_a_list_or_a_scalar_may_stand_alone():
    assert _value("- 1\n- [2, {a: 3}]\n") == [1, [2, {"a": 3}]]
    assert _value("마중\n") == "마중"


TREE = """\
products:
  - key: loan
    limits: &limits {firm: 2억, total: '2,000억'}
  - key: cover
    limits: *limits
"""


def test_every_value_and_key_knows_its_place():
    tree = read_tree("p.yaml", TREE.encode())

    places = {
        path: (tree.place(path).line, tree.place(path).column)
        for path in [(), ("products",), ("products", 0), ("products", 0, "limits", "total")]
    }
    assert places == {
        (): (1, 1),
        ("products",): (2, 3),
        ("products", 0): (2, 5),
        ("products", 0, "limits", "total"): (3, 39),
    }
    assert tree.key_place(("products", 0, "limits", "total")) == Place("p.yaml", 3, 32)
    assert tree.key_place(("products",)) == Place("p.yaml", 1, 1)


def test_what_an_alias_repeats_stands_where_it_was_written():
    tree = read_tree("p.yaml", TREE.encode())
    path = ("products", 1, "limits")

    assert tree.value["products"][1]["limits"] == {"firm": "2억", "total": "2,000억"}
    assert tree.place(path) == Place("p.yaml", 5, 13)
    assert tree.key_place(path) == Place("p.yaml", 5, 5)
    assert tree.place((*path, "firm")) == Place("p.yaml", 3, 28)
    assert tree.key_place((*path, "firm")) == Place("p.yaml", 3, 22)
    assert tree.written((*path, "total")) == "2,000억"


def test_an_alias_inside_what_another_repeats_is_followed_too():
    text = "b: &b {x: 1}\nm: &m {inner: *b}\ndeep: {more: {top: *m}}\n"
    tree = read_tree("p.yaml", text.encode())

    assert tree.value["deep"]["more"]["top"] == {"inner": {"x": 1}}
    assert tree.place(("deep", "more", "top", "inner")) == Place("p.yaml", 2, 15)
    assert tree.place(("deep", "more", "top", "inner", "x")) == Place("p.yaml", 1, 11)
    assert tree.key_place(("deep", "more", "top", "inner", "x")) == Place("p.yaml", 1, 8)


def test_what_is_missing_belongs_where_its_mapping_stands():
    tree = read_tree("p.yaml", TREE.encode())

    assert tree.place(("products", 0, "price", "rate")) == tree.place(("products", 0))
    assert tree.key_place(("products", 0, "price")) == tree.place(("products", 0))
    assert tree.place(("products", 1, "limits", "year")) == tree.place(("products", 0, "limits"))


def test_a_scalar_can_be_had_as_it_was_written():
    tree = read_tree("p.yaml", b"a: 1.50\nb: 30360\n")

    assert (tree.written(("a",)), tree.written(("b",))) == ("1.50", "30360")
    with pytest.raises(KeyError):
        tree.written(())


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("이름: 마중\n".encode(), "UTF-8"),
        ("이름: 마중\n".encode("utf-8-sig"), "UTF-8 BOM"),
        ("이름: 마중\n".encode("cp949"), "CP949"),
        ("이름: 마중\r\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_the_encoding_of_a_tree_is_told(content, encoding):
    tree = read_tree("p.yaml", content)

    assert (tree.value, tree.encoding) == ({"이름": "마중"}, encoding)


def test_all_slips_of_a_file_are_told_at_once():
    text = "a: 1\na: 2\nb: {c: .inf, c: 2024-02-30}\nd: !!python/name x\n<<: {e: 1}\nf: *g\n"

    assert _problems(text) == [
        (2, 1, message("yaml-key-repeated", key="a", line=1)),
        (3, 8, message("yaml-number-endless", number=".inf")),
        (3, 14, message("yaml-key-repeated", key="c", line=3)),
        (3, 17, message("yaml-date-does-not-exist", day="2024-02-30")),
        (4, 4, message("yaml-tag", tag="tag:yaml.org,2002:python/name")),
        (5, 1, message("yaml-merge-key")),
        (6, 4, message("yaml-alias-not-known", alias="g")),
    ]


SLIPS = [
    ("a: b: c\n", 1, 5, "yaml-colon-in-text"),
    ("a\nb: 1\n", 2, 2, "yaml-colon-in-text"),
    ("a: %x\n", 1, 4, "yaml-quotes-needed"),
    ("a: @x\n", 1, 4, "yaml-quotes-needed"),
    ("a:\n  b: 1\n c: 2\n", 3, 2, "yaml-indentation"),
    ("- a\nb: 1\n", 2, 1, "yaml-indentation"),
    ("a: 'x\n", 2, 1, "yaml-quote-open"),
    ("a:\n  b\n  c\n d: [\n", 4, 3, "yaml-colon-in-text"),
    ("a: [1, 2\nb: 3\n", 2, 2, "yaml-bracket-open"),
    ("a: ]\n", 1, 4, "yaml-value-missing"),
    ("---\na: 1\n---\nb: 2\n", 3, 1, "yaml-several-documents"),
    ("? [a]\n: 1\n", 1, 3, "yaml-key-not-text"),
    ("&x a: 1\n*x : 2\n", 2, 1, "yaml-key-not-text"),
    (": 1\n", 1, 1, "yaml-key-empty"),
    ("a: &x [*x]\n", 1, 8, "yaml-alias-not-known"),
]


@pytest.mark.parametrize(("text", "line", "column", "kind"), SLIPS, ids=[row[0] for row in SLIPS])
def test_a_slip_is_named_and_placed(text, line, column, kind):
    assert [(at, column, said.kind) for at, column, said in _problems(text)] == [
        (line, column, kind)
    ]


@pytest.mark.parametrize(
    ("text", "column", "number"),
    [
        ("a: {total: 2,000억}\n", 12, "2,000억"),
        ("a: [2,000억, 3억]\n", 5, "2,000억"),
        ("a: [1,234]\n", 5, "1,234"),
        ("a: [x, 최대 1,500 %]\n", 8, "최대 1,500 %"),
    ],
)
def test_a_number_cut_by_a_comma_in_brackets_is_refused(text, column, number):
    assert _problems(text) == [(1, column, message("yaml-comma-in-number", number=number))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 2,000억\n", "2,000억"),
        ("a: ['2,000억', 3억]\n", ["2,000억", "3억"]),
        ("a: [1, 234]\n", [1, 234]),
        ("a: [1,2,3]\n", [1, 2, 3]),
        ("a: [2024,2025]\n", [2024, 2025]),
    ],
)
def test_commas_that_part_values_part_values(text, value):
    assert _value(text) == {"a": value}


def test_tabs_are_told_on_every_line():
    assert _problems("a:\n\tb: 1\n \tc: 2\n") == [
        (2, 1, message("yaml-tab")),
        (3, 2, message("yaml-tab")),
    ]


def test_a_tab_inside_a_text_is_no_slip():
    assert _value("a: |\n  one\n  \ttwo\n") == {"a": "one\n\ttwo\n"}


def test_nesting_ends_at_a_limit():
    within = "[" * DEPTH_MAX + "]" * DEPTH_MAX
    beyond = f"[{within}]"

    assert isinstance(_value(within), list)
    assert _problems(beyond) == [(1, DEPTH_MAX + 1, message("yaml-too-deep", most=DEPTH_MAX))]


def test_aliases_do_not_unfold_without_end():
    first = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"
    lines = [first] + [
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)
    ]

    assert [said for _, _, said in _problems("\n".join(lines))] == [
        message("yaml-too-many-nodes", most=NODES_MAX)
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_a_file_of_brackets_is_refused_at_once(opening):
    assert len(_problems(opening * 20_000)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", message("file-empty")),
        (b"# nothing but a comment\n", message("file-empty")),
        (b"---\n...\n", message("file-empty")),
        (b"a" * (1024 * 1024 + 1), message("file-too-large", size_mb=2, most_mb=1)),
        (b"PK\x03\x04", message("file-not-yaml")),
        (b"a: \x00", message("file-not-text")),
        (b"a: \xff\n", message("encoding-not-known", at_line=1)),
        (b"ok: 1\na: \xff\xff\n", message("encoding-not-known", at_line=2)),
    ],
)
def test_what_is_no_yaml_is_refused_as_a_whole(content, said):
    problems = read_tree("p.yaml", content)

    assert problems == (Problem(Place("p.yaml"), said),)
    assert [problem.message for problem in problems] == [said]
