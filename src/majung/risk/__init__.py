"""What it may cost: defaults, losses and cash flows under scenarios, fiscal cost, aid, stress.

Pure: arrays in, arrays out, no database, no clock, and no randomness but draws that are a function
of (seed, scenario, contract, purpose).  The only package in which a figure is a float.
"""
