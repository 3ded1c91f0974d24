"""Closed forms: what can be known without simulating, and so checks the simulations.

`creditrisk_plus` gives a whole distribution of losses by a recursion, `counts` how many of many
equal firms default together, `revaluation` what a bond is worth after a year of rating changes.
Vasicek's quantile stands in `majung.risk.normal`.
"""
