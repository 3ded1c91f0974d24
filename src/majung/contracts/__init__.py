"""Contracts: terms and facts in, events and state out, pure and in integers.

Terms are agreed once, facts are recorded as they happen, and everything else — what is due, paid,
covered, owed — follows from the two by replay.  Loans run through one compiled kernel on columns
(`replay`, a batch of one); cover and fund are integer functions of the same shape.  Modules that
need the compiler are imported by their full name.
"""
