"""Fiscal cost: what a cohort of loans or guarantees costs the State, in today's money.

The subsidy rate is the present value of what the State pays less what it receives, per 100
disbursed, at the government's own rates, split into defaults, interest, fees and the rest.
"""
