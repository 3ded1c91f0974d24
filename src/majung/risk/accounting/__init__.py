"""Accounting and capital: IFRS 9 stages and expected credit losses, Basel capital for a portfolio.

The same probabilities of default and losses given default as everywhere in this package; only the
rules by which they become a provision or a capital requirement are others'.
"""
