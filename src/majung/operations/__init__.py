"""What the administration does: one act a function, one transaction each.

An act gathers what the pure packages need, lets them decide, records the outcome, and returns
values.  The day (`on`) and the moment (`at`) are arguments; who acts is an `Actor`; what writes
can be repeated under the same key without doing it twice.
"""
