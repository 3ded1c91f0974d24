"""Programme designs side by side: whom each reaches, what it draws, and what it may cost.

Every design meets the same firms in the same scenarios with the same draws, so that what differs
between two of them is the design and not chance.
"""
