"""What was supplied and what may still be: pace, limits, exposure, overlaps, concentration.

The one idea: a figure says what it counts, where it was read and up to when it is known, and what
nobody published stays OPEN.  Everything here is arithmetic on values; the store keeps them.
"""
