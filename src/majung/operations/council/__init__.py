"""The council's papers: packs, the register of released figures, decision records.

The one idea: what was given out is never computed again.  A pack is drafted from figures, frozen
as bytes, and corrected by a further pack that says what it restates.
"""
