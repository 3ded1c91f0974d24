"""The values everything else counts in: money, rates, dates, calendars, identifiers.

Each is exact and immutable, and knows how officials of each language write it.  `days` holds the
compiled date arithmetic and is imported by its full name only, because compiling takes a second.
"""
