"""Contracts in ACTUS terms: read into our own terms, and their events named in ACTUS' way.

Loan types become plans that the loan kernel takes step by step; cash, stock, guarantee and
collateral are short courses.  Nothing is reckoned here that the kernel reckons.
"""
