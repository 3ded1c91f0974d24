"""Copies of contracts with all they have, to measure a nation's book without signing a nation.

Only for offices that are measured and taken away: a copy has terms, facts and events, but no
entries of its own, so the books of such an office hold less than its contracts.
"""

from django.db.models import Model

from majung.store import models
from majung.store.upkeep.owner import at_work

#: Tables whose rows point to a contract and are copied with it, and their columns beside that.
COPIED: tuple[type[Model], ...] = (
    models.ContractParty,
    models.ContractFact,
    models.ContractEvent,
    models.PackedLoan,
)


def copy_contracts(copies: int) -> int:
    """Copy every contract so often; a copy's key is the original's with a number behind it.

    Returns:
        how many contracts there are now.
    """
    names = _names(models.Contract, without={"id", "key"})
    with at_work() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied (original bigint, copy bigint) ON COMMIT DROP"
        )
        cursor.execute(
            f"INSERT INTO store_contract (key, {names})"  # noqa: S608 - names of our own columns
            f" SELECT c.key || '-' || to_char(n, 'FM0000000'), {names}"
            " FROM store_contract c, generate_series(1, %s) n",
            [copies],
        )
        cursor.execute(
            "INSERT INTO copied SELECT o.id, c.id FROM store_contract c"
            " JOIN store_contract o ON o.key = left(c.key, -8) AND c.key = o.key || right(c.key, 8)"
        )
        # Without statistics the checks of what follows would go through all contracts row by row.
        cursor.execute("ANALYZE copied")
        cursor.execute("ANALYZE store_contract")
        for model in COPIED:
            table, names = model._meta.db_table, _names(model, without={"id", "contract_id"})
            cursor.execute(
                f"INSERT INTO {table} (contract_id, {names}) SELECT k.copy, {names}"  # noqa: S608 - names of our own columns
                f" FROM {table} t JOIN copied k ON k.original = t.contract_id"
            )
        cursor.execute("SELECT count(*) FROM store_contract")
        (count,) = cursor.fetchone()
    for table in (model._meta.db_table for model in COPIED):
        with at_work() as cursor:
            cursor.execute(f"ANALYZE {table}")
    return int(count)


def _names(model: type[Model], *, without: set[str]) -> str:
    columns = (field.column for field in model._meta.concrete_fields if field.column)
    return ", ".join(f'"{column}"' for column in columns if column not in without)
