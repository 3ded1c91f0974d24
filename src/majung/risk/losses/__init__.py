"""Losses and cash flows of a portfolio under scenarios: four methods, one portfolio, one measure.

`portfolio` is contracts as columns, `exact` follows every contract to its month of default,
`tables` knows what a segment does at each value of its factor, `tail` weighs scenarios towards the
rare ones; `totals` adds what parts of the work found, `measures` reads figures off it.
"""
