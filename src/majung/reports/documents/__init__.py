"""Documents: pure functions from what was gathered to a report.

Each document has a dataclass of its content, which operations fill, and one function that lays
it out.  A document computes no figure of its own beyond the difference of two it shows.
"""
