"""What it may cost, at the doors: lists that officials hand in, cohorts of the office's contracts.

The figures are `majung.risk`'s; here rows and contracts become its arrays, and its arrays become
values that a door can show.
"""
