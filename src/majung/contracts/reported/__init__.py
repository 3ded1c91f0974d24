"""Loans that live in another institution's core system: what it reports, held against our schedule.

A report becomes facts like any other; the schedule is replayed with them, and where the two
disagree the difference is told, never corrected.
"""
