"""The command line: nouns, then verbs; plain text or ``--json``; errors to stderr.

It translates and decides nothing.  Exit status: 0 done, 1 refused (with the reason), 2 usage.
"""
