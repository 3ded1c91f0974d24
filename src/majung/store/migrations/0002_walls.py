"""The walls of the database: who sees which rows, what only grows, what must balance.

They stand behind the code, not in its place: where the code is right they are never felt.

Three settings of a transaction say on whose behalf it runs: ``majung.institution``,
``majung.firm`` (numbers of rows) and ``majung.access`` (the line of the access log that gives the
role ``majung_state`` its purpose).  A transaction that sets none of them sees nothing.

Functions that run as the owner name ``pg_temp`` last in their path: where it is not named it comes
first, and a temporary table of the right name could stand in for the real one.
"""

from django.db import migrations

APP, STATE = "majung_app", "majung_state"
LOG_ACCESS = "majung_log_access(text, text, text, text, timestamptz)"

# --------------------------------------------------------------------- who is acting
ACTING = """
CREATE FUNCTION majung_institution() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('majung.institution', true), '')::integer $$;

CREATE FUNCTION majung_firm() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('majung.firm', true), '')::bigint $$;

-- Who acts for a firm names it by its key, before any row of the table can be seen.
CREATE FUNCTION majung_firm_number(asked text) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id FROM store_firm WHERE key = asked
$$;

-- Who signs in for a firm learns which, before anybody acts.
CREATE FUNCTION majung_firm_key(asked bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT key FROM store_firm WHERE id = asked
$$;

CREATE FUNCTION majung_is_acting() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT majung_institution() IS NOT NULL OR majung_firm() IS NOT NULL $$;

-- The only way into the access log, so that a line cannot be written without being a look.
CREATE FUNCTION majung_log_access(
    person text, purpose text, legal_basis text, subject text, recorded_at timestamptz
) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO store_accesslog (person, purpose, legal_basis, subject, recorded_at)
    VALUES (person, purpose, legal_basis, subject, recorded_at) RETURNING id
$$;

CREATE FUNCTION majung_state_open() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM store_accesslog
        WHERE id = NULLIF(current_setting('majung.access', true), '')::bigint
    )
$$;

CREATE FUNCTION majung_may_read_application(asked bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM store_application
        WHERE id = asked
          AND (institution_id = majung_institution() OR firm_id = majung_firm())
    ) OR EXISTS (
        SELECT 1 FROM store_applicationdesk
        WHERE application_id = asked AND institution_id = majung_institution()
    )
$$;

CREATE FUNCTION majung_may_read_contract(asked bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM store_contract
        WHERE id = asked
          AND (institution_id = majung_institution()
               OR majung_institution() = ANY (readers)
               OR firm_id = majung_firm())
    )
$$;

-- What another institution may know of a firm without a logged purpose: whether it holds a
-- benefit, and nothing else.
CREATE FUNCTION majung_holds_benefit(
    asked_firm bigint, asked_programme text, asked_product text, day date
)
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM store_contract
        WHERE firm_id = asked_firm AND programme = asked_programme
          AND (product = asked_product OR asked_product = '')
          AND signed_on <= day AND (ended_on IS NULL OR ended_on > day)
    )
$$;
"""

# --------------------------------------------------------------------- what only grows
GROWING = """
CREATE FUNCTION majung_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: record a reversal or a correction beside the row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION majung_pack_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'pack % is frozen: freeze a pack that corrects it', OLD.key
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION majung_documents_of_open_pack() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM store_pack
        WHERE frozen_at IS NOT NULL
          AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.pack_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.pack_id END)
    ) THEN
        RAISE EXCEPTION 'the documents of a frozen pack do not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON store_pack FOR EACH ROW
    WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION majung_pack_is_frozen();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON store_packdocument FOR EACH ROW
    EXECUTE FUNCTION majung_documents_of_open_pack();
"""

# --------------------------------------------------------------------- what must fit together
FITTING = """
-- Rows bear the institution of what they belong to.  Arguments: table, column that points to it.
CREATE FUNCTION majung_belongs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_stray boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM new_rows n LEFT JOIN %1$I p ON p.id = n.%2$I
         WHERE n.%2$I IS NOT NULL AND p.institution_id IS DISTINCT FROM n.institution_id)',
        TG_ARGV[0], TG_ARGV[1]
    ) INTO is_stray;
    IF is_stray THEN
        RAISE EXCEPTION 'rows of % name a % that is missing or of another institution',
            TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION majung_entry_contract_exists() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM new_rows n LEFT JOIN store_contract c ON c.id = n.contract_id
        WHERE n.contract_id IS NOT NULL AND c.id IS NULL
    ) THEN
        RAISE EXCEPTION 'an entry names a contract that is missing'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;

-- Postings fit the entry and the account they name, join no entry of an earlier transaction, and
-- leave every entry they do not balance on the list that is checked when the transaction ends.
-- The work is done once a statement, so that a million lines cost seconds, not minutes.
CREATE FUNCTION majung_postings_fit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    stray bigint;
    this_transaction bigint := pg_current_xact_id()::text::bigint;
BEGIN
    SELECT n.entry_id INTO stray
    FROM new_rows n
    LEFT JOIN store_entry e ON e.id = n.entry_id
    LEFT JOIN store_account a ON a.id = n.account_id AND a.book_id = e.book_id
    WHERE a.id IS NULL
       OR (n.institution_id, n.effective_on, n.posted_on, n.recorded_at)
          IS DISTINCT FROM (e.institution_id, e.effective_on, e.posted_on, e.recorded_at)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a posting does not fit entry %: its book, its days or its accounts', stray
            USING ERRCODE = 'foreign_key_violation';
    END IF;

    SELECT made.xmin_number INTO stray
    FROM (
        SELECT DISTINCT e.xmin::text::bigint AS xmin_number
        FROM new_rows n JOIN store_entry e ON e.id = n.entry_id
    ) made
    -- The row bears the low half of the number of its transaction; the high half is that of
    -- this one, or one less where the low half has wrapped since.
    CROSS JOIN LATERAL (
        SELECT ((this_transaction >> 32) << 32) + made.xmin_number AS number
    ) whole
    WHERE pg_xact_status(
        (CASE WHEN whole.number > this_transaction + 2147483648
              THEN whole.number - 4294967296 ELSE whole.number END)::text::xid8
    ) IS DISTINCT FROM 'in progress'
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'an entry takes no postings once it is posted: make an entry of its own'
            USING ERRCODE = 'restrict_violation';
    END IF;

    INSERT INTO store_pendingentry (entry_id)
    SELECT DISTINCT entry_id FROM (
        SELECT entry_id FROM new_rows GROUP BY entry_id, currency HAVING sum(amount) <> 0
    ) unbalanced
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION majung_entry_balances() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    rest record;
BEGIN
    SELECT currency, sum(amount) AS amount INTO rest
    FROM store_posting WHERE entry_id = NEW.entry_id
    GROUP BY currency HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % does not balance: % % is left over',
            NEW.entry_id, rest.amount, rest.currency USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM store_pendingentry WHERE entry_id = NEW.entry_id;
    RETURN NULL;
END $$;

CREATE TRIGGER fit AFTER INSERT ON store_posting
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION majung_postings_fit();
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON store_pendingentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION majung_entry_balances();
CREATE TRIGGER contract_exists AFTER INSERT ON store_entry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION majung_entry_contract_exists();

-- A chain has no gap and no fork: every block names the hash of the one before.
CREATE FUNCTION majung_blocks_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM new_rows n LEFT JOIN store_chainblock p
            ON p.book_id = n.book_id AND p.sequence = n.sequence - 1
        WHERE n.sequence > 1 AND p.digest IS DISTINCT FROM n.previous
    ) THEN
        RAISE EXCEPTION 'a block does not follow the one before it in its chain'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER follow AFTER INSERT ON store_chainblock
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION majung_blocks_follow();
"""

BELONGING = (
    ("account", "book", "book_id"),
    ("accountbalance", "account", "account_id"),
    ("chainblock", "book", "book_id"),
    ("condition", "contract", "contract_id"),
    ("conditionact", "condition", "condition_id"),
    ("contractevent", "contract", "contract_id"),
    ("contractfact", "contract", "contract_id"),
    ("decisionground", "decision", "decision_id"),
    ("entry", "book", "book_id"),
    ("offeranswer", "offer", "offer_id"),
    ("reporteddifference", "contract", "contract_id"),
    ("setaside", "contract", "contract_id"),
    ("supplyrow", "supplyreport", "report_id"),
)

# --------------------------------------------------------------------- who sees which rows
OWN = "institution_id = (SELECT majung_institution())"
FIRMS = "firm_id = (SELECT majung_firm())"
ANYBODY_ACTING = "(SELECT majung_is_acting())"
ADDRESSED = "(SELECT majung_institution()) = ANY (addressees)"
APPLICATION = "majung_may_read_application(application_id)"
CONTRACT = "majung_may_read_contract(contract_id)"
NOBODY = "false"

#: table: (rows an acting institution or firm reads, rows it may write)
WALLS = {
    # Known to everybody, so that one can sign in and read a programme; the State's to change.
    "institution": ("true", NOBODY),
    "institutionname": ("true", NOBODY),
    "person": ("true", NOBODY),
    "membership": ("true", NOBODY),
    "programmeversion": ("true", NOBODY),
    "programmefile": ("true", NOBODY),
    "dailyroot": ("true", NOBODY),
    # Published by others; the State takes it in.
    "indexrate": ("true", NOBODY),
    # Who a firm is, is no secret among those who act; what it owes and said is.
    "firm": (ANYBODY_ACTING, ANYBODY_ACTING),
    "firmprofile": (ANYBODY_ACTING, ANYBODY_ACTING),
    "firmsite": (ANYBODY_ACTING, ANYBODY_ACTING),
    "groupmembership": (ANYBODY_ACTING, ANYBODY_ACTING),
    "succession": (ANYBODY_ACTING, ANYBODY_ACTING),
    "project": (ANYBODY_ACTING, ANYBODY_ACTING),
    "projectrevision": (ANYBODY_ACTING, ANYBODY_ACTING),
    "projectparticipant": (ANYBODY_ACTING, ANYBODY_ACTING),
    "releasedfigure": (ANYBODY_ACTING, ANYBODY_ACTING),
    # Personal data: whoever holds them for their own people.
    "personalrecord": (f"{OWN} OR {FIRMS}", f"{OWN} OR {FIRMS}"),
    "personalkey": (
        "EXISTS (SELECT 1 FROM store_personalrecord r"
        " WHERE r.person_id = store_personalkey.person_id)",
        ANYBODY_ACTING,
    ),
    "receivedfile": (f"{OWN} OR {FIRMS}", f"{OWN} OR {FIRMS}"),
    "recommendationround": (f"{OWN} OR {ADDRESSED}", OWN),
    "recommendationrow": (
        "EXISTS (SELECT 1 FROM store_recommendationround r"
        f" WHERE r.id = round_id AND r.{OWN})",
        f"EXISTS (SELECT 1 FROM store_recommendationround r WHERE r.id = round_id AND r.{OWN})",
    ),
    "recommendation": (f"{OWN} OR {ADDRESSED} OR {FIRMS}", OWN),
    "recommendationwithdrawal": (
        "EXISTS (SELECT 1 FROM store_recommendation r WHERE r.id = recommendation_id)",
        f"EXISTS (SELECT 1 FROM store_recommendation r WHERE r.id = recommendation_id AND r.{OWN})",
    ),
    "application": (
        f"{OWN} OR {FIRMS} OR EXISTS (SELECT 1 FROM store_applicationdesk d"
        " WHERE d.application_id = store_application.id"
        " AND d.institution_id = (SELECT majung_institution()))",
        f"{OWN} OR {FIRMS}",
    ),
    "applicationdesk": (f"{OWN} OR {FIRMS}", APPLICATION),
    "applicationstep": (APPLICATION, APPLICATION),
    "statement": (
        f"{OWN} OR (NOT is_internal AND ({FIRMS} OR {APPLICATION}))",
        f"{OWN} OR (institution_id IS NULL AND NOT is_internal AND {FIRMS})",
    ),
    "finding": (
        f"{OWN} OR {FIRMS} OR (institution_id IS NULL AND {APPLICATION})",
        f"{OWN} OR (institution_id IS NULL AND {APPLICATION})",
    ),
    "indication": (
        f"{OWN} OR {FIRMS} OR (institution_id IS NULL AND {APPLICATION})",
        f"({OWN} OR institution_id IS NULL OR {FIRMS}) AND {APPLICATION}",
    ),
    "internalfigure": (OWN, OWN),
    "decision": (f"{OWN} OR {FIRMS}", OWN),
    "decisionground": (OWN, OWN),
    "proposal": (OWN, OWN),
    "proposalreturn": (OWN, OWN),
    "offer": (f"{OWN} OR {FIRMS}", OWN),
    "offeranswer": (f"{OWN} OR {FIRMS}", f"{OWN} OR {FIRMS}"),
    "appeal": (f"{OWN} OR {FIRMS}", f"{OWN} OR {FIRMS}"),
    # Limits that institutions share belong to none of them and are seen by all.
    "limit": (
        f"{OWN} OR (institution_id IS NULL AND {ANYBODY_ACTING})",
        f"{OWN} OR (institution_id IS NULL AND {ANYBODY_ACTING})",
    ),
    "reservation": (f"{OWN} OR {FIRMS}", f"{OWN} OR {FIRMS}"),
    "reservationline": (
        "EXISTS (SELECT 1 FROM store_reservation r WHERE r.id = reservation_id)",
        "EXISTS (SELECT 1 FROM store_reservation r WHERE r.id = reservation_id)",
    ),
    "limitmovement": (OWN, f"{OWN} OR (institution_id IS NULL AND {ANYBODY_ACTING})"),
    "contract": (
        f"{OWN} OR (SELECT majung_institution()) = ANY (readers) OR {FIRMS}",
        OWN,
    ),
    "contractparty": (
        CONTRACT,
        f"EXISTS (SELECT 1 FROM store_contract c WHERE c.id = contract_id AND c.{OWN})",
    ),
    "contractfact": (f"{OWN} OR {CONTRACT}", OWN),
    "contractevent": (f"{OWN} OR {CONTRACT}", OWN),
    # What the close makes of contracts: the State writes it.
    "packedloan": (NOBODY, NOBODY),
    "accrual": (OWN, NOBODY),
    "arrearsclass": (OWN, NOBODY),
    "notice": (OWN, NOBODY),
    "condition": (f"{OWN} OR {CONTRACT}", OWN),
    "conditionact": (
        f"{OWN} OR EXISTS (SELECT 1 FROM store_condition c WHERE c.id = condition_id)",
        OWN,
    ),
    "reporteddifference": (OWN, OWN),
    "servicerstatement": (OWN, OWN),
    "setaside": (OWN, NOBODY),
    "book": (OWN, OWN),
    "account": (OWN, OWN),
    "accountbalance": (OWN, OWN),
    "entry": (OWN, OWN),
    "posting": (OWN, OWN),
    "chainblock": (OWN, OWN),
    "supplyreport": (OWN, OWN),
    "supplyrow": (OWN, OWN),
    "pack": (f"{OWN} OR (frozen_at IS NOT NULL AND {ANYBODY_ACTING})", OWN),
    "packdocument": (
        "EXISTS (SELECT 1 FROM store_pack p WHERE p.id = pack_id)",
        f"EXISTS (SELECT 1 FROM store_pack p WHERE p.id = pack_id AND p.{OWN})",
    ),
    "idempotencykey": (
        f"{ANYBODY_ACTING} AND institution_id IS NOT DISTINCT FROM (SELECT majung_institution())"
        " AND firm_id IS NOT DISTINCT FROM (SELECT majung_firm())",
        f"{ANYBODY_ACTING} AND institution_id IS NOT DISTINCT FROM (SELECT majung_institution())"
        " AND firm_id IS NOT DISTINCT FROM (SELECT majung_firm())",
    ),
    # Jobs that run by themselves belong to no institution: the State sees them.
    "job": (OWN, OWN),
    "riskrun": (OWN, OWN),
    "closerun": (ANYBODY_ACTING, NOBODY),
    "closechunk": (NOBODY, NOBODY),
    "accesslog": (NOBODY, NOBODY),
    "pendingentry": (NOBODY, NOBODY),
}

#: Needed before anybody acts: whoever signs in is not known yet.
WITHOUT_WALL = ("user", "apikey")

#: Columns that may be written again; every other column of every table is written once.
CHANGING = {
    "apikey": "*",
    "user": "*",
    "accountbalance": "amount",
    "book": "head_sequence, head_digest",
    "closerun": "state, content, done_at",
    "contract": "next_due_on, ended_on, readers",
    "firmsite": "name, until_on",
    "job": "state, is_cancel_asked, attempts, done, problem, not_before, ended_at",
    "limit": "used, reserved",
    "pack": "*",
    "packdocument": "*",
    "personalrecord": "locked, recorded_at",
    "recommendationround": "closes_on, quota, addressees, content",
    "reservation": "state, expires_at",
    "reservationline": "used",
    "setaside": "settled_at",
}
#: What only the State writes again.
CHANGING_BY_STATE = {
    "institution": "kind",
    "limit": "cap",
    "membership": "until_on, authority_limit, products",
    "packedloan": "*",
    "person": "erased_at",
}
GOING = ("apikey", "user", "packdocument", "pack")
GOING_BY_STATE = ("personalkey", "personalrecord", "idempotencykey")

#: Columns that a later step added, and only the State writes again.
ADDED_BY_STATE = {"limit": "excess"}

#: The owner's own functions look through these on behalf of others; to all other tables the owner
#: is blind too, until a backup or a restore says that it is at work.
LOOKED_THROUGH = (
    "accesslog",
    "account",
    "application",
    "applicationdesk",
    "book",
    "chainblock",
    "condition",
    "contract",
    "decision",
    "entry",
    "firm",
    "job",
    "offer",
    "pack",
    "pendingentry",
    "posting",
    "supplyreport",
)
UPKEEP = "current_setting('majung.upkeep', true) = 'on'"

#: Tables that a later step of the migrations makes, and puts behind the same walls.
LATER = (
    "proposal", "proposalreturn", "servicerstatement", "packedloan", "accrual", "arrearsclass",
    "notice", "job", "riskrun", "indexrate",
)  # fmt: skip

GROWING_ONLY = sorted(
    set(WALLS) - set(CHANGING) - set(CHANGING_BY_STATE) - set(GOING_BY_STATE) - {"pendingentry"}
)


def wall(table: str) -> str:
    reads, writes = WALLS[table]
    name = f"store_{table}"
    force = "" if table in LOOKED_THROUGH else f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY;"
    return f"""
    ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;
    {force}
    CREATE POLICY reads ON {name} FOR SELECT TO {APP} USING ({reads});
    CREATE POLICY adds ON {name} FOR INSERT TO {APP} WITH CHECK ({writes});
    CREATE POLICY changes ON {name} FOR UPDATE TO {APP} USING ({writes}) WITH CHECK ({writes});
    CREATE POLICY removes ON {name} FOR DELETE TO {APP} USING ({writes});
    CREATE POLICY sees_all ON {name} TO {STATE}
        USING ((SELECT majung_state_open())) WITH CHECK ((SELECT majung_state_open()));
    CREATE POLICY upkeep ON {name} TO CURRENT_USER USING ({UPKEEP}) WITH CHECK ({UPKEEP});
    """


def privileges(table: str) -> str:
    name = f"store_{table}"
    orders = [f"REVOKE ALL ON {name} FROM {APP}, {STATE}"]
    if table == "pendingentry":
        return orders[0] + ";"
    orders.append(f"GRANT SELECT ON {name} TO {APP}, {STATE}")
    if table != "accesslog":
        orders.append(f"GRANT INSERT ON {name} TO {APP}, {STATE}")
    for role, changing in ((f"{APP}, {STATE}", CHANGING), (STATE, CHANGING_BY_STATE)):
        if table in changing:
            columns = "" if changing[table] == "*" else f" ({changing[table]})"
            orders.append(f"GRANT UPDATE{columns} ON {name} TO {role}")
    if table in GOING:
        orders.append(f"GRANT DELETE ON {name} TO {APP}, {STATE}")
    if table in GOING_BY_STATE:
        orders.append(f"GRANT DELETE ON {name} TO {STATE}")
    return "".join(f"{order};\n" for order in orders)


def _belonging(table: str, parent: str, column: str) -> str:
    return f"""
    CREATE TRIGGER belongs AFTER INSERT ON store_{table}
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
        EXECUTE FUNCTION majung_belongs('store_{parent}', '{column}');
    """


def growing(table: str) -> str:
    return f"""
    CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON store_{table}
        FOR EACH STATEMENT EXECUTE FUNCTION majung_only_grows();
    """


SQL = "\n".join(
    (
        ACTING,
        GROWING,
        FITTING,
        *(_belonging(*row) for row in BELONGING),
        *(growing(table) for table in GROWING_ONLY if table not in LATER),
        *(wall(table) for table in WALLS if table not in LATER),
        *(privileges(table) for table in (*WALLS, *WITHOUT_WALL) if table not in LATER),
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}, {STATE};",
        f"REVOKE ALL ON FUNCTION {LOG_ACCESS} FROM PUBLIC;",
        f"GRANT EXECUTE ON FUNCTION {LOG_ACCESS} TO {APP};",
    )
)

UNDO = """
DROP FUNCTION majung_institution(), majung_firm(), majung_firm_number(text), majung_firm_key(bigint), majung_is_acting(),
    majung_log_access(text, text, text, text, timestamptz), majung_state_open(),
    majung_may_read_application(bigint), majung_may_read_contract(bigint),
    majung_holds_benefit(bigint, text, text, date), majung_only_grows(), majung_pack_is_frozen(),
    majung_documents_of_open_pack(), majung_belongs(), majung_entry_contract_exists(),
    majung_postings_fit(), majung_entry_balances(), majung_blocks_follow() CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunSQL(SQL, UNDO)]
