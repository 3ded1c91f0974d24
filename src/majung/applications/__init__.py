"""From a firm to a decision: who it is, what it asks, what it could get, what was decided.

The one idea: one application is held against every programme, and every answer says why.  What is
shown before a decision is an indication (예상조건, 비구속) that binds nobody; rules never refuse, a
person decides.
"""
