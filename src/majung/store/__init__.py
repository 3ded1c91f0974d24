"""Tables, walls and the functions that read and write them: the only Django app.

The idea to hold: tables never leave this package.  Its functions take and give frozen values, and
the database is the second wall behind them: it balances entries, keeps posted lines, holds caps
and shows an institution its own rows only.

- ``server``, ``binaries``, ``keyring``, ``addresses``, ``roles``: the database and who signs in
- ``access``: on whose behalf a transaction runs; without it no rows are seen
- ``models``: the tables, rows only; ``written``: values as trees; ``bulk``: many rows as columns
- ``lake``: Parquet files and SQL over them; ``turns``: work that is done by one after the other
- ``parties``, ``intake``, ``servicing``, ``council``, ``upkeep``: the functions, by subject
"""
