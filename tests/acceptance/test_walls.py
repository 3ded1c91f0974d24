"""The second wall: what the database refuses, whatever the code above it asks for.

Every test speaks SQL past the functions of the store, as a slip in the code or an intruder would.
"""

from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError, ProgrammingError

from majung.applications.firm import identity_key
from majung.contracts.facts import Fact, FactKind
from majung.rules.citations import Label
from majung.store import roles
from majung.store.access import (
    ActingAlreadyError,
    InstitutionNotKnownError,
    Purpose,
    WallsDownError,
    acting_for,
    acting_for_firm,
    acting_for_state,
)
from majung.store.council import packs
from majung.store.intake import applications, limits
from majung.store.parties import firms, people, personal
from majung.store.servicing import contracts, facts, posting
from majung.store.servicing.chain import verify_book
from majung.store.upkeep import accesses
from majung.supply.limits import EnvelopeScope, Limit, SupplyBasis
from majung.values.money import Money
from store_world import (
    AT,
    CLERK,
    ON,
    an_entry,
    found_firm,
    found_institutions,
    signed,
    state,
)

#: Read by everybody before anybody acts; reasons stand in the migration.
OPEN_TO_ALL = {
    "store_institution",
    "store_institutionname",
    "store_person",
    "store_membership",
    "store_programmeversion",
    "store_programmefile",
    "store_dailyroot",
    "store_user",
    "store_apikey",
}


def sql(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def count(table):
    return sql(f"SELECT count(*) FROM {table}")[0][0]


def store_tables():
    return [model._meta.db_table for model in apps.get_app_config("store").get_models()]


@contextmanager
def refused(error, words):
    with pytest.raises(error, match=words), transaction.atomic():
        yield


@pytest.fixture
def world(fresh_database):
    """Two banks with a book, a contract, a fact and an entry each, and one firm."""
    found_institutions()
    firm = found_firm()
    for bank in ("bank-a", "bank-b"):
        signed(f"L-{bank}", institution=bank, firm=firm, programme="p", product="q")
        with acting_for(bank):
            fact = Fact(ON, FactKind.DRAWDOWN, "f-1", 1_000)
            facts.record_facts({f"L-{bank}": [fact]}, by=CLERK, at=AT)
            posting.post([an_entry(bank, f"L-{bank}")], at=AT)
    return firm


# ------------------------------------------------------------------ who sees which rows


def test_without_anybody_acting_no_rows_are_seen(world):
    seen = {table for table in set(store_tables()) - OPEN_TO_ALL if _readable(table)}

    assert {table for table in seen if count(table)} == set()


def test_an_institution_reads_its_own_rows_only(world):
    owned = [
        model._meta.db_table
        for model in apps.get_app_config("store").get_models()
        if any(field.name == "institution" for field in model._meta.fields)
    ]
    shared = {"store_institutionname", "store_membership", "store_apikey"}

    for bank in ("bank-a", "bank-b"):
        with acting_for(bank):
            number = sql("SELECT id FROM store_institution WHERE key = %s", bank)[0][0]
            foreign = {
                table
                for table in owned
                if table not in shared
                and _readable(table)
                and sql(f"SELECT 1 FROM {table} WHERE institution_id <> %s", number)
            }
            own = {table for table in owned if _readable(table) and count(table)}

        assert foreign == set()
        assert {"store_contract", "store_contractfact", "store_entry", "store_posting"} <= own


def test_an_institution_cannot_write_rows_of_another(world):
    with acting_for("bank-a"):
        other = sql("SELECT id FROM store_institution WHERE key = 'bank-b'")[0][0]
        with refused(ProgrammingError, "row-level security"):
            sql(
                "INSERT INTO store_book (key, institution_id, head_sequence, head_digest,"
                " is_example) VALUES ('x', %s, 0, '', false)",
                other,
            )


def test_an_institution_cannot_hang_its_rows_on_a_contract_of_another(world):
    with state():
        foreign = sql("SELECT id FROM store_contract WHERE key = 'L-bank-b'")[0][0]

    with acting_for("bank-a"), refused(IntegrityError, "missing or of another institution"):
        sql(
            "INSERT INTO store_contractfact (contract_id, institution_id, key, effective_on, kind,"
            " amount, party, reverses, note, recorded_by, recorded_at)"
            " VALUES (%s, majung_institution(), 'x', %s, 'payment', 1, '', '', '', '', %s)",
            foreign,
            ON,
            AT,
        )


def test_a_party_of_a_contract_reads_it_and_its_facts_but_not_the_books(world):
    signed("L-both", parties=(contracts.ContractParty("insurer", "bank-b", "bank-b"),))
    with acting_for("bank-a"):
        facts.record_facts({"L-both": [Fact(ON, FactKind.DRAWDOWN, "f", 5)]}, by=CLERK, at=AT)
        posting.post([an_entry("bank-a", "L-both")], at=AT)

    with acting_for("bank-b"):
        read = contracts.contract_of("L-both")
        read_facts = facts.facts_of("L-both")
        entries = count("store_entry")

    assert read.key == "L-both"
    assert [fact.amount for fact in read_facts] == [5]
    assert entries == 1  # its own of the world, not that of bank-a


def test_a_firm_reads_its_own_contracts_and_no_book(world):
    other = found_firm(2)
    signed("L-other", firm=other)

    with acting_for_firm(identity_key(world)):
        seen = sorted(contract.key for contract in contracts.contracts_of())
        books = count("store_book")

    assert seen == ["L-bank-a", "L-bank-b"]
    assert books == 0


def test_an_application_is_read_on_the_desks_it_lies_on_and_nowhere_else(world):
    with acting_for_firm(identity_key(world)):
        applications.submit(
            applications.Application(
                number="A-1", firm=world, submitted_on=ON, content={}, desks=("bank-a",)
            ),
            at=AT,
        )

    seen = {}
    for bank in ("bank-a", "bank-b"):
        with acting_for(bank):
            seen[bank] = [each.number for each in applications.applications()]

    assert seen == {"bank-a": ["A-1"], "bank-b": []}


def test_an_institution_cannot_lay_a_foreign_application_on_its_own_desk(world):
    with acting_for_firm(identity_key(world)):
        applications.submit(
            applications.Application(number="A-1", firm=world, submitted_on=ON, content={}), at=AT
        )
    with state():
        number, firm = sql("SELECT id, firm_id FROM store_application")[0]

    with acting_for("bank-b"), refused(ProgrammingError, "row-level security"):
        sql(
            "INSERT INTO store_applicationdesk (application_id, firm_id, institution_id,"
            " recorded_at) VALUES (%s, %s, majung_institution(), %s)",
            number,
            firm,
            AT,
        )


def test_another_institution_learns_whether_a_benefit_is_held_and_nothing_else(world):
    other = found_firm(2)

    with acting_for("bank-a"):
        answers = [
            firms.holds_benefit(world, programme="p", product="q", on=ON),
            firms.holds_benefit(world, programme="p", product="other", on=ON),
            firms.holds_benefit(world, programme="p", on=date(2024, 3, 3)),
            firms.holds_benefit(other, programme="p", on=ON),
        ]

    assert answers == [True, False, False, False]


def test_what_the_state_sees_it_sees_for_a_purpose_that_is_written_down(world):
    with acting_for_state(
        Purpose.REGISTER, person="auditor", at=AT, legal_basis="Act art. 8", subject="firm-1"
    ):
        contracts_seen = count("store_contract")
        looks = accesses.accesses(person="auditor")

    assert contracts_seen == 2
    assert looks == (accesses.Access("auditor", "register", "Act art. 8", "firm-1", AT),)


def test_a_look_stays_written_down_when_the_work_behind_it_fails(world):
    with (
        pytest.raises(ZeroDivisionError),
        acting_for_state(Purpose.REGISTER, person="auditor", at=AT),
    ):
        _ = 1 / 0

    with state():
        assert len(accesses.accesses(person="auditor")) == 1


def test_the_role_of_the_state_without_a_purpose_sees_nothing(world):
    with transaction.atomic():
        sql("SET LOCAL ROLE majung_state")

        assert count("store_contract") == 0


def test_an_invented_purpose_opens_nothing(world):
    with transaction.atomic():
        sql("SELECT set_config('majung.access', '999999', true)")
        sql("SET LOCAL ROLE majung_state")

        assert count("store_contract") == 0


def test_a_temporary_table_does_not_stand_in_for_the_access_log(world):
    with transaction.atomic():
        sql("CREATE TEMPORARY TABLE store_accesslog (id bigint)")
        sql("INSERT INTO store_accesslog VALUES (999999)")
        sql("GRANT SELECT ON store_accesslog TO PUBLIC")
        sql("SELECT set_config('majung.access', '999999', true)")
        sql("SET LOCAL ROLE majung_state")

        assert count("store_contract") == 0


def test_a_temporary_table_does_not_hide_an_imbalance(world):
    with pytest.raises(IntegrityError, match="does not balance"):
        _post_behind_a_temporary_table()


def _post_behind_a_temporary_table():
    with acting_for("bank-a"):
        _posting_row(_entry_row(), 0, "loans", 7)
        sql("CREATE TEMPORARY TABLE store_posting (entry_id bigint, currency text, amount bigint)")
        sql("GRANT ALL ON store_posting TO PUBLIC")


def test_the_application_does_not_inherit_what_the_state_sees(world):
    with state():
        line = sql("SELECT max(id) FROM store_accesslog")[0][0]

    with transaction.atomic():
        sql("SELECT set_config('majung.access', %s, true)", str(line))

        assert count("store_contract") == 0


def test_the_access_log_is_written_by_looking_only(world):
    with transaction.atomic(), refused(ProgrammingError, "permission denied"):
        sql(
            "INSERT INTO store_accesslog (person, purpose, legal_basis, subject, recorded_at)"
            " VALUES ('x', 'x', '', '', %s)",
            AT,
        )


def test_a_look_needs_a_person_and_a_purpose(world):
    with (
        pytest.raises(IntegrityError, match="says_who_and_why"),
        acting_for_state(Purpose.AUDIT, person="", at=AT),
    ):
        pass


def test_what_one_acts_for_ends_with_the_block(world):
    with transaction.atomic():
        with acting_for("bank-a"):
            inside = count("store_contract")
        outside = count("store_contract")

    assert (inside, outside) == (1, 0)


def test_the_state_may_act_for_a_bank_and_sees_all_again_afterwards(world):
    with state():
        before = count("store_contract")
        with acting_for("bank-a"):
            narrowed = count("store_contract")
        after = count("store_contract")

    assert (before, narrowed, after) == (2, 1, 2)


def test_inside_a_block_one_cannot_turn_to_another_institution(world):
    with acting_for("bank-a"), pytest.raises(ActingAlreadyError), acting_for("bank-b"):
        pass


def test_inside_a_block_one_cannot_turn_to_the_state(world):
    with (
        acting_for("bank-a"),
        pytest.raises(RuntimeError),
        acting_for_state(Purpose.AUDIT, person=CLERK, at=AT),
    ):
        pass


def test_nobody_acts_for_an_institution_that_is_not_registered(world):
    with pytest.raises(InstitutionNotKnownError), acting_for("bank-z"):
        pass


def test_an_application_that_signs_in_as_a_superuser_is_refused(world, fresh_database, monkeypatch):
    connections["default"].close()
    monkeypatch.setitem(connections.settings["default"], "USER", fresh_database.user)

    with pytest.raises(WallsDownError), acting_for("bank-a"):
        pass


# ------------------------------------------------------------------ who may change what


@pytest.mark.parametrize("role", [roles.APPLICATION, roles.STATE])
def test_only_the_owner_makes_and_changes_tables(fresh_database, role):
    with transaction.atomic():
        sql(f"SET LOCAL ROLE {role}")
        for order in (
            "CREATE TABLE mine (id int)",
            "ALTER TABLE store_posting DISABLE TRIGGER ALL",
            "ALTER TABLE store_posting DISABLE ROW LEVEL SECURITY",
            "DROP TABLE store_posting",
            "TRUNCATE store_posting",
            "DROP POLICY reads ON store_posting",
            "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
            "CREATE ROLE intruder",
        ):
            with refused(ProgrammingError, "permission denied|must be owner"):
                sql(order)


@pytest.mark.parametrize(
    "table",
    ["posting", "entry", "contractevent", "contractfact", "chainblock", "decision", "statement",
     "finding", "accesslog", "limitmovement", "programmefile", "dailyroot"],
)  # fmt: skip
@pytest.mark.parametrize("order", ["UPDATE {table} SET {column} = NULL", "DELETE FROM {table}"])
def test_what_was_recorded_is_changed_by_nobody(world, table, order):
    columns = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 2"
    column = sql(columns, f"store_{table}")[0][0]
    order = order.format(table=f"store_{table}", column=column)

    with acting_for("bank-a"), refused(ProgrammingError, "permission denied"):
        sql(order)
    with state(), refused(ProgrammingError, "permission denied"):
        sql(order)
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError, match="only grows"):
        cursor.execute(order)


def test_terms_of_a_contract_are_written_once(world):
    with acting_for("bank-a"), refused(ProgrammingError, "permission denied"):
        sql("UPDATE store_contract SET terms = '{}'")


def test_caps_are_changed_by_the_state_only(world):
    _open_limit(100)

    with acting_for("bank-a"), refused(ProgrammingError, "permission denied"):
        sql("UPDATE store_limit SET cap = 1000000")


def test_a_cap_is_not_passed_by_a_direct_update(world):
    _open_limit(100)

    with acting_for("bank-a"), refused(IntegrityError, "limit_never_exceeded"):
        sql("UPDATE store_limit SET used = 60, reserved = 41")
    with acting_for("bank-a"), refused(IntegrityError, "limit_used_not_negative"):
        sql("UPDATE store_limit SET used = -1")
    with state(), refused(IntegrityError, "limit_never_exceeded"):
        sql("UPDATE store_limit SET used = 60, cap = 59")


def test_a_decision_needs_two_persons_and_a_document(world):
    row = (
        "INSERT INTO store_decision (key, institution_id, subject_kind, subject, product, kind,"
        " asked, granted, currency, proposed_by, approved_by, document, content, decided_on,"
        " recorded_at) VALUES ('d', majung_institution(), 'claim', 'c', '', 'approve', 5, %s,"
        " 'KRW', %s, %s, %s, '{}', %s, %s)"
    )

    for granted, proposer, approver, document, constraint in (
        (5, "p", "p", "doc", "four_eyes"),
        (5, "p", "q", "", "document_named"),
        (6, "p", "q", "doc", "grants_at_most"),
    ):
        with acting_for("bank-a"), refused(IntegrityError, constraint):
            sql(row, granted, proposer, approver, document, ON, AT)


def test_a_frozen_pack_changes_neither_in_itself_nor_in_its_documents(world):
    pack = packs.Pack(
        key="p-1", title=Label("안건", "Pack"), as_of=ON, series="real", watermark={},
        programme_versions={}, renderer_versions={}, report={"a": 1}, prepared_by=CLERK,
    )  # fmt: skip
    with acting_for("bank-a"):
        packs.draft(pack, [packs.Document("a.txt", "text/plain", b"a")], at=AT)
        packs.freeze("p-1", by=CLERK, at=AT)

    for order in (
        "UPDATE store_pack SET report = '{}'",
        "UPDATE store_pack SET frozen_at = NULL",
        "DELETE FROM store_packdocument",
        "UPDATE store_packdocument SET content = 'b'",
        "INSERT INTO store_packdocument (pack_id, name, media_type, content, digest)"
        " SELECT id, 'b.txt', '', '', '' FROM store_pack",
    ):
        with acting_for("bank-a"), refused(IntegrityError, "frozen"):
            sql(order)


# ------------------------------------------------------------------ what must balance


def _entry_row(book="bank-a"):
    return sql(
        "INSERT INTO store_entry (book_id, institution_id, effective_on, kind, party, revision,"
        " posted_on, recorded_at) SELECT id, institution_id, %s, 'by-hand', '', 0, %s, %s"
        " FROM store_book WHERE key = %s RETURNING id",
        ON, ON, AT, book,
    )[0][0]  # fmt: skip


def _posting_row(entry, number, code, amount, currency="KRW", **changes):
    given = {"effective_on": ON, "posted_on": ON, "recorded_at": AT} | changes
    return sql(
        "INSERT INTO store_posting (entry_id, number, account_id, institution_id, member, amount,"
        " currency, effective_on, posted_on, recorded_at) SELECT %s, %s, id, institution_id, '',"
        " %s, %s, %s, %s, %s FROM store_account WHERE code = %s",
        entry, number, amount, currency, *given.values(), code,
    )  # fmt: skip


def test_an_entry_that_balances_line_by_line_is_taken_at_commit(world):
    with acting_for("bank-a"):
        entry = _entry_row()
        _posting_row(entry, 0, "loans", 7)
        _posting_row(entry, 1, "cash", -7)

    with acting_for("bank-a"):
        assert sql(
            "SELECT sum(amount), count(*) FROM store_posting WHERE entry_id = %s", entry
        ) == [(0, 2)]


@pytest.mark.parametrize(
    "lines",
    [
        [("loans", 7, "KRW")],
        [("loans", 7, "KRW"), ("cash", -6, "KRW")],
        [("loans", 7, "KRW"), ("cash", -7, "USD")],
        [("loans", 7, "KRW"), ("cash", -7, "KRW"), ("cash", 1, "USD")],
    ],
)
def test_an_entry_that_does_not_balance_is_refused_at_commit(world, lines):
    with pytest.raises(IntegrityError, match="does not balance"):
        _post_by_hand(lines)

    with acting_for("bank-a"):
        assert count("store_posting") == 2


def _post_by_hand(lines):
    with transaction.atomic():
        with acting_for("bank-a"):
            entry = _entry_row()
            for number, line in enumerate(lines):
                _posting_row(entry, number, *line)
            assert count("store_posting") == 2 + len(lines)
        # Nobody acts any more when the transaction ends, and the imbalance is found all the same.
        assert count("store_posting") == 0


def test_postings_are_not_added_to_an_entry_of_an_earlier_transaction(world):
    with acting_for("bank-a"), refused(IntegrityError, "once it is posted"):
        sql(
            "INSERT INTO store_posting (entry_id, number, account_id, institution_id, member,"
            " amount, currency, effective_on, posted_on, recorded_at)"
            " SELECT entry_id, number + 10, account_id, institution_id, member, amount, currency,"
            " effective_on, posted_on, recorded_at FROM store_posting"
        )


def test_postings_may_be_added_inside_a_savepoint_of_the_same_transaction(world):
    with acting_for("bank-a"):
        with transaction.atomic():
            entry = _entry_row()
        with transaction.atomic():
            _posting_row(entry, 0, "loans", 7)
        with transaction.atomic():
            _posting_row(entry, 1, "cash", -7)
        assert count("store_posting") == 4


@pytest.mark.parametrize(
    "changes", [{"effective_on": date(2024, 3, 5)}, {"posted_on": date(2024, 3, 5)}]
)
def test_a_posting_bears_the_days_of_its_entry(world, changes):
    with acting_for("bank-a"):
        entry = _entry_row()
        with refused(IntegrityError, "does not fit"):
            _posting_row(entry, 0, "loans", 7, **changes)


def test_a_posting_of_nothing_is_refused(world):
    with acting_for("bank-a"):
        entry = _entry_row()
        with refused(IntegrityError, "posting_moves"):
            _posting_row(entry, 0, "loans", 0)


def test_a_chain_takes_no_block_that_does_not_follow(world):
    with acting_for("bank-a"):
        entry = _entry_row()
        _posting_row(entry, 0, "loans", 7)
        _posting_row(entry, 1, "cash", -7)
        for sequence in (2, 3):
            with refused(IntegrityError, "does not follow"):
                sql(
                    "INSERT INTO store_chainblock (book_id, institution_id, sequence, entry_id,"
                    " previous, digest) SELECT id, institution_id, %s, %s, 'x', 'y'"
                    " FROM store_book",
                    sequence,
                    entry,
                )


# ------------------------------------------------------------------ who is erased


def test_erasing_a_person_destroys_what_is_personal_and_leaves_chain_and_packs_whole(world):
    with state():
        people.add_person("officer-7")
        personal.keep("officer-7", {"name": "홍길동"}, at=AT, institution="bank-a")
    with acting_for("bank-a"):
        facts.record_facts(
            {"L-bank-a": [Fact(ON, FactKind.PAYMENT, "f-2", 10)]}, by="officer-7", at=AT
        )
        posting.post([an_entry("bank-a", "L-bank-a", kind="payment")], at=AT)
        pack = packs.Pack(
            key="p-1", title=Label("안건", "Pack"), as_of=ON, series="real", watermark={},
            programme_versions={}, renderer_versions={}, report={}, prepared_by="officer-7",
        )  # fmt: skip
        packs.draft(pack, [packs.Document("a.txt", "text/plain", b"a")], at=AT)
        packs.freeze("p-1", by="officer-7", at=AT)
        kept_before = personal.details_of("officer-7")

    with state():
        personal.erase("officer-7", at=AT)

    with acting_for("bank-a"):
        assert kept_before == {"name": "홍길동"}
        assert personal.details_of("officer-7") is None
        assert verify_book("bank-a").is_whole
        assert packs.is_whole("p-1")
        assert [by for _, by, _ in facts.recordings_of("L-bank-a")] == [CLERK, "officer-7"]


def test_what_is_personal_is_locked_in_the_table_and_hidden_from_other_institutions(world):
    with state():
        people.add_person("officer-7")
        personal.keep("officer-7", {"name": "홍길동"}, at=AT, institution="bank-a")
        kept = bytes(sql("SELECT locked FROM store_personalrecord")[0][0])

    assert "홍길동".encode() not in kept
    with acting_for("bank-b"):
        assert personal.details_of("officer-7") is None
        assert count("store_personalkey") == 0


def test_a_bank_destroys_no_key(world):
    with acting_for("bank-a"), refused(ProgrammingError, "permission denied"):
        sql("DELETE FROM store_personalkey")


# ------------------------------------------------------------------ the walls are everywhere


def test_every_table_has_a_wall_or_is_known_to_need_none(fresh_database):
    walled = {
        row[0] for row in sql("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
    }

    assert set(store_tables()) - walled == {"store_user", "store_apikey"}


def test_the_owner_itself_is_blind_unless_it_says_that_it_is_at_work(world):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM store_contractfact")
        blind = cursor.fetchone()[0]
        cursor.execute("SET majung.upkeep = 'on'")
        cursor.execute("SELECT count(*) FROM store_contractfact")
        at_work = cursor.fetchone()[0]

    assert (blind, at_work) == (0, 2)


def _readable(table):
    return sql("SELECT has_table_privilege(%s, 'SELECT')", table)[0][0]


def _open_limit(cap):
    limit = Limit(
        key="p/2024", scope=EnvelopeScope.PROGRAMME, member="", cap=Money(cap), used=Money(0),
        reserved=Money(0), basis=SupplyBasis.APPROVED, is_revolving=False,
    )  # fmt: skip
    with state():
        limits.open_limit(limit, programme="p", envelope="p", at=AT)
