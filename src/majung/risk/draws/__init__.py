"""Draws that are a function of (seed, scenario, contract, purpose) and of nothing else.

`philox` turns counters into words, `words` gives a contract and a scenario theirs and joins them,
`uniform` makes numbers between nought and one and normal numbers of them, `quantiles` does so in
compiled code, `sobol` spreads factors evenly.  No module keeps a state: a draw may be made twice,
in any order, on any machine, and is the same.
"""
