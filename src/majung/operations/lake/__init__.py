"""The lake: posted events, supply lines and contracts for risk as Parquet, made from the store.

`pages` says which columns each file has and makes them; `manifest` is the page that says which
files count and up to where they know; `building` writes what is new, `checking` makes everything
anew and compares.  The lake is a copy: it can be thrown away and made again.
"""
