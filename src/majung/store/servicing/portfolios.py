"""Loans by the thousand, as columns: their packed terms, their facts, what was posted of them.

A contract is named by its number here, because thousands are found by it fastest; the functions
beside this module take and give keys.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from majung.contracts.codes import EVENT_KINDS, FACT_CODE
from majung.contracts.packing import PLAIN, PackedLoan, PackedLoans, PlainFacts, form, packed
from majung.contracts.terms import LoanTerms
from majung.store import bulk
from majung.store.acting import forget
from majung.store.asking import ask, leave
from majung.store.bulk import Kind
from majung.store.servicing.contracts import CONTRACTS, Servicing
from majung.store.written import read

#: Stands between the parts of what thousands of contracts have in common.
MARK, LINE = "\x1f", "\x1e"
LOAN = "loan"

Numbers = NDArray[np.int64]


def sent(numbers: Numbers) -> str:
    """Write numbers as the database reads a list of them; the driver would take a tenfold time."""
    return f"{{{','.join(map(str, numbers.tolist()))}}}"


class Due(NamedTuple):
    """Contracts that yield something by a day, by key, as columns.

    Attributes:
        due_days: day numbers of their next due days.
    """

    numbers: Numbers
    keys: Sequence[str]
    kinds: Sequence[str]
    due_days: Numbers


class HeldLoans(NamedTuple):
    """Loans with their packed terms, in the order asked for, as columns.

    Attributes:
        numbers: those that are packed; a loan that is taken by itself is left out.
        signatures: what says where the events of each are posted: programme, version, currency,
            then on lines of their own role, institution and book of each party.
        taken_over: day numbers; `bulk.NOTHING` for none.
    """

    numbers: Numbers
    institutions: Numbers
    keys: Sequence[str]
    signatures: Sequence[str]
    taken_over: Numbers
    due_days: Numbers
    terms: PackedLoans


class PostedColumns(NamedTuple):
    """Every revision of the events that were posted of loans, as columns.

    Attributes:
        rows: place of the loan among those asked for; kinds: kernel codes.
    """

    rows: Numbers
    days: Numbers
    kinds: Numbers
    parties: Sequence[str]
    amounts: Numbers
    revisions: Numbers


def find_by_number() -> None:
    """Let the rest of this transaction find rows of contracts by their indexes.

    A chunk of a large book is a small part of it: were it joined by reading a whole table, every
    chunk would read every contract, and a close would take the square of the book's size.
    """
    leave(
        "SELECT set_config('enable_hashjoin', 'off', true),"
        " set_config('enable_mergejoin', 'off', true), set_config('work_mem', '64MB', true)"
    )


def due(*, on: date, after: str, count_max: int) -> Due:
    """Return serviced contracts that yield something by a day, by key, after a key."""
    found = bulk.select(
        "SELECT id, key, kind, next_due_on FROM store_contract"
        " WHERE next_due_on <= %s AND servicing = %s AND key > %s ORDER BY key LIMIT %s",
        [on, Servicing.SERVICED.value, after, count_max],
        {"id": Kind.INTEGER, "key": Kind.TEXT, "kind": Kind.TEXT, "next_due_on": Kind.DAY},
        is_planned_anew=True,
    )
    return Due(found["id"], found["key"], found["kind"], found["next_due_on"])


def covers_by_loan(loans: Numbers) -> Mapping[int, tuple[str, ...]]:
    """Return the keys of the covers that stand on loans, by the loan's number, by key."""
    found = ask(
        "SELECT loan_id, array_agg(key ORDER BY key) FROM store_contract"
        " WHERE loan_id = ANY(%s::int8[]) GROUP BY loan_id",
        [sent(loans)],
    )
    return {loan: tuple(keys) for loan, keys in found}


def pack_missing(numbers: Numbers) -> int:
    """Pack the loans among contracts that are not packed in the form of this release."""
    with connection.cursor() as cursor:
        cursor.execute(_UNPACKED, [form(), sent(numbers), LOAN])
        found = cursor.fetchall()
        if not found:
            return 0
        made = [
            (number, signature, packed(read(LoanTerms, json.loads(tree))))
            for number, tree, signature in found
        ]
        rows = [_packed_row(*each) for each in made]
        cursor.execute(_PACK, [list(column) for column in zip(*rows, strict=True)])
    return len(made)


#: What says where the events of a contract are posted never changes, as its terms.
_UNPACKED = f"""
    SELECT c.id, c.terms,
           concat_ws('{LINE}', concat_ws('{MARK}', c.programme, coalesce(v.version, ''),
                                         c.currency),
               (SELECT string_agg(
                    concat_ws('{MARK}', t.role, coalesce(i.key, ''), t.book_key), '{LINE}'
                    ORDER BY t.id)
                FROM store_contractparty t LEFT JOIN store_institution i
                  ON i.id = t.institution_id
                WHERE t.contract_id = c.id))
    FROM store_contract c
    LEFT JOIN store_packedloan p ON p.contract_id = c.id AND p.form = %s AND p.signature <> ''
    LEFT JOIN store_programmeversion v ON v.id = c.programme_version_id
    WHERE c.id = ANY(%s::int8[]) AND c.kind = %s AND p.form IS NULL ORDER BY c.id
"""  # noqa: S608 - marks of this module, no value from outside
_PACK = """
    INSERT INTO store_packedloan
        (contract_id, form, signature, content, components, payers, calendar, drawable_until)
    SELECT * FROM unnest(%s::int8[], %s::text[], %s::text[], %s::bytea[], %s::bytea[],
        %s::text[], %s::text[], %s::int4[])
    ON CONFLICT (contract_id) DO UPDATE SET
        form = EXCLUDED.form, signature = EXCLUDED.signature, content = EXCLUDED.content,
        components = EXCLUDED.components, payers = EXCLUDED.payers,
        calendar = EXCLUDED.calendar, drawable_until = EXCLUDED.drawable_until
"""


def _packed_row(number: int, signature: str, loan: PackedLoan) -> tuple[Any, ...]:
    return (
        number,
        form(),
        signature,
        loan.contract,
        loan.components,
        loan.payers,
        loan.calendar,
        loan.drawable_until,
    )


_LOANS = """
    SELECT c.id, c.institution_id, c.key, c.taken_over_on, c.next_due_on, p.signature,
           p.content, p.components, p.payers, p.calendar, p.drawable_until
    FROM unnest(%s::int8[]) WITH ORDINALITY AS k(id, place)
    JOIN store_contract c ON c.id = k.id
    JOIN store_packedloan p ON p.contract_id = c.id AND p.form = %s AND p.signature <> ''
        AND p.content <> ''::bytea
    ORDER BY k.place
"""


def loans(numbers: Numbers) -> HeldLoans:
    """Return loans by their numbers, in the order of these, with their packed terms."""
    found = bulk.select(
        _LOANS,
        [sent(numbers), form()],
        {
            "id": Kind.INTEGER,
            "institution_id": Kind.INTEGER,
            "key": Kind.TEXT,
            "signature": Kind.TEXT,
            "taken_over_on": Kind.DAY,
            "next_due_on": Kind.DAY,
            "content": Kind.BYTES,
            "components": Kind.BYTES,
            "payers": Kind.TEXT,
            "calendar": Kind.TEXT,
            "drawable_until": Kind.INTEGER,
        },
    )
    return HeldLoans(
        found["id"],
        found["institution_id"],
        found["key"],
        found["signature"],
        found["taken_over_on"],
        found["next_due_on"],
        PackedLoans(
            found["content"],
            found["components"],
            found["payers"],
            found["calendar"],
            found["drawable_until"],
        ),
    )


def signatures_of(numbers: Numbers) -> Mapping[int, str]:
    """Return what says where the events of loans are posted, by the loans' numbers."""
    return dict(
        ask(
            "SELECT contract_id, signature FROM store_packedloan"
            " WHERE contract_id = ANY(%s::int8[])",
            [sent(numbers)],
        )
    )


_FACTS = """
    SELECT k.place - 1 AS place, f.effective_on, coalesce(w.code, -1) AS kind, f.amount, f.party
    FROM unnest(%s::int8[]) WITH ORDINALITY AS k(id, place)
    JOIN store_contractfact f ON f.contract_id = k.id
    LEFT JOIN unnest(%s::text[], %s::int[]) AS w(word, code) ON w.word = f.kind
    ORDER BY k.place, f.effective_on, w.code, f.key COLLATE "C"
"""


def plain_facts(numbers: Numbers) -> PlainFacts:
    """Return the facts of contracts, in the order of a replay."""
    found = bulk.select(
        _FACTS,
        [sent(numbers), [kind.value for kind in PLAIN], [FACT_CODE[kind] for kind in PLAIN]],
        {
            "place": Kind.INTEGER,
            "effective_on": Kind.DAY,
            "kind": Kind.INTEGER,
            "amount": Kind.INTEGER,
            "party": Kind.TEXT,
        },
    )
    counts = np.bincount(found["place"], minlength=len(numbers))
    return PlainFacts(
        np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        found["effective_on"],
        found["kind"],
        found["amount"],
        found["party"],
    )


_POSTED = """
    SELECT k.place - 1 AS place, e.effective_on, w.place - 1 AS kind, e.party, e.amount, e.revision
    FROM unnest(%s::int8[]) WITH ORDINALITY AS k(id, place)
    JOIN store_contractevent e ON e.contract_id = k.id
    JOIN unnest(%s::text[]) WITH ORDINALITY AS w(word, place) ON w.word = e.kind
    WHERE e.effective_on <= %s
"""


def posted_columns(numbers: Numbers, *, until: date) -> PostedColumns:
    """Return what was posted of loans for days up to one, every revision."""
    found = bulk.select(
        _POSTED,
        [sent(numbers), [kind.value for kind in EVENT_KINDS], until],
        {
            "place": Kind.INTEGER,
            "effective_on": Kind.DAY,
            "kind": Kind.INTEGER,
            "party": Kind.TEXT,
            "amount": Kind.INTEGER,
            "revision": Kind.INTEGER,
        },
    )
    return PostedColumns(
        found["place"],
        found["effective_on"],
        found["kind"],
        found["party"],
        found["amount"],
        found["revision"],
    )


def set_due_days(numbers: Numbers, days: Numbers, *, ended: Numbers, never: int) -> None:
    """Say when contracts next yield something by themselves, and when they were over.

    Args:
        days: day numbers; `never` for none any more.
        ended: day numbers; `never` for those that go on.
    """
    leave(
        "UPDATE store_contract c SET"
        " next_due_on = CASE WHEN d.day < %s THEN DATE '1970-01-01' + d.day END,"
        " ended_on = CASE WHEN d.ended < %s THEN DATE '1970-01-01' + d.ended END"
        " FROM unnest(%s::int8[], %s::int4[], %s::int4[]) AS d(id, day, ended) WHERE c.id = d.id",
        [never, never, sent(numbers), sent(days), sent(ended)],
    )
    forget(CONTRACTS)
