"""Peers: other libraries lay out the same loans, in an environment of their own.

Each script here stands alone, run by the peers' own interpreter: it imports one peer and the
standard library, and prints what it measured as JSON.  `beside` runs them.
"""
