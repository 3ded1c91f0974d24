"""The life of a fund: formation, calls, investments, valuations, exits, distributions.

The manager records what happens; what each partner is called for, pays and gets follows from the
terms, and reaches the fund's book and the book of a fund of funds in the same moment.
"""
