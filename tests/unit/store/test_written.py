"""Values come back from their trees as they were, and nothing else is kept."""

import base64
import json
import zlib
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection

from majung.errors import Message, Place, Problem, message
from majung.ledger import EntryKey
from majung.rules.citations import Status
from majung.rules.findings import Verdict
from majung.store.written import is_kept_in, packed, read, written
from majung.values.money import Money
from majung.values.months import Month
from majung.values.rates import Rate, Ratio
from store_world import FINDING, a_firm, a_loan

VALUES = [
    None,
    True,
    7,
    10**20,
    "글자",
    (),
    ("a", (1, None)),
    Decimal("1.20"),
    Decimal("1E+3"),
    Fraction(1, 3),
    date(2024, 2, 29),
    datetime(2024, 2, 29, 1, 2, 3, 4, tzinfo=UTC),
    b"\x00\xff",
    frozenset({1, 2}),
    {"b": 1, "a": (2,), 3: None},
    Money(-5, "USD"),
    Rate(Decimal("0.0462")),
    Month(2024, 5),
    Verdict.NOT_MET,
    Status.REPORTED,
    FINDING,
    a_loan(),
    a_firm(),
    EntryKey("b", "c", date(2024, 1, 1), "k", "", 0),
    Problem(Place("f.csv", 3, 2), message("kind", cell="x")),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_as_it_was(value):
    kept = json.loads(json.dumps(written(value)))

    back = read(type(value), kept)

    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_packed_value_comes_back_as_it_was_and_is_known_again(value):
    kept = json.loads(json.dumps(packed(value)))

    back = read(type(value), kept)

    assert back == value
    assert type(back) is type(value)
    assert is_kept_in(kept, value)
    assert is_kept_in(written(value), value)
    assert not is_kept_in(kept, ("another", value))


def test_what_is_packed_is_json_that_anybody_can_inflate():
    kept = packed(FINDING)

    assert list(kept) == ["$", "is"]
    assert json.loads(zlib.decompress(base64.b64decode(kept["is"]))) == written(FINDING)


def test_half_a_character_is_not_packed_for_the_database_says_what_is_wrong_with_it():
    assert packed("\ud800") == written("\ud800")


def test_the_order_of_a_mapping_comes_back(database):
    value = {"second": 1, "first": 2, "a": 3}
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(written(value))])
        kept = json.loads(cursor.fetchone()[0])

    assert list(read(dict, kept)) == ["second", "first", "a"]


def test_decimals_keep_their_digits():
    assert str(read(Decimal, written(Decimal("0.8500")))) == "0.8500"


def test_messages_compare_equal_after_their_values_were_kept():
    kept = read(Message, written(FINDING.reason))

    assert kept == message("some-kind", limit=Money(5), ratio=Ratio.percent("85"), days=(1, 2))


@pytest.mark.parametrize("value", [1.5, object(), [0.1], {"a": 2.0}, Exception("x")])
def test_what_is_not_exact_or_not_ours_is_not_kept(value):
    with pytest.raises(TypeError):
        written(value)


def test_a_tree_of_another_kind_is_not_read():
    with pytest.raises(ValueError, match="a Money was kept where a Rate is read"):
        read(Rate, written(Money(1)))


@pytest.mark.parametrize(
    "mark",
    ["store.models.Firm", "os.path", "errors.refusals.PolicyFinanceError", "subprocess.Popen"],
)
def test_a_tree_that_names_a_class_that_is_not_a_value_is_not_read(mark):
    with pytest.raises(ValueError, match="not a value that is kept"):
        read(object, {"$": mark})
