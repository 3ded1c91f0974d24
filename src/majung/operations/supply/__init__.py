"""Supply: plans taken in, monthly reports taken, and what the own contracts supplied.

The one idea: a figure reads one series.  What institutions reported or published, what the ledger
says, and what was invented for the example world are three series and never meet in one figure.
"""
